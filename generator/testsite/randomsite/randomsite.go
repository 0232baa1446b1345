// Package randomsite makes random content repositories, sound but odd, for
// tests that look for what nobody thought of.
package randomsite

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
)

// AsOf is the instant at which some of the advisories are still held.
const AsOf = "2026-06-01T00:00:00Z"

var asOf = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// Site gives what is disclosed of Content at AsOf. The same seed and size give
// the same site.
func Site(t testing.TB, seed uint64, advisories int) *disclosure.Site {
	t.Helper()
	return testsite.FromFS(t, Content(seed, advisories), AsOf)
}

// Content makes a repository with the given number of advisories, of which
// about one in five is held at AsOf.
func Content(seed uint64, advisories int) fstest.MapFS {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 1)), files: fstest.MapFS{}}
	m.publisher()
	for i := range 1 + m.IntN(8) {
		id := fmt.Sprintf("vendor-%d", i)
		m.vendors = append(m.vendors, id)
		m.put("vendors/"+id+".yaml", "name: "+m.text("ベンダ "+id, "Vendor "+id)+"\n")
	}
	for i := range advisories {
		m.advisory(i)
	}
	m.redirects()
	m.look()
	return m.files
}

type maker struct {
	*rand.Rand
	files     fstest.MapFS
	languages []string
	vendors   []string
	public    []string // ids that related may name
}

func (m *maker) put(path, text string) {
	m.files[path] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
}

// chance is true n times in a hundred.
func (m *maker) chance(n int) bool { return m.IntN(100) < n }

func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

// oddities look for what escapes badly.
var oddities = []string{"", "", "", " <b>&amp;</b>", ` "quoted" 'single'`, " ]]>", " — 詳細", " 🙂", " {publisher} {id}", "%41#x?"}

// quote writes a text as a YAML flow scalar; JSON's strings are such.
func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// text is a text in one language or in all.
func (m *maker) text(ja, en string) string {
	odd := pick(m, oddities...)
	if m.chance(50) {
		return quote(pick(m, ja, en) + odd)
	}
	return fmt.Sprintf("{ja: %s, en: %s}", quote(ja+odd), quote(en+odd))
}

func (m *maker) publisher() {
	m.languages = pick(m, []string{"ja"}, []string{"en"}, []string{"ja", "en"}, []string{"en", "ja"})
	base := pick(m, "https://advisories.example.org/", "https://example.org/base/path/", "http://localhost:8080/")
	security := ""
	if m.chance(50) {
		security = "security_txt:\n  contact: [\"mailto:security@example.org\", \"https://example.org/report\"]\n" +
			"  expires: 2027-01-01T00:00:00+09:00\n  policy: https://example.org/policy\n"
	}
	m.put("publisher.yaml", fmt.Sprintf(`name: %s
base_url: %s
languages: [%s]
time_zone: %s
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex, name: %s}
  - {prefix: "EXVU#", pattern: "[0-9]{8}", path: vu}
  - {prefix: "EXTA#", pattern: "[0-9]{8}", path: empty}
feeds: {window_days: %d, min_entries: %d}
formats: [csaf, openvex, osv, jvnrss, jvndb, jsonfeed]
%s`, m.text("例", "Example"), base, strings.Join(m.languages, ", "), pick(m, "Asia/Tokyo", "UTC", "America/New_York"),
		m.text("系列", "Series"), 1+m.IntN(400), 1+m.IntN(30), security))
}

// redirects adds redirects to some of the advisories, and to what is not there.
func (m *maker) redirects() {
	var b strings.Builder
	for i, id := range append([]string{"EX#00000000"}, m.public...) {
		if m.chance(20) {
			from := pick(m, fmt.Sprintf("EXTA#%08d", i), fmt.Sprintf("/old/%d.html", i), fmt.Sprintf("/Old+%d~@/", i))
			fmt.Fprintf(&b, "  - {from: %s, to: %s}\n", quote(from), quote(pick(m, id, "/vendors/vendor-0/", "/", "/years/2023", "/cwe/CWE-79", "/cve/CVE-2024-0001/", "/products/no_vendor/other/", "/browse")))
		}
	}
	if b.Len() > 0 {
		f := m.files["publisher.yaml"]
		f.Data = append(f.Data, "redirects:\n"+b.String()...)
	}
}

