package mirror

import (
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/manuscript"
)

// page writes a page of the publisher's own with its translations.
func (w *writer) page(p *disclosure.Page) error {
	for _, lang := range w.p.Languages() {
		parts, in := p.In(lang)
		title, titleIn := p.Title().In(lang)
		if in != lang || titleIn != lang {
			continue
		}
		name, kind := "pages/"+p.Name()+".md", "page"
		front := manuscript.Map{{Key: "title", Value: manuscript.Text(title)}, {Key: "menu", Value: manuscript.Text(p.Menu())}}
		if lang != w.first() {
			name, kind, front = "pages/"+p.Name()+"."+string(lang)+".md", "translation", front[:1]
		}
		var texts []string
		for _, part := range parts {
			if part.Heading() != "" {
				texts = append(texts, "## "+part.Heading())
			}
			if md := part.Text().Markdown(); md != "" {
				texts = append(texts, md)
			}
		}
		data := manuscript.Statement(front, manuscript.Schema(name, kind), strings.Join(texts, "\n\n"))
		if err := w.put(artifact.List, name, data); err != nil {
			return err
		}
	}
	return nil
}

// logo writes the picture, and gives its entry in publisher.yaml.
func (w *writer) logo() (manuscript.Value, error) {
	l := w.p.Logo()
	if l == nil {
		return nil, nil
	}
	name := "assets/logo." + l.Ext()
	return manuscript.Map{
		{Key: "file", Value: manuscript.Text(name)},
		{Key: "alt", Value: w.text(l.Alt())},
	}, w.put(artifact.Asset, name, l.Bytes())
}

func (w *writer) colors() manuscript.Value {
	scheme := func(c disclosure.Colors) manuscript.Map {
		var out manuscript.Map
		c.Each(func(name, value string) {
			out = append(out, manuscript.Field{Key: name, Value: manuscript.Text(value)})
		})
		return out
	}
	return manuscript.Map{{Key: "light", Value: scheme(w.p.Light())}, {Key: "dark", Value: scheme(w.p.Dark())}}
}

func (w *writer) footer() manuscript.Value {
	var out manuscript.List
	for _, l := range w.p.Footer() {
		if l.Page() != "" {
			out = append(out, manuscript.Map{{Key: "page", Value: manuscript.Text(l.Page())}})
			continue
		}
		out = append(out, manuscript.Map{{Key: "title", Value: w.text(l.Title())}, {Key: "url", Value: manuscript.Text(l.URL())}})
	}
	return out
}
