package randomsite

import "testing"

// TestSound keeps the contents free of problems, so that a test which uses
// them fails for reasons of its own only.
func TestSound(t *testing.T) {
	entries := 0
	for seed := range uint64(20) {
		entries += len(Site(t, seed, int(seed)).Entries())
	}
	if entries < 100 {
		t.Errorf("only %d advisories are disclosed", entries)
	}
}
