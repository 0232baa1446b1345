package html

import (
	"slices"
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/lists"
	"github.com/advgen/advgen/generator/render/part"
)

// VendorsPage is given to vendors.html: the vendors in the order of names, or,
// where there are too many for a page, the beginnings of their ids.
type VendorsPage struct {
	Page    Page
	Title   string
	Shelves []ShelfItem // empty if all vendors are listed
	Vendors []VendorItem
	Filter  bool // readers are offered a filter of the vendors
}

// ShelfItem is a beginning of ids, with the page of those that have it.
type ShelfItem struct {
	Name, Link string
	Count      int
}

// VendorItem is a vendor with its number of advisories.
type VendorItem struct {
	Name  Text
	Link  string
	Count int
}

// vendorIDs are the ids of the register, in ascending order.
func (r *Renderer) vendorIDs() []string {
	ids := make([]string, len(r.site.Vendors()))
	for i, v := range r.site.Vendors() {
		ids[i] = v.ID()
	}
	return ids
}

func (r *Renderer) vendors(lang *language, sink artifact.Sink) error {
	makers := map[*disclosure.Vendor]bool{}
	for _, p := range r.site.Products() {
		makers[p.Vendor()] = true
	}
	for _, v := range r.site.Vendors() {
		entries := make([]*disclosure.Entry, len(v.Entries()))
		for i, e := range v.Entries() {
			entries[i] = e.Entry()
		}
		// Whether it has products can depend on advisories that do not notify it.
		more := strconv.FormatBool(makers[v])
		err := part.Render(sink, "pages "+lang.root+v.Path(), entries, more, func(sink artifact.Sink) error {
			return r.vendor(lang, v, makers[v], sink)
		})
		if err != nil {
			return err
		}
	}
	return r.vendorShelf(lang, sink, lists.Shelves(r.vendorIDs()), nil)
}

// vendorShelf renders a page of the register and those below it; above are the
// prefixes of the shelves that lead to it.
func (r *Renderer) vendorShelf(lang *language, sink artifact.Sink, s lists.Shelf, above []string) error {
	at := lang.at(lists.ShelfPath("vendors/", s.Prefix) + "index.html")
	title := lang.words.Get("vendors.title")
	crumbs := []MenuItem{{Name: lang.word("nav.vendors"), Link: at.folder("vendors/")}}
	for _, prefix := range above {
		crumbs = append(crumbs, MenuItem{Name: shelfName(prefix), Link: at.folder(lists.ShelfPath("vendors/", prefix))})
	}
	if s.Prefix != "" {
		title = lang.words.Get("vendors.shelf", "initial", shelfName(s.Prefix).Text)
		crumbs = append(crumbs, MenuItem{Name: shelfName(s.Prefix)})
		above = append(above, s.Prefix)
	}
	p := VendorsPage{Page: r.page(at, title, crumbs...), Title: title}
	for _, below := range s.Below {
		p.Shelves = append(p.Shelves, ShelfItem{shelfName(below.Prefix).Text, at.folder(lists.ShelfPath("vendors/", below.Prefix)), below.Count})
		if err := r.vendorShelf(lang, sink, below, slices.Clip(above)); err != nil {
			return err
		}
	}
	for _, v := range r.site.Vendors()[s.From:s.To] {
		p.Vendors = append(p.Vendors, VendorItem{lang.text(v.Name()), at.folder(v.Path()), len(v.Entries())})
	}
	slices.SortStableFunc(p.Vendors, func(a, b VendorItem) int {
		return strings.Compare(strings.ToLower(a.Name.Text), strings.ToLower(b.Name.Text))
	})
	if p.Filter = len(p.Vendors) >= filtered; p.Filter {
		p.Page.Scripts = r.scripts(at, filterScript)
	}
	return r.put(sink, artifact.List, at, vendorsTemplate, p)
}

// shelfName is a beginning of ids for people.
func shelfName(prefix string) Text { return Text{Text: strings.ToUpper(prefix)} }

// VendorPage is given to vendor.html: a vendor with all its advisories. Site
// and contact may be empty.
type VendorPage struct {
	Page                           Page
	Name                           Text
	Site, ContactURL, ContactEmail string
	List                           List
	Feed, FeedTitle                string // address and words of its feed
	Products                       string // address of the list of its products; empty if there is none
}

func (r *Renderer) vendor(lang *language, v *disclosure.Vendor, makes bool, sink artifact.Sink) error {
	name, feed := lang.text(v.Name()), lang.vendorFeed(v)
	return r.paged(lang, sink, pagedList{
		path: v.Path(), title: name.Text, template: vendorTemplate,
		crumbs: func(at place) []MenuItem {
			return []MenuItem{{Name: lang.word("nav.vendors"), Link: at.folder("vendors/")}, {Name: name, Link: at.folder(v.Path())}}
		},
		size: len(v.Entries()),
		entry: func(at place, i int) Entry {
			ve := v.Entries()[i]
			e := at.entry(ve.Entry())
			e.Answer = &Answer{lang.status(ve.Status().Status()), at.folder(ve.Entry().Path() + v.Path())}
			return e
		},
		fill: func(at place, p Page, _ string, list List, _ lists.Part) any {
			p.Feeds, p.Description = append(p.Feeds, feed), feed.Title
			page := VendorPage{
				Page: p, Name: name, Site: v.Site(),
				ContactURL: v.Contact().URL(), ContactEmail: v.Contact().Email(),
				List: list, Feed: at.file(vendorFeed(v)), FeedTitle: feed.Title,
			}
			if makes {
				page.Products = at.folder(disclosure.ProductsPath(v))
			}
			return page
		},
	})
}
