package publish

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// syncEachFile says whether flush needs every file to be synchronised before.
const syncEachFile = false

// flush makes everything written so far to the file system of dir durable:
// one syncfs(2) instead of an fsync(2) per file and folder. dir must have been
// open since before the writes, or errors among them are not seen.
func flush(dir *os.File, _ *os.Root, _ map[string]bool) error {
	return os.NewSyscallError("syncfs", unix.Syncfs(int(dir.Fd())))
}

// sameFileSystem says whether a file can be renamed from one folder to the
// other: same device and same mount, because rename(2) does not cross a bind
// mount either.
func sameFileSystem(a, b string) (bool, error) {
	var x, y unix.Statx_t
	const mask = unix.STATX_BASIC_STATS | unix.STATX_MNT_ID
	if err := unix.Statx(unix.AT_FDCWD, a, 0, mask, &x); err != nil {
		return false, os.NewSyscallError("statx", err)
	}
	if err := unix.Statx(unix.AT_FDCWD, b, 0, mask, &y); err != nil {
		return false, os.NewSyscallError("statx", err)
	}
	sameDevice := x.Dev_major == y.Dev_major && x.Dev_minor == y.Dev_minor
	knowsMount := x.Mask&y.Mask&unix.STATX_MNT_ID != 0 // since Linux 5.8
	return sameDevice && (!knowsMount || x.Mnt_id == y.Mnt_id), nil
}

// changed is the instant of the last change of a file or of its entry, in
// nanoseconds of the clock of the file system. No program can set it back.
func changed(info os.FileInfo) int64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ctim.Nano()
	}
	return info.ModTime().UnixNano()
}

// look tells size and time of the last change of a regular file below top. A
// folder on the way may be a link, which is no harm: nothing is read.
func look(top *os.File, _ *os.Root, path string) (size, at int64, ok bool) {
	var stat unix.Stat_t
	err := unix.Fstatat(int(top.Fd()), path, &stat, unix.AT_SYMLINK_NOFOLLOW)
	return stat.Size, stat.Ctim.Nano(), err == nil && stat.Mode&unix.S_IFMT == unix.S_IFREG
}
