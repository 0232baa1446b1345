package markup

import (
	"strings"
	"unicode"
)

// Excerpt is the beginning of a text in one line of at most max characters
// (code points), the "…" of a cut included. It is cut between words where the
// script has spaces, between characters where it has none, and never between a
// character and what modifies it.
func Excerpt(h HTML, max int) string { return excerpt(h.text, max) }

// Lead is the start of a text for a summary: the items of the list that it
// begins with, without their own lists, or else its first paragraph. Each is
// cut as Excerpt does.
func Lead(h HTML, max int) []string {
	block, _, _ := strings.Cut(h.text, "\n\n")
	var items []string
	for line := range strings.SplitSeq(block, "\n") {
		if item, ok := listItem(line); ok {
			items = append(items, excerpt(item, max))
		} else if len(items) == 0 {
			return []string{excerpt(block, max)}
		}
	}
	return items
}

// listItem is the text behind the marker of a list, "- " or "1. ", at the start
// of a line; that of a list within a list stands further in.
func listItem(line string) (string, bool) {
	if item, ok := strings.CutPrefix(line, "- "); ok {
		return item, true
	}
	rest := strings.TrimLeft(line, "0123456789")
	item, ok := strings.CutPrefix(rest, ". ")
	return item, ok && len(rest) < len(line)
}

func excerpt(text string, max int) string {
	// Only the beginning matters; white space folds to less than it was.
	runes := fold(text, max+1)
	if len(runes) <= max {
		return string(runes)
	}
	if max < 1 {
		return ""
	}
	end := boundary(runes, max-1)
	if inWord(runes, end) {
		start := end
		for start > 0 && inWord(runes, start) {
			start--
		}
		// A word as long as half of the excerpt, such as a URL, is cut.
		if start > max/2 {
			end = start
		}
	}
	cut := strings.TrimRightFunc(string(runes[:end]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:、，；：<(（「『", r)
	})
	return cut + "…"
}

// fold is the start of s with every run of white space as one space, or as none
// where a line ends between characters of scripts that have no spaces; n
// characters or all of it.
func fold(s string, n int) []rune {
	var out []rune
	space, line := false, false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space, line = true, line || r == '\n'
			continue
		}
		if space && len(out) > 0 && !(line && joins(out[len(out)-1], r)) {
			out = append(out, ' ')
		}
		space, line = false, false
		out = append(out, r)
		if len(out) > n {
			break
		}
	}
	return out
}

// inWord says that a cut before runes[i] would split a word.
func inWord(runes []rune, i int) bool {
	return i > 0 && i < len(runes) && !apart(runes[i-1]) && !apart(runes[i])
}

func apart(r rune) bool { return unicode.IsSpace(r) || isCJK(r) }

// boundary is the last place at or before i where a character ends, by the
// parts of UAX #29 that matter here.
func boundary(runes []rune, i int) int {
	for ; i > 0; i-- {
		prev, next := runes[i-1], runes[i]
		flags := 0
		for j := i - 1; j >= 0 && isFlag(runes[j]); j-- {
			flags++
		}
		if !unicode.IsMark(next) && next != 0xff9e && next != 0xff9f && next != zwj && prev != zwj && (next < 0x1f3fb || next > 0x1f3ff) &&
			!(isFlag(next) && flags%2 == 1) && !isJamo(prev, next) {
			break
		}
	}
	return i
}

const zwj = 0x200d

func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// isJamo says that next continues a Hangul syllable.
func isJamo(prev, next rune) bool {
	hangul := prev >= 0x1100 && prev <= 0x11ff || prev >= 0xac00 && prev <= 0xd7a3
	return hangul && next >= 0x1160 && next <= 0x11ff || prev >= 0x1100 && prev <= 0x115f && next >= 0xac00 && next <= 0xd7a3
}
