package markup

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// What a text may grow to, HTML and plain text together. A table of empty
// aligned cells is the densest sane source, at about 13 times.
const (
	outputFactor = 16
	outputFloor  = 16 << 10
)

// writer walks a document once and writes HTML, plain text and notes.
type writer struct {
	doc   document
	o     Options
	notes *notes

	html     []byte
	plain    plain
	md       *canonical // nil unless asked for
	headings []Heading
	max      int

	ids   map[*ast.Heading]string // without the prefix
	known map[string]bool         // all of ids
	used  map[string]bool         // labels of definitions that a link uses

	at      int  // where the node that is written starts
	last    rune // the last character of the block
	noLinks int  // in a link or an image, where no other link may be
	noTags  int  // in the description of an image
	limit   *rule
	limitAt int
}

func newWriter(doc document, o Options, n *notes) *writer {
	return &writer{
		doc: doc, o: o, notes: n, max: outputFactor*len(doc.src) + outputFloor,
		html: make([]byte, 0, len(doc.src)*3/2), plain: plain{b: make([]byte, 0, len(doc.src))},
		md:  newCanonical(o),
		ids: map[*ast.Heading]string{}, known: map[string]bool{}, used: map[string]bool{},
	}
}

func (w *writer) document() {
	w.nameHeadings()
	w.blocks(w.doc.root, 1, 2)
	w.unusedDefinitions()
}

// full says that a limit was hit and nothing more need be written.
func (w *writer) full(depth int) bool {
	if w.limit == nil && depth > maxDepth {
		w.limit, w.limitAt = &limitDepth, w.at
	}
	if w.limit == nil && len(w.html)+len(w.plain.b) > w.max {
		w.limit, w.limitAt = &limitOutput, w.at
	}
	return w.limit != nil
}

// raw writes markup, which must not come from the source.
func (w *writer) raw(s string) {
	if w.noTags == 0 {
		w.html = append(w.html, s...)
	}
}

// blocks writes the child blocks of n, gap line feeds apart in plain text.
func (w *writer) blocks(n ast.Node, depth, gap int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := c.Pos(); at >= 0 {
			w.at = at
		}
		if w.full(depth) {
			return
		}
		if isDefinition(c) {
			continue
		}
		w.plain.block(gap)
		w.md.block(gapBefore(c))
		w.last = 0
		w.block(c, depth)
	}
}

func (w *writer) block(n ast.Node, depth int) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.raw("<p>")
		w.inlines(n, depth+1)
		w.raw("</p>\n")
		w.md.paragraph()
	case *ast.TextBlock:
		w.inlines(n, depth+1)
		w.md.paragraph()
		if nextShown(n) != nil {
			w.raw("\n")
		}
	case *ast.Heading:
		w.heading(n, depth)
	case *ast.ThematicBreak:
		w.raw("<hr>\n")
		w.md.rule()
	case *ast.Blockquote:
		pop, popMD := w.plain.push("> ", "> "), w.md.push("> ", "> ")
		w.raw("<blockquote>\n")
		w.blocks(n, depth+1, 2)
		w.raw("</blockquote>\n")
		pop()
		popMD()
	case *ast.List:
		w.list(n, depth)
	case *ast.CodeBlock:
		w.code("", w.lines(n))
	case *ast.FencedCodeBlock:
		w.code(w.language(n), w.lines(n))
	case *ast.HTMLBlock:
		w.notes.warn(w.at, ruleRawHTML)
		s := w.lines(n)
		if n.HasClosure() {
			s += string(n.ClosureLine.Value(w.doc.src))
		}
		if !strings.HasSuffix(s, "\n") { // at the end of a text, as other code has it
			s += "\n"
		}
		w.code("", s)
	case *extast.Table:
		w.table(n, depth)
	}
}

func (w *writer) heading(n *ast.Heading, depth int) {
	if n.Level < 3 {
		w.notes.error(w.at, ruleHeading)
	}
	top := w.o.Heading
	if top == 0 {
		top = 3
	}
	h := "h" + strconv.Itoa(min(max(top, 1)+max(n.Level, 3)-3, 6))
	w.plain.trim()
	id, start := w.o.IDPrefix+w.ids[n], len(w.plain.b)
	w.raw("<" + h + ` id="`)
	w.attribute(id)
	w.raw(`">`)
	w.md.enter(contextHeading)
	w.inlines(n, depth+1)
	if depth == 1 {
		w.headings = append(w.headings, Heading{id, strings.Join(strings.Fields(string(w.plain.b[start:])), " ")})
	}
	w.md.heading(max(n.Level, 3))
	w.raw("</" + h + ">\n")
}

