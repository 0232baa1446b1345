package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
)

// folder is a target that lies on a file system. Everything goes through an
// os.Root, so that nothing outside the output can be reached.
type folder struct {
	disk
	name    string
	root    *os.Root
	top     *os.File        // the output itself
	staging *os.File        // numbered files
	tree    *os.File        // files and folders by their paths
	repair  bool            // a crashed run may have made folders without giving them their mode
	dir     *os.File        // the folder written to last, nil at first
	dirPath string          // its path
	touched map[string]bool // folders changed since the last barrier
}

func newFolder(d disk, name string, root *os.Root, state *stateFolder, repair bool) (*folder, error) {
	f := &folder{disk: d, name: name, root: root, staging: state.staging, tree: state.tree, repair: repair, touched: map[string]bool{}}
	err := f.do("open", name, func() (err error) {
		f.top, err = root.Open(".")
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (f *folder) display(p string) string { return filepath.Join(f.name, filepath.FromSlash(p)) }

func (f *folder) close() {
	f.top.Close()
	if f.dir != nil {
		f.dir.Close()
	}
}

// deleteFile is content with a file that has gone meanwhile.
func (f *folder) deleteFile(p string) error {
	return f.remove(p, func(err error) bool { return errors.Is(err, fs.ErrNotExist) })
}

// removeDir leaves a folder that somebody put something into meanwhile; if a
// file must go there, writing that fails.
func (f *folder) removeDir(p string) error {
	return f.remove(p, func(err error) bool {
		return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) // the latter: not empty
	})
}

func (f *folder) remove(p string, fine func(error) bool) error {
	f.touch(path.Dir(p))
	return f.do("remove", f.display(p), func() error {
		if err := f.root.Remove(filepath.FromSlash(p)); err != nil && !fine(err) {
			return err
		}
		return nil
	})
}

func (f *folder) writeFile(p string, number int32) error {
	if err := f.enter(path.Dir(p)); err != nil {
		return err
	}
	from, name := f.staging, strconv.Itoa(int(number))
	if number == inTree {
		from, name = f.tree, filepath.FromSlash(p)
	}
	f.touch(path.Dir(p))
	return f.do("rename", f.display(p), func() error { return moveFile(from, name, f.dir, path.Base(p)) })
}

// moveDir moves a folder in one step. If the output has such a folder, empty or
// with files of the host, what is in it moves one by one.
func (f *folder) moveDir(p string) error {
	if err := f.enter(path.Dir(p)); err != nil {
		return err
	}
	if _, err := f.root.Lstat(filepath.FromSlash(p)); errors.Is(err, fs.ErrNotExist) {
		f.touch(path.Dir(p))
		return f.do("rename", f.display(p), func() error { return moveFile(f.tree, filepath.FromSlash(p), f.dir, path.Base(p)) })
	}
	var entries []os.DirEntry
	err := f.do("readdir", f.display(p), func() (err error) {
		entries, err = os.ReadDir(filepath.Join(f.tree.Name(), filepath.FromSlash(p)))
		return err
	})
	for i := 0; i < len(entries) && err == nil; i++ {
		if inner := path.Join(p, entries[i].Name()); entries[i].IsDir() {
			err = f.moveDir(inner)
		} else {
			err = f.writeFile(inner, inTree)
		}
	}
	return err
}

// enter makes dir the folder written to. Neighbours in a plan mostly share it.
func (f *folder) enter(dir string) error {
	if f.dir != nil && f.dirPath == dir {
		return nil
	}
	opened, err := f.open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err = f.mkdir(dir); err == nil {
			opened, err = f.open(dir)
		}
	}
	if err != nil {
		return err
	}
	if f.dir != nil {
		f.dir.Close()
	}
	f.dir, f.dirPath = opened, dir
	return nil
}

func (f *folder) open(dir string) (opened *os.File, err error) {
	err = f.do("open", f.display(dir), func() (err error) {
		opened, err = f.root.Open(filepath.FromSlash(dir))
		return err
	})
	for d := dir; err == nil && f.repair && d != "."; d = path.Dir(d) {
		err = f.chmod(d)
	}
	if err != nil && opened != nil {
		opened.Close()
		opened = nil
	}
	return opened, err
}

// mkdir makes dir and what is missing above it.
func (f *folder) mkdir(dir string) error {
	f.touch(path.Dir(dir))
	try := func() error {
		return f.do("mkdir", f.display(dir), func() error { return f.root.Mkdir(filepath.FromSlash(dir), dirMode) })
	}
	err := try()
	if errors.Is(err, fs.ErrNotExist) && path.Dir(dir) != "." {
		if err = f.mkdir(path.Dir(dir)); err == nil {
			err = try()
		}
	}
	if err != nil {
		return err
	}
	return f.chmod(dir)
}

// chmod gives a folder its mode whatever the umask is.
func (f *folder) chmod(dir string) error {
	return f.do("chmod", f.display(dir), func() error {
		return f.root.Chmod(filepath.FromSlash(dir), dirMode)
	})
}

// touch notes a changed folder, where flush wants to know.
func (f *folder) touch(dir string) {
	if syncEachFile {
		f.touched[dir] = true
	}
}

func (f *folder) barrier() error {
	err := f.do("sync", f.name, func() error { return flush(f.top, f.root, f.touched) })
	clear(f.touched)
	return err
}
