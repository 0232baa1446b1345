package generator_test

import (
	"sync/atomic"
	"testing"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/templates"
)

// counting is a sink that counts files.
type counting struct{ files atomic.Int64 }

func (c *counting) Put(artifact.File) error {
	c.files.Add(1)
	return nil
}

// BenchmarkRender loads and renders a site of 100 advisories on one core, in
// every format that the site has.
func BenchmarkRender(b *testing.B) {
	site := randomsite.Site(b, 1, 100)
	var sink counting
	b.ReportAllocs()
	for b.Loop() {
		if err := generator.Render(site, templates.FS, 1, &sink); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(sink.files.Load()), "µs/file")
}
