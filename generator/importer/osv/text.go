package osv

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/advisory"
)

// maxSection is how long a section may be, in bytes.
const maxSection = 60 << 10

// clean removes the characters that content does not allow.
func (im *importer) clean(s string) string {
	changed := false
	out := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == utf8.RuneError:
			changed = true
			return '?'
		case r == '\u2028' || r == '\u2029':
			changed = true
			return '\n'
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			changed = changed || r != '\r'
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	if changed {
		im.tally.add("character-left-out")
	}
	return out
}

// line is a text in one line, of at most maxLine characters.
func (im *importer) line(s string) string {
	return im.cut(strings.Join(strings.Fields(im.clean(s)), " "), maxLine)
}

func (im *importer) cut(s string, limit int) string {
	if runes := []rune(s); len(runes) > limit {
		im.tally.add("text-too-long")
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return s
}

var (
	atxHeading = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	fence      = regexp.MustCompile("^ {0,3}(?:```|~~~)")
)

// sections divides the details of a document at the headings of level 2 that
// are those of a section; what stands before the first is the overview. Each is
// there once, and in page order is not asked for.
func (im *importer) sections(details string) string {
	var names []advisory.Section
	texts := map[advisory.Section][]string{}
	at, fenced := advisory.Overview, false
	for line := range strings.SplitSeq(im.clean(details), "\n") {
		if fence.MatchString(line) {
			fenced = !fenced
		}
		m := atxHeading.FindStringSubmatch(line)
		switch {
		case m == nil || fenced:
		case m[1] == "##" && known(m[2]):
			at = named(m[2])
			continue
		case len(m[1]) < 3: // a body begins at level 3
			line = "### " + m[2]
		}
		if len(texts[at]) == 0 {
			if strings.TrimSpace(line) == "" {
				continue
			}
			names = append(names, at)
		}
		texts[at] = append(texts[at], line)
	}
	var b strings.Builder
	for _, s := range names {
		b.WriteString("\n## " + s.Heading(advisory.English) + "\n\n" + im.body(strings.TrimRight(strings.Join(texts[s], "\n"), "\n ")) + "\n")
	}
	return b.String()
}

func known(heading string) bool { return named(heading) >= 0 }

// named is the section of a heading in any language; -1 if there is none.
func named(heading string) advisory.Section {
	for _, s := range advisory.Sections() {
		for _, lang := range advisory.Languages() {
			if !s.Generated() && s.Heading(lang) == heading {
				return s
			}
		}
	}
	return -1
}

// body is Markdown that content allows: as it was if nothing is wrong with it,
// or else the same shown as text.
func (im *importer) body(text string) string {
	if len(text) > maxSection {
		im.tally.add("text-too-long")
		text = strings.ToValidUTF8(text[:maxSection], "") + "…"
	}
	wrong := im.markup.Check(text)
	for _, f := range wrong {
		if !f.Warning {
			im.tally.add("details-as-text")
			return literal(text)
		}
	}
	return text
}

// literal shows a text as it is: every character that Markdown could take for
// something is escaped, and lines begin at the margin.
func literal(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		for _, r := range strings.TrimSpace(line) {
			if r < utf8.RuneSelf && unicode.In(r, unicode.Punct, unicode.Symbol) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}
