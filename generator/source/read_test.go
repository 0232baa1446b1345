package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

// lying says that its files are as large as told.
type lying struct {
	fs.FS
	told int64
}

type lyingFile struct {
	fs.File
	told int64
}

type lyingInfo struct {
	fs.FileInfo
	told int64
}

func (l lying) Open(name string) (fs.File, error) {
	f, err := l.FS.Open(name)
	return lyingFile{f, l.told}, err
}

func (f lyingFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return lyingInfo{info, f.told}, err
}

func (i lyingInfo) Size() int64 { return i.told }

// failing opens nothing and tells the path of a machine.
type failing struct{}

func (failing) Open(string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: "/home/secret", Err: errors.New("secret trouble")}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a", "hello")
	write("empty", "")
	for link, to := range map[string]string{"in": "a", "out": "/etc/passwd", "nowhere": "none"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "dir"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	const (
		missing = "file-missing: the file does not exist"
		link    = "file-type: a symbolic link stands where a file is expected"
		large   = "file-too-large: the file is larger than 5 bytes"
	)
	memory := fstest.MapFS{"a": {Data: []byte("hello")}, "b": {Data: []byte("hello!")}, "d/x": {}, "z": {Mode: fs.ModeDevice}}
	for name, c := range map[string]struct {
		fsys       fs.FS
		path, want string
	}{
		"root":           {root.FS(), "a", "hello"},
		"root empty":     {root.FS(), "empty", ""},
		"root missing":   {root.FS(), "b", missing},
		"root below":     {root.FS(), "a/b", ""},
		"root dir":       {root.FS(), "dir", "file-type: a folder stands where a file is expected"},
		"root link in":   {root.FS(), "in", link},
		"root link out":  {root.FS(), "out", link},
		"root link dead": {root.FS(), "nowhere", link},
		"root pipe":      {root.FS(), "pipe", "file-type: the file is not a regular file"},
		"dirfs link":     {os.DirFS(dir), "in", link},
		"dirfs pipe":     {os.DirFS(dir), "pipe", "file-type: the file is not a regular file"},
		"dirfs up":       {os.DirFS(dir), "../a", "file-unreadable: the path of the file is not allowed"},
		"memory":         {memory, "a", "hello"},
		"memory large":   {memory, "b", large},
		"memory dir":     {memory, "d", "file-type: a folder stands where a file is expected"},
		"memory device":  {memory, "z", "file-type: the file is not a regular file"},
		"told too small": {lying{memory, 0}, "b", large},
		"told too large": {lying{memory, 1 << 60}, "a", "hello"},
		"told negative":  {lying{memory, -1}, "a", "hello"},
		"failing":        {failing{}, "a", "file-unreadable: the file cannot be read"},
	} {
		data, list := ReadFile(c.fsys, c.path, 5)
		if name == "root below" { // the reason differs between systems
			if len(list) != 1 {
				t.Errorf("%s: %v", name, list)
			}
			continue
		}
		got := string(data)
		if len(list) == 1 {
			got = list[0].Rule + ": " + list[0].Message
			if list[0].Path != c.path || list[0].Hint == "" || data != nil {
				t.Errorf("%s: %+v %q", name, list[0], data)
			}
		}
		if got != c.want || len(list) > 1 {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		if strings.Contains(got, "secret") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{5: "5 bytes", 64 << 10: "64 KiB", 1 << 20: "1 MiB", 1<<20 + 1: "1048577 bytes"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %s, want %s", n, got, want)
		}
	}
}
