package wait

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// world is a clock and a content with instants of disclosure.
type world struct {
	now      time.Time
	steps    map[time.Duration]time.Duration // after so much sleep, the clock is set by so much
	slept    time.Duration
	end      time.Duration            // stop after so much sleep
	events   map[time.Duration]func() // after so much sleep
	stop     context.CancelFunc
	instants []time.Time
	version  int // of the content
	seen     int // by the last build
	public   int // what the output shows
	buildErr func() error
	pubErr   func() error

	builds    []time.Time // asOf of each
	published []time.Time // when each publish happened, by the wall clock
	shown     []int       // what each publish showed
	failures  int
}

func (w *world) loop(poll time.Duration) *Loop {
	return &Loop{
		Now: func() time.Time { return w.now },
		Sleep: func(_ context.Context, d time.Duration) {
			before := w.slept
			w.slept += d
			w.now = w.now.Add(d)
			for at, by := range w.steps {
				if before < at && at <= w.slept {
					w.now = w.now.Add(by)
				}
			}
			for at, happen := range w.events {
				if before < at && at <= w.slept {
					happen()
				}
			}
			if w.slept >= w.end {
				w.stop()
			}
		},
		Build: func(asOf time.Time) (bool, time.Time, error) {
			w.seen = w.version
			if w.buildErr != nil {
				if err := w.buildErr(); err != nil {
					return false, time.Time{}, err
				}
			}
			w.builds = append(w.builds, asOf)
			count, next := 0, time.Time{}
			for _, t := range w.instants {
				if !t.After(asOf) {
					count++
				} else if next.IsZero() || t.Before(next) {
					next = t
				}
			}
			changed := count != w.public
			w.public = count
			return changed, next, nil
		},
		Changed: func() bool { return w.seen != w.version },
		Publish: func() error {
			if w.pubErr != nil {
				if err := w.pubErr(); err != nil {
					return err
				}
			}
			w.published = append(w.published, w.now)
			w.shown = append(w.shown, w.public)
			return nil
		},
		Failed: func(error) { w.failures++ },
		Poll:   poll,
	}
}

func (w *world) run(poll time.Duration) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	w.stop = stop
	w.loop(poll).Run(ctx)
}

var noon = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

func TestPublishesAtTheInstant(t *testing.T) {
	w := &world{now: noon.Add(-time.Hour), end: 2 * time.Hour, instants: []time.Time{noon, noon.Add(time.Minute)}}
	w.run(30 * time.Second)
	if len(w.published) != 2 || w.published[0].Sub(noon) > tick || w.published[1].Sub(noon.Add(time.Minute)) > tick {
		t.Errorf("published at %v", w.published)
	}
	if w.published[0].Before(noon) || slices.ContainsFunc(w.shown, func(n int) bool { return n == 0 }) {
		t.Errorf("published early, or nothing: %v %v", w.published, w.shown)
	}
}

func TestContentThatChangesIsReadAgain(t *testing.T) {
	earlier := noon.Add(-50 * time.Minute)
	w := &world{now: noon.Add(-time.Hour), end: 30 * time.Minute, instants: []time.Time{noon}}
	w.events = map[time.Duration]func(){time.Minute: func() { // the date is moved to an earlier one
		w.instants = []time.Time{earlier}
		w.version++
	}}
	w.run(30 * time.Second)
	if len(w.published) != 1 || w.published[0].Sub(earlier) > tick {
		t.Errorf("published at %v", w.published)
	}
}

// A build that changes nothing must not make the loop forget that an earlier
// one was never handed on.
func TestWhatWasNotPublishedIsNotForgotten(t *testing.T) {
	w := &world{now: noon, end: 10 * time.Minute, instants: []time.Time{noon}}
	w.events = map[time.Duration]func(){time.Minute: func() { w.version++ }}
	w.pubErr = func() error {
		if w.slept < 2*time.Minute {
			return errors.New("the host is away")
		}
		return nil
	}
	w.run(10 * time.Second)
	if len(w.builds) != 2 || len(w.published) != 1 {
		t.Errorf("%d builds, published at %v", len(w.builds), w.published)
	}
}

