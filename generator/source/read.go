package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/advgen/advgen/generator/problem"
)

// ReadFile reads a regular file of at most limit bytes. Anything else is a
// problem: a missing file, a folder, a symbolic link (wherever it points: what
// a link shows is not what was reviewed), a device, a file that is too large or
// cannot be read. A nil result always comes with a problem.
//
// The file is opened only once it is known to be regular, because opening a
// pipe may wait for ever. Folders on the way may still be links: use an fs.FS
// that does not leave its root, such as that of os.Root.
func ReadFile(fsys fs.FS, path string, limit int64) ([]byte, problem.List) {
	bad := func(rule, message, hint string) ([]byte, problem.List) {
		return nil, problem.List{{Rule: rule, Path: path, Message: message, Hint: hint}}
	}
	if folder, ok := fsys.(*Folder); ok {
		if data, ok := folder.readRegular(path, limit); ok {
			return data, nil
		}
	}
	info, err := fs.Lstat(fsys, path)
	if err != nil {
		return bad(readError(err))
	}
	if !info.Mode().IsRegular() {
		return bad(notRegular(info.Mode()))
	}
	f, err := fsys.Open(path)
	if err != nil {
		return bad(readError(err))
	}
	defer f.Close()
	// What was opened may be another file than what was looked at.
	if info, err = f.Stat(); err != nil {
		return bad(readError(err))
	}
	if !info.Mode().IsRegular() {
		return bad(notRegular(info.Mode()))
	}
	data, err := readLimited(f, info.Size(), limit)
	switch {
	case err != nil:
		return bad(readError(err))
	case int64(len(data)) > limit:
		return bad("file-too-large", "the file is larger than "+size(limit), "shorten it, or move part of it elsewhere")
	}
	return data, nil
}

// ReadText is ReadFile for a file that is neither YAML nor Markdown: its bytes
// must be UTF-8 without control characters and odd line breaks.
func ReadText(fsys fs.FS, path string, limit int64) ([]byte, problem.List) {
	data, list := ReadFile(fsys, path, limit)
	if data != nil {
		list.Add(checkText(path, bytes.TrimPrefix(data, byteOrderMark))...)
	}
	return data, list
}

// readLimited reads at most limit+1 bytes, in one piece if the size that the
// file system told is right. The size is only a hint.
func readLimited(r io.Reader, told, limit int64) ([]byte, error) {
	buf := make([]byte, 0, max(0, min(told, limit))+1)
	r = io.LimitReader(r, limit+1)
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// readError puts an error of the file system in words. The text of the error is
// not shown: it may hold the path of the machine.
func readError(err error) (rule, message, hint string) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "file-missing", "the file does not exist", "add it, or correct the name where it is asked for"
	case errors.Is(err, fs.ErrPermission):
		return "file-unreadable", "no permission to read the file", "change its permissions"
	case errors.Is(err, fs.ErrInvalid):
		return "file-unreadable", "the path of the file is not allowed", "use a path inside the content folder, with slashes and without .."
	default:
		return "file-unreadable", "the file cannot be read", "look at the file and its folder; a link must not lead out of the content folder"
	}
}

func notRegular(mode fs.FileMode) (rule, message, hint string) {
	rule, hint = "file-type", "put a regular file in its place"
	switch {
	case mode.IsDir():
		return rule, "a folder stands where a file is expected", hint
	case mode&fs.ModeSymlink != 0:
		return rule, "a symbolic link stands where a file is expected", "put a copy of the file in its place"
	default:
		return rule, "the file is not a regular file", hint
	}
}

// size writes a limit in words.
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
