// Package amend changes the content of a publisher as its coordinator asks:
// it moves a date, withdraws or recalls an advisory, and folds staged updates
// that have passed into what they update. Files keep their comments and their
// layout, byte for byte, but for what the change is about.
//
// A change is made in memory first and held to check: what would bring an error
// into the content is refused, and then nothing is written.
package amend

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Content is a content repository that is changed. It is confidential.
type Content struct {
	fsys     fs.FS
	catalog  *catalog.Catalog
	problems problem.List // what was wrong before
	now      time.Time
}

// Refusal says why nothing was changed, in words for people.
type Refusal struct {
	// Usage is true if the request is wrong in itself, whatever the content.
	Usage bool
	// Reason is a clause without a final full stop; Hint says what to do.
	Reason, Hint string
	// Problems are the problems behind it, if there are any.
	Problems problem.List
}

func (r *Refusal) Error() string { return r.Reason }

func usage(hint, format string, args ...any) *Refusal {
	return &Refusal{Usage: true, Reason: fmt.Sprintf(format, args...), Hint: hint}
}

func refuse(hint, format string, args ...any) *Refusal {
	return &Refusal{Reason: fmt.Sprintf(format, args...), Hint: hint}
}

// Change is what is to be written. Nothing is, before Write.
type Change struct {
	// Lines tell what changes where, one change a line: paths, fields, dates
	// and ids, no text of the content.
	Lines []string
	// Notes tell what the coordinator may want to look at.
	Notes []string

	steps []step
	read  map[string][]byte // what was read of the files that change
}

func (c *Change) line(format string, args ...any) {
	c.Lines = append(c.Lines, fmt.Sprintf(format, args...))
}

func (c *Change) note(format string, args ...any) {
	c.Notes = append(c.Notes, fmt.Sprintf(format, args...))
}

// Open reads the content repository in root. Problems in it do not matter,
// except those of publisher.yaml, which are a Refusal.
func Open(root *os.Root, now time.Time) (*Content, error) { return open(root.FS(), now) }

func open(fsys fs.FS, now time.Time) (*Content, error) {
	c := &Content{fsys: fsys, now: now}
	var err error
	if c.catalog, c.problems, err = catalog.Open(fsys, check.Options{Now: now, AsOf: now}); err != nil {
		return nil, err
	}
	var own problem.List
	for _, p := range c.problems.OnlyErrors() {
		if p.Path == check.PublisherFile {
			own.Add(p)
		}
	}
	if len(own) > 0 {
		r := refuse("--content names the folder with publisher.yaml in it", "%s cannot be used as it is", check.PublisherFile)
		r.Problems = own
		return nil, r
	}
	return c, nil
}

// find finds an advisory by its id or its slug.
func (c *Content) find(id string) (*catalog.Advisory, error) {
	var found []*catalog.Advisory
	for _, a := range c.catalog.Advisories() {
		if id != "" && (a.ID == id || a.Slug == id || path.Base(a.Folder()) == id) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return nil, refuse("give its id, in quotes because of the #, or the name of its folder", "no advisory has this id")
	case 1:
		return found[0], nil
	}
	return nil, refuse("advgen check says which", "several advisories have this id")
}

// document reads a file that is to be edited.
func (c *Content) document(ch *Change, name string) (*document, error) {
	data, list := source.ReadFile(c.fsys, name, source.MaxMarkdown)
	if len(list) > 0 {
		r := refuse("correct it first; nothing was written", "%s cannot be edited as it is", name)
		r.Problems = list
		return nil, r
	}
	if ch.read == nil {
		ch.read = map[string][]byte{}
	}
	ch.read[name] = data
	return parse(name, data)
}

// judge holds a change to check. It works in memory: the texts may be under
// embargo.
func (c *Content) judge(ch *Change) (*Change, error) {
	after := newOverlay(c.fsys, ch.steps)
	_, list, err := check.Run(after, check.Options{Now: c.now, AsOf: c.now})
	if err != nil {
		return nil, err
	}
	type key struct{ rule, path, pointer, message string }
	known := map[key]bool{}
	for _, p := range c.problems.OnlyErrors() {
		known[key{p.Rule, p.Path, p.Pointer, p.Message}] = true
	}
	var introduced problem.List
	for _, p := range list.OnlyErrors() {
		if !known[key{p.Rule, p.Path, p.Pointer, p.Message}] {
			introduced.Add(p)
		}
	}
	if len(introduced) > 0 {
		r := refuse("correct these files first, or choose another date; nothing was written", "the content would have problems after this change")
		r.Problems = introduced
		return nil, r
	}
	return ch, nil
}

// stamp writes an instant in the publisher's time zone.
func (c *Content) stamp(t time.Time) string {
	return t.In(c.catalog.Publisher().Zone).Format(time.RFC3339)
}

// second is now, without the fraction of the second.
func (c *Content) second() time.Time { return c.now.Truncate(time.Second) }

// checkReason refuses a reason that says nothing, or that cannot stand in a
// file.
func checkReason(reason, flag string) error {
	if strings.TrimSpace(reason) == "" {
		return usage("say in a sentence why; it is kept in the file", "%s is empty", flag)
	}
	if !utf8.ValidString(reason) {
		return usage("type it in UTF-8", "%s is not UTF-8 text", flag)
	}
	for _, r := range reason {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return usage("type it anew", "%s holds a control character", flag)
		}
	}
	return nil
}

// parseInstant reads an instant of the command line that goes into a file.
func parseInstant(s, flag string) (time.Time, error) {
	t, err := advisory.ParseInstant(s)
	if err != nil {
		return time.Time{}, usage(advisory.InstantHint(), "%s %s", flag, err)
	}
	return t, nil
}
