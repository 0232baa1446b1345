package problem

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	fields := []string{"title", "disclose_at", "handling_started", "aliases", "notified", "unreachable", "id", "cwe", "severity", "products", "credits"}
	for _, c := range []struct {
		word string
		from []string
		want string
	}{
		{"titel", fields, "title"}, {"tilte", fields, "title"}, {"disclosed_at", fields, "disclose_at"}, {"discloseat", fields, "disclose_at"},
		{"ID", fields, "id"}, {"cve", fields, "cwe"}, {"product", fields, "products"}, {"Serverity", fields, "severity"},
		{"handlingStarted", fields, "handling_started"},
		{"xyz", fields, ""}, {"", fields, ""}, {"i", fields, ""}, {"x", []string{"y"}, ""}, {"headline", fields, ""},
		{"ab", []string{"ac", "aa", "bb"}, "aa"}, {"ab", []string{"zab", "ac", "ab"}, "ab"}, {"title", nil, ""},
		{"概用", []string{"概要", "影響"}, "概要"}, {strings.Repeat("a", 300), []string{strings.Repeat("a", 300)}, ""},
	} {
		got, ok := Nearest(c.word, c.from)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Nearest(%q) = %q %v, want %q", c.word, got, ok, c.want)
		}
	}
}

// slow is the definition of the distance, without anything that makes it fast.
func slow(a, b []rune) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	}
	x, y := a[1:], b[1:]
	d := min(slow(x, b)+1, slow(a, y)+1)
	if a[0] == b[0] {
		d = min(d, slow(x, y))
	} else {
		d = min(d, slow(x, y)+1)
	}
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, slow(a[2:], b[2:])+1)
	}
	return d
}

func TestNearestAgreesWithItsDefinition(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		word := func() string {
			w := make([]rune, r.IntN(8))
			for i := range w {
				w[i] = []rune("abc概")[r.IntN(4)]
			}
			return string(w)
		}
		w := word()
		var from []string
		for range r.IntN(6) {
			from = append(from, word())
		}
		n := len([]rune(w))
		limit := max(n/3, min(1, n-1))
		want, best := "", limit+1
		sorted := slices.Sorted(slices.Values(from))
		for _, c := range sorted {
			if d := slow([]rune(w), []rune(c)); n > 0 && d < best {
				want, best = c, d
			}
		}
		got, ok := Nearest(w, from)
		if got != want || ok != (best <= limit && n > 0) {
			t.Fatalf("seed %d: Nearest(%q, %q) = %q %v, want %q", seed, w, from, got, ok, want)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	var from []string
	for i := range 100_000 {
		from = append(from, fmt.Sprintf("vendor-%06d-inc", i*7919%1_000_003))
	}
	for b.Loop() {
		Nearest("vendr-500123-inc", from)
	}
}
