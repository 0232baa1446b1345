package proof

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/cache"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/templates"
)

// TestWarm is proof 8: a build that uses what the one before it left gives, byte
// for byte, what a build without a cache gives, whatever was changed between
// them in content, time, templates, program, cache and output. Beside it goes
// the same without every held thing, and must come to the same too.
func TestWarm(t *testing.T) {
	var builds, refused, left atomic.Int64
	seeds := size(6, 60)
	parallel(seeds, func(i int) {
		if !t.Failed() {
			w := newWarm(t, uint64(i))
			for range 14 {
				w.step(t, &builds, &refused, &left)
			}
		}
	})
	if left.Load() == 0 {
		t.Error("nothing was ever taken from the cache")
	}
	figures(t, "8 warm: %s warm builds after random edits, %s of them refused, equal to builds without a cache; %s files taken over unrendered",
		thousands(builds.Load()), thousands(refused.Load()), thousands(left.Load()))
}

// warm is a content repository that changes, and its outputs.
type warm struct {
	seed      uint64
	rng       *rand.Rand
	dir       string
	content   fstest.MapFS
	without   fstest.MapFS // the folders that are added later
	templates fstest.MapFS
	program   string
	now, asOf time.Time
	instants  []time.Time
	caches    []files // of earlier builds
	log       []string
}

func newWarm(t *testing.T, seed uint64) *warm {
	r := heldsite.New(seed)
	w := &warm{seed: seed, rng: rand.New(rand.NewPCG(seed, 8)), dir: scratch(t), content: maps.Clone(r.Files), without: fstest.MapFS{},
		templates: fstest.MapFS{}, program: "one", now: r.Now.AddDate(3, 0, 0), instants: r.Instants}
	slices.SortFunc(w.instants, time.Time.Compare)
	w.asOf = w.instants[len(w.instants)/2]
	err := fs.WalkDir(templates.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, readErr := fs.ReadFile(templates.FS, p)
			w.templates[p], err = &fstest.MapFile{Data: data}, readErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range w.folders() {
		if w.rng.IntN(4) == 0 {
			w.move(w.content, w.without, dir)
		}
	}
	return w
}

// folders lists the advisory folders.
func (w *warm) folders() []string {
	var out []string
	for name := range w.content {
		if dir, ok := strings.CutSuffix(name, "/advisory.md"); ok {
			out = append(out, dir)
		}
	}
	slices.Sort(out)
	return out
}

func (w *warm) move(from, to fstest.MapFS, dir string) {
	for name, f := range from {
		if strings.HasPrefix(name, dir+"/") {
			to[name] = f
			delete(from, name)
		}
	}
}

// pick gives a random file whose name fits.
func (w *warm) pick(pattern string) string {
	var names []string
	for name := range w.content {
		if regexp.MustCompile(pattern).MatchString(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return names[w.rng.IntN(len(names))]
}

// replace changes a file of the content, if there is something to change.
func (w *warm) replace(name, old, new string) {
	if f, ok := w.content[name]; ok {
		w.content[name] = file(regexp.MustCompile(old).ReplaceAllString(string(f.Data), new))
	}
}

// edits change something; a few of them are refused by check or continuity.
var edits = map[string]func(w *warm, out string){
	"nothing": func(*warm, string) {},
	"title":   func(w *warm, _ string) { w.replace(w.pick(`/advisory\.md$`), `(?m)^title: .*$`, w.word("title: ")) },
	"text": func(w *warm, _ string) {
		w.replace(w.pick(`/advisory[^/]*\.md$`), `(?m)^## .*$`, "$0\n\n"+w.word("")+"\n")
	},
	"status": func(w *warm, _ string) {
		w.replace(w.pick(`/vendors/[^/]*$`), `(?m)^status: .*$`, "status: "+[]string{"affected", "not_affected", "informed"}[w.rng.IntN(3)])
	},
	"comment":     func(w *warm, _ string) { w.append(w.pick(`\.yaml$`), "# "+w.word("")+"\n") },
	"vendor":      func(w *warm, _ string) { w.replace(w.pick(`^vendors/`), `(?m)^name: .*$`, w.word("name: ")) },
	"vendor gone": func(w *warm, _ string) { delete(w.content, w.pick(`^vendors/`)) },
	"publisher":   func(w *warm, _ string) { w.replace("publisher.yaml", `(?m)^name: .*$`, w.word("name: ")) },
	"record gone": func(w *warm, _ string) { delete(w.content, w.pick(`/vendors/[^/]*$`)) },
	"withdraw": func(w *warm, _ string) {
		w.replace(w.pick(`/advisory\.md$`), `(?m)^title: `, "withdrawn: {date: "+instant(w.asOf)+", reason: an error}\n$0")
	},
	"recall": func(w *warm, _ string) {
		w.replace(w.pick(`/advisory\.md$`), `(?m)^title: `, "recalled: {date: 2020-01-01, reason: it got out}\n$0")
	},
	"add": func(w *warm, _ string) {
		for name := range w.without {
			w.move(w.without, w.content, strings.TrimSuffix(name, "/"+filepath.Base(name)))
			return
		}
	},
	"remove": func(w *warm, _ string) {
		if dirs := w.folders(); len(dirs) > 0 {
			w.move(w.content, w.without, dirs[w.rng.IntN(len(dirs))])
		}
	},
	"time": func(w *warm, _ string) {
		for _, at := range w.instants {
			if at.After(w.asOf) {
				w.asOf = at.Add(time.Duration(w.rng.IntN(2)) * time.Hour)
				return
			}
		}
	},
	"template": func(w *warm, _ string) {
		w.templates["html/layout.html"] = file(strings.Replace(string(w.templates["html/layout.html"].Data), "</body>", "<p>"+w.word("")+"</p></body>", 1))
	},
	"program":       func(w *warm, _ string) { w.program = w.word("") },
	"damaged cache": func(w *warm, out string) { w.damage(out + ".advgen/" + cache.Folder) },
	"cache gone":    func(w *warm, out string) { os.RemoveAll(out + ".advgen/" + cache.Folder) },
	"older cache": func(w *warm, out string) {
		if len(w.caches) > 0 {
			for name, data := range w.caches[w.rng.IntN(len(w.caches))] {
				os.WriteFile(filepath.Join(out+".advgen", cache.Folder, name), []byte(data), 0o600)
			}
		}
	},
	"output file gone":    func(w *warm, out string) { os.Remove(w.published(out)) },
	"output file changed": func(w *warm, out string) { w.flip(w.published(out)) },
}

func (w *warm) word(before string) string { return fmt.Sprintf("%sword%d", before, w.rng.IntN(1e6)) }

func (w *warm) append(name, text string) {
	if f, ok := w.content[name]; ok {
		w.content[name] = file(string(f.Data) + text)
	}
}

// published is a random file of the output.
func (w *warm) published(out string) string {
	var names []string
	filepath.WalkDir(out, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, p)
		}
		return nil
	})
	if len(names) == 0 {
		return filepath.Join(out, "none")
	}
	return names[w.rng.IntN(len(names))]
}

