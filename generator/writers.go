package generator

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/feed"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/render/index"
	"github.com/advgen/advgen/generator/render/jsonfeed"
	"github.com/advgen/advgen/generator/render/jvnrss"
	"github.com/advgen/advgen/generator/render/openvex"
	"github.com/advgen/advgen/generator/render/osv"
	"github.com/advgen/advgen/generator/render/search"
)

// Writers are the renderers of one site, with what they share prepared.
type Writers struct {
	site     *disclosure.Site
	pages    *html.Renderer
	packages *osv.Renderer
	formats  []format
	jobs     int // 0 is one per core
}

// NewWriters prepares the renderers of a site, those of the formats that its
// publisher switches on among them; nothing is signed.
func NewWriters(site *disclosure.Site, templates fs.FS) (*Writers, error) {
	o := Options{Templates: templates}
	formats, _, err := o.formats(site)
	if err != nil {
		return nil, err
	}
	return newWriters(site, templates, formats, 0)
}

func newWriters(site *disclosure.Site, templates fs.FS, formats []format, jobs int) (*Writers, error) {
	pages, err := html.New(site, templates)
	if err != nil {
		return nil, err
	}
	return &Writers{site, pages, osv.New(site), formats, jobs}, nil
}

// Advisory renders everything that is about one advisory. It may be called
// concurrently.
func (w *Writers) Advisory(e *disclosure.Entry, sink artifact.Sink) error {
	a, err := w.site.Advisory(e)
	if err != nil {
		return fmt.Errorf("%s: %w", e.ID(), err)
	}
	files, err := w.formatted(a, sink)
	if err != nil {
		return fmt.Errorf("%s: %w", e.ID(), err)
	}
	if err := errors.Join(w.pages.Advisory(a, sink, files...), index.Advisory(w.site, a, sink)); err != nil {
		return fmt.Errorf("%s: %w", e.ID(), err)
	}
	return nil
}

// formatted renders an advisory in the formats that the publisher switches on,
// and says which there are of it, for its page.
func (w *Writers) formatted(a *disclosure.Advisory, sink artifact.Sink) ([]html.File, error) {
	type writer struct {
		name   string
		render func(artifact.Sink) error
	}
	writers := []writer{
		{"OpenVEX", func(sink artifact.Sink) error { return openvex.Advisory(w.site, a, sink) }},
		{"OSV", func(sink artifact.Sink) error { return w.packages.Advisory(a, sink) }},
	}
	for _, f := range w.formats {
		writers = append(writers, writer{f.Name(), func(sink artifact.Sink) error { return f.Advisory(a, sink) }})
	}
	var files []html.File
	for _, f := range writers {
		first := firstFile{Sink: sink}
		if err := f.render(&first); err != nil {
			return nil, err
		}
		if first.path != "" {
			files = append(files, html.File{Format: f.name, Path: first.path})
		}
	}
	return files, nil
}

// firstFile notes the first file that goes into a sink: the document, before
// its digests and its signature.
type firstFile struct {
	artifact.Sink
	path string
}

func (s *firstFile) Put(f artifact.File) error {
	s.path = cmp.Or(s.path, f.Path)
	return s.Sink.Put(f)
}

// Lists renders everything else, after all advisories: the packages of OSV are
// gathered from them. The sink is used concurrently.
func (w *Writers) Lists(sink artifact.Sink) error {
	of := func(render func(*disclosure.Site, artifact.Sink) error) func(artifact.Sink) error {
		return func(sink artifact.Sink) error { return render(w.site, sink) }
	}
	lists := []func(artifact.Sink) error{w.pages.Lists, of(feed.Render), of(index.Lists), of(search.Render),
		of(jsonfeed.Render), of(jvnrss.Render), of(jvnrss.JVNDB), w.packages.Lists}
	for _, f := range w.formats {
		lists = append(lists, f.Lists)
	}
	errs := make([]error, len(lists))
	_ = each(len(lists), w.jobs, func(i, _ int) error {
		errs[i] = lists[i](sink)
		return errs[i]
	})
	return errors.Join(errs...)
}
