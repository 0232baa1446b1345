// Package lists says which pages the lists of a site have, so that the pages
// and the site map agree.
//
// There are two kinds. A list of advisories is in the order of disclosure and
// is cut from its oldest end, so that an older page stays as it is whatever is
// disclosed later. A register is in the order of ids and is shelved by their
// beginnings, so that a reader can find a name in it.
package lists

import "strconv"

// Chunk is how many members an older page of a list has. The first page has
// the newest, at least that many and fewer than twice as many, or else all.
const Chunk = 100

// Part is the members [From, To), of a list with the newest first, that stand
// on one page. Number is 0 for the list's first page and counts the others
// from 1, the oldest.
type Part struct{ Number, From, To int }

// Cut gives the pages of a list with n members, the first page first.
func Cut(n int) []Part {
	older := max(0, n/Chunk-1)
	parts := []Part{{0, 0, n - older*Chunk}}
	for k := older; k >= 1; k-- {
		from := n - k*Chunk
		parts = append(parts, Part{k, from, from + Chunk})
	}
	return parts
}

// Path is the folder of a page of the list in the folder given.
func Path(list string, number int) string {
	if number == 0 {
		return list
	}
	return list + "page/" + strconv.Itoa(number) + "/"
}
