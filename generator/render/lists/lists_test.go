package lists

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Every member stands on exactly one page, and the first page has the newest.
func TestCut(t *testing.T) {
	for n := range 1234 {
		next := 0
		for i, p := range Cut(n) {
			if p.From != next || (i == 0) != (p.Number == 0) {
				t.Fatalf("%d members: part %d is %v, want one from %d", n, i, p, next)
			}
			if size := p.To - p.From; p.Number > 0 && size != Chunk || p.Number == 0 && (size >= 2*Chunk || n >= Chunk && size < Chunk) {
				t.Fatalf("%d members: part %d has %d", n, i, size)
			}
			next = p.To
		}
		if next != n {
			t.Fatalf("%d members: %d are on pages", n, next)
		}
	}
}

// With one more member, the older pages have the members that they had.
func TestCutStays(t *testing.T) {
	oldest := func(n int, p Part) [2]int { return [2]int{n - p.To, n - p.From} } // counted from the oldest
	for n := range 1234 {
		after := map[int][2]int{}
		for _, p := range Cut(n + 1) {
			after[p.Number] = oldest(n+1, p)
		}
		for _, p := range Cut(n)[1:] {
			if after[p.Number] != oldest(n, p) {
				t.Fatalf("%d members: page %d had %v, and with one more it has %v", n, p.Number, oldest(n, p), after[p.Number])
			}
		}
	}
}

// Every id is on exactly one shelf, under a prefix of it, and no two shelves
// have one address.
func TestShelves(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 200, 201, 3000, 20000} {
		var ids []string
		for i := range n {
			id := fmt.Sprintf("vendor-%c%c%d", 'a'+rng.IntN(3), 'a'+rng.IntN(26), i)
			if rng.IntN(4) == 0 {
				id = id[7:]
			}
			ids = append(ids, id)
		}
		if n > 300 {
			ids = append(ids, "vendor-a", "b", "vendor-")
		}
		slices.Sort(ids)
		ids = slices.Compact(ids)
		n = len(ids)
		next, paths := 0, map[string]bool{}
		var walk func(s Shelf)
		walk = func(s Shelf) {
			path := ShelfPath("vendors/", s.Prefix)
			if paths[path] {
				t.Errorf("%d ids: %s twice", n, path)
			}
			paths[path] = true
			if s.To-s.From > ShelfSize || s.From != next {
				t.Errorf("%d ids: the shelf %q has %d to %d", n, s.Prefix, s.From, s.To)
			}
			for _, id := range ids[s.From:s.To] {
				if id[:len(s.Prefix)] != s.Prefix {
					t.Errorf("%s is on the shelf %q", id, s.Prefix)
				}
			}
			next = s.To
			for _, below := range s.Below {
				walk(below)
			}
			if next-s.From != s.Count {
				t.Errorf("the shelf %q counts %d, and %d are on it", s.Prefix, s.Count, next-s.From)
			}
		}
		walk(Shelves(ids))
		if next != n {
			t.Errorf("%d of %d ids are on shelves", next, n)
		}
	}
}