func (w *writer) list(n *ast.List, depth int) {
	tag, count, gap := "ul", 0, 2
	if n.IsTight {
		gap = 1
	}
	if n.IsOrdered() {
		tag = "ol"
	}
	w.raw("<" + tag)
	if n.IsOrdered() && n.Start != 1 {
		w.raw(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	w.raw(">\n")
	for item := n.FirstChild(); item != nil && !w.full(depth); item = item.NextSibling() {
		marker := "- "
		if n.IsOrdered() {
			marker = strconv.Itoa(n.Start+count) + ". "
		}
		w.plain.block(gap)
		w.md.block(gapBefore(item))
		pop, popMD := w.plain.push(marker, strings.Repeat(" ", len(marker))), w.md.item(n, count)
		count++
		w.raw("<li>")
		if _, tight := firstShown(item).(*ast.TextBlock); !tight && firstShown(item) != nil {
			w.raw("\n")
		}
		w.blocks(item, depth+2, gap)
		w.raw("</li>\n")
		pop()
		popMD()
	}
	w.raw("</" + tag + ">\n")
}

// lines is the text of a code or HTML block.
func (w *writer) lines(n ast.Node) string {
	return string(n.Lines().Value(w.doc.src))
}

// language is the language of a fence, where it is a plain word.
func (w *writer) language(n *ast.FencedCodeBlock) string {
	if n.Info == nil {
		return ""
	}
	info := strings.Fields(decode(string(n.Info.Value(w.doc.src)), w.noteRef))
	if len(info) > 1 {
		w.notes.error(n.Info.Pos(), ruleInfo)
	}
	if len(info) == 0 || len(info[0]) > 30 || strings.Trim(strings.ToLower(info[0]), "abcdefghijklmnopqrstuvwxyz0123456789+#._-") != "" {
		return ""
	}
	return info[0]
}

// code writes a block that scrolls sideways, so the keyboard must reach it.
func (w *writer) code(language, s string) {
	w.raw(`<pre tabindex="0"><code`)
	if language != "" {
		w.raw(` class="language-` + language + `"`)
	}
	w.raw(">")
	w.text(s)
	w.raw("</code></pre>\n")
	w.md.code(language, s)
}

func (w *writer) table(n *extast.Table, depth int) {
	w.raw("<div class=\"scroll\" tabindex=\"0\">\n<table>\n")
	var rows [][]string
	for row := n.FirstChild(); row != nil && !w.full(depth); row = row.NextSibling() {
		if row != n.FirstChild() {
			w.plain.block(1)
		}
		if _, header := row.(*extast.TableHeader); header {
			w.raw("<thead>\n")
			rows = append(rows, w.row(row, "th", n.Alignments, depth+1))
			w.raw("</thead>\n")
			if row.NextSibling() != nil {
				w.raw("<tbody>\n")
			}
			continue
		}
		rows = append(rows, w.row(row, "td", n.Alignments, depth+1))
		if row.NextSibling() == nil {
			w.raw("</tbody>\n")
		}
	}
	w.raw("</table>\n</div>\n")
	w.md.table(rows, n.Alignments)
}

// row writes a row and gives its cells in Markdown.
func (w *writer) row(row ast.Node, tag string, alignments []extast.Alignment, depth int) (cells []string) {
	column := -1
	w.raw("<tr>\n")
	end := -1
	for c := row.FirstChild(); c != nil && !w.full(depth); c = c.NextSibling() {
		cell, ok := c.(*extast.TableCell)
		if !ok {
			continue
		}
		w.raw("<" + tag)
		if tag == "th" {
			w.raw(` scope="col"`)
		}
		// Cells that a row leaves out have no alignment of their own.
		if column++; column < len(alignments) && alignments[column] != extast.AlignNone {
			w.raw(` class="` + alignments[column].String() + `"`)
		}
		w.raw(">")
		w.last = 0
		if c != row.FirstChild() {
			w.plain.write(" | ")
		}
		w.md.enter(contextCell)
		w.inlines(cell, depth+1)
		cells = append(cells, w.md.inline())
		w.raw("</" + tag + ">\n")
		if cell.Lines().Len() > 0 {
			end = cell.Lines().At(0).Stop
		} else {
			end = -1
		}
	}
	w.raw("</tr>\n")
	if end >= 0 {
		rest, _, _ := bytes.Cut(w.doc.src[end:], []byte("\n"))
		if rest = bytes.TrimPrefix(bytes.TrimSpace(rest), []byte("|")); len(rest) > 0 {
			w.notes.error(end, ruleCells)
		}
	}
	return cells
}

// attribute writes the value of an attribute, without its quotes.
func (w *writer) attribute(s string) {
	if w.noTags == 0 {
		w.html = append(w.html, util.EscapeHTML([]byte(visible(s)))...)
	}
}

// text writes text of the source to both outputs.
func (w *writer) text(s string) {
	if s = visible(s); s == "" {
		return
	}
	w.html = appendEscaped(w.html, s)
	w.plain.write(s)
}

func appendEscaped(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}
