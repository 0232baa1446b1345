package search

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Lengths in characters. templates/js/search.js has the same.
const (
	shortestWord = 2  // a shorter one is in too many advisories
	longestWord  = 32 // the rest of a longer one is cut off
	longestID    = 48
	prefix       = 4 // words that agree so far share a shard
	digits       = 4 // so many of an id are enough to find it
)

// ignored lists English words that are in nearly every text. They are not in
// the index and not looked up.
var ignored = []string{"an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the", "this", "to", "with"}

// fold gives, in the memory of to, the characters of a text in the form in which they are
// compared: NFKC, so that full and half width are one (Unicode Standard Annex
// #15), in lower case, without the middle dot of katakana, and without the long
// vowel mark at the end of a katakana word of more than two characters, which
// writers leave out at will: サーバー is サーバ.
func fold(to []rune, s string) []rune {
	to = to[:0]
	for _, r := range norm.NFKC.String(s) {
		if r != '・' {
			to = append(to, unicode.ToLower(r))
		}
	}
	kept := to[:0]
	for i, r := range to {
		n := len(kept)
		if r == 'ー' && n >= 2 && isKatakana(kept[n-1]) && isKatakana(kept[n-2]) && (i+1 == len(to) || !isKatakana(to[i+1])) {
			continue
		}
		kept = append(kept, r)
	}
	return kept
}

func isKatakana(r rune) bool { return 'ァ' <= r && r <= 'ヺ' || r == 'ー' }
func isHiragana(r rune) bool { return 'ぁ' <= r && r <= 'ゟ' }
func isDigit(r rune) bool    { return '0' <= r && r <= '9' }

// isCJK says whether a character belongs to a writing that puts no spaces
// between words.
func isCJK(r rune) bool {
	if r < '々' {
		return false
	}
	return r <= '〇' || 'ぁ' <= r && r <= 'ゖ' || '゙' <= r && r <= 'ゟ' || 'ァ' <= r && r <= 'ヺ' || 'ー' <= r && r <= 'ヿ' ||
		0x3400 <= r && r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff || 0xac00 <= r && r <= 0xd7a3 ||
		0xf900 <= r && r <= 0xfaff || 0x20000 <= r && r <= 0x3ffff
}

func isWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || isDigit(r)
	}
	return !isCJK(r) && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// runs calls pair for every pair of neighbouring characters that is a term, and
// word for every word, in a folded text. A full stop between digits belongs to
// the word: 2.4.1 is one.
func runs(text []rune, pair func(a, b rune), word func([]rune)) {
	for i := 0; i < len(text); {
		switch start := i; {
		case isCJK(text[i]):
			for i++; i < len(text) && isCJK(text[i]); i++ {
				if isPair(text[i-1], text[i]) {
					pair(text[i-1], text[i])
				}
			}
		case isWord(text[i]):
			for i++; i < len(text) && (isWord(text[i]) || isPoint(text, i)); i++ {
			}
			if i-start >= shortestWord {
				word(text[start:min(i, start+longestWord)])
			}
		default:
			i++
		}
	}
}

// isPoint says that at i there is a full stop between digits.
func isPoint(text []rune, i int) bool {
	return text[i] == '.' && isDigit(text[i-1]) && i+1 < len(text) && isDigit(text[i+1])
}

// isPair leaves out what tells of the sentence and not of its words: hiragana
// before another writing, where a word begins, as in る脆, and a particle after
// it, as in 性が.
func isPair(a, b rune) bool {
	if isHiragana(a) {
		return isHiragana(b)
	}
	return !isParticle(b)
}

func isParticle(r rune) bool {
	switch r {
	case 'の', 'を', 'は', 'が', 'に', 'で', 'と', 'へ', 'も':
		return true
	}
	return false
}

// squeeze appends nothing but the letters and digits of a folded text, so that
// an id is found however its signs are written.
func squeeze(to []rune, text []rune) []rune {
	for _, r := range text {
		if len(to) < longestID && (isWord(r) || isCJK(r)) {
			to = append(to, r)
		}
	}
	return to
}
