package html

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/pagetemplate"
	"github.com/advgen/advgen/generator/words"
)

// rounds is how many made-up pages each template is tried with.
const rounds = 40

// Try parses the templates and fills each in with made-up pages, so that a
// template that would fail fails now and not on the day on which the first page
// that it cannot do is disclosed. It gives at most one error a place, each a
// *TemplateError unless a file is missing.
func Try(templates fs.FS) []error {
	var out []error
	for _, kind := range pageTemplates {
		t, err := parse(templates, words.For(advisory.English, nil), kind.name)
		if err != nil {
			out = append(out, err)
			continue
		}
		out = append(out, try(t[kind.name], kind.name, kind.page, constants(templates, kind.name))...)
	}
	return distinct(out)
}

// distinct leaves out errors that say the same: what is shared fails on every
// page.
func distinct(list []error) []error {
	var out []error
	for _, err := range list {
		if !slices.ContainsFunc(out, func(e error) bool { return e.Error() == err.Error() }) {
			out = append(out, err)
		}
	}
	return out
}

// try fills in a template with a page that has nothing, with one that has
// everything, and with random ones, in which each constant has its turn.
func try(t *pagetemplate.Template, name string, page any, constants []string) []error {
	var out []error
	var buf []byte
	for round := range max(rounds, 4*len(constants)) {
		m := maker{Rand: rand.New(rand.NewPCG(uint64(round), 1)), text: "text", share: round % 3}
		if len(constants) > 0 {
			m.constant = constants[round%len(constants)]
		}
		value := reflect.New(reflect.TypeOf(page)).Elem()
		if round > 0 {
			m.fill(value)
		}
		var err error
		if buf, err = t.Execute(buf[:0], value.Interface()); err != nil {
			err = templateError(name, err)
			var failed *TemplateError
			if !errors.As(err, &failed) || !depends(failed) {
				out = append(out, err)
			}
		}
	}
	return distinct(out)
}

// depends says that a failure depends on the values, of which a made-up page
// may have such as no real one has.
func depends(e *TemplateError) bool {
	return strings.Contains(e.Reason, "index out of range") || strings.Contains(e.Reason, "nil pointer")
}

// The texts between quotes in actions, without those that are names.
var (
	action     = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	quotedText = regexp.MustCompile(`(word |template |define |block )?"([^"\\\n]{1,40})"`)
)

// constants lists the texts that the templates of a page compare with: the keys
// that they tell sections, statuses and the like by.
func constants(templates fs.FS, page string) []string {
	var out []string
	for _, name := range append(slices.Clone(sharedTemplates), page) {
		data, _ := fs.ReadFile(templates, "html/"+name) // parse has read it already
		for _, a := range action.FindAll(data, -1) {
			for _, m := range quotedText.FindAllSubmatch(a, -1) {
				if len(m[1]) == 0 {
					out = append(out, string(m[2]))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maker fills a page with values.
type maker struct {
	*rand.Rand
	text, constant string // what texts say
	share          int    // 1 fills everything, others about half
}

func (m maker) some() bool { return m.share == 1 || m.IntN(2) == 0 }

func (m maker) fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			m.fill(v.Field(i))
		}
	case reflect.Pointer:
		if m.some() {
			v.Set(reflect.New(v.Type().Elem()))
			m.fill(v.Elem())
		}
	case reflect.Slice:
		if m.some() {
			v.Set(reflect.MakeSlice(v.Type(), 1+m.IntN(2), 3))
			for i := range v.Len() {
				m.fill(v.Index(i))
			}
		}
	case reflect.Bool:
		v.SetBool(m.some())
	case reflect.Int:
		v.SetInt(int64(m.IntN(4)))
	case reflect.String:
		switch {
		case m.constant != "" && m.IntN(3) == 0:
			v.SetString(m.constant)
		case m.some():
			v.SetString(m.text)
		}
	}
}

// Fields lists the fields of a type that templates are given, such as
// AdvisoryPage; nil if there is none of that name.
func Fields(name string) []string {
	t := PageTypes()[name]
	if t == nil {
		return nil
	}
	var out []string
	for _, f := range reflect.VisibleFields(t) {
		out = append(out, f.Name)
	}
	return out
}

// PageTypes are the structs that a template can get at, by name.
func PageTypes() map[string]reflect.Type {
	out := map[string]reflect.Type{}
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			add(t.Elem())
		case reflect.Struct:
			if out[t.Name()] == nil {
				out[t.Name()] = t
				for i := range t.NumField() {
					add(t.Field(i).Type)
				}
			}
		}
	}
	for _, kind := range pageTemplates {
		add(reflect.TypeOf(kind.page))
	}
	return out
}

// Given says which struct each page template is given, by the name of the file.
func Given() map[string]string {
	out := map[string]string{}
	for _, kind := range pageTemplates {
		out["html/"+kind.name] = reflect.TypeOf(kind.page).Name()
	}
	return out
}
