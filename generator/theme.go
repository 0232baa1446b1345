package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/theme"
)

// Check is catalog.Open with the templates of the content checked too: each is
// filled in with made-up pages, since the page that it would fail on may be
// disclosed only later. It also gives the templates to render with.
func Check(content, builtin fs.FS, o check.Options) (*catalog.Catalog, fs.FS, problem.List, error) {
	c, list, err := catalog.Open(content, o)
	if err != nil {
		return nil, nil, nil, err
	}
	look, problems := theme.Open(content, builtin)
	list.Add(problems...)
	if len(look.Own()) > 0 {
		for _, err := range html.Try(look) {
			failed, ok := templateProblem(look, err)
			if !ok {
				return nil, nil, nil, err
			}
			list.Add(failed)
		}
	}
	return c, look, list.Sorted(), nil
}

// failures are the problems with templates if that is why a build failed: the
// one that stopped it, and all others there are.
func failures(look *theme.Theme, err error) problem.List {
	first, ok := templateProblem(look, err)
	if !ok {
		return nil
	}
	list := problem.List{first}
	for _, err := range html.Try(look) {
		if p, ok := templateProblem(look, err); ok {
			list.Add(p)
		}
	}
	return list.Sorted()
}

// templateProblem says in a problem what is wrong with a template. It reports
// false if the error is about something else, or if the content brings no
// templates, so that the built-in ones are at fault.
func templateProblem(look *theme.Theme, err error) (problem.Problem, bool) {
	var failed *html.TemplateError
	if !errors.As(err, &failed) || len(look.Own()) == 0 {
		return problem.Problem{}, false
	}
	message, hint := reason(failed)
	p := problem.Problem{Rule: "template", Path: path.Join(theme.Dir, failed.Name), Line: failed.Line, Message: message, Hint: hint}
	if !look.Overrides(failed.Name) {
		p.Path, p.Line = theme.Dir, 0
		if look.Overrides(failed.Page) {
			p.Path = path.Join(theme.Dir, failed.Page)
		}
		p.Message = fmt.Sprintf("beside what is here, the built-in %s fails: %s", failed.Name, message)
		if failed.Line > 0 {
			p.Message = fmt.Sprintf("beside what is here, the built-in %s fails on line %d: %s", failed.Name, failed.Line, message)
		}
		return p, true
	}
	if text, err := fs.ReadFile(look, failed.Name); err == nil {
		p.Col = column(string(text), failed.Line, failed.Col)
	}
	return p, true
}

// column turns a place in bytes into one in characters.
func column(text string, line, col int) int {
	lines := strings.Split(text, "\n")
	if col == 0 || line < 1 || line > len(lines) || col > len(lines[line-1])+1 {
		return 0
	}
	return 1 + utf8.RuneCountInString(lines[line-1][:col-1])
}

// What text/template and html/template say most often.
var (
	noField    = regexp.MustCompile(`^can't evaluate field (\w+) in type \*?(?:html\.)?(\S+)$`)
	noTemplate = regexp.MustCompile(`^(?:no such template "([^"]*)"|template "([^"]*)" not defined)$`)
	noFunction = regexp.MustCompile(`^function "([^"]*)" not defined$`)
)

const templateHint = "docs/templates.md says what a template is given and what it may use"

// reason puts the words of html/template into ours.
func reason(e *html.TemplateError) (message, hint string) {
	if m := noField.FindStringSubmatch(e.Reason); m != nil {
		hint = "docs/templates.md lists the fields"
		if near, ok := problem.Nearest(m[1], html.Fields(m[2])); ok {
			hint = fmt.Sprintf("did you mean `%s`?", near)
		}
		return fmt.Sprintf("there is no field `%s` in %s", m[1], m[2]), hint
	}
	if m := noTemplate.FindStringSubmatch(e.Reason); m != nil {
		return fmt.Sprintf("there is no template `%s`", m[1]+m[2]), "define it, or look for the name in html/partials.html"
	}
	if m := noFunction.FindStringSubmatch(e.Reason); m != nil {
		return fmt.Sprintf("there is no function `%s`", m[1]), "there are word, and those of html/template: and, or, not, eq, len, index, print"
	}
	what := strings.ReplaceAll(e.Reason, "`", "'")
	switch {
	case what == html.NoContent:
		return "this file does not define the template `content`", "a page stands between {{define \"content\"}} and {{end}}"
	case what == html.NoWord:
		return "there is no word with this key", "docs/format.md lists the keys"
	case e.Parsing:
		return "this template cannot be read: " + what, templateHint
	case e.Action != "":
		return fmt.Sprintf("this template cannot be filled in: %s at %s", what, strconv.Quote(strings.ReplaceAll(e.Action, "`", "'"))), templateHint
	}
	return "this template cannot be filled in: " + what, templateHint
}
