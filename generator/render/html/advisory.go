package html

import (
	"cmp"
	"slices"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/words"
)

// AdvisoryPage is given to advisory.html. Parts that an advisory does not have
// are empty.
type AdvisoryPage struct {
	Page               Page
	ID                 string // such as JVN#12345678
	Title              Text
	Critical           bool        // the publisher marks it 緊急 / Critical
	Withdrawal         *Withdrawal // nil if it was not withdrawn
	Untranslated       string      // a note that the text is in another language
	Published, Updated DateLine
	Rating             *Rating // the highest severity
	Briefs             []Brief // what is affected and what to do
	Aliases            []Link  // those without a page of their own have no URL
	Weaknesses         []Link  // CWE ids
	Counts             []StatusCount

	Long        bool      // so long that it has a table of contents
	Sections    []Section // in page order, without the empty ones
	Products    *Products
	Vendors     *VendorTable
	UnknownNote string // what "unknown" means, if a vendor is
	References  []Link // without those in Documents
	Analyses    []Analysis
	Credits     []Credit
	Documents   []Documents
	Related     []Entry // other advisories of the site
	Revisions   []Revision
	Formats     []Format // the advisory for programs, JSON first

	Older, Newer *Neighbour // in the series; nil at its ends
}

// Neighbour is the advisory before or after one in its series.
type Neighbour struct {
	ID, Link string
	Title    Text
}

// Section is a section with the author's words. Key is its anchor, such as
// products_affected.
type Section struct {
	Key, Title string
	Prose      Prose
}

// File is a file about an advisory in a format for programs, such as CSAF 2.0;
// Path is its place in the output.
type File struct{ Format, Path string }

// Format is a file for programs that holds what an advisory says, such as CSAF
// 2.0, with its address.
type Format struct{ Name, Link string }

// Credit is someone to thank; Organization may be empty.
type Credit struct{ Name, Organization Text }

// Documents are the documents of one kind, such as JVN iPedia.
type Documents struct {
	Kind  string
	Links []Link
}

// longPage is from how many sections on a page has a table of contents.
const longPage = 5

func (r *Renderer) advisoryPage(at place, a *disclosure.Advisory, files []File) AdvisoryPage {
	l := at.lang
	p := AdvisoryPage{
		Page: r.page(at, l.marked(a.Entry, a.ID()+l.words.Get("colon")+l.plain(a.Title())),
			at.seriesCrumb(a.Series()), MenuItem{Name: Text{Text: a.ID()}}),
		ID: a.ID(), Title: l.text(a.Title()),
		Critical:     a.Critical(),
		Withdrawal:   l.withdrawal(a),
		Untranslated: l.untranslated(a),
		Published:    l.published.line(l.instant(a.Published())),
		Updated:      l.updated.line(l.day(a.Updated())), // often only a day was given
		Rating:       l.rating(a),
		Briefs:       l.briefs(a),
		Counts:       l.counts(a.Entry),
		Products:     at.products(a.Products()),
		Vendors:      at.vendorTable(a),
		UnknownNote:  l.unknownNote(a.Entry),
		Analyses:     l.analyses(a.Severities()),
		Documents:    l.documents(a),
		Related:      at.entries(a.Related()),
		Revisions:    l.revisions(a.Revisions()),
		Older:        at.neighbour(a.Older()),
		Newer:        at.neighbour(a.Newer()),
	}
	p.Page.Description = cmp.Or(l.plain(a.Summary()), l.plain(a.Title()))
	p.Page.OpenGraph.Type = "article"
	p.Page.Structured = structured(at.articleThing(a), at.breadcrumbs(p.Page.Crumbs))
	p.Page.Feeds = append(p.Page.Feeds, l.seriesFeed(a.Series()))
	p.Page.JSON = at.shared(a.Path() + "index.json")
	if p.Vendors != nil && p.Vendors.Filter {
		p.Page.Scripts = r.scripts(at, filterScript)
	}
	for _, f := range append([]File{{"JSON", a.Path() + "index.json"}}, files...) {
		p.Formats = append(p.Formats, Format{f.Format, at.shared(f.Path)})
		p.Page.Data = append(p.Page.Data, Data{f.Format, l.publisher.BaseURL() + f.Path})
	}
	for _, id := range a.Aliases() {
		link := alias(id)
		if link.URL != "" {
			link.URL = at.folder("cve/" + id + "/")
		}
		p.Aliases = append(p.Aliases, link)
	}
	for _, id := range a.CWEs() {
		p.Weaknesses = append(p.Weaknesses, Link{at.folder("cwe/" + id + "/"), Text{Text: id}})
	}
	for _, k := range a.References() {
		if _, ok := documentKind(k.Kind()); !ok {
			p.References = append(p.References, l.link(k))
		}
	}
	for _, c := range a.Credits() {
		p.Credits = append(p.Credits, Credit{l.text(c.Name()), l.text(c.Organization())})
	}
	p.Sections = l.sections(a, &p)
	p.Long = len(p.Sections) >= longPage
	return p
}

