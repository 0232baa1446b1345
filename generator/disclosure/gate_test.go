package disclosure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
)

const base = `
-- publisher.yaml --
name: {ja: 例, en: Example}
base_url: https://advisories.example.org/
languages: [ja, en]
time_zone: Asia/Tokyo
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex}
-- vendors/alpha.yaml --
name: Alpha
-- vendors/beta.yaml --
name: {ja: ベータ, en: Beta}
-- vendors/gamma.yaml --
name: Gamma
-- advisories/2026/EX11111111/advisory.md --
---
id: EX#11111111
title: 最初の件
disclose_at: 2026-03-01T12:00:00+09:00
aliases: [CVE-2026-1111]
notified: [alpha, beta]
revisions:
  - {number: 1, date: 2026-03-01, summary: 公開}
---
## 概要
最初の概要。
-- advisories/2026/EX11111111/advisory.en.md --
---
title: The first case
---
## Overview
The first overview.
-- advisories/2026/EX11111111/vendors/alpha.yaml --
status: affected
updated: 2026-02-20
statement: {ja: 修正版があります。, en: A fix is available.}
-- advisories/2026/EX11111111/vendors/beta.yaml --
status: not_affected
disclose_at: 2026-04-01T12:00:00+09:00
-- advisories/2026/EX11111111/vendors/alpha.next.yaml --
status: not_affected
disclose_at: 2026-05-01T12:00:00+09:00
-- advisories/2026/EX22222222/advisory.md --
---
id: EX#22222222
title: 二番目の件
disclose_at: 2026-06-01T12:00:00+09:00
notified: [alpha, gamma]
---
## 概要
二番目の概要。
-- advisories/EX33333333/advisory.md --
---
id: EX#33333333
title: 日時の決まっていない件
notified: [gamma]
---
`

func statuses(e *disclosure.Entry) string {
	var out []string
	for _, s := range e.Statuses() {
		out = append(out, s.Vendor().ID()+"="+s.Status().String())
	}
	return strings.Join(out, " ")
}

func TestTimeline(t *testing.T) {
	for _, c := range []struct{ asOf, want, vendors string }{
		{"2026-03-01T02:59:59.999999999Z", "", ""},
		{"2026-03-01T03:00:00Z", "EX#11111111: alpha=affected beta=unknown", "alpha beta"},
		{"2026-04-01T02:59:59Z", "EX#11111111: alpha=affected beta=unknown", "alpha beta"},
		{"2026-04-01T03:00:00Z", "EX#11111111: alpha=affected beta=not_affected", "alpha beta"},
		{"2026-05-01T03:00:00Z", "EX#11111111: alpha=not_affected beta=not_affected", "alpha beta"},
		{"2026-06-01T03:00:00.000000001Z", "EX#22222222: alpha=unknown gamma=unknown; EX#11111111: alpha=not_affected beta=not_affected", "alpha beta gamma"},
	} {
		site := testsite.Site(t, base, c.asOf)
		var got, vendors []string
		for _, e := range site.Entries() {
			got = append(got, e.ID()+": "+statuses(e))
		}
		for _, v := range site.Vendors() {
			vendors = append(vendors, v.ID())
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("at %s: %s, want %s", c.asOf, s, c.want)
		}
		if s := strings.Join(vendors, " "); s != c.vendors {
			t.Errorf("at %s: vendors %s, want %s", c.asOf, s, c.vendors)
		}
	}
}

