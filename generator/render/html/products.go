package html

import (
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/lists"
	"github.com/advgen/advgen/generator/render/part"
)

// ProductPage is given to product.html: a product with the advisories that name
// it. The vendor's fields are empty if it is not said.
type ProductPage struct {
	Page               Page
	Name, Vendor       Text
	VendorLink         string
	Siblings, Products string // the vendor's products, and the words for them
	List               List
}

// producer is a vendor with its products; nil stands for those whose vendor is not
// said.
type producer struct {
	vendor   *disclosure.Vendor
	products []*disclosure.NamedProduct
}

// makers are the vendors that have products, in the order of their ids, those
// without a vendor last.
func (r *Renderer) makers() []producer {
	var out, none []producer
	for _, p := range r.site.Products() {
		list := &out
		if p.Vendor() == nil {
			list = &none
		}
		if n := len(*list); n == 0 || (*list)[n-1].vendor != p.Vendor() {
			*list = append(*list, producer{vendor: p.Vendor()})
		}
		last := &(*list)[len(*list)-1]
		last.products = append(last.products, p)
	}
	// Paths have a slash behind the id, which sorts behind a hyphen.
	slices.SortFunc(out, func(a, b producer) int { return strings.Compare(a.vendor.ID(), b.vendor.ID()) })
	return append(out, none...)
}

func (r *Renderer) products(lang *language, sink artifact.Sink) error {
	makers := r.makers()
	var ids []string
	for _, m := range makers {
		var entries []*disclosure.Entry
		for _, p := range m.products {
			for _, in := range p.Entries() {
				entries = append(entries, in.Entry())
			}
		}
		// The vendor of a product need not be one that the advisory notifies.
		more := lang.makerName(m.vendor)
		err := part.Render(sink, "pages "+lang.root+disclosure.ProductsPath(m.vendor), entries, more.Lang+more.Text, func(sink artifact.Sink) error {
			return r.productsOf(lang, sink, m)
		})
		if err != nil {
			return err
		}
		if m.vendor != nil {
			ids = append(ids, m.vendor.ID())
		}
	}
	return r.productShelf(lang, sink, lists.Shelves(ids), makers, nil)
}

// productShelf renders a page of the register of vendors that have products,
// and those below it; above are the prefixes of the shelves that lead to it.
func (r *Renderer) productShelf(lang *language, sink artifact.Sink, s lists.Shelf, makers []producer, above []string) error {
	at := lang.at(lists.ShelfPath("products/", s.Prefix) + "index.html")
	title := lang.words.Get("products.title")
	crumbs := []MenuItem{at.crumb("nav.products", "products/")}
	for _, prefix := range above {
		crumbs = append(crumbs, MenuItem{Name: shelfName(prefix), Link: at.folder(lists.ShelfPath("products/", prefix))})
	}
	if s.Prefix != "" {
		title = lang.words.Get("products.shelf", "initial", shelfName(s.Prefix).Text)
		crumbs = append(crumbs, MenuItem{Name: shelfName(s.Prefix)})
		above = append(above, s.Prefix)
	}
	p := RegisterPage{
		Page: r.page(at, title, crumbs...), Title: title, ShelvesNote: lang.words.Get("vendors.shelves"),
		Empty: lang.words.Get("products.empty"),
	}
	for _, below := range s.Below {
		p.Shelves = append(p.Shelves, ShelfItem{shelfName(below.Prefix).Text, at.folder(lists.ShelfPath("products/", below.Prefix)), below.Count})
		if err := r.productShelf(lang, sink, below, makers, slices.Clip(above)); err != nil {
			return err
		}
	}
	add := func(m producer) {
		p.Items = append(p.Items, RegisterItem{Name: lang.makerName(m.vendor), Link: at.folder(disclosure.ProductsPath(m.vendor)), Count: len(m.products)})
	}
	for _, m := range makers[s.From:s.To] {
		add(m)
	}
	slices.SortStableFunc(p.Items, byName)
	if n := len(makers); s.Prefix == "" && n > 0 && makers[n-1].vendor == nil {
		add(makers[n-1])
	}
	if len(p.Items) > 0 {
		p.Intro = lang.words.Get("products.intro")
	}
	return r.put(sink, artifact.List, at, registerTemplate, p)
}

