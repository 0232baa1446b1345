// Package mirror renders a site as a content repository: the disclosed records
// and nothing else, for everybody to read and to correct.
//
// Every file is written anew from the site, so that no source bytes, comments,
// confidential fields, history or held names can be in it. It passes check, and
// a build of it gives the same output as a build of the repository that it
// mirrors, at the same instant and at every later one until something else is
// disclosed. docs/lanes.md says what is different in the files.
package mirror

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/manuscript"
	"github.com/advgen/advgen/schema"
)

// Render makes every file of the repository.
func Render(site *disclosure.Site, sink artifact.Sink) error {
	w := &writer{site.Publisher(), site.Redirects(), sink, newUsed()}
	for _, kind := range manuscript.Schemas() {
		name := kind + ".schema.json"
		data, err := fs.ReadFile(schema.FS, name)
		if err != nil {
			return err
		}
		if err := w.put(artifact.Asset, manuscript.SchemaDir+"/"+name, data); err != nil {
			return err
		}
	}
	for _, e := range site.Entries() {
		a, err := site.Manuscript(e)
		if err == nil {
			err = w.advisory(a)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", e.ID(), err)
		}
	}
	for _, r := range site.Recalls() {
		if err := w.recall(r); err != nil {
			return fmt.Errorf("%s: %w", r.ID(), err)
		}
	}
	for _, v := range site.Vendors() {
		if err := w.vendor(v); err != nil {
			return fmt.Errorf("%s: %w", v.ID(), err)
		}
	}
	for _, p := range site.Pages() {
		if err := w.page(p); err != nil {
			return err
		}
	}
	return errors.Join(w.put(artifact.List, "README.md", readme(site)), w.publisher())
}

type writer struct {
	p    *disclosure.Publisher
	gone []disclosure.Redirect
	sink artifact.Sink
	used used
}

func (w *writer) put(class artifact.Class, name string, data []byte) error {
	return w.sink.Put(artifact.File{Path: name, Class: class, Data: data})
}

func (w *writer) first() advisory.Language { return w.p.Languages()[0] }

// text is a text in the languages that it is in.
func (w *writer) text(t disclosure.Text) manuscript.Value {
	return manuscript.ByLanguage(w.first(), t.Languages(), func(lang advisory.Language) string { s, _ := t.In(lang); return s })
}

// prose is a formatted text in the languages that it is in, as Markdown.
func (w *writer) prose(p disclosure.Prose) manuscript.Value {
	return manuscript.ByLanguage(w.first(), p.Languages(), func(lang advisory.Language) string { h, _ := p.In(lang); return h.Markdown() })
}

func (w *writer) date(d disclosure.Date) manuscript.Value {
	if d.DayOnly() {
		return manuscript.Day(d.Time(), w.p.Zone())
	}
	return w.instant(d.Time())
}

// instant is an instant in the publisher's zone.
func (w *writer) instant(t time.Time) manuscript.Value {
	if t.IsZero() {
		return nil
	}
	return manuscript.Instant(t.In(w.p.Zone()))
}

func contact(c disclosure.Contact) manuscript.Value {
	return manuscript.Map{{Key: "email", Value: manuscript.Text(c.Email())}, {Key: "url", Value: manuscript.Text(c.URL())}}
}

func (w *writer) publisher() error {
	const name = "publisher.yaml"
	p := w.p
	var languages []string
	for _, lang := range p.Languages() {
		languages = append(languages, string(lang))
	}
	var series manuscript.List
	for _, s := range p.Series() {
		series = append(series, manuscript.Map{
			{Key: "prefix", Value: manuscript.Text(s.Prefix())},
			{Key: "pattern", Value: manuscript.Text(s.Pattern())},
			{Key: "path", Value: manuscript.Text(s.Path())},
			{Key: "name", Value: w.text(s.Name())},
		})
	}
	days, entries := p.FeedWindow()
	logo, err := w.logo()
	if err != nil {
		return err
	}
	fields := manuscript.Map{
		{Key: "name", Value: w.text(p.Name())},
		{Key: "organization", Value: w.text(p.Organization())},
		{Key: "description", Value: w.text(p.Description())},
		{Key: "base_url", Value: manuscript.Text(p.BaseURL())},
		{Key: "languages", Value: manuscript.Texts(languages)},
		{Key: "time_zone", Value: manuscript.Text(p.Zone().String())},
		{Key: "category", Value: manuscript.Text(p.Category())},
		{Key: "series", Value: series},
		{Key: "contact", Value: contact(p.Contact())},
		{Key: "security_txt", Value: w.securityTxt(p.SecurityTxt())},
		{Key: "feeds", Value: manuscript.Map{
			{Key: "window_days", Value: manuscript.Number(days)},
			{Key: "min_entries", Value: manuscript.Number(entries)},
		}},
		{Key: "formats", Value: manuscript.Texts(p.Formats())},
		{Key: "redirects", Value: w.redirects()},
		{Key: "colors", Value: w.colors()},
		{Key: "logo", Value: logo},
		{Key: "footer", Value: w.footer()},
		{Key: "words", Value: w.words()},
		{Key: "keep", Value: manuscript.Texts(p.Keep())},
	}
	return w.put(artifact.Index, name, fields.YAML(manuscript.Schema(name, "publisher")))
}

func (w *writer) securityTxt(s *disclosure.SecurityTxt) manuscript.Value {
	if s == nil {
		return nil
	}
	return manuscript.Map{
		{Key: "contact", Value: manuscript.Texts(s.Contact())},
		{Key: "expires", Value: w.instant(s.Expires())},
		{Key: "encryption", Value: manuscript.Text(s.Encryption())},
		{Key: "policy", Value: manuscript.Text(s.Policy())},
		{Key: "acknowledgments", Value: manuscript.Text(s.Acknowledgments())},
	}
}

func (w *writer) redirects() manuscript.Value {
	var out manuscript.List
	for _, r := range w.gone {
		from := r.OldID()
		if from == "" {
			from = "/" + r.From()
		}
		to := "/" + r.To()
		if e := r.Entry(); e != nil {
			to = e.ID()
		}
		out = append(out, manuscript.Map{{Key: "from", Value: manuscript.Text(from)}, {Key: "to", Value: manuscript.Text(to)}})
	}
	return out
}

func (w *writer) vendor(v *disclosure.Vendor) error {
	name := "vendors/" + v.ID() + ".yaml"
	fields := manuscript.Map{
		{Key: "name", Value: w.text(v.Name())},
		{Key: "site", Value: manuscript.Text(v.Site())},
		{Key: "contact", Value: contact(v.Contact())},
	}
	return w.put(artifact.List, name, fields.YAML(manuscript.Schema(name, "vendor")))
}
