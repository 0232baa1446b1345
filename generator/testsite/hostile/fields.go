// Package hostile puts a text into every field of a content repository
// that takes one, for tests that look at what becomes of hostile texts. The
// fields are read from the JSON Schemas, so that a new one is covered without
// being listed.
package hostile

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/words"
	"github.com/advgen/advgen/schema"
)

// Field is a place of a content file that holds text: a field of its YAML, or
// the Markdown below its front matter.
type Field struct {
	File    string   // of the base content
	Pointer []string // in its YAML; list items by number. Empty: the Markdown
	Kind    string   // x-kind: url, markdown, instant, date or none
	Ruled   bool     // a pattern or a list of values says what it may hold
	Example any      // what the schema shows
	parents []*rule  // the schema on the way, the root first
}

func (f Field) String() string { return f.File + " " + f.pointer() }

// pointer is the JSON pointer, "" for the Markdown.
func (f Field) pointer() string {
	if len(f.Pointer) == 0 {
		return ""
	}
	return "/" + strings.Join(f.Pointer, "/")
}

func (f Field) isWord() bool { return len(f.Pointer) == 3 && f.Pointer[0] == "words" }

// rule is the part of a JSON Schema that leads to the fields.
type rule struct {
	Kind       string           `json:"x-kind"`
	Type       any              `json:"type"`
	Pattern    string           `json:"pattern"`
	Enum       []any            `json:"enum"`
	Examples   []any            `json:"examples"`
	Required   []string         `json:"required"`
	Properties map[string]*rule `json:"properties"`
	Names      *rule            `json:"propertyNames"`
	Items      *rule            `json:"items"`
	Additional json.RawMessage  `json:"additionalProperties"`
	Visibility string           `json:"x-visibility"`
}

// is says that the schema allows a JSON type.
func (r *rule) is(kind string) bool {
	if list, ok := r.Type.([]any); ok {
		return slices.Contains(list, any(kind))
	}
	return r.Type == any(kind)
}

// example is a value that the schema shows, nil if it shows none.
func (r *rule) example() any {
	if len(r.Examples) > 0 {
		return r.Examples[0]
	}
	if len(r.Enum) > 0 {
		return r.Enum[0]
	}
	return nil
}

// Schemas lists the kinds of files that people write: those whose schema says
// of a field whether it is public.
func Schemas() ([]string, error) {
	names, err := fs.Glob(schema.FS, "*.schema.json")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		root, err := read(name)
		if err != nil {
			return nil, err
		}
		for _, p := range root.Properties {
			if p.Visibility != "" {
				out = append(out, strings.TrimSuffix(name, ".schema.json"))
				break
			}
		}
	}
	return out, nil
}

func read(name string) (*rule, error) {
	data, err := fs.ReadFile(schema.FS, name)
	if err != nil {
		return nil, err
	}
	var root rule
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &root, nil
}

// Fields lists every place for text of the base content, in a fixed order.
func Fields() ([]Field, error) {
	kinds, err := Schemas()
	if err != nil {
		return nil, err
	}
	var out []Field
	for _, kind := range kinds {
		root, err := read(kind + ".schema.json")
		if err != nil {
			return nil, err
		}
		for _, name := range filesOf(kind) {
			collect(root, Field{File: name}, &out)
		}
	}
	for _, name := range markdownFiles() {
		out = append(out, Field{File: name, Kind: "markdown"})
	}
	return out, nil
}

// collect walks down a schema. A member whose name is free is tried under the
// names that the schema shows. Confidential fields are left out: they are never
// published, and others prove that.
func collect(r *rule, at Field, out *[]Field) {
	if r.is("string") {
		f := at
		f.Kind, f.Ruled, f.Example = r.Kind, r.Pattern != "" || len(r.Enum) > 0, r.example()
		*out = append(*out, f)
	}
	step := func(name string, child *rule) {
		next := at
		next.Pointer = append(slices.Clone(at.Pointer), name)
		next.parents = append(slices.Clone(at.parents), r)
		collect(child, next, out)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Properties)) {
		if p := r.Properties[name]; p.Visibility != "confidential" && !misplaced(at, name) {
			step(name, p)
		}
	}
	if r.Items != nil {
		step("0", r.Items)
	}
	var free rule
	if len(r.Additional) == 0 || r.Additional[0] != '{' || json.Unmarshal(r.Additional, &free) != nil {
		return
	}
	if len(at.Pointer) == 2 && at.Pointer[0] == "words" {
		for _, key := range words.Keys() {
			word := free
			word.Examples = []any{wording(at.Pointer[1], key)}
			step(key, &word)
		}
		return
	}
	shown, _ := r.example().(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(shown)) {
		step(name, &free)
	}
}

// misplaced says that a field has no place beside the others: a withdrawal may
// hide the rest of a page, and has an advisory of its own; a link of the footer
// leads to an address or to a page.
func misplaced(at Field, name string) bool {
	if len(at.Pointer) > 0 {
		return at.Pointer[0] == "footer" && name == "page"
	}
	return at.File == advisoryFile && name == "withdrawn" || at.File == withdrawnFile && name != "withdrawn"
}

// put returns a YAML value with text at the field's pointer. What is missing
// on the way is made, with the members that the schema requires.
func (f Field) put(doc any, text string) any { return insert(doc, f.Pointer, f.parents, text) }

func insert(doc any, pointer []string, parents []*rule, text string) any {
	if len(pointer) == 0 {
		return text
	}
	key := pointer[0]
	if i, err := strconv.Atoi(key); err == nil && parents[0].Items != nil {
		list, _ := doc.([]any)
		list = slices.Clone(list)
		if len(list) <= i {
			list = append(list, nil)
		}
		list[i] = insert(list[i], pointer[1:], parents[1:], text)
		return list
	}
	old, isMap := doc.(map[string]any)
	m := maps.Clone(old)
	if !isMap {
		m = map[string]any{}
		shown, _ := parents[0].example().(map[string]any)
		for _, name := range parents[0].Required {
			if m[name] = shown[name]; m[name] == nil && parents[0].Properties[name] != nil {
				m[name] = parents[0].Properties[name].example()
			}
		}
	}
	m[key] = insert(m[key], pointer[1:], parents[1:], text)
	return m
}

// get is the text at the field's pointer, "" if there is none.
func (f Field) get(doc any) string {
	for _, key := range f.Pointer {
		switch v := doc.(type) {
		case map[string]any:
			doc = v[key]
		case []any:
			if i, err := strconv.Atoi(key); err != nil || i >= len(v) {
				return ""
			} else {
				doc = v[i]
			}
		}
	}
	text, _ := doc.(string)
	return text
}
