package amend

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/templates"
)

// public gives every output file of a repository; ok is false if it has errors,
// so that nothing is built of it.
func public(t testing.TB, files fs.FS, now, asOf time.Time) (out map[string]string, ok bool) {
	t.Helper()
	c, list, err := catalog.Open(files, check.Options{Now: now, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	if list.Errors() > 0 {
		return nil, false
	}
	site, err := disclosure.Gate(c, asOf)
	if err != nil {
		t.Fatal(err)
	}
	var sink artifact.Memory
	if err := generator.Render(site, templates.FS, 0, &sink); err != nil {
		t.Fatal(err)
	}
	out = map[string]string{}
	for _, f := range sink.Files() {
		out[f.Path] = string(f.Data)
	}
	return out, true
}

// differs names a file in which two outputs differ, or is "".
func differs(a, b map[string]string) string {
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if a[name] != b[name] {
			return name
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d and %d files", len(a), len(b))
	}
	return ""
}

// after gives the files after some steps.
func after(t testing.TB, files fstest.MapFS, steps []step) fstest.MapFS {
	t.Helper()
	out := maps.Clone(files)
	for _, s := range steps {
		switch {
		case s.remove:
			if out[s.path] == nil {
				t.Fatalf("%s is removed and is not there", s.path)
			}
			delete(out, s.path)
		case s.from != "":
			out[s.path] = out[s.from]
			delete(out, s.from)
		default:
			out[s.path] = &fstest.MapFile{Data: s.data, Mode: 0o644}
		}
	}
	return out
}

func sameTree(a, b fstest.MapFS) string {
	for _, pair := range [][2]fstest.MapFS{{a, b}, {b, a}} {
		for name, f := range pair[0] {
			if other := pair[1][name]; other == nil || !bytes.Equal(f.Data, other.Data) {
				return name
			}
		}
	}
	return ""
}

// sign puts signatures beside some records.
func sign(files fstest.MapFS, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 9))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Base(path.Dir(name)) == "vendors" && strings.HasPrefix(name, "advisories/") && rng.IntN(2) == 0 {
			files[name+signatures[rng.IntN(2)]] = &fstest.MapFile{Data: []byte("signature of " + name), Mode: 0o644}
		}
	}
}

// untold takes the revisions out of staged updates, so that no date in them
// tells when they were made.
func untold(files fstest.MapFS) {
	for name, f := range files {
		if path.Base(name) == "advisory.next.md" {
			data := regexp.MustCompile("(?m)^revisions:.*\n(?:  .*\n)*").ReplaceAll(f.Data, nil)
			files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
	}
}

// TestPromoteChangesNothingPublic: promoting changes no byte of any output, the
// content passes check, and nothing that has passed is staged any more. And if
// it is interrupted after any of its steps, the output is the same or nothing
// is built, and promoting again gives the same files.
func TestPromoteChangesNothingPublic(t *testing.T) {
	seeds, promoted, tried, closed := uint64(24), 0, 0, 0
	if testing.Short() {
		seeds = 18
	}
	for seed := range seeds {
		r := heldsite.New(seed)
		sign(r.Files, seed)
		if seed%2 == 0 {
			untold(r.Files)
		}
		want, ok := public(t, r.Files, r.Now, r.Now)
		if !ok {
			t.Fatalf("seed %d: the repository has problems", seed)
		}
		ch := promote(t, r.Files, r.Now)
		promoted += len(ch.steps)
		done := after(t, r.Files, ch.steps)
		got, ok := public(t, done, r.Now, r.Now)
		if !ok {
			t.Fatalf("seed %d: problems after promotion", seed)
		}
		if name := differs(want, got); name != "" {
			t.Fatalf("seed %d: %s differs", seed, name)
		}
		if again := promote(t, done, r.Now); len(again.steps) > 0 {
			t.Errorf("seed %d: promoting again does %v", seed, again.Lines)
		}
		for k := range ch.steps {
			if seed%4 != 0 {
				break // it takes long
			}
			tried++
			part := after(t, r.Files, ch.steps[:k])
			switch got, ok := public(t, part, r.Now, r.Now); {
			case !ok:
				closed++
			case differs(want, got) != "":
				t.Fatalf("seed %d: after %d of the steps %v: %s differs", seed, k, ch.Lines, differs(want, got))
			}
			rest := after(t, part, promote(t, part, r.Now).steps)
			if name := sameTree(done, rest); name != "" {
				t.Fatalf("seed %d: interrupted after %d steps and done again, %s differs", seed, k, name)
			}
		}
	}
	t.Logf("%d steps, interrupted %d times, after %d of these nothing is built", promoted, tried, closed)
	if promoted == 0 || closed == 0 || closed == tried {
		t.Error("the property was not tried")
	}
}

func promote(t testing.TB, files fstest.MapFS, now time.Time) *Change {
	t.Helper()
	c, err := open(files, now)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := c.Promote(nil)
	if err != nil {
		if r, ok := err.(*Refusal); ok {
			t.Log(r.Problems)
		}
		t.Fatal(err)
	}
	return ch
}

const mainText = `---
id: EX#1
title: Old # comment of the old text
disclose_at: 2026-03-01T12:00:00+09:00
handling_started: 2026-01-01
extensions:
  # after the second call
  - to: 2026-03-01T12:00:00+09:00
    recorded: 2026-02-01
    reason: "Testing."
# behind it
revisions: []
---
## Overview
Old.
`

const nextText = `---
# yaml-language-server: $schema=x
id: EX#1
title: New
disclose_at: 2026-05-01T12:00:00+09:00   # with the patch
extensions: # of the update
- {to: 2026-05-01T12:00:00+09:00, recorded: 2026-04-01, reason: x}
revisions:
  - {number: 1, date: 2026-05-01, summary: New} # by hand
---
## Overview
New.
`

// TestFold shows the file that takes the place of the two.
func TestFold(t *testing.T) {
	const want = `---
# yaml-language-server: $schema=x
id: EX#1
title: New
disclose_at: 2026-03-01T12:00:00+09:00   # with the patch
updated: 2026-05-01T12:00:00+09:00
# extensions: # of the update
# - {to: 2026-05-01T12:00:00+09:00, recorded: 2026-04-01, reason: x}
revisions:
  - {number: 1, date: 2026-05-01, summary: New} # by hand
handling_started: 2026-01-01
extensions:
  # after the second call
  - to: 2026-03-01T12:00:00+09:00
    recorded: 2026-02-01
    reason: "Testing."
---
## Overview
New.
`
	for _, text := range []string{mainText, want} { // the second time after an interruption
		main, err := parse("advisory.md", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		next, err := parse("advisory.next.md", []byte(nextText))
		if err != nil {
			t.Fatal(err)
		}
		if err := fold(main, next, false); err != nil {
			t.Fatal(err)
		}
		if string(next.data) != want {
			t.Errorf("%s", next.data)
		}
	}
}
