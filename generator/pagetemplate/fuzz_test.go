package pagetemplate_test

import (
	"fmt"
	"html/template"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/pagetemplate"
)

// writing makes random templates that html/template accepts more often than not.
type writing struct {
	*rand.Rand
	strings.Builder
	vars []string // texts that are declared
}

func (w *writing) pick(from ...string) string { return from[w.IntN(len(from))] }

// dots are the types that the dot can have, with the fields that lead to texts,
// and to other things.
var dots = map[string]struct{ texts, conditions, lists, structs []string }{
	"page": {
		[]string{".Title", ".Named", ".HTML", ".URL", ".N", ".U", ".Yes", ".Deep", ".Inner.Text", ".Inner.Number", ".Maybe.Text", "$.Title", ".None.Text"},
		[]string{".Yes", ".No", ".Maybe", ".None", ".List", ".Empty", ".Inner.Lang", ".N", ".Title"},
		[]string{".List", ".Inner.More", ".Names", ".Empty", ".Tree"},
		[]string{".Inner", ".Maybe", ".None", ".Title", "."},
	},
	"inner": {
		[]string{".Text", ".Lang", ".Number", "$.Title", ".Next.Text"},
		[]string{".Text", ".Number", ".Next", ".More", "$.No"},
		[]string{".More", "$.Names", "$.List"},
		[]string{".Next", ".Text", "$.Maybe"},
	},
	"text": {[]string{".", "$.Title"}, []string{".", "$.Yes"}, []string{"$.Empty"}, []string{"."}},
	"tree": {[]string{".Name"}, []string{".Kids", ".Name"}, []string{".Kids"}, []string{"."}},
}

// after is the type of the dot after going through a field.
func after(dot, field string) string {
	switch {
	case field == ".":
		return dot
	case strings.HasSuffix(field, "List") || strings.HasSuffix(field, "Next") || strings.HasSuffix(field, "Maybe") || strings.HasSuffix(field, "None") || strings.HasSuffix(field, "Inner"):
		return "inner"
	case strings.HasSuffix(field, "Tree") || strings.HasSuffix(field, "Kids"):
		return "tree"
	}
	return "text"
}

func (w *writing) value(dot string) string {
	d := dots[dot]
	switch w.IntN(12) {
	case 0:
		return `word "` + w.pick("a", "b'", "x y", "missing") + `"`
	case 1:
		return "len " + w.pick(d.lists...)
	case 2:
		return "print " + w.pick(d.texts...) + ` "<" ` + w.pick(d.texts...)
	case 3:
		return w.pick("or", "and") + " " + w.pick(d.texts...) + " " + w.pick(d.texts...)
	case 4:
		if len(w.vars) > 0 {
			return w.pick(w.vars...)
		}
	}
	return w.pick(d.texts...)
}

func (w *writing) condition(dot string) string {
	d := dots[dot]
	one := w.pick(d.conditions...)
	switch w.IntN(7) {
	case 0:
		return "not " + one
	case 1:
		return w.pick("and", "or") + " " + one + " " + w.pick(d.conditions...) + " (not " + w.pick(d.conditions...) + ")"
	case 2:
		return w.pick("eq", "ne", "lt", "ge") + " " + w.pick(d.texts...) + w.pick(` "x"`, " 3", " "+w.pick(d.texts...))
	}
	return one
}

// parts writes some nodes where the dot has a type.
func (w *writing) parts(dot string, depth int) {
	for range 1 + w.IntN(3) {
		w.part(dot, depth)
	}
}

