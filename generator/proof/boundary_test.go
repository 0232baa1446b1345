package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/testsite"
)

// The repository of proof 2: an old advisory, and an advisory, a record and
// two staged updates that become public at one instant.
const boundaryBase = `
-- publisher.yaml --
name: {ja: 例, en: Example}
base_url: https://advisories.example.org/
languages: [ja, en]
time_zone: America/New_York
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex}
-- vendors/alpha.yaml --
name: Alpha
-- vendors/beta.yaml --
name: Beta
-- advisories/EX11111111/advisory.md --
---
id: EX#11111111
title: old
disclose_at: 2020-01-01T00:00:00Z
notified: [alpha, beta]
---
-- advisories/EX11111111/vendors/alpha.yaml --
status: affected
`

const boundaryHeld = `
-- vendors/gamma.yaml --
name: tokenvendor
-- advisories/EX11111111/advisory.next.md --
---
id: EX#11111111
title: tokenupdate
disclose_at: INSTANT
notified: [alpha, beta]
---
-- advisories/EX11111111/vendors/alpha.next.yaml --
status: not_affected
statement: tokenrecordupdate
disclose_at: INSTANT
-- advisories/EX11111111/vendors/beta.yaml --
status: informed
statement: tokenrecord
disclose_at: INSTANT
-- advisories/EX22222222/advisory.md --
---
id: EX#22222222
title: tokenadvisory
disclose_at: INSTANT
notified: [gamma]
---
`

var boundaryTokens = []string{"tokenvendor", "tokenupdate", "tokenrecordupdate", "tokenrecord", "tokenadvisory", "EX22222222"}

// zones are offsets of twelve places on earth.
var zones = []int{-12 * 60, -9*60 - 30, -5 * 60, -3*60 - 30, 0, 60, 3*60 + 30, 5*60 + 30, 5*60 + 45, 9 * 60, 12*60 + 45, 14 * 60}

// edges are instants at which clocks and calendars are odd.
var edges = []time.Time{
	time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),     // a leap day begins
	time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC),  // and ends
	time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),      //
	time.Date(2023, 12, 31, 23, 59, 59, 0, time.UTC), // a year ends
	time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),      // and begins
	time.Date(2023, 12, 31, 15, 0, 0, 0, time.UTC),   // in Tokyo it begins
	time.Date(2024, 3, 10, 7, 0, 0, 0, time.UTC),     // New York puts its clocks forward
	time.Date(2023, 11, 5, 5, 30, 0, 0, time.UTC),    // the hour that New York has twice
	time.Date(2023, 11, 5, 6, 30, 0, 0, time.UTC),    //
	time.Date(2024, 11, 24, 3, 0, 0, 0, time.UTC),    // noon in Tokyo
}

func boundary(stamp string) (all, open fstest.MapFS) {
	open = testsite.Files(boundaryBase)
	all = testsite.Files(boundaryBase + strings.ReplaceAll(boundaryHeld, "INSTANT", stamp))
	return all, open
}

// TestBoundary is proof 2: what is held until T is not there one nanosecond
// before T, and is there at T, in whatever offset T was written and wherever
// the machine stands.
func TestBoundary(t *testing.T) {
	var cases atomic.Int64
	parallel(len(edges)*len(zones), func(i int) {
		if !whole && i%17 != 0 {
			return
		}
		at := edges[i/len(zones)]
		stamp := at.In(time.FixedZone("", zones[i%len(zones)]*60)).Format("2006-01-02T15:04:05-07:00")
		all, open := boundary(stamp)
		before := render(t, all, then.AddDate(1, 0, 0), at.Add(-1))
		if diff := difference(before, render(t, open, then.AddDate(1, 0, 0), at.Add(-1))); diff != "" {
			t.Errorf("%s: a nanosecond early it shows: %s", stamp, diff)
		}
		on, after := render(t, all, then.AddDate(1, 0, 0), at), render(t, all, then.AddDate(1, 0, 0), at.Add(1))
		if diff := difference(on, after); diff != "" {
			t.Errorf("%s: at the instant it is not as a nanosecond later: %s", stamp, diff)
		}
		for _, token := range boundaryTokens {
			if !strings.Contains(joined(on), token) {
				t.Errorf("%s: at the instant there is no %s", stamp, token)
			}
		}
		cases.Add(3)
	})
	places := boundaryPlaces(t)
	clock := "the real clock"
	if whole {
		clock = boundaryClock(t)
	}
	figures(t, "2 boundary: %s builds at %d instants in %d offsets, one nanosecond before, at and after; %d by the command in %d time zones and locales, identical; %s",
		thousands(cases.Load()), len(edges), len(zones), places[0], places[1], clock)
}

