package continuity

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/problem"
)

// live is an advisory that was published on a day of 2026 and updated on
// another.
func live(id string, published, updated int) artifact.Advisory {
	day := func(n int) string { return fmt.Sprintf("2026-01-%02dT00:00:00Z", n) }
	return artifact.Advisory{ID: id, Published: day(published), Updated: day(updated)}
}

func recalled(id string) artifact.Advisory { return artifact.Advisory{ID: id, Recalled: true} }

func state(list ...artifact.Advisory) State {
	slices.SortFunc(list, byID)
	return State{Name: "live", Advisories: list}
}

func renamed(s State, from, to string) State {
	s.Renamed = map[string]string{from: to}
	return s
}

func rules(list problem.List) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Rule)
	}
	return strings.Join(out, " ")
}

func TestCompare(t *testing.T) {
	for name, c := range map[string]struct {
		last, next State
		held       string
		allow      Overrides // lets it through
		want       string
	}{
		"nothing":               {last: state(), next: state()},
		"new":                   {last: state(), next: state(live("A", 1, 1))},
		"an update":             {last: state(live("A", 1, 1)), next: state(live("A", 1, 2))},
		"lost":                  {last: state(live("A", 1, 1)), next: state(), allow: Overrides{Lost: []string{"A"}}, want: "lost-id"},
		"held":                  {last: state(live("A", 1, 1)), next: state(), held: "A", allow: Overrides{Embargo: []string{"A"}}, want: "embargoed-again"},
		"other day":             {last: state(live("A", 1, 5)), next: state(live("A", 2, 5)), allow: Overrides{Published: []string{"A"}}, want: "published-changed"},
		"earlier day":           {last: state(live("A", 2, 5)), next: state(live("A", 1, 5)), allow: Overrides{Published: []string{"A"}}, want: "published-changed"},
		"older":                 {last: state(live("A", 1, 5)), next: state(live("A", 1, 4)), allow: Overrides{Older: []string{"A"}}, want: "updated-backwards"},
		"both":                  {last: state(live("A", 2, 5)), next: state(live("A", 1, 4)), allow: Overrides{Older: []string{"A"}, Published: []string{"A"}}, want: "published-changed updated-backwards"},
		"renamed":               {last: state(live("A", 1, 5)), next: renamed(state(live("B", 1, 5)), "A", "B")},
		"renamed, other day":    {last: state(live("A", 1, 5)), next: renamed(state(live("B", 2, 5)), "A", "B"), allow: Overrides{Published: []string{"A"}}, want: "published-changed"},
		"part of another":       {last: state(live("A", 1, 5), live("B", 3, 4)), next: renamed(state(live("B", 3, 4)), "A", "B")},
		"renamed, held":         {last: state(live("A", 1, 5)), next: state(), held: "B", allow: Overrides{Lost: []string{"A"}}, want: "lost-id"},
		"recall renamed":        {last: state(recalled("A")), next: renamed(state(live("B", 1, 5)), "A", "B"), allow: Overrides{Published: []string{"A"}}, want: "recall-undone"},
		"recalled":              {last: state(live("A", 1, 1)), next: state(recalled("A"))},
		"still recalled":        {last: state(recalled("A")), next: state(recalled("A"))},
		"recall of an unknown":  {last: state(), next: state(recalled("A"))},
		"recall ended":          {last: state(recalled("A")), next: state(live("A", 1, 1)), allow: Overrides{Published: []string{"A"}}, want: "recall-undone"},
		"recall ended, held":    {last: state(recalled("A")), next: state(), held: "A", allow: Overrides{Published: []string{"A"}}, want: "recall-undone"},
		"recall ended, deleted": {last: state(recalled("A")), next: state(), allow: Overrides{Published: []string{"A"}}, want: "recall-undone"},
		"another site": {last: State{Name: "live", BaseURL: "https://a.example.org/"}, next: State{BaseURL: "https://b.example.org/"},
			allow: Overrides{Moved: []string{"https://a.example.org/"}}, want: "moved-site"},
		"a manifest has no address": {last: state(), next: State{BaseURL: "https://b.example.org/"}},
	} {
		t.Run(name, func(t *testing.T) {
			held := func(id string) bool { return id == c.held }
			list := Compare(c.last, c.next, held, Overrides{})
			if got := rules(list); got != c.want {
				t.Fatalf("rules %q, want %q", got, c.want)
			}
			for _, p := range list {
				if p.Level != problem.Error || p.Path != "live" || !strings.Contains(p.Hint, ": --allow-") {
					t.Errorf("%s: %#v", p.Rule, p)
				}
			}
			if got := Compare(c.last, c.next, held, c.allow); len(got) > 0 {
				t.Errorf("with its flags: %v", got)
			}
			other := Overrides{Lost: []string{"B"}, Embargo: []string{"B"}, Published: []string{"B"}, Older: []string{"B"}, Moved: []string{"B"}, Mass: 1}
			if got := rules(Compare(c.last, c.next, held, other)); got != c.want {
				t.Errorf("with the flags of another: %q", got)
			}
		})
	}
}

