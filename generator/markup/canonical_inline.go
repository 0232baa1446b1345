package markup

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// tokenKind says what a piece of inline content is.
type tokenKind int

const (
	tokenText   tokenKind = iota // as it is shown
	tokenRaw                     // source that needs no escape: a code span, an autolink
	tokenOpen                    // a mark, which text holds without its character
	tokenShut                    //
	tokenBreak                   // a line break that is shown as a space
	tokenJoined                  // a line break that is not shown
	tokenHard                    // a line break that is shown as one
)

type token struct {
	kind tokenKind
	text string
}

// context is the kind of block that inline content stands in.
type context int

const (
	contextParagraph context = iota
	contextHeading
	contextCell
)

func (c *canonical) add(kind tokenKind, text string) {
	if c == nil {
		return
	}
	if n := len(c.tokens); kind == tokenText && n > 0 && c.tokens[n-1].kind == tokenText {
		c.tokens[n-1].text += text
		return
	}
	c.tokens = append(c.tokens, token{kind, text})
}

// text is text as readers see it.
func (c *canonical) text(s string) {
	if s = visible(s); c != nil && s != "" {
		c.add(tokenText, s)
	}
}

// codeSpan is the text of a code span.
func (c *canonical) codeSpan(s string) {
	if c == nil {
		return
	}
	s = visible(s)
	runs := map[int]bool{}
	for i := 0; i < len(s); {
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		runs[n] = true
		i += max(n, 1)
	}
	n := 1
	for runs[n] {
		n++
	}
	if s != "" && (s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' && strings.Trim(s, " ") != "") {
		s = " " + s + " "
	}
	if c.in == contextCell {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	fence := strings.Repeat("`", n)
	c.add(tokenRaw, fence+s+fence)
}

// emphasis opens em, strong or del and gives what closes it. The character is
// chosen when the whole is known.
func (c *canonical) emphasis(tag string) (shut func()) {
	c.add(tokenOpen, tag)
	return func() { c.add(tokenShut, tag) }
}

// link opens a link and gives what closes it.
func (c *canonical) link(address, title string) (shut func()) {
	c.add(tokenOpen, "[")
	return func() {
		s := addressEscapes.Replace(address)
		if title != "" {
			s += ` "` + titleEscapes.Replace(visible(title)) + `"`
		}
		c.add(tokenShut, "]("+s+")")
	}
}

// The rest of what may be in an address means nothing there.
var addressEscapes = strings.NewReplacer("&", `\&`, "(", `\(`, ")", `\)`)

// autoLink is an address that is shown as it is.
func (c *canonical) autoLink(label, address string) {
	if strings.HasSuffix(label, "--") { // --> would end a comment that code shows
		shut := c.link(address, "")
		c.text(label)
		shut()
		return
	}
	c.add(tokenRaw, "<"+label+">")
}

// A title is read before code and marks are, but not before tables and
// comments.
var titleEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\&`, "<", `\<`, "!", `\!`, ">", `\>`, "|", `\|`, "\n", "&#10;", "`", "\\`")

// enter says what kind of block the tokens that follow stand in.
func (c *canonical) enter(in context) {
	if c != nil {
		c.in = in
	}
}

// inline puts the tokens that were collected into words and forgets them.
func (c *canonical) inline() string {
	if c == nil {
		return ""
	}
	w := phrase{in: c.in, tokens: c.tokens}
	c.tokens, c.in = nil, contextParagraph
	for i := range w.tokens {
		w.token(i)
	}
	return w.string()
}

// phrase puts the tokens of a block into words.
type phrase struct {
	in     context
	tokens []token
	b      []byte
	marks  []mark // those that are open
}

type mark struct {
	text string
	at   int // where it starts
}

func (w *phrase) token(i int) {
	t := w.tokens[i]
	switch t.kind {
	case tokenText:
		w.text(i)
	case tokenRaw:
		if strings.HasPrefix(t.text, "`") && len(w.b) > 0 && w.b[len(w.b)-1] == '`' {
			w.b = append(w.b, `\ `...)
		}
		w.b = append(w.b, t.text...)
	case tokenHard:
		if mark := "\\"; bytes.HasSuffix(w.b, []byte(mark)) {
			w.b = append(w.b, "  \n"...) // the parser counts the backslashes
		} else {
			w.b = append(w.b, mark+"\n"...)
		}
	case tokenJoined:
		w.b = append(w.b, '\n')
	case tokenBreak:
		w.b = append(w.b, '\n')
		// A break between two characters that are written without spaces would
		// not be shown; an escaped space keeps them apart.
		last, _ := utf8.DecodeLastRune(w.b[:len(w.b)-1])
		if joins(w.lastShown(i), w.firstShown(i)) || joins(last, w.firstShown(i)) {
			w.b = append(w.b, `\ `...)
		}
	case tokenOpen:
		w.open(i)
	case tokenShut:
		w.shut(i)
	}
}

