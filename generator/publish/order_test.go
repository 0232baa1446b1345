package publish

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
)

// planFor plans the way from one tree to the other, with the code that Commit
// uses and without a file system.
func planFor(old, next tree) (plan, []put) {
	var paths artifact.Paths
	var found survey
	var puts []put
	known := old.manifest().Files
	for range known {
		found.present = append(found.present, true)
	}
	for i, e := range next.manifest().Files {
		if err := paths.Add(e.Path); err != nil {
			panic(err)
		}
		p := put{Entry: e, file: int32(i), known: notKnown}
		if k, ok := findEntry(known, e.Path); ok {
			p.known = int32(k)
			if known[k].SHA256 == e.SHA256 {
				p.file = unchanged
			}
		} else if inNewFolder(known, e.Path) {
			p.file = inTree
		}
		puts = append(puts, p)
	}
	dirs := map[string]bool{}
	for p := range old {
		addParents(dirs, p)
	}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		if !paths.HasDir(dir) {
			found.dirs = append(found.dirs, dir)
		}
	}
	return makePlan(known, found, puts, &paths, findStaleDirs(known, found, &paths)), puts
}

// shelf is a target in memory. Like an object store it has no folders.
type shelf struct {
	texts map[string]string
	next  tree
	puts  []put
}

func (s *shelf) deleteFile(p string) error { delete(s.texts, p); return nil }
func (s *shelf) removeDir(string) error    { return nil }
func (s *shelf) barrier() error            { return nil }
func (s *shelf) moveDir(p string) error {
	for _, f := range s.puts {
		if strings.HasPrefix(f.Path, p+"/") {
			s.texts[f.Path] = string(s.next[f.Path].Data)
		}
	}
	return nil
}
func (s *shelf) writeFile(p string, n int32) error {
	if n != inTree && s.puts[n].Path != p {
		return fmt.Errorf("file %d is not %s", n, p)
	}
	s.texts[p] = string(s.next[p].Data)
	return nil
}

