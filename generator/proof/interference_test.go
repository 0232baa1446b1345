package proof

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/templates"
)

// sweep is what was found in one pass over the random repositories; proofs 1
// and 4 share it, since both want every repository rendered.
type sweep struct {
	catalogs, held, canaries int64
	different, leaked        []string
}

var swept sync.Once
var found sweep

// sweepOnce renders every random repository as it is and without what is held.
func sweepOnce(t *testing.T) sweep {
	swept.Do(func() {
		var mu sync.Mutex
		var held, canaries atomic.Int64
		n := size(12, 2000)
		parallel(n, func(i int) {
			r := heldsite.New(uint64(i))
			all := render(t, r.Files, r.Now, r.AsOf)
			diff := difference(all, render(t, r.Open, r.Now, r.AsOf))
			leak := leaks(r.Canaries, joined(all))
			held.Add(int64(len(r.Held)))
			canaries.Add(int64(len(r.Canaries)))
			mu.Lock()
			defer mu.Unlock()
			if diff != "" {
				found.different = append(found.different, fmt.Sprintf("seed %d: %s", i, diff))
			}
			if leak != "" {
				found.leaked = append(found.leaked, fmt.Sprintf("seed %d: %s", i, leak))
			}
		})
		found.catalogs, found.held, found.canaries = int64(n), held.Load(), canaries.Load()
	})
	return found
}

// TestNonInterference is proof 1: with every held thing deleted, all that is
// written and said is byte-identical.
func TestNonInterference(t *testing.T) {
	s := sweepOnce(t)
	for _, d := range s.different {
		t.Error(d)
	}
	if s.held < 5*s.catalogs {
		t.Errorf("only %d files were held: the property was hardly tried", s.held)
	}
	folders, commands := size(3, 80), size(2, 24)
	t.Run("folders", func(t *testing.T) {
		parallel(folders, func(i int) { sameFolders(t, uint64(10_000+i)) })
	})
	t.Run("command", func(t *testing.T) {
		command(t)
		parallel(commands, func(i int) { sameCommands(t, uint64(20_000+i)) })
	})
	t.Run("failing", func(t *testing.T) {
		parallel(size(10, 150), func(i int) { sameProblems(t, uint64(30_000+i)) })
	})
	archive := "no archive"
	if whole {
		t.Run("archive", func(t *testing.T) { archive = sameArchive(t) })
	}
	figures(t, "1 non-interference: %s random catalogs with %s held files, %d built into folders in four orders, %d by the command, %s: identical",
		thousands(s.catalogs), thousands(s.held), folders, commands, archive)
}

// orders are the ways in which an output folder comes about: what is built
// first and what on top of it.
func orders(r *heldsite.Repository) map[string][]fstest.MapFS {
	return map[string][]fstest.MapFS{
		"never held":       {r.Open, r.Open},
		"held all along":   {r.Files, r.Files},
		"held thing added": {r.Open, r.Files},
		"held thing gone":  {r.Files, r.Open},
	}
}

// sameFolders builds in all orders into folders, cold and again, and compares
// output, state and figures.
func sameFolders(t *testing.T, seed uint64) {
	r, dir := heldsite.New(seed), scratch(t)
	var want []generator.Result
	var tree files
	for i, name := range []string{"never held", "held all along", "held thing added", "held thing gone"} {
		out := filepath.Join(dir, fmt.Sprint(i))
		var got []generator.Result
		for _, content := range orders(r)[name] {
			got = append(got, build(t, content, r.Now, r.AsOf, out))
		}
		if info, err := os.Stat(out + ".advgen"); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("seed %d: the state folder is not private: %v %v", seed, info, err)
		}
		if i == 0 {
			want, tree = got, published(t, out)
			continue
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d, %s: the figures are %v, want %v", seed, name, got, want)
		}
		if diff := difference(published(t, out), tree); diff != "" {
			t.Errorf("seed %d, %s: %s", seed, name, diff)
		}
	}
}

