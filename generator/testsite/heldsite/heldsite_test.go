package heldsite

import (
	"bytes"
	"testing"
)

// TestVariety keeps the repositories rich in everything that can be held, so
// that the properties tried on them are tried on that.
func TestVariety(t *testing.T) {
	var files, fields, recalled, canaries, ids int
	for seed := range uint64(200) {
		r := New(seed)
		files += len(r.Held)
		recalled += len(r.Recalled)
		canaries += len(r.Canaries)
		if r.HeldID != "" {
			ids++
		}
		for name, f := range r.Open {
			if !bytes.Equal(f.Data, r.Files[name].Data) {
				fields++
			}
		}
	}
	if files < 2000 || fields < 2000 || recalled < 50 || canaries < 20000 || ids < 150 {
		t.Errorf("%d files, fields in %d files, %d recalled, %d canaries, %d with a held id", files, fields, recalled, canaries, ids)
	}
}
