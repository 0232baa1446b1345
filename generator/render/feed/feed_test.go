package feed

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// init puts the machine far from UTC: where it stands may not show.
func init() { time.Local = time.FixedZone("far", 13*60*60) }

var update = flag.Bool("update", false, "write the golden files anew")

func small(t *testing.T) *disclosure.Site {
	t.Helper()
	archive, err := os.ReadFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return testsite.Site(t, string(archive), "2026-06-01T00:00:00Z")
}

func rendered(t *testing.T, site *disclosure.Site) *artifact.Memory {
	t.Helper()
	var out artifact.Memory
	if err := Render(site, &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

// TestGolden shows what readers get: a feed in the second language, with a
// text that is only in the first, and an archive document.
func TestGolden(t *testing.T) {
	out := rendered(t, small(t))
	for _, name := range []string{"en/feeds/all.atom", "feeds/all/2023.atom", "feeds/series/ta.atom"} {
		f, ok := out.Get(name)
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		golden := path.Join("testdata", strings.ReplaceAll(name, "/", "_"))
		if *update {
			if err := os.WriteFile(golden, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(f.Data) {
			t.Errorf("%s is\n%s", name, f.Data)
		}
	}
}

func TestWhichFeeds(t *testing.T) {
	var got []string
	for _, f := range rendered(t, small(t)).Files() {
		if f.Class != artifact.Feed {
			t.Errorf("%s has class %s", f.Path, f.Class)
		}
		if !strings.HasPrefix(f.Path, "en/") {
			got = append(got, f.Path)
		}
	}
	// 2023: the new year began in Tokyo, not yet in UTC. Every series has a
	// feed, the vendors of the held advisory have none of it.
	want := []string{"feeds/all.atom", "feeds/all/2023.atom", "feeds/series/ex.atom", "feeds/series/ex/2023.atom", "feeds/series/ta.atom",
		"feeds/vendors/alpha.atom", "feeds/vendors/alpha/2023.atom", "feeds/vendors/beta.atom", "feeds/vendors/gamma.atom"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestErrorOfTheSink(t *testing.T) {
	if err := Render(small(t), full{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Put(artifact.File) error { return errFull }

// TestRandomSites holds the feeds of random sites to RFC 4287, and to what a
// reader of them relies on.
func TestRandomSites(t *testing.T) {
	for seed := range uint64(15) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			site := randomsite.Site(t, seed, int(seed)*3)
			out := rendered(t, site)
			feeds := map[string]parsed{}
			for _, f := range out.Files() {
				feeds[f.Path] = parse(t, f)
			}
			p := site.Publisher()
			for _, lang := range p.Languages() {
				root := p.Root(lang)
				union(t, site, feeds, root+"feeds/all.atom", site.Entries())
				for _, s := range p.Series() {
					var want []*disclosure.Entry
					for _, e := range site.Entries() {
						if e.Series().Path() == s.Path() {
							want = append(want, e)
						}
					}
					union(t, site, feeds, root+"feeds/series/"+s.Path()+".atom", want)
				}
				for _, v := range site.Vendors() {
					union(t, site, feeds, root+"feeds/vendors/"+v.ID()+".atom", channel.EntriesOf(v))
				}
			}
			if len(feeds) != 0 {
				t.Errorf("there are feeds that nothing leads to: %v", feeds)
			}
		})
	}
}

// union follows a feed and its archives and checks that they hold exactly the
// wanted entries, each once, newest first. It takes the documents off feeds.
func union(t *testing.T, site *disclosure.Site, feeds map[string]parsed, name string, want []*disclosure.Entry) {
	t.Helper()
	p := site.Publisher()
	d, ok := feeds[name]
	if !ok {
		t.Errorf("there is no %s", name)
		return
	}
	window(t, p, d, want)
	wanted := map[string]*disclosure.Entry{}
	for _, e := range want {
		wanted[p.BaseURL()+p.Root(d.lang)+e.Path()] = e
	}
	previous := ""
	for at := name; ; d = feeds[at] {
		delete(feeds, at)
		if d.self != p.BaseURL()+at || d.archive != (at != name) || d.archive && d.current != p.BaseURL()+name || d.id != p.BaseURL() && !strings.HasPrefix(d.id, "tag:") {
			t.Errorf("%s: self %q, current %q, archive %v", at, d.self, d.current, d.archive)
		}
		for _, e := range d.entries {
			of := wanted[e.page]
			if of == nil || e.updated != advisory.Stamp(of.Updated()) || e.published != advisory.Stamp(of.Published()) {
				t.Errorf("%s: an entry of %s is there twice, or does not belong, or has another date", at, e.page)
			}
			delete(wanted, e.page)
			if previous != "" && previous < e.updated {
				t.Errorf("%s: %s stands after %s", at, e.updated, previous)
			}
			previous = e.updated
		}
		if d.prev == "" {
			break
		}
		next, ok := strings.CutPrefix(d.prev, p.BaseURL())
		older, there := feeds[next]
		if !ok || !there {
			t.Errorf("%s: the chain of archives is broken at %q", at, d.prev)
			return
		}
		if d.archive != (older.next == p.BaseURL()+at) {
			t.Errorf("%s: next-archive is %q", next, older.next)
		}
		at = next
	}
	if len(wanted) > 0 {
		t.Errorf("%s: %d entries are missing", name, len(wanted))
	}
}

// window checks which entries the feed itself holds.
func window(t *testing.T, p *disclosure.Publisher, d parsed, want []*disclosure.Entry) {
	t.Helper()
	days, least := p.FeedWindow()
	var newest time.Time
	for _, e := range want {
		newest = later(newest, e.Updated())
	}
	n := 0
	for _, e := range want {
		if e.Updated().Sub(newest.AddDate(0, 0, -days)) >= 0 {
			n++
		}
	}
	if n = max(n, min(least, len(want))); len(d.entries) != n {
		t.Errorf("%s has %d entries, want %d", d.name, len(d.entries), n)
	}
	if len(want) > 0 && d.updated != advisory.Stamp(newest) {
		t.Errorf("%s: updated %s, want %s", d.name, d.updated, advisory.Stamp(newest))
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// TestSameBytes renders twice, since the work is shared by several goroutines.
func TestSameBytes(t *testing.T) {
	site := randomsite.Site(t, 7, 60)
	if !rendered(t, site).Manifest().Equal(rendered(t, site).Manifest()) {
		t.Error("two renderings differ")
	}
}

// TestManyVendors bounds what a case with hundreds of vendors costs.
func TestManyVendors(t *testing.T) {
	var archive, ids strings.Builder
	archive.WriteString("-- publisher.yaml --\nname: Example\nbase_url: https://example.org/\nlanguages: [en]\ntime_zone: UTC\n" +
		"series:\n  - {prefix: X-, pattern: \"[0-9]+\", path: x}\n")
	for i := range 250 {
		fmt.Fprintf(&archive, "-- vendors/v%d.yaml --\nname: V%d\n", i, i)
		fmt.Fprintf(&ids, "v%d, ", i)
	}
	fmt.Fprintf(&archive, "-- advisories/X-1/advisory.md --\n---\nid: X-1\ntitle: T\ndisclose_at: 2026-01-01T00:00:00Z\nnotified: [%s]\n---\n", ids.String())
	archive.WriteString("-- advisories/X-1/vendors/v249.yaml --\nstatus: affected\n")
	f, _ := rendered(t, testsite.Site(t, archive.String(), "2026-02-01T00:00:00Z")).Get("feeds/all.atom")
	text := string(f.Data)
	if n := strings.Count(text, "&lt;li&gt;"); n != 101 {
		t.Errorf("%d lines", n)
	}
	if !strings.Contains(text, "and 150 more") || !strings.Contains(text, "Vulnerable: 1, Unknown: 249") {
		t.Error("what is left out is not told")
	}
	if strings.Index(text, "V249") > strings.Index(text, "V0&") {
		t.Error("the affected vendor does not come first")
	}
}
