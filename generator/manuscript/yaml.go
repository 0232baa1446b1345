// Package manuscript writes the files of a content repository anew, from values
// and never from the bytes of other files: no comment, no order and no spelling
// of a source can get into them.
package manuscript

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
)

// Value is a value of a YAML file: Text, Word, List or Map. A nil Value is one
// that is not there.
type Value interface {
	isEmpty() bool
	// write puts the value behind what is on the line already, or below it,
	// indented by indent spaces.
	write(b *bytes.Buffer, indent int)
}

// Text is a text; the empty one is as if it were not there.
type Text string

// Word is a value that stands without quotes, because it is no text: true, a
// whole number.
type Word string

// List is a list; the empty one is written as such.
type List []Value

// Map is fields in the order that they are written in. Those without a value
// are left out.
type Map []Field

// Field is a key with its value.
type Field struct {
	Key   string
	Value Value
}

// Texts makes a list of texts; nil if there are none.
func Texts(list []string) Value {
	if len(list) == 0 {
		return nil
	}
	var out List
	for _, s := range list {
		out = append(out, Text(s))
	}
	return out
}

// Number is a whole number.
func Number(n int) Value { return Word(strconv.Itoa(n)) }

// YAML is the file of a map. schema is the address of its schema for editors,
// relative to the file, or empty.
func (m Map) YAML(schema string) []byte {
	var b bytes.Buffer
	b.WriteString(schemaLine(schema))
	m.lines(&b, 0)
	return b.Bytes()
}

func schemaLine(schema string) string {
	if schema == "" {
		return ""
	}
	return "# yaml-language-server: $schema=" + schema + "\n"
}

func absent(v Value) bool { return v == nil || v.isEmpty() }

func (t Text) isEmpty() bool { return t == "" }
func (w Word) isEmpty() bool { return w == "" }
func (l List) isEmpty() bool { return l == nil }
func (m Map) isEmpty() bool {
	for _, f := range m {
		if !absent(f.Value) {
			return false
		}
	}
	return true
}

func (w Word) write(b *bytes.Buffer, _ int) { b.WriteString(" " + string(w) + "\n") }

func (t Text) write(b *bytes.Buffer, indent int) {
	s := string(t)
	switch {
	case isPlain(s):
		b.WriteString(" " + s + "\n")
	case isBlock(s):
		b.WriteString(" |-\n")
		for line := range strings.SplitSeq(s, "\n") {
			if line != "" {
				b.WriteString(strings.Repeat(" ", indent) + line)
			}
			b.WriteString("\n")
		}
	default:
		b.WriteString(" " + quote(s) + "\n")
	}
}

func (l List) write(b *bytes.Buffer, indent int) {
	if len(l) == 0 {
		b.WriteString(" []\n")
		return
	}
	b.WriteString("\n")
	for _, v := range l {
		b.WriteString(strings.Repeat(" ", indent) + "-")
		if m, ok := v.(Map); ok && m.isEmpty() {
			b.WriteString(" {}\n")
			continue
		} else if ok {
			b.WriteString(" ")
			m.rest(b, indent+2)
			continue
		}
		v.write(b, indent+2)
	}
}

func (m Map) write(b *bytes.Buffer, indent int) {
	b.WriteString("\n")
	m.lines(b, indent)
}

func (m Map) lines(b *bytes.Buffer, indent int) {
	if !m.isEmpty() {
		b.WriteString(strings.Repeat(" ", indent))
		m.rest(b, indent)
	}
}

// rest writes the fields; the indent of the first is there already.
func (m Map) rest(b *bytes.Buffer, indent int) {
	first := true
	for _, f := range m {
		if absent(f.Value) {
			continue
		}
		if !first {
			b.WriteString(strings.Repeat(" ", indent))
		}
		first = false
		key := f.Key
		if !isPlain(key) {
			key = quote(key)
		}
		b.WriteString(key + ":")
		f.Value.write(b, indent+2)
	}
}

// isPlain says that a text needs no quotes: it is one line that begins with a
// letter or a digit, holds nothing that means something to YAML, and is no word
// that a YAML reader takes for something else.
func isPlain(s string) bool {
	switch strings.ToLower(s) {
	case "", "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return false
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '/' && i > 0, i > 0 && unicode.IsMark(r):
		case i > 0 && r < 0x80 && strings.ContainsRune("-_.+()@,;=~", r):
		case i > 0 && r >= 0x3001 && r < 0x3040: // punctuation of Japanese
		case r == ' ' && i > 0 && i < len(s)-1:
		case r == '#' && i > 0 && s[i-1] != ' ':
		case r == ':' && i+1 < len(s) && s[i+1] != ' ':
		default:
			return false
		}
	}
	return true
}

// isBlock says that a text can stand as a literal block. White space at the end
// of a line means something in Markdown and gets lost in editors, so such a text
// is quoted.
func isBlock(s string) bool {
	if !strings.Contains(s, "\n") || strings.HasSuffix(s, "\n") || strings.HasPrefix(s, "\n") || s[0] == ' ' {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if strings.HasPrefix(line, "\t") || strings.TrimRight(line, " \t") != line {
			return false
		}
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '\n' && r != '\t' && !unicode.IsPrint(r) && !unicode.IsSpace(r) || r == 0x85 || r == 0x2028 || r == 0x2029 || r == '\r'
	}) < 0
}

// quote writes a text as a double-quoted scalar. JSON strings are such scalars
// (YAML 1.2.2, section 1.3).
func quote(s string) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSuffix(out.String(), "\n")
}