func (w *writing) part(dot string, depth int) {
	d := dots[dot]
	action := func() string { return "{{" + w.pick("", "- ") + w.value(dot) + "}}" }
	kind := w.IntN(14)
	if depth == 0 {
		kind %= 7
	}
	declared := len(w.vars)
	switch kind {
	case 0:
		w.WriteString(w.pick("text ", "<p>x</p>\n", "a &amp; b", "<br/>"))
	case 1:
		fmt.Fprintf(w, `<a href="%s" title='%s'>%s</a>`, w.pick("", "x/", "?q=", "mailto:", "https://e/")+action(), action(), action())
	case 2:
		fmt.Fprintf(w, "<b class=%s data-x=\"a %s\">", action(), action())
	case 3:
		fmt.Fprintf(w, `<script type="application/ld+json">{"a": %s, "b": "%s"}</script>`, action(), action())
	case 4:
		w.WriteString(w.pick("<title>", "<textarea>"))
		w.WriteString(action())
		w.WriteString("</title></textarea>")
	case 5, 6:
		w.WriteString(action())
	case 7, 8:
		fmt.Fprintf(w, "{{if %s}}", w.condition(dot))
		w.parts(dot, depth-1)
		w.end(dot, depth, declared)
	case 9, 10:
		list := w.pick(d.lists...)
		if w.IntN(3) == 0 {
			fmt.Fprintf(w, "{{range $i%d, $e := %s}}{{$i%d}}", depth, list, depth)
		} else {
			fmt.Fprintf(w, "{{range %s}}", list)
		}
		w.parts(after(dot, list), depth-1)
		if w.IntN(5) == 0 {
			fmt.Fprintf(w, "{{if %s}}%s{{end}}", w.condition(after(dot, list)), w.pick("{{break}}", "{{continue}}"))
		}
		w.end(dot, depth, declared)
	case 11:
		to := w.pick(d.structs...)
		fmt.Fprintf(w, "{{with %s}}", to)
		w.parts(after(dot, to), depth-1)
		w.end(dot, depth, declared)
	case 12:
		name := fmt.Sprintf("$v%d", w.IntN(3))
		fmt.Fprintf(w, "{{%s := %s}}", name, w.value(dot))
		w.vars = append(w.vars, name)
		return // stays declared
	case 13:
		to := w.pick(d.structs...)
		fmt.Fprintf(w, `{{template "%s" %s}}`, after(dot, to), to)
	}
	w.vars = w.vars[:declared]
}

func (w *writing) end(dot string, depth, declared int) {
	w.vars = w.vars[:declared]
	if w.IntN(3) == 0 {
		w.WriteString("{{else}}")
		w.parts(dot, depth-1)
	}
	w.vars = w.vars[:declared]
	w.WriteString("{{end}}")
}

func randomTemplate(seed uint64) string {
	w := &writing{Rand: rand.New(rand.NewPCG(seed, 7))}
	for _, dot := range []string{"inner", "text", "tree"} {
		w.vars = nil
		text := strings.ReplaceAll(func() string {
			inner := &writing{Rand: w.Rand}
			inner.parts(dot, 1)
			return inner.String()
		}(), "$.", ".")
		fmt.Fprintf(w, `{{define "%s"}}%s{{end}}`, dot, text)
	}
	w.vars = nil
	w.WriteString(`{{define "page"}}{{.Title}}{{end}}`)
	w.parts("page", 3)
	return w.String()
}

// FuzzTemplates holds random templates with random texts to html/template.
func FuzzTemplates(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed, hostile)
	}
	f.Add(uint64(1), "javascript:alert(1)")
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		source := randomTemplate(seed)
		if _, err := template.New("page.html").Funcs(functions).Parse(source); err != nil {
			t.Skip(err)
		}
		one, two := samples()[0], samples()[1]
		two.Title, two.URL, two.Named, two.Inner.Text = text, text, name(text), text
		two.HTML = template.HTML(template.HTMLEscapeString(text))
		compare(t, source, one, two, page{})
	})
}

// TestRandomTemplatesAreCompiled keeps the fuzzing from comparing html/template
// with itself.
func TestRandomTemplatesAreCompiled(t *testing.T) {
	compiled, all := 0, 0
	why := map[string]int{}
	for seed := range uint64(400) {
		parsed, err := template.New("page.html").Funcs(functions).Parse(randomTemplate(seed))
		if err != nil {
			continue
		}
		all++
		p := pagetemplate.New(parsed, functions)
		if _, err := p.Execute(nil, samples()[0]); err == nil && p.Slow() == "" {
			compiled++
		}
		why[p.Slow()]++
	}
	if compiled < all/3 || all < 200 {
		t.Errorf("%d of %d are compiled and run: %v", compiled, all, why)
	}
}
