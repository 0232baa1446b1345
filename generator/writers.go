package generator

import (
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
}

// NewWriters prepares the renderers of a site, those of the formats that its
// publisher switches on among them; nothing is signed.
func NewWriters(site *disclosure.Site, templates fs.FS) (*Writers, error) {
	o := Options{Templates: templates}
	formats, _, err := o.formats(site)
	if err != nil {
		return nil, err
	}
	return newWriters(site, templates, formats)
}

func newWriters(site *disclosure.Site, templates fs.FS, formats []format) (*Writers, error) {
	pages, err := html.New(site, templates)
	if err != nil {
		return nil, err
	}
	return &Writers{site, pages, osv.New(site), formats}, nil
}

// Advisory renders everything that is about one advisory. It may be called
// concurrently.
func (w *Writers) Advisory(e *disclosure.Entry, sink artifact.Sink) error {
	a, err := w.site.Advisory(e)
	if err != nil {
		return fmt.Errorf("%s: %w", e.ID(), err)
	}
	if err := errors.Join(w.pages.Advisory(a, sink), index.Advisory(w.site, a, sink),
		openvex.Advisory(w.site, a, sink), w.packages.Advisory(a, sink)); err != nil {
		return fmt.Errorf("%s: %w", e.ID(), err)
	}
	for _, f := range w.formats {
		if err := f.Advisory(a, sink); err != nil {
			return fmt.Errorf("%s: %w", e.ID(), err)
		}
	}
	return nil
}

// Lists renders everything else, after all advisories: the packages of OSV are
// gathered from them.
func (w *Writers) Lists(sink artifact.Sink) error {
	for _, f := range w.formats {
		if err := f.Lists(sink); err != nil {
			return err
		}
	}
	return errors.Join(w.pages.Lists(sink), feed.Render(w.site, sink), index.Lists(w.site, sink), search.Render(w.site, sink),
		jsonfeed.Render(w.site, sink), jvnrss.Render(w.site, sink), jvnrss.JVNDB(w.site, sink), w.packages.Lists(sink))
}
