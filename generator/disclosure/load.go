package disclosure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/markup"
)

// load reads a disclosed advisory whole and lets through what may be seen. It
// picks the same versions as the entry did, by the same timeline.
func (g *gate) load(e *Entry) (*Advisory, error) {
	timeline, ok := e.source.(*catalog.Advisory)
	if !ok {
		return nil, fmt.Errorf("%s: this entry is not of a site", e.id)
	}
	all, err := g.catalog.Load(timeline)
	if err != nil {
		return nil, err
	}
	doc := all.Main
	if timeline.Current(g.asOf) == 1 {
		doc = all.Next
	}
	a := &Advisory{
		Entry:      e,
		sections:   map[advisory.Section]Prose{},
		translated: map[advisory.Language]bool{},
		products:   g.products(doc.Products, nil),
		references: g.links(doc.References),
		revisions:  g.revisions(doc.Revisions),
	}
	for lang := range doc.Sections {
		a.translated[lang] = true
	}
	for _, s := range advisory.Sections() {
		source := check.Text{}
		for lang, sections := range doc.Sections {
			source[lang] = sections[s]
		}
		if p := g.prose(source, s.Key()+"-"); !p.IsZero() {
			a.sections[s] = p
		}
	}
	for _, s := range doc.Severities {
		a.severities = append(a.severities, Severity{s.Vector, s.CVE, g.text(s.Note)})
	}
	a.related = e.refers
	for _, c := range doc.Credits {
		a.credits = append(a.credits, Credit{g.text(c.Name), g.text(c.Organization)})
	}
	if e.withdrawn {
		a.withdrawal = &Withdrawal{date(doc.Withdrawn.Date), g.text(doc.Withdrawn.Reason)}
	}
	for _, status := range e.statuses {
		a.records = append(a.records, g.record(e, timeline, all, doc, status))
	}
	return a, nil
}

// record lets through what may be seen of one notified vendor.
func (g *gate) record(e *Entry, timeline *catalog.Advisory, all *check.Advisory, doc *check.Document, status VendorStatus) *Record {
	r := &Record{
		entry: e, vendor: status.vendor, status: status.status, silent: true,
		unreachable: slices.Contains(doc.Unreachable, status.vendor.id),
	}
	t := timeline.Record(status.vendor.id)
	if t == nil {
		return r
	}
	version := t.Current(g.asOf)
	i, ok := slices.BinarySearchFunc(all.Records, r.vendor.id, func(c *check.Record, id string) int { return strings.Compare(c.Vendor, id) })
	if version < 0 || !ok {
		return r
	}
	d := all.Records[i].Main
	if version == 1 {
		d = all.Records[i].Next
	}
	since, _ := t.Versions[version].From.Agreed()
	r.silent = false
	r.updated = status.updated
	r.changed = Date{time: status.updated}
	if status.updated.Equal(d.Updated.Time) && !since.After(d.Updated.Time) {
		r.changed = date(d.Updated)
	}
	r.notifiedAt, r.respondedAt = g.past(d.NotifiedAt), g.past(d.RespondedAt)
	r.statement = g.prose(d.Statement, "statement-")
	r.addendum = g.prose(d.Addendum, "addendum-")
	r.links = g.links(d.Links)
	r.products = g.products(d.Products, r.vendor)
	r.revisions = g.revisions(d.Revisions)
	for _, cve := range sortedKeys(d.ByCVE) {
		r.byCVE = append(r.byCVE, CVEStatus{cve, d.ByCVE[cve]})
	}
	return r
}

func date(d check.Date) Date { return Date{d.Time, d.DayOnly} }

// past leaves out a date after asOf.
func (g *gate) past(d check.Date) Date {
	if d.Time.After(g.asOf) {
		return Date{}
	}
	return date(d)
}

// prose renders a Markdown text in every language it is in.
func (g *gate) prose(t check.Text, idPrefix string) Prose {
	plain := g.text(t)
	out := Prose{order: plain.Languages()}
	for _, p := range plain.parts {
		if out.texts == nil {
			out.texts = map[advisory.Language]markup.HTML{}
		}
		out.texts[p.Language] = g.catalog.Markup().Render(p.Text, markup.Options{IDPrefix: idPrefix, Markdown: g.markdown})
	}
	return out
}

// products lets the products of a document through; of is the vendor of those
// whose vendor it does not say.
func (g *gate) products(list []check.Product, of *Vendor) []Product {
	var out []Product
	for _, p := range list {
		product := Product{
			name: g.text(p.Name), versions: g.text(p.Versions),
			cpe: p.CPE, purl: p.PURL, ecosystem: p.Ecosystem, pkgName: p.Package,
		}
		for _, r := range p.Ranges {
			product.ranges = append(product.ranges, Range{r.Introduced, r.Fixed, r.LastAffected})
		}
		if p.Vendor != "" {
			product.vendor = g.vendors[p.Vendor]
		}
		product.path = productPath(cmp.Or(product.vendor, of), product.name)
		out = append(out, product)
	}
	return out
}

func (g *gate) links(list []check.Link) []Link {
	var out []Link
	for _, l := range list {
		out = append(out, Link{g.text(l.Title), l.URL, l.Kind})
	}
	return out
}

// revisions leaves out those dated after asOf.
func (g *gate) revisions(list []check.Revision) []Revision {
	var out []Revision
	for _, r := range list {
		if !r.Date.Time.After(g.asOf) {
			out = append(out, Revision{r.Number, date(r.Date), g.text(r.Summary)})
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
