package mirror

import (
	"maps"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/manuscript"
)

// used is what the site shows of those things that have words of their own. A
// publisher may have words for what only held records show, and they tell of
// those.
type used struct {
	sections map[advisory.Section]bool
	statuses map[advisory.VendorStatus]bool
}

func newUsed() used {
	return used{map[advisory.Section]bool{}, map[advisory.VendorStatus]bool{
		// The note below a table explains the one by the other.
		advisory.Unknown: true, advisory.NotAffected: true,
	}}
}

func (u used) see(a *disclosure.Advisory) {
	for _, s := range advisory.Sections() {
		if s.Generated() || !a.Section(s).IsZero() {
			u.sections[s] = true
		}
	}
	for section, facts := range map[advisory.Section]int{
		advisory.ProductsAffected: len(a.Products()),
		advisory.Analysis:         len(a.Severities()),
		advisory.References:       len(a.References()),
		advisory.Credit:           len(a.Credits()),
		advisory.OtherInformation: len(a.References()) + len(a.Related()) + len(a.Aliases()),
	} {
		if facts > 0 { // such a section shows without a text too
			u.sections[section] = true
		}
	}
	for _, r := range a.Records() {
		u.statuses[r.Status()] = true
		for _, c := range r.ByCVE() {
			u.statuses[c.Status()] = true
		}
	}
}

// shows says whether the site has a use for the word of a key.
func (u used) shows(key string) bool {
	if name, ok := strings.CutPrefix(key, "section."); ok {
		for s := range u.sections {
			if s.Key() == name {
				return true
			}
		}
		return false
	}
	if name, ok := strings.CutPrefix(key, "status."); ok {
		s, known := advisory.ParseStatus(name)
		return known && u.statuses[s]
	}
	return true
}

// words are the publisher's own words, as far as the site shows them.
func (w *writer) words() manuscript.Value {
	var out manuscript.Map
	for _, lang := range advisory.Languages() {
		var own manuscript.Map
		for _, key := range slices.Sorted(maps.Keys(w.p.OwnWords(lang))) {
			if w.used.shows(key) {
				own = append(own, manuscript.Field{Key: key, Value: manuscript.Text(w.p.OwnWords(lang)[key])})
			}
		}
		out = append(out, manuscript.Field{Key: string(lang), Value: own})
	}
	return out
}
