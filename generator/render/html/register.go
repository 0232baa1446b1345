package html

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/lists"
	"github.com/advgen/advgen/generator/render/part"
	"github.com/advgen/advgen/generator/weakness"
	"github.com/advgen/advgen/generator/words"
)

// RegisterPage is given to register.html: a list of what leads to lists of
// advisories. What there is not is empty.
type RegisterPage struct {
	Page                     Page
	Title, Intro, Empty      string
	ShelvesNote              string
	Shelves                  []ShelfItem // parts of the list, each on a page of its own
	Items                    []RegisterItem
	Lines                    bool // each item has a line of its own
	Count                    string
	Pager                    *Pager
	VendorLink, VendorsTitle string // of a vendor whose products these are
}

// RegisterItem is a member of a register. ID stands before the name and is
// empty where the name says all. Count is 0 where it is not shown.
type RegisterItem struct {
	ID, Link string
	Name     Text
	Count    int
}

func byName(a, b RegisterItem) int {
	return strings.Compare(strings.ToLower(a.Name.Text), strings.ToLower(b.Name.Text))
}

// register is the page of a register with its title from the words.
func (r *Renderer) register(at place, title words.Key, crumbs ...MenuItem) RegisterPage {
	text := at.lang.words.Get(title)
	return RegisterPage{Page: r.page(at, text, crumbs...), Title: text}
}

// crumb leads to a list by its name in the menu.
func (at place) crumb(name words.Key, folder string) MenuItem {
	return MenuItem{Name: at.lang.word(name), Link: at.folder(folder)}
}

// browse renders the page of all ways in.
func (r *Renderer) browse(lang *language, sink artifact.Sink) error {
	at := lang.at("browse/index.html")
	p := r.register(at, "browse.title", at.crumb("nav.browse", "browse/"))
	p.Intro, p.Lines = lang.words.Get("browse.intro"), true
	for _, way := range r.ways(at) {
		p.Items = append(p.Items, RegisterItem{Name: way.Name, Link: way.Link})
	}
	return r.put(sink, artifact.List, at, registerTemplate, p)
}

// SubjectPage is given to cve.html and cwe.html: the advisories about a CVE or a
// weakness. Name may be empty.
type SubjectPage struct {
	Page      Page
	ID        string
	Name      Text
	Elsewhere []Link // where others tell more
	List      List
}

func (r *Renderer) weaknesses(lang *language, sink artifact.Sink) error {
	at := lang.at("cwe/index.html")
	p := r.register(at, "cwe.title", at.crumb("cwe.title", "cwe/"))
	p.Lines, p.Empty = true, lang.words.Get("home.empty")
	for _, s := range r.site.CWEs() {
		p.Items = append(p.Items, RegisterItem{s.ID(), at.folder(s.Path()), lang.weakness(s.ID()), len(s.Entries())})
		err := r.pagedPart(lang, sink, pagedList{
			path: s.Path(), title: strings.TrimSpace(s.ID() + " " + weakness.Name(s.ID())), template: cweTemplate,
			crumbs: func(at place) []MenuItem {
				return []MenuItem{at.crumb("cwe.title", "cwe/"), {Name: Text{Text: s.ID()}, Link: at.folder(s.Path())}}
			},
			fill: func(_ place, p Page, _ string, list List, _ lists.Part) any {
				mitre := Link{weakness.Address(s.ID()), Text{Text: lang.words.Get("cwe.mitre", "id", s.ID())}}
				return SubjectPage{p, s.ID(), lang.weakness(s.ID()), []Link{mitre}, list}
			},
		}, s.Entries())
		if err != nil {
			return err
		}
	}
	return r.put(sink, artifact.List, at, registerTemplate, p)
}

// weakness is the name of a weakness, which MITRE gives in English only.
func (l *language) weakness(id string) Text {
	return Text{weakness.Name(id), l.foreign("en")}
}

func (r *Renderer) cves(lang *language, sink artifact.Sink) error {
	at := lang.at("cve/index.html")
	p := r.register(at, "cve.title", at.crumb("cve.title", "cve/"))
	p.Empty = lang.words.Get("home.empty")
	all := r.site.CVEs()
	for from := 0; from < len(all); {
		year, to := lists.CVEYear(all[from].ID()), from+1
		for to < len(all) && lists.CVEYear(all[to].ID()) == year {
			to++
		}
		p.Items = append(p.Items, RegisterItem{
			Name: Text{Text: lang.words.Get("year.name", "year", year)},
			Link: at.folder("cve/" + year + "/"), Count: to - from,
		})
		if err := r.cveYear(lang, sink, year, all[from:to]); err != nil {
			return err
		}
		from = to
	}
	slices.Reverse(p.Items)
	return r.put(sink, artifact.List, at, registerTemplate, p)
}

// cvesOf renders the pages of CVEs whose ids begin alike.
func (r *Renderer) cvesOf(lang *language, sink artifact.Sink, begin string, cves []*disclosure.Subject, crumbs func(place) []MenuItem) error {
	var entries []*disclosure.Entry
	var ids strings.Builder
	for _, s := range cves {
		fmt.Fprintf(&ids, "%s %d ", s.ID(), len(s.Entries()))
		entries = append(entries, s.Entries()...)
	}
	return part.Render(sink, "pages "+lang.root+"cve/"+begin, entries, ids.String(), func(sink artifact.Sink) error {
		for _, s := range cves {
			if err := r.cve(lang, sink, s, crumbs); err != nil {
				return err
			}
		}
		return nil
	})
}