// damage changes a file of the cache in one of many ways.
func (w *warm) damage(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		return
	}
	name := filepath.Join(dir, entries[w.rng.IntN(len(entries))].Name())
	switch w.rng.IntN(3) {
	case 0:
		os.Remove(name)
	case 1:
		info, _ := os.Stat(name)
		os.Truncate(name, w.rng.Int64N(info.Size()+1))
	default:
		w.flip(name)
	}
}

// flip changes a byte of a file, which keeps its length.
func (w *warm) flip(name string) {
	if data, err := os.ReadFile(name); err == nil && len(data) > 0 {
		data = bytes.Clone(data)
		data[w.rng.IntN(len(data))] ^= 1 << w.rng.IntN(8)
		os.WriteFile(name, data, 0o644)
	}
}

// step edits something, builds with and without the cache, and compares.
func (w *warm) step(t *testing.T, builds, refused, left *atomic.Int64) {
	warmOut, coldOut := filepath.Join(w.dir, "warm"), filepath.Join(w.dir, "cold")
	before := maps.Clone(w.content)
	names := slices.Sorted(maps.Keys(edits))
	for range 1 + w.rng.IntN(2) {
		name := names[w.rng.IntN(len(names))]
		edits[name](w, warmOut)
		w.log = append(w.log, name)
	}
	build := func(out, program string) (generator.Result, string) {
		r, list, err := generator.Build(generator.Options{Content: w.content, Templates: w.templates, Out: out, Now: w.now, AsOf: w.asOf, Jobs: 2, Program: program})
		said := fmt.Sprint(err)
		for _, p := range list {
			said += "\n" + p.String()
		}
		return r, strings.ReplaceAll(said, out, "out")
	}
	r, warmSaid := build(warmOut, w.program)
	cold, coldSaid := build(coldOut, "")
	builds.Add(1)
	if warmSaid != coldSaid || r.Advisories != cold.Advisories || r.Records != cold.Records {
		t.Fatalf("seed %d after %q: with the cache\n%s %v\nwithout\n%s %v", w.seed, w.log, warmSaid, r, coldSaid, cold)
	}
	if coldSaid != fmt.Sprint(nil) {
		refused.Add(1)
		w.content = before
		return
	}
	if diff := difference(published(t, warmOut), published(t, coldOut)); diff != "" {
		t.Fatalf("seed %d after %q: %s", w.seed, w.log, diff)
	}
	left.Add(int64(r.Unchanged))
	w.caches = append(w.caches, read(t, filepath.Join(warmOut+".advgen", cache.Folder)))
}
