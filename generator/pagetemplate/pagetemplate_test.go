package pagetemplate_test

import (
	"errors"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"testing"

	"github.com/advgen/advgen/generator/pagetemplate"
)

// page has a field of every kind that pages have.
type page struct {
	Title   string
	Named   name
	HTML    template.HTML
	URL     string
	N       int
	Wide    int64
	U       uint8
	Yes, No bool
	Inner   inner
	Maybe   *inner
	None    *inner
	List    []inner
	Empty   []string
	Names   []name
	Tree    []node
	embedded
}

type name string

type inner struct {
	Text, Lang string
	Number     int
	Next       *inner
	More       []string
}

type node struct {
	Name string
	Kids []node
}

type embedded struct{ Deep string }

// odd has what is left to html/template.
type odd struct {
	page
	Any     any
	Map     map[string]string
	Self    writer
	Address template.URL
	Float   float64
	Typed   *template.HTML
}

type writer struct{ s string }

func (w writer) String() string { return w.s }
func (w writer) Say() string    { return "<" + w.s + ">" }

const hostile = "a\"b'c<d>&amp;+=`\x00\t\n\u2028\uFFFD\xff日本語%41%zz</script><!-- javascript:x"

func samples() []page {
	one := page{
		Title: "T & <b>", Named: "n'm", HTML: "<i>x</i>", URL: "https://example.com/a b?q=1&r=%20'\"", N: -3, Wide: 1 << 40, U: 200, Yes: true,
		Inner: inner{Text: "in", Lang: "ja", Number: 7}, Maybe: &inner{Text: "m<", Next: &inner{Text: "next", More: []string{"p", "q&"}}},
		List:  []inner{{Text: "1", Lang: "en"}, {Text: "2<"}, {Number: 3, More: []string{"x", "y"}}},
		Names: []name{"x", "ÿ"}, Tree: []node{{"a", []node{{"b", nil}, {"c", []node{{"d", nil}}}}}, {"e", nil}},
		embedded: embedded{"deep"},
	}
	two := one
	two.Title, two.Named, two.URL, two.Deep = hostile, hostile, hostile, hostile
	two.Inner.Text, two.Inner.Lang = hostile, hostile
	two.List = []inner{{Text: hostile, More: []string{hostile, ""}}}
	return []page{one, two, {URL: "javascript:alert(1)"}, {URL: "//x/y:z", Title: "mailto:a@b"}, {URL: "MAILTO:x+y@z"}}
}

var functions = template.FuncMap{
	"word": func(key name) (string, error) {
		if key == "missing" {
			return "", errors.New("there is no such word")
		}
		return "word <" + string(key) + ">", nil
	},
	"loud":  strings.ToUpper,
	"panic": func(s string) string { panic(s) },
}

