package generator_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/templates"
)

// sites is how many random repositories each property is tried on.
func sites(t *testing.T) uint64 {
	if testing.Short() {
		return 10
	}
	return 60
}

// render gives every output file of a repository.
func render(t testing.TB, files fs.FS, asOf time.Time, jobs int) map[string]artifact.File {
	t.Helper()
	c, list, err := catalog.Open(files, check.Options{Now: heldsite.Now, AsOf: asOf, Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.OnlyErrors() {
		t.Fatalf("the random repository has a problem: %s\n\t%s", p, p.Hint)
	}
	site, err := disclosure.Gate(c, asOf)
	if err != nil {
		t.Fatal(err)
	}
	var sink artifact.Memory
	if err := generator.Render(site, templates.FS, jobs, &sink); err != nil {
		t.Fatal(err)
	}
	out := map[string]artifact.File{}
	for _, f := range sink.Files() {
		out[f.Path] = f
	}
	return out
}

// same says in what two outputs differ, "" if in nothing.
func same(a, b map[string]artifact.File) string {
	for _, name := range slices.Sorted(maps.Keys(a)) {
		other, ok := b[name]
		if !ok {
			return name + " is only in the first"
		}
		if !bytes.Equal(a[name].Data, other.Data) || a[name].Class != other.Class {
			return name + " differs"
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			return name + " is only in the second"
		}
	}
	return ""
}

// TestNonInterference: deleting what is held changes no byte of any output.
func TestNonInterference(t *testing.T) {
	held := 0
	for seed := range sites(t) {
		r := heldsite.New(seed)
		held += len(r.Files) - len(r.Open)
		if diff := same(render(t, r.Files, r.AsOf, 0), render(t, r.Open, r.AsOf, 0)); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
	}
	if held == 0 {
		t.Error("nothing was held: the property was not tried")
	}
}

// TestCanaries: no word of a held thing is in any output, in a name or inside.
func TestCanaries(t *testing.T) {
	words := 0
	for seed := range sites(t) {
		r := heldsite.New(seed)
		var all strings.Builder
		for name, f := range render(t, r.Files, r.AsOf, 0) {
			fmt.Fprintf(&all, "%s\n%s\n", name, f.Data)
		}
		out := all.String()
		for _, canary := range r.Canaries {
			words++
			if strings.Contains(out, canary) || strings.Contains(out, strings.ReplaceAll(canary, "#", "")) {
				t.Errorf("seed %d: a word of a held thing is public: %s", seed, canary)
			}
		}
	}
	if words == 0 {
		t.Error("there were no canaries")
	}
}

// TestDeterminism: neither the number of workers nor the machine's time zone
// changes a byte.
func TestDeterminism(t *testing.T) {
	zone := time.Local
	defer func() { time.Local = zone }()
	for seed := range sites(t) / 5 {
		r := heldsite.New(seed)
		first := render(t, r.Files, r.AsOf, 1)
		time.Local = time.FixedZone("", int(seed)*3600-5*3600)
		if diff := same(first, render(t, r.Files, r.AsOf, 8)); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
		time.Local = zone
	}
}

// TestMonotone: what is disclosed at one instant is disclosed at every later
// one, and at each instant of the content exactly that appears.
func TestMonotone(t *testing.T) {
	for seed := range sites(t) / 5 {
		r := heldsite.New(seed)
		c, _, err := catalog.Open(r.Files, check.Options{Now: heldsite.Now, AsOf: heldsite.Now})
		if err != nil {
			t.Fatal(err)
		}
		var instants []time.Time
		for _, at := range r.Instants {
			instants = append(instants, at.Add(-1), at, at.Add(1))
		}
		slices.SortFunc(instants, time.Time.Compare)
		before := map[string]bool{}
		for _, asOf := range instants {
			site, err := disclosure.Gate(c, asOf)
			if err != nil {
				t.Fatal(err)
			}
			now := map[string]bool{}
			for _, e := range site.Entries() {
				now[e.ID()] = true
				if e.Published().After(asOf) || e.Updated().After(asOf) || e.Updated().Before(e.Published()) {
					t.Fatalf("seed %d: %s at %s: published %s, updated %s", seed, e.ID(), asOf, e.Published(), e.Updated())
				}
			}
			for id := range before {
				if !now[id] {
					t.Fatalf("seed %d: %s was public before %s and is not any more", seed, id, asOf)
				}
			}
			before = now
		}
	}
}
