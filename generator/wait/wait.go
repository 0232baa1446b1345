// Package wait builds and publishes at each instant at which something is
// disclosed: the heart of a process that runs for months. It knows neither files
// nor the real clock.
package wait

import (
	"context"
	"time"
)

// Loop is one such process. All functions are called from one goroutine.
type Loop struct {
	// Now reads the wall clock, which may be set forward or back at any time.
	Now func() time.Time
	// Sleep waits for at most d; it returns early, without an error of its own,
	// when ctx ends.
	Sleep func(ctx context.Context, d time.Duration)
	// Build makes the output equal to what is disclosed at asOf. It says whether
	// the output changed, and what is the next instant at which something will
	// be disclosed, or the zero time if none is agreed.
	Build func(asOf time.Time) (changed bool, next time.Time, err error)
	// Changed says whether the content looks different from what it was when
	// Build was called last. A hint: Build reads every byte.
	Changed func() bool
	// Publish hands the output on. It is called after a build that changed the
	// output, and again until it succeeds.
	Publish func() error
	// Failed is told of an error of Build or Publish, which is tried again.
	Failed func(error)

	// Poll is how often the content is looked at, and how soon something that
	// failed is tried again.
	Poll time.Duration
}

// tick bounds each sleep before an instant, so that a clock that is set is
// noticed, and is how late a build can begin.
const tick = 250 * time.Millisecond

// Run goes on until ctx ends, which it notices between builds and publishes,
// never in one. It begins with a build.
//
// A clock that is set back never takes back what was published: until it has
// caught up, nothing is built.
func (l *Loop) Run(ctx context.Context) {
	var (
		last    time.Time // asOf of the newest build that succeeded
		next    time.Time // when something will be disclosed
		looked  time.Time // when the content was last looked at, or tried
		failed  = true    // the last build failed, or there was none
		pending bool      // the output waits to be published
	)
	for first := true; ctx.Err() == nil; first = false {
		now := l.Now().Round(0) // the wall clock, without the monotonic one
		// A look is due after Poll, and at once if the clock jumped.
		look := first || now.Sub(looked) >= l.Poll || now.Before(looked)
		due := !next.IsZero() && !now.Before(next)
		if look {
			looked = now
		}
		if !now.Before(last) && (due && !failed || look && (failed || l.Changed())) {
			looked = now
			changed, following, err := l.Build(now)
			failed = err != nil
			if failed {
				l.Failed(err)
			} else {
				last, next = now, following
				pending = pending || changed
			}
			look = true
		}
		if pending && look && ctx.Err() == nil {
			if err := l.Publish(); err != nil {
				l.Failed(err)
			} else {
				pending = false
			}
			continue // the clock went on
		}
		l.Sleep(ctx, l.pause(l.Now().Round(0), next, looked, failed))
	}
}

// pause is how long to sleep: until the next instant or the next look,
// whichever comes first, and never long enough to miss that the clock was set.
func (l *Loop) pause(now, next, looked time.Time, failed bool) time.Duration {
	d := l.Poll - now.Sub(looked)
	if !next.IsZero() && !failed {
		d = min(d, next.Sub(now))
	}
	return max(min(d, tick), time.Millisecond)
}
