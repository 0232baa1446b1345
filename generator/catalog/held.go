package catalog

import (
	"cmp"
	"path"
	"slices"
	"time"

	"github.com/advgen/advgen/generator/advisory"
)

// Held is one thing that may not be seen yet.
type Held struct {
	Kind   string        // "advisory", "record" or "update"
	ID     string        // of the advisory
	Path   string        // of the file
	From   advisory.When // when it will be seen, if that is agreed
	Silent []string      // of an advisory: the notified vendors without a status
	// Started is when handling of an advisory began; zero if that is not said,
	// and for records and updates.
	Started time.Time
}

// Held lists what is held at asOf: advisories, records with a later instant of
// their own, and staged updates. Those with an instant come first, the next
// one on top.
func (c *Catalog) Held(asOf time.Time) []Held {
	var out []Held
	for _, a := range c.advisories {
		out = append(out, a.held(asOf)...)
	}
	slices.SortStableFunc(out, func(x, y Held) int {
		a, okA := x.From.Agreed()
		b, okB := y.From.Agreed()
		switch {
		case okA != okB && okA:
			return -1
		case okA != okB:
			return 1
		}
		return cmp.Or(a.Compare(b), cmp.Compare(x.Path, y.Path))
	})
	return out
}

func (a *Advisory) held(asOf time.Time) []Held {
	var out []Held
	for i, v := range a.Versions {
		if v.From.Reached(asOf) {
			continue
		}
		h := Held{Kind: "advisory", ID: a.ID, Path: v.Path, From: v.From}
		if i > 0 {
			h.Kind = "update"
		} else {
			h.Silent, h.Started = a.silent(), a.started
		}
		out = append(out, h)
	}
	for _, r := range a.Records {
		for i, v := range r.Versions {
			if v.From.Reached(asOf) || !v.OwnDate {
				continue
			}
			h := Held{Kind: "record", ID: a.ID, Path: v.Path, From: v.From}
			if i > 0 {
				h.Kind = "update"
			}
			out = append(out, h)
		}
	}
	return out
}

// silent lists the notified vendors that have not given a status.
func (a *Advisory) silent() []string {
	var out []string
	for _, id := range a.Versions[0].Notified {
		if r := a.Record(id); r == nil || !r.Versions[0].Answered {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Next is the earliest instant after asOf at which something will be
// disclosed; ok is false if none is agreed.
func (c *Catalog) Next(asOf time.Time) (next time.Time, ok bool) {
	for _, h := range c.Held(asOf) {
		if at, agreed := h.From.Agreed(); agreed {
			return at, true
		}
	}
	return time.Time{}, false
}

// Folder is where the advisory is in the repository.
func (a *Advisory) Folder() string { return path.Dir(a.Versions[0].Path) }
