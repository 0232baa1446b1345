package main

import (
	"math"
	"runtime"
	"testing"
)

func TestLimit(t *testing.T) {
	for _, tt := range []struct {
		kept uint64
		want int64
	}{
		{0, freeMemory}, {100 << 20, freeMemory}, {120 << 20, freeMemory}, {160 << 20, 368 << 20}, {300 << 20, ampleMemory}, {600 << 20, ampleMemory}, {1000 << 20, 1400 << 20}, {math.MaxUint64, math.MaxInt64},
	} {
		if got := limitFor(tt.kept); got != tt.want {
			t.Errorf("%d bytes kept: %d, want %d", tt.kept, got, tt.want)
		}
	}
}

func TestAfterCollections(t *testing.T) {
	called := make(chan bool, 1)
	afterCollections(func() {
		select {
		case called <- true:
		default: // it goes on for as long as the tests run
		}
	})
	for range 3 {
		<-called // the first time without a collection
		runtime.GC()
	}
}
