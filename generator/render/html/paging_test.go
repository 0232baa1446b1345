package html_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/testsite"
)

// longSite has n advisories of one series, year and vendor, one a minute.
func longSite(n int) string {
	var b strings.Builder
	b.WriteString(`
-- publisher.yaml --
name: Long
base_url: https://long.example.org/
languages: [en, ja]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- vendors/v.yaml --
name: V
`)
	for i := range n {
		fmt.Fprintf(&b, "-- advisories/E-%[1]d/advisory.md --\n---\nid: E-%[1]d\ntitle: Advisory %[1]d\ndisclose_at: 2026-01-01T%02[2]d:%02[3]d:00Z\nnotified: [v]\n---\n", 1000+i, i/60, i%60)
	}
	return b.String()
}

var archived = regexp.MustCompile(`(?:^|/)page/[0-9]+/index\.html$`)

// A newer advisory changes no older page of a list, and every advisory stands
// on exactly one page of each.
func TestPaging(t *testing.T) {
	name := regexp.MustCompile(`class="entry-name"><a href="[./]*e/(E-[0-9]+)/`)
	inSeries := regexp.MustCompile(`class="entry-name"><a href="[./]*(E-[0-9]+)/`)
	var before map[string][]byte
	for _, n := range []int{199, 200, 201, 299, 300, 301} {
		files := render(t, testsite.Site(t, longSite(n), asOf))
		for _, list := range []string{"e/", "years/2026/", "vendors/v/", "ja/e/", "ja/years/2026/"} {
			seen := map[string]int{}
			for path, data := range files {
				if rest, ok := strings.CutPrefix(path, list); ok && (rest == "index.html" || strings.HasPrefix(rest, "page/")) {
					links := append(name.FindAllSubmatch(data, -1), inSeries.FindAllSubmatch(data, -1)...)
					for _, m := range links {
						seen[string(m[1])]++
					}
				}
			}
			for i := range n {
				if id := fmt.Sprintf("E-%d", 1000+i); seen[id] != 1 {
					t.Errorf("%d advisories: %s is on %d pages of %s", n, id, seen[id], list)
				}
			}
		}
		for path, data := range before {
			// A page that leads on is not an older page yet.
			if archived.MatchString(path) && !bytes.Contains(data, []byte("http-equiv=")) && !bytes.Equal(data, files[path]) {
				t.Errorf("%d advisories: %s changed", n, path)
			}
		}
		before = files
	}
	crawl(t, before, "https://long.example.org/")
	older := string(before["e/page/2/index.html"])
	for _, link := range []string{`href="../../../e/index.html">`, `href="../../../e/page/3/index.html" rel="prev"`, `href="../../../e/page/1/index.html" rel="next"`} {
		if !strings.Contains(older, link) {
			t.Errorf("page 2 lacks %s", link)
		}
	}
	if next := string(before["e/page/3/index.html"]); !strings.Contains(next, `content="0; url=../../../e/index.html"`) || !strings.Contains(next, "noindex") {
		t.Error("what stands behind the older pages does not lead to the newest")
	}
}

// A register that is too long for a page is shelved by the beginnings of ids.
func TestShelves(t *testing.T) {
	var b strings.Builder
	b.WriteString(`
-- publisher.yaml --
name: Many
base_url: https://many.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
`)
	var ids []string
	for i := range 230 {
		id := fmt.Sprintf("%c%c%d", 'a'+i%3, 'k'+i%7, i)
		ids = append(ids, id)
		fmt.Fprintf(&b, "-- vendors/%s.yaml --\nname: Vendor %s\n", id, id)
	}
	fmt.Fprintf(&b, "-- advisories/E-1/advisory.md --\n---\nid: E-1\ntitle: T\ndisclose_at: 2026-01-01T00:00:00Z\nnotified: [%s]\n---\n", strings.Join(ids, ", "))
	files := render(t, testsite.Site(t, b.String(), asOf))
	crawl(t, files, "https://many.example.org/")
	for _, id := range ids {
		page := "vendors/initial_" + id[:1] + "/index.html"
		if !strings.Contains(string(files[page]), ">Vendor "+id+"</a>") {
			t.Errorf("%s lacks %s", page, id)
		}
		if strings.Contains(string(files["vendors/index.html"]), ">Vendor "+id+"</a>") {
			t.Errorf("the first page has %s", id)
		}
	}
}
