package verify

import (
	"io"
	"slices"
	"strings"
)

// document is what the JSON form of an advisory says that other files say too.
type document struct {
	name    string
	folder  string
	vendors []string // sorted ids
}

// document reads <series>/<slug>/index.json.
func (r *reader) document(name string, in io.Reader) {
	type link struct {
		ID  string `json:"id"`
		URL string `json:"url"`
	}
	var doc struct {
		item
		URLs       map[string]string `json:"urls"`
		Vendors    []link            `json:"vendors"`
		Related    []link            `json:"related"`
		References []link            `json:"references"`
	}
	if err := decodeJSON(in, &doc); err != nil {
		r.fault("json-malformed", name, rebuild, "%v", err)
		return
	}
	folder := strings.TrimSuffix(name, "index.json")
	if a := r.tree.advisories[folder]; a != nil && (a.id != doc.ID || a.published != doc.Published || a.updated != doc.Updated) {
		r.fault("index-differs", name, reportBug, "its id or dates are not those of the index")
	}
	if page, _ := r.tree.locate(name, doc.URL); r.tree.base != nil && page != folder+"index.html" {
		r.fault("document-link", name, reportBug, "url is not the address of its page")
	}
	if len(doc.URLs) != len(r.tree.languages) {
		r.fault("document-link", name, reportBug, "urls does not have one page for each language of the site")
	}
	found := &document{name: name, folder: folder}
	for _, address := range doc.URLs {
		r.documentLink(name, address, folder)
	}
	for _, v := range doc.Vendors {
		r.documentLink(name, v.URL, folder+"vendors/"+v.ID+"/")
		found.vendors = append(found.vendors, v.ID)
	}
	if !slices.IsSorted(found.vendors) || len(slices.Compact(slices.Clone(found.vendors))) != len(found.vendors) {
		r.fault("document-vendors", name, reportBug, "its vendors are not in the order of their ids, each once")
	}
	for _, other := range doc.Related {
		page, _ := r.tree.locate(name, other.URL)
		if a := r.tree.advisories[strings.TrimSuffix(page, "index.html")]; r.tree.indexed && (a == nil || a.id != other.ID) {
			r.fault("document-link", name, reportBug, "a related advisory is not in the index")
		}
	}
	for _, ref := range doc.References {
		if r.tree.below(ref.URL) {
			r.link(name, ref.URL, nil)
		}
	}
	r.documents = append(r.documents, found)
}

// documentLink checks that an address is that of a folder's page in some
// language, and that it exists.
func (r *reader) documentLink(name, address, folder string) {
	page, ok := r.tree.locate(name, address)
	if r.tree.base == nil {
		return
	}
	r.links++
	if !ok || r.tree.withoutLanguage(page) != folder+"index.html" {
		r.fault("document-link", name, reportBug, "the address of %s is another one", folder)
	} else if !r.tree.has(page) {
		r.fault("link-broken", name, rebuild, "a link leads to %s, which is not there", page)
	}
}

// checkAdvisories looks from the index at what must be there for every
// advisory: its document, its page in every language, its place in the site
// map.
func (t *tree) checkAdvisories() {
	t.checkIDs()
	mapped := map[string]int{}
	for _, p := range t.mapped {
		mapped[p]++
	}
	for _, a := range t.order {
		for _, root := range t.languages {
			if page := root + a.folder + "index.html"; !t.has(page) {
				t.fault("index-link", page, rebuild, "the index lists %q, and this page of it is not there", a.id)
			}
		}
		if mapped[a.folder] != len(t.languages) {
			t.fault("sitemap-lacks", "sitemap.xml", reportBug, "it does not have the page of %q in every language, once", a.id)
		}
	}
	t.checkParts()
}
