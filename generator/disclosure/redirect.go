package disclosure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/check"
)

// Redirect leads from an address that the site had to a page that it has, in
// every language.
type Redirect struct {
	from, oldID, to string
	entry           *Entry
}

// From is the old address below a language's root: a folder, "exvn/EXVN1/", or
// a page, "old/note.html".
func (r Redirect) From() string { return r.from }

// OldID is the id that the advisory had, if the redirect is about one that has
// another now; else empty.
func (r Redirect) OldID() string { return r.oldID }

// To is the folder of the page below a language's root, with a final slash; ""
// is the first page of the site.
func (r Redirect) To() string { return r.to }

// Entry is the advisory that it leads to; nil if it leads to another page.
func (r Redirect) Entry() *Entry { return r.entry }

// addRedirects lets through those that lead to a page that is there. What leads to
// something held is not told from what leads nowhere.
func (s *Site) addRedirects(list []check.Redirect) {
	if len(list) == 0 {
		return
	}
	entries := map[string]*Entry{}
	for _, e := range s.entries {
		entries[e.Path()] = e
	}
	for _, r := range list {
		entry := entries[r.To]
		if entry != nil || s.hasPage(r.To, entries) {
			s.redirects = append(s.redirects, Redirect{r.From, r.FromID, r.To, entry})
		}
	}
}

// hasPage says whether a page, other than that of an advisory, has this folder.
func (s *Site) hasPage(path string, entries map[string]*Entry) bool {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	switch first := parts[0]; {
	case len(parts) == 1:
		own := slices.ContainsFunc(s.pages, func(p *Page) bool { return p.name == first })
		list := slices.Contains([]string{"", "browse", "cve", "cwe", "products", "vendors", "years"}, first)
		return list || own || s.publisher.hasSeries(first)
	case first == "cve":
		return hasPath(s.cves, path)
	case first == "cwe":
		return hasPath(s.cwes, path)
	case first == "products":
		return slices.ContainsFunc(s.products, func(p *NamedProduct) bool { return p.Path() == path || ProductsPath(p.vendor) == path })
	case len(parts) == 2 && first == "vendors":
		return s.vendor(parts[1]) != nil
	case len(parts) == 2 && first == "years":
		for _, e := range s.entries {
			if strconv.Itoa(e.Year()) == parts[1] {
				return true
			}
		}
	case len(parts) == 4 && parts[2] == "vendors":
		if e := entries[first+"/"+parts[1]+"/"]; e != nil {
			for _, status := range e.statuses {
				if status.vendor.id == parts[3] {
					return true
				}
			}
		}
	}
	return false
}

func hasPath(list []*Subject, path string) bool {
	return slices.ContainsFunc(list, func(s *Subject) bool { return s.Path() == path })
}

func (s *Site) vendor(id string) *Vendor {
	for _, v := range s.vendors {
		if v.id == id {
			return v
		}
	}
	return nil
}

func (p *Publisher) hasSeries(path string) bool {
	for _, s := range p.series {
		if s.path == path {
			return true
		}
	}
	return false
}
