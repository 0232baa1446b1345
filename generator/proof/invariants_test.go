package proof

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/testsite"
)

// transition is a publication from one state of the output to the next.
type transition struct {
	content  fstest.MapFS
	asOf     time.Time
	old, new files               // outputs, without state
	links    map[string][]string // of every version of a file: what it points at and must find
	classes  map[string]artifact.Class
	template string // a folder with the old output and its state
	want     files  // output and state after a clean build
}

// The site of proof 7: from old to new one advisory appears, one is changed by
// a staged update, one is recalled, and the rest stays.
const crashSite = `
-- publisher.yaml --
name: {ja: 例, en: Example}
base_url: https://advisories.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex}
feeds: {window_days: 3650, min_entries: 10}
-- vendors/alpha.yaml --
name: Alpha
-- vendors/beta.yaml --
name: Beta
-- advisories/EX11111111/advisory.md --
---
id: EX#11111111
title: stays
disclose_at: 2020-01-01T00:00:00Z
notified: [alpha]
---
-- advisories/EX22222222/advisory.md --
---
id: EX#22222222
title: changes
disclose_at: 2020-02-01T00:00:00Z
notified: [alpha]
---
-- advisories/EX22222222/advisory.next.md --
---
id: EX#22222222
title: changed
disclose_at: 2024-01-01T00:00:00Z
notified: [alpha, beta]
related: [EX#44444444]
---
-- advisories/EX33333333/advisory.md --
---
id: EX#33333333
title: got out
disclose_at: 2020-03-01T00:00:00Z
notified: [alpha]
---
-- advisories/EX44444444/advisory.md --
---
id: EX#44444444
title: appears
disclose_at: 2024-01-01T00:00:00Z
notified: [alpha, beta]
---
-- advisories/EX44444444/vendors/beta.yaml --
status: affected
statement: A fix is available.
`

var (
	crashBefore = time.Date(2023, 12, 31, 23, 59, 59, 0, time.UTC)
	crashAfter  = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
)

// crashTransition builds the old state into a template and the new one beside
// it. more is further content that both have.
func crashTransition(t *testing.T, dir string, more fstest.MapFS) *transition {
	before, after := testsite.Files(crashSite), testsite.Files(crashSite)
	maps.Copy(before, more)
	maps.Copy(after, more)
	const leaked = "advisories/EX33333333/advisory.md"
	after[leaked] = file(strings.Replace(string(after[leaked].Data), "notified:", "recalled: {date: 2023-12-01, reason: it got out}\nnotified:", 1))
	tr := &transition{content: after, asOf: crashAfter, template: filepath.Join(dir, "template"),
		links: map[string][]string{}, classes: map[string]artifact.Class{}}
	build(t, before, then, crashBefore, filepath.Join(tr.template, "out"))
	tr.old = read(t, filepath.Join(tr.template, "out"))
	clean := filepath.Join(dir, "clean", "out")
	build(t, before, then, crashBefore, clean)
	build(t, after, then, crashAfter, clean)
	tr.new, tr.want = read(t, clean), published(t, clean)
	if diff := difference(tr.new, outputOf(render(t, after, then, crashAfter))); diff != "" {
		t.Fatal(diff)
	}
	for _, state := range []string{clean, filepath.Join(tr.template, "out")} {
		m, err := artifact.ReadManifest(strings.NewReader(read(t, state+".advgen")[publish.ManifestName]))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range m.Files {
			tr.classes[e.Path] = e.Class
		}
	}
	for _, version := range []files{tr.old, tr.new} {
		for name, text := range version {
			tr.links[name+"\x00"+text] = slices.DeleteFunc(pointers(name, text), func(to string) bool { return !tr.mustFind(name, to) })
		}
		if err := tr.check(version); err != nil {
			t.Fatalf("before anything has failed: %v", err)
		}
	}
	return tr
}

// mustFind says whether a file may point at another only if that is there:
// lists, feeds and indexes at pages, and what a visitor could see before at
// what is new of its own kind. Pages point back at lists that come after them.
func (tr *transition) mustFind(name, to string) bool {
	_, seen := tr.old[name]
	return tr.classes[to] < tr.classes[name] || tr.classes[to] == tr.classes[name] && seen
}

func outputOf(all files) files {
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, "<state>/") })
	return all
}

var (
	attributes = regexp.MustCompile(`(?:href|src)="([^"#?]+)`)
	addresses  = regexp.MustCompile(`https://advisories\.example\.org/([^"<>\s#?,&\\]*)`)
)

