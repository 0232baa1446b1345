package html_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/advgen/advgen/generator/testsite"
)

func TestCrawl(t *testing.T) {
	files := render(t, testsite.Site(t, small(t), asOf))
	crawl(t, files, "https://notes.example.org/base/")
}

// The sample content has every kind of page, and long texts by people.
func TestCrawlSample(t *testing.T) {
	site := testsite.FromFS(t, os.DirFS("../../../content"), "2026-12-20T00:00:00Z")
	crawl(t, render(t, site), site.Publisher().BaseURL())
}

// crawl checks every page of a rendered site: its HTML, and that every link
// leads somewhere.
func crawl(t *testing.T, files map[string][]byte, base string) {
	t.Helper()
	crawlBut(t, files, base)
}

// crawlBut is crawl for a site where no page leads to what is below the folders
// given.
func crawlBut(t *testing.T, files map[string][]byte, base string, alone ...string) {
	t.Helper()
	pages := map[string]*page{}
	for name, data := range files {
		if strings.HasSuffix(name, ".html") {
			pages[name] = read(t, name, data)
		}
	}
	reached := map[string]bool{"index.html": true, "404.html": true}
	for name, p := range pages {
		for _, link := range p.links {
			target, fragment, ok := resolve(t, name, link, base)
			if !ok {
				continue
			}
			reached[target] = true
			// Other renderers make these.
			if strings.HasSuffix(target, ".atom") || strings.HasSuffix(target, ".json") {
				continue
			}
			if files[target] == nil {
				t.Errorf("%s: %s leads nowhere", name, link)
			} else if fragment != "" && !slices.Contains(pages[target].ids, fragment) {
				t.Errorf("%s: there is no place %s", name, link)
			}
		}
	}
	for name := range files {
		// A site may have no long table to filter.
		alone := append(slices.Clone(alone), "assets/filter.")
		below := func(folder string) bool { return strings.Contains("/"+name, "/"+folder) }
		if !reached[name] && path.Base(name) != "404.html" && !slices.ContainsFunc(alone, below) {
			t.Errorf("no page leads to %s", name)
		}
	}
}

// resolve gives the file in the site that a link means; ok is false if it
// leads out of the site.
func resolve(t *testing.T, from, link, base string) (target, fragment string, ok bool) {
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s: %s is not an address", from, link)
		return "", "", false
	}
	absolute := u.IsAbs()
	if absolute && !strings.HasPrefix(link, base) {
		if !slices.Contains([]string{"https", "http", "mailto"}, u.Scheme) {
			t.Errorf("%s: a link to %s", from, link)
		}
		return "", "", false
	}
	fragment = u.Fragment // decoded, as browsers look for it
	root, _ := url.Parse(base)
	full := root.ResolveReference(&url.URL{Path: from}).ResolveReference(u).String()
	full, _, _ = strings.Cut(full, "#")
	target, ok = strings.CutPrefix(full, base)
	if !ok {
		t.Errorf("%s: %s leaves the folder of the site", from, link)
		return "", "", false
	}
	if strings.HasSuffix(target, "/") || target == "" {
		if !absolute {
			t.Errorf("%s: %s does not end in index.html", from, link)
		}
		target += "index.html"
	}
	return target, fragment, true
}

// page is what the crawl needs of a page.
type page struct{ ids, links []string }

var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// read checks one page: strict nesting, no element moved or invented by a
// browser's parser, unique ids, one h1, headings that do not skip a level, no
// scripts and no styles.
func read(t *testing.T, name string, data []byte) *page {
	t.Helper()
	p := &page{}
	var open, elements, labels []string
	headings, h1 := []int{}, 0
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				t.Errorf("%s: %v", name, z.Err())
			}
			break
		}
		token := z.Token()
		switch kind {
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%s: </%s> closes %v", name, token.Data, open)
			}
			open = open[:len(open)-1]
		case html.StartTagToken:
			elements = append(elements, token.Data)
			if slices.Contains(token.Attr, html.Attribute{Key: "type", Val: "application/ld+json"}) {
				z.Next()
				checkStructured(t, name, z.Text())
				z.Next()
				continue
			}
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
			if token.Data == "script" && !slices.Contains(token.Attr, html.Attribute{Key: "type", Val: "module"}) {
				t.Errorf("%s: it has a script that is no module", name)
			}
			if token.Data == "style" || token.Data == "iframe" {
				t.Errorf("%s: it has a %s element", name, token.Data)
			}
			if len(token.Data) == 2 && token.Data[0] == 'h' && token.Data[1] >= '1' && token.Data[1] <= '6' {
				level := int(token.Data[1] - '0')
				headings = append(headings, level)
				if level == 1 {
					h1++
				}
			}
			labels = append(labels, p.attributes(t, name, token)...)
		case html.CommentToken:
			t.Errorf("%s: it has a comment", name)
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v is not closed", name, open)
	}
	if h1 != 1 {
		t.Errorf("%s: it has %d h1 elements", name, h1)
	}
	for i := range headings {
		if i > 0 && headings[i] > headings[i-1]+1 {
			t.Errorf("%s: h%d follows h%d", name, headings[i], headings[i-1])
		}
	}
	for _, label := range labels {
		if !slices.Contains(p.ids, label) {
			t.Errorf("%s: there is no label %s", name, label)
		}
	}
	if got := parsed(t, data); !slices.Equal(got, elements) {
		t.Errorf("%s: a browser sees other elements than were written:\n%v\n%v", name, got, elements)
	}
	return p
}

// checkStructured checks the JSON-LD of a page: JSON that an HTML parser has
// left whole, with full addresses.
func checkStructured(t *testing.T, name string, data []byte) {
	t.Helper()
	var doc struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Errorf("%s: JSON-LD: %v", name, err)
		return
	}
	if doc.Context != "https://schema.org" || len(doc.Graph) == 0 {
		t.Errorf("%s: JSON-LD says nothing", name)
	}
	for _, m := range regexp.MustCompile(`"(?:url|item|@id)":"([^"]*)"`).FindAllSubmatch(data, -1) {
		if !bytes.HasPrefix(m[1], []byte("https://")) || bytes.Contains(m[1], []byte("..")) {
			t.Errorf("%s: JSON-LD has the address %s", name, m[1])
		}
	}
}

// attributes collects ids and links, and returns the ids that labels refer to.
func (p *page) attributes(t *testing.T, name string, token html.Token) (labels []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, a := range token.Attr {
		if seen[a.Key] {
			t.Errorf("%s: %s twice in %s", name, a.Key, token)
		}
		seen[a.Key] = true
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s: it has a %s attribute", name, a.Key)
		case a.Key == "id":
			if slices.Contains(p.ids, a.Val) || a.Val == "" {
				t.Errorf("%s: the id %q is there twice or empty", name, a.Val)
			}
			p.ids = append(p.ids, a.Val)
		case a.Key == "href" || a.Key == "src":
			p.links = append(p.links, a.Val)
		case a.Key == "aria-labelledby":
			labels = append(labels, a.Val)
		case a.Key == "lang" && a.Val == "":
			t.Errorf("%s: an empty lang", name)
		}
	}
	if token.Data == "html" && !seen["lang"] {
		t.Errorf("%s: it does not say its language", name)
	}
	return labels
}

// parsed lists the elements that a browser sees, in document order.
func parsed(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n.Data)
		}
	}
	return out
}
