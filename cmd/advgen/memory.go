package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// By default Go collects garbage whenever the heap has doubled: of a small site
// every few megabytes, which is a seventh of the CPU time of a build, and of a
// large one only at twice what it keeps. docs/performance.md has the figures.
//
// freeMemory is how many bytes the program may always take.
const freeMemory = 168 << 20

// tuneMemory collects garbage when the memory that the program has taken
// reaches a limit, and sets that anew after each collection. Whoever sets GOGC
// or GOMEMLIMIT decides instead.
func tuneMemory() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(freeMemory)
	afterCollections(func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() == metrics.KindUint64 {
			debug.SetMemoryLimit(limitFor(live[0].Value.Uint64()))
		}
	})
}

// ampleMemory is how many bytes the program takes rather than collect often, if
// it keeps a third of that.
const ampleMemory = 880 << 20

// limitFor is how many bytes the program may take until the next collection,
// given those that the last one kept. Up to 10,000 advisories that is
// freeMemory; for more, soon ampleMemory, because what is collected more often
// costs more; and beyond that no more than it must be. Fragments and the
// collector's tables have to fit in too.
func limitFor(kept uint64) int64 {
	if kept > math.MaxInt64/8 {
		return math.MaxInt64
	}
	const small = 120 << 20
	k := int64(kept)
	return max(freeMemory, min(freeMemory+5*(k-small), ampleMemory), k+k/5*2)
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
