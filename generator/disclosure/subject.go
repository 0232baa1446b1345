package disclosure

import (
	"slices"
	"strings"
)

// Subject is a CVE or a CWE that disclosed advisories name.
type Subject struct {
	folder, id string
	entries    []*Entry
}

// ID is the CVE or CWE id.
func (s *Subject) ID() string { return s.id }

// Path is the folder of its page below a language's root: "cve/CVE-2026-12345/"
// or "cwe/CWE-79/".
func (s *Subject) Path() string { return s.folder + s.id + "/" }

// Entries lists the advisories that name it, the newest disclosure first.
func (s *Subject) Entries() []*Entry { return s.entries }

// CVEs lists the CVEs among the aliases of disclosed advisories, in the order
// of their years and numbers.
func (s *Site) CVEs() []*Subject { return s.cves }

// CWEs lists the weaknesses that disclosed advisories name, in the order of
// their numbers.
func (s *Site) CWEs() []*Subject { return s.cwes }

// Products lists the products that disclosed advisories and vendor records
// name, in the order of their paths.
func (s *Site) Products() []*NamedProduct { return s.products }

// index makes the lists of what entries name.
func (s *Site) index() {
	s.cves = subjects("cve/", s.entries, (*Entry).CVEs)
	s.cwes = subjects("cwe/", s.entries, (*Entry).CWEs)
	s.nameProducts()
}

func subjects(folder string, entries []*Entry, ids func(*Entry) []string) []*Subject {
	byID := map[string]*Subject{}
	var out []*Subject
	for _, e := range entries {
		for _, id := range ids(e) {
			s := byID[id]
			if s == nil {
				s = &Subject{folder: folder, id: id}
				byID[id] = s
				out = append(out, s)
			}
			if n := len(s.entries); n == 0 || s.entries[n-1] != e {
				s.entries = append(s.entries, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b *Subject) int { return compareNumbers(a.id, b.id) })
	return out
}

// compareNumbers orders ids of one form by their numbers, which have no leading
// zeros where their lengths may differ.
func compareNumbers(a, b string) int {
	for {
		x, restA, more := strings.Cut(a, "-")
		y, restB, _ := strings.Cut(b, "-")
		if x != y || !more {
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			return strings.Compare(x, y)
		}
		a, b = restA, restB
	}
}
