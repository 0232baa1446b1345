package generator

import (
	"path/filepath"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/continuity"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
)

// RefusedError says that a build would take back what was published, or change
// too much of it at once. Nothing was written.
type RefusedError struct{ Problems problem.List }

func (e *RefusedError) Error() string {
	return "what was published stays: the build would take some of it back, or change too much at once"
}

// Standing is what is public at asOf by the content, and which of its
// advisories are held then. A recalled advisory counts as recalled even if its
// date was moved too: a recall is never in the way.
func Standing(c *catalog.Catalog, site *disclosure.Site, asOf time.Time) (next continuity.State, held func(id string) bool) {
	waiting := map[string]bool{}
	var recalled []string
	for _, a := range c.Advisories() {
		switch {
		case a.Recalled:
			recalled = append(recalled, a.ID)
		case a.Current(asOf) < 0:
			waiting[a.ID] = true
		}
	}
	return continuity.Of(site).WithRecalls(recalled...), func(id string) bool { return waiting[id] }
}

// compare holds a site against the last build of the output and against what is
// live. It gives what the manifest is to note: what the site shows, and recalls
// of what was public. A recall of what never was is not noted, since it is held.
func (o Options) compare(c *catalog.Catalog, site *disclosure.Site, previous artifact.Manifest) ([]artifact.Advisory, error) {
	next, held := Standing(c, site, o.AsOf)
	last := continuity.State{Name: filepath.ToSlash(filepath.Clean(o.Out)), Advisories: previous.Advisories}
	list := continuity.Compare(last, next, held, o.Overrides)
	if o.Against != nil {
		said := map[string]bool{}
		for _, p := range list {
			said[p.Message] = true
		}
		for _, p := range continuity.Compare(*o.Against, next, held, o.Overrides) {
			if !said[p.Message] {
				list.Add(p)
			}
		}
		list.Add(continuity.Brake(*o.Against, next, o.Overrides)...)
	}
	if len(list) > 0 {
		return nil, &RefusedError{list.Sorted()}
	}
	var recalled []string
	for _, a := range previous.Advisories {
		if next.Recalls(a.ID) {
			recalled = append(recalled, a.ID)
		}
	}
	return continuity.Of(site).WithRecalls(recalled...).Advisories, nil
}
