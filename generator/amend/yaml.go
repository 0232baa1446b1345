package amend

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/source"
)

// plain is a value that stands without quotes: an instant or a number.
func plain(s string) *source.Node {
	return &source.Node{Kind: source.Scalar, Text: s, Plain: true}
}

// quoted is a text that people gave.
func quoted(s string) *source.Node { return &source.Node{Kind: source.Scalar, Text: s} }

// group is a map of the fields that have a value.
func group(fields ...source.Field) *source.Node {
	return &source.Node{Kind: source.Map, Fields: slices.DeleteFunc(fields, func(f source.Field) bool { return f.Value == nil })}
}

// scalar writes a text as it stands in a file. A JSON string is a double-quoted
// YAML scalar (YAML 1.2.2, section 1.3).
func scalar(n *source.Node) string {
	if n.Plain {
		return n.Text
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(n.Text) // a string can always be encoded
	return strings.TrimSuffix(out.String(), "\n")
}

// flow writes a value on one line.
func flow(n *source.Node) string {
	var parts []string
	switch n.Kind {
	case source.Map:
		for _, f := range n.Fields {
			parts = append(parts, f.Key+": "+flow(f.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case source.Seq:
		for _, item := range n.Items {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return scalar(n)
	}
}

// blockField writes a field on lines of its own.
func blockField(indent, key string, n *source.Node, eol string) string {
	var out strings.Builder
	switch {
	case n.Kind == source.Map && len(n.Fields) > 0:
		out.WriteString(indent + key + ":" + eol)
		for _, f := range n.Fields {
			out.WriteString(blockField(indent+"  ", f.Key, f.Value, eol))
		}
	case n.Kind == source.Seq && len(n.Items) > 0:
		out.WriteString(indent + key + ":" + eol)
		for _, item := range n.Items {
			out.WriteString(blockItem(indent+"  ", item, eol))
		}
	default:
		out.WriteString(indent + key + ": " + flow(n) + eol)
	}
	return out.String()
}

// blockItem writes an item of a list, its dash behind indent.
func blockItem(indent string, n *source.Node, eol string) string {
	if n.Kind != source.Map || len(n.Fields) == 0 {
		return indent + "- " + flow(n) + eol
	}
	var out strings.Builder
	for _, f := range n.Fields {
		out.WriteString(blockField(indent+"  ", f.Key, f.Value, eol))
	}
	return indent + "- " + strings.TrimPrefix(out.String(), indent+"  ")
}

// sameFields compares maps, whatever the order of their keys.
func sameFields(a, b []source.Field) bool {
	if len(a) != len(b) {
		return false
	}
	for _, f := range a {
		i := slices.IndexFunc(b, func(g source.Field) bool { return g.Key == f.Key })
		if i < 0 || !same(f.Value, b[i].Value) {
			return false
		}
	}
	return true
}

// same compares values, wherever they stand in a file.
func same(a, b *source.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Text == b.Text && a.Plain == b.Plain &&
		slices.EqualFunc(a.Items, b.Items, same) && sameFields(a.Fields, b.Fields)
}
