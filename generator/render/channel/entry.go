package channel

import (
	"cmp"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/words"
)

// maxListed is how many vendors an entry names. A case with hundreds of vendors
// is in the feed of each of them; all are on the page.
const maxListed = 100

// Schemes of categories: what a term belongs to (RFC 4287, section 4.2.2.2).
const (
	schemeCVE      = "https://www.cve.org/"
	schemeCWE      = "https://cwe.mitre.org/"
	schemeSeverity = "https://www.first.org/cvss/"
	schemeSeries   = "https://advgen.dev/atom/series"
	schemeState    = "https://advgen.dev/atom/state"
)

// Writer says what entries say, in one language.
type Writer struct {
	Publisher *disclosure.Publisher
	Lang      advisory.Language
}

// Category is something that an entry is filed under.
type Category struct {
	Term   string
	Scheme string // what the term belongs to, as an address; may be empty
	Label  string // for people; may be empty
}

// Address is the absolute address of a path of the output.
func (w Writer) Address(path string) string { return w.Publisher.BaseURL() + path }

// Page is the absolute address of an advisory's page.
func (w Writer) Page(e *disclosure.Entry) string {
	return w.Address(w.Publisher.Root(w.Lang) + e.Path())
}

// Title is the title of an advisory, marked if it is withdrawn.
func (w Writer) Title(e *disclosure.Entry) Text {
	title := TextIn(e.Title(), w.Lang)
	if e.Withdrawn() {
		title.Value = w.Publisher.Words(w.Lang).Get("feed.withdrawn", "title", title.Value)
	}
	return title
}

// Categories lists what an advisory is filed under.
func (w Writer) Categories(e *disclosure.Entry) []Category {
	out := []Category{{Term: e.Series().Path(), Scheme: schemeSeries, Label: TextIn(e.Series().Name(), w.Lang).Value}}
	if e.Withdrawn() {
		out = append(out, Category{Term: "withdrawn", Scheme: schemeState})
	}
	if e.Critical() {
		out = append(out, Category{Term: "critical", Scheme: schemeState})
	}
	if s, _, ok := e.Severity(); ok {
		out = append(out, Category{Term: s.String(), Scheme: schemeSeverity})
	}
	for _, alias := range e.Aliases() {
		c := Category{Term: alias}
		if advisory.IsCVE(alias) {
			c.Scheme = schemeCVE
		}
		out = append(out, c)
	}
	for _, cwe := range e.CWEs() {
		out = append(out, Category{Term: cwe, Scheme: schemeCWE})
	}
	return out
}

// Content is the body of an entry as HTML.
func (w Writer) Content(e *disclosure.Entry) string { return string(w.AppendContent(nil, e)) }

// AppendContent appends the body of an entry as HTML: the summary, how many
// vendors have which status, and the vendors, the affected first.
func (w Writer) AppendContent(b []byte, e *disclosure.Entry) []byte {
	table := w.Publisher.Words(w.Lang)
	if e.Withdrawn() {
		b = concat(b, "<p><strong>", html.EscapeString(table.Get("feed.withdrawn_text")), "</strong></p>")
	}
	if !e.Summary().IsZero() {
		t := TextIn(e.Summary(), w.Lang)
		b = concat(b, "<p", w.langAttribute(t), ">", html.EscapeString(t.Value), "</p>")
	}
	if len(e.Statuses()) == 0 {
		return b
	}
	var counts []string
	for _, c := range e.Counts() {
		counts = append(counts, table.Get("feed.status_count", "status", table.Status(c.Status()), "count", strconv.Itoa(c.Count())))
	}
	b = concat(b, "<h3>", html.EscapeString(table.Get("feed.vendor_statuses")), "</h3><p>",
		html.EscapeString(strings.Join(counts, table.Get("list.separator"))), "</p><ul>")
	b = w.vendors(b, e, table)
	return append(b, "</ul>"...)
}

// vendors appends a line for each vendor, with a link to its page in the
// advisory.
func (w Writer) vendors(b []byte, e *disclosure.Entry, table words.Table) []byte {
	statuses := slices.Clone(e.Statuses())
	slices.SortStableFunc(statuses, func(x, y disclosure.VendorStatus) int { return cmp.Compare(x.Status(), y.Status()) })
	folder := html.EscapeString(w.Address(w.Publisher.Root(w.Lang) + e.Path()))
	// The wording is text and the link is HTML, so the wording is escaped
	// before its placeholders are filled. It is the same for all vendors of a
	// status.
	var around []string
	for i, s := range statuses[:min(maxListed, len(statuses))] {
		if i == 0 || s.Status() != statuses[i-1].Status() {
			wording := html.EscapeString(table.Get("feed.vendor_status"))
			around = strings.Split(words.Fill(wording, "status", html.EscapeString(table.Status(s.Status()))), "{vendor}")
		}
		name := VendorName(s.Vendor(), w.Lang)
		b = concat(b, "<li>", around[0])
		for _, after := range around[1:] {
			b = concat(b, `<a href="`, folder, html.EscapeString(s.Vendor().Path()), `"`, w.langAttribute(name), ">",
				html.EscapeString(name.Value), "</a>", after)
		}
		b = append(b, "</li>"...)
	}
	if more := len(statuses) - maxListed; more > 0 {
		b = concat(b, "<li>", html.EscapeString(table.Get("feed.more_vendors", "count", strconv.Itoa(more))), "</li>")
	}
	return b
}

func concat(b []byte, parts ...string) []byte {
	for _, part := range parts {
		b = append(b, part...)
	}
	return b
}

// langAttribute marks a text whose language is not the feed's.
func (w Writer) langAttribute(t Text) string {
	if t.Lang == w.Lang {
		return ""
	}
	return ` lang="` + string(t.Lang) + `"`
}
