package proof

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
)

// The repository of proof 5: everything in it is public. One thing at a time
// is broken: the advisory TWO, its staged update, or a record in it.
const closedSite = `
-- publisher.yaml --
name: Example
base_url: https://advisories.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex}
-- vendors/alpha.yaml --
name: Alpha
-- advisories/EX11111111/advisory.md --
---
id: EX#11111111
title: open
disclose_at: 2020-01-01T00:00:00Z
---
-- advisories/EX22222222/advisory.md --
---
id: EX#22222222
title: open too
disclose_at: 2021-01-01T00:00:00Z
notified: [alpha]
---
-- advisories/EX22222222/advisory.next.md --
---
id: EX#22222222
title: changed
disclose_at: 2022-01-01T00:00:00Z
notified: [alpha]
---
-- advisories/EX22222222/vendors/alpha.yaml --
status: affected
disclose_at: 2021-06-01T00:00:00Z
-- advisories/EX22222222/vendors/alpha.next.yaml --
status: not_affected
disclose_at: 2022-06-01T00:00:00Z
`

const (
	closedMain   = "advisories/EX22222222/advisory.md"
	closedNext   = "advisories/EX22222222/advisory.next.md"
	closedRecord = "advisories/EX22222222/vendors/alpha.yaml"
	closedUpdate = "advisories/EX22222222/vendors/alpha.next.yaml"
)

// badInstants are what stands behind "disclose_at:"; many of them are in the
// past for somebody who is careless.
var badInstants = map[string]string{
	"a date only": "2021-01-01", "a slash date": "2021/01/01", "a German date": "01.01.2021 00:00", "a year": "2021", "a month": "2021-01",
	"no offset": "2021-01-01T00:00:00", "minutes only": "2021-01-01T00:00Z", "hour only": "2021-01-01T00Z", "no colons": "20210101T000000Z",
	"month 13": "2021-13-01T00:00:00Z", "month 0": "2021-00-01T00:00:00Z", "day 0": "2021-01-00T00:00:00Z", "day 32": "2021-01-32T00:00:00Z",
	"30 February": "2021-02-30T00:00:00Z", "29 February of no leap year": "2021-02-29T00:00:00Z", "31 April": "2021-04-31T00:00:00Z",
	"24:00": "2021-01-01T24:00:00Z", "hour 25": "2021-01-01T25:00:00Z", "minute 60": "2021-01-01T00:60:00Z", "a leap second": "2016-12-31T23:59:60Z",
	"a fraction": "2021-01-01T00:00:00.5Z", "a comma fraction": "2021-01-01T00:00:00,5Z", "small t": "2021-01-01t00:00:00Z", "small z": "2021-01-01T00:00:00z",
	"a space for T": "2021-01-01 00:00:00Z", "a space before the offset": "2021-01-01T00:00:00 +09:00", "minus zero": "2021-01-01T00:00:00-00:00",
	"offset +15:00": "2021-01-01T00:00:00+15:00", "offset -13:00": "2021-01-01T00:00:00-13:00", "offset +09:17": "2021-01-01T00:00:00+09:17", "offset +0900": "2021-01-01T00:00:00+0900",
	"offset +09": "2021-01-01T00:00:00+09", "offset JST": "2021-01-01T00:00:00 JST", "a zone's name": "2021-01-01T00:00:00[Asia/Tokyo]", "two offsets": "2021-01-01T00:00:00Z+09:00",
	"a Unicode minus": "2021-01-01T00:00:00−05:00", "full-width digits": "２０２１-01-01T00:00:00Z", "full-width colons": "2021-01-01T00：00：00Z", "Arabic digits": "٢٠٢١-01-01T00:00:00Z",
	"an era": "令和3年1月1日", "a week date": "2021-W01-1T00:00:00Z", "a day of the year": "2021-001T00:00:00Z", "seconds since 1970": "1609459200", "year 0": "0000-01-01T00:00:00Z",
	"year 1969": "1969-12-31T23:59:59Z", "five digits of a year": "02021-01-01T00:00:00Z", "a negative year": "-2021-01-01T00:00:00Z", "words": "yesterday", "now": "now", "never": "never",
	"true": "true", "zero": "0", "a tilde": "~", "null": "null", "nothing": "", "an empty text": `""`, "a quoted space": `" "`, "a trailing space in quotes": `"2021-01-01T00:00:00Z "`,
	"a leading tab in quotes": `"\t2021-01-01T00:00:00Z"`, "quotes in quotes": `"'2021-01-01T00:00:00Z'"`, "half a quote": `"2021-01-01T00:00:00Z`, "a tab for indentation": "\n\t2021-01-01T00:00:00Z",
	"a list": "[2021-01-01T00:00:00Z]", "a list of two": "[2021-01-01T00:00:00Z, 2031-01-01T00:00:00Z]", "a map": "{at: 2021-01-01T00:00:00Z}", "an alias of nothing": "*when",
	"an anchor": "&when 2021-01-01T00:00:00Z", "a tag": "!!timestamp 2021-01-01T00:00:00Z", "a block text": "|\n  2021-01-01T00:00:00Z\n  x", "a twice given key": "2021-01-01T00:00:00Z\ndisclose_at: 2021-01-02T00:00:00Z",
	"a twice given key, one empty": "2021-01-01T00:00:00Z\ndisclose_at:", "a merge key": "2021-01-01T00:00:00Z\n<<: {x: y}", "an invisible character": "2021-01-01T00:00:00Z\u200b", "a no-break space": "2021-01-01T00:00:00Z\u00a0",
	"a byte order mark": "\ufeff2021-01-01T00:00:00Z", "a bidirectional control": "\u202e2021-01-01T00:00:00Z", "no UTF-8": "2021-01-01T00:00:00Z\xff", "a zero byte": "2021-01-01T00:00:00Z\x00",
}

