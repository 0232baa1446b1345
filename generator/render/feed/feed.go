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
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/gorilla/feeds"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// Render puts every feed document of the site into the sink, with class Feed.
// Below the root of each language these are feeds/all.atom,
// feeds/series/<path>.atom for every series and feeds/vendors/<id>.atom for
// every public vendor; archives of feeds/all.atom are feeds/all/2024.atom,
// feeds/all/2024-03.atom and the like. An error comes from the sink.
func Render(site *disclosure.Site, sink artifact.Sink) error {
	identity, err := newNaming(site.Publisher().BaseURL())
	if err != nil {
		return err
	}
	subjects := subjectsOf(site)
	failed := make([]error, len(subjects))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				failed[i] = subjects[i].render(site.Publisher(), identity, sink)
			}
		})
	}
	for i := range subjects {
		next <- i
	}
	close(next)
	workers.Wait()
	return errors.Join(failed...)
}

// subject is what a feed is about.
type subject struct {
	name    string // the path below feeds/, without .atom: "all", "series/vu"
	page    string // the HTML page of the same advisories, below the language's root
	title   func(advisory.Language) text
	entries []*disclosure.Entry // in the order of the feed
}

// text is a plain text and the language it is in.
type text struct {
	value string
	lang  advisory.Language
}

func textIn(t disclosure.Text, lang advisory.Language) text {
	value, in := t.In(lang)
	return text{value, in}
}

// subjectsOf lists the feeds of a site. Which series and vendors have one does
// not depend on anything that is held: series are those of publisher.yaml, the
// vendors are the public ones.
func subjectsOf(site *disclosure.Site) []subject {
	p := site.Publisher()
	all := slices.Clone(site.Entries())
	bySeries := map[string][]*disclosure.Entry{}
	for _, e := range all {
		bySeries[e.Series().Path()] = append(bySeries[e.Series().Path()], e)
	}
	out := []subject{{name: "all", title: func(lang advisory.Language) text {
		return text{p.Words(lang).Get("feed.all", "publisher", textIn(p.Name(), lang).value), lang}
	}, entries: newestFirst(all)}}
	for _, s := range p.Series() {
		out = append(out, subject{
			name: "series/" + s.Path(), page: s.Path() + "/",
			title: func(lang advisory.Language) text {
				name := cmp.Or(textIn(s.Name(), lang).value, s.Path())
				return text{p.Words(lang).Get("feed.series", "publisher", textIn(p.Name(), lang).value, "series", name), lang}
			},
			entries: newestFirst(bySeries[s.Path()]),
		})
	}
	for _, v := range site.Vendors() {
		out = append(out, subject{
			name: "vendors/" + v.ID(), page: v.Path(),
			title: func(lang advisory.Language) text {
				return text{p.Words(lang).Get("feed.vendor", "publisher", textIn(p.Name(), lang).value, "vendor", vendorName(v, lang).value), lang}
			},
			entries: newestFirst(entriesOf(v)),
		})
	}
	return out
}

func entriesOf(v *disclosure.Vendor) []*disclosure.Entry {
	out := make([]*disclosure.Entry, len(v.Entries()))
	for i, e := range v.Entries() {
		out[i] = e.Entry()
	}
	return out
}

// render puts the documents of one feed into the sink, in every language.
func (s subject) render(p *disclosure.Publisher, identity naming, sink artifact.Sink) error {
	days, least := p.FeedWindow()
	documents := split(s.entries, days, least)
	for _, lang := range p.Languages() {
		for i := range documents {
			var out bytes.Buffer
			d := atom{publisher: p, identity: identity, subject: s, lang: lang, documents: documents, at: i}
			if err := feeds.WriteXML(d, &out); err != nil {
				return fmt.Errorf("render the feed %s: %w", d.path(i), err)
			}
			out.WriteByte('\n')
			if err := sink.Put(artifact.File{Path: d.path(i), Class: artifact.Feed, Data: out.Bytes()}); err != nil {
				return err
			}
		}
	}
	return nil
}
