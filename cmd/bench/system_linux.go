package main

import (
	"os"
	"syscall"
)

// maxRSS is the peak memory of a process that has ended; see getrusage(2).
func maxRSS(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss << 10
}

// settle waits until what was written before is on disk.
func settle() { syscall.Sync() }