// firstShown is the first character after token i that is text.
func (w *phrase) firstShown(i int) rune {
	for _, t := range w.tokens[i+1:] {
		switch t.kind {
		case tokenText:
			r, _ := utf8.DecodeRuneInString(t.text)
			return r
		case tokenRaw:
			r, _ := utf8.DecodeRuneInString(strings.TrimLeft(t.text, "` "))
			return r
		}
	}
	return 0
}

// lastShown is the last character before token i that is text.
func (w *phrase) lastShown(i int) rune {
	for i--; i >= 0; i-- {
		switch t := w.tokens[i]; t.kind {
		case tokenText:
			r, _ := utf8.DecodeLastRuneInString(t.text)
			return r
		case tokenRaw:
			r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t.text, "` "))
			return r
		}
	}
	return 0
}

// open writes an opening mark: in the character that the mark around it does
// not have, if it follows that directly, and after an escaped space, which is
// not shown, where the neighbours would not let it open.
func (w *phrase) open(i int) {
	tag := w.tokens[i].text
	if tag == "[" {
		w.b = append(w.b, '[')
		w.marks = append(w.marks, mark{text: "]"})
		return
	}
	text := map[string]string{"em": "*", "strong": "**", "del": "~~"}[tag]
	if text[0] == '*' && w.besideStar(i) {
		text = strings.ReplaceAll(text, "*", "_")
	}
	prev, _ := utf8.DecodeLastRune(w.b)
	next := w.opens(i)
	opens, shuts := flanking(besideStart(prev, len(w.b)), besideOf(next), text[0])
	if !opens || shuts && w.isOpen(text[0]) {
		w.b = append(w.b, `\ `...)
	}
	w.marks = append(w.marks, mark{text, len(w.b)})
	w.b = append(w.b, text...)
}

// isOpen says that a mark which could also close would find one to close.
func (w *phrase) isOpen(char byte) bool {
	for _, m := range w.marks {
		if m.text[0] == char {
			return true
		}
	}
	return false
}

// besideStar says that the mark at token i touches, at its start or its end, a
// mark around it that is written with stars.
func (w *phrase) besideStar(i int) bool {
	n := len(w.marks)
	if n == 0 || w.marks[n-1].text[0] != '*' {
		return false
	}
	if w.marks[n-1].at+len(w.marks[n-1].text) == len(w.b) {
		return true
	}
	depth := 0
	for j := i; j < len(w.tokens); j++ {
		switch w.tokens[j].kind {
		case tokenOpen:
			depth++
		case tokenShut:
			depth--
		}
		if depth == 0 {
			return j+1 < len(w.tokens) && w.tokens[j+1].kind == tokenShut
		}
	}
	return false
}

// opens is the first character that will stand behind an opening mark.
func (w *phrase) opens(i int) rune {
	if i+1 >= len(w.tokens) {
		return 0
	}
	switch t := w.tokens[i+1]; t.kind {
	case tokenText:
		r, _ := utf8.DecodeRuneInString(t.text)
		if r < utf8.RuneSelf && util.IsPunct(byte(r)) || util.IsSpaceRune(r) {
			return '\\' // or a reference, which begins with another mark
		}
		return r
	case tokenRaw, tokenOpen:
		return '\\'
	}
	return ' '
}

func besideStart(prev rune, n int) beside {
	if n == 0 {
		return beside{space: true}
	}
	return besideOf(prev)
}

// shut writes a closing mark, and an escaped space behind it where what follows
// would not let it close.
func (w *phrase) shut(i int) {
	t := w.tokens[i]
	if strings.HasPrefix(t.text, "](") {
		w.pop()
		w.b = append(w.b, t.text...)
		return
	}
	text := w.pop().text
	prev, _ := utf8.DecodeLastRune(w.b)
	w.b = append(w.b, text...)
	if i+1 == len(w.tokens) {
		return
	}
	next, same := ' ', false
	switch n := w.tokens[i+1]; n.kind {
	case tokenText:
		next, _ = utf8.DecodeRuneInString(n.text)
	case tokenRaw:
		next = rune(n.text[0])
	case tokenOpen:
		next, same = '*', n.text != "["
	case tokenShut:
		next = '*'
		if strings.HasPrefix(n.text, "](") {
			next = ']'
		}
	case tokenHard:
		next = '\\'
	}
	_, shuts := flanking(besideOf(prev), besideOf(next), text[0])
	if same || byte(next) == text[0] || !shuts {
		if k := w.tokens[i+1].kind; k != tokenBreak && k != tokenJoined && k != tokenHard && k != tokenShut {
			w.b = append(w.b, `\ `...)
		}
	}
}

