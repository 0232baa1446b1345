package csaf

import "github.com/advgen/advgen/generator/weakness"

// weaknessOf is the entry of MITRE's list, which mandatory test 6.1.11 compares
// with; nil if the id is not in it.
func weaknessOf(id string) *cweJSON {
	if name := weakness.Name(id); name != "" {
		return &cweJSON{id, name}
	}
	return nil
}
