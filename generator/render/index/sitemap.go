package index

import (
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/lists"
)

// Limits of one site map file. https://www.sitemaps.org/protocol.html allows
// 50,000 addresses and 50 MB; a part is in memory as a whole, and is written
// anew when one of its pages changes, so that parts are smaller here.
const (
	maxAddresses = 10_000
	maxMapBytes  = 8 << 20
)

const (
	mapHead   = xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n"
	mapTail   = "</urlset>\n"
	partsHead = xml.Header + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n"
	partsTail = "</sitemapindex>\n"
)

// siteMap puts sitemap.xml: every page in every language, with its last change
// and its other languages. What does not fit into one file goes into
// sitemap-1.xml, sitemap-2.xml and so on, and sitemap.xml lists these.
//
// Advisories come first, the oldest first, so that a new one changes only the
// last part.
func siteMap(site *disclosure.Site, sink artifact.Sink) error {
	m := mapWriter{publisher: site.Publisher(), sink: sink, limit: maxAddresses}
	for _, e := range slices.Backward(site.Entries()) {
		m.page(e.Path(), e.Updated())
		for _, s := range e.Statuses() {
			changed := s.Updated()
			if changed.IsZero() { // nothing but that it was notified, which the disclosure told
				changed = e.Published()
			}
			m.page(e.Path()+s.Vendor().Path(), changed)
		}
	}
	listPages(site, m.page)
	return m.finish()
}

// listPages gives the pages that lead to advisories. A page is as new as its
// newest member; the time is zero if it has none.
func listPages(site *disclosure.Site, page func(path string, changed time.Time)) {
	series, years := map[string][]*disclosure.Entry{}, map[int][]*disclosure.Entry{}
	var order []int
	for _, e := range site.Entries() {
		series[e.Series().Path()] = append(series[e.Series().Path()], e)
		if years[e.Year()] == nil {
			order = append(order, e.Year())
		}
		years[e.Year()] = append(years[e.Year()], e)
	}
	list := func(path string, entries []*disclosure.Entry) {
		for _, part := range lists.Cut(len(entries)) {
			page(lists.Path(path, part.Number), lastChange(entries[part.From:part.To]))
		}
	}
	all := lastChange(site.Entries())
	page("", all)
	for _, own := range site.Pages() {
		page(own.Path(), time.Time{})
	}
	for _, s := range site.Publisher().Series() {
		list(s.Path()+"/", series[s.Path()])
	}
	page("years/", all)
	for _, year := range order {
		list(fmt.Sprintf("years/%04d/", year), years[year])
	}
	var ids []string
	for _, v := range site.Vendors() {
		ids = append(ids, v.ID())
	}
	shelves("vendors/", lists.Shelves(ids), func(path string) { page(path, all) })
	for _, v := range site.Vendors() {
		var entries []*disclosure.Entry
		for _, e := range v.Entries() {
			entries = append(entries, e.Entry())
		}
		list(v.Path(), entries)
	}
	subjectPages(site, list, page, all)
	productPages(site, list, page, all)
}

// subjectPages gives the pages of CVEs and weaknesses, and their lists.
func subjectPages(site *disclosure.Site, list func(string, []*disclosure.Entry), page func(string, time.Time), all time.Time) {
	page("browse/", all)
	page("search/", all)
	page("cwe/", all)
	for _, s := range site.CWEs() {
		list(s.Path(), s.Entries())
	}
	page("cve/", all)
	years := map[string][]string{}
	for _, s := range site.CVEs() {
		year := lists.CVEYear(s.ID())
		years[year] = append(years[year], s.ID())
		list(s.Path(), s.Entries())
	}
	for _, year := range slices.Sorted(maps.Keys(years)) {
		page("cve/"+year+"/", all)
		for _, b := range lists.Blocks(years[year]) {
			page("cve/"+year+"/"+b.Name+"/", all)
		}
	}
}