// randomStates gives two states over the same few ids, and which are held.
func randomStates(rng *rand.Rand) (last, next State, held map[string]bool) {
	held = map[string]bool{}
	draw := func(id string) (artifact.Advisory, bool) {
		switch rng.IntN(6) {
		case 0:
			return artifact.Advisory{}, false
		case 1:
			return recalled(id), true
		}
		published := 1 + rng.IntN(3)
		return live(id, published, published+rng.IntN(3)), true
	}
	var a, b []artifact.Advisory
	for i := range rng.IntN(40) {
		id := fmt.Sprintf("X#%02d", i)
		if x, ok := draw(id); ok {
			a = append(a, x)
		}
		if rng.IntN(3) == 0 && len(a) > 0 && a[len(a)-1].ID == id {
			b = append(b, a[len(a)-1]) // unchanged
			continue
		}
		if x, ok := draw(id); ok {
			b = append(b, x)
		} else {
			held[id] = rng.IntN(2) == 0
		}
	}
	return state(a...), state(b...), held
}

var (
	idInText = regexp.MustCompile(`X#[0-9]{2}`)
	flag     = regexp.MustCompile(`--allow-([a-z]+) (\S+)$`)
)

// TestCompareRandom: the flags that the hints name let everything through, one
// left out lets nothing through, and what is held and was never public leaves
// no trace.
func TestCompareRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for range 3000 {
		last, next, held := randomStates(rng)
		isHeld := func(id string) bool { return held[id] }
		if l := Compare(last, last, isHeld, Overrides{}); len(l) > 0 && slices.ContainsFunc(l, func(p problem.Problem) bool { return p.Rule != "recall-undone" }) {
			t.Fatalf("a state against itself: %v", l)
		}
		list := Compare(last, next, isHeld, Overrides{})
		o := Overrides{}
		for _, p := range list {
			seen[p.Rule]++
			id := idInText.FindString(p.Message)
			if _, ok := last.find(id); !ok {
				t.Fatalf("%s names what was not public: %s", p.Rule, p)
			}
			m := flag.FindStringSubmatch(p.Hint)
			if m == nil || m[2] != id {
				t.Fatalf("%s: the hint does not name the flag of %s: %s", p.Rule, id, p.Hint)
			}
			add := map[string]*[]string{"lost": &o.Lost, "embargo": &o.Embargo, "published": &o.Published, "older": &o.Older}[m[1]]
			*add = append(*add, id)
		}
		if rest := Compare(last, next, isHeld, o); len(rest) > 0 {
			t.Fatalf("with every flag: %v", rest)
		}
		for i := range o.Lost {
			less := o
			less.Lost = slices.Delete(slices.Clone(o.Lost), i, i+1)
			if rest := Compare(last, next, isHeld, less); len(rest) != 1 {
				t.Fatalf("without --allow-lost %s: %v", o.Lost[i], rest)
			}
		}
		// every advisory that was live is there, recalled, or refused
		for _, was := range last.Advisories {
			is, ok := next.find(was.ID)
			named := slices.ContainsFunc(list, func(p problem.Problem) bool { return strings.Contains(p.Message, was.ID) })
			stays := ok && !was.Recalled && !is.Recalled && is.Published == was.Published && is.Updated >= was.Updated
			if named == (stays || is.Recalled) {
				t.Fatalf("%v becomes %v: named %v", was, is, named)
			}
		}
		secret := func(id string) bool { return held[id] || strings.HasPrefix(id, "Y#") }
		if !slices.Equal(list, Compare(last, next, secret, Overrides{})) {
			t.Fatal("what was never public and is held changes the problems")
		}
	}
	for _, rule := range []string{"lost-id", "embargoed-again", "published-changed", "updated-backwards", "recall-undone"} {
		if seen[rule] < 100 {
			t.Errorf("%s was tried %d times", rule, seen[rule])
		}
	}
}

// many gives n advisories with ids from a letter.
func many(letter string, n, updated int) []artifact.Advisory {
	var out []artifact.Advisory
	for i := range n {
		out = append(out, live(fmt.Sprintf("%s%03d", letter, i), 1, updated))
	}
	return out
}

