package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// walk looks at every scalar of a value: empty ones, characters that hide or
// reorder text, addresses, and Markdown, as the schema marks them.
func (s *schemas) walk(f file, r *rule, n *source.Node, pointer string) {
	switch n.Kind {
	case source.Map:
		for _, field := range n.Fields {
			if msg := badCharacter(field.Key); msg != "" {
				f.error("hidden-character", field.Pos, pointer, "this key contains "+msg, "type the key anew")
			}
			child := r.child(field.Key)
			here := pointer
			if r != nil && r.Properties[field.Key] != nil {
				here += "/" + field.Key
			}
			if field.Value.Kind == source.Null {
				s.empty(f, r, field, pointer)
				continue
			}
			s.walk(f, child, field.Value, here)
		}
	case source.Seq:
		var items *rule
		if r != nil {
			items = r.Items
		}
		for i, item := range n.Items {
			here := pointer + "/" + strconv.Itoa(i)
			if item.Kind == source.Null {
				f.error("empty-value", item.Pos, here, "this item is empty", "write a value, or remove the line")
				continue
			}
			s.walk(f, items, item, here)
		}
	case source.Scalar:
		s.scalar(f, r, n, pointer)
	}
}

func (s *schemas) empty(f file, r *rule, field source.Field, pointer string) {
	message := "this field is empty"
	if r != nil {
		if _, ok := r.Properties[field.Key]; ok {
			message = fmt.Sprintf("`%s` is empty", field.Key)
			pointer += "/" + field.Key
		}
	}
	f.error("empty-value", field.Pos, pointer, message, "write a value, or remove the line")
}

func (s *schemas) scalar(f file, r *rule, n *source.Node, pointer string) {
	kind := ""
	if r != nil {
		kind = r.Kind
	}
	if kind == "markdown" {
		s.markdown(f, n.Text, func(int, int) source.Pos { return n.Pos }, pointer)
		return
	}
	if msg := badCharacter(n.Text); msg != "" {
		f.error("hidden-character", n.Pos, pointer, "this text contains "+msg, "type the text anew, without copying it from a page or a document")
		return
	}
	switch kind {
	case "url":
		if msg, ok := markup.CheckURL(n.Text); !ok {
			f.error("bad-link", n.Pos, pointer, "this address "+msg, "write an https, http or mailto address, as in https://www.example.com/security/")
		}
	case "email":
		// It becomes a mailto link: what fits none, or adds to one, is no address.
		if _, ok := markup.CheckURL("mailto:" + n.Text); !ok || strings.Contains(n.Text, "?") {
			f.error("bad-link", n.Pos, pointer, "this is not a mail address", "write one address, as in security@example.com")
		}
	}
}

// markdown reports what an author should change in a Markdown text. pos maps a
// line and column of the text to a position in the file.
func (s *schemas) markdown(f file, text string, pos func(line, col int) source.Pos, pointer string) {
	for _, finding := range s.text.Check(text) {
		level := problem.Error
		if finding.Warning {
			level = problem.Warning
		}
		f.add(level, finding.Rule, pos(finding.Line, finding.Col), pointer, finding.Message, finding.Hint)
	}
}

// badCharacter names the first character that hides, reorders or joins text
// without being seen (Unicode TR 36 and TR 55), or "".
func badCharacter(s string) string {
	for _, r := range s {
		switch {
		case r < 0x80:
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
				return fmt.Sprintf("the control character U+%04X", r)
			}
		case unicode.Is(unicode.Bidi_Control, r):
			return fmt.Sprintf("the bidirectional control U+%04X", r)
		case r == 0x200b || r == 0x200c || r == 0x200d || r == 0x2060 || r == 0xfeff || r == 0x00ad:
			return fmt.Sprintf("the invisible character U+%04X", r)
		case unicode.Is(unicode.Cc, r) || r == 0x2028 || r == 0x2029 || r == 0xfffd || r >= 0xe0000 && r <= 0xe007f:
			return fmt.Sprintf("the character U+%04X", r)
		}
	}
	return ""
}