// productPages gives the pages of products, and their lists.
func productPages(site *disclosure.Site, list func(string, []*disclosure.Entry), page func(string, time.Time), all time.Time) {
	makers := map[*disclosure.Vendor]int{}
	for _, p := range site.Products() {
		makers[p.Vendor()]++
		var entries []*disclosure.Entry
		for _, e := range p.Entries() {
			entries = append(entries, e.Entry())
		}
		list(p.Path(), entries)
	}
	var ids []string
	for _, v := range append(slices.Clone(site.Vendors()), nil) {
		if makers[v] == 0 {
			continue
		}
		if v != nil {
			ids = append(ids, v.ID())
		}
		for _, part := range lists.Cut(makers[v]) {
			page(lists.Path(disclosure.ProductsPath(v), part.Number), all)
		}
	}
	shelves("products/", lists.Shelves(ids), func(path string) { page(path, all) })
}

// shelves gives the pages of a register.
func shelves(register string, s lists.Shelf, page func(path string)) {
	page(lists.ShelfPath(register, s.Prefix))
	for _, below := range s.Below {
		shelves(register, below, page)
	}
}

func lastChange(entries []*disclosure.Entry) time.Time {
	var out time.Time
	for _, e := range entries {
		out = later(out, e.Updated())
	}
	return out
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// mapWriter collects pages and puts a part into the sink whenever one is full.
type mapWriter struct {
	publisher *disclosure.Publisher
	sink      artifact.Sink
	limit     int    // addresses in a part
	out       []byte // the part: nothing, or the head and its pages
	addresses int
	changed   time.Time // the newest change in the part
	parts     []mapPart
	err       error // the first error of the sink; what follows does nothing
}

type mapPart struct {
	path    string
	changed time.Time
}

// page adds a page, in every language.
func (m *mapWriter) page(path string, changed time.Time) {
	languages := m.publisher.Languages()
	if m.addresses+len(languages) > m.limit || len(m.out) > maxMapBytes {
		m.part()
	}
	if len(m.out) == 0 {
		m.out = append(m.out, mapHead...)
	}
	addresses := make([]string, len(languages))
	for i, lang := range languages {
		addresses[i] = escape(m.address(lang, path))
	}
	for i := range languages {
		m.write("  <url>\n    <loc>", addresses[i], "</loc>\n", lastmod(changed))
		for j, other := range languages {
			if len(languages) > 1 {
				m.write(`    <xhtml:link rel="alternate" hreflang="`, string(other), `" href="`, addresses[j], "\"/>\n")
			}
		}
		m.write("  </url>\n")
		m.addresses++
	}
	m.changed = later(m.changed, changed)
}

func (m *mapWriter) write(parts ...string) {
	for _, part := range parts {
		m.out = append(m.out, part...)
	}
}

func (m *mapWriter) address(lang advisory.Language, path string) string {
	return m.publisher.BaseURL() + m.publisher.Root(lang) + path
}

// part puts what was collected into the sink as the next part.
func (m *mapWriter) part() {
	p := mapPart{fmt.Sprintf("sitemap-%d.xml", len(m.parts)+1), m.changed}
	m.put(p.path, mapTail)
	m.parts = append(m.parts, p)
	m.addresses, m.changed = 0, time.Time{}
}

func (m *mapWriter) finish() error {
	if len(m.parts) == 0 {
		m.put("sitemap.xml", mapTail)
		return m.err
	}
	m.part()
	m.write(partsHead)
	for _, p := range m.parts {
		m.write("  <sitemap>\n    <loc>", escape(m.publisher.BaseURL()+p.path), "</loc>\n", lastmod(p.changed), "  </sitemap>\n")
	}
	m.put("sitemap.xml", partsTail)
	return m.err
}

// put closes what was written and hands it to the sink.
func (m *mapWriter) put(path, tail string) {
	m.write(tail)
	if m.err == nil {
		m.err = m.sink.Put(artifact.File{Path: path, Class: artifact.Index, Data: m.out})
	}
	m.out = m.out[:0]
}

func lastmod(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return "    <lastmod>" + advisory.Stamp(t) + "</lastmod>\n"
}

func escape(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a strings.Builder takes everything
	return out.String()
}
