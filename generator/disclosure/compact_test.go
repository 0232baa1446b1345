package disclosure_test

import (
	"reflect"
	"testing"
	"unsafe"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

// Compact changes where texts lie and nothing that anybody reads.
func TestCompact(t *testing.T) {
	moved := 0
	for seed := range uint64(12) {
		r := heldsite.New(seed)
		c, list, err := catalog.Open(r.Files, check.Options{Now: r.Now, AsOf: r.AsOf})
		if err != nil || list.Errors() > 0 {
			t.Fatal(err, list)
		}
		site, err := disclosure.Gate(c, r.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		want, err := disclosure.Gate(c, r.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		site.Compact()
		for i, e := range site.Entries() {
			w := want.Entries()[i]
			for _, pair := range [][2]any{
				{e.ID(), w.ID()}, {e.Slug(), w.Slug()}, {e.Title(), w.Title()}, {e.Summary(), w.Summary()},
				{e.Aliases(), w.Aliases()}, {e.CVEs(), w.CVEs()}, {e.CWEs(), w.CWEs()}, {len(e.Statuses()), len(w.Statuses())},
			} {
				if !reflect.DeepEqual(pair[0], pair[1]) {
					t.Fatalf("seed %d: %v, want %v", seed, pair[0], pair[1])
				}
			}
			for k, s := range e.Statuses() {
				if !reflect.DeepEqual(s.ByCVE(), w.Statuses()[k].ByCVE()) {
					t.Fatalf("seed %d: %v, want %v", seed, s.ByCVE(), w.Statuses()[k].ByCVE())
				}
			}
			if unsafe.StringData(e.ID()) != unsafe.StringData(w.ID()) {
				moved++
			}
		}
		for i, p := range site.Products() {
			w := want.Products()[i]
			if p.Path() != w.Path() || !reflect.DeepEqual(p.Name(), w.Name()) || len(p.Entries()) != len(w.Entries()) {
				t.Fatalf("seed %d: product %s, want %s", seed, p.Path(), w.Path())
			}
			for k, e := range p.Entries() {
				if !reflect.DeepEqual(e.Versions(), w.Entries()[k].Versions()) {
					t.Fatalf("seed %d: %v, want %v", seed, e.Versions(), w.Entries()[k].Versions())
				}
			}
		}
		for i, s := range site.CVEs() {
			if s.ID() != want.CVEs()[i].ID() || s.Path() != want.CVEs()[i].Path() {
				t.Fatalf("seed %d: %s", seed, s.ID())
			}
		}
	}
	if moved == 0 {
		t.Error("nothing lies elsewhere")
	}
}
