package html

import (
	"cmp"
	"slices"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// homeEntries is how many advisories each list of the first page has at most.
const homeEntries = 7

// severeDays is how far before the newest advisory the most severe ones go
// back. It is counted from there and not from the day of the build, of which no
// page knows.
const severeDays = 365

// HomePage is given to home.html: short lists over all series, then the series.
type HomePage struct {
	Page        Page
	Title       Text
	Description Text       // may be empty
	Lists       []HomeList // without the empty ones
	Series      []SeriesItem
}

// HomeList is a short list of advisories; Note says what it covers and may be
// empty.
type HomeList struct {
	Anchor, Title, Note string
	Entries             []Entry
}

// SeriesItem is a series with the length of its list, in words.
type SeriesItem struct {
	Name        Text
	Link, Count string
}

func (r *Renderer) home(lang *language, sink artifact.Sink) error {
	at, pub := lang.at("index.html"), r.site.Publisher()
	p := HomePage{
		Page:        r.page(at, ""),
		Title:       lang.text(pub.Name()),
		Description: lang.text(pub.Description()),
	}
	site := lang.siteParty()
	p.Page.Structured = structured(Thing{
		Type: site.Type, ID: site.URL, URL: site.URL, Name: site.Name, Description: p.Description.Text,
		InLanguage: string(lang.tag), Publisher: lang.organizationParty(),
	})
	entries := r.site.Entries()
	for _, list := range []struct {
		anchor, title, note string
		entries             []*disclosure.Entry
	}{
		{"newest", lang.words.Get("home.newest"), "", entries},
		{"updated", lang.words.Get("home.updated"), "", newlyUpdated(entries)},
		{"severe", lang.words.Get("home.severe"), lang.words.Get("home.severe_note"), mostSevere(entries)},
	} {
		if len(list.entries) > 0 {
			first := list.entries[:min(len(list.entries), homeEntries)]
			p.Lists = append(p.Lists, HomeList{list.anchor, list.title, list.note, at.entries(first)})
		}
	}
	for _, s := range pub.Series() {
		p.Page.Feeds = append(p.Page.Feeds, lang.seriesFeed(s))
		p.Series = append(p.Series, SeriesItem{
			Name: lang.text(s.Name()), Link: at.folder(s.Path() + "/"), Count: lang.count(len(r.entriesOf(s))),
		})
	}
	return r.put(sink, artifact.List, at, homeTemplate, p)
}

// newlyUpdated picks the advisories that changed after they were published,
// the latest change first.
func newlyUpdated(entries []*disclosure.Entry) []*disclosure.Entry {
	var out []*disclosure.Entry
	for _, e := range entries {
		if e.Updated().After(e.Published()) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *disclosure.Entry) int { return b.Updated().Compare(a.Updated()) })
	return out
}

// mostSevere picks the advisories of the last year that have a score, the
// highest first, among equals the newest. Entries come newest first.
func mostSevere(entries []*disclosure.Entry) []*disclosure.Entry {
	var out []*disclosure.Entry
	for _, e := range entries {
		if e.Published().Before(entries[0].Published().AddDate(0, 0, -severeDays)) {
			break
		}
		if _, _, scored := e.Severity(); scored && !e.Withdrawn() {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *disclosure.Entry) int {
		_, x, _ := a.Severity()
		_, y, _ := b.Severity()
		return cmp.Compare(y, x)
	})
	return out
}
