// Package weakness has the names of the weaknesses of the Common Weakness
// Enumeration.
package weakness

import (
	_ "embed"
	"strings"
	"sync"
)

// list has the number and the name of every weakness of the Common Weakness
// Enumeration (CWE) 4.17, one on a line, with a tab between. CWE is a list of
// The MITRE Corporation, https://cwe.mitre.org/, whose terms of use allow this.
// Categories and views are no weaknesses, so they are not in it.
//
//go:embed cwe.tsv
var list string

var names = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for line := range strings.Lines(list) {
		if number, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			names["CWE-"+number] = name
		}
	}
	return names
})

// Name is MITRE's name of a weakness, in English; empty if the id is not in the
// list.
func Name(id string) string { return names()[id] }

// Address is where MITRE describes a weakness.
func Address(id string) string {
	return "https://cwe.mitre.org/data/definitions/" + strings.TrimPrefix(id, "CWE-") + ".html"
}
