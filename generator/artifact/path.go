package artifact

import (
	"errors"
	"fmt"
	"strings"
)

// Limits of a path, in bytes. 255 is what every common file system allows for
// a name; 1024 is the key length of common object stores.
const (
	maxSegment = 255
	maxPath    = 1024
)

// CheckPath says whether p can be the path of an output file on every file
// system, object store and web server alike: relative, slash-separated, of
// ASCII letters, digits and ". _ ~ @ + -", no empty, "." or ".." segment, none
// that ends in a dot, none that Windows reserves for a device. A segment has
// at most 255 bytes, the path at most 1024.
func CheckPath(p string) error {
	if err := checkPath(p); err != nil {
		return fmt.Errorf("unsafe output path %q: %w", shorten(p), err)
	}
	return nil
}

func checkPath(p string) error {
	if p == "" {
		return errors.New("it is empty")
	}
	if len(p) > maxPath {
		return fmt.Errorf("it is longer than %d bytes", maxPath)
	}
	for segment := range strings.SplitSeq(p, "/") {
		if err := checkSegment(segment); err != nil {
			return err
		}
	}
	return nil
}

func checkSegment(segment string) error {
	switch {
	case segment == "":
		return errors.New("a segment is empty")
	case segment == "." || segment == "..":
		return errors.New(`"." and ".." are not names`)
	case len(segment) > maxSegment:
		return fmt.Errorf("a segment is longer than %d bytes", maxSegment)
	case strings.HasSuffix(segment, "."):
		return errors.New("a segment ends in a dot, which Windows drops")
	case reservedByWindows(segment):
		return errors.New("the name is that of a device on Windows")
	}
	for i := range len(segment) {
		if !safeByte(segment[i]) {
			return errors.New("it has a character other than A-Z a-z 0-9 . _ ~ @ + -")
		}
	}
	return nil
}

func safeByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		strings.IndexByte("._~@+-", c) >= 0
}

// reservedByWindows follows "Naming Files, Paths, and Namespaces" of
// Microsoft: the device name counts with any extension and in any case.
func reservedByWindows(segment string) bool {
	name, _, _ := strings.Cut(segment, ".")
	if len(name) != 3 && len(name) != 4 {
		return false
	}
	switch name = strings.ToLower(name); name {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(name) == 4 && (name[:3] == "com" || name[:3] == "lpt") && '0' <= name[3] && name[3] <= '9'
}

func shorten(p string) string {
	const most = 100
	if len(p) <= most {
		return p
	}
	return p[:most] + "..."
}

// Parents yields the folders that p lies in, the nearest first: for a/b/c it
// is a/b, then a.
func Parents(p string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := strings.LastIndexByte(p, '/'); i > 0; i = strings.LastIndexByte(p[:i], '/') {
			if !yield(p[:i]) {
				return
			}
		}
	}
}
