// Package plaintext turns plain text of other publishers into Markdown that reads
// as the text does, for importers.
package plaintext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Markdown turns plain text into Markdown (CommonMark 0.31 with GFM tables,
// strikethrough and bare addresses) that reads as the text does. Only three
// things become markup: line breaks and paragraphs are kept, two or more lines
// with the same bullet are a list, and web addresses are links.
//
// White space within a line is folded, since pages do that anyway and leading
// spaces mean something in Markdown.
func Markdown(text string) string {
	var blocks []string
	var paragraph []string
	flush := func() {
		blocks = append(blocks, paragraphBlocks(paragraph)...)
		paragraph = paragraph[:0]
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line = Fold(line); line == "" {
			flush()
		} else {
			paragraph = append(paragraph, line)
		}
	}
	flush()
	return strings.Join(blocks, "\n\n")
}

// paragraphBlocks cuts the lines of a paragraph into running text and lists.
func paragraphBlocks(lines []string) []string {
	var blocks []string
	for len(lines) > 0 {
		if n := bullets(lines); n >= 2 {
			blocks = append(blocks, list(lines[:n]))
			lines = lines[n:]
			continue
		}
		var text []string
		for len(lines) > 0 && (len(text) == 0 || bullets(lines) < 2) {
			text = append(text, escapeLine(lines[0]))
			lines = lines[1:]
		}
		blocks = append(blocks, broken(text))
	}
	return blocks
}

// broken joins escaped lines with line breaks: a line of the archive is one on
// purpose, as in tables and lists of products.
func broken(lines []string) string {
	for i, line := range lines {
		// goldmark shows two backslashes where an escaped one ends the line.
		if rest, ok := strings.CutSuffix(line, `\\`); ok && i+1 < len(lines) {
			lines[i] = rest + "&#92;"
		}
	}
	return strings.Join(lines, "\\\n")
}

// bullets counts how many lines, from the first on, have the same bullet.
func bullets(lines []string) int {
	mark := Bullet(lines[0])
	if mark == "" {
		return 0
	}
	n := 1
	for n < len(lines) && Bullet(lines[n]) == mark {
		n++
	}
	return n
}

// Bullet is the bullet of a line with the space after it, or "". Signatures and
// code have dashes and asterisks too, so a letter or digit must follow.
func Bullet(line string) string {
	for _, mark := range []string{"- ", "* ", "• "} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			if r, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(r) || unicode.IsDigit(r) {
				return mark
			}
		}
	}
	return ""
}

func list(lines []string) string {
	mark := Bullet(lines[0])
	out := "- "
	if mark == "* " {
		out = mark // so that it does not continue a list before it
	}
	items := make([]string, len(lines))
	for i, line := range lines {
		items[i] = out + escapeLine(strings.TrimPrefix(line, mark))
	}
	return strings.Join(items, "\n")
}

// escapeLine escapes one line of folded text.
func escapeLine(line string) string {
	var b strings.Builder
	start := lineStart(&b, line)
	escapeInline(&b, line, start)
	return b.String()
}

// lineStart writes what would open a block at the start of a line, escaped, and
// says how many bytes of the line that is: headings, quotes, lists, underlines
// of headings, and the delimiter rows without which there is no table.
func lineStart(b *strings.Builder, line string) int {
	switch c := line[0]; {
	case strings.IndexByte("#>=|:", c) >= 0,
		(c == '-' || c == '+') && (len(line) == 1 || !isWord(line[1])):
		b.WriteByte('\\')
		b.WriteByte(c)
		return 1
	case c >= '0' && c <= '9':
		n := len(line) - len(strings.TrimLeft(line, "0123456789"))
		if n < len(line) && (line[n] == '.' || line[n] == ')') && (n+1 == len(line) || line[n+1] == ' ') {
			b.WriteString(line[:n] + "\\" + line[n:n+1])
			return n + 1
		}
	}
	return 0
}

// escapeInline writes the rest of a line, from byte i on.
func escapeInline(b *strings.Builder, line string, i int) {
	for i < len(line) {
		if n := address(b, line, i); n > 0 {
			i += n
			continue
		}
		switch c := line[i]; c {
		case '_':
			n := len(line[i:]) - len(strings.TrimLeft(line[i:], "_"))
			mark := `\_`
			if i > 0 && isWord(line[i-1]) && i+n < len(line) && isWord(line[i+n]) {
				mark = "_" // inside a word it is no emphasis
			}
			b.WriteString(strings.Repeat(mark, n))
			i += n
		default:
			if special(line, i) {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
			i++
		}
	}
}

// special says whether a character may mean something in running text.
func special(line string, i int) bool {
	switch line[i] {
	case '\\', '`', '*', '[', ']', '<', '~':
		return true
	case '!': // not even the characters of an HTML comment may stand together
		return i > 0 && line[i-1] == '<'
	case '&':
		return referenceHere.MatchString(line[i:])
	}
	return false
}

// address writes a web address at byte i and says how many bytes it has, or 0
// if there is none. An address that can be linked becomes <address>; in others
// the colon is escaped, because half a link is worse than none.
func address(b *strings.Builder, line string, i int) int {
	scheme := schemeAt(line, i)
	if scheme == "" {
		return 0
	}
	url := line[i:min(len(line), i+maxAddress)] // what is longer is cut, and none
	if end := strings.IndexAny(url, " <>\""); end >= 0 {
		url = url[:end]
	} else if len(url) == maxAddress {
		url = ""
	}
	url = trimAddress(url)
	if scheme != "ftp" && Linkable(url) && !Reference.MatchString(url) {
		b.WriteString("<" + url + ">")
		return len(url)
	}
	b.WriteString(line[i:i+len(scheme)] + `\:`)
	return len(scheme) + 1
}

// schemeAt is the scheme of an address that starts at byte i, or "".
func schemeAt(line string, i int) string {
	if i > 0 && isWord(line[i-1]) {
		return ""
	}
	for _, scheme := range []string{"http", "https", "ftp"} {
		end := i + len(scheme)
		if end+3 <= len(line) && line[end:end+3] == "://" && strings.EqualFold(line[i:end], scheme) {
			return scheme
		}
	}
	return ""
}

// trimAddress takes off what belongs to the sentence: closing punctuation, and
// a bracket that the address does not open.
func trimAddress(url string) string {
	for url != "" {
		r, n := utf8.DecodeLastRuneInString(url)
		closing := r == ')' && strings.Count(url, ")") > strings.Count(url, "(")
		if !closing && !strings.ContainsRune(".,;:!?'’”»]}", r) {
			return url
		}
		url = url[:len(url)-n]
	}
	return url
}

// isWord says whether c is an ASCII letter or digit.
func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