func (l *language) makerName(v *disclosure.Vendor) Text {
	if v == nil {
		return l.word("products.no_vendor")
	}
	return l.text(v.Name())
}

// productsOf renders the list of the products of a vendor, and their pages. The
// list is in the order in which they came into advisories, so that its older
// pages stay as they are; on a page they are in the order of their names.
func (r *Renderer) productsOf(lang *language, sink artifact.Sink, m producer) error {
	products := slices.Clone(m.products)
	slices.SortStableFunc(products, func(a, b *disclosure.NamedProduct) int { return firstNamed(b).Compare(firstNamed(a)) })
	folder, title := disclosure.ProductsPath(m.vendor), lang.makerName(m.vendor)
	text := title.Text
	if m.vendor != nil {
		text = lang.words.Get("products.of", "vendor", title.Text)
	}
	crumbs := func(at place) []MenuItem {
		return []MenuItem{at.crumb("nav.products", "products/"), {Name: title, Link: at.folder(folder)}}
	}
	for _, p := range products {
		if err := r.product(lang, sink, p, crumbs); err != nil {
			return err
		}
	}
	return r.paged(lang, sink, pagedList{
		path: folder, title: text, template: registerTemplate, crumbs: crumbs,
		size: len(products), counts: "products.count",
		fill: func(at place, p Page, title string, list List, part lists.Part) any {
			page := RegisterPage{Page: p, Title: title, Count: list.Count, Pager: list.Pager}
			for _, product := range products[part.From:part.To] {
				page.Items = append(page.Items, RegisterItem{Name: lang.text(product.Name()), Link: at.folder(product.Path())})
			}
			slices.SortStableFunc(page.Items, byName)
			if m.vendor != nil {
				page.VendorLink, page.VendorsTitle = at.folder(m.vendor.Path()), lang.words.Get("products.vendor", "vendor", lang.plain(m.vendor.Name()))
			}
			return page
		},
	})
}

func firstNamed(p *disclosure.NamedProduct) firstly {
	e := p.Entries()[len(p.Entries())-1].Entry()
	return firstly{e.Published().Unix(), e.ID()}
}

// firstly is when something came into an advisory, and into which.
type firstly struct {
	at int64
	id string
}

// Compare orders by time, then by id backwards, as lists of advisories do.
func (f firstly) Compare(g firstly) int {
	if f.at != g.at {
		return int(min(1, max(-1, f.at-g.at)))
	}
	return strings.Compare(g.id, f.id)
}

func (r *Renderer) product(lang *language, sink artifact.Sink, product *disclosure.NamedProduct, crumbs func(place) []MenuItem) error {
	name, vendor := lang.text(product.Name()), product.Vendor()
	return r.paged(lang, sink, pagedList{
		path: product.Path(), title: name.Text, template: productTemplate,
		crumbs: func(at place) []MenuItem {
			return append(crumbs(at), MenuItem{Name: name, Link: at.folder(product.Path())})
		},
		size: len(product.Entries()),
		entry: func(at place, i int) Entry {
			in := product.Entries()[i]
			e := at.entry(in.Entry())
			if vendor != nil {
				if s, ok := in.Entry().Status(vendor); ok {
					e.Answer = &Answer{lang.status(s.Status()), at.folder(in.Entry().Path() + vendor.Path())}
				}
			}
			if len(in.Versions()) > 0 {
				e.More = &EntryMore{}
				for _, v := range in.Versions() {
					e.More.Versions = append(e.More.Versions, lang.text(v))
				}
			}
			return e
		},
		fill: func(at place, p Page, _ string, list List, _ lists.Part) any {
			page := ProductPage{Page: p, Name: name, List: list}
			if vendor != nil {
				page.Vendor, page.VendorLink = lang.text(vendor.Name()), at.folder(vendor.Path())
				page.Siblings, page.Products = at.folder(disclosure.ProductsPath(vendor)), lang.words.Get("products.of", "vendor", page.Vendor.Text)
				p.Feeds = append(p.Feeds, lang.vendorFeed(vendor))
				page.Page = p
			}
			return page
		},
	})
}
