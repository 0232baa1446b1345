package feed

import (
	"cmp"
	"fmt"
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

// entry is an advisory as an Atom entry.
func (a atom) entry(e *disclosure.Entry) entryXML {
	table := a.publisher.Words(a.lang)
	title := textIn(e.Title(), a.lang)
	if e.Withdrawn() {
		title.value = table.Get("feed.withdrawn", "title", title.value)
	}
	page := a.publisher.Root(a.lang) + e.Path()
	out := entryXML{
		ID:         a.identity.entry(e, a.lang),
		Title:      a.text(title),
		Link:       linkXML{Rel: "alternate", Type: "text/html", Lang: a.lang, Href: a.address(page)},
		Published:  advisory.Stamp(e.Published()),
		Updated:    advisory.Stamp(e.Updated()),
		Categories: a.categories(e),
		Content:    textXML{Type: "html", Value: a.content(e, table)},
	}
	if !e.Summary().IsZero() {
		summary := a.text(textIn(e.Summary(), a.lang))
		out.Summary = &summary
	}
	return out
}

func (a atom) categories(e *disclosure.Entry) []categoryXML {
	out := []categoryXML{{Term: e.Series().Path(), Scheme: schemeSeries, Label: textIn(e.Series().Name(), a.lang).value}}
	if e.Withdrawn() {
		out = append(out, categoryXML{Term: "withdrawn", Scheme: schemeState})
	}
	if e.Critical() {
		out = append(out, categoryXML{Term: "critical", Scheme: schemeState})
	}
	if s, _, ok := e.Severity(); ok {
		out = append(out, categoryXML{Term: s.String(), Scheme: schemeSeverity})
	}
	for _, alias := range e.Aliases() {
		c := categoryXML{Term: alias}
		if advisory.IsCVE(alias) {
			c.Scheme = schemeCVE
		}
		out = append(out, c)
	}
	for _, cwe := range e.CWEs() {
		out = append(out, categoryXML{Term: cwe, Scheme: schemeCWE})
	}
	return out
}

// content is the body of an entry as HTML: the summary, how many vendors have
// which status, and the vendors, the affected first.
func (a atom) content(e *disclosure.Entry, table words.Table) string {
	var b strings.Builder
	if e.Withdrawn() {
		fmt.Fprintf(&b, "<p><strong>%s</strong></p>", html.EscapeString(table.Get("feed.withdrawn_text")))
	}
	if !e.Summary().IsZero() {
		t := textIn(e.Summary(), a.lang)
		fmt.Fprintf(&b, "<p%s>%s</p>", a.langAttribute(t), html.EscapeString(t.value))
	}
	if len(e.Statuses()) == 0 {
		return b.String()
	}
	var counts []string
	for _, c := range e.Counts() {
		counts = append(counts, table.Get("feed.status_count", "status", table.Status(c.Status()), "count", strconv.Itoa(c.Count())))
	}
	fmt.Fprintf(&b, "<h3>%s</h3><p>%s</p><ul>", html.EscapeString(table.Get("feed.vendor_statuses")),
		html.EscapeString(strings.Join(counts, table.Get("list.separator"))))
	statuses := slices.Clone(e.Statuses())
	slices.SortStableFunc(statuses, func(x, y disclosure.VendorStatus) int { return cmp.Compare(x.Status(), y.Status()) })
	for _, s := range statuses[:min(maxListed, len(statuses))] {
		fmt.Fprintf(&b, "<li>%s</li>", a.vendor(e, s, table))
	}
	if more := len(statuses) - maxListed; more > 0 {
		fmt.Fprintf(&b, "<li>%s</li>", html.EscapeString(table.Get("feed.more_vendors", "count", strconv.Itoa(more))))
	}
	b.WriteString("</ul>")
	return b.String()
}

// vendor is the line of one vendor, with a link to its page in the advisory.
func (a atom) vendor(e *disclosure.Entry, s disclosure.VendorStatus, table words.Table) string {
	name := vendorName(s.Vendor(), a.lang)
	link := fmt.Sprintf(`<a href="%s"%s>%s</a>`,
		html.EscapeString(a.address(a.publisher.Root(a.lang)+e.Path()+s.Vendor().Path())),
		a.langAttribute(name), html.EscapeString(name.value))
	// The wording is text and the link is HTML, so the wording is escaped
	// before its placeholders are filled.
	return strings.NewReplacer("{vendor}", link, "{status}", html.EscapeString(table.Status(s.Status()))).
		Replace(html.EscapeString(table.Get("feed.vendor_status")))
}

// langAttribute marks a text whose language is not the feed's.
func (a atom) langAttribute(t text) string {
	if t.lang == a.lang {
		return ""
	}
	return fmt.Sprintf(` lang="%s"`, t.lang)
}

func vendorName(v *disclosure.Vendor, lang advisory.Language) text {
	if v.Name().IsZero() {
		return text{v.ID(), lang}
	}
	return textIn(v.Name(), lang)
}
