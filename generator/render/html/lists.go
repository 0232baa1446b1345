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

// SeriesPage is given to series.html: the advisories of a series.
type SeriesPage struct {
	Page  Page
	Title string
	List  List
}

func (r *Renderer) series(lang *language, sink artifact.Sink) error {
	for _, s := range r.site.Publisher().Series() {
		err := r.paged(lang, sink, pagedList{
			path: s.Path() + "/", template: seriesTemplate,
			title:  lang.words.Get("series.title", "series", lang.plain(s.Name())),
			crumbs: func(at place) []MenuItem { return []MenuItem{at.seriesCrumb(s)} },
			fill: func(at place, p Page, title string, list List) any {
				p.Feed = at.file(seriesFeed(s))
				p.Feeds = append(p.Feeds, lang.seriesFeed(s))
				return SeriesPage{p, title, list}
			},
		}.of(r.entriesOf(s)))
		if err != nil {
			return err
		}
	}
	return nil
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

// YearPage is given to year.html: the advisories of one year.
type YearPage struct {
	Page  Page
	Title string
	List  List
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
		err := r.paged(lang, sink, pagedList{
			path: "years/" + digits + "/", template: yearTemplate,
			title: lang.words.Get("year.title", "year", digits),
			crumbs: func(at place) []MenuItem {
				return []MenuItem{
					{Name: lang.word("nav.years"), Link: at.folder("years/")},
					{Name: Text{Text: name}, Link: at.folder("years/" + digits + "/")},
				}
			},
			fill: func(_ place, p Page, title string, list List) any { return YearPage{p, title, list} },
		}.of(years[year]))
		if err != nil {
			return err
		}
	}
	return r.put(sink, artifact.List, at, yearsTemplate, p)
}
