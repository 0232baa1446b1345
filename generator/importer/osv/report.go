package osv

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Report says what an import wrote and mended. It holds figures only, and
// nothing of a document.
type Report struct {
	Advisories int // written, one for every document
	Withdrawn  int // of these
	Packages   int // products written

	Mended []Mend // what was not taken over as it stands, by rule
}

// Mend is how often a rule was used.
type Mend struct {
	Rule        string // its stable name, such as "range-git"
	Description string // what it does, as a clause
	Count       int
}

// Print writes the report for people.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	for _, row := range []struct {
		name  string
		count int
	}{{"advisories", r.Advisories}, {"withdrawn", r.Withdrawn}, {"packages", r.Packages}} {
		fmt.Fprintf(&b, "%-12s%8d\n", row.name, row.count)
	}
	width := 0
	for _, m := range r.Mended {
		width = max(width, len(m.Rule))
	}
	if len(r.Mended) > 0 {
		b.WriteString("\nmended, by rule:\n")
	}
	for _, m := range r.Mended {
		fmt.Fprintf(&b, "%8d  %-*s  %s\n", m.Count, width, m.Rule, m.Description)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// tally counts the use of rules, by name.
type tally map[string]int

func (t tally) add(rule string) { t[rule]++ }

func (t tally) list() []Mend {
	var out []Mend
	for _, rule := range slices.Sorted(maps.Keys(t)) {
		out = append(out, Mend{rule, rules[rule], t[rule]})
	}
	return out
}

// rules lists every rule with what it does.
var rules = map[string]string{
	"alias-left-out":      "an alias that cannot be one is left out",
	"character-left-out":  "invisible and control characters are removed from a text, lost ones become a question mark",
	"credit-left-out":     "a credit without a name is left out",
	"date-before-release": "a date before the publication is left out",
	"date-broken":         "a date that cannot be read is left out",
	"date-in-future":      "a date in the future is left out",
	"details-as-text":     "Markdown that content does not allow is shown as text",
	"ecosystem-unknown":   "a package in an ecosystem that OSV 1.7 does not list is a product without a package",
	"other-file":          "a file that is not .json is left out",
	"package-left-out":    "an affected package without a name is left out",
	"published-missing":   "a document without a date of publication is disclosed as of its modification",
	"purl-left-out":       "what is no package URL is left out",
	"range-git":           "ranges of commits are left out",
	"range-left-out":      "versions that are too long or too many are left out",
	"reference-left-out":  "a reference that is no web address is left out",
	"related-left-out":    "a related id that is not among the documents is left out",
	"severity-left-out":   "a severity that is no CVSS vector is left out",
	"text-too-long":       "a text beyond the limit of its field is cut, and says so",
	"title-missing":       "a document without a summary gets its id as title",
	"weakness-left-out":   "what is no CWE id is left out",
}
