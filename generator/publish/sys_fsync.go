//go:build !linux

package publish

import (
	"os"
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
