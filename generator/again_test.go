package generator

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/templates"
)

// looks builds, and says whether the build went from advisory to advisory.
func looks(t *testing.T, o Options) (Result, bool) {
	t.Helper()
	o.Jobs = 1
	rendering := 0
	o.Progress = func(p Progress) {
		if p.Stage == "render" {
			rendering++
		}
	}
	result, list, err := Build(o)
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	if rendering == 0 || result.Advisories < 2 {
		t.Fatalf("%d advisories: it looked %d times that they are rendered", result.Advisories, rendering)
	}
	return result, rendering > 1
}

// A build of the same content renders nothing, until the next instant in it
// comes; then it gives what a build that knows of nothing gives.
func TestKnownContent(t *testing.T) {
	left, disclosed := 0, 0
	for seed := range uint64(3) {
		r := heldsite.New(seed)
		instants := slices.DeleteFunc(slices.Clone(r.Instants), func(at time.Time) bool { return !at.After(r.AsOf) })
		slices.SortFunc(instants, time.Time.Compare)
		instants = slices.CompactFunc(instants, time.Time.Equal)
		o := Options{Content: r.Files, Templates: templates.FS, Out: filepath.Join(t.TempDir(), "out"), Now: r.AsOf.AddDate(90, 0, 0), AsOf: r.AsOf, Program: "this"}
		built, _ := looks(t, o)
		for _, at := range instants[:min(len(instants), 4)] {
			for _, o.AsOf = range []time.Time{at.Add(-time.Nanosecond), at, at} {
				again, looked := looks(t, o)
				if o.AsOf.Equal(at) && !looked {
					left++
				}
				if again.Advisories > built.Advisories {
					disclosed++
				}
				cold := o
				cold.Out, cold.Program = filepath.Join(t.TempDir(), "cold"), ""
				want, _ := looks(t, cold)
				if again.Advisories != want.Advisories || again.Records != want.Records || again.Written+again.Unchanged != want.Written {
					t.Fatalf("seed %d at %s: %+v, want %+v", seed, o.AsOf, again, want)
				}
				built = again
			}
		}
	}
	if left == 0 || disclosed == 0 {
		t.Errorf("%d builds rendered nothing, %d disclosed something: the test tries nothing", left, disclosed)
	}
}

// What makes a build look at everything although something is known.
func TestKnownContentIsNotEnough(t *testing.T) {
	r := heldsite.New(2)
	slices.SortFunc(r.Instants, time.Time.Compare)
	last := r.Instants[len(r.Instants)-1]
	for name, change := range map[string]func(o *Options){
		"a byte of a comment":     func(o *Options) { edit(o, "publisher.yaml", "# more\n") },
		"a vendor that is new":    func(o *Options) { edit(o, "vendors/brand-new.yaml", "name: Brand New\n") },
		"another program":         func(o *Options) { o.Program = "that" },
		"a template":              func(o *Options) { edit(o, "templates/css/95-own.css", "p { margin: 0 }\n") },
		"an earlier instant":      func(o *Options) { o.AsOf = o.AsOf.Add(-time.Second) },
		"everything afresh":       func(o *Options) { o.Fresh = true },
		"a file of the output":    func(o *Options) { _ = os.Remove(filepath.Join(o.Out, "index.html")) },
		"a byte of the output":    func(o *Options) { _ = os.WriteFile(filepath.Join(o.Out, "index.html"), nil, 0o600) },
		"a file of what is known": func(o *Options) { _ = os.Remove(filepath.Join(o.Out+".advgen", "cache", wholeFile)) },
	} {
		o := Options{Content: maps.Clone(r.Files), Templates: templates.FS, Out: filepath.Join(t.TempDir(), "out"), Now: last.AddDate(9, 0, 0), AsOf: last.AddDate(8, 0, 0), Program: "this"}
		looks(t, o)
		if _, looked := looks(t, o); looked {
			t.Fatalf("%s: the second build already rendered", name)
		}
		change(&o)
		_, looked := looks(t, o)
		if !looked {
			t.Errorf("%s: nothing was looked at", name)
		}
		if data, err := os.ReadFile(filepath.Join(o.Out, "index.html")); err != nil || len(data) == 0 {
			t.Errorf("%s: the output is not whole", name)
		}
	}
}

// A template that cannot be is refused, although all else is known.
func TestKnownContentWithAStrayTemplate(t *testing.T) {
	r := heldsite.New(2)
	o := Options{Content: maps.Clone(r.Files), Templates: templates.FS, Out: filepath.Join(t.TempDir(), "out"), Now: r.Now, AsOf: r.AsOf, Program: "this"}
	looks(t, o)
	for _, name := range []string{"templates/html/own.html", "templates/notes.txt"} {
		again := o
		again.Content = maps.Clone(o.Content.(fstest.MapFS))
		edit(&again, name, "own")
		cold := again
		cold.Program = ""
		_, said, err := Build(again)
		_, want, coldErr := Build(cold)
		if fmt.Sprint(said, err) != fmt.Sprint(want, coldErr) || want.Errors() == 0 {
			t.Errorf("%s: %v %v, want %v %v", name, said, err, want, coldErr)
		}
	}
}

func edit(o *Options, name, more string) {
	files := o.Content.(fstest.MapFS)
	var before []byte
	if f := files[name]; f != nil {
		before = f.Data
	}
	files[name] = &fstest.MapFile{Data: append(slices.Clone(before), more...), Mode: 0o644}
}
