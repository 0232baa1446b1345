package lane_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/lane"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

func open(t testing.TB, what string, files fs.FS) *catalog.Catalog {
	t.Helper()
	c, list, err := catalog.Open(files, check.Options{Now: heldsite.Now, AsOf: heldsite.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.OnlyErrors() {
		text, _ := fs.ReadFile(files, p.Path)
		t.Fatalf("%s has a problem: %s\n\t%s\n%s", what, p, p.Hint, text)
	}
	return c
}

func render(t testing.TB, files fs.FS, vendor string) fstest.MapFS {
	t.Helper()
	return renderOf(t, files, open(t, "the content", files), vendor)
}

func renderOf(t testing.TB, files fs.FS, c *catalog.Catalog, vendor string) fstest.MapFS {
	t.Helper()
	var sink artifact.Memory
	if err := lane.Render(files, c, vendor, &sink); err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range sink.Files() {
		out[f.Path] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return out
}

func vendors(files fstest.MapFS) []string {
	var out []string
	for name := range files {
		if id, ok := strings.CutSuffix(path.Base(name), ".yaml"); ok && path.Dir(name) == "vendors" {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

var token = regexp.MustCompile(`[a-z]*w[0-9a-f]{12}`)

// mayKnow says whether a vendor may know what stands in a line of a file of a
// random repository.
func mayKnow(files fstest.MapFS, c *catalog.Catalog, vendor, name, line string) bool {
	trimmed := strings.TrimSpace(line)
	for _, secret := range []string{"#", "extensions:", "early_release:", "- {from", "- {to", "recalled:", "words:", "keep:"} {
		if strings.HasPrefix(trimmed, secret) {
			return false
		}
	}
	switch path.Dir(name) {
	case ".":
		return true
	case "vendors":
		return name == "vendors/"+vendor+".yaml"
	}
	for _, a := range c.Advisories() {
		switch path.Dir(name) {
		case a.Folder():
			return !a.Recalled && slices.ContainsFunc(a.Versions, func(v catalog.Version) bool { return slices.Contains(v.Notified, vendor) })
		case a.Folder() + "/vendors":
			stem, _, _ := strings.Cut(path.Base(name), ".")
			return stem == vendor
		}
	}
	return false
}

// TestCanaries: no word that a vendor may not know is in its lane, nor the id
// of another vendor, nor that of a case it was not told of.
func TestCanaries(t *testing.T) {
	words, lanes := 0, 0
	n := uint64(8)
	if testing.Short() {
		n = 2
	}
	for seed := range n {
		r := heldsite.New(seed)
		c := open(t, "the content", r.Files)
		where := map[string]bool{} // tokens that the vendor at hand may know
		for _, vendor := range vendors(r.Files) {
			clear(where)
			for name, f := range r.Files {
				for line := range strings.Lines(string(f.Data)) {
					for _, word := range token.FindAllString(line, -1) {
						where[word] = where[word] || mayKnow(r.Files, c, vendor, name, line)
					}
				}
			}
			l := renderOf(t, r.Files, c, vendor)
			lanes++
			open(t, "the lane", l)
			for name, f := range l {
				all := name + "\n" + string(f.Data)
				for _, word := range token.FindAllString(all, -1) {
					words++
					if known, ours := where[word]; ours && !known {
						t.Errorf("seed %d: %s in the lane of %s holds %s", seed, name, vendor, word)
					}
				}
				for _, other := range vendors(r.Files) {
					if other != vendor && regexp.MustCompile(`\b`+regexp.QuoteMeta(other)+`\b`).MatchString(all) {
						t.Errorf("seed %d: %s in the lane of %s names %s", seed, name, vendor, other)
					}
				}
				for _, a := range c.Advisories() {
					told := slices.ContainsFunc(a.Versions, func(v catalog.Version) bool { return slices.Contains(v.Notified, vendor) })
					if !told && (strings.Contains(all, a.ID) || strings.Contains(all, a.Slug)) {
						t.Errorf("seed %d: %s in the lane of %s names %s", seed, name, vendor, a.ID)
					}
				}
			}
		}
	}
	if words == 0 || lanes == 0 {
		t.Error("nothing was tried")
	}
}

// TestUntouched: nothing is collected from a lane that nobody changed, also
// when the content has moved on, and the lane of every vendor can be rendered.
func TestUntouched(t *testing.T) {
	content := os.DirFS("../../content")
	files := fstest.MapFS{}
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := fs.ReadFile(content, name)
			files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c := open(t, "the sample", files)
	for _, vendor := range vendors(files)[:5] {
		l := renderOf(t, files, c, vendor)
		open(t, "the lane", l)
		moved := maps.Clone(files)
		for name, f := range files {
			if strings.HasSuffix(name, "/vendors/"+vendor+".yaml") {
				moved[name] = &fstest.MapFile{Data: append(slices.Clone(f.Data), "schedule: soon\n"...), Mode: 0o644}
			}
		}
		for what, fsys := range map[string]fstest.MapFS{"the same": files, "moved on": moved} {
			if what == "moved on" {
				if _, list, _ := check.Run(fsys, check.Options{Now: heldsite.Now, AsOf: heldsite.Now}); list.Errors() > 0 {
					continue // it had a schedule
				}
				c = open(t, what, fsys)
			}
			changes, list, err := lane.Collect(fsys, c, l, vendor, heldsite.Now)
			if err != nil || len(list) > 0 || len(changes) > 0 {
				t.Errorf("%s, %s: %d changes, %v, %v", vendor, what, len(changes), list, err)
			}
		}
		c = open(t, "the sample", files)
	}
}

// TestEveryPublicField: a field that is added to a schema is either in a lane
// or left out on purpose.
func TestEveryPublicField(t *testing.T) {
	leftOut := map[string][]string{
		"publisher": {"words", "keep", "formats", "handling_days", "colors", "footer", "logo", "redirects"},
		"advisory":  {"handling_started", "extensions", "early_release", "recalled"},
	}
	for kind, fields := range lane.Fields() {
		data, err := os.ReadFile("../../schema/" + kind + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var s struct{ Properties map[string]any }
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(err)
		}
		want := slices.Sorted(maps.Keys(s.Properties))
		got := slices.Sorted(slices.Values(slices.Concat(fields, leftOut[kind])))
		if !slices.Equal(want, got) {
			t.Errorf("%s: the schema has %v, a lane decides on %v", kind, want, got)
		}
	}
}
