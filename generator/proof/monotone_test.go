package proof

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

// TestMonotone is proof 3: what is disclosed at one instant is disclosed at
// every later one: advisories, vendors, records and what was recalled.
func TestMonotone(t *testing.T) {
	var gates, steps atomic.Int64
	n := size(10, 800)
	parallel(n, func(i int) {
		r := heldsite.New(uint64(40_000 + i))
		c := open(t, r.Files, r.Now, r.AsOf)
		var instants []time.Time
		for _, at := range r.Instants {
			instants = append(instants, at.Add(-1), at, at.Add(1))
		}
		slices.SortFunc(instants, time.Time.Compare)
		instants = slices.CompactFunc(instants, time.Time.Equal)
		before := map[string]time.Time{}
		for _, asOf := range instants {
			site, err := disclosure.Gate(c, asOf)
			if err != nil {
				t.Fatal(err)
			}
			now := disclosed(site)
			for what, updated := range before {
				later, there := now[what]
				if !there {
					t.Errorf("seed %d: %s was public before %s and is not any more", 40_000+i, what, instant(asOf))
				}
				if later.Before(updated) {
					t.Errorf("seed %d: %s at %s: updated runs backwards", 40_000+i, what, instant(asOf))
				}
			}
			for what, updated := range now {
				if updated.After(asOf) {
					t.Errorf("seed %d: %s at %s is dated later", 40_000+i, what, instant(asOf))
				}
			}
			if len(now) > len(before) {
				steps.Add(1)
			}
			before = now
			gates.Add(1)
		}
	})
	if steps.Load() < int64(n) {
		t.Errorf("only %d times something appeared", steps.Load())
	}
	figures(t, "3 monotone: %s random catalogs at %s instants, something new at %s of them: nothing went back", thousands(n), thousands(gates.Load()), thousands(steps.Load()))
}

// disclosed names everything that can be seen of a site, each with the instant
// of its newest change.
func disclosed(site *disclosure.Site) map[string]time.Time {
	out := map[string]time.Time{}
	for _, e := range site.Entries() {
		out["advisory "+e.ID()] = e.Updated()
		for _, s := range e.Statuses() {
			out["vendor "+s.Vendor().ID()+" in "+e.ID()] = time.Time{}
			if !s.Updated().IsZero() {
				out["record of "+s.Vendor().ID()+" in "+e.ID()] = s.Updated()
			}
		}
	}
	for _, v := range site.Vendors() {
		out["vendor "+v.ID()] = time.Time{}
	}
	for _, r := range site.Recalls() {
		out["recall of "+r.ID()] = time.Time{}
	}
	return out
}

// TestRecallInUpdate: a recall counts at once, also where it stands in an
// update that is held; nothing but the notice is left.
func TestRecallInUpdate(t *testing.T) {
	at := "2024-12-24T00:00:00Z" // after then
	content, _ := boundary(at)
	const update = "advisories/EX11111111/advisory.next.md"
	content[update] = file(strings.Replace(string(content[update].Data), "notified:", "recalled: {date: 2024-01-01, reason: x}\nnotified:", 1))
	site, err := disclosure.Gate(open(t, content, then, then), then)
	if err != nil {
		t.Fatal(err)
	}
	if seen := disclosed(site); len(seen) != 1 || len(site.Recalls()) != 1 {
		t.Errorf("seen: %v", seen)
	}
}
