//go:build !linux

package publish

import (
	"os"
	"path/filepath"
	"runtime"
)

// syncEachFile says whether flush needs every file to be synchronised before.
const syncEachFile = true

// flush makes the names in the touched folders of root durable; the files in
// them were synchronised when they were written. Windows cannot synchronise a
// folder and journals names by itself.
func flush(_ *os.File, root *os.Root, touched map[string]bool) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	for name := range touched {
		dir, err := root.Open(name)
		if os.IsNotExist(err) {
			continue // removed since; its parent is touched too
		}
		if err != nil {
			return err
		}
		err = dir.Sync()
		if closeErr := dir.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// changed is the instant of the last change of a file, in nanoseconds.
func changed(info os.FileInfo) int64 { return info.ModTime().UnixNano() }

// look tells size and time of the last change of a regular file.
func look(_ *os.File, root *os.Root, path string) (size, at int64, ok bool) {
	info, err := root.Lstat(filepath.FromSlash(path))
	if err != nil || !info.Mode().IsRegular() {
		return 0, 0, false
	}
	return info.Size(), changed(info), true
}
