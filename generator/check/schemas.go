package check

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// The kinds of files that people write; each has a schema.
const (
	kindPublisher   = "publisher"
	kindVendor      = "vendor"
	kindAdvisory    = "advisory"
	kindTranslation = "translation"
	kindRecord      = "vendor-status"
	kindPage        = "page"
)

// schemas validates values against the JSON Schemas of the house. It is
// compiled once and safe for concurrent use.
type schemas struct {
	kinds map[string]kindSchema
	text  *markup.Renderer
}

type kindSchema struct {
	compiled *jsonschema.Schema
	raw      rule
}

// rule is what the messages and the typing of plain scalars need of a schema.
// Our own schemas use neither references nor alternatives, which a test holds
// to, so that a rule is found by walking along with the value.
type rule struct {
	Kind       string           `json:"x-kind"` // instant, date, url, email or markdown
	Type       stringList       `json:"type"`
	Properties map[string]*rule `json:"properties"`
	Items      *rule            `json:"items"`
	Additional additional       `json:"additionalProperties"`
	Enum       []string         `json:"enum"`
	Examples   []any            `json:"examples"`
	Required   []string         `json:"required"`
	MaxLength  int              `json:"maxLength"`
	MinItems   int              `json:"minItems"`
	MaxItems   int              `json:"maxItems"`
	Minimum    int              `json:"minimum"`
	Maximum    int              `json:"maximum"`
}

// stringList reads "type" as one string or a list of them.
type stringList []string

func (l *stringList) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*l = stringList{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(l))
}

// additional reads "additionalProperties" as false or a schema.
type additional struct{ rule *rule }

func (a *additional) UnmarshalJSON(b []byte) error {
	if string(b) == "false" {
		return nil
	}
	return json.Unmarshal(b, &a.rule)
}

// child is the rule for a member of a value, nil if there is none.
func (r *rule) child(key string) *rule {
	if r == nil {
		return nil
	}
	if p, ok := r.Properties[key]; ok {
		return p
	}
	return r.Additional.rule
}

func compileSchemas(files fs.FS, text *markup.Renderer) (*schemas, error) {
	s := &schemas{kinds: map[string]kindSchema{}, text: text}
	for _, kind := range []string{kindPublisher, kindVendor, kindAdvisory, kindTranslation, kindRecord, kindPage} {
		name := kind + ".schema.json"
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var k kindSchema
		if k.compiled, err = jsonschema.CompileString(name, string(data)); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &k.raw); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.kinds[kind] = k
	}
	return s, nil
}

// file collects the problems of one file, or of one part of it.
type file struct {
	path string
	list *problem.List
}

func (f file) add(level problem.Level, rule string, pos source.Pos, pointer, message, hint string) {
	f.list.Add(problem.Problem{
		Level: level, Rule: rule, Path: f.path, Line: pos.Line, Col: pos.Col,
		Pointer: pointer, Message: message, Hint: hint,
	})
}

func (f file) error(rule string, pos source.Pos, pointer, message, hint string) {
	f.add(problem.Error, rule, pos, pointer, message, hint)
}

// validate checks a value against the schema of its kind, and every text in it
// for characters, addresses and Markdown that are not allowed.
func (s *schemas) validate(f file, kind string, root *source.Node) {
	k := s.kinds[kind]
	s.walk(f, &k.raw, root, "")
	err := k.compiled.Validate(plain(&k.raw, root))
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return
	}
	for _, leaf := range leaves(invalid) {
		explain(f, &k.raw, root, leaf)
	}
}

// plain turns a node into the value that a schema judges. A scalar is text
// unless the schema wants something else at this place and it is written
// without quotes, so that 1.10 stays text where text is wanted.
func plain(r *rule, n *source.Node) any {
	switch n.Kind {
	case source.Map:
		m := make(map[string]any, len(n.Fields))
		for _, field := range n.Fields {
			m[field.Key] = plain(r.child(field.Key), field.Value)
		}
		return m
	case source.Seq:
		list := make([]any, len(n.Items))
		var items *rule
		if r != nil {
			items = r.Items
		}
		for i, item := range n.Items {
			list[i] = plain(items, item)
		}
		return list
	case source.Null:
		return nil
	}
	if n.Plain && r != nil {
		if slices.Contains(r.Type, "boolean") && (n.Text == "true" || n.Text == "false") {
			return n.Text == "true"
		}
		if slices.Contains(r.Type, "integer") {
			if i, err := strconv.Atoi(n.Text); err == nil && strconv.Itoa(i) == n.Text {
				return json.Number(n.Text)
			}
		}
	}
	return n.Text
}

// leaves lists the errors that have no cause of their own.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var out []*jsonschema.ValidationError
	for _, c := range e.Causes {
		out = append(out, leaves(c)...)
	}
	return out
}

// at follows a JSON pointer through a value and its rule. It gives the last
// name on the way that is a name of ours, for the message, and the position of
// the key or item. The pointer that it gives back has no key that is not ours.
func at(r *rule, n *source.Node, pointer string) (_ *rule, _ *source.Node, name string, pos source.Pos, ours string) {
	pos = n.Pos
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" || n == nil {
			break
		}
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain // the library writes pointers as parts of a URL
		}
		key := strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		if n.Kind == source.Seq {
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(n.Items) {
				return r, nil, name, pos, ours
			}
			n = n.Items[i]
			ours += "/" + key
			if r != nil {
				r = r.Items
			}
			pos = n.Pos
			continue
		}
		if r != nil {
			if _, known := r.Properties[key]; known {
				name = key
				ours += "/" + key
			}
		}
		r = r.child(key)
		pos = n.KeyPos(key)
		n = n.Get(key)
	}
	return r, n, name, pos, ours
}

