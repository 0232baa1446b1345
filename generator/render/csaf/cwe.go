package csaf

import (
	_ "embed"
	"strings"
	"sync"
)

// cweList has the number and the name of every weakness of the Common Weakness
// Enumeration (CWE) 4.17, one on a line, with a tab between. CWE is a list of
// The MITRE Corporation, https://cwe.mitre.org/, whose terms of use allow this.
// Categories and views are no weaknesses, so they are not in it.
//
//go:embed cwe.tsv
var cweList string

var cweNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for line := range strings.Lines(cweList) {
		if number, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			names["CWE-"+number] = name
		}
	}
	return names
})

// weakness is the entry of the list, which mandatory test 6.1.11 compares with;
// nil if the id is not in it.
func weakness(id string) *cweJSON {
	if name := cweNames()[id]; name != "" {
		return &cweJSON{id, name}
	}
	return nil
}
