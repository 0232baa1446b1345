package csaf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// tracking gives the history of a document. Its form is that of the standard
// (3.2.1.12, tests 6.1.14 to 6.1.22): it begins at the initial release, ends at
// the current one, and leaves out no major version.
//
// Every revision of the advisory is a major version: 1.0.0, 2.0.0, … If the
// advisory has none for its release, there is one nevertheless. A change between
// two of them (a vendor's answer, the withdrawal) has the seconds since the last
// one as its minor version: 2.86400.0. So a version is never given to two
// states of a document, and it only grows, although a build knows nothing of
// earlier builds.
func (p *Provider) tracking(a *disclosure.Advisory) trackingJSON {
	t := trackingJSON{
		Aliases:            unique(a.Aliases()),
		CurrentReleaseDate: advisory.Stamp(a.Updated()),
		Generator:          generatorJSON{engineJSON{"advgen"}},
		ID:                 a.ID(),
		InitialReleaseDate: advisory.Stamp(a.Published()),
		Status:             "final",
	}
	var major int
	var since time.Time
	for _, c := range p.changes(a) {
		number := fmt.Sprintf("%d.%d.0", major, int64(c.at.Sub(since)/time.Second))
		if c.major {
			major++
			since = c.at
			number = fmt.Sprintf("%d.0.0", major)
		}
		legacy := ""
		if c.major && c.number != 0 && c.number != major {
			legacy = strconv.Itoa(c.number)
		}
		t.RevisionHistory = append(t.RevisionHistory, revisionJSON{advisory.Stamp(c.at), legacy, number, c.summary})
	}
	t.Version = t.RevisionHistory[len(t.RevisionHistory)-1].Number
	return t
}

// change is an entry of the history.
type change struct {
	at      time.Time
	major   bool
	number  int // of the revision; 0 if it has none
	summary string
}

// changes lists what changed, oldest first. The first entry is at the initial
// release and major, the last at the current one.
func (p *Provider) changes(a *disclosure.Advisory) []change {
	within := func(t time.Time) time.Time {
		if t.Before(a.Published()) {
			return a.Published()
		}
		if t.After(a.Updated()) {
			return a.Updated()
		}
		return t
	}
	var out []change
	taken := map[time.Time]bool{a.Published().UTC(): true}
	for _, r := range a.Revisions() {
		at := within(r.Date().Time())
		out = append(out, change{at, true, r.Number(), p.text(r.Summary())})
		taken[at.UTC()] = true
	}
	if len(out) == 0 || !out[0].at.Equal(a.Published()) {
		out = append([]change{{a.Published(), true, 0, initialRelease[p.lang]}}, out...)
	}
	for at, summary := range p.between(a, within) {
		if !taken[at] {
			out = append(out, change{at, false, 0, summary})
			taken[at] = true
		}
	}
	if updated := a.Updated().UTC(); !taken[updated] {
		out = append(out, change{updated, false, 0, changed[p.lang]})
	}
	slices.SortStableFunc(out, func(a, b change) int { return a.at.Compare(b.at) })
	return out
}

// between words the changes that are no revision of the advisory: of vendor
// records, and the withdrawal.
func (p *Provider) between(a *disclosure.Advisory, within func(time.Time) time.Time) map[time.Time]string {
	vendors := map[time.Time][]string{}
	for _, r := range a.Records() {
		instants := map[time.Time]bool{}
		if !r.Silent() {
			instants[within(r.Updated()).UTC()] = true
		}
		for _, rev := range r.Revisions() {
			instants[within(rev.Date().Time()).UTC()] = true
		}
		for at := range instants {
			vendors[at] = append(vendors[at], p.text(r.Vendor().Name()))
		}
	}
	out := map[time.Time]string{}
	for at, names := range vendors {
		out[at] = p.words.Section(advisory.VendorStatusTable) + p.words.Get("colon") + strings.Join(names, p.words.Get("list.separator"))
	}
	if w := a.Withdrawal(); w != nil {
		out[within(w.Date().Time()).UTC()] = p.words.Get("advisory.withdrawn")
	}
	return out
}

// The words of entries that nobody wrote.
var (
	initialRelease = map[advisory.Language]string{advisory.Japanese: "初版", advisory.English: "Initial release"}
	changed        = map[advisory.Language]string{advisory.Japanese: "更新", advisory.English: "Updated"}
)

// unique leaves out what was there before.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
