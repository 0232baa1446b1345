package html

import (
	"cmp"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// Page is what layout.html needs of every page. Addresses are relative unless
// said otherwise.
type Page struct {
	Lang        string   // of the page, as a BCP 47 tag
	Title       string   // for <title>
	Description string   // for search engines; may be empty
	NoIndex     bool     // search engines should not list the page
	Refresh     string   // address to go on to at once; empty on all but moved.html
	Style       string   // address of the style sheet
	Scripts     []string // addresses of scripts, which the page can do without

	Canonical  string      // absolute address; empty if the page has none
	Alternates []Alternate // the page in every language; empty if there is one
	Feeds      []Feed      // Atom feeds about what the page is about
	Data       []Data      // what the page says, for programs
	Structured *Structured // nil if there is nothing to say
	OpenGraph  OpenGraph

	Logo     *Logo // nil if there is none
	SiteName Text
	Home     string
	Search   string     // address of the search page; empty on that page
	Switch   []Language // the page in every language; empty if there is one
	Menu     []MenuItem
	Crumbs   []MenuItem // the way here, this page last; empty on the first page

	Publisher                string     // a line that names the publisher
	ContactURL, ContactEmail string     // may be empty
	Footer                   []MenuItem // the publisher's own links and pages
	Feed, JSON               string     // the feed and the JSON that the footer offers
}

// Alternate is the absolute address of the page in a language; Lang is
// x-default for readers of any other.
type Alternate struct{ Lang, URL string }

// Feed is a feed that feed readers can discover; its addresses are absolute.
// JSON is that of the same feed as JSON Feed, empty if there is none.
type Feed struct{ Title, URL, JSON string }

// Data is a file for programs that says what the page says; its address is
// absolute.
type Data struct{ Title, URL string }

// OpenGraph is how the page presents itself where it is linked to. Type is
// article or website; Locale is empty if the language has none.
type OpenGraph struct{ Title, Type, Locale string }

// Language is a choice of the language switch, in its own name.
type Language struct {
	Lang, Name, Link string
	Current          bool
}

// MenuItem is a link of the menu or of the way to the page.
type MenuItem struct {
	Name    Text
	Link    string
	Current bool
}

// page fills what all pages have. The title is of the page alone, empty for
// the first page of the site; crumbs lead to the page, without the first page.
func (r *Renderer) page(at place, title string, crumbs ...MenuItem) Page {
	lang, pub := at.lang, r.site.Publisher()
	name := lang.text(pub.Name())
	p := Page{
		Lang: string(lang.tag), Title: name.Text, Style: at.shared(r.style.Path),
		Canonical:    at.absolute(lang),
		Feeds:        []Feed{lang.feed(lang.words.Get("feed.all", "publisher", name.Text), allFeed)},
		Logo:         r.pageLogo(at),
		SiteName:     name,
		Home:         at.folder(""),
		Search:       at.folder(searchFolder),
		Menu:         r.menu(at),
		Footer:       r.footer(at),
		Publisher:    lang.words.Get("footer.publisher", "publisher", lang.organization()),
		ContactURL:   pub.Contact().URL(),
		ContactEmail: pub.Contact().Email(),
		Feed:         at.file(allFeed),
		JSON:         at.shared("index.json"),
		Description:  lang.plain(pub.Description()),
		OpenGraph:    OpenGraph{cmp.Or(title, name.Text), "website", openGraphLocale(lang.tag)},
	}
	if title != "" {
		p.Title = lang.words.Get("page.title", "title", title, "publisher", name.Text)
	}
	if len(crumbs) > 0 {
		p.Crumbs = append([]MenuItem{{Name: lang.word("nav.home"), Link: p.Home}}, crumbs...)
		p.Crumbs[len(crumbs)].Current = true
		p.Structured = structured(at.breadcrumbs(p.Crumbs))
	}
	if len(r.languages) > 1 {
		for _, other := range r.languages {
			p.Alternates = append(p.Alternates, Alternate{string(other.tag), at.absolute(other)})
			p.Switch = append(p.Switch, Language{
				Lang: string(other.tag), Name: other.words.Get("language.self"),
				Link: at.in(other), Current: other == lang,
			})
		}
		p.Alternates = append(p.Alternates, Alternate{"x-default", at.absolute(r.languages[0])})
	}
	return p
}

// scripts gives the address of a script as a page at that place loads it.
func (r *Renderer) scripts(at place, name string) []string {
	return []string{at.shared(r.script[name].Path)}
}

// menu leads to the lists.
func (r *Renderer) menu(at place) []MenuItem {
	series := r.site.Publisher().Series()
	menu := make([]MenuItem, 0, len(series)+3)
	add := func(name Text, folder string) {
		menu = append(menu, MenuItem{name, at.folder(folder), at.path == folder+"index.html"})
	}
	add(at.lang.word("nav.home"), "")
	for _, s := range series {
		add(at.lang.text(s.Name()), s.Path()+"/")
	}
	add(at.lang.word("nav.vendors"), "vendors/")
	add(at.lang.word("nav.years"), "years/")
	for _, page := range r.site.Pages() {
		if page.Menu() == "main" {
			add(at.lang.text(page.Title()), page.Path())
		}
	}
	return menu
}

// Feeds lie below the root of their language.
const allFeed = "feeds/all.atom"

func seriesFeed(s disclosure.Series) string  { return "feeds/series/" + s.Path() + ".atom" }
func vendorFeed(v *disclosure.Vendor) string { return "feeds/vendors/" + v.ID() + ".atom" }

func (l *language) feed(title, path string) Feed {
	f := Feed{Title: title, URL: l.publisher.BaseURL() + l.root + path}
	if l.publisher.Writes("jsonfeed") {
		f.JSON = strings.TrimSuffix(f.URL, ".atom") + ".json"
	}
	return f
}

// seriesFeed is the feed of a series under its title.
func (l *language) seriesFeed(s disclosure.Series) Feed {
	return l.feed(l.words.Get("feed.series",
		"publisher", l.plain(l.publisher.Name()), "series", l.plain(s.Name())), seriesFeed(s))
}

// organization is who publishes, or else the name of the publication.
func (l *language) organization() string {
	if o := l.publisher.Organization(); !o.IsZero() {
		return l.plain(o)
	}
	return l.plain(l.publisher.Name())
}

// NotFoundPage is given to 404.html. All its addresses are absolute, since
// servers show it in place of any missing page.
type NotFoundPage struct{ Page Page }

func (r *Renderer) notFound(lang *language, sink artifact.Sink) error {
	at := lang.anywhere("404.html")
	p := NotFoundPage{r.page(at, lang.words.Get("notfound.title"))}
	p.Page.NoIndex = true
	p.Page.Canonical, p.Page.Alternates, p.Page.Structured = "", nil, nil
	return r.put(sink, artifact.List, at, notFoundTemplate, p)
}

// RecalledPage is given to recalled.html, which stands where an advisory was
// that should not have got out. It says no more than the id.
type RecalledPage struct {
	Page Page
	ID   string
}

// recalls renders the notices. Their class moves into the output before all
// others: what was recalled must go at once.
func (r *Renderer) recalls(lang *language, sink artifact.Sink) error {
	for _, recall := range r.site.Recalls() {
		at := lang.at(recall.Path() + "index.html")
		p := RecalledPage{r.page(at, recall.ID()), recall.ID()}
		p.Page.NoIndex = true
		p.Page.Canonical, p.Page.Structured = "", nil
		if err := r.put(sink, artifact.Notice, at, recalledTemplate, p); err != nil {
			return err
		}
	}
	return nil
}
