// Package index renders what programs read: the JSON form of every advisory,
// the JSON index with one file per year, the site map, robots.txt,
// security.txt, and the JSON Schemas of the three kinds of documents.
//
// These files exist once, at the root of the site, and hold all languages.
// Their names and their meaning are a contract with other programs.
package index

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/schema"
)

// latest is how many advisories index.json itself holds.
const latest = 20

// Lists puts into the sink everything that is not about a single advisory:
// index.json, index/<yyyy>.json, sitemap.xml, robots.txt and
// .well-known/security.txt with class Index, the schemas with class Asset. An
// error comes from the sink.
func Lists(site *disclosure.Site, sink artifact.Sink) error {
	for _, put := range []func(*disclosure.Site, artifact.Sink) error{schemas, years, siteMap, hostFiles} {
		if err := put(site, sink); err != nil {
			return err
		}
	}
	return nil
}

// published lists the schemas of what programs read.
var published = []string{"index.schema.json", "index-year.schema.json", "advisory-document.schema.json"}

func schemas(_ *disclosure.Site, sink artifact.Sink) error {
	for _, name := range published {
		data, err := schema.FS.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the schema of the output: %w", err)
		}
		if err := sink.Put(artifact.File{Path: "schema/" + name, Class: artifact.Asset, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

// indexJSON is index.json. Its schema is schema/index.schema.json.
type indexJSON struct {
	BaseURL string     `json:"base_url"`
	Updated *string    `json:"updated"`
	Latest  []itemJSON `json:"latest"`
	Years   []yearLink `json:"years"`
}

type yearLink struct {
	Year    int     `json:"year"`
	URL     string  `json:"url"`
	Count   int     `json:"count"`
	Updated *string `json:"updated"`
	SHA256  string  `json:"sha256"`
}

// yearJSON is index/<yyyy>.json. Its schema is schema/index-year.schema.json.
type yearJSON struct {
	Year       int        `json:"year"`
	Advisories []itemJSON `json:"advisories"`
}

// itemJSON is an advisory in a list.
type itemJSON struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Titles    texts          `json:"titles"`
	URL       string         `json:"url"`
	JSON      string         `json:"json"`
	Published string         `json:"published"`
	Updated   string         `json:"updated"`
	Critical  bool           `json:"critical"`
	Withdrawn bool           `json:"withdrawn"`
	Aliases   []string       `json:"aliases"`
	CWE       []string       `json:"cwe"`
	Severity  *worstJSON     `json:"severity"`
	Statuses  map[string]int `json:"statuses"`
}

// worstJSON is the highest severity of an advisory.
type worstJSON struct {
	Severity  string  `json:"severity"`
	BaseScore float64 `json:"base_score"`
}

func item(p *disclosure.Publisher, e *disclosure.Entry) itemJSON {
	title, _ := e.Title().In(p.Languages()[0])
	out := itemJSON{
		ID: e.ID(), Title: title, Titles: allTexts(e.Title()),
		URL:       p.BaseURL() + e.Path(),
		JSON:      p.BaseURL() + e.Path() + "index.json",
		Published: advisory.Stamp(e.Published()), Updated: advisory.Stamp(e.Updated()),
		Critical: e.Critical(), Withdrawn: e.Withdrawn(),
		Aliases: list(e.Aliases()), CWE: list(e.CWEs()),
		Statuses: map[string]int{},
	}
	if s, score, ok := e.Severity(); ok {
		out.Severity = &worstJSON{s.String(), score}
	}
	for _, c := range e.Counts() {
		out.Statuses[c.Status().String()] = c.Count()
	}
	return out
}

// years puts index.json and the file of every year in which an advisory was
// disclosed.
func years(site *disclosure.Site, sink artifact.Sink) error {
	p := site.Publisher()
	out := indexJSON{BaseURL: p.BaseURL(), Updated: newest(site.Entries()), Latest: []itemJSON{}, Years: []yearLink{}}
	entries := site.Entries() // newest disclosure first, so each year is one run
	for _, e := range entries[:min(latest, len(entries))] {
		out.Latest = append(out.Latest, item(p, e))
	}
	for len(entries) > 0 {
		year, n := entries[0].Year(), 1
		for n < len(entries) && entries[n].Year() == year {
			n++
		}
		link, err := putYear(p, year, entries[:n], sink)
		if err != nil {
			return err
		}
		out.Years = append(out.Years, link)
		entries = entries[n:]
	}
	return putJSON("index.json", artifact.Index, out, sink)
}

func putYear(p *disclosure.Publisher, year int, entries []*disclosure.Entry, sink artifact.Sink) (yearLink, error) {
	doc := yearJSON{Year: year, Advisories: make([]itemJSON, len(entries))}
	for i, e := range entries {
		doc.Advisories[i] = item(p, e)
	}
	path := fmt.Sprintf("index/%04d.json", year)
	data, err := encode(path, doc)
	if err != nil {
		return yearLink{}, err
	}
	link := yearLink{year, p.BaseURL() + path, len(entries), newest(entries), artifact.Digest(data)}
	return link, sink.Put(artifact.File{Path: path, Class: artifact.Index, Data: data})
}

// newest is the latest update among entries as an instant; nil if there are
// none.
func newest(entries []*disclosure.Entry) *string {
	if len(entries) == 0 {
		return nil
	}
	last := slices.MaxFunc(entries, func(a, b *disclosure.Entry) int { return a.Updated().Compare(b.Updated()) })
	return stamp(last.Updated())
}

// stamp is an instant; nil for the zero time.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := advisory.Stamp(t)
	return &s
}

// list makes an absent list an empty one: readers of JSON need no special
// case.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func putJSON(path string, class artifact.Class, doc any, sink artifact.Sink) error {
	data, err := encode(path, doc)
	if err != nil {
		return err
	}
	return sink.Put(artifact.File{Path: path, Class: class, Data: data})
}

// encode writes JSON for people and programs: indented, with a final newline,
// with < > & as they are. The same document gives the same bytes.
func encode(path string, doc any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("render %s: %w", path, err)
	}
	return out.Bytes(), nil
}
