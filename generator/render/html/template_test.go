package html_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

// templatesWith is the built-in templates with one changed.
func templatesWith(t *testing.T, name, text string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, f := range templateFiles(t) {
		data, err := templates.FS.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[f] = &fstest.MapFile{Data: data}
	}
	out[name] = &fstest.MapFile{Data: []byte(text)}
	return out
}

func TestTryBuiltIn(t *testing.T) {
	for _, err := range html.Try(templates.FS) {
		t.Error(err)
	}
}

// What would fail on some page is found without that page.
func TestTry(t *testing.T) {
	const advisory = "html/advisory.html"
	page := func(body string) string { return "{{define \"content\"}}\n" + body + "{{end}}" }
	for _, c := range []struct{ name, text, want string }{
		{"a field that is not there", page("{{.Nope}}"), "html/advisory.html:2:3: can't evaluate field Nope in type html.AdvisoryPage"},
		{"only if withdrawn", page("{{with .Withdrawal}}{{.Why}}{{end}}"), "html/advisory.html:2:23: can't evaluate field Why in type *html.Withdrawal"},
		{"only critical and not withdrawn", page("{{if and .Critical (not .Withdrawal)}}{{.Why}}{{end}}"), "can't evaluate field Why"},
		{"only in one section", page(`{{range .Sections}}{{if eq .Key "solution"}}{{.Why}}{{end}}{{end}}`), "can't evaluate field Why in type html.Section"},
		{"a word that is not there", page(`{{word "no.such"}}`), "html/advisory.html:2:3: there is no such word"},
		{"a template that is not there", page(`{{template "nope" .}}`), `html/advisory.html:2:12: no such template "nope"`},
		{"a text as a list", page("{{range .ID}}x{{end}}"), "html/advisory.html:2:9: range can't iterate over"},
		{"texts and numbers", page("{{if eq .ID 3}}x{{end}}"), "incompatible types for comparison"},
		{"an action that is not closed", page("{{if .ID}}"), "html/advisory.html:2: unexpected EOF"},
		{"no content", "<p>", `html/advisory.html: it does not define "content"`},
		{"branches apart", page(`{{if .ID}}<a href="{{end}}`), "html/advisory.html:2:6: {{if}} branches end in different contexts"},
		{"a tag that stays open", page(`<p title="`), "in attribute name"},
	} {
		errs := html.Try(templatesWith(t, advisory, c.text))
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, errs, c.want)
			continue
		}
		var failed *html.TemplateError
		if !errors.As(errs[0], &failed) || !strings.HasPrefix(failed.Name, "html/") {
			t.Errorf("%s: %#v", c.name, errs[0])
		}
	}
	// What depends on the values is left to the real pages.
	if errs := html.Try(templatesWith(t, advisory, page("{{if .Sections}}{{(index .Sections 1).Key}}{{end}}"))); len(errs) > 0 {
		t.Error(errs)
	}
}

// An error never quotes what the page was given.
func TestTemplateErrorQuotesNoContent(t *testing.T) {
	site := testsite.Site(t, small(t), asOf)
	for _, body := range []string{"{{range .Title.Text}}{{end}}", "{{word .Title.Text}}", "{{index .Title.Text .ID}}", "{{.Title.Text.X}}", "{{len .Critical}}", "{{call .Title.Text}}", "{{slice .Title.Text 9999}}", "{{eq .Title.Text 1}}", "{{print .ID .Nope}}"} {
		r, err := html.New(site, templatesWith(t, "html/advisory.html", "{{define \"content\"}}"+body+"{{end}}"))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range testsite.Advisories(t, site) {
			err := r.Advisory(a, new(artifact.Memory))
			var failed *html.TemplateError
			if !errors.As(err, &failed) {
				t.Errorf("%s: %v", body, err)
				continue
			}
			title, _ := a.Title().In("ja")
			if strings.Contains(failed.Error(), title) || strings.Contains(failed.Reason, a.ID()) {
				t.Errorf("%s: %v quotes the page", body, err)
			}
		}
	}
}

// A template can reach nothing but texts, numbers, truths, and lists and
// structs of them: no methods, no maps, no functions, nothing that leads to the
// site or to the machine.
func TestPagesHoldTextsOnly(t *testing.T) {
	types := html.PageTypes()
	if len(types) < 20 {
		t.Fatalf("only %d types", len(types))
	}
	for name, typ := range types {
		if !strings.HasSuffix(typ.PkgPath(), "generator/render/html") {
			t.Errorf("%s is of package %s", name, typ.PkgPath())
		}
		for _, of := range []reflect.Type{typ, reflect.PointerTo(typ)} {
			if of.NumMethod() > 0 {
				t.Errorf("%s has a method that templates can call: %s", of, of.Method(0).Name)
			}
		}
		for _, f := range reflect.VisibleFields(typ) {
			of := f.Type
			for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
				of = of.Elem()
			}
			if k := of.Kind(); k != reflect.String && k != reflect.Bool && k != reflect.Int && k != reflect.Struct || !f.IsExported() {
				t.Errorf("%s.%s is a %s", name, f.Name, f.Type)
			}
			if of.Kind() == reflect.String && of.NumMethod() > 0 {
				t.Errorf("%s.%s has methods", name, f.Name)
			}
		}
	}
}
