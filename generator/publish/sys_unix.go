//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes the lock without waiting; false means that another process,
// or another session of this one, has it. It ends with the process at the
// latest, however that ends.
func lockFile(f *os.File) (bool, error) {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, os.NewSyscallError("flock", err)
}

// moveFile renames from/oldName to to/newName. Both folders are open, so no
// symbolic link is followed, and a link at newName is replaced, not followed.
func moveFile(from *os.File, oldName string, to *os.File, newName string) error {
	err := unix.Renameat(int(from.Fd()), oldName, int(to.Fd()), newName)
	return os.NewSyscallError("renameat", err)
}
