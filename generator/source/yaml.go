package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/problem"
)

// maxProblems bounds how much is said about one file.
const maxProblems = 100

// ParseYAML reads one YAML document strictly: UTF-8, no second document and no
// directives, no anchors, aliases, tags or merge keys, every key a piece of
// text and given once, nesting of at most MaxDepth.
//
// The tree is nil where the file is not YAML at all or is empty. Beside problems
// it may be a tree that lacks the parts the problems are about: of a key that
// is given twice, the first one counts.
func ParseYAML(path string, data []byte) (*Node, problem.List) {
	if len(data) > MaxYAML {
		return nil, problem.List{tooLarge(path, 0, "the file", MaxYAML)}
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	if list := checkText(path, data); len(list) > 0 {
		return nil, list
	}
	return parseYAML(path, data, 0)
}

func tooLarge(path string, line int, what string, limit int64) problem.Problem {
	return problem.Problem{
		Rule: "file-too-large", Path: path, Line: line,
		Message: what + " is larger than " + size(limit),
		Hint:    "shorten it, or move part of it elsewhere",
	}
}

// parseYAML reads text that checkText found fit. skipped is the number of lines
// of the file before data.
func parseYAML(path string, data []byte, skipped int) (*Node, problem.List) {
	c := converter{path: path, skipped: skipped, tags: bangs(data)}
	if pos, ok := directive(data); ok {
		c.add(pos, "yaml-directive", messageDirective, hintDirective)
		return nil, c.problems
	}
	docs, err := decode(data)
	if err != nil {
		s := syntaxProblem(data, err)
		c.add(s.pos, s.rule, s.message, s.hint)
		return nil, c.problems
	}
	if docs[1] != nil {
		c.add(inText(docs[1]), "yaml-second-document", "a second YAML document starts here",
			"keep one document in a file: delete the line with --- or ... and what follows it")
	}
	root := docs[0]
	if root != nil && root.Kind == yaml.DocumentNode {
		root = root.Content[0]
	}
	var node *Node
	if root != nil {
		node = c.convert(root, 1)
	}
	if root == nil || node != nil && node.Kind == Null {
		c.add(Pos{Line: 1, Col: 1}, "yaml-empty", "there is nothing here but blank lines or comments",
			"fill in the fields, or delete the file")
		return nil, c.problems
	}
	return node, c.problems
}

// decode reads the first two documents as yaml.v3 nodes; a document that is not
// there is nil. Nodes are not resolved further, so aliases are never expanded.
// A panic of yaml.v3 becomes an error.
func decode(data []byte) (docs [2]*yaml.Node, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the parser failed")
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for i := range docs {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if err == io.EOF {
			break
		}
		if err != nil {
			return docs, err
		}
		docs[i] = &doc
	}
	return docs, nil
}

// directive finds a line such as %YAML 1.2 at the head of the text, which
// yaml.v3 accepts in silence. After the head, % at the start of a line is text
// or a syntax error.
func directive(data []byte) (Pos, bool) {
	for n := 1; len(data) > 0; n++ {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		if len(line) > 0 && line[0] == '%' {
			return Pos{Line: n, Col: 1}, true
		}
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return Pos{}, false
		}
		data = rest
	}
	return Pos{}, false
}

// converter turns nodes of yaml.v3 into ours and collects what is not allowed.
type converter struct {
	path     string
	skipped  int
	problems problem.List
	tags     map[Pos]bool // where "!" may start a tag
}

// add reports a problem at a place in data.
func (c *converter) add(pos Pos, rule, message, hint string) {
	switch {
	case len(c.problems) < maxProblems:
		c.problems.Add(problem.Problem{
			Rule: rule, Path: c.path, Line: pos.Line + c.skipped, Col: pos.Col, Message: message, Hint: hint,
		})
	case len(c.problems) == maxProblems:
		c.problems.Add(problem.Problem{
			Rule: "too-many-problems", Path: c.path, Line: pos.Line + c.skipped, Col: pos.Col,
			Message: fmt.Sprintf("only the first %d problems of this YAML are shown", maxProblems),
			Hint:    "correct them and check again",
		})
	}
}

// inText is where a node stands in data.
func inText(n *yaml.Node) Pos { return Pos{Line: n.Line, Col: n.Column} }

// pos is where a node stands in the file.
func (c *converter) pos(n *yaml.Node) Pos {
	return Pos{Line: n.Line + c.skipped, Col: n.Column}
}

// convert gives the value for a node, or nil where the value has to be left
// out.
func (c *converter) convert(n *yaml.Node, depth int) *Node {
	at := inText(n)
	if n.Kind == yaml.AliasNode {
		c.add(at, "yaml-alias", "a reference with * (a YAML alias) is not accepted",
			"write the value out; text that starts with * is put in quotes")
		return nil
	}
	c.checkProperties(n, at)
	if n.Kind == yaml.ScalarNode {
		return c.scalar(n, at)
	}
	if depth > MaxDepth {
		c.add(at, "yaml-depth", fmt.Sprintf("lists and maps stand more than %d deep inside each other", MaxDepth),
			"look for brackets or dashes too many; no field needs that depth")
		return nil
	}
	if n.Kind == yaml.SequenceNode {
		node := &Node{Kind: Seq, Pos: c.pos(n), Items: make([]*Node, 0, len(n.Content))}
		for _, item := range n.Content {
			if v := c.convert(item, depth+1); v != nil {
				node.Items = append(node.Items, v)
			}
		}
		return node
	}
	return c.mapping(n, depth)
}

