package gitobj

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// FS is a tree of git objects as a read-only file system: the bytes that were
// committed, whatever a checkout would make of them. Links are not followed,
// they stay links. What is Put into it stands over what is in the tree.
type FS struct {
	repo  *Repository
	limit int64
	root  *node
}

// node is a file or a folder. A folder of Put has its children here; one of
// the repository is read when it is asked for.
type node struct {
	Entry
	children map[string]*node
}

// FS shows a tree. Files of more than limit bytes cannot be opened.
func (r *Repository) FS(tree ID, limit int64) *FS {
	return &FS{r, limit, &node{Entry: Entry{Name: ".", Mode: Folder, ID: tree}}}
}

// Blank is a file system with nothing in it yet.
func (r *Repository) Blank(limit int64) *FS {
	return &FS{r, limit, &node{Entry: Entry{Name: ".", Mode: Folder}, children: map[string]*node{}}}
}

// Put places an entry of the repository at a path of a file system that began
// as Blank; the folders on the way are made.
func (f *FS) Put(name string, e Entry) {
	at := f.root
	dir, base := path.Split(name)
	for part := range strings.SplitSeq(strings.Trim(dir, "/"), "/") {
		if part == "" {
			continue
		}
		next := at.children[part]
		if next == nil || next.children == nil {
			next = &node{Entry: Entry{Name: part, Mode: Folder}, children: map[string]*node{}}
			at.children[part] = next
		}
		at = next
	}
	e.Name = base
	at.children[base] = &node{Entry: e}
}

func (f *FS) list(n *node) ([]*node, error) {
	if n.children != nil {
		var out []*node
		for _, c := range n.children {
			out = append(out, c)
		}
		slices.SortFunc(out, func(a, b *node) int { return strings.Compare(a.Name, b.Name) })
		return out, nil
	}
	entries, err := f.repo.Tree(n.ID)
	if err != nil {
		return nil, err
	}
	out := make([]*node, len(entries))
	for i, e := range entries {
		out[i] = &node{Entry: e}
	}
	slices.SortFunc(out, func(a, b *node) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func (f *FS) child(n *node, name string) (*node, bool, error) {
	if n.children != nil {
		c, ok := n.children[name]
		return c, ok, nil
	}
	e, ok, err := f.repo.entry(n.ID, name)
	return &node{Entry: e}, ok, err
}

func (f *FS) find(op, name string) (*node, error) {
	fail := func(err error) (*node, error) { return nil, &fs.PathError{Op: op, Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	at := f.root
	if name == "." {
		return at, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if at.Mode != Folder {
			return fail(fs.ErrNotExist)
		}
		next, ok, err := f.child(at, part)
		if err != nil {
			return fail(err)
		}
		if !ok {
			return fail(fs.ErrNotExist)
		}
		at = next
	}
	return at, nil
}

// Open opens a file or a folder. A link or a submodule cannot be opened.
func (f *FS) Open(name string) (fs.File, error) {
	n, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	switch n.Mode {
	case Folder:
		return &openFolder{fs: f, node: n}, nil
	case File, Executable:
		data, err := f.repo.Read(n.ID, "blob", f.limit)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openFile{info{n, int64(len(data))}, bytes.NewReader(data)}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("this is not a file")}
}

// Stat tells about an entry without following links. The size is not known.
func (f *FS) Stat(name string) (fs.FileInfo, error) {
	n, err := f.find("stat", name)
	if err != nil {
		return nil, err
	}
	return info{n, 0}, nil
}

// ReadDir lists a folder by name.
func (f *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := f.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if n.Mode != Folder {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("this is not a folder")}
	}
	children, err := f.list(n)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	out := make([]fs.DirEntry, len(children))
	for i, c := range children {
		out[i] = fs.FileInfoToDirEntry(info{c, 0})
	}
	return out, nil
}

type info struct {
	n    *node
	size int64
}

func (i info) Name() string       { return i.n.Name }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.n.Mode == Folder }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	switch i.n.Mode {
	case File:
		return 0o444
	case Executable:
		return 0o555
	case Folder:
		return fs.ModeDir | 0o555
	case Link:
		return fs.ModeSymlink | 0o777
	}
	return fs.ModeIrregular
}

type openFile struct {
	info
	*bytes.Reader
}

func (o *openFile) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *openFile) Close() error               { return nil }
func (o *openFile) Size() int64                { return o.size }

type openFolder struct {
	fs   *FS
	node *node
	read bool
}

func (o *openFolder) Stat() (fs.FileInfo, error) { return info{o.node, 0}, nil }
func (o *openFolder) Close() error               { return nil }
func (o *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: o.node.Name, Err: errors.New("this is a folder")}
}

// ReadDir lists the folder, whole: nobody here reads one in parts.
func (o *openFolder) ReadDir(int) ([]fs.DirEntry, error) {
	if o.read {
		return nil, io.EOF
	}
	o.read = true
	children, err := o.fs.list(o.node)
	if err != nil {
		return nil, err
	}
	var out []fs.DirEntry
	for _, c := range children {
		out = append(out, fs.FileInfoToDirEntry(info{c, 0}))
	}
	return out, nil
}