func TestClockSteps(t *testing.T) {
	for name, c := range map[string]struct {
		steps map[time.Duration]time.Duration
		late  time.Duration
	}{
		"forward past the instant": {map[time.Duration]time.Duration{10*time.Minute + time.Second: 3 * time.Hour}, 2*time.Hour + 10*time.Minute + time.Second + tick},
		"forward before it":        {map[time.Duration]time.Duration{10*time.Minute + time.Second: 20 * time.Minute}, tick},
		"back before it":           {map[time.Duration]time.Duration{10*time.Minute + time.Second: -20 * time.Minute}, tick},
		"back after it":            {map[time.Duration]time.Duration{61 * time.Minute: -20 * time.Minute}, tick},
	} {
		w := &world{now: noon.Add(-time.Hour), end: 5 * time.Hour, steps: c.steps, instants: []time.Time{noon}}
		w.run(30 * time.Second)
		if len(w.published) != 1 || w.published[0].Before(noon) || w.published[0].Sub(noon) > c.late {
			t.Errorf("%s: published at %v", name, w.published)
		}
		if !slices.IsSortedFunc(w.builds, time.Time.Compare) {
			t.Errorf("%s: an older build followed a newer one: %v", name, w.builds)
		}
	}
}

func TestFailuresAreTriedAgain(t *testing.T) {
	w := &world{now: noon.Add(-time.Minute), end: 10 * time.Minute, instants: []time.Time{noon}}
	builds, publishes := 0, 0
	w.buildErr = func() error {
		if builds++; builds%3 == 1 {
			return errors.New("the disk is full")
		}
		return nil
	}
	w.pubErr = func() error {
		if publishes++; publishes < 4 {
			return errors.New("the host is away")
		}
		return nil
	}
	w.run(10 * time.Second)
	if len(w.published) != 1 || w.shown[0] != 1 || w.failures < 4 {
		t.Errorf("published %v, shown %v, %d failures", w.published, w.shown, w.failures)
	}
	if w.published[0].Sub(noon) > time.Minute {
		t.Errorf("published at %v", w.published)
	}
}

// TestRandomWorlds: whatever the clock and the host do, nothing is published
// before its instant, nothing is taken back, and in the end all is published.
func TestRandomWorlds(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 3))
		w := &world{now: noon, end: 6 * time.Hour, steps: map[time.Duration]time.Duration{}}
		for range 1 + rng.IntN(6) {
			w.instants = append(w.instants, noon.Add(time.Duration(rng.Int64N(int64(2*time.Hour)))))
		}
		for range rng.IntN(4) {
			w.steps[time.Duration(rng.Int64N(int64(2*time.Hour)))] = time.Duration(rng.Int64N(int64(time.Hour)) - int64(30*time.Minute))
		}
		flaky := func() error {
			if rng.IntN(3) == 0 {
				return errors.New("away")
			}
			return nil
		}
		w.buildErr, w.pubErr = flaky, flaky
		w.run(20 * time.Second)
		if n := len(w.shown); n == 0 || w.shown[n-1] != len(w.instants) {
			t.Fatalf("seed %d: published %v of %d", seed, w.shown, len(w.instants))
		}
		if !slices.IsSorted(w.shown) || !slices.IsSortedFunc(w.builds, time.Time.Compare) {
			t.Fatalf("seed %d: something was taken back: %v", seed, w.shown)
		}
	}
}

func TestStopsBetweenPublishes(t *testing.T) {
	w := &world{now: noon, end: time.Hour, instants: []time.Time{noon}}
	w.pubErr = func() error { w.stop(); return nil } // the signal comes while publishing
	w.run(time.Second)
	if len(w.published) != 1 || len(w.builds) != 1 {
		t.Errorf("%d builds, %d publishes", len(w.builds), len(w.published))
	}
}

func TestAStopDuringABuildPublishesNothing(t *testing.T) {
	w := &world{now: noon, end: time.Hour, instants: []time.Time{noon}}
	w.buildErr = func() error { w.stop(); return nil }
	w.run(time.Second)
	if len(w.published) != 0 || len(w.builds) != 1 {
		t.Errorf("%d builds, %d publishes", len(w.builds), len(w.published))
	}
}

func TestAFailingBuildIsNotTriedInAHurry(t *testing.T) {
	w := &world{now: noon.Add(-time.Second), end: time.Minute, instants: []time.Time{noon}}
	tries := 0
	w.buildErr = func() error {
		if tries++; tries > 1 {
			return errors.New("a problem in the content")
		}
		return nil
	}
	w.run(10 * time.Second)
	if tries < 3 || tries > 8 {
		t.Errorf("%d tries in a minute", tries)
	}
}

func TestAClockSetBackDoesNotStopTheLooking(t *testing.T) {
	w := &world{now: noon, end: 10 * time.Minute, instants: []time.Time{noon.Add(time.Hour)},
		steps: map[time.Duration]time.Duration{time.Minute: -time.Second, 2 * time.Minute: -time.Hour}}
	tried := 0
	w.buildErr = func() error { tried++; return errors.New("a problem in the content") }
	w.run(10 * time.Second)
	if tried < 50 {
		t.Errorf("%d tries in ten minutes", tried)
	}
}
