package html_test

import (
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/testsite"
)

// An advisory leads to those before and after it in its series, and over one
// that is held.
func TestNeighbours(t *testing.T) {
	var b strings.Builder
	b.WriteString(`
-- publisher.yaml --
name: Near
base_url: https://near.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
  - {prefix: "F-", pattern: "[0-9]+", path: f, name: F}
`)
	for id, date := range map[string]string{"E-1": "2026-01-01", "F-1": "2026-01-02", "E-9": "2026-01-03", "E-5": "2026-01-04", "E-4": "2027-01-01"} {
		b.WriteString("-- advisories/" + id + "/advisory.md --\n---\nid: " + id + "\ntitle: Title " + id + "\ndisclose_at: " + date + "T00:00:00Z\n---\n")
	}
	files := render(t, testsite.Site(t, b.String(), asOf))
	crawl(t, files, "https://near.example.org/")
	for page, want := range map[string][2]string{
		"e/E-1/index.html": {"", "E-9"}, "e/E-9/index.html": {"E-1", "E-5"}, "e/E-5/index.html": {"E-9", ""}, "f/F-1/index.html": {"", ""},
	} {
		_, nav, _ := strings.Cut(string(files[page]), `<nav class="neighbours"`)
		nav, _, _ = strings.Cut(nav, "</nav>")
		for i, rel := range []string{"prev", "next"} {
			link := `/` + want[i] + `/index.html" rel="` + rel + `"`
			if has := strings.Contains(nav, `rel="`+rel+`"`); has != (want[i] != "") || has && !strings.Contains(nav, link) {
				t.Errorf("%s: want %s for %s, have %s", page, want[i], rel, nav)
			}
		}
	}
}
