package html

import (
	"strconv"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/words"
)

// Entry is an advisory in a list.
type Entry struct {
	ID, Link            string
	Title               Text
	Published           DateLine
	Updated             *DateLine // nil if nothing changed since it was published
	Critical, Withdrawn bool
	Severity            *Severity // nil if there is no CVSS vector
	Answer              *Answer   // in the lists of a vendor and of its product; nil elsewhere
	More                *EntryMore
}

// EntryMore is what a list of advisories about one product or CVE says of each
// of them. What there is not is empty.
type EntryMore struct {
	Versions []Text         // affected versions of the product
	Vendors  []VendorAnswer // the vendors' status for the CVE, if they are few
	Counts   []StatusCount  // else how many have which
}

// VendorAnswer is a vendor with its status.
type VendorAnswer struct {
	Name   Text
	Answer Answer
}

// Answer is the vendor's status in the advisory, with the address of the page
// about it.
type Answer struct {
	Status Status
	Link   string
}

// Severity is a CVSS base score. Level is none, low, medium, high or critical;
// Name is the word for it; Score has one decimal.
type Severity struct{ Level, Name, Score string }

// Status is a vendor status: Key is its value in records, such as
// not_affected, Name the word for it.
type Status struct{ Key, Name string }

// StatusCount is how many vendors have a status; Link leads to them in the
// table of the advisory.
type StatusCount struct {
	Status Status
	Count  int
	Link   string
}

func (l *language) status(s advisory.VendorStatus) Status {
	return Status{s.String(), l.words.Status(s)}
}

func (l *language) counts(e *disclosure.Entry) []StatusCount {
	var out []StatusCount
	for _, c := range e.Counts() {
		out = append(out, StatusCount{l.status(c.Status()), c.Count(), "#" + groupAnchor(c.Status())})
	}
	return out
}

func (l *language) severity(e *disclosure.Entry) *Severity {
	s, score, ok := e.Severity()
	if !ok {
		return nil
	}
	level := s.String()
	return &Severity{level, l.words.Get(words.Key("severity." + level)), formatScore(score)}
}

func formatScore(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func (at place) entry(e *disclosure.Entry) Entry {
	l := at.lang
	out := Entry{
		ID: e.ID(), Link: at.folder(e.Path()), Title: l.text(e.Title()),
		Published: l.published.line(l.day(e.Published())),
		Critical:  e.Critical(), Withdrawn: e.Withdrawn(),
		Severity: l.severity(e),
	}
	if e.Updated().After(e.Published()) {
		line := l.updated.line(l.day(e.Updated()))
		out.Updated = &line
	}
	return out
}

func (at place) entries(all []*disclosure.Entry) []Entry {
	out := make([]Entry, len(all))
	for i, e := range all {
		out[i] = at.entry(e)
	}
	return out
}

// count says how long a list is.
func (l *language) count(n int) string {
	return l.words.Get("list.count", "count", strconv.Itoa(n))
}
