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

// ampleMemory is how many bytes the program takes rather than collect often.
const ampleMemory = 880 << 20

// limitFor is how many bytes the program may take until the next collection,
// given those that the last one kept: where much is kept, nearly twice that, but
// no more than ampleMemory unless it must. Fragments and the collector's tables
// have to fit in too: at 1.4 times what is kept, collecting takes half of a long
// build, and only the gate of a very large site gets near that.
func limitFor(kept uint64) int64 {
	if kept > math.MaxInt64/2 {
		return math.MaxInt64
	}
	k := int64(kept)
	return max(freeMemory, min(2*k-64<<20, ampleMemory), k+k/4)
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
