package lists

import "strings"

// ShelfSize is how many members a page of a register has at most, if their ids
// differ at all.
const ShelfSize = 200

// Shelf is one page of a register, for the Count ids that begin with Prefix.
// The members [From, To) of the register stand on it; where there are too many,
// the others stand on shelves below it.
type Shelf struct {
	Prefix   string
	Count    int
	From, To int
	Below    []Shelf
}

// Shelves gives the first shelf, with the prefix "", of a register whose ids
// are in ascending order and differ.
func Shelves(ids []string) Shelf { return shelve(ids, "", 0, len(ids)) }

func shelve(ids []string, prefix string, from, to int) Shelf {
	s := Shelf{Prefix: prefix, Count: to - from, From: from, To: to}
	if to-from <= ShelfSize {
		return s
	}
	s.To = from
	if ids[from] == prefix {
		s.To++
	}
	for i := s.To; i < to; {
		j := i + 1
		for j < to && letter(ids[j], len(prefix)) == letter(ids[i], len(prefix)) {
			j++
		}
		next := ids[i][:len(prefix)+1]
		if j-i > ShelfSize { // a shelf with one shelf on it would help nobody
			next = common(ids[i], ids[j-1])
		}
		s.Below = append(s.Below, shelve(ids, next, i, j))
		i = j
	}
	return s
}

// letter is the byte at i, or 0 behind the end.
func letter(id string, i int) byte {
	if i < len(id) {
		return id[i]
	}
	return 0
}

// common is what two ids begin with. With the first and the last of a sorted
// run it is what all of the run begin with.
func common(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// ShelfPath is the folder of a shelf of the register in the folder given. No
// vendor id has a low line in it, and no name that Windows keeps for a device
// comes about.
func ShelfPath(register, prefix string) string {
	if prefix == "" {
		return register
	}
	return register + "initial_" + prefix + "/"
}

// Block is the members [From, To) of a list of CVEs of one year whose numbers
// begin alike, as in "12xxx".
type Block struct {
	Name     string
	From, To int
}

// Blocks cuts the CVEs of a year, in the order of their numbers, into blocks of
// a thousand numbers; nil if they all fit on one page.
func Blocks(cves []string) []Block {
	if len(cves) <= ShelfSize {
		return nil
	}
	var out []Block
	for i, id := range cves {
		number := id[strings.LastIndexByte(id, '-')+1:]
		name := number[:max(0, len(number)-3)] + "xxx"
		if n := len(out); n == 0 || out[n-1].Name != name {
			out = append(out, Block{Name: name, From: i})
		}
		out[len(out)-1].To = i + 1
	}
	return out
}

// CVEYear is the year of a CVE id.
func CVEYear(id string) string {
	year, _, _ := strings.Cut(strings.TrimPrefix(id, "CVE-"), "-")
	return year
}