func (c *converter) scalar(n *yaml.Node, at Pos) *Node {
	node := &Node{Kind: Scalar, Pos: c.pos(n), Text: n.Value, Plain: isPlain(n)}
	if node.Plain && isNull(n.Value) {
		node.Kind, node.Text, node.Plain = Null, "", false
	}
	c.checkEscapes(n, at)
	return node
}

func (c *converter) mapping(n *yaml.Node, depth int) *Node {
	node := &Node{Kind: Map, Pos: c.pos(n), Fields: make([]Field, 0, len(n.Content)/2)}
	seen := keySet{fields: &node.Fields}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		ok, wanted := c.checkKey(key)
		if !wanted {
			continue
		}
		v := c.convert(value, depth+1)
		if !ok {
			continue
		}
		if line := seen.line(key.Value); line > 0 {
			c.add(inText(key), "yaml-duplicate-key",
				fmt.Sprintf("this key is already given on line %d", line), "delete one of the two, or join their values")
			continue
		}
		if v == nil {
			continue
		}
		if v.Kind == Null && value.Value == "" && value.Line != key.Line {
			// A key without a colon: yaml.v3 places the value at whatever follows.
			v.Pos = c.pos(key)
		}
		node.Fields = append(node.Fields, Field{Key: key.Value, Pos: c.pos(key), Value: v})
		seen.grow()
	}
	return node
}

// checkKey reports what is wrong with a key: ok says that it can be used,
// wanted that its value is worth looking at.
func (c *converter) checkKey(key *yaml.Node) (ok, wanted bool) {
	at := inText(key)
	block := key.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case key.Kind == yaml.AliasNode:
		c.add(at, "yaml-alias", "a reference with * (a YAML alias) is not accepted as a key", "write the key out")
		return false, true
	case key.Kind != yaml.ScalarNode || block:
		c.add(at, "yaml-key-type", "a key is not a word or a piece of text in quotes",
			"write it as in \"title: text\"; a value that starts with { or [ is put in quotes")
		return false, true
	case isPlain(key) && key.Value == "<<":
		c.add(at, "yaml-merge-key", "a merge key (<<) is not accepted", "write the fields out")
		return false, false
	case isPlain(key) && isNull(key.Value):
		c.add(at, "yaml-key-type", "a key is empty or null", "write the name of the field before the colon")
		return false, true
	}
	c.checkProperties(key, at)
	c.checkEscapes(key, at)
	return true, true
}

// checkProperties reports anchors and tags, which YAML allows before any value.
func (c *converter) checkProperties(n *yaml.Node, at Pos) {
	if n.Anchor != "" {
		c.add(at, "yaml-anchor", "a name with & (a YAML anchor) is not accepted",
			"delete it and write the value out where it is used; text that starts with & is put in quotes")
	}
	// yaml.v3 keeps no trace of the tag "!" alone; nothing else starts with it.
	if n.Style&yaml.TaggedStyle != 0 || c.tags[at] {
		c.add(at, "yaml-tag", "a type with ! (a YAML tag) is not accepted",
			"delete it; text that starts with ! is put in quotes")
	}
}

// checkEscapes reports characters that only an escape can bring in.
func (c *converter) checkEscapes(n *yaml.Node, at Pos) {
	if n.Style&yaml.DoubleQuotedStyle != 0 && hasControl(n.Value) {
		c.add(at, "control-character", "an escape in this text stands for a control character",
			"delete the escape; only \\n, \\r and \\t are accepted among the control characters")
	}
}

// bangs gives the places of "!" that may start a tag: those that follow a space,
// a bracket or the like. It is one pass over the text, whatever its shape.
func bangs(data []byte) map[Pos]bool {
	if bytes.IndexByte(data, '!') < 0 {
		return nil
	}
	places := map[Pos]bool{}
	pos, before := Pos{Line: 1, Col: 1}, byte('\n')
	for _, b := range data {
		if b == '!' && bytes.IndexByte([]byte("\n \t[{,:?-"), before) >= 0 {
			places[pos] = true
		}
		switch {
		case b == '\n':
			pos = Pos{Line: pos.Line + 1, Col: 1}
		case utf8.RuneStart(b):
			pos.Col++
		}
		before = b
	}
	return places
}

// isPlain reports a scalar without quotes or block style.
func isPlain(n *yaml.Node) bool {
	const written = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Kind == yaml.ScalarNode && n.Style&written == 0
}

// isNull reports the plain texts that YAML 1.2 section 10.3.2 reads as null.
func isNull(text string) bool {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// keySet finds the keys that a map has already. Most maps are small, and a scan
// is cheaper than a hash table; large ones get one.
type keySet struct {
	fields *[]Field
	index  map[string]int
}

const smallMap = 16

// line is the line of a key that is there already, or 0.
func (s *keySet) line(key string) int {
	if s.index != nil {
		return s.index[key]
	}
	for i := range *s.fields {
		if (*s.fields)[i].Key == key {
			return (*s.fields)[i].Pos.Line
		}
	}
	return 0
}

// grow takes in the field that was appended last.
func (s *keySet) grow() {
	fields := *s.fields
	if s.index == nil {
		if len(fields) <= smallMap {
			return
		}
		s.index = make(map[string]int, 2*len(fields))
		for _, f := range fields {
			s.index[f.Key] = f.Pos.Line
		}
		return
	}
	last := fields[len(fields)-1]
	s.index[last.Key] = last.Pos.Line
}