// pointers lists the files of the site that a file points at.
func pointers(name, text string) []string {
	var out []string
	add := func(p string) {
		if p == "" || strings.HasSuffix(p, "/") || path.Ext(p) == "" {
			p = path.Join(p, "index.html")
		}
		out = append(out, path.Clean(p))
	}
	if strings.HasSuffix(name, ".html") {
		for _, m := range attributes.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(m[1], ":") {
				add(path.Join(path.Dir(name), m[1]) + map[bool]string{true: "/"}[strings.HasSuffix(m[1], "/")])
			}
		}
	}
	if !strings.HasPrefix(name, "schema/") {
		for _, m := range addresses.FindAllStringSubmatch(text, -1) {
			add(m[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// withheld says that a file is gone in the new state: a pointer at it may
// dangle for a moment, because what is withheld goes first.
func (tr *transition) withheld(name string) bool {
	_, was := tr.old[name]
	_, is := tr.new[name]
	return was && !is
}

// check says what is wrong with an output on the way from old to new:
// every file is whole, of one of the two, and nothing points at a page that is
// not there.
func (tr *transition) check(got files) error {
	for name, text := range got {
		if text != tr.old[name] && text != tr.new[name] || !tr.has(name) {
			return fmt.Errorf("%s is neither the old file nor the new one (%d bytes)", name, len(text))
		}
		for _, to := range tr.links[name+"\x00"+text] {
			if _, there := got[to]; !there && !tr.withheld(to) {
				return fmt.Errorf("%s points at %s, which is not there", name, to)
			}
		}
	}
	return nil
}

func (tr *transition) has(name string) bool {
	_, was := tr.old[name]
	_, is := tr.new[name]
	return was || is
}

// reset makes a folder equal to the old state.
func (tr *transition) reset(t testing.TB, dir string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	copyFolder(t, tr.template, dir)
}

// fetch reads pages all the while, as a visitor does, until told to stop: each
// must be whole, and what it points at must be there when asked for.
func (tr *transition) fetch(out string, seed uint64, stop <-chan struct{}) (fetched int, err error) {
	rng := rand.New(rand.NewPCG(seed, 3))
	var names []string
	for name := range tr.new {
		names = append(names, name)
	}
	slices.Sort(names)
	get := func(name string) (string, bool) {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		fetched++
		return string(data), err == nil
	}
	for {
		select {
		case <-stop:
			return fetched, nil
		case <-time.After(100 * time.Microsecond):
		}
		name := names[rng.IntN(len(names))]
		text, there := get(name)
		if !there {
			if _, always := tr.old[name]; always {
				return fetched, fmt.Errorf("a visitor asked for %s, and it was not there", name)
			}
			continue
		}
		if text != tr.old[name] && text != tr.new[name] {
			return fetched, fmt.Errorf("a visitor got %s by halves (%d bytes)", name, len(text))
		}
		if links := tr.links[name+"\x00"+text]; len(links) > 0 {
			to := links[rng.IntN(len(links))]
			if _, there := get(to); !there && !tr.withheld(to) {
				return fetched, fmt.Errorf("a visitor followed %s to %s, and it was not there", name, to)
			}
		}
	}
}

// publisher makes an output equal to the new state, asking fault before every
// file operation.
type publisher func(out string, fault func(op, path string) error) error

// writer puts one file into place.
type writer func(p, data string, fault func(op, path string) error) error

// ordered is a publisher without journal and staging: what is withheld goes,
// then files are written in an order.
func (tr *transition) ordered(order []string, put writer) publisher {
	return func(out string, fault func(op, path string) error) error {
		for name := range tr.old {
			if tr.withheld(name) && fault("remove", name) == nil {
				os.Remove(filepath.Join(out, filepath.FromSlash(name)))
			}
		}
		for _, name := range order {
			if tr.new[name] == tr.old[name] {
				continue
			}
			p := filepath.Join(out, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				return err
			}
			if err := put(p, tr.new[name], fault); err != nil {
				return err
			}
		}
		return nil
	}
}

// wrongPublishers are publishers with a fault that crash safety is about. The
// suite must notice each.
func wrongPublishers(tr *transition) map[string]publisher {
	byClass := slices.SortedFunc(maps.Keys(tr.new), func(a, b string) int {
		return cmp.Or(cmp.Compare(tr.classes[a], tr.classes[b]), strings.Compare(a, b))
	})
	reversed := slices.Clone(byClass)
	slices.Reverse(reversed)
	atomic := func(p, data string, fault func(op, path string) error) error {
		if err := fault("rename", p); err != nil {
			return err
		}
		return replaceFile(p, data)
	}
	return map[string]publisher{
		"indexes first": tr.ordered(reversed, atomic),
		"rename before content": tr.ordered(byClass, func(p, data string, fault func(op, path string) error) error {
			if err := errors.Join(replaceFile(p, ""), fault("write", p)); err != nil {
				return err
			}
			return os.WriteFile(p, []byte(data), 0o644)
		}),
		"writes in place": tr.ordered(byClass, func(p, data string, fault func(op, path string) error) error {
			if err := errors.Join(os.WriteFile(p, []byte(data[:len(data)/2]), 0o644), fault("write", p)); err != nil {
				return err
			}
			return os.WriteFile(p, []byte(data), 0o644)
		}),
		"deletes what changes": tr.ordered(byClass, func(p, data string, fault func(op, path string) error) error {
			os.Remove(p)
			return atomic(p, data, fault)
		}),
	}
}

// replaceFile replaces a file in one step.
func replaceFile(p, data string) error {
	if err := os.WriteFile(p+".new", []byte(data), 0o644); err != nil {
		return err
	}
	return os.Rename(p+".new", p)
}

// readTree reads an output that may be absent or change meanwhile.
func readTree(out string) (files, error) {
	got := files{}
	err := filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(out, name)
		got[filepath.ToSlash(rel)] = string(data)
		return err
	})
	return got, err
}
