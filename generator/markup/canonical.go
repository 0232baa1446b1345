package markup

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// canonical writes Markdown anew, beside the HTML and the plain text, from what
// a reader sees: rendering it gives the same HTML and plain text again. What no
// reader sees (comments, definitions, the words behind a fence's language, the
// spelling of marks) has no way into it. A nil canonical writes nothing.
//
// Inline content is collected as tokens and put into words at the end of its
// block (see canonical_inline.go), because what a mark needs depends on both of
// its neighbours.
type canonical struct {
	b      []byte
	prefix string // before every line: the indent of lists, "> " of quotes
	marker string // stands for the end of prefix, once, on the next line
	gap    int    // line feeds owed before the next block
	in     context
	tokens []token

	bullets map[*ast.List]byte
}

// block says that a new block starts, n line feeds below the one before.
func (c *canonical) block(n int) {
	if c != nil && c.marker == "" {
		c.gap = max(c.gap, n)
	}
}

// push starts a container: first is written before its first line, rest, of the
// same width, before the others.
func (c *canonical) push(first, rest string) (pop func()) {
	if c == nil {
		return func() {}
	}
	saved := c.prefix
	c.prefix += rest
	c.marker += first
	return func() {
		if c.marker != "" { // nothing was in it
			c.open()
			c.trim()
		}
		c.prefix = saved
	}
}

// open starts the first line of a block.
func (c *canonical) open() {
	outer := c.prefix[:len(c.prefix)-len(c.marker)]
	if len(c.b) > 0 {
		for ; c.gap > 1; c.gap-- {
			c.b = append(c.b, '\n')
			c.b = append(c.b, outer...)
			c.trim()
		}
		c.b = append(c.b, '\n')
	}
	c.gap = 0
	c.b = append(append(c.b, outer...), c.marker...)
	c.marker = ""
}

func (c *canonical) trim() {
	for len(c.b) > 0 && c.b[len(c.b)-1] == ' ' {
		c.b = c.b[:len(c.b)-1]
	}
}

// lines writes a whole block. A line feed at its end is not written: the next
// block, or nothing, follows.
func (c *canonical) lines(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i == 0 {
			c.open()
		} else {
			c.b = append(append(c.b, '\n'), c.prefix...)
		}
		if line == "" {
			c.trim()
		}
		c.b = append(c.b, line...)
	}
}

// String is the text without the white space that a section or a value in YAML
// could not keep.
func (c *canonical) String() string {
	if c == nil {
		return ""
	}
	return strings.Trim(string(c.b), "\n")
}

func (c *canonical) paragraph() {
	if c == nil {
		return
	}
	if s := c.inline(); s != "" {
		c.lines(s)
	}
}

func (c *canonical) heading(level int) {
	if c != nil {
		c.lines(strings.TrimSuffix(strings.Repeat("#", level)+" "+c.inline(), " "))
	}
}

// rule is a thematic break, in the one spelling that no list marker and no
// line of text before it can turn into something else.
func (c *canonical) rule() {
	if c != nil {
		c.lines("___")
	}
}

// code is a fenced block.
func (c *canonical) code(language, s string) {
	if c == nil {
		return
	}
	s = visible(s)
	fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
	c.lines(fence + language + "\n" + s + fence)
}

// longestRun is the length of the longest run of a character.
func longestRun(s string, char byte) int {
	longest, n := 0, 0
	for i := range len(s) {
		if s[i] != char {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}

// item starts an item of a list. number counts from the start of the list.
func (c *canonical) item(n *ast.List, number int) (pop func()) {
	if c == nil {
		return func() {}
	}
	marker := string(c.bullet(n))
	if n.IsOrdered() {
		marker = strconv.Itoa(min(n.Start+number, 999999999)) + marker
	}
	marker += " "
	// A reader of sections sees fences and headings up to three spaces in, so
	// what may hold such lines is moved to the fourth.
	if len(marker) < 4 && holdsCode(n) {
		marker += strings.Repeat(" ", 4-len(marker))
	}
	return c.push(marker, strings.Repeat(" ", len(marker)))
}

// bullet is the character of a list's markers: another one than that of a list
// beside it, which it would join, and of a list around it on the same line,
// with which it could make a thematic break.
func (c *canonical) bullet(n *ast.List) byte {
	if b, ok := c.bullets[n]; ok {
		return b
	}
	options := "-*+"
	if n.IsOrdered() {
		options = ".)"
	}
	taken := ""
	if before, ok := previous(n).(*ast.List); ok {
		taken += string(c.bullets[before])
	}
	if item := n.Parent(); item != nil && item.Kind() == ast.KindListItem && firstShown(item) == ast.Node(n) {
		if around, ok := item.Parent().(*ast.List); ok && len(options) > 2 {
			taken += string(c.bullets[around])
		}
	}
	for i := range len(options) {
		if !strings.Contains(taken, options[i:i+1]) {
			c.bullets[n] = options[i]
			break
		}
	}
	return c.bullets[n]
}

func holdsCode(n ast.Node) bool {
	for c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock; c = c.NextSibling() {
		switch c.Kind() {
		case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindHTMLBlock:
			return true
		}
		if holdsCode(c) {
			return true
		}
	}
	return false
}

// row writes a row of a table from the cells that were collected.
func (c *canonical) row(cells []string) string {
	return strings.TrimRight("| "+strings.Join(cells, " | "), " ") + " |"
}

// table writes a table from its rows; the first is the header.
func (c *canonical) table(rows [][]string, alignments []extast.Alignment) {
	if c == nil || len(rows) == 0 {
		return
	}
	var marks []string
	for _, a := range alignments {
		marks = append(marks, map[extast.Alignment]string{
			extast.AlignLeft: ":--", extast.AlignRight: "--:", extast.AlignCenter: ":-:",
		}[a])
		if marks[len(marks)-1] == "" {
			marks[len(marks)-1] = "---"
		}
	}
	lines := []string{c.row(rows[0]), c.row(marks)}
	for _, r := range rows[1:] {
		lines = append(lines, c.row(r))
	}
	c.lines(strings.Join(lines, "\n"))
}

func newCanonical(o Options) *canonical {
	if !o.Markdown {
		return nil
	}
	return &canonical{bullets: map[*ast.List]byte{}}
}

// gapBefore is how many line feeds stand before a block. In a list the blank
// lines are where the author had them, because they decide how it looks; only
// before a table they do not count, and it needs one.
func gapBefore(n ast.Node) int {
	inList := n.Kind() == ast.KindListItem || n.Parent() != nil && n.Parent().Kind() == ast.KindListItem
	switch {
	case !inList:
		return 2
	case previous(n) == nil:
		return 1
	case n.Kind() == extast.KindTable || n.HasBlankPreviousLines():
		return 2
	}
	return 1
}
