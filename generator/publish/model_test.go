package publish

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
)

// quickDir is a new folder in memory where the system has such a place: tests
// that make a hundred thousand files would else wait for the disk.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "publish-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// tree is a set of files by path. Each one's text begins with its own path
// and names the files it points at, one per line behind "-> ".
type tree map[string]artifact.File

// universe has every kind of path that can get in another's way.
var universe = []struct {
	path  string
	class artifact.Class
}{
	{"style.css", artifact.Asset}, {"js/a.js", artifact.Asset}, {"js", artifact.Asset}, {"z.css", artifact.Asset},
	{"r1/index.html", artifact.Record}, {"r1/v/a.html", artifact.Record}, {"r1/v", artifact.Record},
	{"r2/index.html", artifact.Record}, {"R2/index.html", artifact.Record}, {"r3", artifact.Record},
	{"r3/index.html", artifact.Record}, {"r4", artifact.Record}, {"mixed", artifact.Record},
	{"index.html", artifact.List}, {"a-list/1.html", artifact.List}, {"a-list", artifact.List},
	{"r4/list.html", artifact.List}, {"INDEX.html", artifact.List},
	{"feed.xml", artifact.Feed}, {"js/feed.xml", artifact.Feed},
	{"index.json", artifact.Index}, {"index/2020.json", artifact.Index}, {"index", artifact.Index},
}

// randomTree picks files that can stand together; each has one of few texts,
// so that some stay unchanged from tree to tree.
func randomTree(rng *rand.Rand) tree {
	var paths artifact.Paths
	t := tree{}
	density := rng.IntN(100)
	for _, i := range rng.Perm(len(universe)) {
		u := universe[i]
		if rng.IntN(100) > density || paths.Add(u.path) != nil {
			continue
		}
		if u.path == "mixed" && rng.IntN(2) == 0 {
			u.class = artifact.List
		}
		t[u.path] = artifact.File{Path: u.path, Class: u.class}
	}
	for _, p := range slices.Sorted(maps.Keys(t)) {
		f := t[p]
		lines := []string{p, strings.Repeat("x", rng.IntN(3))}
		for _, other := range slices.Sorted(maps.Keys(t)) {
			if t[other].Class < f.Class {
				lines = append(lines, "-> "+other)
			}
		}
		f.Data = []byte(strings.Join(lines, "\n") + "\nend\n")
		t[p] = f
	}
	return t
}

func treeOf(files ...artifact.File) tree {
	t := tree{}
	for _, f := range files {
		t[f.Path] = f
	}
	return t
}

func file(path string, class artifact.Class, text string) artifact.File {
	return artifact.File{Path: path, Class: class, Data: []byte(text)}
}

func (t tree) texts() map[string]string {
	texts := map[string]string{}
	for p, f := range t {
		texts[p] = string(f.Data)
	}
	return texts
}

func (t tree) manifest() artifact.Manifest {
	var m artifact.Memory
	for _, f := range t {
		if err := m.Put(f); err != nil {
			panic(err)
		}
	}
	return m.Manifest()
}

// missing lists pointers at files that are not there and not excused.
func missing(texts map[string]string, excused map[string]bool) []string {
	var result []string
	for p, text := range texts {
		for line := range strings.Lines(text) {
			to, ok := strings.CutPrefix(strings.TrimSpace(line), "-> ")
			if _, there := texts[to]; ok && !there && !excused[to] {
				result = append(result, p+" -> "+to)
			}
		}
	}
	return result
}

// excuse adds what a build may take away before the pointers at it: records
// that are withheld, and files in the way of new ones.
func excuse(excused map[string]bool, known map[string]artifact.Class, next tree) {
	var paths artifact.Paths
	for p := range next {
		if err := paths.Add(p); err != nil {
			panic(err)
		}
	}
	for p, class := range known {
		if !paths.HasFile(p) && (class == artifact.Record || paths.Conflict(p) != nil) {
			excused[p] = true
		}
	}
}

// history is what may be in the output while builds fail: every text that a
// build since the last finished one wanted, and what they may have taken away.
type history struct {
	allowed map[string]map[string]bool
	known   map[string]artifact.Class
	excused map[string]bool
}

func (h *history) done(t tree) {
	*h = history{map[string]map[string]bool{}, map[string]artifact.Class{}, map[string]bool{}}
	h.add(t)
}

