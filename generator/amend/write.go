package amend

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing/fstest"
)

// step is one operation on a file, which happens whole or not at all.
type step struct {
	path   string // the file that is written, or removed
	from   string // of a renaming: the file that takes its place
	data   []byte // of a writing
	remove bool
}

func writeStep(name string, data []byte) step { return step{path: name, data: data} }
func removeStep(name string) step             { return step{path: name, remove: true} }
func renameStep(from, to string) step         { return step{path: to, from: from} }

// ErrChanged says that a file changed between being read and being written.
var ErrChanged = errors.New("the content changed while it was being edited")

// Write makes a change. It fails with ErrChanged, and writes nothing, if a file
// is not what it was when the change was made. Any other error is one of the
// file system; then what was written so far stays: see Promote.
func Write(root *os.Root, c *Change) error {
	for name, data := range c.read {
		now, err := root.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err != nil || !bytes.Equal(now, data) {
			return fmt.Errorf("%s: %w", name, ErrChanged)
		}
	}
	return apply(root, c.steps)
}

func apply(root *os.Root, steps []step) error {
	for _, s := range steps {
		var err error
		switch {
		case s.remove:
			err = root.Remove(s.path)
		case s.from != "":
			err = root.Rename(s.from, s.path)
		default:
			err = replace(root, s.path, s.data)
		}
		if err != nil {
			return err
		}
		syncFolder(root, path.Dir(s.path))
	}
	return nil
}

// replace puts a file in place whole, by a temporary one beside it. Its name
// begins with a dot, so that it is no part of the content.
func replace(root *os.Root, name string, data []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := root.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	temp := path.Join(path.Dir(name), fmt.Sprintf(".%s.%d.tmp", path.Base(name), os.Getpid()))
	err := writeNew(root, temp, data, mode)
	if err == nil {
		err = root.Rename(temp, name)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = root.Remove(temp) // the first error is the one to tell
	}
	return err
}

func writeNew(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return errors.Join(err, out.Chmod(mode), out.Sync(), out.Close())
}

// syncFolder makes names last before the next step. Not every system can; it
// matters only if the machine stops at this instant.
func syncFolder(root *os.Root, dir string) {
	if f, err := root.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// overlay is a file system as it will be after some steps.
type overlay struct {
	under fs.FS
	files fstest.MapFS
	gone  map[string]bool
}

func newOverlay(under fs.FS, steps []step) *overlay {
	o := &overlay{under, fstest.MapFS{}, map[string]bool{}}
	for _, s := range steps {
		switch {
		case s.remove:
			o.drop(s.path)
		case s.from != "":
			data, err := fs.ReadFile(o, s.from)
			if err == nil {
				o.put(s.path, data)
			}
			o.drop(s.from)
		default:
			o.put(s.path, s.data)
		}
	}
	return o
}

func (o *overlay) put(name string, data []byte) {
	o.files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	delete(o.gone, name)
}

func (o *overlay) drop(name string) {
	delete(o.files, name)
	o.gone[name] = true
}

func (o *overlay) Open(name string) (fs.File, error) {
	if o.gone[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if _, ok := o.files[name]; ok {
		return o.files.Open(name)
	}
	return o.under.Open(name)
}

// Lstat and ReadLink make the overlay an fs.ReadLinkFS.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	if o.gone[name] {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	}
	if _, ok := o.files[name]; ok {
		return o.files.Lstat(name)
	}
	return fs.Lstat(o.under, name)
}

func (o *overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.under, name) }

func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(o.under, name)
	if err != nil {
		return nil, err
	}
	mine := func(e fs.DirEntry) bool {
		full := path.Join(name, e.Name())
		return o.gone[full] || o.files[full] != nil
	}
	list = slices.DeleteFunc(slices.Clone(list), mine)
	for full := range o.files {
		if path.Dir(full) != name {
			continue
		}
		info, err := o.files.Lstat(full)
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}
