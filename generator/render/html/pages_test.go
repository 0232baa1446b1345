package html_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/testsite"
)

// What the pages of the small site must say, and what they must not.
func TestPages(t *testing.T) {
	files := render(t, testsite.Site(t, small(t), asOf))
	const (
		adv, advEn   = "svn/SVN12345678/index.html", "en/svn/SVN12345678/index.html"
		mute, muteEn = "svn/SVN12345678/vendors/charlie-net/index.html", "en/svn/SVN12345678/vendors/charlie-net/index.html"
	)
	for _, c := range []struct {
		name, file string
		has, lacks []string
	}{
		{"when it was published, and the day it changed", adv, []string{
			`公開日：<time datetime="2026-11-24T03:00:00Z">2026/11/24 12:00 JST</time>`,
			`最終更新日：<time datetime="2026-11-26T01:00:00Z">2026/11/26</time>`,
		}, nil},
		{"dates in English", advEn, []string{`Published: <time datetime="2026-11-24T03:00:00Z">2026/11/24 12:00 JST</time>`}, nil},
		{"critical mark", adv, []string{`>緊急</strong>`}, nil},
		{"chosen choice is marked without colour", adv, []string{
			`<li class="chosen"><span aria-hidden="true">✔ </span>ネットワーク (N)<span class="hidden"> （該当）</span></li>`,
			`<li>物理 (P)</li>`,
		}, nil},
		{"one analysis per CVE", advEn, []string{
			`<h3 id="cvss-1"><span class="id">CVE-2026-12345</span> CVSS v3.1</h3>`, `<h3 id="cvss-2"><span class="id">CVE-2026-12346</span> CVSS v4.0</h3>`, `<h3 id="cvss-3">CVSS v2.0</h3>`,
			"CVSS-BT", "If the administration page can be reached",
		}, nil},
		{"a silent vendor in the table", adv, []string{
			`<span class="silent">回答は掲載されていません。</span>`, `>連絡不能</span>`,
			"「該当製品なし」という意味ではありません",
		}, nil},
		{"a silent vendor's page", mute, []string{
			"Charlie Networks の SVN#12345678 への対応", "このベンダからの回答は掲載されていません", "不明", "連絡が取れていません",
		}, []string{"<h2 id=\"update_history\""}},
		{"a silent vendor's page in English", muteEn, []string{
			"Charlie Networks: response to SVN#12345678", "No answer from this vendor has been published", "This does not mean “Not Vulnerable”",
		}, nil},
		{"status per CVE", adv, []string{
			`<li><span class="id">CVE-2026-12346：</span><span class="status status-not_affected">該当製品なし</span></li>`,
		}, nil},
		{"excerpt, not HTML, in the table", adv, []string{"1.11 で修正しました。1 &lt; 2 &amp;&amp; &#34;a&#34;"}, nil},
		{"other documents", adv, []string{
			`<a href="https://www.cve.org/CVERecord?id=CVE-2026-12345">`, "JVN iPedia", "JVNDB-2026-000001",
		}, []string{"TRnotes"}},
		{"empty sections are left out", adv, nil, []string{`id="addendum"`}},
		{"a section that the translation lacks", advEn, []string{`<div class="prose" lang="ja">`, "検証の記録です。"},
			[]string{"there is no English version"}},
		{"a statement in one language", advEn, []string{`<span lang="ja">該当する製品はありません。</span>`}, nil},
		{"no English version", "en/vu/SVU00000001/index.html", []string{
			`<title>Withdrawn: SVU#00000001: 見本ライブラリの脆弱性 - `,
			`<p class="notice">Shown in Japanese: there is no English version of this advisory yet.</p>`,
			`<span class="title" lang="ja">見本ライブラリの脆弱性</span>`, "This advisory has been withdrawn.",
			`Reason: <span lang="ja">再現しませんでした。</span>`,
		}, nil},
		{"the first language needs no note", "vu/SVU00000001/index.html", nil, []string{`<p class="notice">`}},
		{"addendum names the coordinator", "svn/SVN12345678/vendors/alpha-works/index.html", []string{"見本調整センターからの補足情報"}, nil},
		{"the vendor's list has its status", "en/vendors/bravo/index.html", []string{
			`href="../../svn/SVN12345678/vendors/bravo/index.html">Not Vulnerable</a>`, ">Unknown</a>",
		}, nil},
		{"years are UTC years", "years/2025/index.html", []string{"SVU#00000001"}, []string{"SVN#12345678"}},
		{"alternates are absolute", advEn, []string{
			`<link rel="canonical" href="https://notes.example.org/base/en/svn/SVN12345678/">`,
			`<link rel="alternate" hreflang="ja" href="https://notes.example.org/base/svn/SVN12345678/">`,
			`<link rel="alternate" hreflang="x-default" href="https://notes.example.org/base/svn/SVN12345678/">`,
			`type="application/atom+xml" title="Sample Vulnerability Notes: all advisories" href="https://notes.example.org/base/en/feeds/all.atom">`,
			`<a href="../../../svn/SVN12345678/index.html" lang="ja" hreflang="ja">日本語</a>`,
		}, nil},
		{"404 works at any depth", "en/404.html", []string{
			`<a href="https://notes.example.org/base/en/vendors/index.html">`, `content="noindex"`,
		}, []string{`href="../`, `rel="canonical"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := string(files[c.file])
			for _, s := range c.has {
				if !strings.Contains(page, s) {
					t.Errorf("%s lacks %s", c.file, s)
				}
			}
			for _, s := range c.lacks {
				if strings.Contains(page, s) {
					t.Errorf("%s has %s", c.file, s)
				}
			}
		})
	}
}

// Rows go by status, then by name without regard to case, in the language of
// the page.
func TestVendorOrder(t *testing.T) {
	files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: Order
base_url: https://order.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- vendors/a.yaml --
name: zebra
-- vendors/b.yaml --
name: Yak
-- vendors/c.yaml --
name: aardvark
-- vendors/d.yaml --
name: Badger
-- advisories/E-1/advisory.md --
---
id: E-1
title: Order
disclose_at: 2026-01-01T00:00:00Z
notified: [a, b, c, d]
---
## Overview

Order.
-- advisories/E-1/vendors/a.yaml --
status: affected
updated: 2026-01-02
`, asOf))
	order := func(page string, names ...string) {
		at := 0
		for _, name := range names {
			i := strings.Index(page[at:], ">"+name+"</a>")
			if i < 0 {
				t.Fatalf("%s is not in its place", name)
			}
			at += i
		}
	}
	order(string(files["e/E-1/index.html"]), "zebra", "aardvark", "Badger", "Yak")
	order(string(files["vendors/index.html"]), "aardvark", "Badger", "Yak", "zebra")
}

// A column that is empty in every row is left out, and headings of groups span
// those there are.
func TestVendorColumns(t *testing.T) {
	for _, c := range []struct {
		record string
		want   int
	}{
		{"status: affected\n", 3},
		{"status: affected\nstatement: Text.\n", 4},
		{"status: affected\nlinks: [{url: \"https://example.com/\"}]\n", 4},
		{"status: affected\nstatement: Text.\nlinks: [{url: \"https://example.com/\"}]\n", 5},
		{"", 4}, // that nothing was answered
	} {
		archive := `
-- publisher.yaml --
name: Columns
base_url: https://columns.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
`
		var ids []string
		for i := range 20 {
			id := fmt.Sprintf("v%02d", i)
			ids = append(ids, id)
			archive += "-- vendors/" + id + ".yaml --\nname: V\n"
			if c.record != "" {
				archive += "-- advisories/E-1/vendors/" + id + ".yaml --\n" + c.record
			}
		}
		archive += "-- advisories/E-1/advisory.md --\n---\nid: E-1\ntitle: T\ndisclose_at: 2026-01-01T00:00:00Z\nnotified: [" +
			strings.Join(ids, ", ") + "]\n---\n## Overview\n\nText.\n"
		page := string(render(t, testsite.Site(t, archive, asOf))["e/E-1/index.html"])
		head, _, _ := strings.Cut(page[strings.Index(page, "<thead>"):], "</thead>")
		if got := strings.Count(head, "<th "); got != c.want {
			t.Errorf("%q: %d columns, want %d", c.record, got, c.want)
		}
		if !strings.Contains(page, fmt.Sprintf(`colspan="%d"`, c.want)) {
			t.Errorf("%q: the headings of groups do not span %d columns", c.record, c.want)
		}
	}
}

// Names and titles are text wherever they stand.
func TestHostileText(t *testing.T) {
	const hostile = "<script>alert(1)</script>&\"' ]]> {{.}} </title> -->"
	quoted := "'" + strings.ReplaceAll(hostile, "'", "''") + "'"
	archive := strings.ReplaceAll(`
-- publisher.yaml --
name: HOSTILE
organization: HOSTILE
description: HOSTILE
base_url: https://hostile.example.org/
languages: [en, ja]
time_zone: Asia/Kolkata
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: HOSTILE}
words:
  en:
    status.affected: WORD
    list.separator: WORD
    nav.skip: WORD
-- vendors/v.yaml --
name: HOSTILE
site: "https://v.example.com/?a=1&b='2'"
-- advisories/E-1/advisory.md --
---
id: E-1
title: HOSTILE
disclose_at: 2026-01-01T00:00:00Z
aliases: [CVE-2026-12345, CVE-2026-12346]
notified: [v]
products:
  - {vendor: v, name: HOSTILE, versions: HOSTILE}
severity:
  - vector: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H
    note: HOSTILE
references:
  - {title: HOSTILE, url: "https://example.com/?a=1&b='2'"}
credits:
  - {name: HOSTILE, organization: HOSTILE}
revisions:
  - {number: 1, date: 2026-01-02, summary: HOSTILE}
withdrawn:
  date: 2026-01-03
  reason: HOSTILE
---
## Overview

Plain.
-- advisories/E-1/vendors/v.yaml --
status: affected
updated: 2026-01-02
statement: HOSTILE
addendum: HOSTILE
links:
  - {title: HOSTILE, url: "https://example.com/?a=1&b='2'"}
`, "HOSTILE", quoted)
	// A wording may not have placeholders that ours has not.
	archive = strings.ReplaceAll(archive, "WORD", strings.ReplaceAll(quoted, "{{.}}", ""))
	files := render(t, testsite.Site(t, archive, asOf))
	crawl(t, files, "https://hostile.example.org/")
	for name, data := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		page := string(data)
		for _, scar := range []string{"<script>", "&amp;lt;", "&amp;amp;", "&amp;#", "ZgotmplZ", "[status."} {
			if strings.Contains(page, scar) {
				t.Errorf("%s has %s", name, scar)
			}
		}
		if !strings.Contains(page, "&lt;script&gt;alert(1)") {
			t.Errorf("%s does not show the text as it is", name)
		}
	}
}

