package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/templates"
)

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
