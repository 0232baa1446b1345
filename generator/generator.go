// Package generator wires the stages into a build: content is read and
// checked, the gate lets through what is disclosed, renderers make files of it,
// and publish makes the output folder equal to them.
package generator

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/continuity"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/signing"
	"github.com/advgen/advgen/generator/theme"
)

// Options say what is built and where to.
type Options struct {
	Content   fs.FS  // the content repository
	Folder    string // where Content is, so that nothing is published there; "" if nowhere
	Templates fs.FS  // the built-in page templates, style sheets and scripts
	Out       string
	State     string    // "" is Out + ".advgen"
	Now       time.Time // the clock
	AsOf      time.Time // the gate's clock, not after Now
	Jobs      int       // 0 is one per core
	// Program names the very program that runs, so that what another one left in
	// the cache counts as nothing; "" is to keep no cache.
	Program string
	// Fresh passes over the cache, and compares every file of the output.
	Fresh bool
	// Against is what is live, for the brake on mass changes; nil if that is
	// not known. The last build of Out is always compared with.
	Against   *continuity.State
	Overrides continuity.Overrides
	// Context, if not nil, ends a build that has not begun to publish. What has
	// begun is finished, which takes a moment.
	Context context.Context
	// Key signs what is made for programs; nil if there is none.
	Key *signing.Key
	// Progress is told what goes on, in public figures only; may be nil.
	Progress func(Progress)
	// Fault is for tests: see publish.Options.
	Fault func(op, path string) error
}

// Progress says how far a build is.
type Progress struct {
	Stage    string // "check", "render" or "publish"
	Done, Of int    // advisories rendered; zero in other stages
}

// Result counts what is public now.
type Result struct {
	Advisories, Records int
	First               bool     // there was no last state to compare with
	Notes               []string // what the publisher should know of the formats that are switched on
	publish.Result
}

// ErrFuture says that a build was asked for what is not disclosed yet.
var ErrFuture = errors.New("the instant to build for lies in the future")

// ErrInterrupted says that the context of a build ended.
var ErrInterrupted = errors.New("the build was interrupted, and nothing was published; run it again")

// Build makes the output folder equal to what is disclosed at AsOf. If there is
// an error among the problems, nothing was written; warnings are left to check,
// because they may be about what is held. The returned error is a
// *RefusedError, one of publish's, ErrInterrupted or check.ErrChanged, or says
// that advgen itself is broken.
func Build(o Options) (Result, problem.List, error) {
	if o.AsOf.After(o.Now) {
		return Result{}, nil, ErrFuture
	}
	o.report(Progress{Stage: "check"})
	m, err := o.recall()
	if err != nil {
		return Result{}, nil, err
	}
	look, problems := theme.Open(o.Content, o.Templates)
	checks := check.Options{Now: o.Now, AsOf: o.AsOf, Jobs: o.Jobs, Remembered: m.remembers()}
	if m != nil && problems.Errors() == 0 {
		if m.program, err = o.programOf(look); err != nil {
			return Result{}, nil, err
		}
		checks.Known = m.knows(o)
	}
	c, list, err := catalog.Open(o.Content, checks)
	if err == nil && c.Known() {
		if result, ok, err := o.leave(m); ok || err != nil {
			return result, nil, err
		}
		checks.Known = nil // something of the output is missing
		c, list, err = catalog.Open(o.Content, checks)
	}
	list = append(list, problems...).Sorted()
	if err != nil || list.Errors() > 0 {
		return Result{}, list.OnlyErrors(), err
	}
	o.Templates = look
	site, err := disclosure.Gate(c, o.AsOf)
	if err != nil {
		return Result{}, nil, err
	}
	session, err := o.open(c.Publisher().Keep)
	if err != nil {
		return Result{}, nil, err
	}
	note, err := o.compare(c, site, session.Previous())
	if err != nil {
		return Result{}, nil, errors.Join(err, session.Close())
	}
	session.Note(note)
	before, _ := session.Built()
	m.saveFacts(c, o.AsOf)
	c = nil // from here on the site is all there is, and the memory of the rest is free
	site.Compact()
	result, err := o.publish(site, session, m)
	if failed := failures(look, err); len(failed) > 0 {
		return Result{}, failed, session.Close()
	}
	if err == nil && m != nil {
		m.saveUnits(before)
		m.saveWhole(result)
	}
	return result, nil, errors.Join(err, session.Close())
}

