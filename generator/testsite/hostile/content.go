package hostile

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/words"
)

//go:embed base.txtar
var base []byte

// AsOf is an instant at which everything of the base content is disclosed.
const AsOf = "2026-06-01T00:00:00Z"

const (
	advisoryFile  = "advisories/EX11111111/advisory.md"
	withdrawnFile = "advisories/EX22222222/advisory.md"
)

// filesOf names the files of the base content that follow a schema; the first
// part of a pointer that each is used for, where it is not all of them.
func filesOf(kind string) []string {
	return map[string][]string{
		"publisher":     {"publisher.yaml"},
		"vendor":        {"vendors/alpha.yaml"},
		"advisory":      {advisoryFile, withdrawnFile},
		"translation":   {"advisories/EX11111111/advisory.en.md"},
		"vendor-status": {"advisories/EX11111111/vendors/alpha.yaml"},
		"page":          {"pages/about.md"},
	}[kind]
}

func markdownFiles() []string {
	return []string{advisoryFile, "advisories/EX11111111/advisory.en.md", "advisories/EX11111111/vendors/beta.md", "pages/about.md", "pages/about.en.md"}
}

// document is a file of the base content, taken apart.
type document struct {
	yaml any
	body string
}

// read takes the base content apart.
func documents() (map[string]document, error) {
	out := map[string]document{}
	for _, f := range txtar.Parse(base).Files {
		text, body := string(f.Data), ""
		if !strings.HasSuffix(f.Name, ".md") && !strings.HasSuffix(f.Name, ".yaml") {
			out[f.Name] = document{body: text}
			continue
		}
		if strings.HasSuffix(f.Name, ".md") {
			text, body, _ = strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
		}
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if body == "" && strings.HasSuffix(f.Name, ".md") {
			body = markdown(f.Name, "text")
		}
		out[f.Name] = document{value, body}
	}
	return out, nil
}

// files writes the documents; JSON is YAML.
func files(docs map[string]document) (fstest.MapFS, error) {
	out := fstest.MapFS{}
	for name, d := range docs {
		if d.yaml == nil {
			out[name] = &fstest.MapFile{Data: []byte(d.body), Mode: 0o644}
			continue
		}
		data, err := json.Marshal(d.yaml)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if strings.HasSuffix(name, ".md") {
			data = fmt.Appendf(nil, "---\n%s\n---\n%s", data, d.body)
		}
		out[name] = &fstest.MapFile{Data: append(data, '\n'), Mode: 0o644}
	}
	return out, nil
}

// Alone is the base content with a text in one field.
func Alone(f Field, text string) (fstest.MapFS, error) {
	docs, err := documents()
	if err != nil {
		return nil, err
	}
	f.set(docs, text)
	return files(docs)
}

func (f Field) set(docs map[string]document, text string) {
	d := docs[f.File]
	if len(f.Pointer) > 0 {
		d.yaml = f.put(d.yaml, text)
	} else {
		d.body = markdown(f.File, text)
	}
	docs[f.File] = d
}

// markdown is the text as the whole of each section that an author may write.
func markdown(file, text string) string {
	if !strings.Contains(file, "/advisory.") {
		return text + "\n"
	}
	var b strings.Builder
	for _, heading := range advisory.Headings(advisory.English) {
		fmt.Fprintf(&b, "## %s\n\n%s\n\n", heading, text)
	}
	return b.String()
}

// forms are the ways in which a text is tried in a field: alone, behind what
// the field would hold, and before it.
func (f Field) forms(docs map[string]document, text string) []string {
	out := []string{text}
	old := f.get(docs[f.File].yaml)
	if old == "" {
		old, _ = f.Example.(string)
	}
	if old != "" && len(f.Pointer) > 0 {
		out = append(out, old+text, text+old)
	}
	if f.isWord() {
		out = slices.DeleteFunc(out, func(s string) bool { return words.Check(f.Pointer[2], s) != "" })
	}
	return out
}

// attempt is a field with the form of the text that is being tried in it.
type attempt struct {
	Field
	forms []string
}