func (w *phrase) pop() mark {
	n := len(w.marks)
	if n == 0 {
		return mark{}
	}
	m := w.marks[n-1]
	w.marks = w.marks[:n-1]
	return m
}

// text escapes a piece of text as far as it would mean something else.
func (w *phrase) text(i int) {
	s := w.tokens[i].text
	lineStart := len(w.b) == 0 || w.b[len(w.b)-1] == '\n'
	afterMark := i > 0 && w.tokens[i-1].kind == tokenOpen
	lineEnd, beforeMark := i+1 == len(w.tokens), false
	if !lineEnd {
		switch w.tokens[i+1].kind {
		case tokenShut:
			beforeMark = true
		case tokenBreak, tokenJoined, tokenHard:
			lineEnd = true
		}
	}
	edgeStart, edgeEnd := lineStart || afterMark, lineEnd || beforeMark
	head := 0 // how much of s a line start can use up
	if lineStart && w.in == contextParagraph {
		head = w.lineStart(s)
	}
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		first, last := at == 0, at+size == len(s)
		switch {
		case r == '\n':
			w.b = append(w.b, "&#10;"...)
		case first && afterMark && util.IsSpaceRune(r), last && beforeMark && util.IsSpaceRune(r), r == '\t':
			w.b = fmt.Appendf(w.b, "&#%d;", r)
		case edgeEnd && r == ' ' && strings.Trim(s[at:], " ") == "", edgeStart && r == ' ' && strings.Trim(s[:at], " ") == "":
			w.b = append(w.b, "&#32;"...)
		case r < utf8.RuneSelf && util.IsPunct(byte(r)) && (head > 0 && at == head-1 || w.special(s, at, first, last)):
			w.b = append(w.b, '\\', byte(r))
		default:
			w.b = append(w.b, s[at:at+size]...)
		}
		at += size
	}
}

// lineStart is one more than the place of the character that has to be escaped
// because the text begins a line, or 0.
func (w *phrase) lineStart(s string) int {
	if line, _, _ := strings.Cut(s, "\n"); strings.Trim(line, "-|: \t") == "" && line != "" {
		return 1
	}
	switch s[0] {
	case '#', '>', '=', '-', '+', ':', '|':
		return 1
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < 10 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return digits + 1
	}
	return 0
}

// special says that a mark of punctuation in text would mean something.
func (w *phrase) special(s string, at int, first, last bool) bool {
	at2 := func(i int) byte {
		if i < 0 || i >= len(s) {
			return 0
		}
		return s[i]
	}
	prev, next := at2(at-1), at2(at+1)
	switch s[at] {
	case '`', '[', ']':
		return true
	case '\\':
		return !isWord(next)
	case '*':
		return !(prev == ' ' && next == ' ')
	case '_':
		return !(isWord(prev) && isWord(next))
	case '~':
		return first || last || prev == '~' || next == '~'
	case '<':
		return next != ' ' // it may start a tag, or an address such as <-@a.example>
	case '!':
		return last || prev == '<' || next == '['
	case '>':
		return prev == '-' || first
	case '&':
		_, n := reference(s[at:])
		return n > 0 || last
	case ':':
		if !strings.HasPrefix(s[at:], "://") {
			return false
		}
		start := max(0, at-5)
		word := strings.ToLower(s[start:at])
		return strings.HasSuffix(word, "http") || strings.HasSuffix(word, "https")
	case '|':
		return w.in == contextCell
	case '#':
		return w.in == contextHeading && strings.Trim(s[at:], "# ") == ""
	}
	return false
}

func (w *phrase) string() string {
	s := string(w.b)
	if w.in != contextParagraph {
		s = strings.ReplaceAll(s, "\\\n", "&#10;")
		s = strings.ReplaceAll(s, "\n", "&#10;")
	}
	return s
}

// rawHTML is a tag that is shown as text. A heading keeps it as it is, because
// it does not count for the heading's id.
func (c *canonical) rawHTML(s string) {
	if c != nil && c.in == contextHeading {
		c.add(tokenRaw, visible(s))
		return
	}
	c.text(s)
}