// The first page has the newest and the last changed advisories, and no more
// than fit.
func TestHomeLists(t *testing.T) {
	archive := `
-- publisher.yaml --
name: Home
base_url: https://home.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- vendors/v.yaml --
name: V
`
	for id := 10; id <= 30; id++ {
		archive += fmt.Sprintf(`-- advisories/E-%[1]d/advisory.md --
---
id: E-%[1]d
title: Advisory %[1]d
disclose_at: 2026-01-%02[1]dT00:00:00Z
notified: [v]
---
## Overview

Text.
`, id)
	}
	// The oldest one changed last, the next one before it.
	for id, updated := range map[int]string{10: "2026-03-02", 11: "2026-03-01"} {
		archive += fmt.Sprintf("-- advisories/E-%d/vendors/v.yaml --\nstatus: affected\nupdated: %s\n", id, updated)
	}
	files := render(t, testsite.Site(t, archive, asOf))
	home := string(files["index.html"])
	newest, updated, ok := strings.Cut(home, ">Recently updated</h2>")
	if !ok {
		t.Fatal("there is no list of updates")
	}
	if n := strings.Count(newest, "<li>\n<p class=\"entry-head\">"); n != 7 {
		t.Errorf("%d advisories are listed as new, want 7", n)
	}
	if strings.Contains(newest, "E-10/") || !strings.Contains(newest, "E-30/") {
		t.Error("the list is not that of the newest")
	}
	if a, b := strings.Index(updated, "E-10/"), strings.Index(updated, "E-11/"); a < 0 || b < a {
		t.Error("the last change is not the first of the updates")
	}
	if !strings.Contains(string(files["e/index.html"]), "Advisories: 21") {
		t.Error("the series does not list all")
	}
}

