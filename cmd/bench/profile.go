package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/templates"
)

// profile builds once in this process and leaves profiles of it for pprof:
// PREFIX.cpu and PREFIX.heap, the latter with all allocations. A second build
// into the same folder finds what the first one left in the cache, whatever was
// compiled in between: a change to what is rendered wants a new folder.
func profile(content, out, prefix string, stdout io.Writer) (err error) {
	runtime.MemProfileRate = 64 << 10
	opened, err := source.OpenFolder(content)
	if err != nil {
		return err
	}
	cpu, err := os.Create(prefix + ".cpu")
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, cpu.Close()) }()
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return err
	}
	began := time.Now()
	result, list, err := generator.Build(generator.Options{
		Content: opened, Folder: content, Templates: templates.FS, Out: out, Now: began, AsOf: began, Program: "bench profile",
	})
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	if list.Errors() > 0 {
		return fmt.Errorf("the content has errors: %s", list[0].Message)
	}
	fmt.Fprintf(stdout, "%d advisories, %d files written, %d unchanged in %s; profiles in %s.cpu and %s.heap\n",
		result.Advisories, result.Written, result.Unchanged, time.Since(began).Round(time.Millisecond), filepath.Clean(prefix), filepath.Clean(prefix))
	heap, err := os.Create(prefix + ".heap")
	if err != nil {
		return err
	}
	return cmp.Or(pprof.Lookup("allocs").WriteTo(heap, 0), heap.Close())
}