// badStates are files that are broken as a whole.
var badStates = map[string]func(data string) *fstest.MapFile{
	"an empty file":            func(string) *fstest.MapFile { return file("") },
	"a file of spaces":         func(string) *fstest.MapFile { return file(" \n\n") },
	"half a file":              func(s string) *fstest.MapFile { return file(s[:len(s)/2]) },
	"a merge conflict":         func(s string) *fstest.MapFile { return file("<<<<<<< HEAD\n" + s + "=======\n" + s + ">>>>>>> b\n") },
	"a page of an error":       func(string) *fstest.MapFile { return file("<html><title>502</title></html>") },
	"UTF-16":                   func(s string) *fstest.MapFile { return file("\xff\xfe" + strings.Join(strings.Split(s, ""), "\x00")) },
	"zero bytes":               func(s string) *fstest.MapFile { return file(strings.Repeat("\x00", len(s))) },
	"too long a file":          func(s string) *fstest.MapFile { return file(s + strings.Repeat("# x\n", 1<<20)) },
	"a directory in its place": func(string) *fstest.MapFile { return &fstest.MapFile{Mode: os.ModeDir | 0o755} },
}

func file(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s), Mode: 0o644} }

// broken is a case: one file of the site that cannot be understood.
type broken struct {
	name, path string
	file       *fstest.MapFile
}

func brokenCases(base fstest.MapFS) []broken {
	var cases []broken
	for _, target := range []string{closedMain, closedNext, closedRecord, closedUpdate} {
		data := string(base[target].Data)
		before, rest, _ := strings.Cut(data, "disclose_at: ")
		_, after, _ := strings.Cut(rest, "\n")
		for name, value := range badInstants {
			cases = append(cases, broken{name, target, file(before + "disclose_at: " + value + "\n" + after)})
		}
		for name, state := range badStates {
			cases = append(cases, broken{name, target, state(data)})
		}
	}
	slices.SortFunc(cases, func(a, b broken) int { return strings.Compare(a.name+a.path, b.name+b.path) })
	return cases
}

