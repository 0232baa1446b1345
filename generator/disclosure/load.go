package disclosure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/markup"
)

// reader reads disclosed advisories. It knows of nothing else of the catalog.
type reader struct {
	loader    *check.Loader
	asOf      time.Time
	languages []advisory.Language
	vendors   map[string]*Vendor // those that a disclosed advisory notifies
	markdown  bool               // texts give Markdown too
}

func newReader(c *catalog.Catalog, asOf time.Time) *reader {
	return &reader{loader: c.Loader(), asOf: asOf, languages: c.Publisher().Languages, vendors: map[string]*Vendor{}}
}

// source says where an advisory is read, and which versions the gate let
// through: 0, or 1 for a staged update.
type source struct {
	folder  *check.Folder
	version int
	records []recordSource // in the order of vendors; those that may not be seen are not among them
}

type recordSource struct {
	vendor  *Vendor
	version int
	since   time.Time // from when this version may be seen
}

// load reads a disclosed advisory whole and lets through what may be seen: the
// versions that the gate let through.
func (rd *reader) load(e *Entry) (*Advisory, error) {
	if e.source == nil {
		return nil, fmt.Errorf("%s: this entry is not of a site", e.id)
	}
	all, err := rd.loader.Load(e.source.folder)
	if err != nil {
		return nil, err
	}
	doc := all.Main
	if e.source.version == 1 {
		doc = all.Next
	}
	a := &Advisory{
		Entry:      e,
		sections:   map[advisory.Section]Prose{},
		translated: map[advisory.Language]bool{},
		products:   rd.products(doc.Products, nil),
		references: rd.links(doc.References),
		revisions:  rd.revisions(doc.Revisions),
	}
	for lang := range doc.Sections {
		a.translated[lang] = true
	}
	for _, s := range advisory.Sections() {
		source := check.Text{}
		for lang, sections := range doc.Sections {
			source[lang] = sections[s]
		}
		if p := rd.prose(source, s.Key()+"-"); !p.IsZero() {
			a.sections[s] = p
		}
	}
	for _, s := range doc.Severities {
		a.severities = append(a.severities, Severity{s.Vector, s.CVE, rd.text(s.Note)})
	}
	a.related = e.refers
	for _, c := range doc.Credits {
		a.credits = append(a.credits, Credit{rd.text(c.Name), rd.text(c.Organization)})
	}
	if e.withdrawn {
		a.withdrawal = &Withdrawal{date(doc.Withdrawn.Date), rd.text(doc.Withdrawn.Reason)}
	}
	for _, status := range e.statuses {
		a.records = append(a.records, rd.record(e, all, doc, status))
	}
	return a, nil
}

// record lets through what may be seen of one notified vendor.
func (rd *reader) record(e *Entry, all *check.Advisory, doc *check.Document, status VendorStatus) *Record {
	r := &Record{
		entry: e, vendor: status.vendor, status: status.status, silent: true,
		unreachable: slices.Contains(doc.Unreachable, status.vendor.id),
	}
	seen, ok := slices.BinarySearchFunc(e.source.records, r.vendor.id, func(s recordSource, id string) int { return strings.Compare(s.vendor.id, id) })
	if !ok {
		return r
	}
	i, ok := slices.BinarySearchFunc(all.Records, r.vendor.id, func(c *check.Record, id string) int { return strings.Compare(c.Vendor, id) })
	if !ok {
		return r
	}
	d, since := all.Records[i].Main, e.source.records[seen].since
	if e.source.records[seen].version == 1 {
		d = all.Records[i].Next
	}
	r.silent = false
	r.updated = status.updated
	r.changed = Date{time: status.updated}
	if status.updated.Equal(d.Updated.Time) && !since.After(d.Updated.Time) {
		r.changed = date(d.Updated)
	}
	r.notifiedAt, r.respondedAt = rd.past(d.NotifiedAt), rd.past(d.RespondedAt)
	r.statement = rd.prose(d.Statement, "statement-")
	r.addendum = rd.prose(d.Addendum, "addendum-")
	r.links = rd.links(d.Links)
	r.products = rd.products(d.Products, r.vendor)
	r.revisions = rd.revisions(d.Revisions)
	for _, cve := range sortedKeys(d.ByCVE) {
		r.byCVE = append(r.byCVE, CVEStatus{cve, d.ByCVE[cve]})
	}
	return r
}

// text orders the languages of a text: the publisher's first, then others.
func (rd *reader) text(t check.Text) Text { return Text{check.InOrder(t, rd.languages)} }

func date(d check.Date) Date { return Date{d.Time, d.DayOnly} }

// past leaves out a date after asOf.
func (rd *reader) past(d check.Date) Date {
	if d.Time.After(rd.asOf) {
		return Date{}
	}
	return date(d)
}

// prose renders a Markdown text in every language it is in.
func (rd *reader) prose(t check.Text, idPrefix string) Prose {
	plain := rd.text(t)
	out := Prose{order: plain.Languages()}
	for _, p := range plain.parts {
		if out.texts == nil {
			out.texts = map[advisory.Language]markup.HTML{}
		}
		out.texts[p.Language] = rd.loader.Markup().Render(p.Text, markup.Options{IDPrefix: idPrefix, Markdown: rd.markdown})
	}
	return out
}

// products lets the products of a document through; of is the vendor of those
// whose vendor it does not say.
func (rd *reader) products(list []check.Product, of *Vendor) []Product {
	var out []Product
	for _, p := range list {
		product := Product{
			name: rd.text(p.Name), versions: rd.text(p.Versions),
			cpe: p.CPE, purl: p.PURL, ecosystem: p.Ecosystem, pkgName: p.Package,
		}
		for _, r := range p.Ranges {
			product.ranges = append(product.ranges, Range{r.Introduced, r.Fixed, r.LastAffected})
		}
		if p.Vendor != "" {
			product.vendor = rd.vendors[p.Vendor]
		}
		product.path = productPath(cmp.Or(product.vendor, of), product.name)
		out = append(out, product)
	}
	return out
}

func (rd *reader) links(list []check.Link) []Link {
	var out []Link
	for _, l := range list {
		out = append(out, Link{rd.text(l.Title), l.URL, l.Kind})
	}
	return out
}

// revisions leaves out those dated after asOf.
func (rd *reader) revisions(list []check.Revision) []Revision {
	var out []Revision
	for _, r := range list {
		if !r.Date.Time.After(rd.asOf) {
			out = append(out, Revision{r.Number, date(r.Date), rd.text(r.Summary)})
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
