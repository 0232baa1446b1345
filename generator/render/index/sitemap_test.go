package index

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/templates"
)

type readMap struct {
	XMLName xml.Name
	URLs    []struct {
		Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
		Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
		Links   []struct {
			Lang string `xml:"hreflang,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/1999/xhtml link"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	Parts []struct {
		Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
		Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
}

func readSiteMap(t *testing.T, out *artifact.Memory, name string) readMap {
	t.Helper()
	f, ok := out.Get(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	var m readMap
	if err := xml.Unmarshal(f.Data, &m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// addresses lists every page of a site that search engines may list, from what
// the pages themselves say.
func addresses(t *testing.T, site *disclosure.Site) []string {
	t.Helper()
	pages, err := html.New(site, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	var sink artifact.Memory
	for _, a := range testsite.Advisories(t, site) {
		if err := pages.Advisory(a, &sink); err != nil {
			t.Fatal(err)
		}
	}
	if err := pages.Lists(&sink); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range sink.Files() {
		folder, ok := strings.CutSuffix(f.Path, "index.html")
		if ok && !bytes.Contains(f.Data, []byte(`content="noindex"`)) {
			out = append(out, site.Publisher().BaseURL()+folder)
		}
	}
	slices.Sort(out)
	return out
}

// TestSiteMap holds the site maps of random sites to hold every page once, in
// one file or in parts.
func TestSiteMap(t *testing.T) {
	for seed := range uint64(12) {
		site := randomsite.Site(t, seed, int(seed))
		want := addresses(t, site)
		for _, limit := range []int{2, 3, 7, 50_000} {
			var out artifact.Memory
			m := mapWriter{publisher: site.Publisher(), sink: &out, limit: limit}
			for _, e := range site.Entries() {
				m.page(e.Path(), e.Updated())
				for _, s := range e.Statuses() {
					m.page(e.Path()+s.Vendor().Path(), s.Updated())
				}
			}
			listPages(site, m.page)
			if err := m.finish(); err != nil {
				t.Fatal(err)
			}
			if got := inParts(t, &out, site, limit); !slices.Equal(got, want) {
				t.Errorf("seed %d, %d addresses in a part: %d addresses, want %d", seed, limit, len(got), len(want))
			}
		}
		var whole artifact.Memory
		if err := siteMap(site, &whole); err != nil {
			t.Fatal(err)
		}
		if got := inParts(t, &whole, site, maxAddresses); !slices.Equal(got, want) {
			t.Errorf("seed %d: %d addresses, want %d", seed, len(got), len(want))
		}
	}
}

// inParts gives the addresses of all parts, sorted.
func inParts(t *testing.T, out *artifact.Memory, site *disclosure.Site, limit int) []string {
	t.Helper()
	base, languages := site.Publisher().BaseURL(), len(site.Publisher().Languages())
	root := readSiteMap(t, out, "sitemap.xml")
	maps := []readMap{root}
	for i, p := range root.Parts {
		if p.Loc != fmt.Sprintf("%ssitemap-%d.xml", base, i+1) {
			t.Errorf("part %s", p.Loc)
		}
		part := readSiteMap(t, out, strings.TrimPrefix(p.Loc, base))
		for _, u := range part.URLs {
			if u.Lastmod > p.Lastmod {
				t.Errorf("%s changed after its part", u.Loc)
			}
		}
		maps = append(maps, part)
	}
	if len(out.Files()) != len(maps) {
		t.Errorf("%d files, %d parts", len(out.Files()), len(root.Parts))
	}
	var got []string
	for _, m := range maps {
		if len(m.URLs) > limit {
			t.Errorf("%d addresses in a part, more than %d", len(m.URLs), limit)
		}
		for _, u := range m.URLs {
			got = append(got, u.Loc)
			if languages == 1 && len(u.Links) != 0 || languages > 1 && len(u.Links) != languages {
				t.Errorf("%s has %d other languages", u.Loc, len(u.Links))
			}
		}
	}
	slices.Sort(got)
	return got
}
