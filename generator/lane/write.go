package lane

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
)

// Write puts the changes into the content, each file in one step: whoever reads
// sees the old one or the new one. It follows no link out of the folder, and
// replaces none.
func Write(root *os.Root, changes []Change) error {
	for _, c := range changes {
		if err := writeFile(root, c); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(root *os.Root, c Change) (err error) {
	dir := path.Dir(c.Path)
	if err := root.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	switch info, err := root.Lstat(c.Path); {
	case err == nil && !info.Mode().IsRegular():
		return &fs.PathError{Op: "write", Path: c.Path, Err: errors.New("not a regular file")}
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	temporary := path.Join(dir, ".collect-"+rand.Text())
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(c.Data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = root.Rename(temporary, c.Path)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	return nil
}
