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

// A redirect is a page in every language that leads on, and one to what is held
// is nowhere.
func TestRedirects(t *testing.T) {
	files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: {en: Moved, ja: 移転}
base_url: https://moved.example.org/
languages: [en, ja]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
redirects:
  - {from: E-0, to: E-1}
  - {from: /old/note.html, to: /vendors/v}
  - {from: /vuls, to: /}
  - {from: /held/, to: E-2}
  - {from: /held/vendor/, to: /vendors/w/}
  - {from: /gone/, to: E-3}
  - {from: /nothing/, to: /years/1999/}
-- vendors/v.yaml --
name: V
-- vendors/w.yaml --
name: W
-- advisories/E-1/advisory.md --
---
id: E-1
title: One <1>
disclose_at: 2026-01-01T00:00:00Z
notified: [v]
---
-- advisories/E-2/advisory.md --
---
id: E-2
title: Two
notified: [w]
---
`, asOf))
	crawlBut(t, files, "https://moved.example.org/", "e/E-0/", "old/note.html", "vuls/")
	for name, want := range map[string][]string{
		"e/E-0/index.html": {
			`content="0; url=../../e/E-1/index.html"`, `<link rel="canonical" href="https://moved.example.org/e/E-1/">`,
			`<meta name="robots" content="noindex">`, `<a href="../../e/E-1/index.html"><span class="id">E-1</span> One &lt;1&gt;</a>`,
		},
		"ja/e/E-0/index.html": {`content="0; url=../../e/E-1/index.html"`, `href="https://moved.example.org/ja/e/E-1/"`, "お探しのページ"},
		"old/note.html":       {`url=../vendors/v/index.html"`, `>https://moved.example.org/vendors/v/</a>`},
		"ja/old/note.html":    {`url=../vendors/v/index.html"`},
		"vuls/index.html":     {`url=../index.html"`, `href="https://moved.example.org/"`},
	} {
		for _, s := range want {
			if !strings.Contains(string(files[name]), s) {
				t.Errorf("%s lacks %s\n%s", name, s, files[name])
			}
		}
	}
	for name := range files {
		if strings.Contains(name, "held") || strings.Contains(name, "gone") || strings.Contains(name, "nothing") {
			t.Errorf("%s is there", name)
		}
	}
}
