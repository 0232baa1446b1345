// Package pagetemplate executes html/template templates many times faster than
// html/template does, with the same bytes as the outcome.
//
// html/template remains the parser and the contextual escaper. It rewrites a
// template so that every action ends in the escapers of its context
// (html/template.Template.Tree: "the underlying template's parse tree, updated
// to be HTML-safe"); text/template then walks that tree anew for every page and
// finds each field by its name, through reflection. Here the tree is walked
// once for each type of page: fields become indexes, words that are the same on
// every page become part of the text around them, and escapers append to the
// output.
//
// Whatever the compiler does not know, be it a kind of node, a function, a type
// or an escaper, makes html/template execute the whole page, and so does
// whatever goes wrong while a compiled page is executed. A page is therefore
// never wrong, only slower, and the errors are html/template's, with file and
// line.
package pagetemplate

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"reflect"
	"sync"
)

// Template executes one page template. It is safe for concurrent use.
type Template struct {
	html      *template.Template
	functions template.FuncMap

	once sync.Once
	page reflect.Type // what it is compiled for
	body block        // nil if html/template executes it
	slow string       // why
	err  error        // of escaping
}

// New prepares a template. The functions are those that t calls; their results
// must depend on their arguments alone, because a call with constant arguments
// is made once.
func New(t *template.Template, functions template.FuncMap) *Template {
	return &Template{html: t, functions: functions}
}

// Interpreted is the same template as html/template executes it, to compare
// with.
func (t *Template) Interpreted() *Template {
	out := &Template{html: t.html, slow: "it shall be interpreted"}
	out.once.Do(func() {})
	return out
}

// Execute appends the page to dst. It is compiled for the type of the first
// page; pages of another type are executed by html/template. With an error,
// which is html/template's, what was appended is of no use.
func (t *Template) Execute(dst []byte, page any) ([]byte, error) {
	t.once.Do(func() { t.compile(reflect.TypeOf(page)) })
	if t.err != nil {
		return dst, t.err
	}
	if t.body != nil && reflect.TypeOf(page) == t.page {
		value := reflect.ValueOf(page)
		r := run{out: dst}
		t.body(&r, value)
		if !r.failed {
			return r.out, nil
		}
	}
	buf := bytes.NewBuffer(dst)
	err := t.html.Execute(buf, page)
	return buf.Bytes(), err
}

// Slow says why html/template executes the pages; it is empty for a compiled
// template, and before the first page.
func (t *Template) Slow() string { return t.slow }

func (t *Template) compile(page reflect.Type) {
	t.page = page
	if page == nil {
		t.slow = "the page is nil"
		return
	}
	// Executing is the only way to have a template escaped. The output and
	// errors of execution, on a page that is empty, do not matter.
	var escaping *template.Error
	if err := t.html.Execute(closed{}, reflect.Zero(page)); errors.As(err, &escaping) {
		t.err = err
		return
	}
	c := compiler{html: t.html, functions: t.functions, bodies: map[call]*block{}}
	body, err := c.template(call{t.html.Name(), page})
	if err != nil {
		t.slow = err.Error()
		return
	}
	t.body = func(r *run, page reflect.Value) signal { return (*body)(r, page) }
}

// closed takes no output.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// maxDepth bounds templates that call themselves. html/template, which goes
// deeper, takes over from there.
const maxDepth = 1000

// run is the execution of one page.
type run struct {
	out    []byte
	vars   []reflect.Value // of the templates that are executed, the innermost last
	base   int             // where those of the innermost start
	depth  int
	failed bool // html/template shall execute the page, or say what is wrong
}

// block is a compiled part of a template.
type block func(r *run, dot reflect.Value) signal

// signal says how execution goes on after a block.
type signal int

const (
	next signal = iota
	breakLoop
	continueLoop
)

// expr is a compiled expression. Its type is known when it is compiled; it is
// never an interface.
type expr struct {
	typ reflect.Type
	// eval gives the value. If there is none, it sets failed and gives the zero
	// value of the type.
	eval func(r *run, dot reflect.Value) reflect.Value
	// fixed is the value if it is the same on every page.
	fixed reflect.Value
}

func (e expr) isFixed() bool { return e.fixed.IsValid() }

func fixed(v reflect.Value) expr {
	return expr{v.Type(), func(*run, reflect.Value) reflect.Value { return v }, v}
}
