package problem

import (
	"strings"
	"unicode/utf8"
)

// maxWord bounds the words that are compared, in characters, since the cost is
// the product of two lengths. Names of fields, ids and values are far shorter.
const maxWord = 256

// Nearest finds what somebody meant who wrote word: the candidate with the
// smallest distance, the first in sorted order among equals. It reports false
// where none is near. The distance counts insertions, deletions, replacements
// and swaps of neighbours (Damerau-Levenshtein, optimal string alignment),
// upper and lower case being the same. It may be at most a third of the length
// of word, but 1 is always near for words of two characters and more.
//
// The caller leaves out candidates that must not be shown, such as held ids.
func Nearest(word string, candidates []string) (string, bool) {
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > maxWord {
		return "", false
	}
	limit := len(w) / 3
	if limit == 0 && len(w) > 1 {
		limit = 1
	}
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, len(w)+limit+1)
	}
	best, found, buf := "", false, make([]rune, 0, len(w)+limit)
	for _, c := range candidates {
		if n := utf8.RuneCountInString(c); n < len(w)-limit || n > len(w)+limit {
			continue
		}
		buf = buf[:0]
		for _, r := range strings.ToLower(c) {
			buf = append(buf, r)
		}
		// Upper and lower case may differ in their number of characters.
		if len(buf) < len(w)-limit || len(buf) > len(w)+limit {
			continue
		}
		d := distance(w, buf, limit, &rows)
		switch {
		case d > limit:
		case !found || d < limit || c < best:
			// From here on only what is as near counts.
			best, found, limit = c, true, d
		}
	}
	return best, found
}

// distance is the number of edits from a to b, or some number above limit if
// there are more. The rows are scratch space of len(b)+1 at least.
func distance(a, b []rune, limit int, rows *[3][]int) int {
	before, last, row := rows[0], rows[1], rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		lowest := i
		for j := 1; j <= len(b); j++ {
			replaced := last[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(replaced, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			lowest = min(lowest, row[j])
		}
		// The lowest number of a row is at most one more than that of the row
		// before. So this row says of both, and a swap reaches no further back.
		if lowest > limit+1 {
			return lowest
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
