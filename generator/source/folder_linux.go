package source

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// readRegular reads a regular file of at most limit bytes; false if it is
// something else, or if anything is in the way: then ReadFile finds out what.
// openat2(2) holds the path inside the folder, as os.Root does name by name.
// Opening a pipe does not wait, since it is not to block.
func (f *Folder) readRegular(path string, limit int64) ([]byte, bool) {
	if !fs.ValidPath(path) {
		return nil, false
	}
	fd, err := unix.Openat2(int(f.top.Fd()), path, &unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NOFOLLOW | unix.O_NONBLOCK,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS,
	})
	if err != nil {
		return nil, false
	}
	defer unix.Close(fd)
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil || stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Size > limit {
		return nil, false
	}
	data := make([]byte, stat.Size+1) // one more, to see that it is not longer
	for n := 0; ; {
		got, err := unix.Read(fd, data[n:])
		if err == unix.EINTR {
			continue
		}
		if n += got; err != nil || n == len(data) {
			return nil, false
		}
		if got == 0 || n == int(stat.Size) {
			return data[:n], true
		}
	}
}