// Products, CVEs and weaknesses are those of what is disclosed, and of the
// versions of it that are.
func TestSubjects(t *testing.T) {
	with := strings.NewReplacer(
		"notified: [alpha, beta]\n", "notified: [alpha, beta]\ncwe: [CWE-79]\nproducts: [{vendor: alpha, name: Router, versions: \"1\"}, {name: Other}]\n",
		"updated: 2026-02-20\n", "products: [{name: ROUTER, versions: \"1.0\"}, {name: Switch}]\nby_cve: {CVE-2026-1111: not_affected}\n",
		"disclose_at: 2026-04-01T12:00:00+09:00\n", "disclose_at: 2026-04-01T12:00:00+09:00\nproducts: [{name: Lamp}]\n",
		"notified: [alpha, gamma]\n", "notified: [alpha, gamma]\naliases: [CVE-2026-1111]\ncwe: [CWE-89, CWE-79]\nproducts: [{vendor: alpha, name: Ｒｏｕｔｅｒ, versions: \"2\"}]\n",
		"notified: [gamma]\n", "notified: [gamma]\naliases: [CVE-2026-9999]\ncwe: [CWE-1]\nproducts: [{vendor: gamma, name: Secret}]\n",
	).Replace(base)
	for _, c := range []struct{ asOf, products, subjects string }{
		{"2026-03-01T02:59:59Z", "", ""},
		{"2026-03-01T03:00:00Z",
			"alpha/router=EX#11111111(1,1.0) alpha/switch=EX#11111111() no_vendor/other=EX#11111111()",
			"CVE-2026-1111=EX#11111111 CWE-79=EX#11111111 alpha:not_affected"},
		{"2026-05-01T03:00:00Z", // beta's record came, alpha's was replaced
			"alpha/router=EX#11111111(1) beta/lamp=EX#11111111() no_vendor/other=EX#11111111()",
			"CVE-2026-1111=EX#11111111 CWE-79=EX#11111111 alpha:not_affected"},
		{"2026-06-01T03:00:00Z",
			"alpha/router=EX#22222222(2),EX#11111111(1) beta/lamp=EX#11111111() no_vendor/other=EX#11111111()",
			"CVE-2026-1111=EX#22222222,EX#11111111 CWE-79=EX#22222222,EX#11111111 CWE-89=EX#22222222 alpha:unknown"},
	} {
		site := testsite.Site(t, with, c.asOf)
		var products, subjects []string
		for _, p := range site.Products() {
			var in []string
			for _, e := range p.Entries() {
				var versions []string
				for _, v := range e.Versions() {
					s, _ := v.In(advisory.Japanese)
					versions = append(versions, s)
				}
				in = append(in, e.Entry().ID()+"("+strings.Join(versions, ",")+")")
			}
			products = append(products, strings.Trim(strings.TrimPrefix(p.Path(), "products/"), "/")+"="+strings.Join(in, ","))
		}
		for _, s := range append(site.CVEs(), site.CWEs()...) {
			var in []string
			for _, e := range s.Entries() {
				in = append(in, e.ID())
			}
			subjects = append(subjects, s.ID()+"="+strings.Join(in, ","))
		}
		if len(site.Entries()) > 0 {
			status, _ := site.Entries()[0].Status(site.Vendors()[0])
			subjects = append(subjects, "alpha:"+status.For("CVE-2026-1111").String())
		}
		if s := strings.Join(products, " "); s != c.products {
			t.Errorf("at %s: products\n%s, want\n%s", c.asOf, s, c.products)
		}
		if s := strings.Join(subjects, " "); s != c.subjects {
			t.Errorf("at %s: subjects\n%s, want\n%s", c.asOf, s, c.subjects)
		}
	}
}

func TestUpdatedIsNeverBeforeDisclosure(t *testing.T) {
	for _, c := range []struct{ asOf, want string }{
		{"2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z"}, // not alpha's 2026-02-20
		{"2026-04-15T00:00:00Z", "2026-04-01T03:00:00Z"}, // beta's record came
		{"2026-05-15T00:00:00Z", "2026-05-01T03:00:00Z"}, // alpha's update came
	} {
		site := testsite.Site(t, base, c.asOf)
		if got := advisory.Stamp(site.Entries()[0].Updated()); got != c.want {
			t.Errorf("at %s: updated %s, want %s", c.asOf, got, c.want)
		}
		for _, a := range testsite.Advisories(t, site) {
			for _, r := range a.Records() {
				if !r.Silent() && (r.Updated().Before(a.Published()) || r.Changed().Time().Before(a.Published())) {
					t.Errorf("at %s: record of %s is dated before its disclosure", c.asOf, r.Vendor().ID())
				}
			}
		}
	}
}

func TestAdvisoryIsWhole(t *testing.T) {
	site := testsite.Site(t, base, "2026-03-02T00:00:00Z")
	a := testsite.Advisories(t, site)[0]
	if title, lang := a.Title().In(advisory.English); title != "The first case" || lang != advisory.English {
		t.Errorf("title %q in %s", title, lang)
	}
	html, _ := a.Section(advisory.Overview).In(advisory.Japanese)
	if html.Text() != "最初の概要。" {
		t.Errorf("overview %q", html.Text())
	}
	if text, _ := a.Summary().In(advisory.English); text != "The first overview." {
		t.Errorf("summary %q", text)
	}
	if !a.Published().Equal(time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("published %s", a.Published())
	}
	beta := a.Records()[1]
	if !beta.Silent() || beta.Status() != advisory.Unknown || !beta.Statement().IsZero() {
		t.Errorf("a held record shows: %+v", beta)
	}
}