// faultsOf applies the steps one by one, as a crash of the program could cut
// them short, and then as a loss of power could: of the steps between two
// barriers any part may have happened. It returns what was wrong on the way.
func faultsOf(rng *rand.Rand, old, next tree, steps []step, puts []put) []string {
	excused := map[string]bool{}
	known := map[string]artifact.Class{}
	for p, f := range old {
		known[p] = f.Class
	}
	excuse(excused, known, next)
	s := &shelf{old.texts(), next, puts}
	var wrong []string
	apply := func(to *shelf, one step) {
		if err := (plan{steps: []step{one}}).apply(to); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	groupStart := 0
	for i, one := range steps {
		if i == groupStart {
			end := i
			for end < len(steps) && steps[end].do != barrier {
				end++
			}
			part := &shelf{maps.Clone(s.texts), next, puts}
			for _, j := range rng.Perm(end - i) {
				if rng.IntN(2) == 0 {
					apply(part, steps[i+j])
				}
			}
			wrong = append(wrong, missing(part.texts, excused)...)
			groupStart = end + 1
		}
		apply(s, one)
		wrong = append(wrong, missing(s.texts, excused)...)
	}
	if !maps.Equal(s.texts, next.texts()) {
		wrong = append(wrong, "the end is not the new tree")
	}
	return wrong
}

// The plan's order holds at every step; each wrong order is noticed, which
// proves that the check can fail.
func TestOrderOfThePlan(t *testing.T) {
	isStale := func(s step) bool { return s.do == deleteFile }
	orders := map[string]func([]step) []step{
		"as planned": func(s []step) []step { return s },
		"backwards": func(s []step) []step {
			s = slices.Clone(s)
			slices.Reverse(s)
			return s
		},
		"stale files first": func(s []step) []step {
			return append(slices.Collect(filter(s, isStale)), slices.Collect(filter(s, func(s step) bool { return !isStale(s) }))...)
		},
		"by path": func(s []step) []step {
			s = slices.Clone(s)
			slices.SortStableFunc(s, func(a, b step) int { return strings.Compare(a.path, b.path) })
			return s
		},
		"without barriers": func(s []step) []step {
			return slices.Collect(filter(s, func(s step) bool { return s.do != barrier }))
		},
		"without deleting": func(s []step) []step {
			return slices.Collect(filter(s, func(s step) bool { return !isStale(s) }))
		},
	}
	for name, order := range orders {
		rng := rand.New(rand.NewPCG(3, 4))
		caught := 0
		for range 1500 {
			old, next := randomTree(rng), randomTree(rng)
			p, puts := planFor(old, next)
			wrong := faultsOf(rng, old, next, order(p.steps), puts)
			if wrong != nil {
				caught++
			}
			if name == "as planned" && wrong != nil {
				t.Fatalf("%v\nfrom %v\nto %v\nby %v", wrong, old.texts(), next.texts(), p.steps)
			}
		}
		if name != "as planned" && caught < 50 {
			t.Errorf("order %q was noticed only %d times", name, caught)
		}
		t.Logf("%s: noticed %d times", name, caught)
	}
}

func filter(steps []step, keep func(step) bool) func(func(step) bool) {
	return func(yield func(step) bool) {
		for _, s := range steps {
			if keep(s) && !yield(s) {
				return
			}
		}
	}
}

// The groups of DESIGN 5, one by one, with a barrier behind each.
func TestGroupsOfThePlan(t *testing.T) {
	old := treeOf(
		file("same.css", artifact.Asset, "s"), file("b.css", artifact.Asset, "b"), file("gone.css", artifact.Asset, "g"),
		file("r1/index.html", artifact.Record, "1"), file("held/index.html", artifact.Record, "h"), file("held/v.html", artifact.Record, "v"),
		file("list", artifact.List, "l"), file("old/feed.xml", artifact.Feed, "f"), file("b.json", artifact.Index, "j"))
	next := treeOf(
		file("same.css", artifact.Asset, "s"), file("b.css", artifact.Asset, "b2"), file("z.css", artifact.Asset, "z"),
		file("r1/index.html", artifact.Record, "1b"), file("r9/index.html", artifact.Record, "9"),
		file("list/1.html", artifact.List, "l"), file("feed.xml", artifact.Feed, "f"), file("b.json", artifact.Index, "j2"),
		file("c.json", artifact.Index, "c"))
	p, _ := planFor(old, next)
	var got strings.Builder
	for _, s := range p.steps {
		fmt.Fprintln(&got, strings.TrimSpace([]string{"delete", "rmdir", "write", "move", "--"}[s.do]+" "+s.path))
	}
	const want = `delete held/index.html
delete held/v.html
--
delete list
--
write z.css
write b.css
--
move r9
write r1/index.html
--
move list
--
write feed.xml
--
write c.json
write b.json
--
delete old/feed.xml
--
delete gone.css
--
rmdir old
rmdir held
--
`
	if got.String() != want {
		t.Errorf("got:\n%s", got.String())
	}
	if p.written != 8 || p.removed != 5 {
		t.Errorf("written %d, removed %d", p.written, p.removed)
	}
}

func TestPlanOfNothingIsEmpty(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		files := randomTree(rng)
		if p, _ := planFor(files, files); len(p.steps) != 0 {
			t.Fatalf("%v for %v", p.steps, files.texts())
		}
	}
}

// The journal is durable before the output changes, every group before the
// next, and all of it before the manifest says so and the journal goes.
func TestOrderOfOperations(t *testing.T) {
	t.Chdir(t.TempDir())
	o := Options{Out: "out"}
	mustBuild(t, o, treeOf(file("held", artifact.Record, "h"), file("i.json", artifact.Index, "i"), file("x", artifact.Asset, "x")))
	var got strings.Builder
	o.Fault = func(op, path string) error {
		if op == "rename" || op == "sync" || op == "remove" {
			fmt.Fprintln(&got, op, path)
		}
		return nil
	}
	mustBuild(t, o, treeOf(file("r", artifact.Record, "r"), file("i.json", artifact.Index, "i2")))
	const want = `remove out.advgen/staging
sync out.advgen/staging/journal
rename out.advgen/journal
sync out.advgen
remove out/held
sync out
rename out/r
sync out
rename out/i.json
sync out
remove out/x
sync out
sync out.advgen/staging/manifest.json
rename out.advgen/manifest.json
sync out.advgen
remove out.advgen/journal
remove out.advgen/staging
`
	if got.String() != want {
		t.Errorf("got:\n%s", got.String())
	}
}
