package source

import (
	"bytes"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxTries bounds how many places are tried for the start of a construct that
// is not closed.
const maxTries = 8

// finding is a problem with its place in the text that was parsed.
type finding struct {
	pos                 Pos
	rule, message, hint string
}

// place says how to find where a syntax error is. yaml.v3 tells a line only,
// often that of the construct around the error, sometimes one too few.
type place int

const (
	// atCause is where the shortest beginning of the text ends that fails in
	// the same way.
	atCause place = iota
	// atOpening is the quote or bracket that opened what is not closed.
	atOpening
	// atLine is the line that yaml.v3 tells.
	atLine
)

// wording is our text for one kind of error of yaml.v3. Its own texts are not
// shown: they are terse, and some quote the file.
type wording struct {
	begins string // how the text of yaml.v3 begins
	place  place
	// scanner marks errors whose line yaml.v3 counts from 1; others it counts
	// from 0.
	scanner bool
	// openers are the characters that atOpening looks for.
	openers string
	// back is where to go back to from the cause on its line: to the last of
	// this character, or to the start of the word for ' '. The parser reads a
	// little ahead before it notices.
	back                byte
	rule, message, hint string
}

const (
	hintQuotes = `put the value in quotes, as in title: "text"`
	hintIndent = `indent it with the same number of spaces as its neighbours; if the line is right, look in the lines above for a quote that is not closed, or for a quote inside quoted text`
	hintEscape = `write \\ for a backslash, or put the text in single quotes`
	hintTabs   = "use spaces, two for each level"
	hintBlock  = "start the text on the next line, indented by two spaces more"
)

// wordings is searched from the top.
var wordings = []wording{
	{begins: "mapping values are not allowed", rule: "yaml-syntax",
		message: "a colon with a space after it is not allowed here",
		hint:    `put text that holds ": " in quotes, as in title: "Product: summary", and check how this line is indented`},
	{begins: "did not find expected key", back: ' ', rule: "yaml-syntax",
		message: "this does not fit the lines above it", hint: hintIndent},
	{begins: "did not find expected '-' indicator", back: ' ', rule: "yaml-syntax",
		message: "this is not an entry of the list above it",
		hint:    "start every entry with a dash and a space, all with the same indentation"},
	{begins: "did not find expected ',' or ']'", place: atOpening, openers: "[", rule: "yaml-syntax",
		message: "a list in square brackets is not closed, or lacks a comma",
		hint:    "write it as in [one, two]; a value that starts with [ is put in quotes"},
	{begins: "did not find expected ',' or '}'", place: atOpening, openers: "{", rule: "yaml-syntax",
		message: "a map in braces is not closed, or lacks a comma",
		hint:    "write it as in {en: one, ja: two}; a value that starts with { is put in quotes"},
	{begins: "could not find expected ':'", place: atLine, scanner: true, rule: "yaml-syntax",
		message: `this is not a "key: value" pair`,
		hint:    "write a colon and a space after the key; text that goes on from the line above is indented deeper than its key"},
	{begins: "found unexpected end of stream", place: atOpening, openers: `"'`, scanner: true, rule: "yaml-syntax",
		message: "text in quotes is not closed", hint: "add the closing quote of the same kind"},
	{begins: "found unexpected document indicator", place: atOpening, openers: `"'`, scanner: true, rule: "yaml-syntax",
		message: "text in quotes is not closed", hint: "add the closing quote of the same kind"},
	{begins: "found character that cannot start any token", rule: "yaml-syntax",
		message: "a value cannot start with this character", hint: hintQuotes},
	{begins: "block sequence entries are not allowed", rule: "yaml-syntax",
		message: "an entry of a list is not allowed here",
		hint:    "put each entry on a line of its own below the key; a value that starts with a dash is put in quotes"},
	{begins: "mapping keys are not allowed", rule: "yaml-syntax",
		message: "a question mark is not allowed here", hint: hintQuotes},
	{begins: "found a tab character", rule: "yaml-tab",
		message: "a tab character is used to indent", hint: hintTabs},
	{begins: "found an indentation indicator equal to 0", rule: "yaml-syntax",
		message: "the number after | or > is not allowed", hint: "leave it out"},
	{begins: "did not find expected comment or line break", rule: "yaml-syntax",
		message: "text stands on the line of | or >", hint: hintBlock},
	{begins: "found unknown escape character", rule: "yaml-escape",
		message: "a backslash in double quotes starts an escape that YAML does not know", hint: hintEscape},
	{begins: "did not find expected hexdecimal number", rule: "yaml-escape",
		message: "an escape lacks hexadecimal digits", hint: hintEscape},
	{begins: "found invalid Unicode character escape code", rule: "yaml-escape",
		message: "an escape does not stand for a character",
		hint:    "write the character itself, or one escape with \\U and eight digits in place of a pair"},
	{begins: "did not find expected alphabetic or numeric character", rule: "yaml-syntax",
		message: "a value cannot start with * or &", hint: hintQuotes + "; an entry of a list starts with a dash"},
	{begins: "unknown anchor", back: '*', rule: "yaml-alias",
		message: "a reference with * (a YAML alias) is not accepted",
		hint:    "write the value out; text that starts with * is put in quotes"},
	{begins: "found undefined tag handle", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "did not find expected '!'", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "did not find expected tag URI", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "did not find the expected '>'", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "did not find URI escaped octet", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "found an incorrect", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "did not find expected whitespace", back: '!', rule: "yaml-tag", message: messageTag, hint: hintTag},
	{begins: "did not find expected node content", rule: "yaml-syntax",
		message: "a value is missing here",
		hint:    "look for a comma or bracket too many; a value that starts with a special character is put in quotes"},
	{begins: "did not find expected <document start>", rule: "yaml-syntax",
		message: "this does not belong to what stands above it",
		hint:    `write "key: value" lines only, and put a value that starts with a quote in quotes as a whole`},
	{begins: "found incompatible YAML document", back: '%', rule: "yaml-directive", message: messageDirective, hint: hintDirective},
	{begins: "found duplicate %", back: '%', rule: "yaml-directive", message: messageDirective, hint: hintDirective},
	{begins: "found unknown directive name", back: '%', rule: "yaml-directive", message: messageDirective, hint: hintDirective},
	{begins: "found unexpected non-alphabetical character", back: '%', rule: "yaml-directive", message: messageDirective, hint: hintDirective},
	{begins: "could not find expected directive name", back: '%', rule: "yaml-directive", message: messageDirective, hint: hintDirective},
	{begins: "exceeded max depth", rule: "yaml-depth",
		message: "lists and maps stand too deep inside each other",
		hint:    "look for brackets or dashes too many; no field needs that depth"},
	{begins: "", rule: "yaml-syntax",
		message: "this is not YAML that can be read",
		hint:    "compare the line, and the one above it, with docs/format.md; text with special characters is put in quotes"},
}

const (
	messageDirective = "a line that starts with % is a YAML directive, which is not accepted"
	hintDirective    = "delete the line; a value that starts with % is put in quotes"

	messageTag = "a type with ! (a YAML tag) is not accepted"
	hintTag    = "delete it; text that starts with ! is put in quotes"
)

// syntaxProblem says where and what a syntax error is.
func syntaxProblem(data []byte, err error) finding {
	w := wordingOf(err)
	f := finding{rule: w.rule, message: w.message, hint: w.hint}
	switch w.place {
	case atOpening:
		f.pos = opening(data, w)
	case atLine:
		f.pos = firstCharacter(data, toldLine(data, w))
	case atCause:
		f.pos = goBack(data, cause(data, w), w.back)
	}
	if f.rule == "yaml-syntax" && byteAt(data, f.pos) == '\t' {
		f.rule, f.message, f.hint = "yaml-tab", "a tab character is used to indent", hintTabs
	}
	return f
}

// wordingOf finds the entry of wordings for an error of yaml.v3.
func wordingOf(err error) *wording {
	_, text := splitError(err)
	for i := range wordings {
		if strings.HasPrefix(text, wordings[i].begins) {
			return &wordings[i]
		}
	}
	return &wordings[len(wordings)-1] // not reached: the last begins with ""
}

// splitError takes "yaml: line 3: text" apart. The line is 0 if none is told.
func splitError(err error) (line int, text string) {
	text = strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, after, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				return n, after
			}
		}
	}
	return 0, text
}

