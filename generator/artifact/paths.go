package artifact

import (
	"fmt"
	"strings"
)

// Paths is a set of file paths that can all exist at once, on file systems
// that tell upper from lower case and on those that do not. The zero value is
// an empty set. It is not safe for concurrent use. It keeps the strings that
// it is given and little beside them, since a large site has millions.
type Paths struct {
	files, dirs spellings // a folder is the beginning of one of the paths
}

// Add puts p into the set, or says why it cannot stand beside the others: it
// is there already, differs from another only in case, is a folder of
// another, or has a file as its folder.
func (s *Paths) Add(p string) error {
	if err := s.Conflict(p); err != nil {
		return err
	}
	s.files.add(p)
	for dir := range Parents(p) {
		if s.HasDir(dir) {
			break // its parents were added with it
		}
		s.dirs.add(dir)
	}
	return nil
}

// Conflict says why Add would refuse p; nil if it would not.
func (s *Paths) Conflict(p string) error {
	if other, ok := s.files.find(p); ok {
		if other == p {
			return fmt.Errorf("output file %s is given twice", p)
		}
		return fmt.Errorf("output files %s and %s differ only in case", other, p)
	}
	if _, ok := s.dirs.find(p); ok {
		return fmt.Errorf("output path %s would be a file and a folder", p)
	}
	for dir := range Parents(p) {
		if s.HasDir(dir) {
			break // a folder of the set, so its parents are in order
		}
		if other, ok := s.files.find(dir); ok {
			return fmt.Errorf("output path %s would be a file and the folder of %s", other, p)
		}
		if other, ok := s.dirs.find(dir); ok {
			return fmt.Errorf("folder %s of output file %s differs only in case from %s", dir, p, other)
		}
	}
	return nil
}

// HasFile says whether the set has exactly this file.
func (s *Paths) HasFile(p string) bool {
	other, ok := s.files.find(p)
	return ok && other == p
}

// HasDir says whether a file of the set lies in exactly this folder, or below.
func (s *Paths) HasDir(dir string) bool {
	other, ok := s.dirs.find(dir)
	return ok && other == dir
}

// spellings is a set of ASCII strings of which no two differ only in case: a
// hash table with open addressing, which takes a third of the memory of a map
// from folded strings and makes no new ones.
type spellings struct {
	items []string
	slots []uint32 // 1 + an index into items, or 0; their number is a power of two
}

// find gives the spelling that the set has of s.
func (t *spellings) find(s string) (string, bool) {
	if len(t.items) == 0 {
		return "", false
	}
	s = fold(s)
	i := t.slots[t.slot(s)]
	if i == 0 {
		return "", false
	}
	return t.items[i-1], true
}

// add puts in a string that find does not find.
func (t *spellings) add(s string) {
	if 4*len(t.items) >= 3*len(t.slots) {
		t.slots = make([]uint32, max(8, 2*len(t.slots)))
		for i, item := range t.items {
			t.slots[t.slot(item)] = uint32(i + 1)
		}
	}
	t.items = append(t.items, s)
	t.slots[t.slot(s)] = uint32(len(t.items))
}

// slot is where s is, or else the free place where it belongs.
func (t *spellings) slot(s string) int {
	mask := len(t.slots) - 1
	for at := int(hash(s)) & mask; ; at = (at + 1) & mask {
		if i := t.slots[at]; i == 0 || equalFold(t.items[i-1], s) {
			return at
		}
	}
}

// hash is FNV-1a of s in lower case.
func hash(s string) uint32 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(lower(s[i]))) * 1099511628211
	}
	return uint32(h ^ h>>32)
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// fold makes equal what a file system may take for equal. Paths of the set
// are ASCII, whose case hash and equalFold pass over; others (files of the
// host) are folded as Unicode has it.
func fold(p string) string {
	for i := range len(p) {
		if p[i] >= 0x80 {
			return strings.ToLower(p)
		}
	}
	return p
}
