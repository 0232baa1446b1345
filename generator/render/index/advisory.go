package index

import (
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// Advisory puts <series>/<slug>/index.json into the sink, with class Record:
// all that the pages of an advisory say, in all languages. Days are written as
// 2026-11-24, in the publisher's time zone, instants as advisory.Stamp does. An
// error comes from the sink.
func Advisory(site *disclosure.Site, a *disclosure.Advisory, sink artifact.Sink) error {
	w := writer{site.Publisher()}
	return putJSON(a.Path()+"index.json", artifact.Record, w.advisory(a), sink)
}

// advisoryJSON is the document. Its schema is
// schema/advisory-document.schema.json. Every key is always there: what is not
// known is null, an empty list or an empty object.
type advisoryJSON struct {
	ID         string          `json:"id"`
	URL        string          `json:"url"`
	URLs       texts           `json:"urls"`
	Title      texts           `json:"title"`
	Published  string          `json:"published"`
	Updated    string          `json:"updated"`
	Critical   bool            `json:"critical"`
	Withdrawn  *withdrawalJSON `json:"withdrawn"`
	Aliases    []string        `json:"aliases"`
	CWE        []string        `json:"cwe"`
	Severity   []severityJSON  `json:"severity"`
	Products   []productJSON   `json:"products"`
	Sections   []sectionJSON   `json:"sections"`
	Vendors    []recordJSON    `json:"vendors"`
	References []linkJSON      `json:"references"`
	Related    []relatedJSON   `json:"related"`
	Credits    []creditJSON    `json:"credits"`
	Revisions  []revisionJSON  `json:"revisions"`
}

// texts is a text by language; encoding/json writes the keys in order.
type texts map[advisory.Language]string

// prose is a formatted text by language.
type prose map[advisory.Language]markupJSON

type markupJSON struct {
	HTML string `json:"html"`
	Text string `json:"text"`
}

type withdrawalJSON struct {
	Date   *string `json:"date"`
	Reason texts   `json:"reason"`
}

type severityJSON struct {
	Version   string  `json:"version"`
	Vector    string  `json:"vector"`
	BaseScore float64 `json:"base_score"`
	Severity  string  `json:"severity"`
	CVE       *string `json:"cve"`
	Note      texts   `json:"note"`
}

type productJSON struct {
	Vendor   *string `json:"vendor"`
	Name     texts   `json:"name"`
	Versions texts   `json:"versions"`
}

type sectionJSON struct {
	Key  string `json:"key"`
	Text prose  `json:"text"`
}

type recordJSON struct {
	ID          string            `json:"id"`
	Name        texts             `json:"name"`
	URL         string            `json:"url"`
	Status      string            `json:"status"`
	Silent      bool              `json:"silent"`
	Unreachable bool              `json:"unreachable"`
	Updated     *string           `json:"updated"`
	NotifiedAt  *string           `json:"notified_at"`
	RespondedAt *string           `json:"responded_at"`
	Statement   prose             `json:"statement"`
	Addendum    prose             `json:"addendum"`
	Links       []linkJSON        `json:"links"`
	Products    []productJSON     `json:"products"`
	ByCVE       map[string]string `json:"by_cve"`
	Revisions   []revisionJSON    `json:"revisions"`
}

type linkJSON struct {
	URL   string  `json:"url"`
	Title texts   `json:"title"`
	Kind  *string `json:"kind"`
}

type relatedJSON struct {
	ID    string `json:"id"`
	Title texts  `json:"title"`
	URL   string `json:"url"`
}

type creditJSON struct {
	Name         texts `json:"name"`
	Organization texts `json:"organization"`
}

type revisionJSON struct {
	Number  int     `json:"number"`
	Date    *string `json:"date"`
	Summary texts   `json:"summary"`
}

// writer turns disclosed values into JSON values.
type writer struct{ publisher *disclosure.Publisher }

func (w writer) advisory(a *disclosure.Advisory) advisoryJSON {
	out := advisoryJSON{
		ID: a.ID(), URL: w.publisher.BaseURL() + a.Path(), URLs: texts{}, Title: allTexts(a.Title()),
		Published: advisory.Stamp(a.Published()), Updated: advisory.Stamp(a.Updated()),
		Critical: a.Critical(), Aliases: list(a.Aliases()), CWE: list(a.CWEs()),
		Severity:   each(a.Severities(), severity),
		Products:   each(a.Products(), product),
		Sections:   sections(a),
		Vendors:    each(a.Records(), w.record),
		References: each(a.References(), link),
		Related:    each(a.Related(), w.related),
		Credits:    each(a.Credits(), credit),
		Revisions:  each(a.Revisions(), w.revision),
	}
	for _, lang := range w.publisher.Languages() {
		out.URLs[lang] = w.publisher.BaseURL() + w.publisher.Root(lang) + a.Path()
	}
	if withdrawal := a.Withdrawal(); withdrawal != nil {
		out.Withdrawn = &withdrawalJSON{w.date(withdrawal.Date()), allTexts(withdrawal.Reason())}
	}
	return out
}

func (w writer) record(r *disclosure.Record) recordJSON {
	out := recordJSON{
		ID: r.Vendor().ID(), Name: allTexts(r.Vendor().Name()), URL: w.publisher.BaseURL() + r.Path(),
		Status: r.Status().String(), Silent: r.Silent(), Unreachable: r.Unreachable(),
		Updated: stamp(r.Updated()), NotifiedAt: w.date(r.NotifiedAt()), RespondedAt: w.date(r.RespondedAt()),
		Statement: allProse(r.Statement()), Addendum: allProse(r.Addendum()),
		Links:     each(r.Links(), link),
		Products:  each(r.Products(), product),
		ByCVE:     map[string]string{},
		Revisions: each(r.Revisions(), w.revision),
	}
	for _, c := range r.ByCVE() {
		out.ByCVE[c.CVE()] = c.Status().String()
	}
	return out
}

func (w writer) related(e *disclosure.Entry) relatedJSON {
	return relatedJSON{e.ID(), allTexts(e.Title()), w.publisher.BaseURL() + e.Path()}
}

func (w writer) revision(r disclosure.Revision) revisionJSON {
	return revisionJSON{r.Number(), w.date(r.Date()), allTexts(r.Summary())}
}

// date writes a day as a day and an instant as an instant; nil if there is
// none.
func (w writer) date(d disclosure.Date) *string {
	if d.IsZero() || !d.DayOnly() {
		return stamp(d.Time())
	}
	day := d.Time().In(w.publisher.Zone()).Format(time.DateOnly)
	return &day
}

// sections lists the written sections in page order.
func sections(a *disclosure.Advisory) []sectionJSON {
	out := []sectionJSON{}
	for _, s := range advisory.Sections() {
		if text := a.Section(s); !s.Generated() && !text.IsZero() {
			out = append(out, sectionJSON{s.Key(), allProse(text)})
		}
	}
	return out
}

func severity(s disclosure.Severity) severityJSON {
	v := s.Vector()
	return severityJSON{v.Version(), v.String(), v.BaseScore(), v.Severity().String(), optional(s.CVE()), allTexts(s.Note())}
}

func product(p disclosure.Product) productJSON {
	out := productJSON{Name: allTexts(p.Name()), Versions: allTexts(p.Versions())}
	if v := p.Vendor(); v != nil {
		out.Vendor = optional(v.ID())
	}
	return out
}

func link(l disclosure.Link) linkJSON {
	return linkJSON{l.URL(), allTexts(l.Title()), optional(l.Kind())}
}

func credit(c disclosure.Credit) creditJSON {
	return creditJSON{allTexts(c.Name()), allTexts(c.Organization())}
}

// each turns a list into a list that is never nil.
func each[A, B any](items []A, turn func(A) B) []B {
	out := make([]B, len(items))
	for i, item := range items {
		out[i] = turn(item)
	}
	return out
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func allTexts(t disclosure.Text) texts {
	out := texts{}
	for _, lang := range t.Languages() {
		out[lang], _ = t.In(lang)
	}
	return out
}

func allProse(p disclosure.Prose) prose {
	out := prose{}
	for _, lang := range p.Languages() {
		h, _ := p.In(lang)
		out[lang] = markupJSON{h.String(), h.Text()}
	}
	return out
}
