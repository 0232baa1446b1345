package html

import (
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// Structured says what a page is about to search engines, in JSON-LD with the
// vocabulary of schema.org. html/template writes it into its script element as
// JSON whose texts cannot end that element.
type Structured struct {
	Context string  `json:"@context"`
	Graph   []Thing `json:"@graph"`
}

// Thing is a thing of schema.org; Type is its type there. What does not apply is
// empty. Dates are instants in UTC, addresses absolute.
type Thing struct {
	Type          string     `json:"@type"`
	ID            string     `json:"@id,omitempty"`
	URL           string     `json:"url,omitempty"`
	Name          string     `json:"name,omitempty"`
	Headline      string     `json:"headline,omitempty"`
	Description   string     `json:"description,omitempty"`
	Identifier    []string   `json:"identifier,omitempty"`
	InLanguage    string     `json:"inLanguage,omitempty"`
	DatePublished string     `json:"datePublished,omitempty"`
	DateModified  string     `json:"dateModified,omitempty"`
	WorkStatus    string     `json:"creativeWorkStatus,omitempty"`
	Publisher     *Party     `json:"publisher,omitempty"`
	Author        *Party     `json:"author,omitempty"`
	IsPartOf      *Party     `json:"isPartOf,omitempty"`
	Items         []ListItem `json:"itemListElement,omitempty"`
}

// Party is the publisher, or the site that a page is part of.
type Party struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

// ListItem is a step of the way to a page, counted from 1.
type ListItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

func structured(things ...Thing) *Structured {
	return &Structured{"https://schema.org", things}
}

// breadcrumbs is the way to a page.
func (at place) breadcrumbs(crumbs []MenuItem) Thing {
	out := Thing{Type: "BreadcrumbList"}
	for i, c := range crumbs {
		item := at.absolute(at.lang)
		if !c.Current {
			item = at.absoluteLink(c.Link)
		}
		out.Items = append(out.Items, ListItem{"ListItem", i + 1, c.Name.Text, item})
	}
	return out
}

// absoluteLink is the full address of a link to a page of the same language.
func (at place) absoluteLink(link string) string {
	path := strings.TrimSuffix(strings.TrimPrefix(link, at.toLang), "index.html")
	return at.lang.publisher.BaseURL() + at.lang.root + path
}

// organizationParty is who publishes.
func (l *language) organizationParty() *Party {
	return &Party{"Organization", l.organization(), l.publisher.BaseURL()}
}

// siteParty is the site in the language of the page.
func (l *language) siteParty() *Party {
	return &Party{"WebSite", l.plain(l.publisher.Name()), l.publisher.BaseURL() + l.root}
}

// articleThing is an advisory.
func (at place) articleThing(a *disclosure.Advisory) Thing {
	l := at.lang
	url, publisher := at.absolute(l), l.organizationParty()
	out := Thing{
		Type: "TechArticle", ID: url, URL: url,
		Headline: l.plain(a.Title()), Description: l.plain(a.Summary()),
		Identifier: append([]string{a.ID()}, a.Aliases()...), InLanguage: string(l.tag),
		DatePublished: advisory.Stamp(a.Published()), DateModified: advisory.Stamp(a.Updated()),
		Publisher: publisher, Author: publisher, IsPartOf: l.siteParty(),
	}
	if a.Withdrawn() {
		out.WorkStatus = "Withdrawn"
	}
	return out
}

// openGraphLocale is a language with the country that OpenGraph wants with it.
func openGraphLocale(tag advisory.Language) string {
	switch tag {
	case "ja":
		return "ja_JP"
	case "en":
		return "en_US"
	}
	return ""
}
