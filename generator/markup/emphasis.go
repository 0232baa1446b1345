package markup

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasisParser reads *, _ and ~~ by the CommonMark CJK-friendly amendments
// (github.com/tats-u/markdown-cjk-friendly, specification.md). Plain CommonMark
// asks for a space or punctuation outside of a mark that has punctuation on its
// inside, so that **「強調」**は is no emphasis; Japanese has no such spaces. The
// amendments let a CJK character stand where a space may stand, and no longer
// count CJK punctuation as punctuation.
//
// A single ~ is no strikethrough: Japanese texts write ranges with it (1.0~2.0).
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_', '~'} }

func (p emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	char, n := line[0], 1
	for n < len(line) && line[n] == char {
		n++
	}
	run := segment.WithStop(segment.Start + n)
	open, shut := flanking(before(parent.Lines(), block, segment.Start), after(line[n:]), char)
	if char == '~' && n != 2 || !open && !shut {
		block.Advance(n)
		return ast.NewTextSegment(run)
	}
	b := budgetOf(pc)
	if b.marks++; b.marks > maxMarks {
		b.exceed(&limitLinks, segment.Start)
	}
	if b.limit != nil { // the result is thrown away
		return nil
	}
	var processor parser.DelimiterProcessor = p
	if char == '~' {
		processor = strikeProcessor{}
	}
	d := parser.NewDelimiter(open, shut, n, char, processor)
	d.Segment = run
	block.Advance(n)
	pc.PushDelimiter(d)
	return d
}

func (emphasisParser) IsDelimiter(b byte) bool { return b == '*' || b == '_' || b == '~' }

func (emphasisParser) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasisParser) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

// strikeProcessor makes the nodes of ~~; OnMatch is not told the character.
type strikeProcessor struct{ emphasisParser }

func (strikeProcessor) OnMatch(int) ast.Node { return extast.NewStrikethrough() }

// beside is what stands on one side of a run of marks.
type beside struct{ space, punctuation, cjk bool }

func besideOf(r rune) beside {
	return beside{space: util.IsSpaceRune(r), punctuation: util.IsPunctRune(r), cjk: isCJK(r)}
}

// before looks through a variation selector, which belongs to the character
// that it follows.
//
// At the start of a line it is the line feed, where the reader would give what
// the line has before the text, such as the > of a quote.
func before(lines *text.Segments, block text.Reader, at int) beside {
	r := block.PrecendingCharacter()
	if line, _ := block.Position(); line < lines.Len() && at == lines.At(line).Start {
		r = '\n'
	}
	if r < 0xfe00 || r > 0xfe0e {
		return besideOf(r)
	}
	rest := block.Source()[:at]
	rest = rest[:len(rest)-utf8.RuneLen(r)]
	base, _ := utf8.DecodeLastRune(rest)
	b := besideOf(base)
	// U+FE01 asks for the fullwidth form of a quotation mark.
	b.cjk = b.cjk || r == 0xfe01 && base >= 0x2018 && base <= 0x201d
	return b
}

func after(rest []byte) beside {
	if len(rest) == 0 {
		return beside{space: true}
	}
	r, _ := utf8.DecodeRune(rest)
	return besideOf(r)
}

func flanking(prev, next beside, char byte) (open, shut bool) {
	prevPunct, nextPunct := prev.punctuation && !prev.cjk, next.punctuation && !next.cjk
	left := !next.space && (!nextPunct || prev.space || prevPunct || prev.cjk)
	right := !prev.space && (!prevPunct || next.space || nextPunct || next.cjk)
	if char == '_' {
		return left && (!right || prev.punctuation), right && (!left || next.punctuation)
	}
	return left, right
}
