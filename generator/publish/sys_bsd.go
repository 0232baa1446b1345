//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// sameFileSystem compares the devices.
func sameFileSystem(a, b string) (bool, error) {
	var x, y unix.Stat_t
	if err := unix.Stat(a, &x); err != nil {
		return false, os.NewSyscallError("stat", err)
	}
	if err := unix.Stat(b, &y); err != nil {
		return false, os.NewSyscallError("stat", err)
	}
	return x.Dev == y.Dev, nil
}
