package csaf

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/cvss"
)

// advisory writes one document as an advisory with its records.
func (im *importer) advisory(doc *document) error {
	d := &doc.Document
	a := &advisoryFile{ID: d.Tracking.ID, Title: im.line(d.Title, 500), sections: map[int][]string{}}
	rs := &records{im: im, doc: doc, list: map[string]*record{}}
	lang := im.language(doc)
	folder := "advisories/" + advisory.Slug(a.ID)
	if at := im.instant(doc); at != "" {
		a.DiscloseAt = at
		folder = "advisories/" + at[:4] + "/" + advisory.Slug(a.ID)
		im.report.Published++
	} else {
		im.report.Held++
	}
	a.Critical = is(d.AggregateSeverity.Text, "advisory.critical")
	im.notes(doc, a, rs)
	rs.judge(&a.Products)
	im.aliases(doc, a)
	im.severities(doc, a)
	im.references(doc, a, rs)
	for _, thanks := range d.Acknowledgments {
		im.credit(thanks, a)
	}
	for _, v := range doc.Vulnerabilities {
		for _, thanks := range v.Acknowledgments {
			im.credit(thanks, a)
		}
	}
	if a.DiscloseAt != "" {
		im.revisions(doc, a)
	}
	for _, id := range sorted(rs.list) {
		a.Notified = append(a.Notified, id)
		if rs.list[id].unreachable {
			a.Unreached = append(a.Unreached, id)
		}
	}
	head, err := encode(a)
	if err != nil {
		return fmt.Errorf("write the front matter of %s: %w", a.ID, err)
	}
	file := "---\n" + string(head) + "---\n"
	for _, s := range advisory.Sections() {
		if parts := a.sections[int(s)]; len(parts) > 0 {
			file += "\n## " + s.Heading(lang) + "\n\n" + strings.Join(parts, "\n\n") + "\n"
		}
	}
	if err := im.write(folder+"/advisory.md", []byte(file)); err != nil {
		return err
	}
	return im.records(folder, rs)
}

// records writes the records of vendors of which more is told than that they
// were notified.
func (im *importer) records(folder string, rs *records) error {
	for _, id := range sorted(rs.list) {
		r := rs.list[id]
		if r.status != advisory.Unknown {
			r.Status = r.status.String()
		}
		f := r.recordFile
		if f.Status == "" && f.Updated == "" && f.NotifiedAt == "" && f.RespondedAt == "" && f.Statement == "" && f.Addendum == "" &&
			f.Links == nil && f.Products == nil && f.ByCVE == nil {
			continue
		}
		if f.Status == "" {
			f.Status = advisory.Unknown.String()
		}
		im.report.Records++
		if err := im.put(folder+"/vendors/"+id+".yaml", f); err != nil {
			return err
		}
	}
	return nil
}

// instant is when the advisory is public; "" if nothing says that it may be.
func (im *importer) instant(doc *document) string {
	d := &doc.Document
	switch {
	case d.Distribution.TLP.Label != "WHITE":
		im.mend("not-tlp-white")
		return ""
	case d.Tracking.Status != "final" && d.Tracking.Status != "interim":
		im.mend("draft")
		return ""
	}
	at := instant(d.Tracking.InitialReleaseDate)
	if at == "" {
		im.mend("date-broken")
	}
	return at
}

// Where notes without a title that we know go.
var sectionOf = map[string]advisory.Section{
	"summary": advisory.Overview, "description": advisory.Description, "details": advisory.Description,
}

const withdrawalTitle = "Reason for Withdrawal"

