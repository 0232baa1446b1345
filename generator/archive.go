package generator

import (
	"bufio"
	"io"
	"sync"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/theme"
)

// BuildArchive writes what is disclosed at AsOf as a tar archive: to Out, whole
// or not at all, or to stream if Out is "-". There is no last build to compare
// with, only Against. The same content and AsOf give the same bytes. Errors are
// those of Build.
func BuildArchive(o Options, stream io.Writer) (Result, problem.List, error) {
	if o.AsOf.After(o.Now) {
		return Result{}, nil, ErrFuture
	}
	o.report(Progress{Stage: "check"})
	c, list, err := catalog.Open(o.Content, check.Options{Now: o.Now, AsOf: o.AsOf, Jobs: o.Jobs})
	look, problems := theme.Open(o.Content, o.Templates)
	list = append(list, problems...).Sorted()
	if err != nil || list.Errors() > 0 {
		return Result{}, list.OnlyErrors(), err
	}
	o.Templates = look
	site, err := disclosure.Gate(c, o.AsOf)
	if err != nil {
		return Result{}, nil, err
	}
	if _, err := o.compare(c, site, artifact.NewManifest(nil)); err != nil {
		return Result{}, nil, err
	}
	formats, notes, err := o.formats(site)
	if err != nil {
		return Result{}, nil, err
	}
	files := 0
	write := func(w io.Writer) (err error) {
		out := bufio.NewWriterSize(w, 1<<20)
		if files, err = o.archive(site, formats, publish.NewArchive(out)); err != nil {
			return err
		}
		return out.Flush()
	}
	if o.Out == "-" {
		err = write(stream)
	} else {
		err = publish.ReplaceFile(o.Out, o.reads(), write)
	}
	if failed := failures(look, err); len(failed) > 0 {
		return Result{}, failed, nil
	}
	if err != nil {
		return Result{}, nil, err
	}
	return Result{len(site.Entries()), records(site), o.Against == nil, notes, publish.Result{Written: files}}, nil, nil
}

// archive adds the files of one advisory after the other, in the order of the
// site, then all others; within each by path. Advisories are rendered on all
// cores and wait for their turn.
func (o Options) archive(site *disclosure.Site, formats []format, to *publish.Archive) (files int, err error) {
	w, err := newWriters(site, o.Templates, formats, o.Jobs)
	if err != nil {
		return 0, err
	}
	var (
		mu      sync.Mutex
		turn    = sync.NewCond(&mu)
		next    int
		failed  bool
		newest  time.Time
		entries = site.Entries()
	)
	err = each(len(entries), o.Jobs, func(i, done int) error {
		var pages artifact.Memory
		err := o.interrupted()
		if err == nil {
			err = w.Advisory(entries[i], &pages)
		}
		mu.Lock()
		defer mu.Unlock()
		for next != i && !failed {
			turn.Wait()
		}
		if err == nil && !failed {
			err = to.Add(pages.Files(), entries[i].Updated())
		}
		next, failed = i+1, failed || err != nil
		turn.Broadcast()
		o.report(Progress{"render", done, len(entries)})
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if e.Updated().After(newest) {
			newest = e.Updated()
		}
	}
	if newest.IsZero() {
		newest = time.Unix(0, 0)
	}
	var lists artifact.Memory
	if err := w.Lists(&lists); err != nil {
		return 0, err
	}
	if err := o.interrupted(); err != nil {
		return 0, err
	}
	o.report(Progress{Stage: "publish"})
	if err := to.Add(lists.Files(), newest); err != nil {
		return 0, err
	}
	return to.Close()
}
