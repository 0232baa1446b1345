package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sync/atomic"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/templates"
)

type discard struct{ n, b atomic.Int64 }

func (d *discard) Put(f artifact.File) error { d.n.Add(1); d.b.Add(int64(len(f.Data))); return nil }

func main() {
	content := flag.String("content", "", "")
	out := flag.String("out", "", "")
	prof := flag.String("cpu", "", "")
	mem := flag.String("mem", "", "")
	gc := flag.Int("gc", 100, "")
	flag.Parse()
	debug.SetGCPercent(*gc)
	if *prof != "" {
		f, _ := os.Create(*prof)
		pprof.StartCPUProfile(f)
		defer pprof.StopCPUProfile()
	}
	now := time.Now()
	var stage string
	if *out == "" {
		c, list, err := catalog.Open(os.DirFS(*content), check.Options{Now: now, AsOf: now})
		if err != nil || list.Errors() > 0 {
			panic(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Fprintf(os.Stderr, "%6.2fs render heap %d MB total %d MB\n", time.Since(now).Seconds(), m.HeapAlloc>>20, m.TotalAlloc>>20)
		site, err := disclosure.Gate(c, now)
		if err != nil {
			panic(err)
		}
		var d discard
		if err := generator.Render(site, templates.FS, 0, &d); err != nil {
			panic(err)
		}
		runtime.ReadMemStats(&m)
		fmt.Fprintf(os.Stderr, "%6.2fs done heap %d MB total %d MB, %d files\n", time.Since(now).Seconds(), m.HeapAlloc>>20, m.TotalAlloc>>20, d.n.Load())
		if *mem != "" {
			f, _ := os.Create(*mem)
			pprof.Lookup("allocs").WriteTo(f, 0)
		}
		return
	}
	r, list, err := generator.Build(generator.Options{Content: os.DirFS(*content), Folder: *content, Templates: templates.FS, Out: *out, Now: now, AsOf: now,
		Progress: func(p generator.Progress) {
			if p.Stage != stage {
				stage = p.Stage
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				fmt.Fprintf(os.Stderr, "%6.2fs %s heap %d MB\n", time.Since(now).Seconds(), stage, m.HeapAlloc>>20)
			}
		}})
	if err != nil || len(list) > 0 {
		fmt.Println(err, len(list))
		for _, p := range list[:min(len(list), 5)] {
			fmt.Println(p)
		}
		os.Exit(1)
	}
	fmt.Fprintf(os.Stderr, "%6.2fs %+v\n", time.Since(now).Seconds(), r.Result)
	if *mem != "" {
		f, _ := os.Create(*mem)
		pprof.Lookup("allocs").WriteTo(f, 0)
	}
}
