package markup

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

func (w *writer) inlines(n ast.Node, depth int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := c.Pos(); at >= 0 {
			w.at = at
		}
		if w.full(depth) {
			return
		}
		w.inline(c, depth)
	}
}

func (w *writer) inline(n ast.Node, depth int) {
	switch n := n.(type) {
	case *ast.Text:
		w.words(n)
	case *ast.CodeSpan:
		w.raw("<code>")
		s := w.codeSpan(n)
		w.characters(s)
		w.raw("</code>")
		if w.noTags > 0 {
			w.md.text(s)
		} else {
			w.md.codeSpan(s)
		}
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		w.wrap(tag, n, depth)
	case *extast.Strikethrough:
		w.wrap("del", n, depth)
	case *ast.Link:
		w.link(n, depth)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.notes.error(w.at, ruleImage)
		w.use(n.Reference)
		w.noLinks++
		w.noTags++
		w.inlines(n, depth+1)
		w.noTags--
		w.noLinks--
	case *ast.RawHTML:
		w.notes.warn(w.at, ruleRawHTML)
		s := string(n.Segments.Value(w.doc.src))
		w.characters(s)
		w.md.rawHTML(s)
	}
}

func (w *writer) wrap(tag string, n ast.Node, depth int) {
	w.raw("<" + tag + ">")
	if w.noTags > 0 {
		w.inlines(n, depth+1)
		return
	}
	shut := w.md.emphasis(tag)
	w.inlines(n, depth+1)
	shut()
	w.raw("</" + tag + ">")
}

// characters writes text and remembers its last character for line breaks.
func (w *writer) characters(s string) {
	if s != "" {
		w.last, _ = utf8.DecodeLastRuneInString(s)
		w.text(s)
	}
}

func (w *writer) noteRef(r rune) { noteChar(w.notes, w.at, r) }

func (w *writer) words(n *ast.Text) {
	s := string(n.Value(w.doc.src))
	if !n.IsRaw() {
		s = decode(s, w.noteRef)
	}
	w.characters(s)
	w.md.text(s)
	switch {
	case n.HardLineBreak():
		w.raw("<br>\n")
		if w.noTags > 0 {
			w.html = append(w.html, '\n')
		}
		w.plain.write("\n")
		w.md.add(tokenHard, "")
	case !n.SoftLineBreak():
	case joins(w.last, w.firstRune(n.NextSibling())):
		w.md.add(tokenJoined, "")
	default:
		w.html = append(w.html, '\n')
		w.plain.write(" ")
		w.md.add(tokenBreak, "")
	}
}

// firstRune is the first character of a node, or 0.
func (w *writer) firstRune(n ast.Node) rune {
	for n != nil {
		switch t := n.(type) {
		case *ast.Text:
			if t.Segment.Len() > 0 {
				r, _ := utf8.DecodeRune(t.Value(w.doc.src))
				return r
			}
			n = n.NextSibling()
			continue
		case *ast.AutoLink:
			r, _ := utf8.DecodeRune(t.Label(w.doc.src))
			return r
		}
		n = n.FirstChild()
	}
	return 0
}

func (w *writer) codeSpan(n *ast.CodeSpan) string {
	var b []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b = append(b, t.Segment.Value(w.doc.src)...)
		}
	}
	return string(bytes.ReplaceAll(b, []byte("\n"), []byte(" ")))
}

// use remembers that a definition is shown to readers by a link.
func (w *writer) use(ref *ast.ReferenceLink) {
	if ref != nil {
		w.used[util.ToLinkReference(ref.Value)] = true
	}
}

func (w *writer) link(n *ast.Link, depth int) {
	w.use(n.Reference)
	href := w.target(decode(string(n.Destination), w.noteRef))
	if href == "" || w.noLinks > 0 {
		w.inlines(n, depth+1)
		return
	}
	title := decode(string(n.Title), w.noteRef)
	start := w.open(href, title)
	shut := w.md.link(w.anywhere(href), title)
	html := len(w.html)
	w.noLinks++
	w.inlines(n, depth+1)
	w.noLinks--
	if len(bytes.TrimSpace(w.html[html:])) == 0 {
		w.notes.error(n.Pos(), linkRule("has no text"))
		w.characters(href)
		w.md.text(href)
	}
	shut()
	w.close(href, start)
}

func (w *writer) autoLink(n *ast.AutoLink) {
	label := string(n.Label(w.doc.src))
	address := label
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(label), "mailto:") {
		address = "mailto:" + label
	}
	href := w.target(address)
	if href == "" || w.noLinks > 0 {
		w.characters(label)
		w.md.text(label)
		return
	}
	w.md.autoLink(label, href)
	start := w.open(href, "")
	w.characters(label)
	w.close(href, start)
}

// target is where a link may go, or "" with a note.
func (w *writer) target(address string) string {
	if fragment, ok := strings.CutPrefix(address, "#"); ok {
		if problem := checkFragment(fragment); problem != "" {
			w.notes.error(w.at, linkRule(problem))
			return ""
		}
		if id, err := url.PathUnescape(fragment); err == nil && w.known[id] {
			return "#" + w.o.IDPrefix + id
		}
		return address
	}
	if problem, ok := CheckURL(address); !ok {
		w.notes.error(w.at, linkRule(problem))
		return ""
	}
	return address
}

// anywhere is the address as it stands in a text that does not know on which
// page it will be.
func (w *writer) anywhere(href string) string {
	if id, ok := strings.CutPrefix(href, "#"+w.o.IDPrefix); ok && w.known[id] {
		return "#" + id
	}
	return href
}

// open starts a link and returns where its text starts in the plain text.
// There is no target=_blank, so noopener is not needed; noreferrer keeps the
// address of a preview, which may name a held advisory, from other sites.
func (w *writer) open(href, title string) int {
	w.raw(`<a href="`)
	w.attribute(href)
	w.raw(`"`)
	if title != "" {
		w.raw(` title="`)
		w.attribute(title)
		w.raw(`"`)
	}
	if strings.HasPrefix(strings.ToLower(href), "http") {
		w.raw(` rel="noreferrer"`)
	}
	w.raw(">")
	w.plain.open()
	return len(w.plain.b)
}

func (w *writer) close(href string, start int) {
	w.raw("</a>")
	if text := string(w.plain.b[min(start, len(w.plain.b)):]); href[0] != '#' && text != href && "mailto:"+text != href {
		w.plain.write(" <" + href + ">")
	}
}