// marked is a title that says so if the advisory was withdrawn: it stands alone
// in a tab or among search results.
func (l *language) marked(e *disclosure.Entry, title string) string {
	if !e.Withdrawn() {
		return title
	}
	return l.words.Get("feed.withdrawn", "title", title)
}

// sections lists the sections that have a text or something generated.
func (l *language) sections(a *disclosure.Advisory, p *AdvisoryPage) []Section {
	var out []Section
	for _, s := range advisory.Sections() {
		more := false
		switch s {
		case advisory.ProductsAffected:
			more = p.Products != nil
		case advisory.VendorStatusTable:
			more = p.Vendors != nil
		case advisory.References:
			more = len(p.References) > 0
		case advisory.Analysis:
			more = len(p.Analyses) > 0
		case advisory.Credit:
			more = len(p.Credits) > 0
		case advisory.OtherInformation:
			more = len(p.Documents) > 0 || len(p.Related) > 0
		case advisory.UpdateHistory:
			more = len(p.Revisions) > 0
		}
		var prose Prose
		if !s.Generated() {
			prose = l.prose(a.Section(s))
		}
		if more || prose.HTML != "" {
			out = append(out, Section{s.Key(), l.words.Section(s), prose})
		}
	}
	return out
}

// untranslated is the note on a page whose text is in another language.
func (l *language) untranslated(a *disclosure.Advisory) string {
	if a.Translated(l.tag) {
		return ""
	}
	shown := l.publisher.Languages()[0]
	return l.words.Get("advisory.untranslated",
		"language", l.languageName(shown))
}

// languageName is the name of a language in this one.
func (l *language) languageName(of advisory.Language) string {
	return l.words.Get(words.Key("language." + string(of)))
}

func (l *language) unknownNote(e *disclosure.Entry) string {
	for _, c := range e.Counts() {
		if c.Status() == advisory.Unknown {
			return l.words.Get("vendor.unknown_note",
				"unknown", l.words.Status(advisory.Unknown),
				"not_affected", l.words.Status(advisory.NotAffected))
		}
	}
	return ""
}

func alias(id string) Link {
	if advisory.IsCVE(id) {
		return Link{"https://www.cve.org/CVERecord?id=" + id, Text{Text: id}}
	}
	return Link{Title: Text{Text: id}}
}

// cveKind is the row of CVE ids in JVN's list of other documents; the other
// rows are kinds of references.
const cveKind = "cve"

// documentKinds are the rows of JVN's list of other documents, in its order.
var documentKinds = [...]string{
	"jpcert-alert", "jpcert-report", "cert-advisory", "cpni-advisory", "trnotes", cveKind, "jvn-ipedia",
}

func documentKind(kind string) (row int, ok bool) {
	row = slices.Index(documentKinds[:], kind)
	return row, row >= 0
}

// documents lists the related documents by kind, without the empty kinds.
func (l *language) documents(a *disclosure.Advisory) []Documents {
	var rows [len(documentKinds)][]Link
	for _, id := range a.CVEs() {
		row, _ := documentKind(cveKind)
		rows[row] = append(rows[row], alias(id))
	}
	for _, k := range a.References() {
		if row, ok := documentKind(k.Kind()); ok {
			rows[row] = append(rows[row], l.link(k))
		}
	}
	var out []Documents
	for i, links := range rows {
		if len(links) > 0 {
			out = append(out, Documents{l.words.Get(words.Key("document." + documentKinds[i])), links})
		}
	}
	return out
}

func (at place) neighbour(e *disclosure.Entry) *Neighbour {
	if e == nil {
		return nil
	}
	return &Neighbour{e.ID(), at.folder(e.Path()), at.lang.text(e.Title())}
}

func (at place) seriesCrumb(s disclosure.Series) MenuItem {
	return MenuItem{Name: at.lang.text(s.Name()), Link: at.folder(s.Path() + "/")}
}