// fails reports whether text fails to parse with the error of w.
func fails(data []byte, w *wording) bool {
	_, err := decode(data)
	return err != nil && wordingOf(err) == w
}

// cause is the place of the last character of the shortest beginning of the
// text that fails with the same error: first the line, then the character. The
// end of a beginning can itself look wrong, so the search is not exact, but its
// place is never above the first line that fails.
func cause(data []byte, w *wording) Pos {
	lines := lineOffsets(data)
	end := func(i int) int {
		if i+1 < len(lines) {
			return lines[i+1]
		}
		return len(data)
	}
	n := sort.Search(len(lines), func(i int) bool { return fails(data[:end(i)], w) })
	if n == len(lines) {
		return Pos{Line: 1, Col: 1}
	}
	line := bytes.TrimRight(data[lines[n]:end(n)], "\r\n")
	length := utf8.RuneCount(line)
	col := sort.Search(length, func(i int) bool {
		return fails(data[:lines[n]+byteIndex(line, i+1)], w)
	})
	if col >= length {
		return firstCharacter(data, n+1)
	}
	return Pos{Line: n + 1, Col: col + 1}
}

// opening is the quote or bracket that opens what is not closed: the last one
// on the line that yaml.v3 tells before which the text does not fail in this
// way.
func opening(data []byte, w *wording) Pos {
	n := toldLine(data, w)
	lines := lineOffsets(data)
	start := lines[n-1]
	line := data[start:]
	if n < len(lines) {
		line = data[start:lines[n]]
	}
	end := len(line)
	for range maxTries {
		end = bytes.LastIndexAny(line[:end], w.openers)
		if end < 0 {
			break
		}
		if !fails(data[:start+end], w) {
			return Pos{Line: n, Col: 1 + utf8.RuneCount(line[:end])}
		}
	}
	return firstCharacter(data, n)
}

