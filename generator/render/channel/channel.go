// Package channel is what the feeds of a site have in common, whatever they are
// written in: which feeds there are, which entries each of their documents
// holds, what an entry says, and the permanent ids of feeds and entries.
//
// Nothing here depends on the time of the build: a feed is as new as its newest
// entry.
package channel

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// Channel is what a feed is about: all advisories, those of a series or those
// of a vendor.
type Channel struct {
	Name    string // the path below feeds/: "all", "series/vu", "vendors/example"
	Page    string // the HTML page of the same advisories, below the language's root
	Title   func(advisory.Language) string
	Entries []*disclosure.Entry // in the order of feeds
}

// Text is a plain text and the language it is in.
type Text struct {
	Value string
	Lang  advisory.Language
}

// TextIn gives a text in a language, or else in the first there is.
func TextIn(t disclosure.Text, lang advisory.Language) Text {
	value, in := t.In(lang)
	return Text{value, in}
}

// Of lists the channels of a site: one of everything, one for every series, one
// for every public vendor. Which series and vendors have one does not depend on
// anything that is held: series are those of publisher.yaml, the vendors are
// the public ones.
func Of(site *disclosure.Site) []Channel {
	p := site.Publisher()
	all := slices.Clone(site.Entries())
	bySeries := map[string][]*disclosure.Entry{}
	for _, e := range all {
		bySeries[e.Series().Path()] = append(bySeries[e.Series().Path()], e)
	}
	name := func(lang advisory.Language) string { return TextIn(p.Name(), lang).Value }
	out := []Channel{{Name: "all", Title: func(lang advisory.Language) string {
		return p.Words(lang).Get("feed.all", "publisher", name(lang))
	}, Entries: NewestFirst(all)}}
	for _, s := range p.Series() {
		out = append(out, Channel{
			Name: "series/" + s.Path(), Page: s.Path() + "/",
			Title: func(lang advisory.Language) string {
				return p.Words(lang).Get("feed.series", "publisher", name(lang), "series", cmp.Or(TextIn(s.Name(), lang).Value, s.Path()))
			},
			Entries: NewestFirst(bySeries[s.Path()]),
		})
	}
	for _, v := range site.Vendors() {
		out = append(out, Channel{
			Name: "vendors/" + v.ID(), Page: v.Path(),
			Title: func(lang advisory.Language) string {
				return p.Words(lang).Get("feed.vendor", "publisher", name(lang), "vendor", VendorName(v, lang).Value)
			},
			Entries: NewestFirst(EntriesOf(v)),
		})
	}
	return out
}

// EntriesOf lists the disclosed advisories that notify a vendor.
func EntriesOf(v *disclosure.Vendor) []*disclosure.Entry {
	out := make([]*disclosure.Entry, len(v.Entries()))
	for i, e := range v.Entries() {
		out[i] = e.Entry()
	}
	return out
}

// VendorName is a vendor's name, or else its id.
func VendorName(v *disclosure.Vendor, lang advisory.Language) Text {
	if v.Name().IsZero() {
		return Text{v.ID(), lang}
	}
	return TextIn(v.Name(), lang)
}

// Author is who publishes: the organization, or else the publication.
func Author(p *disclosure.Publisher, lang advisory.Language) Text {
	if p.Organization().IsZero() {
		return TextIn(p.Name(), lang)
	}
	return TextIn(p.Organization(), lang)
}

// Each does something for every channel, on all cores, and gives all errors.
func Each(channels []Channel, do func(Channel) error) error {
	failed := make([]error, len(channels))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(channels)) {
		workers.Go(func() {
			for i := range next {
				failed[i] = do(channels[i])
			}
		})
	}
	for i := range channels {
		next <- i
	}
	close(next)
	workers.Wait()
	return errors.Join(failed...)
}
