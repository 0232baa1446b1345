package disclosure

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/words"
)

// ErrUnsound says that the content has errors, so that nothing of it can be
// disclosed.
var ErrUnsound = errors.New("content with errors in it cannot be disclosed")

// Gate gives what of the catalog may be seen at asOf. What is held leaves no
// trace in the site: with every held thing deleted from the content, the site
// is the same. Content with an error in it gives ErrUnsound and no site.
func Gate(c *catalog.Catalog, asOf time.Time) (*Site, error) {
	if !c.Sound() {
		return nil, ErrUnsound
	}
	g := &gate{reader: newReader(c, asOf), register: c.Vendor, byID: map[string]*Entry{}, bySeries: map[string]*Series{}}
	s := &Site{publisher: g.publisher(c.Publisher()), pages: g.pages(c.Publisher().Pages)}
	for _, a := range c.Advisories() {
		switch i := a.Current(asOf); {
		case i < 0:
		case a.Recalled:
			s.recalls = append(s.recalls, Recall{a.ID, a.Slug, *g.series(a.Series)})
		default:
			s.entries = append(s.entries, g.entry(a, a.Versions[i]))
		}
	}
	slices.SortFunc(s.entries, func(a, b *Entry) int {
		if c := b.published.Compare(a.published); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	slices.SortFunc(s.recalls, func(a, b Recall) int { return strings.Compare(a.id, b.id) })
	link(s.entries)
	g.refer(c)
	for _, e := range s.entries {
		for i, status := range e.statuses {
			status.vendor.entries = append(status.vendor.entries, VendorEntry{e, i})
		}
	}
	s.index()
	for _, v := range g.vendors {
		s.vendors = append(s.vendors, v)
	}
	slices.SortFunc(s.vendors, func(a, b *Vendor) int { return strings.Compare(a.id, b.id) })
	s.addRedirects(c.Publisher().Redirects)
	s.load = g.reader.load
	writer := *g.reader
	writer.markdown = true
	s.write = writer.load
	return s, nil
}

// link makes each entry know its neighbours in its series; the newest are first.
func link(entries []*Entry) {
	last := map[string]*Entry{}
	for _, e := range entries {
		if newer := last[e.series.path]; newer != nil {
			newer.older, e.newer = e, newer
		}
		last[e.series.path] = e
	}
}

// refer makes each entry know those that it refers to.
func (g *gate) refer(c *catalog.Catalog) {
	for _, a := range c.Advisories() {
		e := g.byID[a.ID]
		if e == nil {
			continue
		}
		for _, ref := range a.Versions[a.Current(g.asOf)].Related {
			if other, ok := g.byID[ref.ID]; ok {
				e.refers = append(e.refers, other)
			}
		}
	}
}

// gate holds what is needed while going through the door. The reader is all of
// it that a site keeps.
type gate struct {
	*reader
	register func(id string) *check.Vendor
	byID     map[string]*Entry  // the disclosed advisories
	bySeries map[string]*Series // by path
	kept     compact
}

func (g *gate) publisher(p *check.Publisher) Publisher {
	out := Publisher{
		name: g.text(p.Name), organization: g.text(p.Organization), description: g.text(p.Description),
		baseURL: p.BaseURL, languages: p.Languages, zone: p.Zone, category: p.Category,
		contact:    Contact{p.Contact.Email, p.Contact.URL},
		windowDays: p.WindowDays, minEntries: p.MinEntries, formats: p.Formats,
		ownWords: p.Words, keep: p.Keep, light: colors(p.Light), dark: colors(p.Dark), footer: g.footer(p),
		words: map[advisory.Language]words.Table{},
	}
	if p.Logo != nil {
		out.logo = &Logo{p.Logo.Picture, g.text(p.Logo.Alt)}
	}
	for _, s := range p.Series {
		out.series = append(out.series, *g.series(s))
	}
	for _, lang := range p.Languages {
		out.words[lang] = words.For(lang, p.Words[lang])
	}
	if t := p.SecurityTxt; t != nil {
		out.securityTxt = &SecurityTxt{t.Contact, t.Expires, t.Encryption, t.Policy, t.Acknowledgments}
	}
	return out
}

func (g *gate) series(s check.Series) *Series {
	if known := g.bySeries[s.Path]; known != nil {
		return known
	}
	out := &Series{name: g.text(s.Name), path: s.Path, prefix: s.Prefix}
	if s.Pattern != nil {
		out.pattern = strings.TrimSuffix(strings.TrimPrefix(s.Pattern.String(), "^(?:"), ")$")
	}
	g.bySeries[s.Path] = out
	return out
}

// entry makes the entry of an advisory whose current version is v.
func (g *gate) entry(a *catalog.Advisory, v catalog.Version) *Entry {
	published, _ := a.From().Agreed()
	since, _ := v.From.Agreed()
	e := &g.kept.entries.take(1)[0]
	*e = Entry{
		id: a.ID, slug: a.Slug, series: g.series(a.Series),
		title: Text{v.Title}, summary: Text{v.Summary},
		published: published,
		updated:   newest(since, v.Dates, g.asOf),
		critical:  v.Critical,
		withdrawn: !v.Withdrawn.IsZero() && !v.Withdrawn.After(g.asOf),
		aliases:   v.Aliases, cwes: v.CWEs,
		severity: v.Severity, score: v.Score, scored: v.Scored,
		source: &g.kept.sources.take(1)[0],
	}
	*e.source = source{folder: a.Source, version: a.Current(g.asOf), records: g.kept.records.take(len(v.Notified))[:0]}
	if e.withdrawn && v.Withdrawn.After(e.updated) {
		e.updated = v.Withdrawn
	}
	for _, alias := range e.aliases {
		if advisory.IsCVE(alias) {
			e.cves = append(e.cves, alias)
		}
	}
	e.statuses = g.kept.statuses.take(len(v.Notified))
	for i, id := range slices.Sorted(slices.Values(v.Notified)) {
		e.statuses[i] = g.status(a, id, e)
		if updated := e.statuses[i].updated; updated.After(e.updated) {
			e.updated = updated
		}
	}
	e.naming = append(g.naming(v.Products, nil), e.naming...)
	g.byID[a.ID] = e
	return e
}

// status is what may be seen of a notified vendor in an advisory, and keeps the
// products that its record names.
func (g *gate) status(a *catalog.Advisory, id string, e *Entry) VendorStatus {
	out := VendorStatus{vendor: g.vendor(id), status: advisory.Unknown}
	r := a.Record(id)
	if r == nil {
		return out
	}
	if i := r.Current(g.asOf); i >= 0 {
		v := r.Versions[i]
		since, _ := v.From.Agreed()
		e.source.records = append(e.source.records, recordSource{out.vendor, i, since})
		out.status = v.Status
		out.updated = newest(since, v.Dates, g.asOf)
		out.byCVE = g.kept.byCVE.take(len(v.ByCVE))
		for i, c := range v.ByCVE {
			out.byCVE[i] = CVEStatus{c.CVE, c.Status}
		}
		e.naming = append(e.naming, g.naming(v.Products, out.vendor)...)
	}
	return out
}

// vendor is the public part of a register entry; asking for it makes it
// public, so it is asked for only on behalf of a disclosed advisory.
func (g *gate) vendor(id string) *Vendor {
	if v, ok := g.vendors[id]; ok {
		return v
	}
	v := &Vendor{id: id}
	if entry := g.register(id); entry != nil {
		v.name, v.site, v.contact = g.text(entry.Name), entry.Site, Contact{entry.Contact.Email, entry.Contact.URL}
	}
	g.vendors[id] = v
	return v
}

// newest is the latest of an instant of disclosure and the dates given for
// what was disclosed. A change is never dated before it could be seen, and a
// date after asOf does not count yet.
func newest(since time.Time, dates []time.Time, asOf time.Time) time.Time {
	out := since
	for _, d := range dates {
		if d.After(out) && !d.After(asOf) {
			out = d
		}
	}
	return out
}
