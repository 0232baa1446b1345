package html

import (
	"strings"

	"github.com/advgen/advgen/generator/artifact"
)

// MovedPage is given to moved.html, which leads to another page.
type MovedPage struct {
	Page Page
	Link string
	ID   string // of the advisory that it leads to; empty if it leads to another page
	Name Text   // of the page that it leads to
}

// moved renders a page that leads to the page of a folder.
func (r *Renderer) moved(lang *language, sink artifact.Sink, class artifact.Class, from, to string, id string, name Text) error {
	at := lang.at(from)
	p := MovedPage{Page: r.page(at, lang.words.Get("moved.title")), Link: at.folder(to), ID: id, Name: name}
	p.Page.NoIndex = true
	p.Page.Refresh = p.Link
	p.Page.Canonical = lang.at(to + "index.html").absolute(lang)
	p.Page.Alternates = nil
	return r.put(sink, class, at, movedTemplate, p)
}

// redirects renders a page at every old address.
func (r *Renderer) redirects(lang *language, sink artifact.Sink) error {
	for _, d := range r.site.Redirects() {
		from, id := d.From(), ""
		if strings.HasSuffix(from, "/") {
			from += "index.html"
		}
		name := Text{Text: lang.at(d.To() + "index.html").absolute(lang)}
		if e := d.Entry(); e != nil {
			id, name = e.ID(), lang.text(e.Title())
		}
		if err := r.moved(lang, sink, artifact.Redirect, from, d.To(), id, name); err != nil {
			return err
		}
	}
	return nil
}
