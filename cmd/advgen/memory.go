package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// By default Go collects garbage whenever the heap has doubled: of a small site
// every few megabytes, which takes a fifth of the time of a build, and of a
// large one only at twice what it keeps. docs/performance.md has the figures.
const (
	// freeHeap is how large the heap may always grow.
	freeHeap = 128 << 20
	// leastGrowth is by how many percent it may grow, if more is kept.
	leastGrowth = 50
)

// tuneMemory sets after each collection when the next one comes. Whoever sets
// GOGC or GOMEMLIMIT decides instead.
func tuneMemory() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	set := 100
	afterCollections(func() {
		kept := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(kept)
		if kept[0].Value.Kind() != metrics.KindUint64 {
			return
		}
		if growth := growthFor(kept[0].Value.Uint64()); growth != set {
			debug.SetGCPercent(growth)
			set = growth
		}
	})
}

// growthFor is by how many percent the heap may grow before the next collection,
// given the bytes that the last one kept.
func growthFor(kept uint64) int {
	return max(leastGrowth, int(100*freeHeap/max(kept, 1<<20))-100)
}

// afterCollections calls do after each collection: a finalizer runs when one
// has found its object to be garbage.
func afterCollections(do func()) {
	type garbage struct{ self *garbage }
	var again func(*garbage)
	again = func(*garbage) {
		do()
		runtime.SetFinalizer(new(garbage), again)
	}
	again(nil)
}
