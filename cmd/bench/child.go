package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// sample is what one run of a program cost.
type sample struct {
	Wall float64 `json:"wall_s"`
	CPU  float64 `json:"cpu_s"`         // user and system, of all threads
	RSS  int64   `json:"max_rss_bytes"` // at its peak; 0 if the system does not tell

	output string
}

// start runs a program to its end. The peak memory that the system reports for
// a child is at least that of its parent when it was started, so this process
// stays small.
func start(ctx context.Context, name string, args ...string) (sample, error) {
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if err != nil {
		return sample{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, errs.String())
	}
	state := cmd.ProcessState
	return sample{
		Wall: wall.Seconds(), CPU: (state.UserTime() + state.SystemTime()).Seconds(),
		RSS: maxRSS(state), output: out.String(),
	}, nil
}
