// Package theme lays the templates of a content repository over the built-in
// ones: a file templates/html/advisory.html of the content stands in place of
// the built-in html/advisory.html, and so for every template, style sheet,
// script and the icon. Of style sheets there may be new ones too.
//
// These files are public by nature: what is in a style sheet or a script is
// published as it is, and what a template says stands on the pages.
package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Dir is the folder of the content repository with its own templates.
const Dir = "templates"

// MaxFile is how large one of them may be, in bytes.
const MaxFile = 256 << 10

// maxFiles bounds how many there may be.
const maxFiles = 200

// Theme is the built-in templates with those of the content laid over them. It
// is an fs.FS of both, under the names that the built-in ones have, and is safe
// for concurrent use.
type Theme struct {
	builtin fs.FS
	own     map[string][]byte
}

// Open reads the templates of a content repository. A file that overrides
// nothing is a problem, since it would change nothing. Without such a folder
// the theme is the built-in templates.
func Open(content, builtin fs.FS) (*Theme, problem.List) {
	t := &Theme{builtin: builtin, own: map[string][]byte{}}
	var list problem.List
	known := Names(builtin)
	for _, name := range files(content, &list) {
		if !slices.Contains(known, name) && !styleName.MatchString(name) {
			list.Add(stray(name, known))
			continue
		}
		data, problems := source.ReadText(content, path.Join(Dir, name), MaxFile)
		list.Add(problems...)
		if path.Ext(name) == ".css" && data != nil {
			list.Add(loads(name, data)...)
		}
		t.own[name] = data
	}
	return t, list
}

// styleName is the form of the name of a style sheet. They are joined in the
// order of their names, so each begins with a number.
var styleName = regexp.MustCompile(`^css/[0-9]{2}-[a-z0-9-]+\.css$`)

// Names lists the files of a set of templates, sorted.
func Names(templates fs.FS) []string {
	var out []string
	_ = fs.WalkDir(templates, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, name)
		}
		return err
	})
	return out
}

// files lists what is in the folder of the content, by names below it. Hidden
// files and README.md are none of ours.
func files(content fs.FS, list *problem.List) []string {
	var out []string
	err := fs.WalkDir(content, Dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == Dir:
			return fs.SkipAll
		case err != nil:
			list.Add(problem.Problem{Rule: "unreadable", Path: name, Message: "this folder cannot be read", Hint: "look at its kind and its permissions"})
			return fs.SkipDir
		case name == Dir && !d.IsDir():
			list.Add(problem.Problem{Rule: "file-type", Path: name, Message: "this is not a folder", Hint: "put the templates into a folder " + Dir})
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || d.Name() == "README.md":
			return nil
		}
		if out = append(out, strings.TrimPrefix(name, Dir+"/")); len(out) > maxFiles {
			list.Add(problem.Problem{Rule: "too-many-files", Path: Dir, Message: fmt.Sprintf("there are more than %d files in this folder", maxFiles), Hint: "keep only what overrides a built-in template"})
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		list.Add(problem.Problem{Rule: "unreadable", Path: Dir, Message: "this folder cannot be read", Hint: "look at its kind and its permissions"})
	}
	return out
}

func stray(name string, known []string) problem.Problem {
	p := problem.Problem{Rule: "stray-template", Path: path.Join(Dir, name), Line: 1, Col: 1, Message: "this file overrides no built-in template"}
	switch near, ok := problem.Nearest(name, known); {
	case ok:
		p.Hint = fmt.Sprintf("did you mean %s?", path.Join(Dir, near))
	case strings.HasSuffix(name, ".css"):
		p.Hint = "a style sheet of your own is named css/NN-name.css, with two digits that say where in the order it comes"
	default:
		p.Hint = "advgen templates list shows the names there are"
	}
	return p
}

// elsewhere finds what a style sheet loads from another place than the site's
// own: another sheet, or an address.
var elsewhere = regexp.MustCompile(`(?i)@import\b|\burl\(|\bimage-set\(|\bsrc\(`)

// loads warns of a style sheet that wants to load something. The site publishes
// nothing that it could load, and its Content-Security-Policy lets nothing in
// from elsewhere.
func loads(name string, data []byte) problem.List {
	at := elsewhere.FindIndex(comments.ReplaceAllFunc(data, blank))
	if at == nil {
		return nil
	}
	pos := source.PosAt(data, at[0])
	return problem.List{{
		Level: problem.Warning, Rule: "style-loads", Path: path.Join(Dir, name), Line: pos.Line, Col: pos.Col,
		Message: "this style sheet loads something, which the pages do not allow",
		Hint:    "a page loads nothing but its style sheet, its scripts, its icon and its logo; draw with colours and borders instead",
	}}
}

var comments = regexp.MustCompile(`(?s)/\*.*?\*/`)

// blank puts spaces in place of a comment, so that places stay the same.
func blank(comment []byte) []byte { return []byte(strings.Repeat(" ", len(comment))) }

// Own lists the names of the files that the content brings, sorted.
func (t *Theme) Own() []string { return slices.Sorted(maps.Keys(t.own)) }

// Overrides says whether the content brings this file.
func (t *Theme) Overrides(name string) bool { _, ok := t.own[name]; return ok }
