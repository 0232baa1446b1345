package certcc

import (
	"errors"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
)

// earliest is the first year that a date of the archive can have: the CERT/CC
// was founded in 1988. What is earlier comes from a slip or an empty field.
const earliest = 1988

const (
	zoneless = "2006-01-02T15:04:05"
	withZone = "2006-01-02T15:04:05Z07:00"
)

var (
	errBroken     = errors.New("not a date")
	errImpossible = errors.New("a date that cannot be")
)

// moment is a date of the archive: text is how it is written in content, empty
// for no date.
type moment struct {
	text string
	at   time.Time
}

// date reads a date that decides nothing: a day, or an instant. Midnight
// without a zone is how the archive writes a day.
func (im *importer) date(s string) moment {
	m, noZone, err := im.parse(s)
	switch {
	case errors.Is(err, errBroken):
		im.tally.add("date-broken")
		return moment{}
	case err != nil:
		im.tally.add("date-impossible")
		return moment{}
	}
	if day, ok := strings.CutSuffix(strings.TrimSpace(s), "T00:00:00"); ok {
		m.text = day
	} else if noZone {
		im.tally.add("date-no-zone")
	}
	return m
}

// publication reads the instant of publication, which opens the gate: a value
// that is not plainly an instant gives none, so that the advisory is held.
func (im *importer) publication(s string) (m moment, ok bool) {
	if strings.TrimSpace(s) == "" {
		return moment{}, false
	}
	m, noZone, err := im.parse(s)
	switch {
	case errors.Is(err, errImpossible):
		im.tally.add("publication-impossible")
		return moment{}, false
	case err != nil || len(m.text) == len(time.DateOnly):
		im.tally.add("publication-broken")
		return moment{}, false
	case noZone:
		im.tally.add("publication-no-zone")
	}
	return m, true
}

// parse reads a day, a time without a zone, or an instant; an empty text is no
// date.
func (im *importer) parse(s string) (m moment, noZone bool, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return moment{}, false, nil
	}
	m.text = s
	if len(s) == len(zoneless) {
		t, err := time.ParseInLocation(zoneless, s, im.zone)
		if err != nil {
			return moment{}, false, errBroken
		}
		if t.Year() < earliest { // before that, zones have odd offsets
			return moment{}, false, errImpossible
		}
		m.text, noZone = t.Format(withZone), true
	}
	m.at, _, err = advisory.ParseDate(m.text, im.zone)
	switch {
	case errors.Is(err, advisory.ErrNoSuchTime) && s < "1970":
		return moment{}, false, errImpossible
	case err != nil:
		return moment{}, false, errBroken
	case m.at.Year() < earliest, m.at.After(im.asOf):
		return moment{}, false, errImpossible
	}
	return m, noZone, nil
}

// earlier and later pick one of two dates; no date loses.
func earlier(a, b moment) moment {
	if a.text == "" || b.text != "" && b.at.Before(a.at) {
		return b
	}
	return a
}

func later(a, b moment) moment {
	if a.text == "" || b.text != "" && b.at.After(a.at) {
		return b
	}
	return a
}

// day is the day of an instant in the publisher's zone.
func (im *importer) day(t time.Time) string { return t.In(im.zone).Format(time.DateOnly) }
