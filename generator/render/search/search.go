// Package search renders the files that the search page reads, so that a site
// can be searched without a server: templates/js/search.js looks a query's
// words up in them. Script and package share one algorithm and are changed
// together; the files are no promise to other programs.
//
// They exist once, for all languages, in the folder search/:
//
//   - meta.json: how many advisories there are, how the other files are cut,
//     and the words that are not looked up (Meta).
//   - documents/<n>.json: what a list shows of the advisories numbered
//     n × PerFile and on (Document).
//   - terms/<n>.bin: the terms whose hash is n, and where each occurs (see
//     putShards).
//
// Advisories are numbered by disclosure, the oldest first, so that a new one
// changes the files of its own terms and the last file of documents, and no
// other. Numbers are not ids: they change when an advisory is recalled.
//
// A term is a word of letters and digits, a pair of neighbouring characters of
// Chinese, Japanese or Korean writing, four neighbouring digits of an id, or a
// whole id. Words that begin with the same characters lie in one shard, which
// so answers for beginnings of words too.
package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// folder is where the files lie, below the root of the site.
const folder = "search/"

// perFile is how many advisories a file of documents describes. Results lie
// scattered: a page of twenty may need twenty files.
const perFile = 8

// Meta is meta.json.
type Meta struct {
	Documents int                 `json:"documents"` // how many advisories there are
	PerFile   int                 `json:"per_file"`
	Shards    int                 `json:"shards"`    // a power of two
	Languages []advisory.Language `json:"languages"` // of the site; the first stands in for others
	Ignored   []string            `json:"ignored"`   // words that are not looked up
}

// Document is what a list shows of an advisory.
type Document struct {
	ID        string                       `json:"id"`
	Path      string                       `json:"path"` // below the root of a language, with a final slash
	Titles    map[advisory.Language]string `json:"titles"`
	Published string                       `json:"published"`         // the day in the publisher's zone, as 2006/01/02
	Updated   string                       `json:"updated,omitempty"` // likewise, if there was a later change
	Severity  string                       `json:"severity,omitempty"`
	Score     string                       `json:"score,omitempty"` // with one decimal
	Critical  bool                         `json:"critical,omitempty"`
	Withdrawn bool                         `json:"withdrawn,omitempty"`
}

// subject is an advisory with what it is found by.
type subject struct {
	Document
	numbers []string // its id and aliases, and the ids of its weaknesses
	texts   []string
	names   []string // of vendors and products
}

// Render puts the files of the search into the sink, with class Index. An
// error comes from the sink.
func Render(site *disclosure.Site, sink artifact.Sink) error {
	w := newWriter(site.Publisher().Languages(), sink)
	for _, e := range slices.Backward(site.Entries()) {
		if err := w.put(subjectOf(e, site.Publisher().Zone())); err != nil {
			return err
		}
	}
	return w.finish()
}

func subjectOf(e *disclosure.Entry, zone *time.Location) subject {
	s := subject{Document: Document{
		ID: e.ID(), Path: e.Path(), Titles: map[advisory.Language]string{},
		Published: day(e.Published(), zone), Critical: e.Critical(), Withdrawn: e.Withdrawn(),
	}}
	for _, lang := range e.Title().Languages() {
		s.Titles[lang], _ = e.Title().In(lang)
	}
	if e.Updated().After(e.Published()) {
		s.Updated = day(e.Updated(), zone)
	}
	if severity, score, ok := e.Severity(); ok {
		s.Severity, s.Score = severity.String(), strconv.FormatFloat(score, 'f', 1, 64)
	}
	s.numbers = append(append(append(s.numbers, e.ID()), e.Aliases()...), e.CWEs()...)
	s.texts = texts(s.texts, e.Summary())
	for _, status := range e.Statuses() {
		s.names = texts(s.names, status.Vendor().Name())
	}
	for _, product := range e.Products() {
		s.names = texts(s.names, product.Name()) // its vendor is among the statuses
	}
	return s
}

// texts appends a text in all its languages.
func texts(to []string, t disclosure.Text) []string {
	for _, lang := range t.Languages() {
		s, _ := t.In(lang)
		to = append(to, s)
	}
	return to
}

func day(t time.Time, zone *time.Location) string { return t.In(zone).Format("2006/01/02") }

// writer takes advisories, the oldest first, and writes what it can at once.
type writer struct {
	meta  Meta
	index *index
	full  []Document // of the file that is being filled
	sink  artifact.Sink
}

func newWriter(languages []advisory.Language, sink artifact.Sink) *writer {
	return &writer{meta: Meta{PerFile: perFile, Languages: languages, Ignored: ignored}, index: newIndex(), sink: sink}
}

func (w *writer) put(s subject) error {
	x := w.index
	x.begin(w.meta.Documents)
	for _, lang := range w.meta.Languages {
		x.title(s.Titles[lang])
	}
	for _, n := range s.numbers {
		x.id(n)
	}
	for _, t := range s.texts {
		x.text(t)
	}
	for _, n := range s.names {
		x.name(n)
	}
	w.meta.Documents++
	w.full = append(w.full, s.Document)
	if len(w.full) < perFile {
		return nil
	}
	return w.flush()
}

// flush writes a file of documents.
func (w *writer) flush() error {
	if len(w.full) == 0 {
		return nil
	}
	n := (w.meta.Documents - 1) / perFile
	err := w.json(fmt.Sprintf("documents/%d.json", n), w.full)
	w.full = w.full[:0]
	return err
}

func (w *writer) finish() error {
	if err := w.flush(); err != nil {
		return err
	}
	w.meta.Shards = w.index.shards()
	if err := w.index.put(w.meta.Shards, w.sink); err != nil {
		return err
	}
	return w.json("meta.json", w.meta)
}

func (w *writer) json(name string, value any) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return fmt.Errorf("render %s%s: %w", folder, name, err)
	}
	return w.sink.Put(artifact.File{Path: folder + name, Class: artifact.Index, Data: out.Bytes()})
}
