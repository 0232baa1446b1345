package csaf

import (
	"fmt"
	"io"
	"strings"
)

// descriptions say what each rule does, as a clause.
var descriptions = map[string]string{
	"alias-left-out":      "an alias that content cannot hold is left out",
	"cvss-invalid":        "a CVSS vector that is none is left out",
	"date-broken":         "a date that cannot be read, or an entry of the history without one, is left out; an advisory without a date is held",
	"draft":               "a document that is neither final nor interim gives an advisory that is held",
	"invisible-character": "characters that cannot be seen are removed",
	"not-tlp-white":       "a document that is not labeled TLP:WHITE gives an advisory that is held",
	"product-unknown":     "a status of a product that is not in the product tree is left out",
	"reference-text":      "a reference that content cannot link to stands as text in References",
	"text-left-out":       "a text for which a section has no room is left out",
	"text-too-long":       "a text beyond the limit of its field is cut",
	"vendor-line":         "a line of the vendor table that has another form is left out",
}

// Print writes the report for people.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	for _, row := range []struct {
		name  string
		count int
	}{
		{"CSAF documents", r.Documents}, {"other JSON files", r.Other}, {"advisories, public", r.Published}, {"advisories, held", r.Held},
		{"vendors", r.Vendors}, {"vendor records", r.Records},
	} {
		fmt.Fprintf(&b, "%-20s%8d\n", row.name, row.count)
	}
	if len(r.Mended) > 0 {
		b.WriteString("\nnot taken over as it stands:\n")
	}
	for _, rule := range sorted(r.Mended) {
		fmt.Fprintf(&b, "%8d  %s: %s\n", r.Mended[rule], rule, descriptions[rule])
	}
	_, err := io.WriteString(w, b.String())
	return err
}
