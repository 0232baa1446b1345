package theme

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Open is that of fs.FS: a file of the content, or else the built-in one. A
// folder holds the files of both.
func (t *Theme) Open(name string) (fs.File, error) {
	if data, ok := t.own[name]; ok {
		return &ownFile{Reader: *bytes.NewReader(data), info: ownInfo{path.Base(name), int64(len(data))}}, nil
	}
	f, err := t.builtin.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.IsDir() {
		return f, err
	}
	entries, err := t.ReadDir(name)
	return &folder{f, entries}, err
}

// ReadFile is that of fs.ReadFileFS.
func (t *Theme) ReadFile(name string) ([]byte, error) {
	if data, ok := t.own[name]; ok {
		return bytes.Clone(data), nil
	}
	return fs.ReadFile(t.builtin, name)
}

// ReadDir is that of fs.ReadDirFS. Folders are those of the built-in
// templates, since a file of the content stands in one of them.
func (t *Theme) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.builtin, dir)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(slices.Clone(entries), func(e fs.DirEntry) bool { return t.Overrides(path.Join(dir, e.Name())) })
	for name, data := range t.own {
		if path.Dir(name) == dir {
			entries = append(entries, fs.FileInfoToDirEntry(ownInfo{path.Base(name), int64(len(data))}))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// folder is an open folder of the built-in templates, with other entries.
type folder struct {
	fs.File
	rest []fs.DirEntry
}

// ReadDir is that of fs.ReadDirFile.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.rest) {
		n = len(f.rest)
	}
	out := f.rest[:n]
	f.rest = f.rest[n:]
	return out, nil
}

// ownFile is an open file of the content, which lies in memory.
type ownFile struct {
	bytes.Reader
	info ownInfo
}

func (f *ownFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *ownFile) Close() error               { return nil }

type ownInfo struct {
	name string
	size int64
}

func (i ownInfo) Name() string     { return i.name }
func (i ownInfo) Size() int64      { return i.size }
func (ownInfo) Mode() fs.FileMode  { return 0o444 }
func (ownInfo) ModTime() time.Time { return time.Time{} }
func (ownInfo) IsDir() bool        { return false }
func (ownInfo) Sys() any           { return nil }
