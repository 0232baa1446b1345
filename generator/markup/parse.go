package markup

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Limits on one text. They are far above what an advisory needs, and keep the
// cost of any 64 KiB well under a second: the parser is quadratic, or worse, in
// each of them.
const (
	maxSize        = 64 << 10 // bytes
	maxOpen        = 20       // blocks open at once; a list level is two
	maxDepth       = 40       // nodes, inline ones included
	maxDefinitions = 200      // link definitions in a text
	maxMarks       = 1000     // brackets, and emphasis marks, in a paragraph
	maxColumns     = 200      // columns in a table
	maxPipes       = 500      // escaped bars in the tables of a text
)

// Renderer parses and renders Markdown. It does not change once it is made and
// is safe for concurrent use; make one and keep it.
type Renderer struct{ parser parser.Parser }

// New makes a Renderer.
func New() *Renderer {
	p := util.Prioritized
	links := parser.NewLinkParser()
	return &Renderer{parser.NewParser(
		parser.WithBlockParsers(
			p(parser.NewSetextHeadingParser(), 100),
			p(parser.NewThematicBreakParser(), 200),
			p(shallow{parser.NewListParser()}, 300),
			p(parser.NewListItemParser(), 400),
			p(parser.NewCodeBlockParser(), 500),
			p(parser.NewATXHeadingParser(), 600),
			p(parser.NewFencedCodeBlockParser(), 700),
			p(shallow{parser.NewBlockquoteParser()}, 800),
			p(parser.NewHTMLBlockParser(), 900),
			p(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			p(parser.NewCodeSpanParser(), 100),
			p(boundedLinks{links, links.(parser.CloseBlocker)}, 200),
			p(parser.NewAutoLinkParser(), 300),
			p(parser.NewRawHTMLParser(), 400),
			p(emphasisParser{}, 500),
			p(bareURLParser{}, 600),
		),
		parser.WithParagraphTransformers(
			p(boundedDefinitions{parser.LinkReferenceParagraphTransformer}, 100),
			p(boundedTable{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(p(extension.NewTableASTTransformer(), 0)),
		parser.WithEscapedSpace(),
	)}
}

// document is a parsed text, or one that exceeded a limit.
type document struct {
	src     []byte
	root    ast.Node
	limit   *rule // the limit that was exceeded; root is nil then
	limitAt int
}

// parse reads src. A panic of the parser on hostile input must not stop the
// build of everybody else's advisories, so it counts as a limit.
func (r *Renderer) parse(src []byte) (doc document) {
	doc = document{src: src, limitAt: whole}
	if len(src) > maxSize {
		doc.limit = &limitSize
		return doc
	}
	defer func() {
		if recover() != nil {
			doc.root, doc.limit = nil, &limitParse
		}
	}()
	pc := parser.NewContext()
	b := &budget{at: whole}
	pc.Set(budgetKey, b)
	doc.root = r.parser.Parse(text.NewReader(src), parser.WithContext(pc))
	if b.limit != nil {
		doc.root, doc.limit, doc.limitAt = nil, b.limit, b.at
		return doc
	}
	tighten(doc.root)
	return doc
}

var budgetKey = parser.NewContextKey()

// budget counts what is expensive, and keeps the first limit that is exceeded.
type budget struct {
	definitions, pipes int // in the text
	brackets, marks    int // in the paragraph
	limit              *rule
	at                 int
}

func budgetOf(pc parser.Context) *budget { return pc.Get(budgetKey).(*budget) }

func (b *budget) exceed(l *rule, at int) {
	if b.limit == nil {
		b.limit, b.at = l, at
	}
}

// shallow is a parser of container blocks that opens only so many at once.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, at := reader.Position()
	n, state := s.BlockParser.Open(parent, reader, pc)
	if n == nil || len(pc.OpenedBlocks()) < maxOpen {
		return n, state
	}
	// The result is thrown away: what was read of the line does not matter.
	budgetOf(pc).exceed(&limitDepth, at.Start)
	return nil, parser.NoChildren
}

// boundedLinks is the link parser with a bound on brackets in a paragraph. It
// also starts the counts of a paragraph anew.
type boundedLinks struct {
	parser.InlineParser
	closer parser.CloseBlocker
}

func (l boundedLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	b := budgetOf(pc)
	if b.brackets++; b.brackets > maxMarks {
		_, at := block.Position()
		b.exceed(&limitLinks, at.Start)
	}
	if b.limit != nil { // the result is thrown away
		return nil
	}
	return l.InlineParser.Parse(parent, block, pc)
}

func (l boundedLinks) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	l.closer.CloseBlock(parent, block, pc)
	b := budgetOf(pc)
	b.brackets, b.marks = 0, 0
}

// boundedDefinitions bounds the link definitions of a text.
type boundedDefinitions struct{ parser.ParagraphTransformer }

func (d boundedDefinitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	b, lines := budgetOf(pc), node.Lines()
	if first := lines.At(0); lines.Len() == 0 || !bytes.HasPrefix(bytes.TrimLeft(first.Value(reader.Source()), " \t"), []byte("[")) {
		return
	}
	for i := range lines.Len() {
		line := lines.At(i)
		b.definitions += bytes.Count(line.Value(reader.Source()), []byte("]:"))
	}
	if b.definitions > maxDefinitions {
		b.exceed(&limitLinks, lines.At(0).Start)
		return
	}
	d.ParagraphTransformer.Transform(node, reader, pc)
}

// boundedTable refuses tables whose empty cells, which cost nothing to write,
// outweigh the source: columns × rows is what the parser allocates.
type boundedTable struct{ parser.ParagraphTransformer }

func (t boundedTable) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, columns, size, pipes := node.Lines(), 0, 0, 0
	for i := range lines.Len() {
		segment := lines.At(i)
		line := segment.Value(reader.Source())
		size += len(line)
		pipes += bytes.Count(line, []byte(`\|`))
		if i > 0 && len(bytes.Trim(line, " \t\n-|:")) == 0 {
			columns = max(columns, bytes.Count(line, []byte("|"))+1)
		}
	}
	if columns == 0 {
		return
	}
	b := budgetOf(pc)
	b.pipes += pipes
	if columns > maxColumns || columns*lines.Len() > size+1000 || b.pipes > maxPipes {
		b.exceed(&limitTable, lines.At(0).Start)
		return
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}
