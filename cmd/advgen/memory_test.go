package main

import (
	"runtime"
	"testing"
)

func TestGrowth(t *testing.T) {
	for kept, want := range map[uint64]int{
		0: 12700, 1 << 20: 12700, 32 << 20: 300, 64 << 20: 100, 100 << 20: leastGrowth, 2 << 30: leastGrowth,
	} {
		if got := growthFor(kept); got != want {
			t.Errorf("%d bytes kept: %d percent, want %d", kept, got, want)
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