func TestBrake(t *testing.T) {
	for name, c := range map[string]struct {
		last, next []artifact.Advisory
		percent    int
		changed    int // 0 if it is let through
	}{
		"the floor":            {nil, many("A", Floor, 1), 20, 0},
		"above the floor":      {nil, many("A", Floor+1, 1), 20, Floor + 1},
		"a fifth":              {many("A", 100, 1), append(many("A", 80, 1), many("B", 0, 1)...), 20, 0},
		"more than a fifth":    {many("A", 100, 1), many("A", 79, 1), 20, 21},
		"new ones count":       {many("A", 100, 1), append(many("A", 100, 1), many("B", 21, 1)...), 20, 21},
		"updates count":        {many("A", 100, 1), append(many("A", 100, 1)[:79], many("A", 100, 2)[79:]...), 20, 21},
		"another limit":        {many("A", 100, 1), many("A", 79, 1), 21, 0},
		"no limit above floor": {many("A", 1000, 1), many("A", 989, 1), 0, 11},
		"all of them":          {many("A", 40, 1), nil, 100, 0},
		"more than there are":  {many("A", 40, 1), many("B", 40, 1), 100, 80},
	} {
		t.Run(name, func(t *testing.T) {
			last, next := state(c.last...), state(c.next...)
			list := Brake(last, next, Overrides{MaxChange: c.percent})
			if (len(list) > 0) != (c.changed > 0) {
				t.Fatalf("refused: %v", list)
			}
			if c.changed == 0 {
				return
			}
			if !strings.HasPrefix(list[0].Message, fmt.Sprint(c.changed, " advisories")) || !strings.HasSuffix(list[0].Hint, fmt.Sprint("--allow-mass ", c.changed)) {
				t.Errorf("%s (%s)", list[0], list[0].Hint)
			}
			for _, n := range []int{c.changed - 1, c.changed, c.changed + 1} {
				if got := Brake(last, next, Overrides{MaxChange: c.percent, Mass: n}); (len(got) == 0) != (n == c.changed) {
					t.Errorf("--allow-mass %d: %v", n, got)
				}
			}
		})
	}
	recalls := state(many("A", 40, 1)...)
	next := state()
	for _, a := range recalls.Advisories {
		next = next.WithRecalls(a.ID)
	}
	if got := rules(Brake(recalls, next, Overrides{MaxChange: 20})); got != "changed-too-much" {
		t.Errorf("forty recalls: %q", got)
	}
	if list := Brake(state(), next, Overrides{MaxChange: 20}); len(list) > 0 {
		t.Errorf("recalls of what is not there: %v", list)
	}
}

// TestBrakeRandom counts in another way.
func TestBrakeRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		last, next, _ := randomStates(rng)
		shown := func(s State) map[string]string {
			out := map[string]string{}
			for _, a := range s.Advisories {
				if !a.Recalled {
					out[a.ID] = a.Published + a.Updated
				}
			}
			return out
		}
		a, b := shown(last), shown(next)
		want := 0
		for id := range a {
			if b[id] != a[id] {
				want++
			}
		}
		for id := range b {
			if a[id] == "" {
				want++
			}
		}
		if changed, n := changes(last, next); changed != want || n != len(a) {
			t.Fatalf("%d of %d, want %d of %d", changed, n, want, len(a))
		}
	}
}

func TestOverdue(t *testing.T) {
	is := state(live("A", 1, 2), live("B", 1, 2), recalled("C"), live("E", 1, 2), recalled("F"))
	was := state(live("A", 1, 1), live("C", 1, 1), live("D", 1, 1), live("E", 1, 2))
	list := Overdue(was, is)
	if got := rules(list); got != "overdue-update overdue overdue-recall" {
		t.Errorf("%q: %v", got, list)
	}
	if list := Overdue(state(live("A", 1, 3)), state(live("A", 1, 2))); len(list) > 0 {
		t.Errorf("what is live is newer: %v", list)
	}
	if list := Overdue(is, is); len(list) > 0 {
		t.Errorf("a state against itself: %v", list)
	}
	if got := rules(Overdue(state(recalled("A")), state(live("A", 1, 1)))); got != "overdue" {
		t.Errorf("a notice is not the advisory: %q", got)
	}
}

func TestWithRecalls(t *testing.T) {
	s := state(live("B", 1, 1), recalled("C"))
	more := s.WithRecalls("A", "B", "C")
	if want := state(recalled("A"), live("B", 1, 1), recalled("C")); !slices.Equal(more.Advisories, want.Advisories) {
		t.Errorf("%v", more.Advisories)
	}
	if len(s.Advisories) != 2 || !more.Recalls("A") || more.Recalls("B") || more.Recalls("D") {
		t.Errorf("%v, from %v", more, s)
	}
}
