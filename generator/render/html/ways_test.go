package html_test

import (
	"fmt"
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

// Pages of CVEs, weaknesses and products lead to their advisories, with what the
// vendors say of them.
func TestSubjectPages(t *testing.T) {
	many, notified := "", "v"
	for i := range 15 {
		many += fmt.Sprintf("-- vendors/m%d.yaml --\nname: M%d\n", i, i)
		notified += fmt.Sprintf(", m%d", i)
	}
	files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: {en: Ways, ja: 道}
base_url: https://ways.example.org/
languages: [en, ja]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- vendors/v.yaml --
name: Vee
-- advisories/E-1/advisory.md --
---
id: E-1
title: One
disclose_at: 2026-01-01T00:00:00Z
aliases: [CVE-2026-1000, CVE-2026-1001]
cwe: [CWE-79, CWE-1]
notified: [v]
products:
  - {vendor: v, name: Router <X>, versions: {en: "before 2", ja: 2 より前}}
  - {name: Thing}
---
-- advisories/E-1/vendors/v.yaml --
status: affected
by_cve: {CVE-2026-1001: not_affected}
products: [{name: ROUTER <x>, versions: "1.9"}]
-- advisories/E-2/advisory.md --
---
id: E-2
title: Two
disclose_at: 2026-02-01T00:00:00Z
aliases: [CVE-2026-1000]
notified: [`+notified+`]
---
`+many, asOf))
	crawl(t, files, "https://ways.example.org/")
	product := ""
	for name := range files {
		if strings.HasPrefix(name, "products/v/router-x_") {
			product = name
		}
	}
	for _, c := range []struct {
		file       string
		has, lacks []string
	}{
		{"cve/CVE-2026-1001/index.html", []string{`>One</a>`, `>Not Vulnerable</a>`, `href="https://www.cve.org/CVERecord?id=CVE-2026-1001">`}, []string{">Two</a>", ">Vulnerable</a>"}},
		{"cve/CVE-2026-1000/index.html", []string{"Advisories: 2", `>Vulnerable</a>`, `<span class="status status-unknown">Unknown</span></a> <span class="count">16</span>`}, []string{">M3<", "M3: "}},
		{"cve/2026/index.html", []string{`<a class="id" href="../../cve/CVE-2026-1000/index.html">CVE-2026-1000</a> <span>Two</span> <span class="count">2</span>`}, nil},
		{"ja/cwe/CWE-79/index.html", []string{`<span lang="en">Improper Neutralization of Input During Web Page Generation (&#39;Cross-site Scripting&#39;)</span>`, "https://cwe.mitre.org/data/definitions/79.html"}, nil},
		{"cwe/CWE-1/index.html", []string{`<h1><span class="id">CWE-1</span></h1>`}, nil},
		{product, []string{"<h1>Router &lt;X&gt;</h1>", "<dd>before 2</dd>\n<dd>1.9</dd>", `>Vulnerable</a>`, "Products of Vee"}, []string{">Two</a>"}},
		{"ja/" + product, []string{"<dd>2 より前</dd>"}, nil},
		{"products/no_vendor/thing/index.html", []string{"<h1>Thing</h1>", ">One</a>"}, []string{"Vendor: "}},
		{"products/index.html", []string{">Vee</a> <span class=\"count\">1</span>", ">Products without a vendor</a>"}, []string{"M3"}},
		{"products/v/index.html", []string{">Router &lt;X&gt;</a>", "Products: 1"}, nil},
		{"vendors/v/index.html", []string{`href="../../products/v/index.html"`}, nil},
		{"vendors/m1/index.html", nil, []string{`href="../../products/m1/`}},
		{"e/E-1/index.html", []string{`href="../../cwe/CWE-79/index.html"`, `href="../../cve/CVE-2026-1000/index.html"`, `href="../../` + product + `"`}, nil},
		{"e/E-1/vendors/v/index.html", []string{product}, nil},
	} {
		for _, s := range c.has {
			if !strings.Contains(string(files[c.file]), s) {
				t.Errorf("%s lacks %s", c.file, s)
			}
		}
		for _, s := range c.lacks {
			if strings.Contains(string(files[c.file]), s) {
				t.Errorf("%s has %s", c.file, s)
			}
		}
	}
}

// A year with too many CVEs is cut into blocks of numbers, and a vendor with
// many products into pages.
func TestManySubjects(t *testing.T) {
	var cves, products []string
	for i := range 230 {
		cves = append(cves, fmt.Sprintf("CVE-2026-%d", 1900+i))
		products = append(products, fmt.Sprintf("{vendor: v, name: Product %d}", i))
	}
	files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: Many
base_url: https://many.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- vendors/v.yaml --
name: Vee
`+advisoryOf("E-1", cves[:100], products[:100])+advisoryOf("E-2", cves[100:200], products[100:200])+advisoryOf("E-3", cves[200:], products[200:]), asOf))
	crawl(t, files, "https://many.example.org/")
	for i := range cves {
		block := "cve/2026/1xxx/index.html"
		if i >= 100 {
			block = "cve/2026/2xxx/index.html"
		}
		if !strings.Contains(string(files[block]), ">"+cves[i]+"</a>") {
			t.Errorf("%s lacks %s", block, cves[i])
		}
		on := 0
		for _, page := range []string{"products/v/index.html", "products/v/page/1/index.html"} {
			on += strings.Count(string(files[page]), fmt.Sprintf(">Product %d</a>", i))
		}
		if on != 1 {
			t.Errorf("product %d is on %d pages", i, on)
		}
	}
	if !strings.Contains(string(files["products/v/page/1/index.html"]), ">Product 0</a>") {
		t.Error("the older page has not the products that came first")
	}
}

func advisoryOf(id string, cves, products []string) string {
	return "-- advisories/" + id + "/advisory.md --\n---\nid: " + id + "\ntitle: T\ndisclose_at: 2026-01-0" + id[2:] + "T00:00:00Z\naliases: [" +
		strings.Join(cves, ", ") + "]\nnotified: [v]\nproducts: [" + strings.Join(products, ", ") + "]\n---\n"
}