// tests are templates; those that html/template has to execute begin with !.
var tests = []string{
	`plain text`, ``, `{{/* nothing */}}x`,
	`{{.Title}} {{.Named}} {{.HTML}} {{.N}} {{.Wide}} {{.U}} {{.Yes}} {{.Deep}} {{.Inner.Text}}`,
	`<p title="{{.Title}}" class='{{.Named}}' id={{.Title}} data-n={{.N}} lang={{.Inner.Text}}>{{.Title}}</p>`,
	`<title>{{.Title}}</title><textarea>{{.Named}}</textarea>`,
	`<a href="{{.URL}}">{{.URL}}</a><a href='/x/{{.URL}}/y'></a><a href="?q={{.URL}}&n={{.N}}"></a><a href="mailto:{{.URL}}"></a><a href={{.URL}}></a>`,
	`<script type="application/ld+json">{"a": {{.Title}}, "b": {{.Inner}}, "c": {{.List}}, "d": "{{.Title}}", "e": {{.N}}, "f": {{.None}}, "g": {{.Yes}}, "h": {{.Names}}}</script>`,
	`<!-- {{.Title}} -->x`,
	`{{if .Yes}}y{{else if .Title}}t{{else}}n{{end}}{{if .No}}y{{else if .N}}n{{.N}}{{else}}no{{end}}{{if .None}}1{{end}}{{if .U}}u{{end}}{{if .Inner}}i{{end}}`,
	`{{with .Maybe}}{{.Text}}{{with .Next}}{{.Text}}{{range .More}}{{.}};{{end}}{{end}}{{else}}none{{end}}{{with .None}}{{.Text}}{{else}}{{.Title}}{{end}}`,
	`{{range .List}}[{{.Text}}{{if .Lang}} {{.Lang}}{{end}}{{range .More}}({{.}}{{$.Title}}){{end}}]{{else}}empty{{end}}{{range .Empty}}x{{else}}{{.N}}{{end}}`,
	`{{range $i, $e := .List}}{{if $i}}, {{end}}{{$i}}{{$e.Text}}{{.Text}}{{end}}{{range $e := .Names}}{{$e}}{{end}}`,
	`{{$x := .Title}}{{$x}}{{if .Yes}}{{$x = .Deep}}{{$x}}{{$x := .N}}{{$x}}{{end}}{{$x}}{{with $y := .Inner}}{{$y.Text}}{{.Lang}}{{$.N}}{{end}}{{if $z := .N}}{{$z}}{{else}}{{$z}}{{end}}`,
	`{{range $i, $e := .List}}{{if eq $i 1}}{{continue}}{{end}}{{$e.Text}}{{if gt $e.Number 2}}{{break}}{{end}}{{end}}`,
	`{{$s := .Yes}}{{range .List}}{{if $s}}{{$s = $.No}}first{{else}}, then{{end}}{{.Text}}{{end}}`,
	`{{word "a"}}<p title="{{word "b'"}}">{{loud .Title}}</p>{{word .Named}}{{if eq (word "x") "word <x>"}}same{{end}}`,
	`{{if and .Yes .Title}}1{{end}}{{if or .No .None .List}}2{{end}}{{if not .No}}3{{end}}{{if not (and .Yes (or .No .N))}}4{{end}}{{if (.Yes)}}5{{end}}{{and .Title .Deep}}{{or .Deep .Title}}{{with or .None .Maybe}}{{.Text}}{{end}}{{not .Yes}}`,
	`{{if eq .Title "x" "T & <b>"}}1{{end}}{{if eq .Named "n'm"}}2{{end}}{{if ne .N 7}}3{{end}}{{if lt .N 0}}4{{end}}`,
	`{{len .List}}{{len .Title}}{{if gt (len .Names) 1}}many{{end}}{{if le (len .Names) 1}}few{{end}}{{len "abc"}}`,
	`{{print .N " " .Title}}{{printf "%s-%05d" .Named .N}}{{print "a" "b"}}{{"text"}}{{17}}{{true}}`,
	`{{define "t"}}<b lang="{{.Lang}}">{{.Text}}{{$.Number}}</b>{{end}}{{template "t" .Inner}}{{range .List}}{{template "t" .}}{{end}}{{with .Maybe}}{{template "t" .}}{{end}}`,
	`{{define "tree"}}<ul>{{range .}}<li>{{.Name}}{{with .Kids}}{{template "tree" .}}{{end}}</li>{{end}}</ul>{{end}}{{template "tree" .Tree}}`,
	`{{define "v"}}{{range $i, $n := .}}{{$i}}{{template "w" $n}}{{$n.Name}}{{template "v" $n.Kids}}{{end}}{{end}}{{define "w"}}{{$q := .Name}}{{$q}}{{end}}{{template "v" .Tree}}`,
	`{{block "b" .Inner}}{{.Text}}{{end}}{{(.Inner).Text}}{{((.Inner)).Lang}}{{with $.Inner.Text}}{{.}}{{end}}`,
	`{{with .None}}{{.Text}}{{end}}{{if .None}}{{.None.Text}}{{end}}{{if .Maybe}}{{.Maybe.Text}}{{end}}`,
	`{{define "html"}}{{.}}{{end}}{{template "html" .HTML}}`,

	`!{{.HTML | html}}`, `!<p title="{{.HTML}}">`, `!{{.Title | loud}}`, `!{{.Maybe}}`, `!{{.List}}`, `!{{range .N}}x{{end}}`,
	`!{{range $i, $e := .List}}x{{else}}{{$i}}{{end}}`, `!{{template "u"}}{{define "u"}}x{{.}}{{end}}`,
	`!<p title="{{template "in" .Title}}">{{define "in"}}{{.}}{{end}}`, `!<p style="color: {{.Title}}">`, `!<p {{.Title}}>`,
	`!<img srcset="{{.URL}}">`, `!<script>var x = /{{.Title}}/</script>`, `!{{index .List 0}}`, `!{{.NoField}}`, `{{word "missing"}}`,
	`!{{0x10}}{{'a'}}{{1.5}}`, `!{{$x := .Title}}{{$x = .N}}{{$x}}`, `!{{or .Title .N}}`, `!{{eq .Title .N}}`, `!{{len .N}}`, `!{{nil}}`,
	`!{{.Title.Text}}`, `!{{eq .Title}}`, `!{{len}}`, `!{{word}}`, `!{{word .N}}`, `!{{urlquery .Title}}`,
}

func parse(t testing.TB, text string) *template.Template {
	t.Helper()
	parsed, err := template.New("page.html").Funcs(functions).Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return parsed
}

