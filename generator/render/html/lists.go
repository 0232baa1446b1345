package html

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// homeEntries is how many advisories each list of the first page has at most.
const homeEntries = 20

// HomePage is given to home.html.
type HomePage struct {
	Page        Page
	Title       Text
	Description Text // may be empty
	Empty       bool // nothing is published yet
	Series      []HomeSeries
}

// HomeSeries is a series that has advisories, with the newest ones and those
// that changed last since they were published.
type HomeSeries struct {
	Anchor          string
	Name            Text
	Link, All       string // the list of the whole series, and its words
	Newest, Updated []Entry
}

func (r *Renderer) home(lang *language, sink artifact.Sink) error {
	at, pub := lang.at("index.html"), r.site.Publisher()
	p := HomePage{
		Page:        r.page(at, ""),
		Title:       lang.text(pub.Name()),
		Description: lang.text(pub.Description()),
		Empty:       len(r.site.Entries()) == 0,
	}
	p.Page.Description = p.Description.Text
	for _, s := range pub.Series() {
		p.Page.Feeds = append(p.Page.Feeds, lang.seriesFeed(s))
		entries := r.entriesOf(s)
		if len(entries) == 0 {
			continue
		}
		name := lang.text(s.Name())
		p.Series = append(p.Series, HomeSeries{
			Anchor: "series-" + strings.ReplaceAll(s.Path(), "/", "-"),
			Name:   name, Link: at.folder(s.Path() + "/"),
			All:     lang.words.Get("home.all", "series", name.Text),
			Newest:  at.entries(entries[:min(len(entries), homeEntries)]),
			Updated: at.entries(newlyUpdated(entries)),
		})
	}
	return r.put(sink, artifact.List, at, homeTemplate, p)
}

// newlyUpdated picks the advisories that changed after they were published,
// the latest change first.
func newlyUpdated(entries []*disclosure.Entry) []*disclosure.Entry {
	var out []*disclosure.Entry
	for _, e := range entries {
		if e.Updated().After(e.Published()) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *disclosure.Entry) int { return b.Updated().Compare(a.Updated()) })
	return out[:min(len(out), homeEntries)]
}

// entriesOf picks the advisories of a series, the newest first.
func (r *Renderer) entriesOf(s disclosure.Series) []*disclosure.Entry {
	var out []*disclosure.Entry
	for _, e := range r.site.Entries() {
		if e.Series().Path() == s.Path() {
			out = append(out, e)
		}
	}
	return out
}

// SeriesPage is given to series.html: all advisories of a series, the newest
// first.
type SeriesPage struct {
	Page         Page
	Title, Count string
	Entries      []Entry
}

func (r *Renderer) series(lang *language, sink artifact.Sink) error {
	for _, s := range r.site.Publisher().Series() {
		at := lang.at(s.Path() + "/index.html")
		title := lang.words.Get("series.title", "series", lang.plain(s.Name()))
		entries := r.entriesOf(s)
		p := SeriesPage{
			Page:  r.page(at, title, at.seriesCrumb(s)),
			Title: title, Count: lang.count(len(entries)), Entries: at.entries(entries),
		}
		p.Page.Feed = at.file(seriesFeed(s))
		p.Page.Feeds = append(p.Page.Feeds, lang.seriesFeed(s))
		if err := r.put(sink, artifact.List, at, seriesTemplate, p); err != nil {
			return err
		}
	}
	return nil
}

// VendorsPage is given to vendors.html: the vendors in the order of names.
type VendorsPage struct {
	Page    Page
	Vendors []VendorItem
}

// VendorItem is a vendor with its number of advisories.
type VendorItem struct {
	Name  Text
	Link  string
	Count int
}

// VendorPage is given to vendor.html: a vendor with all its advisories, the
// newest first. Site and contact may be empty.
type VendorPage struct {
	Page                           Page
	Name                           Text
	Site, ContactURL, ContactEmail string
	Count                          string
	Entries                        []Entry
	Feed, FeedTitle                string
}