// goBack moves a place to the left as wording.back says. It stays where it is if
// the line has no such place.
func goBack(data []byte, pos Pos, to byte) Pos {
	if to == 0 {
		return pos
	}
	line := data[lineOffsets(data)[pos.Line-1]:]
	line = line[:byteIndex(line, pos.Col)]
	i := bytes.LastIndexByte(line, to)
	switch {
	case to == ' ':
		line = line[:i+1]
	case i >= 0:
		line = line[:i]
	default:
		return pos
	}
	return Pos{Line: pos.Line, Col: 1 + utf8.RuneCount(line)}
}

// toldLine is the line of an error as yaml.v3 knows it. It forgets what it knows
// if that is the first line, so the text is parsed with a blank line before it.
func toldLine(data []byte, w *wording) int {
	_, err := decode(append([]byte{'\n'}, data...))
	line := 1
	if err != nil {
		line, _ = splitError(err)
	}
	if w.scanner {
		line--
	}
	return max(1, min(line, len(lineOffsets(data))))
}

// lineOffsets gives where each line starts. A line feed at the very end starts
// no further line.
func lineOffsets(data []byte) []int {
	offsets := []int{0}
	for i, b := range data {
		if b == '\n' && i+1 < len(data) {
			offsets = append(offsets, i+1)
		}
	}
	return offsets
}

// byteIndex is the offset of a character counted from 0, or the length of text
// if it has fewer.
func byteIndex(text []byte, runes int) int {
	i := 0
	for ; runes > 0 && i < len(text); runes-- {
		_, n := utf8.DecodeRune(text[i:])
		i += n
	}
	return i
}

// firstCharacter is the place of the first character of a line that is not
// white space.
func firstCharacter(data []byte, n int) Pos {
	line := data[lineOffsets(data)[n-1]:]
	col := 1
	for _, b := range line {
		if b != ' ' && b != '\t' {
			break
		}
		col++
	}
	return Pos{Line: n, Col: col}
}

// byteAt is the byte at a place, or 0 if there is none.
func byteAt(data []byte, pos Pos) byte {
	rest := data[lineOffsets(data)[pos.Line-1]:]
	if i := byteIndex(rest, pos.Col-1); i < len(rest) {
		return rest[i]
	}
	return 0
}
