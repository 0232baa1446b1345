// Package generator wires the stages into a build: content is read and
// checked, the gate lets through what is disclosed, renderers make files of it,
// and publish makes the output folder equal to them.
package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/render/feed"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/render/index"
)

// Options say what is built and where to.
type Options struct {
	Content   fs.FS // the content repository
	Templates fs.FS // the page templates and their style sheet
	Out       string
	State     string    // "" is Out + ".advgen"
	Now       time.Time // the clock
	AsOf      time.Time // the gate's clock, not after Now
	Jobs      int       // 0 is one per core
	// Progress is told what goes on, in public figures only; may be nil.
	Progress func(Progress)
}

// Progress says how far a build is.
type Progress struct {
	Stage    string // "check", "render" or "publish"
	Done, Of int    // advisories rendered; zero in other stages
}

// Result counts what is public now.
type Result struct {
	Advisories, Records int
	publish.Result
}

// ErrFuture says that a build was asked for what is not disclosed yet.
var ErrFuture = errors.New("the instant to build for lies in the future")

// Build makes the output folder equal to what is disclosed at AsOf. If there is
// an error among the problems, nothing was written; warnings are left to check,
// because they may be about what is held. The returned error is one of
// publish's, or check.ErrChanged, or says that advgen itself is broken.
func Build(o Options) (Result, problem.List, error) {
	if o.AsOf.After(o.Now) {
		return Result{}, nil, ErrFuture
	}
	o.report(Progress{Stage: "check"})
	c, list, err := catalog.Open(o.Content, check.Options{Now: o.Now, AsOf: o.AsOf, Jobs: o.Jobs})
	if err != nil || list.Errors() > 0 {
		return Result{}, list.OnlyErrors(), err
	}
	site, err := disclosure.Gate(c, o.AsOf)
	if err != nil {
		return Result{}, nil, err
	}
	session, err := publish.Open(publish.Options{Out: o.Out, State: o.State, Keep: c.Publisher().Keep})
	if err != nil {
		return Result{}, nil, err
	}
	result, err := o.publish(site, session)
	return result, nil, errors.Join(err, session.Close())
}

func (o Options) publish(site *disclosure.Site, session *publish.Session) (Result, error) {
	if err := o.render(site, session); err != nil {
		return Result{}, err
	}
	session.Note(published(site))
	o.report(Progress{Stage: "publish"})
	written, err := session.Commit()
	if err != nil {
		return Result{}, err
	}
	return Result{len(site.Entries()), records(site), written}, nil
}

// Render makes every file of the site.
func Render(site *disclosure.Site, templates fs.FS, jobs int, sink artifact.Sink) error {
	return Options{Templates: templates, Jobs: jobs}.render(site, sink)
}

// render works advisory by advisory over all cores, so that only the whole of
// a few is in memory at once. The first error stops it.
func (o Options) render(site *disclosure.Site, sink artifact.Sink) error {
	pages, err := html.New(site, o.Templates)
	if err != nil {
		return err
	}
	entries := site.Entries()
	err = each(len(entries), o.Jobs, func(i, done int) error {
		a, err := site.Advisory(entries[i])
		if err != nil {
			return fmt.Errorf("%s: %w", entries[i].ID(), err)
		}
		if err := errors.Join(pages.Advisory(a, sink), index.Advisory(site, a, sink)); err != nil {
			return fmt.Errorf("%s: %w", entries[i].ID(), err)
		}
		o.report(Progress{"render", done, len(entries)})
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(pages.Lists(sink), feed.Render(site, sink), index.Lists(site, sink))
}

func (o Options) report(p Progress) {
	if o.Progress != nil {
		o.Progress(p)
	}
}

// published is what the manifest notes of the advisories of a site.
func published(site *disclosure.Site) []artifact.Advisory {
	var out []artifact.Advisory
	for _, e := range site.Entries() {
		out = append(out, artifact.Advisory{ID: e.ID(), Published: advisory.Stamp(e.Published()), Updated: advisory.Stamp(e.Updated())})
	}
	for _, r := range site.Recalls() {
		out = append(out, artifact.Advisory{ID: r.ID(), Recalled: true})
	}
	slices.SortFunc(out, func(a, b artifact.Advisory) int { return strings.Compare(a.ID, b.ID) })
	return out
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
