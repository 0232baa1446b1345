package markup

import "github.com/yuin/goldmark/ast"

// A link definition is a block that is not shown. Nothing may depend on where
// one stands, so that a text looks the same without it.

func isDefinition(n ast.Node) bool {
	_, ok := n.(*ast.LinkReferenceDefinition)
	return ok
}

// firstShown is the first child that is shown, or nil.
func firstShown(n ast.Node) ast.Node {
	c := n.FirstChild()
	for c != nil && isDefinition(c) {
		c = c.NextSibling()
	}
	return c
}

// nextShown is the next sibling that is shown, or nil.
func nextShown(n ast.Node) ast.Node {
	c := n.NextSibling()
	for c != nil && isDefinition(c) {
		c = c.NextSibling()
	}
	return c
}

// previous is the sibling before that is shown, or nil.
func previous(n ast.Node) ast.Node {
	c := n.PreviousSibling()
	for c != nil && isDefinition(c) {
		c = c.PreviousSibling()
	}
	return c
}

// tighten makes tight the lists that are loose only because of blank lines
// around definitions.
func tighten(n ast.Node) {
	for c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock; c = c.NextSibling() {
		tighten(c)
		list, ok := c.(*ast.List)
		if !ok || list.IsTight || isSpread(list) {
			continue
		}
		list.IsTight = true
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			for b := item.FirstChild(); b != nil; {
				p, ok := b.(*ast.Paragraph)
				b = b.NextSibling()
				if ok {
					item.ReplaceChild(item, p, textBlock(p))
				}
			}
		}
	}
}

// isSpread says that blank lines stand between the items of a list, or between
// the blocks of an item, that are shown.
func isSpread(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item != list.FirstChild() && item.HasBlankPreviousLines() {
			return true
		}
		for b := firstShown(item); b != nil; b = nextShown(b) {
			if b != firstShown(item) && b.HasBlankPreviousLines() {
				return true
			}
		}
	}
	return false
}

// textBlock is the paragraph of a tight list, with its inline content.
func textBlock(p *ast.Paragraph) *ast.TextBlock {
	t := ast.NewTextBlock()
	t.SetLines(p.Lines())
	t.SetPos(p.Pos())
	for c := p.FirstChild(); c != nil; {
		next := c.NextSibling()
		t.AppendChild(t, c)
		c = next
	}
	return t
}