// TestHeldInProcess is proof 5 without the command, quick enough for all cases:
// held without a date, an error, and no site.
func TestHeldInProcess(t *testing.T) {
	base := testsite.Files(closedSite)
	cases := brokenCases(base)
	parallel(len(cases), func(i int) {
		if !whole && i%4 != 0 {
			return
		}
		c := cases[i]
		content := maps.Clone(base)
		content[c.path] = c.file
		got, list, err := catalog.Open(content, check.Options{Now: then, AsOf: then, Jobs: 1})
		if err != nil || list.Errors() == 0 {
			t.Errorf("%s in %s: %v, no problem", c.name, c.path, err)
			return
		}
		if site, err := disclosure.Gate(got, then); site != nil || !errors.Is(err, disclosure.ErrUnsound) {
			t.Errorf("%s in %s: the gate opens (%v)", c.name, c.path, err)
		}
		if !slices.ContainsFunc(got.Held(then), func(h catalog.Held) bool {
			_, agreed := h.From.Agreed()
			return h.Path == c.path && !agreed
		}) {
			t.Errorf("%s in %s is not held without a date", c.name, c.path)
		}
	})
}

// TestFailClosed is proof 5: whatever cannot be understood is held, listed as
// such, and stops check and build; the output stays as it is.
func TestFailClosed(t *testing.T) {
	base := testsite.Files(closedSite)
	cases := brokenCases(base)
	dir := scratch(t)
	write(t, filepath.Join(dir, "good"), base)
	if got := run(t, dir, nil, "build", "--content", "good", "--out", "template"); got.code != 0 || !strings.Contains(got.stdout, "2 advisories, 1 vendor record:") {
		t.Fatal(got)
	}
	var tried atomic.Int64
	parallel(len(cases), func(i int) {
		c := cases[i]
		if !whole && (i*7)%len(cases) >= 8 {
			return
		}
		here := filepath.Join(dir, "case", strings.ReplaceAll(c.path, "/", "-")+strings.ReplaceAll(c.name, "/", "-"))
		content := maps.Clone(base)
		content[c.path] = c.file
		writeModes(t, filepath.Join(here, "content"), content)
		copyFolder(t, filepath.Join(dir, "template"), filepath.Join(here, "out"))
		copyFolder(t, filepath.Join(dir, "template.advgen"), filepath.Join(here, "out.advgen"))
		closed(t, here, c.name, c.path)
		os.RemoveAll(here)
		tried.Add(1)
	})
	figures(t, "5 fail closed: %s cases of %d broken dates and %d broken states: all held, all exit 1, output untouched", thousands(tried.Load()), len(badInstants), len(badStates))
}

// closed runs held, check and build on a case.
func closed(t *testing.T, dir, name, path string) {
	before := published(t, filepath.Join(dir, "out"))
	held := run(t, dir, nil, "held", "--format", "json")
	if held.code != 1 {
		t.Errorf("%s in %s: held gives exit %d", name, path, held.code)
	}
	var list struct {
		Held []struct {
			Path       string
			DiscloseAt *string `json:"disclose_at"`
		}
	}
	if err := json.Unmarshal([]byte(held.stdout), &list); err != nil {
		t.Errorf("%s in %s: held says %q (%v)", name, path, held.stdout, err)
		return
	}
	listed := false
	for _, h := range list.Held {
		listed = listed || h.Path == path && h.DiscloseAt == nil
	}
	if !listed {
		t.Errorf("%s in %s is not listed as held without a date: %s", name, path, held.stdout)
	}
	for _, args := range [][]string{{"check"}, {"build", "--out", "out"}} {
		if got := run(t, dir, nil, args...); got.code != 1 {
			t.Errorf("%s in %s: %v gives exit %d\n%s%s", name, path, args, got.code, got.stdout, got.stderr)
		}
	}
	if diff := difference(before, published(t, filepath.Join(dir, "out"))); diff != "" {
		t.Errorf("%s in %s: the output is touched: %s", name, path, diff)
	}
}

// writeModes is write for repositories with folders in odd places.
func writeModes(t *testing.T, dir string, content fstest.MapFS) {
	plain := fstest.MapFS{}
	for name, f := range content {
		if f.Mode.IsDir() {
			if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
				t.Error(err)
			}
			continue
		}
		plain[name] = f
	}
	write(t, dir, plain)
}

func copyFolder(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}
