//go:build unix

package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/artifact"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

var small = treeOf(
	file("style.css", artifact.Asset, "css"), file("a/index.html", artifact.Record, "a"),
	file("b/index.html", artifact.Record, "b"), file("index.json", artifact.Index, "[]"))

func setup(t *testing.T) Options {
	return Options{Out: filepath.Join(quickDir(t), "public")}
}

func TestBuildsOneAfterTheOther(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "public")} // on a disk, with all barriers
	defer syscall.Umask(syscall.Umask(0o077))
	changed := maps.Clone(small)
	delete(changed, "b/index.html")
	changed["a/index.html"] = file("a/index.html", artifact.Record, "A") // same size
	changed["c/d/e.html"] = file("c/d/e.html", artifact.Record, "e")
	for _, step := range []struct {
		files tree
		want  Result
	}{
		{small, Result{4, 0, 0}}, {small, Result{0, 4, 0}}, {changed, Result{2, 2, 1}}, {small, Result{2, 2, 1}},
		{tree{}, Result{0, 0, 4}}, {tree{}, Result{}}, {small, Result{4, 0, 0}},
	} {
		if got := mustBuild(t, o, step.files); got != step.want {
			t.Errorf("got %v, want %v", got, step.want)
		}
		checkClean(t, o.Out, step.files)
	}
	info, err := os.Stat(o.Out + ".advgen")
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("state folder: %v %v", info.Mode(), err)
	}
}

func TestUnchangedBuildTouchesNothing(t *testing.T) {
	o := setup(t)
	mustBuild(t, o, small)
	out, manifest := snapshot(t, o.Out, true), snapshot(t, o.Out+".advgen/manifest.json", true)
	o.Fault = func(op, path string) error {
		if op == "sync" || op == "rename" || op == "create" || op == "write" {
			t.Errorf("%s %s", op, path)
		}
		return nil
	}
	if got := mustBuild(t, o, small); got != (Result{Unchanged: 4}) {
		t.Error(got)
	}
	if !maps.Equal(out, snapshot(t, o.Out, true)) || !maps.Equal(manifest, snapshot(t, o.Out+".advgen/manifest.json", true)) {
		t.Error("something was touched")
	}
	o.Fault = nil
	one := maps.Clone(small)
	one["index.json"] = file("index.json", artifact.Index, "[1]")
	mustBuild(t, o, one)
	after := snapshot(t, o.Out, true)
	for p := range small {
		if (after[p] == out[p]) != (p != "index.json") {
			t.Errorf("%s: %s, before %s", p, after[p], out[p])
		}
	}
}

