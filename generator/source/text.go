package source

import (
	"bytes"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/problem"
)

// byteOrderMark is U+FEFF in UTF-8. Some editors put it at the start of a file;
// there it is skipped, anywhere else it is a problem.
var byteOrderMark = []byte("\uFEFF")

// flaw is what can be wrong with a character.
type flaw int

const (
	noFlaw flaw = iota
	control
	lineBreak
	strayMark
	flaws
)

// suspect marks the bytes that may be, or may start, a flawed character.
// Everything else is passed over at one lookup a byte.
var suspect = func() (t [256]bool) {
	for b := range 0x20 {
		t[b] = b != '\t' && b != '\n'
	}
	t[0x7F], t[0xC2], t[0xE2], t[0xEF] = true, true, true, true
	return t
}()

// checkText says what makes bytes unfit as text, whatever the format: bytes
// that are not UTF-8, characters that cannot be seen or shown, and line breaks
// that editors and parsers count differently (so positions would be wrong).
// Each kind is told once, at its first place.
func checkText(path string, data []byte) problem.List {
	if !utf8.Valid(data) {
		return problem.List{notUTF8(path, data)}
	}
	var first [flaws]int
	for i := 0; i < len(data); i++ {
		if !suspect[data[i]] {
			continue
		}
		r, _ := utf8.DecodeRune(data[i:])
		f := flawOf(r)
		if r == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			f = noFlaw
		}
		if f != noFlaw && first[f] == 0 {
			first[f] = i + 1
		}
	}
	var list problem.List
	for f, at := range first {
		if at > 0 {
			list.Add(flawed(path, data, flaw(f), at-1))
		}
	}
	return list
}

// flawOf judges one character of a file. A carriage return is a flaw unless a
// line feed follows, which the caller knows.
func flawOf(r rune) flaw {
	switch {
	case r == '\t' || r == '\n':
		return noFlaw
	case r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return lineBreak
	case r == 0xFEFF:
		return strayMark
	case isControl(r):
		return control
	default:
		return noFlaw
	}
}

// isControl reports the characters that YAML 1.2 section 5.1 keeps out of a
// file (and XML 1.0 mostly too): C0 and C1 without the white space, DEL, and the
// noncharacters at the end of the first plane.
func isControl(r rune) bool {
	switch r {
	case '\t', '\n', '\r', 0x85:
		return false
	}
	return r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0xFFFE || r == 0xFFFF
}

// hasControl reports whether text that came out of escapes holds a character
// that could not have been written as it is.
func hasControl(text string) bool {
	for _, r := range text {
		if isControl(r) || r == 0x85 {
			return true
		}
	}
	return false
}

func flawed(path string, data []byte, f flaw, offset int) problem.Problem {
	pos := PosAt(data, offset)
	p := problem.Problem{Path: path, Line: pos.Line, Col: pos.Col}
	switch f {
	case control:
		p.Rule = "control-character"
		p.Message = "the file holds a control character"
		p.Hint = "delete the invisible character at this place; it often comes with text that was pasted from a terminal or a PDF"
	case lineBreak:
		p.Rule = "line-break"
		p.Message = "the file holds a line break other than LF or CR LF"
		p.Hint = "save the file with LF line ends, or type the line break at this place anew; it often comes with text that was pasted from a word processor"
	case strayMark:
		p.Rule = "byte-order-mark"
		p.Message = "the file holds a byte order mark that is not at its start"
		p.Hint = "delete the invisible character (U+FEFF) at this place"
	}
	return p
}

func notUTF8(path string, data []byte) problem.Problem {
	p := problem.Problem{
		Rule: "not-utf8", Path: path,
		Message: "the file is not UTF-8 text",
		Hint:    "save it again with the encoding UTF-8; a file in Shift_JIS, EUC-JP or Windows-1252 must be converted first",
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		p.Message = "the file is UTF-16, not UTF-8 text"
		p.Hint = "save it again with the encoding UTF-8"
	}
	offset := 0
	for offset < len(data) {
		r, n := utf8.DecodeRune(data[offset:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		offset += n
	}
	pos := PosAt(data, offset)
	p.Line, p.Col = pos.Line, pos.Col
	return p
}

// PosAt turns an offset in bytes into a position.
func PosAt(data []byte, offset int) Pos {
	before := data[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return Pos{Line: 1 + bytes.Count(before, []byte{'\n'}), Col: 1 + utf8.RuneCount(before[start:])}
}