func (h *history) add(t tree) {
	for p, f := range t {
		if h.allowed[p] == nil {
			h.allowed[p] = map[string]bool{}
		}
		h.allowed[p][string(f.Data)] = true
		if _, ok := h.known[p]; !ok || f.Class == artifact.Record {
			h.known[p] = f.Class
		}
	}
}

func (h *history) begin(t tree) {
	excuse(h.excused, h.known, t)
	h.add(t)
}

// check says what is wrong with the output at any moment.
func (h *history) check(out string) error {
	texts, err := readTexts(out)
	if err != nil {
		return err
	}
	for p, text := range texts {
		if !h.allowed[p][text] {
			return fmt.Errorf("%s holds %q, which no build wanted", p, text)
		}
	}
	if m := missing(texts, h.excused); m != nil {
		return fmt.Errorf("missing: %v", m)
	}
	return nil
}

// readTexts reads a folder, without the host's files; absent is empty.
func readTexts(out string) (map[string]string, error) {
	texts := map[string]string{}
	err := filepath.WalkDir(out, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if os.IsNotExist(err) && p == out {
				return nil
			}
			return err
		}
		rel, _ := filepath.Rel(out, p)
		if rel = filepath.ToSlash(rel); rel == "CNAME" || strings.HasPrefix(rel, "host/") {
			return nil
		}
		data, err := os.ReadFile(p)
		texts[rel] = string(data)
		return err
	})
	return texts, err
}

// build runs one whole build.
func build(o Options, t tree) (Result, error) {
	s, err := Open(o)
	if err != nil {
		return Result{}, err
	}
	r, err := buildIn(s, t)
	if closeErr := s.Close(); err == nil {
		err = closeErr
	}
	return r, err
}

func buildIn(s *Session, t tree) (Result, error) {
	for _, p := range slices.Sorted(maps.Keys(t)) {
		if err := s.Put(t[p]); err != nil {
			return Result{}, err
		}
	}
	return s.Commit()
}

func mustBuild(t *testing.T, o Options, files tree) Result {
	t.Helper()
	r, err := build(o, files)
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	return r
}

// snapshot describes everything below a folder: names, modes, texts and, if
// asked, inodes and times.
func snapshot(t *testing.T, dir string, deep bool) map[string]string {
	t.Helper()
	result := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) && p == dir {
				return nil
			}
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text := info.Mode().String()
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			text += " " + string(data)
		}
		if deep {
			text += fmt.Sprint(" ", info.ModTime().UnixNano(), " ", inode(info))
		}
		rel, _ := filepath.Rel(dir, p)
		result[filepath.ToSlash(rel)] = text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// expected is the snapshot of a clean build.
func expected(files tree) map[string]string {
	result := map[string]string{".": "drwxr-xr-x"}
	for p, f := range files {
		result[p] = "-rw-r--r-- " + string(f.Data)
		for dir := range artifact.Parents(p) {
			result[dir] = "drwxr-xr-x"
		}
	}
	return result
}

// hostPatterns is what tests with files of the host keep.
var hostPatterns = []string{"CNAME", "host/**"}

// checkClean compares with what a clean build gives, and the state with what
// must be left of it.
func checkClean(t *testing.T, out string, files tree, host ...string) {
	t.Helper()
	got, want := snapshot(t, out, false), expected(files)
	for _, p := range host {
		if _, ok := got[p]; !ok {
			t.Fatalf("the host's %s is gone", p)
		}
		delete(got, p)
	}
	if !maps.Equal(got, want) {
		t.Fatalf("output:\n%v\nwant:\n%v", got, want)
	}
	data, err := os.ReadFile(out + ".advgen/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	manifest := files.manifest()
	if written, err := artifact.ReadManifest(bytes.NewReader(data)); err == nil {
		manifest.Keep = written.Keep // as the options of the build said
	}
	if err := manifest.Encode(&text); err != nil || text.String() != string(data) {
		t.Fatalf("manifest:\n%s\nwant:\n%s", data, text.String())
	}
	left, err := os.ReadDir(out + ".advgen")
	if err != nil || len(left) != 2 || left[0].Name() != "lock" || left[1].Name() != "manifest.json" {
		t.Fatalf("left in the state folder: %v %v", left, err)
	}
}
