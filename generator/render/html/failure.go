package html

import (
	"errors"
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// TemplateError says that a template cannot be read, or cannot be filled in.
// Reason quotes the template at most, never what it was given.
type TemplateError struct {
	Name      string // of the file, such as html/partials.html
	Page      string // the file of the page that was tried, such as html/advisory.html
	Line, Col int    // 0 if they are not known; Col counts bytes from 1
	Action    string // the part of the template, such as <.Title>; empty if it is not known
	Reason    string // a clause, as html/template words it
	Parsing   bool   // the file cannot be read at all
}

func (e *TemplateError) Error() string {
	place := e.Name
	if e.Line > 0 {
		place += ":" + strconv.Itoa(e.Line)
	}
	if e.Col > 0 {
		place += ":" + strconv.Itoa(e.Col)
	}
	return "template " + place + ": " + e.Reason
}

// Reasons of our own.
const (
	NoContent = `it does not define "content"`
	NoWord    = "there is no such word"
)

// errNoWord is what the function word says; the key may come from a page, so
// it is not told.
var errNoWord = errors.New(NoWord)

// The forms in which text/template and html/template say where something is:
// "template: name:line:col: executing "part" at <node>: reason",
// "template: name:line: reason", "html/template:name:line:col: reason" and
// "html/template:name: reason".
var (
	failurePlace = regexp.MustCompile(`^(?:html/template|template): ?(html/[^: ]+)(?::(\d+))?(?::(\d+))?: `)
	executing    = regexp.MustCompile(`^executing "[^"]*" at (<.*?>): `)
)

// templateError finds the place in an error of html/template about a page.
func templateError(page string, err error) error {
	text := err.Error()
	m := failurePlace.FindStringSubmatch(text)
	if m == nil {
		return err // not about a file
	}
	e := &TemplateError{Name: m[1], Page: "html/" + page, Reason: text[len(m[0]):]}
	e.Line, _ = strconv.Atoi(m[2])
	if m[3] != "" {
		e.Col, _ = strconv.Atoi(m[3])
		e.Col++ // it counts from 0
	}
	running := executing.FindStringSubmatch(e.Reason)
	var escaping *template.Error
	e.Parsing = running == nil && !errors.As(err, &escaping)
	if running != nil {
		e.Action, e.Reason = running[1], strings.TrimPrefix(e.Reason, running[0])
	}
	// What follows would be a value of the page, or the inner state of the escaper.
	for _, last := range []string{"range can't iterate over", "different contexts", "non-text context"} {
		if i := strings.Index(e.Reason, last); i >= 0 {
			e.Reason = e.Reason[:i+len(last)]
		}
	}
	e.Reason = calling.ReplaceAllString(e.Reason, "")
	return e
}

var calling = regexp.MustCompile(`^error calling [A-Za-z]+: `)
