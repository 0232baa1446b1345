package cvss

import (
	"math/rand/v2"
	"testing"

	gocvss20 "github.com/pandatix/go-cvss/20"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// library is what the versions of go-cvss have in common.
type library interface {
	Set(key, value string) error
	Vector() string
}

func libraryOf(d *definition, vector string) (library, error) {
	switch d {
	case v20:
		return gocvss20.ParseVector(vector)
	case v30:
		return gocvss30.ParseVector(vector)
	case v31:
		return gocvss31.ParseVector(vector)
	default:
		return gocvss40.ParseVector(vector)
	}
}

// TestTablesAgreeWithLibrary: a metric has a choice in our tables exactly if
// the library, whose tables are its own, takes that value.
func TestTablesAgreeWithLibrary(t *testing.T) {
	values := map[string]bool{"": true}
	for _, d := range definitions {
		for _, g := range d.groups {
			for _, m := range g.Metrics {
				for _, c := range m.Choices {
					values[c.Value] = true
				}
			}
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		values[string(c)] = true
	}
	for _, d := range definitions {
		for _, g := range d.groups {
			for _, m := range g.Metrics {
				for value := range values {
					l, err := libraryOf(d, d.example)
					if err != nil {
						t.Fatal(err)
					}
					_, err = d.choice(m, value)
					if ours, theirs := err == nil, l.Set(m.Key, value) == nil; ours != theirs {
						t.Errorf("%s %s:%s: ours %v, theirs %v", d.version, m.Key, value, ours, theirs)
					}
				}
			}
		}
	}
}

// TestTextAgreesWithLibrary: both write the same canonical vector.
func TestTextAgreesWithLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		d := definitions[r.IntN(len(definitions))]
		text, _ := randomVector(r, d)
		v, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		l, err := libraryOf(d, v.String())
		if err != nil {
			t.Fatalf("%s: %v", v, err)
		}
		if l.Vector() != v.String() {
			t.Fatalf("%s, the library writes %s", v, l.Vector())
		}
	}
}
