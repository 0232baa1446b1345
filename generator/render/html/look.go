package html

import (
	"fmt"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// tokens are the names of the publisher's colours in the style sheet.
var tokens = map[string]string{"brand": "--brand", "link": "--link", "visited": "--link-visited", "ink": "--ink"}

// colours are the rules for the publisher's own colours. They hold on screens:
// paper has its own.
func colours(p *disclosure.Publisher) string {
	var out strings.Builder
	write := func(scheme string, c disclosure.Colors) {
		var rules strings.Builder
		c.Each(func(name, value string) { fmt.Fprintf(&rules, "    %s: %s;\n", tokens[name], value) })
		if rules.Len() > 0 {
			fmt.Fprintf(&out, "\n@media screen and (prefers-color-scheme: %s) {\n  :root {\n%s  }\n}\n", scheme, &rules)
		}
	}
	write("light", p.Light())
	write("dark", p.Dark())
	return out.String()
}

// Logo is a picture before the name of the site.
type Logo struct {
	Src           string // its address
	Alt           Text   // what it says beyond the name; empty if that is nothing
	Width, Height int    // in pixels
}

// logoFile is the file of the publisher's logo; its path is empty if there is
// none.
func logoFile(p *disclosure.Publisher) artifact.File {
	l := p.Logo()
	if l == nil {
		return artifact.File{}
	}
	return asset("logo", "."+l.Ext(), l.Bytes())
}

func (r *Renderer) pageLogo(at place) *Logo {
	l := r.site.Publisher().Logo()
	if l == nil {
		return nil
	}
	width, height := l.Size()
	return &Logo{at.shared(r.logo.Path), at.lang.text(l.Alt()), width, height}
}

// footer are the links of the publisher's own at the foot of a page.
func (r *Renderer) footer(at place) []MenuItem {
	var out []MenuItem
	for _, l := range r.site.Publisher().Footer() {
		item := MenuItem{Name: at.lang.text(l.Title()), Link: l.URL()}
		if l.Page() != "" {
			item.Link = at.folder(l.Page() + "/")
			item.Current = at.path == l.Page()+"/index.html"
		}
		out = append(out, item)
	}
	return out
}

// OwnPage is given to page.html: a page of the publisher's own.
type OwnPage struct {
	Page         Page
	Title        Text
	Untranslated string // a note that the text is in another language
	Parts        []PagePart
}

// PagePart is a heading with the text below it. The first may have no heading.
type PagePart struct {
	Anchor  string
	Heading Text
	Prose   Prose
}

// own renders the publisher's own pages.
func (r *Renderer) own(lang *language, sink artifact.Sink) error {
	for _, page := range r.site.Pages() {
		at := lang.at(page.Path() + "index.html")
		title := lang.text(page.Title())
		p := OwnPage{Page: r.page(at, title.Text, MenuItem{Name: title}), Title: title}
		parts, in := page.In(lang.tag)
		if in != lang.tag {
			p.Untranslated = lang.words.Get("page.untranslated", "language", lang.languageName(in))
		}
		for i, part := range parts {
			p.Parts = append(p.Parts, PagePart{
				Anchor:  fmt.Sprintf("part%d", i+1),
				Heading: Text{part.Heading(), lang.foreign(in)},
				Prose:   lang.html(part.Text(), in),
			})
		}
		if err := r.put(sink, artifact.List, at, ownTemplate, p); err != nil {
			return err
		}
	}
	return nil
}
