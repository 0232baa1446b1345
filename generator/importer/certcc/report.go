package certcc

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Report says what an import read, wrote and mended. It holds figures only, and
// nothing of a note.
type Report struct {
	Notes     int // in the archive
	Published int // advisories with disclose_at
	Held      int // advisories without one
	Vendors   int // entries of the register

	SourceRecords  Split // vendor records in the archive
	RecordsWritten Split // vendor records in the repository
	RecordsMerged  Split // source records that were joined into another one

	Mended []Mend // what was not taken over as it stands, by rule
}

// Split is a figure of published and of held notes.
type Split struct{ Published, Held int }

// Mend is how often a rule was used.
type Mend struct {
	Rule        string // its stable name, such as "date-no-zone"
	Description string // what it does, as a clause
	Count       int
}

func (r *Report) count(published bool, source, written int) {
	if published {
		r.Published++
		r.SourceRecords.Published += source
		r.RecordsWritten.Published += written
		r.RecordsMerged.Published += source - written
		return
	}
	r.Held++
	r.SourceRecords.Held += source
	r.RecordsWritten.Held += written
	r.RecordsMerged.Held += source - written
}

// Print writes the report for people.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-21s%10s%10s%10s\n", "", "published", "held", "together")
	for _, row := range []struct {
		name  string
		split Split
	}{
		{"advisories", Split{r.Published, r.Held}},
		{"records in archive", r.SourceRecords},
		{"records written", r.RecordsWritten},
		{"records merged", r.RecordsMerged},
	} {
		fmt.Fprintf(&b, "%-21s%10s%10s%10s\n", row.name, thousands(row.split.Published), thousands(row.split.Held),
			thousands(row.split.Published+row.split.Held))
	}
	fmt.Fprintf(&b, "%-21s%30s\n", "vendors", thousands(r.Vendors))
	width := 0
	for _, m := range r.Mended {
		width = max(width, len(m.Rule))
	}
	if len(r.Mended) > 0 {
		b.WriteString("\nmended, by rule:\n")
	}
	for _, m := range r.Mended {
		fmt.Fprintf(&b, "%8s  %-*s  %s\n", thousands(m.Count), width, m.Rule, m.Description)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// thousands writes a figure in groups of three: 13,083.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
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

// rules lists every rule with what it does; docs/import.md tells the reasons.
var rules = map[string]string{
	"alias-case":                "a CVE id was not in its usual form and is written so",
	"alias-left-out":            "what stands among the CVE ids and is none is left out",
	"alias-run-together":        "CVE ids without a separator between them are taken apart",
	"alias-was-candidate":       "a CAN- id is written as CVE-",
	"broken-character":          "a character that was lost before (U+FFFD) is shown as a question mark",
	"cvss-incomplete":           "a CVSS vector with metrics that are not set is left out",
	"cvss-invalid":              "what is no CVSS 2.0 base vector is left out",
	"date-broken":               "a date that cannot be read is left out",
	"date-impossible":           "a date before 1988 or in the future is left out",
	"date-no-zone":              "a time without a zone is read in " + zoneName,
	"field-type":                "a field that holds neither text nor numbers is left out",
	"invisible-character":       "control, zero-width and direction characters are removed from a text",
	"line-break":                "line breaks other than a line feed become one",
	"link-placeholder":          "a word for \"none\" in place of a link is left out",
	"no-break-space":            "no-break and other wide spaces become spaces",
	"not-utf8":                  "bytes that are not UTF-8 are shown as question marks",
	"note-id":                   "a note without a valid id gets it from its folder",
	"other-file":                "a file that is neither a note nor a vendor record is left out",
	"publication-broken":        "a publication date that cannot be read is left out, and the advisory is held",
	"publication-impossible":    "a publication date before 1988 or in the future is left out, and the advisory is held",
	"publication-no-zone":       "a publication date without a zone is read in " + zoneName,
	"record-merged":             "records of one vendor in one note are joined into one",
	"record-of-other-note":      "a record that names another note stays with the note of its folder",
	"reference-encoded":         "characters that an address may not hold are percent-encoded",
	"reference-prefix":          "\"URL:\" before an address or brackets around it are removed",
	"reference-split":           "several addresses in one entry are taken apart",
	"reference-text":            "a reference that is no web address stands as text in References or in the addendum",
	"reference-twice":           "an address that is there already is left out",
	"started-after-publication": "a creation date later than the publication is left out",
	"status-contradiction":      "records of one vendor contradict each other, and the worse status counts",
	"status-unknown-word":       "a status that the archive does not define counts as unknown",
	"symbol-bullet":             "the bullet of a symbol font becomes a usual one",
	"text-too-long":             "a text beyond the limit of its field is cut, and says so",
	"title-entities":            "a title with HTML character references is decoded once",
	"title-missing":             "a note without a title gets its id as title",
	"updated-before-release":    "an update on a day before the publication is left out",
	"vendor-id-numbered":        "a vendor whose name makes the same id as another one gets a number",
	"vendor-name-spaces":        "white space in and around a vendor name is folded",
	"vendor-unnamed":            "records without a vendor name share the vendor \"Unnamed vendor\"",
}
