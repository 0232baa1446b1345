package mirror_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/mirror"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/generator/words"
	"github.com/advgen/advgen/templates"
)

// gate gives the site of a repository, which must have no error.
func gate(t testing.TB, what string, files fs.FS, now, asOf time.Time) *disclosure.Site {
	t.Helper()
	c, list, err := catalog.Open(files, check.Options{Now: now, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.OnlyErrors() {
		text, _ := fs.ReadFile(files, p.Path)
		t.Fatalf("%s has a problem: %s\n\t%s\n%s", what, p, p.Hint, text)
	}
	site, err := disclosure.Gate(c, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// mirrored is the mirror of a site as a file system.
func mirrored(t testing.TB, site *disclosure.Site) fstest.MapFS {
	t.Helper()
	var sink artifact.Memory
	if err := mirror.Render(site, &sink); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range sink.Files() {
		files[f.Path] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return files
}

func output(t testing.TB, site *disclosure.Site) []artifact.File {
	t.Helper()
	var sink artifact.Memory
	if err := generator.Render(site, templates.FS, 0, &sink); err != nil {
		t.Fatal(err)
	}
	return sink.Files()
}

// same holds the output of a mirror to that of what it mirrors, and the mirror
// of the mirror to the mirror. It gives the mirror.
func same(t testing.TB, files fs.FS, now, asOf time.Time) fstest.MapFS {
	t.Helper()
	site := gate(t, "the original", files, now, asOf)
	copied := mirrored(t, site)
	again := gate(t, "the mirror", copied, now, asOf)
	want, got := output(t, site), output(t, again)
	for i := range want {
		if i >= len(got) || want[i].Path != got[i].Path {
			t.Fatalf("the mirror lacks %s, or has one more", want[i].Path)
		}
		if !bytes.Equal(want[i].Data, got[i].Data) {
			t.Fatalf("%s differs:\n%s\n---\n%s", want[i].Path, around(want[i].Data, got[i].Data), around(got[i].Data, want[i].Data))
		}
	}
	if len(got) > len(want) {
		t.Fatalf("the mirror has %s", got[len(want)].Path)
	}
	for name, f := range mirrored(t, again) {
		if copied[name] == nil || !bytes.Equal(copied[name].Data, f.Data) {
			t.Fatalf("%s is not the same in the mirror of the mirror", name)
		}
	}
	return copied
}

// around is the part of a that differs from b, with a little before it.
func around(a, b []byte) []byte {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-200):min(len(a), i+300)]
}

func seeds(t testing.TB, n uint64) uint64 {
	if testing.Short() {
		return n / 10
	}
	return n
}

// TestSameOutput: a build of the mirror gives what a build of the original
// gives, and nothing that is held is in the mirror.
func TestSameOutput(t *testing.T) {
	held := 0
	for seed := range seeds(t, 40) {
		r := heldsite.New(seed)
		files := same(t, r.Files, heldsite.Now, r.AsOf)
		for name, f := range files {
			all := name + "\n" + string(f.Data)
			for _, canary := range r.Canaries {
				held++
				if strings.Contains(all, canary) || strings.Contains(all, strings.ReplaceAll(canary, "#", "")) {
					t.Errorf("seed %d: %s holds a word of a held thing: %s", seed, name, canary)
				}
			}
		}
	}
	if held == 0 {
		t.Error("there were no canaries")
	}
}

func TestSameOutputOfOddities(t *testing.T) {
	at, err := time.Parse(time.RFC3339, randomsite.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range seeds(t, 40) {
		same(t, randomsite.Content(seed, int(seed%12)), at, at)
	}
}

func TestSameOutputOfSample(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	content := os.DirFS("../../../content")
	for _, asOf := range []time.Time{now, now.AddDate(0, -3, 0), now.AddDate(0, -7, 0), now.AddDate(2, 0, 0)} {
		same(t, content, now.AddDate(2, 0, 0), asOf)
	}
}

// TestEverything has every field that there is, in forms that random content
// does not take.
func TestEverything(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	data, err := os.ReadFile("testdata/everything.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := same(t, testsite.Files(string(data)), now, now)
	for name, f := range files {
		for _, word := range []string{"SECRET", "gamma", "22222222"} {
			if strings.Contains(name+string(f.Data), word) {
				t.Errorf("%s holds %s:\n%s", name, word, f.Data)
			}
		}
	}
	if files["advisories/EX33333333/advisory.md"] == nil {
		t.Error("a recalled advisory left no notice")
	}
}

// TestWords: with a word of the publisher's own for every key, the mirror has
// those that the site shows.
func TestWords(t *testing.T) {
	at, err := time.Parse(time.RFC3339, randomsite.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range seeds(t, 40) {
		files := randomsite.Content(seed, int(seed%5))
		var own strings.Builder
		own.WriteString("words:\n")
		for _, lang := range advisory.Languages() {
			fmt.Fprintf(&own, "  %s:\n", lang)
			table := words.For(lang, nil)
			for _, key := range words.Keys() {
				fmt.Fprintf(&own, "    %s: %q\n", key, "mine "+string(key)+" "+table.Get(words.Key(key)))
			}
		}
		p := files["publisher.yaml"]
		p.Data = append(p.Data, own.String()...)
		same(t, files, at, at)
	}
}
