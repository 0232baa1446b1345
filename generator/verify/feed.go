package verify

import (
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

const (
	atomNamespace    = "http://www.w3.org/2005/Atom"
	historyNamespace = "http://purl.org/syndication/history/1.0" // RFC 5005
)

// feedDocument is one Atom document.
type feedDocument struct {
	name                      string
	self, current, prev, next string // files
	archive                   bool
	entries                   []*advisoryItem // those that are in the index
}

// atomEntry holds what RFC 4287 section 4.1.2 wants of an entry.
type atomEntry struct {
	IDs       []string   `xml:"http://www.w3.org/2005/Atom id"`
	Titles    []string   `xml:"http://www.w3.org/2005/Atom title"`
	Published string     `xml:"http://www.w3.org/2005/Atom published"`
	Updated   []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Links     []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Content   string     `xml:"http://www.w3.org/2005/Atom content"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// feedScan is the state of reading one document.
type feedScan struct {
	*reader
	doc      *feedDocument
	once     map[string]int // how often id, title, updated and author are there
	ids      map[string]bool
	updated  string // of the feed
	newest   string // of the first entry
	previous string // updated of the entry before
}

// feed checks an Atom document: its form, and that its entries are those of
// the index.
func (r *reader) feed(name string, in io.Reader) {
	s := feedScan{reader: r, doc: &feedDocument{name: name}, once: map[string]int{}, ids: map[string]bool{}}
	if !s.scan(xml.NewDecoder(in)) {
		r.fault("feed-malformed", name, rebuild, "it is not a well-formed Atom document")
		return
	}
	for _, key := range []string{"id", "title", "updated", "author"} {
		if s.once[key] != 1 {
			r.fault("feed-malformed", name, reportBug, "it does not have exactly one %s", key)
		}
	}
	if s.newest != "" && s.newest != s.updated {
		r.fault("feed-updated", name, reportBug, "updated is not that of its newest entry")
	}
	if s.doc.self != name && r.tree.base != nil {
		r.fault("feed-link", name, reportBug, "its link to itself is missing or another one")
	}
	r.feeds = append(r.feeds, s.doc)
}

// scan reads the document and says whether it is Atom.
func (s *feedScan) scan(d *xml.Decoder) bool {
	depth := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return depth == 0 && s.once["feed"] == 1
		}
		if err != nil {
			return false
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				if token.Name != (xml.Name{Space: atomNamespace, Local: "feed"}) {
					return false
				}
				s.once["feed"]++
				depth++
			} else if !s.element(d, token) {
				return false
			}
		case xml.EndElement:
			depth--
		}
	}
}

// element reads a child of the feed.
func (s *feedScan) element(d *xml.Decoder, start xml.StartElement) bool {
	name := start.Name.Local
	if start.Name.Space != atomNamespace {
		s.doc.archive = s.doc.archive || start.Name == xml.Name{Space: historyNamespace, Local: "archive"}
		return d.Skip() == nil
	}
	s.once[name]++
	switch name {
	case "updated":
		return d.DecodeElement(&s.updated, &start) == nil && isInstant(s.updated)
	case "link":
		var link atomLink
		if d.DecodeElement(&link, &start) != nil {
			return false
		}
		s.feedLink(link)
	case "entry":
		var e atomEntry
		if d.DecodeElement(&e, &start) != nil {
			return false
		}
		s.entry(e)
	default:
		return d.Skip() == nil
	}
	return true
}

func (s *feedScan) feedLink(link atomLink) {
	if !s.tree.below(link.Href) {
		return
	}
	s.link(s.doc.name, link.Href, nil)
	target, _ := s.tree.locate(s.doc.name, link.Href)
	switch link.Rel {
	case "self":
		s.doc.self = target
	case "current":
		s.doc.current = target
	case "prev-archive":
		s.doc.prev = target
	case "next-archive":
		s.doc.next = target
	}
}

func (s *feedScan) entry(e atomEntry) {
	if len(e.IDs) != 1 || e.IDs[0] == "" || len(e.Titles) != 1 || len(e.Updated) != 1 || !isInstant(e.Updated[0]) {
		s.fault("feed-malformed", s.doc.name, reportBug, "an entry does not have exactly one id, title and updated")
		return
	}
	if s.ids[e.IDs[0]] {
		s.fault("feed-malformed", s.doc.name, reportBug, "two entries have the same id")
	}
	s.ids[e.IDs[0]] = true
	updated := e.Updated[0]
	if s.previous != "" && s.previous < updated {
		s.fault("feed-order", s.doc.name, reportBug, "its entries are not in order, the newest update first")
	}
	if s.newest == "" {
		s.newest = updated
	}
	s.previous = updated
	s.content(e.Content)
	s.alternate(e)
}

// alternate follows the link of an entry to its page, and compares the entry
// with the index.
func (s *feedScan) alternate(e atomEntry) {
	if s.tree.base == nil {
		return
	}
	for _, l := range e.Links {
		if l.Rel != "alternate" && l.Rel != "" {
			continue
		}
		s.links++
		page, ok := s.tree.locate(s.doc.name, l.Href)
		if !ok || !s.tree.has(page) {
			s.fault("feed-entry-page", s.doc.name, rebuild, "an entry has no page: %q", l.Href)
			return
		}
		a := s.tree.advisories[strings.TrimSuffix(s.tree.withoutLanguage(page), "index.html")]
		switch {
		case !s.tree.indexed:
		case a == nil:
			s.fault("feed-entry-index", s.doc.name, reportBug, "an entry is not in the index: %q", l.Href)
		case a.updated != e.Updated[0] || a.published != e.Published:
			s.fault("feed-entry-index", s.doc.name, reportBug, "the dates of the entry of %q are not those of the index", a.id)
			fallthrough
		default:
			s.doc.entries = append(s.doc.entries, a)
		}
		return
	}
	s.fault("feed-entry-page", s.doc.name, reportBug, "an entry has no link to its page")
}

// content checks the links in the HTML of an entry.
func (s *feedScan) content(text string) {
	z := html.NewTokenizer(strings.NewReader(text))
	for z.Next() != html.ErrorToken {
		for _, a := range z.Token().Attr {
			if a.Key == "href" && s.tree.below(a.Val) {
				s.link(s.doc.name, a.Val, nil)
			}
		}
	}
}

func isInstant(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// checkFeeds follows the archives of every feed, and compares what they hold
// together with the index.
func (t *tree) checkFeeds() {
	if !t.indexed {
		return
	}
	byName := map[string]*feedDocument{}
	for _, d := range t.feeds {
		byName[d.name] = d
	}
	reached := map[string]bool{}
	want := t.wantedFeeds()
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		d := byName[name]
		if d.archive {
			continue
		}
		entries, known := want[name]
		if !known && strings.HasPrefix(t.withoutLanguage(name), "feeds/") {
			t.fault("feed-stray", name, reportBug, "it is the feed of nothing that the index knows")
		}
		t.checkUnion(d, t.follow(d, byName, reached), entries)
	}
	for _, d := range t.feeds {
		if d.archive && !reached[d.name] {
			t.fault("feed-archive", d.name, reportBug, "no feed leads to this archive")
		}
	}
	for name := range want {
		if byName[name] == nil && !t.has(name) {
			t.fault("feed-missing", name, rebuild, "there is no such feed")
		}
	}
}

// follow gives the entries of a feed and of all its archives.
func (t *tree) follow(feed *feedDocument, byName map[string]*feedDocument, reached map[string]bool) []*advisoryItem {
	entries := slices.Clone(feed.entries)
	newer := "" // an archive knows the next one; the newest has none
	for name := feed.prev; name != ""; {
		d := byName[name]
		if d == nil || !d.archive || reached[name] || d.current != feed.name || d.next != newer {
			t.fault("feed-archive", feed.name, reportBug, "the chain of its archives is broken at %s", name)
			break
		}
		reached[name] = true
		entries = append(entries, d.entries...)
		newer, name = name, d.prev
	}
	return entries
}

// checkUnion compares what a feed and its archives hold with what they should.
func (t *tree) checkUnion(feed *feedDocument, entries []*advisoryItem, want []*advisoryItem) {
	have := map[*advisoryItem]bool{}
	for _, a := range entries {
		if have[a] {
			t.fault("feed-entries", feed.name, reportBug, "%q is twice in the feed and its archives", a.id)
		}
		have[a] = true
	}
	for _, a := range want {
		if !have[a] {
			t.fault("feed-entries", feed.name, reportBug, "%q is missing from the feed and its archives", a.id)
		}
		delete(have, a)
	}
	for a := range have {
		t.fault("feed-entries", feed.name, reportBug, "%q does not belong into this feed", a.id)
	}
}

// wantedFeeds gives what must be in the feed of everything, in that of each
// series and in that of each vendor, for every language.
func (t *tree) wantedFeeds() map[string][]*advisoryItem {
	feeds := map[string][]*advisoryItem{"feeds/all.atom": t.order}
	for series := range t.series {
		feeds["feeds/series/"+series+".atom"] = nil
	}
	for _, a := range t.order {
		series, _, _ := strings.Cut(a.folder, "/")
		name := "feeds/series/" + series + ".atom"
		feeds[name] = append(feeds[name], a)
	}
	for _, d := range t.documents {
		for _, vendor := range d.vendors {
			name := "feeds/vendors/" + vendor + ".atom"
			if a := t.advisories[d.folder]; a != nil {
				feeds[name] = append(feeds[name], a)
			}
		}
	}
	out := map[string][]*advisoryItem{}
	for _, root := range t.languages {
		for name, entries := range feeds {
			out[root+name] = entries
		}
	}
	return out
}
