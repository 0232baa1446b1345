package scaffold

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
)

func never(string) bool { return false }

func TestDrawnIDsFitTheirPattern(t *testing.T) {
	for _, pattern := range []string{
		`[0-9]{8}`, `[0-9]+`, `[0-9]*`, `\d{4}-\d{4,7}`, `20[0-9]{2}-[0-9]{4}`, `(?:[A-Z]{2}|[0-9]{3})-[a-f0-9]{6}`,
		`(?i)vu[0-9]{5}`, `[^/]+`, `.{6}`, `(?P<year>20\d\d)(-\w+){1,2}`, `[1-9][0-9]*`, `a?b+c*[-_]x`, `^[0-9]{6}$`,
		`([0-9])+`, `[0-9]{1,3}`, `(?:[0-9]{3}){2}`, `\bX[0-9]{3}\b`, `x{70}`,
	} {
		s := advisory.Series{Prefix: "EX#", Pattern: regexp.MustCompile(`^(?:` + pattern + `)$`), Path: "ex"}
		for seed := range byte(20) {
			id, err := drawID(randomness(seed), s, never)
			if err != nil {
				t.Errorf("%s: %v", pattern, err)
				break
			}
			if !s.Matches(id) || len(id) > maxID || strings.ContainsAny(id, "/ ") {
				t.Errorf("%s: drew %q", pattern, id)
			}
		}
	}
}

func TestNothingCanBeDrawn(t *testing.T) {
	for _, pattern := range []string{`[^\x00-\x{10FFFF}]`, `a{100}`, `a\bb`, `[ \t]{3}`, `[あ-ん]{4}`, `#+`, ``} {
		s := advisory.Series{Pattern: regexp.MustCompile(`^(?:` + pattern + `)$`), Path: "ex"}
		var r *Refusal
		if id, err := drawID(randomness(1), s, never); !errors.As(err, &r) {
			t.Errorf("%s: %q, %v", pattern, id, err)
		}
	}
}

// A property: from a random pattern of literals, classes, groups, alternatives
// and repetitions, whatever is drawn matches.
func TestDrawRandomPatterns(t *testing.T) {
	drawn := 0
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		pattern := randomPattern(r, 3)
		s := advisory.Series{Prefix: "P-", Pattern: regexp.MustCompile(`^(?:` + pattern + `)$`), Path: "p"}
		id, err := drawID(randomness(byte(seed)), s, never)
		var refused *Refusal
		switch {
		case errors.As(err, &refused): // too long an id for this pattern
		case err != nil || !s.Matches(id) || len(id) > maxID:
			t.Errorf("seed %d, %s: %q, %v", seed, pattern, id, err)
		default:
			drawn++
		}
	}
	if drawn < 450 {
		t.Errorf("only %d of 500 patterns gave an id", drawn)
	}
}

func randomPattern(r *rand.Rand, depth int) string {
	atoms := []string{"A", "7", "-", `\.`, "[0-9]", "[A-F]", `\d`, `\w`, "[^0-9]", ".", "[a-z0-9]", "(?i:ab)"}
	if depth == 0 || r.IntN(3) == 0 {
		return atoms[r.IntN(len(atoms))]
	}
	switch r.IntN(4) {
	case 0:
		return randomPattern(r, depth-1) + randomPattern(r, depth-1)
	case 1:
		return "(?:" + randomPattern(r, depth-1) + "|" + randomPattern(r, depth-1) + ")"
	case 2:
		low := r.IntN(4)
		return fmt.Sprintf("(%s){%d,%d}", randomPattern(r, depth-1), low, low+r.IntN(3))
	default:
		return "(?:" + randomPattern(r, depth-1) + ")" + []string{"?", "+", "*"}[r.IntN(3)]
	}
}

// Every digit is about as likely as the others in every place, and no id
// follows from the one before.
func TestDrawnDigitsAreEven(t *testing.T) {
	s := advisory.Series{Pattern: regexp.MustCompile(`^(?:[0-9]{8})$`), Path: "ex"}
	const n = 4000
	var seen [8][10]int
	random := randomness(42)
	for range n {
		id, err := drawID(random, s, never)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range id {
			seen[i][c-'0']++
		}
	}
	for i := range seen {
		for digit, times := range seen[i] {
			if times < n/10-110 || times > n/10+110 {
				t.Errorf("place %d has the digit %d %d times of %d", i, digit, times, n)
			}
		}
	}
}

func TestDrawAvoidsWhatIsTaken(t *testing.T) {
	s := advisory.Series{Pattern: regexp.MustCompile(`^(?:[0-9])$`), Path: "ex"}
	taken := map[string]bool{}
	for range 10 {
		id, err := drawID(randomness(7), s, func(id string) bool { return taken[id] })
		if err != nil || taken[id] {
			t.Fatalf("drew %q after %v: %v", id, taken, err)
		}
		taken[id] = true
	}
	var r *Refusal
	if _, err := drawID(randomness(7), s, func(id string) bool { return taken[id] }); !errors.As(err, &r) {
		t.Errorf("with all taken: %v", err)
	}
}

func TestDrawTellsOfTheRandomSource(t *testing.T) {
	s := advisory.Series{Pattern: regexp.MustCompile(`^(?:[0-9]{8})$`)}
	if id, err := drawID(strings.NewReader("few"), s, never); err == nil {
		t.Errorf("drew %q from a source that ran dry", id)
	}
}
