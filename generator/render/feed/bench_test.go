package feed

import (
	"testing"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// nowhere is a sink that keeps nothing.
type nowhere struct{}

func (nowhere) Put(artifact.File) error { return nil }

func BenchmarkRender(b *testing.B) {
	site := randomsite.Site(b, 1, 300)
	b.ReportAllocs()
	for b.Loop() {
		if err := Render(site, nowhere{}); err != nil {
			b.Fatal(err)
		}
	}
}