func (r *Renderer) vendors(lang *language, sink artifact.Sink) error {
	at := lang.at("vendors/index.html")
	crumb := MenuItem{Name: lang.word("nav.vendors"), Link: at.folder("vendors/")}
	p := VendorsPage{Page: r.page(at, lang.words.Get("vendors.title"), crumb)}
	for _, v := range r.site.Vendors() {
		p.Vendors = append(p.Vendors, VendorItem{lang.text(v.Name()), at.folder(v.Path()), len(v.Entries())})
		if err := r.vendor(lang, v, sink); err != nil {
			return err
		}
	}
	slices.SortStableFunc(p.Vendors, func(a, b VendorItem) int {
		return strings.Compare(strings.ToLower(a.Name.Text), strings.ToLower(b.Name.Text))
	})
	return r.put(sink, artifact.List, at, vendorsTemplate, p)
}

func (r *Renderer) vendor(lang *language, v *disclosure.Vendor, sink artifact.Sink) error {
	at := lang.at(v.Path() + "index.html")
	name, feed := lang.text(v.Name()), lang.vendorFeed(v)
	p := VendorPage{
		Page: r.page(at, name.Text,
			MenuItem{Name: lang.word("nav.vendors"), Link: at.folder("vendors/")}, MenuItem{Name: name}),
		Name: name, Site: v.Site(),
		ContactURL: v.Contact().URL(), ContactEmail: v.Contact().Email(),
		Count: lang.count(len(v.Entries())),
		Feed:  at.file(vendorFeed(v)), FeedTitle: feed.Title,
	}
	p.Page.Feeds = append(p.Page.Feeds, feed)
	for _, ve := range v.Entries() {
		e := at.entry(ve.Entry())
		e.Answer = &Answer{lang.status(ve.Status().Status()), at.folder(ve.Entry().Path() + v.Path())}
		p.Entries = append(p.Entries, e)
	}
	return r.put(sink, artifact.List, at, vendorTemplate, p)
}

// YearsPage is given to years.html: the years that have advisories, the newest
// first.
type YearsPage struct {
	Page  Page
	Years []YearItem
}

// YearItem is a UTC year with its number of advisories.
type YearItem struct {
	Name, Link string
	Count      int
}

// YearPage is given to year.html: the advisories of one year, the newest
// first.
type YearPage struct {
	Page         Page
	Title, Count string
	Entries      []Entry
}

func (r *Renderer) years(lang *language, sink artifact.Sink) error {
	years := map[int][]*disclosure.Entry{}
	var order []int
	for _, e := range r.site.Entries() {
		if years[e.Year()] == nil {
			order = append(order, e.Year())
		}
		years[e.Year()] = append(years[e.Year()], e)
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(b, a) })

	at := lang.at("years/index.html")
	crumb := MenuItem{Name: lang.word("nav.years"), Link: at.folder("years/")}
	p := YearsPage{Page: r.page(at, lang.words.Get("years.title"), crumb)}
	for _, year := range order {
		digits := strconv.Itoa(year)
		name := lang.words.Get("year.name", "year", digits)
		p.Years = append(p.Years, YearItem{name, at.folder("years/" + digits + "/"), len(years[year])})
		if err := r.year(lang, digits, name, years[year], sink); err != nil {
			return err
		}
	}
	return r.put(sink, artifact.List, at, yearsTemplate, p)
}

func (r *Renderer) year(lang *language, digits, name string, entries []*disclosure.Entry, sink artifact.Sink) error {
	at := lang.at("years/" + digits + "/index.html")
	title := lang.words.Get("year.title", "year", digits)
	p := YearPage{
		Page: r.page(at, title,
			MenuItem{Name: lang.word("nav.years"), Link: at.folder("years/")}, MenuItem{Name: Text{Text: name}}),
		Title: title, Count: lang.count(len(entries)), Entries: at.entries(entries),
	}
	return r.put(sink, artifact.List, at, yearTemplate, p)
}
