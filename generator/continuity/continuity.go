// Package continuity holds what is about to be published against what was:
// what was published stays (DESIGN §4 rule 7).
//
// A State says which advisories were public, and since when. The last one comes
// from a manifest, a published folder or a site; the next one from the gate.
// Compare finds what would vanish or run backwards, Brake what changes too much
// at once, Overdue what should be public and is not. They compare values and
// touch nothing; only Load reads.
package continuity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
)

// State is what is, was or will be public.
type State struct {
	// Name is what messages call it: a file or an address; empty for what is
	// about to be published.
	Name string
	// BaseURL is the address of the site, with a final slash; empty if it is
	// not known.
	BaseURL string
	// Advisories are sorted by id. Instants are as advisory.Stamp writes them,
	// so that they compare as texts.
	Advisories []artifact.Advisory
	// Renamed has the advisory that a redirect leads to from an old id, by the
	// old id; nil if that is not known.
	Renamed map[string]string
}

// Of is the state that a site makes when it is published.
func Of(site *disclosure.Site) State {
	s := State{BaseURL: site.Publisher().BaseURL(), Renamed: map[string]string{}}
	for _, r := range site.Redirects() {
		if r.OldID() != "" && r.Entry() != nil {
			s.Renamed[r.OldID()] = r.Entry().ID()
		}
	}
	for _, e := range site.Entries() {
		s.Advisories = append(s.Advisories, artifact.Advisory{ID: e.ID(), Published: advisory.Stamp(e.Published()), Updated: advisory.Stamp(e.Updated())})
	}
	for _, r := range site.Recalls() {
		s.Advisories = append(s.Advisories, artifact.Advisory{ID: r.ID(), Recalled: true})
	}
	slices.SortFunc(s.Advisories, byID)
	return s
}

// WithRecalls is the state with more recalled ids in it.
func (s State) WithRecalls(ids ...string) State {
	s.Advisories = slices.Clone(s.Advisories)
	for _, id := range ids {
		if _, ok := s.find(id); !ok {
			s.Advisories = append(s.Advisories, artifact.Advisory{ID: id, Recalled: true})
		}
	}
	slices.SortFunc(s.Advisories, byID)
	return s
}

// Recalls says whether an id is recalled.
func (s State) Recalls(id string) bool {
	a, _ := s.find(id)
	return a.Recalled
}

func byID(a, b artifact.Advisory) int { return strings.Compare(a.ID, b.ID) }

func (s State) find(id string) (artifact.Advisory, bool) {
	i, ok := slices.BinarySearchFunc(s.Advisories, id, func(a artifact.Advisory, id string) int { return strings.Compare(a.ID, id) })
	if !ok {
		return artifact.Advisory{}, false
	}
	return s.Advisories[i], true
}

// Overrides let through, by name, what is refused otherwise. One that nothing
// calls for means nothing, so that a repeated run need not be worded anew.
type Overrides struct {
	Lost, Embargo, Published, Older []string // ids
	Moved                           []string // base addresses that the site leaves
	MaxChange                       int      // percent, for Brake
	Mass                            int      // the number of changes that Brake lets through; 0 is none
}

// Compare finds the advisories that were public in last and would vanish or run
// backwards with next. held says of an id whether the content holds it back.
// An advisory that a redirect leads to from its old id has not vanished.
// Each problem is about one advisory and names it, since it was public; its
// hint names the flag that lets it through. A recall is never in the way: it
// overrides, by name, the rule that what was published stays.
func Compare(last, next State, held func(id string) bool, o Overrides) problem.List {
	var list problem.List
	add := func(allowed []string, key, rule, hint, message string) {
		if !slices.Contains(allowed, key) {
			list.Add(problem.Problem{Rule: rule, Path: last.Name, Message: message, Hint: hint})
		}
	}
	if last.BaseURL != "" && next.BaseURL != "" && last.BaseURL != next.BaseURL {
		add(o.Moved, last.BaseURL, "moved-site", "compare with the site that this content makes; if it moves to another address, every link and feed entry changes with it: --allow-moved "+last.BaseURL,
			fmt.Sprintf("this is the site at %s, and the content is for %s", last.BaseURL, next.BaseURL))
	}
	for _, was := range last.Advisories {
		id := was.ID
		is, ok := next.find(id)
		to, renamed := next.Renamed[id]
		_, known := last.find(to)
		if renamed && !ok && !known {
			is, ok = next.find(to) // the same advisory under its new id
		}
		switch {
		case is.Recalled:
		case was.Recalled: // said alike whether the id is disclosed, held or nowhere
			add(o.Published, id, "recall-undone", "a recall stands until it is taken back on purpose: --allow-published "+id,
				id+" was recalled, and the content no longer says so")
		case !ok && renamed: // it has become part of another one
		case !ok && held(id):
			add(o.Embargo, id, "embargoed-again", "what was public is known; advgen recall takes it down and leaves a notice; if it has to vanish without one: --allow-embargo "+id,
				id+" was published and would vanish: the content holds it back again")
		case !ok:
			add(o.Lost, id, "lost-id", "put its folder back: an advisory is withdrawn or recalled with a reason, not deleted; if it has another id now, add it to `redirects` of publisher.yaml; if it has to vanish: --allow-lost "+id,
				id+" was published and would vanish: it is not in the content")
		default:
			if was.Published != is.Published {
				add(o.Published, id, "published-changed", "the instant of disclosure is history: set `disclose_at` back; if it was wrong: --allow-published "+id,
					fmt.Sprintf("%s was published at %s, and now it would say %s", id, was.Published, is.Published))
			}
			if was.Updated > is.Updated {
				add(o.Older, id, "updated-backwards", "readers that saw the newer date would miss the next change: add a revision, or put back what was taken out; if the date was wrong: --allow-older "+id,
					fmt.Sprintf("%s was updated at %s, and now it would say %s", id, was.Updated, is.Updated))
			}
		}
	}
	return list
}
