package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// By default Go collects garbage whenever the heap has doubled: of a small site
// every few megabytes, which is a seventh of the CPU time of a build, and of a
// large one only at twice what it keeps. docs/performance.md has the figures.
const (
	// freeHeap is how large the heap may always grow.
	freeHeap = 80 << 20
	// leastGrowth is by how many percent it may grow, if more is kept.
	leastGrowth = 50
	// mostGrowth keeps to a few megabytes while next to nothing is kept.
	mostGrowth = 800
)

// tuneMemory sets after each collection when the next one comes. Whoever sets
// GOGC or GOMEMLIMIT decides instead.
func tuneMemory() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	set := 100
	afterCollections(func() {
		found := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"}}
		metrics.Read(found)
		for _, f := range found {
			if f.Value.Kind() != metrics.KindUint64 {
				return
			}
		}
		kept, roots := found[0].Value.Uint64(), found[1].Value.Uint64()+found[2].Value.Uint64()
		if growth := growthFor(kept, roots); growth != set {
			debug.SetGCPercent(growth)
			set = growth
		}
	})
}

// growthFor is by how many percent the heap may grow before the next collection,
// given the bytes that the last one kept. Go adds as many percent of the roots
// (stacks and globals) to that.
func growthFor(kept, roots uint64) int {
	if kept >= freeHeap {
		return leastGrowth
	}
	return min(max(leastGrowth, int(100*(freeHeap-kept)/max(kept+roots, 1<<20))), mostGrowth)
}

// afterCollections calls do after each collection: a finalizer runs when one
// has found its object to be garbage.
func afterCollections(do func()) {
	type garbage struct{ _ *byte } // with a pointer, so that it shares its memory with nothing
	var again func(*garbage)
	again = func(*garbage) {
		do()
		runtime.SetFinalizer(new(garbage), again)
	}
	again(nil)
}
