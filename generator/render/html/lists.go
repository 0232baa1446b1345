package html

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/lists"
)

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
		err := r.pagedPart(lang, sink, pagedList{
			path: s.Path() + "/", template: seriesTemplate,
			title:  lang.words.Get("series.title", "series", lang.plain(s.Name())),
			crumbs: func(at place) []MenuItem { return []MenuItem{at.seriesCrumb(s)} },
			fill: func(at place, p Page, title string, list List, _ lists.Part) any {
				p.Feed = at.file(seriesFeed(s))
				p.Feeds = append(p.Feeds, lang.seriesFeed(s))
				return SeriesPage{p, title, list}
			},
		}, r.entriesOf(s))
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
		err := r.pagedPart(lang, sink, pagedList{
			path: "years/" + digits + "/", template: yearTemplate,
			title: lang.words.Get("year.title", "year", digits),
			crumbs: func(at place) []MenuItem {
				return []MenuItem{
					{Name: lang.word("nav.years"), Link: at.folder("years/")},
					{Name: Text{Text: name}, Link: at.folder("years/" + digits + "/")},
				}
			},
			fill: func(_ place, p Page, title string, list List, _ lists.Part) any { return YearPage{p, title, list} },
		}, years[year])
		if err != nil {
			return err
		}
	}
	return r.put(sink, artifact.List, at, yearsTemplate, p)
}
