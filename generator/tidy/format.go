package tidy

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/source"
)

// ErrUnsure says that a file cannot be rewritten without a risk to what it
// says.
var ErrUnsure = errors.New("it cannot be rewritten without losing something; check it, and tidy it by hand")

// Format rewrites a file in canonical form: fields in the order of the schema,
// two spaces for each level, LF at the ends of lines, no spaces before them, one
// at the end of the file. Comments stay with the field that they stand above or
// behind. The body of a Markdown file keeps every character but the ends of its
// lines. The result says the same as before, or there is ErrUnsure.
func (s Schemas) Format(name string, data []byte) ([]byte, error) {
	kind, ok := KindOf(name)
	if !ok {
		return nil, fmt.Errorf("%s: this is not a file of a content repository", name)
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	if !strings.HasSuffix(name, ".md") {
		out, err := formatYAML(s[kind], text)
		return []byte(out), err
	}
	front, body, ok := cutFrontMatter(text)
	if !ok {
		return nil, ErrUnsure
	}
	out, err := formatYAML(s[kind], front)
	if err != nil {
		return nil, err
	}
	if body = strings.TrimRight(body, "\n"); body != "" {
		body += "\n"
	}
	return []byte("---\n" + out + "---\n" + body), nil
}

// cutFrontMatter splits a Markdown file at the two lines with ---.
func cutFrontMatter(text string) (front, body string, ok bool) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", "", false
	}
	if body, ok := strings.CutPrefix(rest, "---\n"); ok {
		return "", body, true
	}
	front, body, ok = strings.Cut(rest, "\n---\n")
	if !ok {
		front, ok = strings.CutSuffix(rest, "\n---")
	}
	return front + "\n", body, ok
}

// formatYAML rewrites until nothing changes any more: the encoder needs a second
// look at some comments. The line for editors stays the first.
func formatYAML(r *rule, text string) (string, error) {
	first := ""
	if strings.HasPrefix(text, "# yaml-language-server:") {
		line, rest, _ := strings.Cut(text, "\n")
		first, text = strings.TrimSpace(line)+"\n", rest
	}
	for range 4 {
		out, err := rewrite(r, text)
		if err != nil || out == text {
			return first + out, err
		}
		text = out
	}
	return "", ErrUnsure
}

func rewrite(r *rule, text string) (string, error) {
	before, problems := source.ParseYAML("", []byte(text))
	if before == nil || problems.Errors() > 0 {
		return "", ErrUnsure
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil || len(doc.Content) != 1 {
		return "", ErrUnsure
	}
	arrange(r, doc.Content[0])
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(&doc); err != nil {
		return "", ErrUnsure
	}
	out := b.String()
	after, problems := source.ParseYAML("", []byte(out))
	if after == nil || problems.Errors() > 0 || !sameValue(before, after) || !slices.Equal(comments(text), comments(out)) {
		return "", ErrUnsure
	}
	return out, nil
}

// arrange puts the fields of a map into the order of the schema, others behind
// them in their own order, and lets the encoder choose how to quote.
func arrange(r *rule, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		type field struct{ key, value *yaml.Node }
		var fields []field
		for i := 0; i+1 < len(n.Content); i += 2 {
			fields = append(fields, field{n.Content[i], n.Content[i+1]})
		}
		if r != nil {
			place := func(f field) int {
				if i := slices.Index(r.Properties.order, f.key.Value); i >= 0 {
					return i
				}
				return len(r.Properties.order)
			}
			slices.SortStableFunc(fields, func(a, b field) int { return place(a) - place(b) })
		}
		n.Content = n.Content[:0]
		for _, f := range fields {
			arrange(r.child(f.key.Value), f.value)
			n.Content = append(n.Content, f.key, f.value)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if r != nil {
				arrange(r.Items, item)
			} else {
				arrange(nil, item)
			}
		}
	}
}

// sameValue compares what two trees say; the order of fields does not matter.
func sameValue(a, b *source.Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Fields) != len(b.Fields) {
		return false
	}
	if a.Kind == source.Scalar && a.Plain != b.Plain && looksTyped(a.Text) {
		return false // "2" and 2 are not the same to a schema
	}
	for i := range a.Items {
		if !sameValue(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for _, f := range a.Fields {
		if other := b.Get(f.Key); other == nil || !sameValue(f.Value, other) {
			return false
		}
	}
	return true
}

func looksTyped(s string) bool {
	return s == "true" || s == "false" || strings.Trim(s, "0123456789") == ""
}

// comments lists the texts of all comments, sorted, to see that none is lost.
// A # inside quotes or a block counts on both sides alike.
func comments(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if i := strings.IndexByte(line, '#'); i == 0 || i > 0 && (line[i-1] == ' ' || line[i-1] == '\t') {
			out = append(out, strings.TrimSpace(line[i:]))
		}
	}
	slices.Sort(out)
	return out
}