// sameCommands does the same with the command, and compares what it says.
func sameCommands(t *testing.T, seed uint64) {
	r, dir := heldsite.At(seed, then), scratch(t)
	var want string
	var tree files
	for i, name := range []string{"never held", "held all along", "held thing added", "held thing gone"} {
		home := filepath.Join(dir, fmt.Sprint(i)) // so that all names are alike
		said := ""
		for n, content := range orders(r)[name] {
			folder := filepath.Join(home, fmt.Sprint(n), "content")
			write(t, folder, content)
			got := run(t, filepath.Dir(folder), nil, "build", "--content", "content", "--out", "../out", "--as-of", instant(r.AsOf))
			said += fmt.Sprintf("exit %d\nstdout %s\nstderr %s\n", got.code, got.stdout, got.stderr)
		}
		out := filepath.Join(home, "out")
		if i == 0 {
			want, tree = said, published(t, out)
			if strings.Count(said, "exit 0") != 2 {
				t.Errorf("seed %d: %s", seed, said)
			}
			continue
		}
		if said != want {
			t.Errorf("seed %d, %s: it says\n%s\nwant\n%s", seed, name, said, want)
		}
		if diff := difference(published(t, out), tree); diff != "" {
			t.Errorf("seed %d, %s: %s", seed, name, diff)
		}
	}
}

// sameProblems makes a mistake in what is public, and compares the messages:
// they must not tell that something held is near.
func sameProblems(t *testing.T, seed uint64) {
	r := heldsite.New(seed)
	public, hidden := "", ""
	for name := range r.Open {
		_, replaced := r.Open[strings.TrimSuffix(name, ".md")+".next.md"]
		whole := strings.Contains(string(r.Open[name].Data), "\naliases:") // not recalled
		if strings.HasSuffix(name, "/advisory.md") && whole && !replaced && (public == "" || name < public) {
			public = name
		}
	}
	for _, name := range r.Held {
		if v, ok := strings.CutPrefix(name, "vendors/"); ok && strings.HasSuffix(v, ".yaml") {
			hidden = strings.TrimSuffix(v, ".yaml")
		}
	}
	if public == "" {
		return
	}
	mistakes := map[string]string{}
	if r.HeldID != "" {
		mistakes["a reference to what is held"] = fmt.Sprintf("related: [%q]", r.HeldID)
	}
	if hidden != "" {
		mistakes["a slip near a held vendor"] = fmt.Sprintf("notified: [%sx]", hidden)
		mistakes["a product of a held vendor"] = fmt.Sprintf("products: [{vendor: %s, name: x}]", hidden)
	}
	for name, line := range mistakes {
		var said []string
		for _, content := range []fstest.MapFS{r.Files, r.Open} {
			changed := maps.Clone(content)
			key, _, _ := strings.Cut(line, ":")
			changed[public] = &fstest.MapFile{Data: replaceField(content[public].Data, key, line), Mode: 0o644}
			_, list, err := generator.Build(generator.Options{Content: changed, Templates: templates.FS, Out: filepath.Join(t.TempDir(), "out"), Now: r.Now, AsOf: r.AsOf, Jobs: 1})
			if err != nil || list.Errors() == 0 {
				t.Errorf("seed %d, %s: %v, no problem", seed, name, err)
				return
			}
			text := "" // of the mistake; lines differ, since Open lacks some
			for _, p := range list {
				if p.Level != problem.Error {
					t.Errorf("seed %d: build would print a warning: %s", seed, p)
				}
				if p.Path == public && strings.HasPrefix(p.Pointer, "/"+key+"/0") {
					text += p.Message + " (" + p.Hint + ")\n"
				}
			}
			if text == "" {
				t.Errorf("seed %d, %s: the mistake was not found", seed, name)
			}
			said = append(said, text)
		}
		if said[0] != said[1] {
			t.Errorf("seed %d, %s: with what is held it says\n%swithout it\n%s", seed, name, said[0], said[1])
		}
	}
}

// replaceField puts a line of front matter in place of the field's own.
func replaceField(data []byte, key, line string) []byte {
	var out []string
	for l := range strings.Lines(string(data)) {
		if !strings.HasPrefix(l, key+":") {
			out = append(out, l)
		}
		if strings.HasPrefix(l, "title:") {
			out = append(out, line+"\n")
		}
	}
	return []byte(strings.Join(out, ""))
}

// TestSweep is the heart of proofs 1 and 4 alone, for the drill.
func TestSweep(t *testing.T) {
	s := sweepOnce(t)
	for _, what := range append(s.different, s.leaked...) {
		t.Error(what)
	}
}
