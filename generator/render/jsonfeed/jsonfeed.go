// Package jsonfeed renders a site as JSON Feed 1.1 (https://jsonfeed.org/version/1.1):
// one document beside each document of the Atom feeds, with the same entries
// under the same ids, for readers that rather take JSON.
//
// Older entries stay reachable: next_url leads from a feed to its newest
// archive, and from each archive to the one before.
package jsonfeed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"slices"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
)

const version = "https://jsonfeed.org/version/1.1"

// Render puts every JSON Feed of the site into the sink, with class Feed:
// feeds/all.json beside feeds/all.atom, feeds/all/2024.json beside its archive,
// and so on, below the root of each language. Without the format in
// publisher.yaml there is none. An error comes from the sink.
func Render(site *disclosure.Site, sink artifact.Sink) error {
	p := site.Publisher()
	if !p.Writes("jsonfeed") {
		return nil
	}
	identity, err := channel.NewNaming(p.BaseURL())
	if err != nil {
		return err
	}
	return channel.Each(channel.Of(site), func(c channel.Channel) error {
		for _, lang := range p.Languages() {
			w := writer{channel.Writer{Publisher: p, Lang: lang}, identity, c, c.Documents(p)}
			for i := range w.documents {
				if err := w.put(i, sink); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// writer writes one feed in one language.
type writer struct {
	channel.Writer
	identity  channel.Naming
	channel   channel.Channel
	documents []channel.Document
}

type feedJSON struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	NextURL     string       `json:"next_url,omitempty"`
	Authors     []authorJSON `json:"authors"`
	Language    string       `json:"language"`
	Items       []itemJSON   `json:"items"`
}

type authorJSON struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// itemJSON is an advisory. Language is there only where the title is in another
// language than the feed.
type itemJSON struct {
	ID            string   `json:"id"`
	URL           string   `json:"url"`
	Title         string   `json:"title"`
	ContentHTML   string   `json:"content_html"`
	Summary       string   `json:"summary,omitempty"`
	DatePublished string   `json:"date_published"`
	DateModified  string   `json:"date_modified"`
	Tags          []string `json:"tags,omitempty"`
	Language      string   `json:"language,omitempty"`
}

// path is where the i-th document of the feed lies in the output.
func (w writer) path(i int) string {
	return w.channel.Path(w.Publisher, w.Lang, w.documents[i], ".json")
}

func (w writer) put(i int, sink artifact.Sink) error {
	doc := feedJSON{
		Version:     version,
		Title:       w.channel.Title(w.Lang),
		HomePageURL: w.Address(w.Publisher.Root(w.Lang) + w.channel.Page),
		FeedURL:     w.Address(w.path(i)),
		Authors: []authorJSON{{
			Name: channel.Author(w.Publisher, w.Lang).Value,
			URL:  cmp.Or(w.Publisher.Contact().URL(), w.Address(w.Publisher.Root(w.Lang))),
		}},
		Language: string(w.Lang),
		Items:    []itemJSON{},
	}
	if i+1 < len(w.documents) {
		doc.NextURL = w.Address(w.path(i + 1))
	}
	for _, e := range w.documents[i].Entries {
		doc.Items = append(doc.Items, w.item(e))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return fmt.Errorf("render %s: %w", w.path(i), err)
	}
	return sink.Put(artifact.File{Path: w.path(i), Class: artifact.Feed, Data: out.Bytes()})
}

func (w writer) item(e *disclosure.Entry) itemJSON {
	title := w.Title(e)
	out := itemJSON{
		ID:            w.identity.Entry(e, w.Lang),
		URL:           w.Page(e),
		Title:         title.Value,
		ContentHTML:   w.Content(e),
		Summary:       channel.TextIn(e.Summary(), w.Lang).Value,
		DatePublished: advisory.Stamp(e.Published()),
		DateModified:  advisory.Stamp(e.Updated()),
	}
	if out.ContentHTML == "" { // an item has to have some content
		out.ContentHTML = "<p>" + html.EscapeString(title.Value) + "</p>"
	}
	if title.Lang != w.Lang {
		out.Language = string(title.Lang)
	}
	for _, c := range w.Categories(e) {
		if !slices.Contains(out.Tags, c.Term) { // tags have no schemes to tell equal terms apart
			out.Tags = append(out.Tags, c.Term)
		}
	}
	return out
}