// notes reads the notes of the document and of its vulnerabilities.
func (im *importer) notes(doc *document, a *advisoryFile, rs *records) {
	for _, n := range doc.Document.Notes {
		if s, ok := advisory.ParseSection(n.Title); ok && s == advisory.VendorStatusTable && doc.ours() {
			rs.table(n.Text)
		}
	}
	for _, n := range doc.Document.Notes {
		s, known := advisory.ParseSection(n.Title)
		switch {
		case n.Title == withdrawalTitle:
			im.withdrawn(doc, a, n)
		case known && s.Generated() && doc.ours():
		case known && !s.Generated():
			im.section(a, s, "", n.Text)
		case rs.words(n):
		default:
			s, known := sectionOf[n.Category]
			if !known {
				s = advisory.OtherInformation
			}
			im.section(a, s, n.Title, n.Text)
		}
	}
	for _, v := range doc.Vulnerabilities {
		for _, n := range v.Notes {
			switch {
			case doc.ours(): // the summary again, and what severities reads
			default:
				im.section(a, advisory.Description, strings.TrimSpace(v.CVE+" "+n.Title), n.Text)
			}
		}
		for _, r := range v.Remediations {
			if !doc.ours() {
				im.section(a, advisory.Solution, strings.TrimSpace(v.CVE+" "+strings.ReplaceAll(r.Category, "_", " ")), r.Details+"\n\n"+r.URL)
			}
		}
	}
}

// section adds a text to a section, with a heading of its own if it has a
// title; the same text is there once. What a section cannot hold is left out.
func (im *importer) section(a *advisoryFile, s advisory.Section, title, text string) {
	md := im.text(text)
	if md == "" {
		return
	}
	if title = im.line(title, 200); title != "" {
		md = "### " + im.text(title) + "\n\n" + md
	}
	parts := a.sections[int(s)]
	size := len(md)
	for _, p := range parts {
		size += len(p) + 2
	}
	switch {
	case slices.Contains(parts, md):
	case size > maxText+4096:
		im.mend("text-left-out")
	default:
		a.sections[int(s)] = append(parts, md)
	}
}

// withdrawn reads the reason; the date is that of the entry of the history that
// says so, or else the last one's.
func (im *importer) withdrawn(doc *document, a *advisoryFile, n note) {
	at := instant(doc.Document.Tracking.CurrentReleaseDate)
	if doc.ours() { // the history does not say it if it was withdrawn at once
		at = instant(doc.Document.Tracking.InitialReleaseDate)
	}
	for _, r := range doc.Document.Tracking.RevisionHistory {
		if is(r.Summary, "advisory.withdrawn") {
			at = instant(r.Date)
		}
	}
	a.Withdrawn = &withdrawnFile{at, im.line(n.Text, 5000)}
	for _, prefix := range []string{"［取り下げ］", "Withdrawn: "} {
		a.Title = strings.TrimPrefix(a.Title, prefix)
	}
}

var goodAlias = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:#/-]{1,79}$`)

// aliases reads the other ids, CVE ids among them, and the weaknesses.
func (im *importer) aliases(doc *document, a *advisoryFile) {
	add := func(id string) {
		switch {
		case id == "" || id == a.ID || slices.Contains(a.Aliases, id):
		case !goodAlias.MatchString(id):
			im.mend("alias-left-out")
		default:
			a.Aliases = append(a.Aliases, id)
		}
	}
	for _, id := range doc.Document.Tracking.Aliases {
		add(id)
	}
	cwe := func(id string) {
		if advisory.IsCWE(id) && !slices.Contains(a.CWE, id) && len(a.CWE) < 50 {
			a.CWE = append(a.CWE, id)
		}
	}
	for _, v := range doc.Vulnerabilities {
		add(v.CVE)
		for _, id := range v.IDs {
			if !doc.ours() {
				add(id.Text)
			}
		}
		cwe(v.CWE.ID)
		for _, n := range v.Notes {
			if doc.ours() && n.Title == "CWE" {
				for line := range strings.Lines(n.Text) {
					id, _, _ := strings.Cut(strings.TrimSpace(line), ":")
					cwe(id)
				}
			}
		}
	}
}

var vectorLine = regexp.MustCompile(`^(\S+) \([0-9.]+\)$`)