func (o Options) open(keep []string) (*publish.Session, error) {
	return publish.Open(publish.Options{Out: o.Out, State: o.State, Keep: keep, Reads: o.reads(), Fault: o.Fault})
}

// reads lists the folders that no output may be in.
func (o Options) reads() []string {
	if o.Folder == "" {
		return nil
	}
	return []string{filepath.Join(o.Folder, check.AdvisoriesDir), filepath.Join(o.Folder, check.VendorsDir), filepath.Join(o.Folder, check.PagesDir), filepath.Join(o.Folder, theme.Dir)}
}

func (o Options) publish(site *disclosure.Site, session *publish.Session, m *memory) (Result, error) {
	if m != nil {
		if err := m.look(o, site, session); err != nil {
			return Result{}, err
		}
	}
	formats, notes, err := o.formats(site)
	if err != nil {
		return Result{}, err
	}
	result := Result{Advisories: len(site.Entries()), Records: records(site), Notes: notes}
	if err := o.render(site, formats, session, m); err != nil {
		return Result{}, err
	}
	if err := o.interrupted(); err != nil {
		return Result{}, err
	}
	m.rendered() // and with that, the memory of the site is free
	result.First = o.Against == nil && len(session.Previous().Files) == 0
	o.report(Progress{Stage: "publish"})
	if result.Result, err = session.Commit(); err != nil {
		return Result{}, err
	}
	return result, nil
}

// Render makes every file of the site.
func Render(site *disclosure.Site, templates fs.FS, jobs int, sink artifact.Sink) error {
	o := Options{Templates: templates, Jobs: jobs}
	formats, _, err := o.formats(site)
	if err != nil {
		return err
	}
	return o.render(site, formats, sink, nil)
}

// render works advisory by advisory over all cores, so that only the whole of
// a few is in memory at once. The first error stops it.
func (o Options) render(site *disclosure.Site, formats []format, sink artifact.Sink, m *memory) error {
	// If nothing is to be rendered, nothing is prepared for it.
	writers := sync.OnceValues(func() (*Writers, error) { return newWriters(site, o.Templates, formats, o.Jobs) })
	entries := site.Entries()
	err := each(len(entries), o.Jobs, func(i, done int) error {
		if err := o.interrupted(); err != nil {
			return err
		}
		e := entries[i]
		err := m.unit(sink, func() (string, disclosure.Key) { return advisoryUnit(e), m.keys.Advisory(e) },
			func(sink artifact.Sink) error {
				w, err := writers()
				if err != nil {
					return err
				}
				return w.Advisory(e, sink)
			})
		if err != nil {
			return err
		}
		o.report(Progress{"render", done, len(entries)})
		return nil
	})
	if err != nil {
		return err
	}
	return m.lists(sink, func(sink artifact.Sink) error {
		w, err := writers()
		if err != nil {
			return err
		}
		return w.Lists(sink)
	})
}

func (o Options) interrupted() error {
	if o.Context != nil && o.Context.Err() != nil {
		return ErrInterrupted
	}
	return nil
}

func (o Options) report(p Progress) {
	if o.Progress != nil {
		o.Progress(p)
	}
}

// records counts the vendor records that are disclosed.
func records(site *disclosure.Site) int {
	n := 0
	for _, e := range site.Entries() {
		for _, s := range e.Statuses() {
			if !s.Updated().IsZero() {
				n++
			}
		}
	}
	return n
}

// each runs do for 0 … n−1 on several goroutines until one fails; done counts
// those that were begun.
func each(n, jobs int, do func(i, done int) error) error {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var (
		wg    sync.WaitGroup
		next  atomic.Int64
		once  sync.Once
		first error
	)
	for range min(jobs, n) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(i, i+1); err != nil {
					once.Do(func() { first = err })
					next.Store(int64(n))
				}
			}
		})
	}
	wg.Wait()
	return first
}