// compare executes a template in both ways. Whether it was compiled is told in
// slow.
func compare(t testing.TB, text string, pages ...any) (slow string) {
	t.Helper()
	compiled := pagetemplate.New(parse(t, text), functions)
	interpreted := pagetemplate.New(parse(t, text), functions).Interpreted()
	for _, p := range pages {
		got, err := compiled.Execute(nil, p)
		want, wantErr := interpreted.Execute(nil, p)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s: error %v, and html/template gives %v", text, err, wantErr)
		} else if err == nil && string(got) != string(want) {
			t.Errorf("%s:\n got %q\nwant %q", text, got, want)
		}
	}
	return compiled.Slow()
}

func TestTemplates(t *testing.T) {
	for _, text := range tests {
		text, left := strings.CutPrefix(text, "!")
		var pages []any
		for _, p := range samples() {
			pages = append(pages, p)
		}
		if slow := compare(t, text, pages...); (slow != "") != left {
			t.Errorf("%s: slow because %q", text, slow)
		}
		pages = pages[:0]
		for _, p := range samples() {
			pages = append(pages, &p)
		}
		compare(t, text, pages...)
		compare(t, text, nil, samples()[0], 5)
	}
}

func TestOddTypes(t *testing.T) {
	html := template.HTML("<b>")
	for _, text := range []string{
		`{{.Any}}`, `{{.Map}}`, `{{.Map.x}}`, `{{.Self}}`, `{{.Self.Say}}`, `<a href="{{.Address}}">`, `{{.Float}}`, `{{.Typed}}`,
		`<script>{{.Self}}{{.Any}}</script>`, `{{range .Map}}{{.}}{{end}}`, `{{.Title}}{{.Any.Title}}`, `{{if .Any}}x{{end}}`,
	} {
		for _, any := range []any{nil, 5, "x<", page{Title: "t"}} {
			p := odd{Any: any, Map: map[string]string{"x": "<y>"}, Self: writer{"<s>"}, Address: "javascript:x", Float: 1.5, Typed: &html}
			if slow := compare(t, text, p); slow == "" {
				t.Errorf("%s was compiled", text)
			}
		}
	}
}

// Errors are those of html/template, with the line of the template's text,
// whether they show when it is escaped or when a page is executed.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"\n<p title=\"{{.Title}}>":                     "ends in a non-text context",
		"\n<a href=\"{{if .Yes}}?{{end}}{{.Title}}\">": "page.html:2:",
		"\n{{.NoField}}":                               "page.html:2:2",
		"\n\n{{.None.Text}}":                           "page.html:3:7",
		"{{word .Named}}":                              "page.html:1:2: executing \"page.html\" at <word .Named>: error calling word",
		"{{panic .Title}}":                             "error calling panic",
		`{{define "x"}}{{template "x" .}}{{end}}{{template "x" .}}`: "exceeded maximum template depth",
	} {
		compiled := pagetemplate.New(parse(t, text), functions)
		for range 2 {
			if _, err := compiled.Execute(nil, page{Named: "missing", Yes: true}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", text, err)
			}
		}
		compare(t, text, page{Named: "missing"}, page{Named: "known"})
	}
}

// Output is appended, and after an error the next page is right.
func TestAppends(t *testing.T) {
	compiled := pagetemplate.New(parse(t, `{{.Title}}{{.Maybe.Text}}`), functions)
	for _, p := range []page{{Title: "a", Maybe: &inner{Text: "b"}}, {Title: "c"}, {Title: "d", Maybe: &inner{Text: "e"}}} {
		got, err := compiled.Execute([]byte("before "), p)
		if want := "before " + p.Title; p.Maybe != nil && (err != nil || string(got) != want+p.Maybe.Text) || p.Maybe == nil && err == nil {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestConcurrent(t *testing.T) {
	compiled := pagetemplate.New(parse(t, tests[12]+tests[13]), functions)
	want, _ := compiled.Interpreted().Execute(nil, samples()[0])
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				if got, err := compiled.Execute(nil, samples()[0]); err != nil || string(got) != string(want) {
					t.Errorf("%q, %v", got, err)
				}
			}
		})
	}
	all.Wait()
}

func Benchmark(b *testing.B) {
	text := strings.Join(tests[:27], "\n")
	p := samples()[0]
	for _, way := range []struct {
		name     string
		template *pagetemplate.Template
	}{
		{"compiled", pagetemplate.New(parse(b, text), functions)},
		{"interpreted", pagetemplate.New(parse(b, text), functions).Interpreted()},
	} {
		b.Run(way.name, func(b *testing.B) {
			var out []byte
			b.ReportAllocs()
			for b.Loop() {
				var err error
				if out, err = way.template.Execute(out[:0], p); err != nil {
					b.Fatal(err)
				}
			}
			if why := way.template.Slow(); (why == "") != (way.name == "compiled") {
				b.Fatal(why)
			}
		})
	}
}
