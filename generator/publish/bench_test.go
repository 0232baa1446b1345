package publish

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
)

// advisories is the size of the site that the benchmarks publish: 13 files for
// each, in 12 folders.
const advisories = 2000

// benchFiles gives the files of one advisory, in two languages.
func benchFiles(i int, page, record []byte, put func(artifact.File) error) error {
	dir := fmt.Sprintf("vu/EX%08d/", 10000000+i)
	files := []artifact.File{{Path: dir + "index.html", Data: page}, {Path: dir + "index.json", Data: page}, {Path: "en/" + dir + "index.html", Data: page}}
	for v := range 5 {
		p := fmt.Sprintf("%svendors/vendor-%d/index.html", dir, (i*7+v*13)%500)
		files = append(files, artifact.File{Path: p, Data: record}, artifact.File{Path: "en/" + p, Data: record})
	}
	for _, f := range files {
		f.Class = artifact.Record
		if err := put(f); err != nil {
			return err
		}
	}
	return nil
}

func benchText() (page, record []byte) {
	page = make([]byte, 9000)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range page {
		page[i] = byte(' ' + rng.IntN(90))
	}
	return page, page[:4000]
}

// spread runs do for 0 … n−1 on all cores.
func spread(b *testing.B, n int, do func(i int) error) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkPublish is a whole build into a new folder.
func BenchmarkPublish(b *testing.B) {
	page, record := benchText()
	top := b.TempDir()
	for i := 0; b.Loop(); i++ {
		s, err := Open(Options{Out: filepath.Join(top, fmt.Sprint(i))})
		if err != nil {
			b.Fatal(err)
		}
		spread(b, advisories, func(i int) error { return benchFiles(i, page, record, s.Put) })
		r, err := s.Commit()
		if err == nil {
			err = s.Close()
		}
		if err != nil || r.Written != 13*advisories {
			b.Fatal(r, err)
		}
	}
}

// BenchmarkUnchanged is a build that finds every file as it is.
func BenchmarkUnchanged(b *testing.B) {
	page, record := benchText()
	o := Options{Out: filepath.Join(b.TempDir(), "public")}
	for first := true; first || b.Loop(); first = false {
		s, err := Open(o)
		if err != nil {
			b.Fatal(err)
		}
		spread(b, advisories, func(i int) error { return benchFiles(i, page, record, s.Put) })
		if _, err = s.Commit(); err == nil {
			err = s.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareWriter writes the same files without any of the guarantees.
func BenchmarkBareWriter(b *testing.B) {
	page, record := benchText()
	top := b.TempDir()
	for i := 0; b.Loop(); i++ {
		out := filepath.Join(top, fmt.Sprint(i))
		spread(b, advisories, func(i int) error {
			return benchFiles(i, page, record, func(f artifact.File) error {
				name := filepath.Join(out, filepath.FromSlash(f.Path))
				if err := os.MkdirAll(path.Dir(name), 0o755); err != nil {
					return err
				}
				return os.WriteFile(name, f.Data, 0o644)
			})
		})
	}
}
