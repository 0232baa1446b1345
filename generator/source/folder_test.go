package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A folder reads as os.Root has it, whatever lies in it.
func TestFolderReadsAsRoot(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	for name, text := range map[string]string{"in/a.md": "text", "in/sub/empty": "", "in/sub/large": strings.Repeat("x", 101), "in/sub/full": strings.Repeat("x", 100), "secret": "secret"} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		"link": "a.md", "out": "../secret", "absolute": filepath.Join(dir, "secret"), "folder": "sub", "above": "..", "dangling": "none", "loop": "loop",
	} {
		if err := os.Symlink(to, filepath.Join(in, link)); err != nil {
			t.Skip(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(in, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	fast, err := OpenFolder(in)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{
		"a.md", "sub/empty", "sub/full", "sub/large", "sub", "none", "sub/none", "a.md/x", "link", "out", "absolute", "dangling", "loop", "loop/x",
		"folder/full", "folder/../a.md", "above/secret", "above/in/a.md", "../secret", "/a.md", "", ".", "pipe", "sub/", "./a.md", "a\x00b",
	} {
		got, gotProblems := ReadFile(fast, p, 100)
		want, wantProblems := ReadFile(root.FS(), p, 100)
		if string(got) != string(want) || (got == nil) != (want == nil) || !slices.Equal(gotProblems, wantProblems) {
			t.Errorf("%q: %q %v, want %q %v", p, got, gotProblems, want, wantProblems)
		}
	}
	for _, p := range []string{".", "sub", "none", "a.md", "link", "out", "folder", "above", "above/in", "loop", "..", "../in", "/", "", "sub/", "sub/../sub"} {
		got, err := fs.ReadDir(fast, p)
		want, wantErr := fs.ReadDir(root.FS(), p)
		if (err == nil) != (wantErr == nil) || !slices.EqualFunc(got, want, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() && a.Type() == b.Type() }) {
			t.Errorf("%q: %v %v, want %v %v", p, got, err, want, wantErr)
		}
		for _, e := range got {
			if info, err := e.Info(); err != nil || info.Name() != e.Name() || info.Mode().Type() != e.Type() {
				t.Errorf("%q: %s: %v %v", p, e.Name(), info, err)
			}
		}
	}
}
