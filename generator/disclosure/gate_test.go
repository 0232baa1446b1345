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
