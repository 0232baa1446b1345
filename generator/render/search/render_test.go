package search

import (
	"fmt"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
)

// files renders the search of a corpus.
func files(t testing.TB, advisories int) map[string][]byte {
	t.Helper()
	var sink artifact.Memory
	w := newWriter(advisory.Languages(), &sink)
	c := newCorpus(advisories)
	for i := range advisories {
		if err := w.put(c.subject(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.finish(); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range sink.Files() {
		out[f.Path] = f.Data
	}
	return out
}

// nowhere counts what it is given.
type nowhere struct{ files, bytes int }

func (n *nowhere) Put(f artifact.File) error {
	n.files++
	n.bytes += len(f.Data)
	return nil
}

func BenchmarkRender(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := newCorpus(n)
			all := make([]subject, n)
			for i := range all {
				all[i] = c.subject(i)
			}
			b.ReportAllocs()
			for b.Loop() {
				var sink nowhere
				w := newWriter(advisory.Languages(), &sink)
				for _, s := range all {
					if err := w.put(s); err != nil {
						b.Fatal(err)
					}
				}
				if err := w.finish(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(sink.files), "files")
				b.ReportMetric(float64(sink.bytes), "written-B")
			}
		})
	}
}