// cveYear renders the list of the CVEs of a year, and their pages.
func (r *Renderer) cveYear(lang *language, sink artifact.Sink, year string, cves []*disclosure.Subject) error {
	folder := "cve/" + year + "/"
	title := lang.words.Get("cve.year", "year", year)
	at := lang.at(folder + "index.html")
	crumbs := func(at place) []MenuItem {
		return []MenuItem{at.crumb("cve.title", "cve/"), {Name: Text{Text: lang.words.Get("year.name", "year", year)}, Link: at.folder(folder)}}
	}
	ids := make([]string, len(cves))
	for i, s := range cves {
		ids[i] = s.ID()
	}
	for from := 0; from < len(cves); {
		hundred, to := ids[from][:len(ids[from])-2], from+1
		for to < len(cves) && ids[to][:len(ids[to])-2] == hundred {
			to++
		}
		if err := r.cvesOf(lang, sink, hundred, cves[from:to], crumbs); err != nil {
			return err
		}
		from = to
	}
	p := RegisterPage{Page: r.page(at, title, crumbs(at)...), Title: title, Lines: true, ShelvesNote: lang.words.Get("cve.shelves")}
	blocks := lists.Blocks(ids)
	if blocks == nil {
		p.Items = at.cveItems(cves)
	}
	for _, b := range blocks {
		p.Shelves = append(p.Shelves, ShelfItem{b.Name, at.folder(folder + b.Name + "/"), b.To - b.From})
		at := lang.at(folder + b.Name + "/index.html")
		name := "CVE-" + year + "-" + b.Name
		page := RegisterPage{
			Page: r.page(at, name, append(crumbs(at), MenuItem{Name: Text{Text: b.Name}})...), Title: name,
			Lines: true, Items: at.cveItems(cves[b.From:b.To]),
		}
		if err := r.put(sink, artifact.List, at, registerTemplate, page); err != nil {
			return err
		}
	}
	return r.put(sink, artifact.List, at, registerTemplate, p)
}

// cveItems lists CVEs, each with the title of the newest advisory about it.
func (at place) cveItems(cves []*disclosure.Subject) []RegisterItem {
	out := make([]RegisterItem, len(cves))
	for i, s := range cves {
		out[i] = RegisterItem{ID: s.ID(), Link: at.folder(s.Path()), Name: at.lang.text(s.Entries()[0].Title())}
		if n := len(s.Entries()); n > 1 {
			out[i].Count = n
		}
	}
	return out
}

func (r *Renderer) cve(lang *language, sink artifact.Sink, s *disclosure.Subject, crumbs func(place) []MenuItem) error {
	return r.paged(lang, sink, pagedList{
		path: s.Path(), title: s.ID(), template: cveTemplate,
		crumbs: func(at place) []MenuItem {
			return append(crumbs(at), MenuItem{Name: Text{Text: s.ID()}, Link: at.folder(s.Path())})
		},
		size: len(s.Entries()),
		entry: func(at place, i int) Entry {
			e := at.entry(s.Entries()[i])
			e.More = at.answers(s.Entries()[i], s.ID())
			return e
		},
		fill: func(_ place, p Page, _ string, list List, _ lists.Part) any {
			return SubjectPage{Page: p, ID: s.ID(), List: list, Elsewhere: []Link{
				alias(s.ID()).titled(lang.words.Get("cve.record")),
				{"https://nvd.nist.gov/vuln/detail/" + s.ID(), Text{Text: lang.words.Get("cve.nvd")}},
			}}
		},
	})
}

func (k Link) titled(title string) Link { return Link{k.URL, Text{Text: title}} }

// fewVendors is how many vendors are named with their status in a list; of more
// the list has the counts.
const fewVendors = 12

// answers tells the vendors' status for one CVE in an advisory, in the order of
// its table; nil if no vendor was notified.
func (at place) answers(e *disclosure.Entry, cve string) *EntryMore {
	all := e.Statuses()
	if len(all) == 0 {
		return nil
	}
	l, more := at.lang, &EntryMore{}
	if len(all) <= fewVendors {
		all = slices.Clone(all)
		slices.SortStableFunc(all, func(a, b disclosure.VendorStatus) int {
			return cmp.Or(cmp.Compare(a.For(cve), b.For(cve)),
				strings.Compare(strings.ToLower(l.plain(a.Vendor().Name())), strings.ToLower(l.plain(b.Vendor().Name()))))
		})
		for _, s := range all {
			more.Vendors = append(more.Vendors, VendorAnswer{
				l.text(s.Vendor().Name()), Answer{l.status(s.For(cve)), at.folder(e.Path() + s.Vendor().Path())},
			})
		}
		return more
	}
	counts := map[string]*StatusCount{}
	for _, s := range all {
		status := l.status(s.For(cve))
		if counts[status.Key] == nil {
			counts[status.Key] = &StatusCount{status, 0, at.folder(e.Path()) + "#vendor_status"}
		}
		counts[status.Key].Count++
	}
	for _, s := range advisory.Statuses() {
		if c := counts[s.String()]; c != nil {
			more.Counts = append(more.Counts, *c)
		}
	}
	return more
}
