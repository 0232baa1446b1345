package channel

import (
	"cmp"
	"slices"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// maxArchive is how many entries an archive document holds before it is
// divided into shorter spans of time.
const maxArchive = 200

// spans are the lengths of time that an archive document can cover, the
// longest first, as layouts of package time.
var spans = [...]string{"2006", "2006-01", time.DateOnly}

// Document is one document of a feed.
type Document struct {
	Span    string // "" for the feed itself; "2024" or "2024-03" for an archive
	Entries []*disclosure.Entry
}

// Documents divides the entries of the channel into the feed itself and its
// archives, newest first. Every entry is in exactly one document.
func (c Channel) Documents(p *disclosure.Publisher) []Document {
	days, least := p.FeedWindow()
	return split(c.Entries, days, least)
}

// Path is where a document of the channel lies in the output; extension is
// that of its format, with the dot.
func (c Channel) Path(p *disclosure.Publisher, lang advisory.Language, d Document, extension string) string {
	path := p.Root(lang) + "feeds/" + c.Name
	if d.Span != "" {
		path += "/" + d.Span
	}
	return path + extension
}

// NewestFirst sorts entries in place in the order of feeds: the latest update
// first, of those the latest disclosure, then by id.
func NewestFirst(entries []*disclosure.Entry) []*disclosure.Entry {
	slices.SortFunc(entries, func(a, b *disclosure.Entry) int {
		return cmp.Or(
			b.Updated().Compare(a.Updated()),
			b.Published().Compare(a.Published()),
			cmp.Compare(a.ID(), b.ID()),
		)
	})
	return entries
}

// split divides entries, which are in the order of feeds, into the feed itself
// and its archives, newest first. The feed holds what was updated within days
// before its newest entry, and at least that many entries. Every entry is in
// exactly one document.
func split(entries []*disclosure.Entry, days, least int) []Document {
	window := min(least, len(entries))
	if len(entries) > 0 {
		start := entries[0].Updated().Add(-time.Duration(days) * 24 * time.Hour)
		for window < len(entries) && !entries[window].Updated().Before(start) {
			window++
		}
	}
	return append([]Document{{Entries: entries[:window]}}, archives(entries[window:], spans[:])...)
}

// archives divides entries by the UTC year of their update, and a year with
// more than maxArchive entries by month, then by day. A document depends on the
// entries of its own span alone, so that old archives do not change when
// others do.
func archives(entries []*disclosure.Entry, layouts []string) []Document {
	var out []Document
	for len(entries) > 0 {
		span := entries[0].Updated().UTC().Format(layouts[0])
		n := 1
		for n < len(entries) && entries[n].Updated().UTC().Format(layouts[0]) == span {
			n++
		}
		if n > maxArchive && len(layouts) > 1 {
			out = append(out, archives(entries[:n], layouts[1:])...)
		} else {
			out = append(out, Document{span, entries[:n]})
		}
		entries = entries[n:]
	}
	return out
}
