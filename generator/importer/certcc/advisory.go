package certcc

import (
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
)

// heading is what decides where an advisory is written.
type heading struct {
	moment
	published bool
}

func (im *importer) heading(fields record) heading {
	m, ok := im.publication(fields.text("DateFirstPublished"))
	return heading{m, ok}
}

// advisory writes advisory.md.
func (im *importer) advisory(id string, head heading, fields record, records []*vendorRecord) []byte {
	var refs links
	im.take(&refs, fields.text("References"), "")
	other := im.certDocuments(&refs, fields)

	var y yamlWriter
	y.text("id", id)
	y.text("title", im.title(fields.text("Title"), id))
	y.plain("disclose_at", head.text)
	y.plain("handling_started", im.started(head, fields))
	y.list("aliases", im.aliases(fields["CVEIDs"]))
	var notified []string
	for _, r := range records {
		notified = append(notified, r.vendor)
	}
	y.list("notified", notified)
	if vector := im.vector(fields.line("CVSS_BaseVector")); vector != "" {
		y.b.WriteString("severity:\n  - vector: " + quote(vector) + "\n")
	}
	y.links("references", refs.list)
	im.revisions(&y, head, fields)

	file := "---\n" + string(y.bytes()) + "---\n"
	for _, s := range im.sections(fields, refs.texts, other) {
		if s.body != "" {
			file += "\n## " + s.of.Heading(advisory.English) + "\n\n" + s.body + "\n"
		}
	}
	return []byte(file)
}

// section is a part of an advisory, in Markdown.
type section struct {
	of   advisory.Section
	body string
}

// sections makes the sections in page order; empty ones too.
func (im *importer) sections(fields record, refs, other []string) []section {
	text := func(s advisory.Section, limit int, parts ...string) section {
		return section{s, im.markdown(join(parts), limit)}
	}
	solution := text(advisory.Solution, maxText/2, fields.text("Resolution"))
	if workarounds := im.markdown(fields.text("Workarounds"), maxText/2); workarounds != "" {
		solution.body = strings.TrimPrefix(solution.body+"\n\n### Workarounds\n\n"+workarounds, "\n\n")
	}
	return []section{
		text(advisory.Overview, maxText, fields.text("Overview")),
		text(advisory.ProductsAffected, maxText, fields.text("SystemsAffectedPreamble")),
		text(advisory.Description, maxText, fields.text("Description")),
		text(advisory.Impact, maxText, fields.text("Impact")),
		solution,
		text(advisory.References, maxText, strings.Join(refs, "\n")),
		text(advisory.Credit, maxText, fields.text("ThanksAndCredit"), fields.text("Author")),
		text(advisory.OtherInformation, maxText, strings.Join(other, "\n")),
	}
}

// certDocuments takes the CERT Advisories and Technical Alerts of a note:
// addresses become references, numbers a text.
func (im *importer) certDocuments(refs *links, fields record) (other []string) {
	for _, f := range []struct{ field, label, kind string }{
		{"CERTAdvisory", "CERT Advisory: ", "cert-advisory"},
		{"US-CERTTechnicalAlert", "US-CERT Technical Alert: ", "cert-advisory"},
	} {
		for _, entry := range strings.FieldsFunc(im.clean(fields.text(f.field)), func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
			entry = fold(entry)
			urls := im.addresses(entry)
			if len(urls) == 1 && im.add(refs, urls[0], f.kind) || entry == "" {
				continue
			}
			other = append(other, f.label+entry)
		}
	}
	return other
}

// started is when handling began: when the note was created, unless it was
// written down after the publication.
func (im *importer) started(head heading, fields record) string {
	m := im.date(fields.text("DateCreated"))
	if m.text != "" && head.published && m.at.After(head.at) {
		im.tally.add("started-after-publication")
		return ""
	}
	return m.text
}

// revisions writes the history of a published note. The archive counts
// revisions but keeps only the date of the last one.
func (im *importer) revisions(y *yamlWriter, head heading, fields record) {
	last := im.date(fields.text("DateLastUpdated"))
	if !head.published {
		return
	}
	write := func(number, date, summary string) {
		y.b.WriteString("  - number: " + number + "\n    date: " + date + "\n    summary: " + quote(summary) + "\n")
	}
	y.b.WriteString("revisions:\n")
	write("1", head.text, "Initial release")
	switch first, day := im.day(head.at), im.day(last.at); {
	case last.text == "":
	case day > first:
		write("2", last.text, "Last updated. The imported note does not say what changed.")
	case day < first:
		im.tally.add("updated-before-release")
	}
}

var (
	cveLike = regexp.MustCompile(`(?i)(CVE|CAN)[-‐‑–_ ]?([0-9]{4})[-‐‑–_]([0-9]{4,19})`)
	between = regexp.MustCompile(`(?i)(?:[\s,;&/]|\band\b)+`)
)

// maxAliases is far above what a note can name.
const maxAliases = 500

// aliases finds the CVE ids in a field, each once, in order.
func (im *importer) aliases(entries []string) []string {
	var out []string
	for _, entry := range entries {
		entry = fold(im.clean(entry))
		end := -1
		for _, m := range cveLike.FindAllStringSubmatchIndex(entry, -1) {
			if m[0] > 0 && isLetter(entry[m[0]-1]) {
				continue // part of another word
			}
			if m[0] == end {
				im.tally.add("alias-run-together")
			}
			end = m[1]
			found := entry[m[0]:m[1]]
			id := "CVE-" + entry[m[4]:m[5]] + "-" + entry[m[6]:m[7]]
			switch {
			case found == "CAN-"+id[4:]:
				im.tally.add("alias-was-candidate")
			case found != id:
				im.tally.add("alias-case")
			}
			switch {
			case slices.Contains(out, id):
			case len(out) == maxAliases:
				im.tally.add("alias-left-out")
			default:
				out = append(out, id)
			}
		}
		rest := cveLike.ReplaceAllString(entry, " ")
		if between.ReplaceAllString(rest, "") != "" {
			im.tally.add("alias-left-out")
		}
	}
	return out
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

var baseVector = regexp.MustCompile(`^AV:[LAN]/AC:[HML]/Au:[MSN]/C:[NPC]/I:[NPC]/A:[NPC]$`)

// vector is a complete CVSS 2.0 base vector, or "".
func (im *importer) vector(s string) string {
	switch {
	case s == "":
	case baseVector.MatchString(s):
		return s
	case strings.Contains(s, ":--"):
		im.tally.add("cvss-incomplete")
	default:
		im.tally.add("cvss-invalid")
	}
	return ""
}
