package markup

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// charClass says what is wrong with a character, if anything.
type charClass int

const (
	charFine    charClass = iota
	charBidi              // reorders the text around it (Trojan Source)
	charZero              // invisible and without a use in text
	charJoiner            // invisible, but needed by some scripts
	charControl           // not allowed in HTML
)

func classOf(r rune) charClass {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t':
		return charFine
	case r < ' ', r >= 0x7f && r < 0xa0, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return charControl
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
		return charBidi
	case r == 0x200b, r >= 0x2060 && r <= 0x2064, r == 0xfeff, r == 0x180e, r >= 0xe0000 && r <= 0xe007f:
		return charZero
	case r == 0x200c, r == 0x200d:
		return charJoiner
	}
	return charFine
}

// noteChar reports a character that should not be in a text.
func noteChar(n *notes, at int, r rune) {
	code := fmt.Sprintf("U+%04X", r)
	switch classOf(r) {
	case charBidi:
		n.error(at, rule{ruleBidi.name, "the text holds the invisible direction control " + code, ruleBidi.hint})
	case charZero:
		n.error(at, rule{ruleZero.name, "the text holds the invisible character " + code, ruleZero.hint})
	case charJoiner:
		n.warn(at, rule{ruleZero.name, "the text holds the invisible joiner " + code, "delete it unless the script needs it there"})
	case charControl:
		n.error(at, rule{ruleCtrl.name, "the text holds the control character " + code, ruleCtrl.hint})
	}
}

// clean returns src as valid UTF-8 with \n line ends, and reports characters
// that should not be there, each once a line. They stay in the text, so that
// positions hold; the writer leaves them out.
func clean(src string, n *notes) string {
	if !utf8.ValidString(src) {
		n.error(whole, ruleUTF8)
		src = strings.ToValidUTF8(src, "\ufffd")
	}
	if strings.Contains(src, "\r") {
		src = strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n")
	}
	var seen []rune
	for i, r := range src {
		if r == '\n' {
			seen = seen[:0]
		} else if classOf(r) != charFine && !strings.ContainsRune(string(seen), r) {
			seen = append(seen, r)
			noteChar(n, i, r)
		}
	}
	return src
}

// visible is s as it may be shown: without direction controls and characters
// of no width, and with U+FFFD for control characters.
func visible(s string) string {
	bad := func(r rune) bool { c := classOf(r); return c != charFine && c != charJoiner }
	if strings.IndexFunc(s, bad) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch classOf(r) {
		case charBidi, charZero:
			return -1
		case charControl:
			return utf8.RuneError
		}
		return r
	}, s)
}

// cjk holds the "CJK characters" of the CommonMark CJK-friendly amendments: East
// Asian Width W, F or H without emoji presentation, and the script Hangul
// (ranges from Unicode 16, UAX #11 and UAX #24).
var cjk = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x11ff, 1}, {0x20a9, 0x20a9, 1}, {0x2329, 0x232a, 1}, {0x2630, 0x2637, 1}, {0x268a, 0x268f, 1},
		{0x2e80, 0x303e, 1}, {0x3041, 0x4dbf, 1}, {0x4dc0, 0xa4cf, 1}, {0xa960, 0xa97f, 1}, {0xac00, 0xd7ff, 1},
		{0xf900, 0xfaff, 1}, {0xfe10, 0xfe19, 1}, {0xfe30, 0xfe6f, 1}, {0xff01, 0xffdc, 1}, {0xffe0, 0xffee, 1},
	},
	R32: []unicode.Range32{
		{0x16fe0, 0x18dff, 1}, {0x1aff0, 0x1b2ff, 1}, {0x1d300, 0x1d376, 1}, {0x1f200, 0x1f200, 1},
		{0x1f202, 0x1f219, 1}, {0x1f21b, 0x1f22e, 1}, {0x1f230, 0x1f231, 1}, {0x1f237, 0x1f237, 1},
		{0x1f23b, 0x1f248, 1}, {0x1f260, 0x1f265, 1}, {0x20000, 0x3fffd, 1}, {0xe0100, 0xe01ef, 1},
	},
}

// isCJK also holds for ideographic variation selectors, which follow an ideograph.
func isCJK(r rune) bool { return r >= 0x1100 && unicode.Is(cjk, r) }

// joins says that a line break between two characters is no space: both are
// written without spaces. Hangul is CJK but is written with spaces.
func joins(a, b rune) bool {
	return isCJK(a) && isCJK(b) && !unicode.Is(unicode.Hangul, a) && !unicode.Is(unicode.Hangul, b)
}