// explain turns an error of the schema into words for somebody who writes YAML
// once a year. It never quotes a value or a key that is not ours.
func explain(f file, root *rule, doc *source.Node, e *jsonschema.ValidationError) {
	r, n, name, pos, pointer := at(root, doc, e.InstanceLocation)
	if n != nil && n.Kind == source.Null {
		return // an empty value is reported by walk
	}
	if r == nil || n == nil {
		f.error("wrong-form", doc.Pos, "", "something in this file does not have the right form", formHint)
		return
	}
	field := "this value"
	if name != "" {
		field = "`" + name + "`"
	}
	if n.Kind != source.Map || name != "" {
		pos = valuePos(n, pos)
	}
	keyword := e.KeywordLocation[strings.LastIndexByte(e.KeywordLocation, '/')+1:]
	say := func(rule, message, hint string) { f.error(rule, pos, pointer, message, hint) }
	switch keyword {
	case "required":
		for _, want := range r.Required {
			if n.Get(want) == nil {
				prop := r.Properties[want]
				say("missing-field", fmt.Sprintf("`%s` is missing", want), "add it, as in "+want+": "+example(prop))
			}
		}
	case "additionalProperties":
		explainUnknown(f, r, n, pointer)
	case "type":
		say("wrong-type", fmt.Sprintf("%s must be %s", field, typeWords(r.Type)), exampleHint(r, name))
	case "enum":
		hint := "allowed: " + strings.Join(r.Enum, ", ")
		if near, ok := problem.Nearest(n.Text, r.Enum); ok {
			hint = fmt.Sprintf("did you mean %s? %s", near, hint)
		}
		say("unknown-value", field+" has a value that is not known", hint)
	case "pattern":
		if r.Kind == "" { // instants and dates are explained where they are read
			say("wrong-form", field+" does not have the right form", exampleHint(r, name))
		}
	default:
		message, hint := limits(keyword, field, r)
		say("out-of-bounds", message, hint)
	}
}

// limits words the keywords that bound a size.
func limits(keyword, field string, r *rule) (message, hint string) {
	switch keyword {
	case "minLength":
		return field + " is an empty text", "write something, or remove the line"
	case "maxLength":
		return fmt.Sprintf("%s is longer than %d characters", field, r.MaxLength), "shorten it"
	case "minProperties":
		return field + " is empty", "write a text, or one text per language, or remove the line"
	case "minItems":
		return fmt.Sprintf("%s needs at least %d item", field, r.MinItems), exampleHint(r, "")
	case "maxItems":
		return fmt.Sprintf("%s has more than %d items", field, r.MaxItems), "split the case, or ask for a higher limit"
	case "uniqueItems":
		return field + " names something twice", "remove one of them"
	case "minimum", "maximum":
		return fmt.Sprintf("%s must be a whole number from %d to %d", field, r.Minimum, r.Maximum), formHint
	case "propertyNames":
		return field + " has a key that is not a CVE id", "as in CVE-2026-12345: affected"
	}
	return field + " is not allowed here", formHint
}

func explainUnknown(f file, r *rule, n *source.Node, pointer string) {
	var known []string
	for key := range r.Properties {
		known = append(known, key)
	}
	slices.Sort(known)
	for _, field := range n.Fields {
		if _, ok := r.Properties[field.Key]; ok {
			continue
		}
		hint := "fields here: " + strings.Join(known, ", ")
		if near, ok := problem.Nearest(field.Key, known); ok {
			hint = fmt.Sprintf("did you mean `%s`?", near)
		}
		f.error("unknown-field", field.Pos, pointer, "there is no such field", hint)
	}
}

// valuePos prefers the position of a value to that of its key.
func valuePos(n *source.Node, key source.Pos) source.Pos {
	if n.Pos.Line != 0 {
		return n.Pos
	}
	return key
}

func typeWords(types []string) string {
	names := map[string]string{
		"string": "a text", "integer": "a whole number without quotes", "boolean": "true or false without quotes",
		"array": "a list (lines that begin with a hyphen)", "object": "a group of fields, indented below it",
	}
	var out []string
	for _, t := range types {
		out = append(out, names[t])
	}
	if len(types) == 2 && types[1] == "object" {
		return "a text, or one text per language (ja:, en:)"
	}
	return strings.Join(out, " or ")
}

// example shows a value of the kind that a rule wants, on one line.
func example(r *rule) string {
	switch {
	case r == nil:
		return "…"
	case len(r.Examples) > 0:
		return flow(r.Examples[0])
	case r.Items != nil && len(r.Items.Examples) > 0:
		return flow([]any{r.Items.Examples[0]})
	}
	return "…"
}

// flow writes a value as YAML on one line.
func flow(v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for _, key := range slices.Backward(slices.Sorted(maps.Keys(v))) { // ja before en
			parts = append(parts, key+": "+flow(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(v)
}

// formHint is for what has no example.
const formHint = "docs/format.md shows every field"

func exampleHint(r *rule, name string) string {
	ex := example(r)
	if ex == "…" {
		return formHint
	}
	if name == "" || r.Items != nil {
		return "as in " + ex
	}
	return fmt.Sprintf("as in %s: %s", name, ex)
}
