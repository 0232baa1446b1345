package generator_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/words"
	"github.com/advgen/advgen/schema"
)

var update = flag.Bool("update", false, "write the tables of docs/format.md anew")

// TestFormatDocument holds the tables of docs/format.md to the schemas and the
// words, which are where an editor and check take them from.
func TestFormatDocument(t *testing.T) {
	const name = "../docs/format.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	parts := regexp.MustCompile(`(?s)(<!-- (fields: ([a-z-]+)|words) -->\n).*?(<!-- end -->)`)
	want := parts.ReplaceAllStringFunc(string(data), func(part string) string {
		m := parts.FindStringSubmatch(part)
		table := wordsTable()
		if m[3] != "" {
			table = fieldsTable(t, m[3])
		}
		return m[1] + table + m[4]
	})
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(data) != want {
		t.Errorf("%s is not what the schemas say: go test ./generator -run FormatDocument -update", name)
	}
}

// field is what the table tells of a schema.
type field struct {
	Description string     `json:"description"`
	Visibility  string     `json:"x-visibility"`
	Type        any        `json:"type"`
	Enum        []string   `json:"enum"`
	Examples    []any      `json:"examples"`
	Items       *field     `json:"items"`
	Required    []string   `json:"required"`
	Properties  properties `json:"properties"`
	Kind        string     `json:"x-kind"`
}

// properties keeps the order of the file.
type properties struct {
	names  []string
	fields map[string]*field
}

func (p *properties) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &p.fields); err != nil {
		return err
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		p.names = append(p.names, key.(string))
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return err
		}
	}
	return nil
}

func fieldsTable(t *testing.T, kind string) string {
	t.Helper()
	data, err := fs.ReadFile(schema.FS, kind+".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var root field
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| field | meaning | what it holds | example |\n|---|---|---|---|\n")
	rows(&b, "", &root)
	return b.String()
}

func rows(b *strings.Builder, prefix string, f *field) {
	for _, name := range f.Properties.names {
		p := f.Properties.fields[name]
		marks := ""
		for _, r := range f.Required {
			if r == name {
				marks = " (required)"
			}
		}
		if p.Visibility == "confidential" {
			marks += " *confidential*"
		}
		fmt.Fprintf(b, "| `%s%s`%s | %s | %s | %s |\n", prefix, name, marks, p.Description, holds(p), exampleOf(p))
		switch {
		case isText(p):
		case p.Items != nil:
			rows(b, prefix+name+"[].", p.Items)
		default:
			rows(b, prefix+name+".", p)
		}
	}
}

func isText(f *field) bool {
	_, both := f.Type.([]any)
	return both
}

func holds(f *field) string {
	switch {
	case f.Kind == "markdown":
		return "text, Markdown"
	case isText(f):
		return "text"
	case f.Kind == "instant":
		return "instant"
	case f.Kind == "date":
		return "day or instant"
	case f.Kind == "url":
		return "address"
	case len(f.Enum) > 0:
		return "one of `" + strings.Join(f.Enum, "`, `") + "`"
	case f.Items != nil:
		return "list of " + map[bool]string{true: "groups", false: "values"}[f.Items.Properties.fields != nil]
	}
	return map[string]string{"string": "one line", "integer": "whole number", "boolean": "true or false", "object": "group"}[fmt.Sprint(f.Type)]
}

func exampleOf(f *field) string {
	if len(f.Examples) == 0 {
		if f.Items != nil && len(f.Items.Examples) > 0 {
			return exampleOf(f.Items)
		}
		return ""
	}
	text, ok := f.Examples[0].(string)
	if !ok {
		data, err := json.Marshal(f.Examples[0])
		if err != nil {
			return ""
		}
		text = string(data)
	}
	return "`" + strings.ReplaceAll(text, "|", `\|`) + "`"
}

func wordsTable() string {
	ja, en := words.For(advisory.Japanese, nil), words.For(advisory.English, nil)
	var b strings.Builder
	b.WriteString("| key | 日本語 | English |\n|---|---|---|\n")
	for _, key := range words.Keys() {
		cell := func(t words.Table) string { return strings.ReplaceAll(t.Get(words.Key(key)), "|", `\|`) }
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", key, cell(ja), cell(en))
	}
	return b.String()
}