func TestWithoutCommitNothingHappens(t *testing.T) {
	o := setup(t)
	for _, prepare := range []func(){func() {}, func() { mustBuild(t, o, treeOf(file("x", artifact.List, "x"))) }} {
		prepare()
		before := snapshot(t, o.Out, true)
		s, err := Open(o)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range small {
			if err := s.Put(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(s.Close(), s.Close()); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(before, snapshot(t, o.Out, true)) {
			t.Error("the output changed")
		}
		if _, err := os.Stat(o.Out + ".advgen/staging"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("staging is left: %v", err)
		}
		if _, err := s.Commit(); err == nil {
			t.Error("Commit after Close")
		}
		if s.Put(file("late", artifact.List, "")) == nil {
			t.Error("Put after Close")
		}
	}
}

func TestStraysAreRefused(t *testing.T) {
	tests := map[string]struct {
		first   tree // built before; nil for a newcomer
		prepare func(out string)
		next    tree
		want    []string
	}{
		"newcomer": {nil, func(out string) { write(t, out+"/letter.txt", "dear"); write(t, out+"/d/x", "") }, small,
			[]string{"d/x", "letter.txt"}},
		"newcomer, same path":    {nil, func(out string) { write(t, out+"/style.css", "mine") }, small, []string{"style.css"}},
		"newcomer, same bytes":   {nil, func(out string) { write(t, out+"/style.css", "css") }, small, []string{"style.css"}},
		"beside ours":            {small, func(out string) { write(t, out+"/a/x", "") }, small, []string{"a/x"}},
		"nothing else to do":     {small, func(out string) { write(t, out+"/x", "") }, small, []string{"x"}},
		"link":                   {small, func(out string) { os.Symlink("a", out+"/l") }, small, []string{"l"}},
		"link in place of ours":  {small, func(out string) { os.Remove(out + "/style.css"); os.Symlink("/etc/passwd", out+"/style.css") }, small, []string{"style.css"}},
		"link in place of a dir": {small, func(out string) { os.RemoveAll(out + "/a"); os.Symlink("b", out+"/a") }, small, []string{"a"}},
		"link to outside":        {small, func(out string) { os.RemoveAll(out + "/a"); os.Symlink("/etc", out+"/a") }, small, []string{"a"}},
		"pipe":                   {small, func(out string) { os.Remove(out + "/style.css"); syscall.Mkfifo(out+"/style.css", 0o600) }, small, []string{"style.css"}},
		"empty dir where a file goes": {small, func(out string) { os.MkdirAll(out+"/new/x", 0o755) },
			treeOf(file("new", artifact.List, "")), []string{"new/", "new/x/"}},
		"empty dir in ours where a file goes": {small, func(out string) { os.Mkdir(out+"/a/x", 0o755) },
			treeOf(file("a", artifact.List, "")), []string{"a/x/"}},
		"pipe in place of an empty file": {treeOf(file("e", artifact.List, "")),
			func(out string) { os.Remove(out + "/e"); syscall.Mkfifo(out+"/e", 0o600) }, treeOf(file("e", artifact.List, "")), []string{"e"}},
		"odd name": {small, func(out string) { write(t, out+"/\x1b[2J\xff", "") }, small, []string{"\x1b[2J\xff"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := setup(t)
			if tt.first != nil {
				mustBuild(t, o, tt.first)
			}
			tt.prepare(o.Out)
			before := snapshot(t, o.Out, true)
			_, err := build(o, tt.next)
			var strays *StrayError
			if !errors.As(err, &strays) || !slices.Equal(strays.Paths, tt.want) {
				t.Fatalf("got %v, want strays %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), "keep:") || strings.Contains(err.Error(), "\x1b") || !utf8.ValidString(err.Error()) {
				t.Errorf("message: %q", err)
			}
			if !maps.Equal(before, snapshot(t, o.Out, true)) {
				t.Error("the output was touched")
			}
			if _, err := os.Stat(o.Out + ".advgen/journal"); err == nil {
				t.Error("a journal was written")
			}
		})
	}
}

func TestStrayMessageIsShort(t *testing.T) {
	err := &StrayError{"public", strings.Split(strings.Repeat("x ", 500), " ")}
	if m := err.Error(); len(m) > 300 || !strings.Contains(m, "501 files") || !strings.Contains(m, "496 more") {
		t.Error(m)
	}
}

func TestLock(t *testing.T) {
	o := setup(t)
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(small["style.css"]); err != nil {
		t.Fatal(err)
	}
	_, err = Open(o)
	var busy *BusyError
	if !errors.As(err, &busy) {
		t.Fatalf("a second build: %v", err)
	}
	if _, err := s.Commit(); err != nil {
		t.Errorf("the second build disturbed the first: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, o, small)
}

func TestPutRefuses(t *testing.T) {
	for _, f := range []artifact.File{
		file("a", artifact.List, ""), file("A", artifact.List, ""), file("a/b", artifact.List, ""),
		file("D/y", artifact.List, ""), file("d", artifact.List, ""), file("../x", artifact.List, ""), file("x", 17, ""),
	} {
		o := setup(t)
		_, err := func() (Result, error) {
			s, err := Open(o)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for _, p := range []string{"a", "d/x"} {
				if err := s.Put(file(p, artifact.List, "")); err != nil {
					t.Fatal(err)
				}
			}
			if s.Put(f) == nil {
				t.Errorf("accepted %q", f.Path)
			}
			return s.Commit()
		}()
		if err == nil {
			t.Errorf("%q: Commit after a refused file", f.Path)
		}
		if _, err := os.Stat(o.Out); err == nil {
			t.Errorf("%q: the output was made", f.Path)
		}
	}
}

func TestHandEditsAreRepaired(t *testing.T) {
	o := setup(t)
	mustBuild(t, o, small)
	write(t, o.Out+"/style.css", "CSS")
	os.RemoveAll(o.Out + "/a")
	if got := mustBuild(t, o, small); got != (Result{2, 2, 0}) {
		t.Error(got)
	}
	checkClean(t, o.Out, small)
	os.RemoveAll(o.Out)
	mustBuild(t, o, small)
	checkClean(t, o.Out, small)
}

func TestForeignEmptyFoldersStay(t *testing.T) {
	o := setup(t)
	mustBuild(t, o, small)
	os.MkdirAll(o.Out+"/b/theirs", 0o755)
	os.MkdirAll(o.Out+"/theirs", 0o755)
	mustBuild(t, o, treeOf(small["style.css"]))
	for _, p := range []string{"b/theirs", "theirs"} {
		if _, err := os.Stat(filepath.Join(o.Out, p)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(o.Out + "/a"); err == nil {
		t.Error("our empty folder is left")
	}
}

// A change while the build runs is noticed, or repaired; never a file is lost
// unnoticed.
func TestChangesWhileBuilding(t *testing.T) {
	o := setup(t)
	mustBuild(t, o, small)
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, f := range small {
		if err := s.Put(f); err != nil {
			t.Fatal(err)
		}
	}
	os.Remove(o.Out + "/style.css")
	var typed *Error
	if _, err := s.Commit(); !errors.As(err, &typed) || !strings.Contains(err.Error(), "run the build again") {
		t.Error(err)
	}
}

// A file that somebody puts into a folder at the moment when it would go is
// not lost, and does not stop the build; the next one finds it.
func TestFolderFilledAtTheLastMoment(t *testing.T) {
	o := setup(t)
	mustBuild(t, o, small)
	o.Fault = func(op, path string) error {
		if op == "remove" && path == filepath.Join(o.Out, "b") {
			write(t, path+"/theirs", "theirs")
		}
		return nil
	}
	rest := maps.Clone(small)
	delete(rest, "b/index.html")
	mustBuild(t, o, rest)
	var strays *StrayError
	if _, err := build(o, rest); !errors.As(err, &strays) || !slices.Equal(strays.Paths, []string{"b/theirs"}) {
		t.Error(err)
	}
}

func TestDamagedState(t *testing.T) {
	for name, text := range map[string]string{
		"manifest.json": `{"version":1,"files":[`, "journal": "{\"version\":1}\n",
	} {
		for _, text := range []string{text, "", `{"version":2}`, "\x00\x00"} {
			o := setup(t)
			mustBuild(t, o, small)
			write(t, o.Out+".advgen/"+name, text)
			before := snapshot(t, o.Out, true)
			_, err := build(o, small)
			var typed *Error
			if !errors.As(err, &typed) || !strings.Contains(err.Error(), "backup") {
				t.Errorf("%s %q: %v", name, text, err)
			}
			if !maps.Equal(before, snapshot(t, o.Out, true)) {
				t.Error("the output was touched")
			}
		}
	}
}

func TestJournal(t *testing.T) {
	entry := func(p string, c artifact.Class) artifact.Entry { return artifact.EntryOf(file(p, c, p)) }
	earlier := []artifact.Entry{entry("e", artifact.List), entry("d", artifact.Record)}
	earlier = append(earlier, entry("w", artifact.List)) // a list once, a record now
	known := []artifact.Entry{entry("d", artifact.List), entry("old", artifact.Feed), entry("w", artifact.List), entry("absent", artifact.List)}
	puts := []put{{Entry: entry("w", artifact.Record)}, {Entry: entry("same", artifact.List), file: unchanged}}
	var paths artifact.Paths
	for _, p := range puts {
		paths.Add(p.Path)
	}
	var text strings.Builder
	if err := writeJournal(&text, earlier, known, []bool{true, true, true, false}, puts, &paths); err != nil {
		t.Fatal(err)
	}
	got, err := readJournal(strings.NewReader(text.String()))
	want := []artifact.Entry{entry("d", artifact.Record), entry("e", artifact.List), entry("old", artifact.Feed), entry("w", artifact.Record)}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	lines := strings.SplitAfter(text.String(), "\n")
	for i := range lines[:len(lines)-1] {
		for _, bad := range []string{
			strings.Join(lines[:i], ""),
			strings.Join(slices.Delete(slices.Clone(lines), i, i+1), ""),
			strings.Join(slices.Insert(slices.Clone(lines), i, lines[i]), ""),
		} {
			if _, err := readJournal(strings.NewReader(bad)); err == nil {
				t.Errorf("accepted %q", bad)
			}
		}
	}
}

func TestErrorsSpeakOfTheCallersNames(t *testing.T) {
	root := quickDir(t)
	t.Chdir(root)
	o := Options{Out: "public"}
	mustBuild(t, o, small)
	other := maps.Clone(small)
	other["style.css"] = file("style.css", artifact.Asset, "new")
	seen := map[string]bool{}
	for k := int64(0); ; k++ {
		f := &failure{at: k, err: syscall.ENOSPC}
		err := buildWith(o, other, f)
		if !f.hit.Load() {
			break
		}
		if strings.Contains(err.Error(), root) || !strings.Contains(err.Error(), "public") || !errors.Is(err, syscall.ENOSPC) {
			t.Error(err)
		}
		seen[err.Error()] = true
		mustBuild(t, o, small)
	}
	for _, want := range []string{"rename public/style.css: no space left on device", "sync public: no space left on device",
		"rename public.advgen/journal: no space left on device"} {
		if !seen[want] {
			t.Errorf("not seen: %s", want)
		}
	}
	if os.Getuid() != 0 { // root may write anywhere
		mustBuild(t, o, small)
		os.Chmod("public", 0o500)
		_, err := build(o, other)
		os.Chmod("public", 0o755)
		if err == nil || err.Error() != "rename public/style.css: permission denied" {
			t.Error(err)
		}
	}
}

// A crash between making a folder and giving it its mode is repaired too.
func TestModesAreRepaired(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	files := treeOf(file("a/b/c/x", artifact.List, ""))
	for k := int64(0); ; k++ {
		o := Options{Out: filepath.Join(quickDir(t), "public"), noSync: true}
		f := &failure{at: k, err: errCrash}
		buildWith(o, files, f)
		if !f.hit.Load() {
			break
		}
		mustBuild(t, o, files)
		checkClean(t, o.Out, files)
	}
}

func TestConcurrentPuts(t *testing.T) {
	o := setup(t)
	o.Fault = func(string, string) error { return nil }
	for round := range 2 {
		s, err := Open(o)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for worker := range 8 {
			wg.Go(func() {
				for i := range 50 {
					p := fmt.Sprintf("d%d/%d.html", i%7, worker*50+i)
					if err := s.Put(file(p, artifact.Record, strings.Repeat(p, 1+round*(i%2)))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		r, err := s.Commit()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if want := []Result{{400, 0, 0}, {200, 200, 0}}[round]; r != want {
			t.Errorf("round %d: %v", round, r)
		}
		if round == 1 && len(s.Previous().Files) != 400 {
			t.Error("no previous manifest")
		}
	}
}
