package feed

import (
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
)

// entry is an advisory as an Atom entry.
func (a atom) entry(e *disclosure.Entry) entryXML {
	out := entryXML{
		ID:        a.identity.Entry(e, a.Lang),
		Title:     a.text(a.Title(e)),
		Link:      linkXML{Rel: "alternate", Type: "text/html", Lang: a.Lang, Href: a.Page(e)},
		Published: advisory.Stamp(e.Published()),
		Updated:   advisory.Stamp(e.Updated()),
		Content:   textXML{Type: "html", Value: a.Content(e)},
	}
	for _, c := range a.Categories(e) {
		out.Categories = append(out.Categories, categoryXML(c))
	}
	if !e.Summary().IsZero() {
		summary := a.text(channel.TextIn(e.Summary(), a.Lang))
		out.Summary = &summary
	}
	return out
}
