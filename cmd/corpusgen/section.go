package main

import (
	"fmt"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/manuscript"
)

// section is a section of an advisory in both languages.
type section struct {
	section advisory.Section
	body    text
}

func inLanguage(sections []section, lang func(text) string) []manuscript.Section {
	out := make([]manuscript.Section, len(sections))
	for i, s := range sections {
		out[i] = manuscript.Section{Section: s.section, Body: lang(s.body)}
	}
	return out
}

// sections writes the advisory.
func (c *advisoryCase) sections() []section {
	out := []section{
		{advisory.Overview, c.overview()},
		{advisory.ProductsAffected, c.affectedSystems()},
		{advisory.Description, c.description()},
		{advisory.Impact, c.impact()},
		{advisory.Solution, c.solution()},
	}
	for _, extra := range []struct {
		section advisory.Section
		percent int
		from    []text
	}{
		{advisory.References, 12, furtherReading},
		{advisory.Addendum, 14, remarks},
		{advisory.Analysis, 6, analyses},
		{advisory.Verification, 5, verifications},
		{advisory.Credit, 78, thanks},
	} {
		if chance(c.Rand, extra.percent) {
			out = append(out, section{extra.section, c.fill.text(pick(c.Rand, extra.from))})
		}
	}
	return out
}

func (c *advisoryCase) overview() text {
	from := overviews
	switch {
	case c.product.kind.library:
		from = libraryOverviews
	case len(c.flaws) > 1:
		from = severalOverviews
	}
	return c.fill.text(pick(c.Rand, from))
}

func (c *advisoryCase) affectedSystems() text {
	var ja, en strings.Builder
	if len(c.models) > 1 {
		ja.WriteString("| 製品名 | 影響を受けるバージョン |\n|---|---|\n")
		en.WriteString("| Product | Affected versions |\n|---|---|\n")
	}
	for _, m := range c.models {
		versions := c.affected(m)
		if len(c.models) > 1 {
			fmt.Fprintf(&ja, "| %s | %s |\n", m.name, versions.ja)
			fmt.Fprintf(&en, "| %s | %s |\n", m.name, versions.en)
			continue
		}
		fmt.Fprintf(&ja, "- %s %s\n", m.name, versions.ja)
		fmt.Fprintf(&en, "- %s %s\n", m.name, versions.en)
	}
	if c.product.kind.library {
		fmt.Fprintf(&ja, "- 上記のバージョンの %s を使用する製品\n", c.product.name)
		fmt.Fprintf(&en, "- Products that use these versions of %s\n", c.product.name)
	}
	if chance(c.Rand, 35) {
		notes := versionNotes
		if c.product.kind.firmware {
			notes = firmwareNotes
		}
		note := c.fill.text(pick(c.Rand, notes))
		ja.WriteString("\n" + note.ja)
		en.WriteString("\n" + note.en)
	}
	return text{strings.TrimRight(ja.String(), "\n"), strings.TrimRight(en.String(), "\n")}
}

func (c *advisoryCase) description() text {
	about := c.fill.text(pick(c.Rand, c.product.kind.about))
	if len(c.flaws) == 1 {
		f := c.flaws[0]
		cause := c.cause(f)
		ja := about.ja + cause.ja + "この問題により、" + f.name.ja + "（[" + f.cwe + "](" + cweURL(f.cwe) + ")）の脆弱性が存在します。"
		en := about.en + " " + cause.en + " This is a case of " + f.name.en + " ([" + f.cwe + "](" + cweURL(f.cwe) + "))."
		if chance(c.Rand, 60) {
			more := c.fill.text(pick(c.Rand, circumstances))
			ja, en = ja+"\n\n"+more.ja, en+"\n\n"+more.en
		}
		return text{ja, en}
	}
	ja := []string{about.ja + "当該製品には、次の脆弱性が存在します。"}
	en := []string{about.en + " The product contains the following vulnerabilities."}
	for _, f := range c.flaws {
		cause := c.cause(f)
		ja = append(ja, fmt.Sprintf("### %s（%s）- %s", f.name.ja, f.cwe, f.cve), cause.ja)
		en = append(en, fmt.Sprintf("### %s (%s) - %s", upperFirst(f.name.en), f.cwe, f.cve), cause.en)
	}
	more := c.fill.text(pick(c.Rand, circumstances))
	return text{strings.Join(append(ja, more.ja), "\n\n"), strings.Join(append(en, more.en), "\n\n")}
}

func cweURL(id string) string {
	return "https://cwe.mitre.org/data/definitions/" + strings.TrimPrefix(id, "CWE-") + ".html"
}

func (c *advisoryCase) cause(f flaw) text {
	return newFiller(map[string]text{"part": f.part, "product": c.productName(), "maker": c.maker.name}).text(f.cause)
}

func (c *advisoryCase) impact() text {
	if len(c.flaws) == 1 {
		return c.flaws[0].impact
	}
	ja, en := "想定される影響は、脆弱性により異なります。\n", "The impact depends on the vulnerability.\n"
	for _, f := range c.flaws {
		ja += "\n- " + strings.TrimSuffix(f.impact.ja, "。") + "（" + f.cve + "）"
		en += "\n- " + strings.TrimSuffix(f.impact.en, ".") + " (" + f.cve + ")"
	}
	return text{ja, en}
}

func (c *advisoryCase) solution() text {
	if chance(c.Rand, 6) {
		return c.fill.text(pick(c.Rand, retirements))
	}
	lead := c.fill.text(pick(c.Rand, updates))
	ja, en := "### アップデートする\n\n"+lead.ja+"\n", "### Update\n\n"+lead.en+"\n"
	for _, m := range c.models {
		ja += "\n- " + m.name + " " + m.fixed
		en += "\n- " + m.name + " " + m.fixed
	}
	if !chance(c.Rand, 60) {
		return text{ja, en}
	}
	intro := c.fill.text(pick(c.Rand, workaroundLeads))
	ja += "\n\n### ワークアラウンドを実施する\n\n" + intro.ja + "\n"
	en += "\n\n### Apply workarounds\n\n" + intro.en + "\n"
	for _, f := range c.flaws {
		for _, w := range f.workarounds {
			suffix := text{}
			if len(c.flaws) > 1 {
				suffix = text{"（" + f.cve + "）", " (" + f.cve + ")"}
			}
			ja += "\n- " + w.ja + suffix.ja
			en += "\n- " + w.en + suffix.en
		}
	}
	return text{ja, en}
}
