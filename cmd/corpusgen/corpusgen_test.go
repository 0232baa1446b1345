package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
)

// generate runs the program and gives the folder that it wrote.
func generate(t *testing.T, args ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "corpus")
	var out, errs bytes.Buffer
	if code := run(append(args, "--to", dir), &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return dir
}

// digests maps every file to the digest of its bytes.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSameFlagsSameBytes: whatever the number of cores, and only for the same
// seed.
func TestSameFlagsSameBytes(t *testing.T) {
	flags := func(seed string) []string {
		return []string{"--advisories", "60", "--records", "400", "--seed", seed}
	}
	first := digests(t, generate(t, flags("7")...))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if second := digests(t, generate(t, flags("7")...)); !maps.Equal(first, second) {
		t.Error("the same flags gave two corpora")
	}
	if other := digests(t, generate(t, flags("8")...)); maps.Equal(first, other) {
		t.Error("two seeds gave the same corpus")
	}
}

// TestPinned: a corpus is the same in every year and on every machine. When
// texts are changed on purpose, figures measured before cannot be compared with
// those after it; say so in the commit.
func TestPinned(t *testing.T) {
	files := digests(t, generate(t, "--advisories", "25", "--records", "120", "--seed", "1"))
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintln(sum, name, files[name])
	}
	const want = "8f9414afe5e3d848"
	if got := fmt.Sprintf("%x", sum.Sum(nil))[:16]; got != want {
		t.Errorf("the digest of the corpus is %s, not %s", got, want)
	}
}

// TestSizes: corpora of many sizes check clean and hold what was asked for.
func TestSizes(t *testing.T) {
	for _, size := range []struct{ advisories, records int }{{1, 0}, {1, 1}, {1, 30}, {3, 9}, {40, 200}, {300, 1500}, {900, 4500}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			if testing.Short() && size.advisories > 300 {
				t.Skip("large")
			}
			dir := generate(t, "--advisories", fmt.Sprint(size.advisories), "--records", fmt.Sprint(size.records), "--seed", "3")
			now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
			repo, list, err := check.Run(os.DirFS(dir), check.Options{Now: now, AsOf: now})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range list {
				t.Errorf("%s:%d: %s", p.Path, p.Line, p.Message)
			}
			records, longest := 0, 0
			for _, f := range repo.Advisories {
				records += len(f.Records)
				longest = max(longest, len(f.Records))
			}
			if len(repo.Advisories) != size.advisories || records != size.records {
				t.Errorf("%d advisories and %d records", len(repo.Advisories), records)
			}
			if size.records >= 4000 && longest < 290 {
				t.Errorf("the longest vendor list has %d records", longest)
			}
		})
	}
}

// TestFeatures: a corpus has everything that makes a build work.
func TestFeatures(t *testing.T) {
	dir := generate(t, "--advisories", "800", "--records", "3000", "--seed", "2")
	names := slices.Sorted(maps.Keys(digests(t, dir)))
	for _, ending := range []string{"/advisory.en.md", "/advisory.next.md", "/advisory.next.en.md", ".next.yaml"} {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ending) }) {
			t.Errorf("no file ends in %s", ending)
		}
	}
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	c, list, err := catalog.Open(os.DirFS(dir), check.Options{Now: now, AsOf: now})
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	site, err := disclosure.Gate(c, now)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(site.Entries()); n < 700 || n > 790 {
		t.Errorf("%d of 800 advisories are disclosed", n)
	}
	withdrawn, untranslated, years := 0, 0, map[int]bool{}
	for _, e := range site.Entries() {
		years[e.Year()] = true
		a, err := site.Advisory(e)
		if err != nil {
			t.Fatal(err)
		}
		if a.Withdrawal() != nil {
			withdrawn++
		}
		if !a.Translated("en") {
			untranslated++
		}
	}
	if withdrawn == 0 || untranslated == 0 || len(years) < 10 {
		t.Errorf("%d withdrawn, %d not translated, %d years", withdrawn, untranslated, len(years))
	}
}

// TestEveryWordIsFilled: no text keeps a word in braces.
func TestEveryWordIsFilled(t *testing.T) {
	dir := generate(t, "--advisories", "400", "--records", "3000", "--seed", "5")
	for name := range digests(t, dir) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if i := bytes.IndexAny(data, "{}"); i >= 0 && name != "publisher.yaml" {
			t.Errorf("%s: %s", name, data[max(0, i-20):min(len(data), i+20)])
		}
	}
}

func TestUsage(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no folder", []string{"--advisories", "3"}, 2, "--to names the folder"},
		{"no advisories", []string{"--advisories", "0", "--to", "x"}, 2, "a number from 1"},
		{"too many records", []string{"--advisories", "1", "--records", "99999", "--to", "x"}, 2, "--records is at most"},
		{"stray argument", []string{"--to", "x", "y"}, 2, "no other arguments"},
		{"unknown flag", []string{"--size", "3"}, 2, "not defined"},
		{"folder in use", []string{"--to", full}, 3, "is not empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			if code := run(test.args, &out, &errs); code != test.code || !strings.Contains(errs.String(), test.says) {
				t.Errorf("exit code %d, %s", code, errs.String())
			}
			if out.Len() > 0 {
				t.Errorf("printed %s", out.String())
			}
		})
	}
	if entries, _ := os.ReadDir(full); len(entries) != 1 {
		t.Error("the folder in use was written into")
	}
}
