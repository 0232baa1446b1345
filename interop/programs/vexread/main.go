// Command vexread reads OpenVEX documents with github.com/openvex/go-vex,
// validates every statement, and asks each document what it says of every
// product that it names. It prints how many statements of which status it found,
// as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/openvex/go-vex/pkg/vex"
)

func main() {
	statuses := map[vex.Status]int{}
	for _, name := range os.Args[1:] {
		if err := read(name, statuses); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(1)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(statuses); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(name string, statuses map[vex.Status]int) error {
	doc, err := vex.Load(name)
	if err != nil {
		return err
	}
	if doc.ID == "" || doc.Version < 1 || doc.Timestamp == nil || len(doc.Statements) == 0 {
		return fmt.Errorf("the document has no id, version, timestamp or statement")
	}
	for i := range doc.Statements {
		s := doc.Statements[i]
		if err := s.Validate(); err != nil {
			return fmt.Errorf("statement %d: %w", i, err)
		}
		statuses[s.Status]++
		for _, p := range s.Products {
			if doc.EffectiveStatement(p.ID, string(s.Vulnerability.Name)) == nil {
				return fmt.Errorf("statement %d is not found by its product %s", i, p.ID)
			}
			if purl := p.Identifiers[vex.PURL]; purl != "" && doc.EffectiveStatement(purl, string(s.Vulnerability.Name)) == nil {
				return fmt.Errorf("statement %d is not found by the package URL", i)
			}
		}
	}
	return nil
}
