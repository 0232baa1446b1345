package markup

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareURLParser reads http:// and https:// addresses without angle brackets. As
// cmark-gfm does, it looks back from the colon, so that an address may follow
// Japanese text directly; and an address ends before the first character that
// is not ASCII, so that Japanese text may follow it directly too. Addresses
// without a scheme (www.) and bare mail addresses are not read: a scheme is
// better written than guessed.
type bareURLParser struct{}

func (bareURLParser) Trigger() []byte { return []byte{':'} }

// bareURL is "//", a host or user information, then what may follow.
var bareURL = regexp.MustCompile("^://[A-Za-z0-9][A-Za-z0-9.:@%_-]*(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")

func (bareURLParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("://")) {
		return nil
	}
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || last.Segment.Stop != segment.Start || last.SoftLineBreak() || last.HardLineBreak() || last.IsRaw() {
		return nil
	}
	source := block.Source()
	start := schemeStart(source, last.Segment)
	if start < 0 {
		return nil
	}
	found := bareURL.Find(line)
	if found == nil {
		return nil
	}
	n := len(trimURL(string(found)))
	if n <= len("://") {
		return nil
	}
	if last.Segment.Stop = start; last.Segment.IsEmpty() {
		parent.RemoveChild(parent, last)
	}
	block.Advance(n)
	link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, segment.Start+n)))
	link.SetPos(start)
	return link
}

// schemeStart is where "http" or "https" starts at the end of a segment, or -1.
func schemeStart(source []byte, s text.Segment) int {
	start := s.Stop
	for start > s.Start && isWord(source[start-1]) {
		start--
	}
	switch strings.ToLower(string(source[start:s.Stop])) {
	case "http", "https":
		// A letter that stands in front of the segment would belong to the word.
		if start > s.Start || start == 0 || !isWord(source[start-1]) {
			return start
		}
	}
	return -1
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// trimURL takes off the end what belongs to the sentence, as GFM does: closing
// punctuation, a bracket that was not opened, a character reference.
func trimURL(u string) string {
	opened := strings.Count(u, "(") - strings.Count(u, ")")
	for u != "" {
		switch c := u[len(u)-1]; {
		case strings.IndexByte("?!.,:*_~'\"", c) >= 0:
		case c == ')' && opened < 0:
			opened++
		case c == ';':
			i := len(u) - 2
			for i > 0 && isWord(u[i]) {
				i--
			}
			if i < 0 || i == len(u)-2 || u[i] != '&' {
				i = len(u) - 1
			}
			u = u[:i]
			continue
		default:
			return u
		}
		u = u[:len(u)-1]
	}
	return u
}
