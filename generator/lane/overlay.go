package lane

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// overlay is a file system with some files put into it.
type overlay struct {
	fs.FS
	files map[string][]byte
}

func (o overlay) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		return &file{bytes.NewReader(data), info{path.Base(name), int64(len(data)), 0o644}}, nil
	}
	return o.FS.Open(name)
}

// Lstat keeps a link a link, where the file system below can tell.
func (o overlay) Lstat(name string) (fs.FileInfo, error) {
	if data, ok := o.files[name]; ok {
		return info{path.Base(name), int64(len(data)), 0o644}, nil
	}
	return fs.Lstat(o.FS, name)
}

func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if _, ok := o.files[name]; ok {
		return o.Lstat(name)
	}
	return fs.Stat(o.FS, name)
}

// ReadDir lists what is below, and the files put in beside it.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	var added []fs.DirEntry
	for p, data := range o.files {
		rest, below := strings.CutPrefix(p, name+"/")
		if !below {
			continue
		}
		i := info{rest, int64(len(data)), 0o644}
		if first, _, deeper := strings.Cut(rest, "/"); deeper {
			i = info{first, 0, fs.ModeDir | 0o755}
		}
		is := func(e fs.DirEntry) bool { return e.Name() == i.name }
		if !slices.ContainsFunc(entries, is) && !slices.ContainsFunc(added, is) {
			added = append(added, fs.FileInfoToDirEntry(i))
		}
	}
	if len(added) == 0 {
		return entries, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return entries, err
	}
	entries = append(slices.Clone(entries), added...)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

type file struct {
	*bytes.Reader
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type info struct {
	name string
	size int64
	mode fs.FileMode
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }
