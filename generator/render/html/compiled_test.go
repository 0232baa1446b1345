package html_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/templates"
)

// TestCompiled: the compiled templates give what html/template gives, and all
// of ours are compiled.
func TestCompiled(t *testing.T) {
	sites := map[string]*disclosure.Site{"small": testsite.Site(t, small(t), asOf)}
	for seed := range uint64(6) {
		sites[fmt.Sprint("random ", seed)] = randomsite.Site(t, seed, 12)
		held := heldsite.New(seed)
		sites[fmt.Sprint("held ", seed)] = testsite.FromFS(t, held.Files, advisory.Stamp(held.Now))
	}
	for name, site := range sites {
		compiled, slow := pages(t, site, false)
		interpreted, _ := pages(t, site, true)
		if len(slow) > 0 {
			t.Errorf("%s: not compiled: %v", name, slow)
		}
		for _, f := range interpreted.Files() {
			if got, _ := compiled.Get(f.Path); !bytes.Equal(got.Data, f.Data) {
				t.Errorf("%s: %s is\n%s\nand html/template makes\n%s", name, f.Path, got.Data, f.Data)
			}
		}
	}
}

func pages(t *testing.T, site *disclosure.Site, interpreted bool) (files *artifact.Memory, slow map[string]string) {
	files = new(artifact.Memory)
	r, err := html.New(site, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	if interpreted {
		html.Interpreted(r)
	}
	for _, a := range testsite.Advisories(t, site) {
		if err := r.Advisory(a, files); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Lists(files); err != nil {
		t.Fatal(err)
	}
	return files, html.Slow(r)
}
