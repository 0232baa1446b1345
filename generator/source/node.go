// Package source reads the files of a content repository: bytes from an fs.FS,
// strict YAML as a tree of plain values with a position for every value, and
// Markdown files as front matter and sections.
//
// It knows nothing about advisories. It says what is not well-formed, as
// problems that name a place and never quote the text of a file, because the
// text may be under embargo.
package source

import (
	"strconv"
	"strings"
)

// Limits of what is read. Sizes are in bytes.
const (
	// MaxYAML bounds one YAML file, and the front matter of a Markdown file.
	MaxYAML = 256 << 10
	// MaxSection bounds the text of one section of a Markdown file.
	MaxSection = 64 << 10
	// MaxMarkdown bounds one Markdown file with all its sections.
	MaxMarkdown = 1 << 20
	// MaxDepth bounds how deep lists and maps stand inside each other; the
	// outermost one counts as 1.
	MaxDepth = 16
)

// Pos is a place in a file. Line and Col count from 1, Col in characters
// (Unicode code points), as editors show them.
type Pos struct{ Line, Col int }

// Kind says what a Node is.
type Kind int

const (
	// Null is a value that is absent or written as null: "key:" or "key: ~".
	Null Kind = iota
	// Scalar is a piece of text.
	Scalar
	// Seq is a list.
	Seq
	// Map is a list of keys with values, in the order of the file.
	Map
)

// Node is one value of a YAML document. Values are text: nothing is turned into
// a number, a boolean or a date.
type Node struct {
	Kind Kind
	// Pos is where the value starts: the first character of text, its opening
	// quote, or the first key of a map.
	Pos Pos
	// Text is the text of a Scalar as it is meant: 1.10 stays "1.10".
	Text string
	// Plain reports that a Scalar was written without quotes or block style,
	// so that a schema may read it as a number or a boolean.
	Plain bool
	// Items are the values of a Seq.
	Items []*Node
	// Fields are the keys and values of a Map, each key once.
	Fields []Field
}

// Field is one key of a Map, where the key stands, and its value.
type Field struct {
	Key   string
	Pos   Pos
	Value *Node
}

// Get gives the value of a key of a map, or nil where there is none. It may be
// called on nil.
func (n *Node) Get(key string) *Node {
	if f := n.field(key); f != nil {
		return f.Value
	}
	return nil
}

// KeyPos gives the position of a key of a map, or the zero Pos where there is
// none. It may be called on nil.
func (n *Node) KeyPos(key string) Pos {
	if f := n.field(key); f != nil {
		return f.Pos
	}
	return Pos{}
}

func (n *Node) field(key string) *Field {
	if n == nil {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return &n.Fields[i]
		}
	}
	return nil
}

// At gives the value that a JSON pointer (RFC 6901) names, or nil where there
// is none or the pointer is not well-formed. It may be called on nil.
func (n *Node) At(pointer string) *Node {
	for pointer != "" && n != nil {
		if pointer[0] != '/' {
			return nil
		}
		token, rest := pointer[1:], ""
		if i := strings.IndexByte(token, '/'); i >= 0 {
			token, rest = token[:i], token[i:]
		}
		n = n.child(token)
		pointer = rest
	}
	return n
}

// child resolves one reference token of a JSON pointer.
func (n *Node) child(token string) *Node {
	switch n.Kind {
	case Map:
		key, ok := unescape(token)
		if !ok {
			return nil
		}
		return n.Get(key)
	case Seq:
		// RFC 6901 section 4: digits without a leading zero.
		if token == "" || token[0] < '0' || token[0] > '9' || token[0] == '0' && len(token) > 1 {
			return nil
		}
		i, err := strconv.Atoi(token)
		if err != nil || i >= len(n.Items) {
			return nil
		}
		return n.Items[i]
	default:
		return nil
	}
}

// unescape reads ~0 as ~ and ~1 as /; any other use of ~ is not a pointer.
func unescape(token string) (string, bool) {
	if !strings.Contains(token, "~") {
		return token, true
	}
	var b strings.Builder
	for i := 0; i < len(token); i++ {
		switch {
		case token[i] != '~':
			b.WriteByte(token[i])
		case i+1 < len(token) && token[i+1] == '0':
			b.WriteByte('~')
			i++
		case i+1 < len(token) && token[i+1] == '1':
			b.WriteByte('/')
			i++
		default:
			return "", false
		}
	}
	return b.String(), true
}
