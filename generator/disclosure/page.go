package disclosure

import (
	"fmt"
	"slices"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/logo"
	"github.com/advgen/advgen/generator/markup"
)

// Page is a page of the publisher's own. It is public at once.
type Page struct {
	name, menu string
	title      Text
	parts      map[advisory.Language][]PagePart
	order      []advisory.Language // those of parts, the first language first
}

// Name is the name of its file, without .md.
func (p *Page) Name() string { return p.name }

// Path is the folder of the page below a language's root.
func (p *Page) Path() string { return p.name + "/" }

// Title is the title of the page.
func (p *Page) Title() Text { return p.title }

// Menu says where the page is linked from: footer, main or none.
func (p *Page) Menu() string { return p.menu }

// In gives the parts in the language asked for, or else in the first there is,
// and the language that they are in.
func (p *Page) In(lang advisory.Language) ([]PagePart, advisory.Language) {
	if parts, ok := p.parts[lang]; ok {
		return parts, lang
	}
	if len(p.order) == 0 {
		return nil, lang
	}
	return p.parts[p.order[0]], p.order[0]
}

// Languages lists the languages that the page is in.
func (p *Page) Languages() []advisory.Language { return p.order }

// PagePart is a heading of a page with the text below it.
type PagePart struct {
	heading string
	text    markup.HTML
}

// Heading is plain text; it is empty for what stands before the first heading.
func (p PagePart) Heading() string { return p.heading }

// Text is the text below the heading. It gives Markdown too.
func (p PagePart) Text() markup.HTML { return p.text }

func (g *gate) pages(list []*check.Page) []*Page {
	var out []*Page
	for _, from := range list {
		p := &Page{name: from.Name, menu: from.Menu, title: g.text(from.Title), parts: map[advisory.Language][]PagePart{}}
		for _, lang := range g.languages {
			for i, part := range from.Parts[lang] {
				text := g.loader.Markup().Render(part.Body, markup.Options{IDPrefix: fmt.Sprintf("part%d-", i+1), Markdown: true})
				p.parts[lang] = append(p.parts[lang], PagePart{part.Heading, text})
			}
			if len(p.parts[lang]) > 0 {
				p.order = append(p.order, lang)
			}
		}
		out = append(out, p)
	}
	return out
}

// Colors are colours of the publisher's own, as #rrggbb; empty ones are ours.
type Colors struct{ brand, link, visited, ink string }

func colors(c check.Colors) Colors { return Colors{c.Brand, c.Link, c.Visited, c.Ink} }

// Each calls do with the name and the value of each colour that is set, in a
// fixed order: brand, link, visited, ink.
func (c Colors) Each(do func(name, value string)) {
	for _, colour := range [][2]string{{"brand", c.brand}, {"link", c.link}, {"visited", c.visited}, {"ink", c.ink}} {
		if colour[1] != "" {
			do(colour[0], colour[1])
		}
	}
}

// Light and Dark are the colours of the publisher on light and on dark grounds.
func (p *Publisher) Light() Colors { return p.light }

// Dark is described at Light.
func (p *Publisher) Dark() Colors { return p.dark }

// Logo is a picture before the name of the site.
type Logo struct {
	picture logo.Picture
	alt     Text
}

// Logo is nil if there is none.
func (p *Publisher) Logo() *Logo { return p.logo }

// Bytes are those of the picture; they must not be changed.
func (l *Logo) Bytes() []byte { return l.picture.Data }

// Ext is svg or png.
func (l *Logo) Ext() string { return l.picture.Ext }

// Size is in pixels, both at least 1.
func (l *Logo) Size() (width, height int) { return l.picture.Width, l.picture.Height }

// Alt says what the picture says beyond the name of the site; it may be empty.
func (l *Logo) Alt() Text { return l.alt }

// FooterLink is a link at the foot of every page.
type FooterLink struct {
	title     Text
	url, page string
}

// Title is the words of the link, or the title of the page.
func (l FooterLink) Title() Text { return l.title }

// URL is the address; empty if it leads to a page of the publisher's own.
func (l FooterLink) URL() string { return l.url }

// Page is the name of the page that it leads to; empty if it has an address.
func (l FooterLink) Page() string { return l.page }

// Footer lists the links at the foot of every page: those of publisher.yaml,
// then the pages that are to stand there and that none of these leads to.
func (p *Publisher) Footer() []FooterLink { return p.footer }

func (g *gate) footer(p *check.Publisher) []FooterLink {
	var out []FooterLink
	add := func(page *check.Page) {
		out = append(out, FooterLink{title: g.text(page.Title), page: page.Name})
	}
	for _, l := range p.Footer {
		if l.Page == "" {
			out = append(out, FooterLink{title: g.text(l.Title), url: l.URL})
			continue
		}
		for _, page := range p.Pages {
			if page.Name == l.Page {
				add(page)
			}
		}
	}
	for _, page := range p.Pages {
		listed := slices.ContainsFunc(p.Footer, func(l check.FooterLink) bool { return l.Page == page.Name })
		if page.Menu == "footer" && !listed {
			add(page)
		}
	}
	return out
}