// Vendors is content with a vendor for each hostile text that fits on a line,
// all of them notified of one advisory, and the texts.
func Vendors() (fstest.MapFS, []string) {
	files := fstest.MapFS{
		"publisher.yaml": {Data: []byte("name: Example\nbase_url: https://advisories.example.org/\nlanguages: [ja, en]\n" +
			"time_zone: Asia/Tokyo\ncategory: coordinator\nseries: [{prefix: \"EX#\", pattern: \"[0-9]{8}\", path: ex}]\n")},
	}
	var ids, texts []string
	for i, text := range Texts {
		if strings.Contains(text, "\n") {
			continue
		}
		id := fmt.Sprintf("v%d", i)
		name, _ := json.Marshal(text) // a string has no JSON that fails
		files["vendors/"+id+".yaml"] = &fstest.MapFile{Data: []byte("name: " + string(name) + "\n")}
		ids, texts = append(ids, id), append(texts, text)
	}
	files["advisories/EX11111111/advisory.md"] = &fstest.MapFile{Data: []byte(
		"---\nid: EX#11111111\ntitle: Example\ndisclose_at: 2026-03-01T12:00:00+09:00\nnotified: [" + strings.Join(ids, ", ") + "]\n---\n## Overview\nText.\n")}
	return files, texts
}

// Everywhere is the base content with a text in every field where check
// accepts it, in some form, and those fields. A field that holds either a text
// or one for each language is given the latter where perLanguage is true.
func Everywhere(text string, perLanguage bool, o check.Options) (fstest.MapFS, []Field, error) {
	all, err := Fields()
	if err != nil {
		return nil, nil, err
	}
	docs, err := documents()
	if err != nil {
		return nil, nil, err
	}
	var tried []attempt
	for _, f := range all {
		if forms := f.forms(docs, text); len(forms) > 0 && !f.replaced(all, perLanguage) {
			tried = append(tried, attempt{f, forms})
		}
	}
	for {
		docs, err := documents()
		if err != nil {
			return nil, nil, err
		}
		for _, a := range tried {
			a.set(docs, a.forms[0])
		}
		out, err := files(docs)
		if err != nil {
			return nil, nil, err
		}
		_, list, err := check.Run(out, o)
		if err != nil {
			return nil, nil, err
		}
		if list = list.OnlyErrors(); len(list) == 0 {
			accepted := make([]Field, len(tried))
			for i, a := range tried {
				accepted[i] = a.Field
			}
			return out, accepted, nil
		}
		next, err := withdraw(tried, list)
		if err != nil {
			return nil, nil, err
		}
		tried = next
	}
}

// replaced says that another way of writing the same field is chosen.
func (f Field) replaced(all []Field, perLanguage bool) bool {
	under := func(a, b Field) bool {
		return a.File == b.File && len(a.Pointer) == len(b.Pointer)+1 && slices.Equal(a.Pointer[:len(b.Pointer)], b.Pointer)
	}
	if len(f.Pointer) == 0 {
		return false
	}
	if perLanguage {
		return slices.ContainsFunc(all, func(o Field) bool { return under(o, f) })
	}
	return slices.ContainsFunc(all, func(o Field) bool { return len(o.Pointer) > 0 && under(f, o) })
}

// withdraw takes the form that was refused from each field that a problem
// points at, or points into, and the field when it was its last. One problem
// may follow from another, so those that point at no field of a file count
// only when there are no others, and then against its Markdown.
func withdraw(tried []attempt, list problem.List) ([]attempt, error) {
	blamed := map[int]bool{}
	blame := func(p problem.Problem, match func(pointer string) bool) {
		for i, a := range tried {
			if a.File == p.Path && match(a.pointer()) {
				blamed[i] = true
			}
		}
	}
	for _, p := range list {
		if before := len(blamed); p.Pointer != "" {
			blame(p, func(pointer string) bool { return pointer == p.Pointer })
			if len(blamed) == before {
				blame(p, func(pointer string) bool { return strings.HasPrefix(pointer, p.Pointer+"/") })
			}
		}
	}
	for _, p := range list {
		if len(blamed) == 0 {
			blame(p, func(pointer string) bool { return pointer == "" })
		}
	}
	if len(blamed) == 0 {
		return nil, fmt.Errorf("no field accounts for: %s %s", list[0], list[0].Pointer)
	}
	var out []attempt
	for i, a := range tried {
		if blamed[i] {
			a.forms = a.forms[1:]
		}
		if len(a.forms) > 0 {
			out = append(out, a)
		}
	}
	return out, nil
}

// wording is our own text of a word of the site, which a publisher's must
// resemble in its placeholders.
func wording(lang, key string) string {
	return words.For(advisory.Language(lang), nil).Get(words.Key(key))
}
