package artifact

import (
	"fmt"
	"strings"
)

// Paths is a set of file paths that can all exist at once, on file systems
// that tell upper from lower case and on those that do not. The zero value is
// an empty set. It is not safe for concurrent use. A large site has millions of
// paths, so they lie one behind the other, with no pointer to any of them.
type Paths struct {
	text        texts
	files, dirs spellings // a folder is the beginning of one of the paths
}

// Len is the number of files.
func (s *Paths) Len() int { return len(s.files.items) }

// Path is the file that was added as the i-th, from 0.
func (s *Paths) Path(i int) string { return s.text.at(s.files.items[i]) }

// Number says as the how many-th a file was added, from 0; false if the set has
// no such file.
func (s *Paths) Number(p string) (int, bool) {
	i, ok := s.files.number(&s.text, p)
	return i, ok && s.Path(i) == p
}

// Add puts p into the set, or says why it cannot stand beside the others: it
// is there already, differs from another only in case, is a folder of
// another, or has a file as its folder.
func (s *Paths) Add(p string) error {
	if len(p) > maxPath {
		return fmt.Errorf("output path %q is longer than %d bytes", shorten(p), maxPath)
	}
	if err := s.Conflict(p); err != nil {
		return err
	}
	w := s.text.keep(p)
	s.files.add(&s.text, w)
	for dir := range Parents(p) {
		if s.HasDir(dir) {
			break // its parents were added with it
		}
		s.dirs.add(&s.text, word{w.block, w.from, uint16(len(dir))})
	}
	return nil
}

// Conflict says why Add would refuse p; nil if it would not.
func (s *Paths) Conflict(p string) error {
	if other, ok := s.files.find(&s.text, p); ok {
		if other == p {
			return fmt.Errorf("output file %s is given twice", p)
		}
		return fmt.Errorf("output files %s and %s differ only in case", other, p)
	}
	if _, ok := s.dirs.find(&s.text, p); ok {
		return fmt.Errorf("output path %s would be a file and a folder", p)
	}
	for dir := range Parents(p) {
		if s.HasDir(dir) {
			break // a folder of the set, so its parents are in order
		}
		if other, ok := s.files.find(&s.text, dir); ok {
			return fmt.Errorf("output path %s would be a file and the folder of %s", other, p)
		}
		if other, ok := s.dirs.find(&s.text, dir); ok {
			return fmt.Errorf("folder %s of output file %s differs only in case from %s", dir, p, other)
		}
	}
	return nil
}

// HasFile says whether the set has exactly this file.
func (s *Paths) HasFile(p string) bool {
	other, ok := s.files.find(&s.text, p)
	return ok && other == p
}

// HasDir says whether a file of the set lies in exactly this folder, or below.
func (s *Paths) HasDir(dir string) bool {
	other, ok := s.dirs.find(&s.text, dir)
	return ok && other == dir
}

// texts keeps strings one behind the other in large blocks: millions of small
// ones would take more memory, and the collector would follow each.
type texts struct {
	blocks []string // all but the last are full
	last   strings.Builder
}

const blockSize = 1 << 16

// word is a string in texts.
type word struct {
	block        uint32
	from, length uint16
}

// keep copies a string of less than blockSize bytes.
func (t *texts) keep(s string) word {
	if len(t.blocks) == 0 || t.last.Len()+len(s) > blockSize {
		t.last = strings.Builder{}
		t.last.Grow(blockSize)
		t.blocks = append(t.blocks, "")
	}
	w := word{uint32(len(t.blocks) - 1), uint16(t.last.Len()), uint16(len(s))}
	t.last.WriteString(s)
	t.blocks[w.block] = t.last.String()
	return w
}

func (t *texts) at(w word) string {
	return t.blocks[w.block][w.from : int(w.from)+int(w.length)]
}

// spellings is a set of ASCII strings of which no two differ only in case: a
// hash table with open addressing.
type spellings struct {
	items []word
	slots []uint32 // 1 + an index into items, or 0; their number is a power of two
}

// find gives the spelling that the set has of s.
func (t *spellings) find(in *texts, s string) (string, bool) {
	i, ok := t.number(in, s)
	if !ok {
		return "", false
	}
	return in.at(t.items[i]), true
}

// number gives the place among the items of the spelling that the set has of s.
func (t *spellings) number(in *texts, s string) (int, bool) {
	if len(t.items) == 0 {
		return 0, false
	}
	i := t.slots[t.slot(in, fold(s))]
	return int(i) - 1, i > 0
}

// add puts in a string that find does not find.
func (t *spellings) add(in *texts, w word) {
	if 4*len(t.items) >= 3*len(t.slots) {
		t.slots = make([]uint32, max(8, 2*len(t.slots)))
		for i, item := range t.items {
			t.slots[t.slot(in, in.at(item))] = uint32(i + 1)
		}
	}
	t.items = append(t.items, w)
	t.slots[t.slot(in, in.at(w))] = uint32(len(t.items))
}

// slot is where s is, or else the free place where it belongs.
func (t *spellings) slot(in *texts, s string) int {
	mask := len(t.slots) - 1
	for at := int(hash(s)) & mask; ; at = (at + 1) & mask {
		if i := t.slots[at]; i == 0 || equalFold(in.at(t.items[i-1]), s) {
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
