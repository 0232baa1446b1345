package gitobj

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository makes a real one with a few files and gives its commit.
func repository(t *testing.T) (dir string, r *Repository, head ID) {
	t.Helper()
	dir = t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q", "-b", "main")
	for name, data := range map[string]string{"a.txt": "one\n", "dir/b.txt": "two\n", "dir/deep/c.txt": strings.Repeat("x", 5000)} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("a.txt", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	git("add", "-A")
	git("commit", "-q", "-m", "a message")
	r, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if head, err = r.Resolve("main"); err != nil {
		t.Fatal(err)
	}
	return dir, r, head
}

func TestFS(t *testing.T) {
	_, r, head := repository(t)
	c, err := r.Commit(head)
	if err != nil {
		t.Fatal(err)
	}
	fsys := r.FS(c.Tree, 10_000)
	data, err := fs.ReadFile(fsys, "dir/b.txt")
	if err != nil || string(data) != "two\n" {
		t.Errorf("%q, %v", data, err)
	}
	if info, err := fs.Stat(fsys, "link"); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("a link is followed: %v, %v", info, err)
	}
	if _, err := fs.ReadFile(fsys, "link"); err == nil {
		t.Error("a link can be read")
	}
	if _, err := fs.ReadFile(r.FS(c.Tree, 100), "dir/deep/c.txt"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file over the limit: %v", err)
	}
	blank := r.Blank(10_000)
	b, _, _ := r.Find(c.Tree, "dir/b.txt")
	dir, _, _ := r.Find(c.Tree, "dir")
	blank.Put("x/y/b.txt", b)
	blank.Put("z", dir)
	for _, name := range []string{"x/y/b.txt", "z/b.txt"} {
		if data, err := fs.ReadFile(blank, name); err != nil || string(data) != "two\n" {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	for _, name := range []string{"../a.txt", "/a.txt", "dir/../a.txt", "dir/", "a.txt/x", "none"} {
		if _, err := fsys.Open(name); err == nil {
			t.Errorf("%s can be opened", name)
		}
	}
	var seen []string
	err = fs.WalkDir(fsys, ".", func(name string, _ fs.DirEntry, err error) error { seen = append(seen, name); return err })
	if want := ". a.txt dir dir/b.txt dir/deep dir/deep/c.txt link"; err != nil || strings.Join(seen, " ") != want {
		t.Errorf("%v, %v", seen, err)
	}
}

// TestForged: an object that is not what its name says is not taken.
func TestForged(t *testing.T) {
	dir, r, head := repository(t)
	c, err := r.Commit(head)
	if err != nil {
		t.Fatal(err)
	}
	a, _, _ := r.Find(c.Tree, "a.txt")
	b, _, _ := r.Find(c.Tree, "dir/b.txt")
	loose := func(id ID) string { return filepath.Join(dir, ".git", "objects", string(id[:2]), string(id[2:])) }
	data, err := os.ReadFile(loose(b.ID))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(loose(a.ID), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(loose(a.ID), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(a.ID, "blob", 100); err == nil {
		t.Error("another object in its place was read")
	}
	if _, err := r.Read(b.ID, "tree", 100); err == nil {
		t.Error("a file was read as a tree")
	}
	r2, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r2.Close()
	if _, err := r2.Read(ID(strings.Repeat("0", 39)+"1"), "blob", 100); !errors.Is(err, ErrMissing) {
		t.Errorf("an object that is not there: %v", err)
	}
	if _, err := r2.Read("x\nx", "blob", 100); !errors.Is(err, ErrCorrupt) {
		t.Errorf("an id that is none: %v", err)
	}
	if data, err := r2.Read(b.ID, "blob", 100); err != nil || string(data) != "two\n" {
		t.Errorf("after the errors: %q, %v", data, err)
	}
}

// FuzzTree: whatever the bytes, no panic; and what is taken has clean names.
func FuzzTree(f *testing.F) {
	id := strings.Repeat("\x01", 20)
	f.Add([]byte("100644 a\x00" + id + "40000 b\x00" + id))
	f.Add([]byte("100644 b\x00" + id + "100644 a\x00" + id))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, ok := parseTree(data, 20)
		seen := map[string]bool{}
		for _, e := range entries {
			if ok && (e.Name == "" || e.Name == ".." || strings.ContainsAny(e.Name, "/\x00") || seen[e.Name]) {
				t.Errorf("%q", e.Name)
			}
			seen[e.Name] = true
		}
	})
}

// FuzzCommit: whatever the bytes, no panic; and what was signed is the commit
// without its signature, and nothing else.
func FuzzCommit(f *testing.F) {
	id := strings.Repeat("1", 40)
	f.Add([]byte("tree " + id + "\nparent " + id + "\nauthor a\ncommitter a\ngpgsig x\n y\n\nmessage\n"))
	f.Add([]byte("tree " + id + "\nauthor a\ncommitter a\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ok := parseCommit(ID(id), data)
		if !ok {
			return
		}
		if c.Signature == "" && string(c.Signed) != string(data) {
			t.Errorf("%q is signed as %q", data, c.Signed)
		}
		again, ok := parseCommit(ID(id), c.Signed)
		if !ok || again.Signature != "" || again.Tree != c.Tree || len(again.Parents) != len(c.Parents) {
			t.Errorf("%q changes without its signature", data)
		}
	})
}
