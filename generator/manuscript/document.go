package manuscript

import (
	"bytes"
	"path"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
)

// SchemaDir is the folder of the schemas in a repository.
const SchemaDir = "schema"

// Schemas lists the kinds of files that people write; each has a schema.
func Schemas() []string {
	return []string{"publisher", "vendor", "advisory", "translation", "vendor-status", "page"}
}

// Schema is the address of the schema of a kind as seen from the file at name.
func Schema(name, kind string) string {
	return path.Join(strings.Repeat("../", strings.Count(name, "/")), SchemaDir, kind+".schema.json")
}

// Section is a section of a document, with its text in Markdown.
type Section struct {
	Section advisory.Section
	Body    string
}

// Document is a file of front matter and sections, whose headings are in a
// language. Sections without a text are left out.
func Document(front Map, schema string, lang advisory.Language, sections []Section) []byte {
	var b bytes.Buffer
	b.WriteString("---\n")
	b.Write(front.YAML(schema))
	b.WriteString("---\n")
	first := true
	for _, s := range sections {
		if s.Body == "" {
			continue
		}
		if !first {
			b.WriteString("\n")
		}
		first = false
		b.WriteString("## " + s.Section.Heading(lang) + "\n\n" + s.Body + "\n")
	}
	return b.Bytes()
}

// Statement is a file of front matter and one text.
func Statement(front Map, schema, body string) []byte {
	var b bytes.Buffer
	b.WriteString("---\n")
	b.Write(front.YAML(schema))
	b.WriteString("---\n")
	if body != "" {
		b.WriteString(body + "\n")
	}
	return b.Bytes()
}

// ByLanguage is a text in some languages, in their order: one text if that is
// in the publisher's first language alone, otherwise a map.
func ByLanguage(first advisory.Language, order []advisory.Language, in func(advisory.Language) string) Value {
	if len(order) == 1 && order[0] == first {
		return Text(in(first))
	}
	var out Map
	for _, lang := range order {
		out = append(out, Field{string(lang), Text(in(lang))})
	}
	return out
}

// Instant is an instant in the offset that it has.
func Instant(t time.Time) Value {
	if t.IsZero() {
		return nil
	}
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return Text(t.Format(time.RFC3339))
}

// Day is a day in a zone.
func Day(t time.Time, zone *time.Location) Value {
	if t.IsZero() {
		return nil
	}
	return Text(t.In(zone).Format(time.DateOnly))
}
