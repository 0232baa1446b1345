package html

import (
	"cmp"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/words"
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
	Icon        string   // address of the icon that browsers show on the tab
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
		Lang: string(lang.tag), Title: name.Text, Style: at.shared(r.style.Path), Icon: at.shared(r.icon.Path),
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

// menu leads to the lists that most readers want, and to the page of all ways.
// It is short, since it stands on every page of a phone.
func (r *Renderer) menu(at place) []MenuItem {
	var menu []MenuItem
	for _, m := range []struct {
		name   words.Key
		folder string
	}{{"nav.home", ""}, {"nav.vendors", "vendors/"}, {"nav.products", "products/"}, {"nav.browse", "browse/"}} {
		menu = append(menu, MenuItem{at.lang.word(m.name), at.folder(m.folder), at.path == m.folder+"index.html"})
	}
	for _, page := range r.site.Pages() {
		if page.Menu() == "main" {
			menu = append(menu, MenuItem{at.lang.text(page.Title()), at.folder(page.Path()), at.path == page.Path()+"index.html"})
		}
	}
	return menu
}

// ways are all lists, each of which leads to every advisory that it is about.
func (r *Renderer) ways(at place) []MenuItem {
	var out []MenuItem
	for _, s := range r.site.Publisher().Series() {
		out = append(out, at.seriesCrumb(s))
	}
	return append(out, at.crumb("years.title", "years/"), at.crumb("vendors.title", "vendors/"),
		at.crumb("products.title", "products/"), at.crumb("cwe.title", "cwe/"), at.crumb("cve.title", "cve/"))
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
type NotFoundPage struct {
	Page  Page
	Lists []MenuItem
}

func (r *Renderer) notFound(lang *language, sink artifact.Sink) error {
	at := lang.anywhere("404.html")
	p := NotFoundPage{r.page(at, lang.words.Get("notfound.title")), r.ways(at)}
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
