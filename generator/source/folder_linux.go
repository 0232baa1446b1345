package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// inside is how openat2(2) holds a path inside a folder, as os.Root does name by
// name.
const inside = unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS

// ReadDir lists a folder, sorted by name. An os.Root looks at every file in it;
// the system tells the kind of each without that. What is in the way os.Root
// finds out.
func (f *Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return f.rootFS.ReadDir(name)
	}
	fd, err := unix.Openat2(int(f.top.Fd()), name, &unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_CLOEXEC | unix.O_DIRECTORY,
		Resolve: inside,
	})
	if err != nil {
		return f.rootFS.ReadDir(name)
	}
	dir := os.NewFile(uintptr(fd), filepath.Join(f.top.Name(), name))
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// readRegular reads a regular file of at most limit bytes; false if it is
// something else, or if anything is in the way: then ReadFile finds out what.
// Opening a pipe does not wait, since it is not to block.
func (f *Folder) readRegular(path string, limit int64) ([]byte, bool) {
	if !fs.ValidPath(path) {
		return nil, false
	}
	fd, err := unix.Openat2(int(f.top.Fd()), path, &unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NOFOLLOW | unix.O_NONBLOCK,
		Resolve: inside,
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