// boundaryPlaces runs the command where time zone and locale differ: the
// boundary is the same, and every byte.
func boundaryPlaces(t *testing.T) (counts [2]int) {
	environments := [][]string{
		{"TZ=UTC", "LC_ALL=C"}, {"TZ=Asia/Tokyo", "LC_ALL=ja_JP.UTF-8", "LANG=ja_JP.UTF-8"}, {"TZ=America/St_Johns", "LC_ALL=de_DE.UTF-8"},
		{"TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"}, {"TZ=Etc/GMT+12", "LC_ALL=POSIX"}, {"TZ=Nowhere/Atall", "LC_ALL=xx"},
		{"TZ=:/etc/localtime", "LANG=ar_EG.UTF-8"}, {"TZ=", "LC_ALL="},
	}[:size(2, 8)]
	dir := scratch(t)
	for n, at := range edges[:size(1, len(edges))] {
		all, _ := boundary(at.Format(time.RFC3339))
		content := filepath.Join(dir, fmt.Sprint(n))
		write(t, content, all)
		for _, shift := range []time.Duration{-1, 0, 1} {
			var first files
			for i, env := range environments {
				if n > 0 && i > 2 && (n+i)%3 != 0 {
					continue // all places at the first instant, some at the others
				}
				out := filepath.Join(dir, fmt.Sprintf("%d-%d-%d", n, shift+1, i))
				got := run(t, dir, env, "build", "--quiet", "--content", content, "--out", out, "--as-of", instant(at.Add(shift)))
				tree := published(t, out)
				tree["<stdout>"], tree["<stderr>"] = got.stdout, got.stderr
				if first == nil {
					first = tree
				}
				if diff := difference(first, tree); diff != "" || got.code != 0 {
					t.Errorf("%v, %s %+d ns: exit %d, %s, %s", env, instant(at), shift, got.code, diff, got.stderr)
				}
				_, there := tree["ex/EX22222222/index.html"]
				if there != (shift >= 0) {
					t.Errorf("%v, %s %+d ns: the page is there: %v", env, instant(at), shift, there)
				}
				os.RemoveAll(out)
				counts[0]++
			}
		}
	}
	counts[1] = len(environments)
	return counts
}

// boundaryClock builds over and over by the real clock, until the advisory is
// public.
func boundaryClock(t *testing.T) string {
	dir := scratch(t)
	at := time.Now().Truncate(time.Second).Add(3 * time.Second)
	all, _ := boundary(at.Format(time.RFC3339))
	write(t, filepath.Join(dir, "content"), all)
	builds := 0
	for {
		begun := time.Now()
		got := run(t, dir, nil, "build", "--quiet", "--content", "content", "--out", "out")
		ended := time.Now()
		_, err := os.Stat(filepath.Join(dir, "out/ex/EX22222222/index.html"))
		builds++
		switch {
		case got.code != 0:
			t.Fatal(got.stderr)
		case err == nil && ended.Before(at):
			t.Fatalf("public %s early", at.Sub(ended))
		case err != nil && !begun.Before(at):
			t.Fatalf("held %s late", begun.Sub(at))
		case err == nil:
			return fmt.Sprintf("%d builds by the real clock, public in the first that began after its instant", builds)
		}
	}
}