// severities reads the CVSS vectors. One that every vulnerability has is said
// of all.
func (im *importer) severities(doc *document, a *advisoryFile) {
	type key struct{ vector, note string }
	var order []key
	at := map[key][]string{}
	add := func(cve, vector, note string) {
		k := key{vector, note}
		if _, err := cvss.Parse(vector); err != nil || cve != "" && slices.Contains(at[k], cve) {
			if err != nil {
				im.mend("cvss-invalid")
			}
			return
		}
		if _, known := at[k]; !known {
			order = append(order, k)
		}
		at[k] = append(at[k], cve)
	}
	for _, v := range doc.Vulnerabilities {
		noted := map[string]string{}
		var alone []string
		for _, n := range v.Notes {
			first, rest, _ := strings.Cut(n.Text, "\n")
			if m := vectorLine.FindStringSubmatch(first); m != nil && doc.ours() && strings.HasPrefix(n.Title, "CVSS ") {
				noted[m[1]] = im.line(rest, 2000)
				alone = append(alone, m[1])
			}
		}
		for _, s := range v.Scores {
			for _, vector := range []string{s.V2.Vector, s.V3.Vector} {
				if vector != "" {
					add(v.CVE, vector, noted[vector])
					alone = slices.DeleteFunc(alone, func(s string) bool { return s == vector })
				}
			}
		}
		for _, vector := range alone {
			add(v.CVE, vector, noted[vector])
		}
	}
	for _, k := range order {
		if len(at[k]) == len(doc.Vulnerabilities) {
			a.Severity = append(a.Severity, severityFile{Vector: k.vector, Note: k.note})
			continue
		}
		for _, cve := range at[k] {
			a.Severity = append(a.Severity, severityFile{k.vector, cve, k.note})
		}
	}
}

// references sorts the addresses: of this document, of other ones of the
// publisher, of vendors, and the rest.
func (im *importer) references(doc *document, a *advisoryFile, rs *records) {
	all := slices.Clone(doc.Document.References)
	for _, v := range doc.Vulnerabilities {
		all = append(all, v.References...)
	}
	for _, r := range all {
		if r.Category == "self" {
			continue
		}
		title := im.line(r.Summary, 500)
		if id, ok := im.pages[r.URL]; ok && id != a.ID {
			if !slices.Contains(a.Related, id) {
				a.Related = append(a.Related, id)
			}
			continue
		}
		if !im.goodURL(r.URL) {
			im.mend("reference-text")
			im.section(a, advisory.References, "", title+" "+r.URL)
			continue
		}
		if m := vendorLine.FindStringSubmatch(title); m != nil && doc.ours() && rs.list[m[2]] != nil {
			rs.list[m[2]].Links = append(rs.list[m[2]].Links, linkFile{m[3], r.URL})
			continue
		}
		if title == r.URL {
			title = ""
		}
		if l := (linkFile{title, r.URL}); !slices.Contains(a.References, l) && len(a.References) < 500 {
			a.References = append(a.References, l)
		}
	}
}

func (im *importer) credit(thanks acknowledgment, a *advisoryFile) {
	organization := im.line(thanks.Organization, 500)
	names := thanks.Names
	if len(names) == 0 && organization != "" {
		names, organization = []string{organization}, ""
	}
	for _, name := range names {
		c := creditFile{im.line(name, 500), organization}
		if c.Name != "" && !slices.Contains(a.Credits, c) && len(a.Credits) < 200 {
			a.Credits = append(a.Credits, c)
		}
	}
}

// revisions reads the history. Entries of our own documents that no revision of
// the advisory stands behind are left out.
func (im *importer) revisions(doc *document, a *advisoryFile) {
	history := slices.Clone(doc.Document.Tracking.RevisionHistory)
	slices.SortStableFunc(history, func(a, b revision) int { return strings.Compare(instant(a.Date), instant(b.Date)) })
	numbered := slices.ContainsFunc(history, func(r revision) bool { return r.LegacyVersion == "1" })
	last := 0
	for i, r := range history {
		_, minor, _ := strings.Cut(r.Number, ".")
		if doc.ours() && (minor != "0.0" || i == 0 && numbered && r.LegacyVersion == "") {
			continue
		}
		number := last + 1
		if n, err := strconv.Atoi(r.LegacyVersion); err == nil && n > last && doc.ours() {
			number = n
		}
		at := im.day(instant(r.Date))
		summary := im.line(r.Summary, 2000)
		if at == "" || summary == "" {
			im.mend("date-broken")
			continue
		}
		last = number
		a.Revisions = append(a.Revisions, revisionFile{number, at, summary})
	}
}

// day writes midnight as a day.
func (im *importer) day(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	if local := t.In(im.zone); local.Hour() == 0 && local.Minute() == 0 && local.Second() == 0 {
		return local.Format(time.DateOnly)
	}
	return at
}
