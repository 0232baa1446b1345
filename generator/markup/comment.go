package markup

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// An HTML comment may hold an editor's confidential note, so nothing that may
// be one is rendered. CommonMark ends some comments early (at the end of a
// paragraph, a quote, an HTML block) and shows the rest as text; here a comment
// runs from "<!--" to the next "-->", or to the end of the text, whatever
// stands between. Only code that holds both, or none of the end, is exempt.

const (
	commentOpen  = "<!--"
	commentClose = "-->"
	// maxCuts bounds how often a text is parsed again. Where there are more
	// comments, the text is dropped from the next "<!--" on, code or not.
	maxCuts = 8
)

// cut is a piece that was taken out, in offsets of the original text.
type cut struct{ at, size int }

// original turns an offset after the cuts into one before them.
func original(at int, cuts []cut) int {
	for _, c := range cuts {
		if c.at <= at {
			at += c.size
		}
	}
	return at
}

// withoutComments parses text and takes comments out, one at a time, because
// each may change what the rest of the text means. The cuts are sorted.
func (r *Renderer) withoutComments(text string, n *notes) (document, []cut) {
	doc := r.parse([]byte(text))
	var cuts []cut
	for doc.limit == nil {
		from, to := findComment(doc)
		if from < 0 {
			break
		}
		at := original(from, cuts)
		n.all = append(n.all, note{at: at, cut: true, rule: ruleComment})
		if len(cuts) == maxCuts {
			from, to = bytes.Index(doc.src, []byte(commentOpen)), len(doc.src)
			at = original(from, cuts)
		}
		c := cut{at, to - from}
		i, _ := slices.BinarySearchFunc(cuts, c, func(a, b cut) int { return cmp.Compare(a.at, b.at) })
		cuts = slices.Insert(cuts, i, c)
		doc = r.parse(slices.Concat(doc.src[:from], doc.src[to:]))
	}
	return doc, cuts
}

// findComment is the first comment outside of code, or -1.
func findComment(doc document) (from, to int) {
	if !bytes.Contains(doc.src, []byte(commentOpen)) {
		return -1, -1
	}
	code := codeRanges(doc.root, nil)
	end := 0 // behind the next commentClose, or past the text
	for at := 0; ; {
		i := bytes.Index(doc.src[at:], []byte(commentOpen))
		if i < 0 {
			return -1, -1
		}
		from, at = at+i, at+i+len(commentOpen)
		if end < at+len(commentClose) {
			end = len(doc.src) + 1
			if i := bytes.Index(doc.src[at:], []byte(commentClose)); i >= 0 {
				end = at + i + len(commentClose)
			}
		}
		closed := end <= len(doc.src)
		if !inRanges(code, from) || closed && !inRanges(code, end-1) {
			return from, min(end, len(doc.src))
		}
	}
}

// codeRanges lists what code spans and code blocks take of the source, in the
// order of the source.
func codeRanges(n ast.Node, out [][2]int) [][2]int {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.Kind() {
		case ast.KindCodeSpan:
			first, ok1 := c.FirstChild().(*ast.Text)
			last, ok2 := c.LastChild().(*ast.Text)
			if ok1 && ok2 {
				out = append(out, [2]int{first.Segment.Start, last.Segment.Stop})
			}
		case ast.KindCodeBlock, ast.KindFencedCodeBlock:
			if lines := c.Lines(); lines.Len() > 0 {
				out = append(out, [2]int{lines.At(0).Start, lines.At(lines.Len() - 1).Stop})
			}
		default:
			out = codeRanges(c, out)
		}
	}
	return out
}

func inRanges(ranges [][2]int, at int) bool {
	_, found := slices.BinarySearchFunc(ranges, at, func(r [2]int, at int) int {
		switch {
		case at < r[0]:
			return 1
		case at >= r[1]:
			return -1
		}
		return 0
	})
	return found
}

// dropComments takes every comment out of a text that could not be parsed, in
// code or not.
func dropComments(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, commentOpen)
		b.WriteString(before)
		if !found {
			break
		}
		if _, s, found = strings.Cut(rest, commentClose); !found {
			break
		}
	}
	// What is left may have become a comment.
	out, _, _ := strings.Cut(b.String(), commentOpen)
	return out
}
