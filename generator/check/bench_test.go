package check_test

import (
	"testing"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// BenchmarkRun checks a repository of 100 advisories on one core.
func BenchmarkRun(b *testing.B) {
	files := randomsite.Content(1, 100)
	b.ReportAllocs()
	for b.Loop() {
		if _, list, err := check.Run(files, check.Options{Now: now, AsOf: now, Jobs: 1}); err != nil || list.Errors() > 0 {
			b.Fatal(err, list)
		}
	}
}

// BenchmarkLoad reads the same advisories again, as a build does.
func BenchmarkLoad(b *testing.B) {
	repo, _ := run(b, randomsite.Content(1, 100))
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range repo.Advisories {
			if _, err := repo.Loader().Load(f.Folder); err != nil {
				b.Fatal(err)
			}
		}
	}
}