// look adds what a publisher makes its own: pages, a logo, colours, links.
func (m *maker) look() {
	var b strings.Builder
	var pages []string
	for _, name := range []string{"about", "p-2", "x"} {
		if !m.chance(40) {
			continue
		}
		pages = append(pages, name)
		m.put("pages/"+name+".md", "---\ntitle: "+quote("頁 "+name+pick(m, oddities...))+"\nmenu: "+pick(m, "footer", "main")+"\n---\n"+
			pick(m, "", m.prose()+"\n")+"## "+pick(m, "見出し", "<b>Part</b> & more", "C#")+"\n\n"+m.prose())
		if len(m.languages) > 1 && m.chance(60) {
			m.put("pages/"+name+"."+m.languages[1]+".md", "---\ntitle: "+quote("Page "+name+pick(m, oddities...))+"\n---\n"+m.prose())
		}
	}
	if m.chance(40) {
		m.put("assets/mark.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#000" d="M0 0h10v10z"/></svg>`)
		fmt.Fprintf(&b, "logo: {file: assets/mark.svg, alt: %s}\n", m.text("紋章", "Emblem"))
	}
	if m.chance(40) {
		b.WriteString("colors: {light: {brand: \"#7a1f3d\", link: \"#00429d\"}, dark: {ink: \"#ffffff\"}}\n")
	}
	if m.chance(50) {
		fmt.Fprintf(&b, "footer:\n  - {title: %s, url: \"https://example.org/policy?a=1&b=2\"}\n", m.text("方針", "Policy"))
		if len(pages) > 0 {
			fmt.Fprintf(&b, "  - {page: %s}\n", pages[0])
		}
	}
	f := m.files["publisher.yaml"]
	f.Data = append(f.Data, b.String()...)
}

// instant is a random one of the years before AsOf, or of the year after it.
// Some fall together.
func (m *maker) instant(held bool) time.Time {
	if held {
		return asOf.Add(time.Duration(1+m.IntN(365*24*60)) * time.Minute)
	}
	if m.chance(20) {
		return time.Date(2023, 12, 31, 23, 59, 59, 0, time.UTC).Add(time.Duration(m.IntN(3)) * time.Second)
	}
	return asOf.Add(-time.Duration(m.IntN(5*365*24*60)) * time.Minute)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (m *maker) advisory(i int) {
	held := m.chance(20)
	published := m.instant(held)
	number := fmt.Sprintf("%08d", 10000000+i)
	id, slug := "EX#"+number, "EX"+number
	if m.chance(50) {
		id, slug = "EXVU#"+number, "EXVU"+number
	}
	dir := fmt.Sprintf("advisories/%d/%s/", published.Year(), slug)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("---\nid: %s\ntitle: %s", quote(id), quote("件名 "+number+pick(m, oddities...)))
	line("disclose_at: %s", stamp(published))
	notified := m.some(m.vendors)
	cve := m.facts(line, i, published, notified)
	line("notified: [%s]", strings.Join(notified, ", "))
	if len(notified) > 0 && m.chance(20) {
		line("unreachable: [%s]", notified[0])
	}
	if len(m.public) > 0 && m.chance(30) {
		line("related: [%s]", quote(pick(m, m.public...)))
	}
	line("---\n## %s\n%s", pick(m, "概要", "Overview"), m.prose())
	for _, heading := range []string{"影響を受けるシステム", "詳細情報", "対策方法"} {
		if m.chance(50) {
			line("\n## %s\n%s", heading, m.prose())
		}
	}
	m.put(dir+"advisory.md", b.String())
	if len(m.languages) > 1 && m.chance(60) {
		m.put(dir+"advisory."+m.languages[1]+".md", "---\ntitle: "+quote("Case "+number+pick(m, oddities...))+"\n---\n## Overview\n"+m.prose())
	}
	for _, v := range notified {
		if m.chance(70) {
			m.record(dir+"vendors/"+v+".yaml", published, cve)
		}
	}
	if !held {
		m.public = append(m.public, id)
	}
}

func (m *maker) some(from []string) []string {
	var out []string
	for _, s := range from {
		if m.chance(40) {
			out = append(out, s)
		}
	}
	return out
}

// facts writes what an advisory may have and need not, and gives its CVE.
func (m *maker) facts(line func(string, ...any), i int, published time.Time, notified []string) (cve string) {
	if m.chance(60) {
		cve = fmt.Sprintf("CVE-%d-%d", published.Year(), 10000+i*700)
		line("aliases: [%s%s]", cve, pick(m, "", ", GHSA-aaaa-bbbb-cccc", ", CVE-2024-0001"))
	}
	if m.chance(40) {
		line("cwe: [CWE-79, CWE-89]")
	}
	if m.chance(60) {
		line("severity:\n  - {vector: %s, note: %s}\n  - {vector: %s}", quote("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), m.text("注", "note"),
			quote(pick(m, "AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N")))
	}
	if m.chance(40) && len(notified) > 0 {
		line("products:\n  - {vendor: %s, name: %s, versions: %s%s}\n  - {name: Other%s}", notified[0], m.text("製品", "Product"), m.text("1.10 以前", "1.10"), m.identity(), m.identity())
	}
	if m.chance(40) {
		line("references:\n  - {title: %s, url: \"https://example.com/a?b=1&c=2\"}\n  - {url: https://example.com/, kind: jpcert-alert}", m.text("文書", "Document"))
	}
	if m.chance(40) {
		line("credits:\n  - {name: %s, organization: %s}\n  - {name: Someone}", m.text("誰か", "Someone"), m.text("組織", "Organization"))
	}
	if m.chance(20) {
		line("critical: true")
	}
	day := published.Format(time.DateOnly)
	if published.Hour() < 12 {
		day = published.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if m.chance(15) {
		line("withdrawn: {date: %s, reason: %s}", day, m.text("誤りでした。", "It was wrong."))
	}
	if m.chance(50) {
		line("revisions:\n  - {number: 1, date: %s, summary: %s}", pick(m, day, stamp(published)), m.text("公開", "Published"))
	}
	return cve
}

// identity is how programs know a product, and which versions are affected.
func (m *maker) identity() string {
	out := ""
	if m.chance(50) {
		out += ", cpe: " + quote(pick(m, `cpe:2.3:a:example:router\/x:1.0:*:*:*:*:*:*:*`, "cpe:2.3:o:example:firm_ware:-:*:*:*:*:*:*:*", `cpe:2.3:h:ex\!ample:router:*:*:*:*:*:*:*:*`))
	}
	if m.chance(50) {
		out += ", purl: " + pick(m, "pkg:npm/example", "pkg:npm/%40scope/example@1.2.3", `"pkg:deb/debian/example?arch=source"`)
	}
	if m.chance(50) {
		out += ", package: " + pick(m, "{ecosystem: npm, name: example}", `{ecosystem: "Debian:12", name: example}`, `{ecosystem: "Debian:13", name: example}`, "{ecosystem: Photon OS, name: example}", `{ecosystem: PyPI, name: "ex<ample>"}`)
	}
	if m.chance(60) {
		out += ", ranges: " + pick(m, `[{introduced: "0", fixed: "1.2.3"}]`, `[{introduced: "1.0.0", last_affected: 1.2.4-rc.1}, {introduced: "2"}]`, `[{introduced: "0"}]`)
	}
	return out
}

func (m *maker) prose() string {
	return pick(m,
		"一つ目の段落です。\n\n- 項目\n- `code` & <b>text</b>\n",
		"See [the notice](https://example.com/?a=1&b=2) and **act**.\n",
		"| a | b |\n|---|---|\n| 1 | 2 |\n",
		"> quoted \"text\" 'here'\n\n### Part\n\nMore "+strings.Repeat("words ", 60)+"\n")
}

func (m *maker) record(path string, published time.Time, cve string) {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	if m.chance(90) {
		line("status: %s", pick(m, "affected", "affected_investigating", "not_affected", "not_affected_investigating", "informed", "unknown"))
	}
	updated := published
	if m.chance(30) {
		updated = published.Add(time.Duration(m.IntN(200*24)) * time.Hour)
		line("disclose_at: %s", stamp(updated))
	}
	if m.chance(60) {
		line("updated: %s", stamp(updated))
	}
	if m.chance(40) {
		line("notified_at: %s", published.AddDate(0, 0, -30).Format(time.DateOnly))
	}
	if m.chance(50) {
		line("statement: %s", m.text("修正版があります。", "A fix is available."))
	}
	if m.chance(20) {
		line("addendum: %s", m.text("補足。", "Addendum."))
	}
	if m.chance(30) {
		line("links:\n  - {title: %s, url: https://vendor.example/notice}", m.text("告知", "Notice"))
	}
	if m.chance(20) {
		line("products:\n  - {name: %s%s}", m.text("製品", "Product"), m.identity())
	}
	if cve != "" && m.chance(40) {
		line("by_cve: {%s: %s}", cve, pick(m, "affected", "not_affected", "unknown"))
	}
	if b.Len() == 0 {
		line("status: unknown")
	}
	m.put(path, b.String())
}