// The most severe advisories are those of the year before the newest one,
// without withdrawn ones, the highest score first.
func TestMostSevere(t *testing.T) {
	archive := `
-- publisher.yaml --
name: Home
base_url: https://home.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
`
	const high, critical = "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
	for i, a := range []struct{ published, more string }{
		{"2026-11-01", ""},
		{"2026-10-01", "severity: [{vector: " + high + "}]"},
		{"2026-09-01", "severity: [{vector: " + critical + "}]\nwithdrawn: {date: 2026-09-02, reason: R}"},
		{"2025-12-01", "severity: [{vector: " + critical + "}]"},
		{"2025-11-01", "severity: [{vector: " + high + "}]"},
		{"2025-10-31", "severity: [{vector: " + critical + "}]"},
	} {
		archive += fmt.Sprintf("-- advisories/E-%[1]d/advisory.md --\n---\nid: E-%[1]d\ntitle: T\ndisclose_at: %[2]sT00:00:00Z\n%[3]s\n---\n## Overview\n\nText.\n", i+1, a.published, a.more)
	}
	files := render(t, testsite.Site(t, archive, asOf))
	_, severe, ok := strings.Cut(string(files["index.html"]), ">Most severe</h2>")
	if !ok {
		t.Fatal("there is no list of the most severe")
	}
	severe, _, _ = strings.Cut(severe, "</section>")
	var got []string
	for _, part := range strings.Split(severe, `class="id">`)[1:] {
		id, _, _ := strings.Cut(part, "<")
		got = append(got, id)
	}
	if want := []string{"E-4", "E-2", "E-5"}; !slices.Equal(got, want) {
		t.Errorf("the most severe are %v, want %v", got, want)
	}
}
