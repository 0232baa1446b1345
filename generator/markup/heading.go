package markup

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// maxSlug is the longest id, in characters, without its prefix and number.
const maxSlug = 80

// nameHeadings gives every heading its id before anything is written, because
// links may point forward.
func (w *writer) nameHeadings() {
	count := map[string]int{}
	for n := range headings(w.doc.root) {
		base := slug(w.headingText(n, 0))
		id := base
		for n := max(count[base], 1); w.known[id]; {
			n++
			id = base + "-" + strconv.Itoa(n)
			count[base] = n
		}
		w.ids[n], w.known[id] = id, true
	}
}

// headings yields the headings of a document, also those in quotes and lists.
func headings(n ast.Node) func(func(*ast.Heading) bool) {
	return func(yield func(*ast.Heading) bool) {
		for c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock; c = c.NextSibling() {
			if h, ok := c.(*ast.Heading); ok {
				if !yield(h) {
					return
				}
				continue
			}
			for h := range headings(c) {
				if !yield(h) {
					return
				}
			}
		}
	}
}

// headingText is the text of a heading, as much of it as an id can use.
func (w *writer) headingText(n ast.Node, depth int) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil && depth < maxDepth && b.Len() < 8*maxSlug; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.WriteString(decode(string(c.Value(w.doc.src)), func(rune) {}))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(c.Label(w.doc.src))
		default:
			b.WriteString(w.headingText(c, depth+1))
		}
	}
	return b.String()
}

// slug makes an id: letters, marks and digits of any script, in lower case,
// with one "-" for whatever stands between them.
func slug(s string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range s {
		if classOf(r) != charFine || !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if n++; n > maxSlug {
			break
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// unusedDefinitions reports link definitions that readers never see, which is
// every one that no link uses, and every second one of a label.
func (w *writer) unusedDefinitions() {
	seen := map[string]bool{}
	var visit func(ast.Node)
	visit = func(n ast.Node) {
		for c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock; c = c.NextSibling() {
			if d, ok := c.(*ast.LinkReferenceDefinition); ok {
				label := util.ToLinkReference(d.Label)
				if !w.used[label] || seen[label] {
					w.notes.error(d.Pos(), ruleUnused)
				}
				seen[label] = true
			}
			visit(c)
		}
	}
	visit(w.doc.root)
}
