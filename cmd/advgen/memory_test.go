package main

import (
	"runtime"
	"testing"
)

func TestGrowth(t *testing.T) {
	for _, tt := range []struct {
		kept, roots uint64
		want        int
	}{
		{0, 0, mostGrowth}, {1 << 20, 3 << 20, mostGrowth}, {20 << 20, 0, 300}, {36 << 20, 4 << 20, 110}, {100 << 20, 0, leastGrowth}, {2 << 30, 1, leastGrowth},
	} {
		if got := growthFor(tt.kept, tt.roots); got != tt.want {
			t.Errorf("%d bytes kept, %d of roots: %d percent, want %d", tt.kept, tt.roots, got, tt.want)
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
