// Package feed renders a site as Atom feeds (RFC 4287): one of all advisories,
// one per series and one per vendor, in every language.
//
// A feed document covers a window of the newest entries. Older entries stay
// reachable in archive documents, linked as RFC 5005 section 4 says, so that a
// reader who subscribes late, or was away, can still have every advisory once.
//
// Nothing here depends on the time of the build: a feed is as new as its newest
// entry.
package feed

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/gorilla/feeds"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
	"github.com/advgen/advgen/generator/render/part"
)

// Render puts every feed document of the site into the sink, with class Feed.
// Below the root of each language these are feeds/all.atom,
// feeds/series/<path>.atom for every series and feeds/vendors/<id>.atom for
// every public vendor; archives of feeds/all.atom are feeds/all/2024.atom,
// feeds/all/2024-03.atom and the like. An error comes from the sink.
func Render(site *disclosure.Site, sink artifact.Sink) error {
	identity, err := channel.NewNaming(site.Publisher().BaseURL())
	if err != nil {
		return err
	}
	pool := sync.Pool{New: func() any { return new(buffers) }}
	return channel.Each(channel.Of(site), func(c channel.Channel) error {
		buf := pool.Get().(*buffers)
		defer pool.Put(buf)
		return render(c, site.Publisher(), identity, buf, sink)
	})
}

// buffers are used again from feed to feed.
type buffers struct {
	out              bytes.Buffer
	entries, content []byte
}

// render puts the documents of one feed into the sink, in every language.
func render(c channel.Channel, p *disclosure.Publisher, identity channel.Naming, buf *buffers, sink artifact.Sink) error {
	documents := c.Documents(p)
	for _, lang := range p.Languages() {
		for i, d := range documents {
			a := atom{channel.Writer{Publisher: p, Lang: lang}, identity, c, documents, i, buf}
			// Beside its entries a document names those before and after it.
			if err := part.Render(sink, "feed "+a.path(i), d.Entries, fmt.Sprint(a.links()), a.render); err != nil {
				return err
			}
		}
	}
	return nil
}

// render puts the document into the sink.
func (a atom) render(sink artifact.Sink) error {
	out := &a.buf.out
	out.Reset()
	if err := feeds.WriteXML(a, out); err != nil {
		return fmt.Errorf("render the feed %s: %w", a.path(a.at), err)
	}
	out.WriteByte('\n')
	return sink.Put(artifact.File{Path: a.path(a.at), Class: artifact.Feed, Data: out.Bytes()})
}
