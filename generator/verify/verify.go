// Package verify re-reads a published tree and says what is wrong with it: what
// a visitor, a feed reader or a scanner would stumble over, and what is not as
// the manifest of the last build says.
//
// It looks at the files alone and knows nothing of how they were made, so that
// it also finds the faults of the programs that made or copied them. What is
// still under embargo it cannot know; that is what the gate is for.
package verify

import (
	"fmt"
	"io/fs"
	"runtime"
	"sync"

	"github.com/advgen/advgen/generator/problem"
)

// Stats tells how much was looked at.
type Stats struct {
	Files      int // files that are not the host's
	Pages      int // HTML pages
	Links      int // references to places of the site itself, checked
	Feeds      int // Atom documents
	Advisories int // advisories that the index lists
}

// Tree checks the published tree in fsys, whose root is the root of the site.
//
// manifest is the manifest of the build that made the tree, as JSON; if it is
// nil, missing, changed and stray files are not looked for. keep lists the
// patterns of the files that belong to the host, as in publisher.yaml: these
// are not read, and a link to one of them is taken to be good.
//
// The problems are sorted. A file that cannot be read is a problem like any
// other, and no tree, whatever is in it, makes Tree fail in another way. Memory
// is proportional to the number of files, not to their size.
func Tree(fsys fs.FS, manifest []byte, keep []string) (problem.List, Stats) {
	t := &tree{
		fsys: fsys, keep: keep, files: map[string]*file{},
		site: site{advisories: map[string]*advisoryItem{}}, series: map[string]bool{},
	}
	t.problems.Add(keepers(keep).check()...)
	t.readManifest(manifest)
	t.walk()
	t.readIndex()
	t.findLayout()
	t.readAll()
	t.checkAnchors()
	t.checkUnlisted()
	t.checkAdvisories()
	t.checkFeeds()
	t.checkCSAF()
	t.checkSearch()
	return t.problems.Sorted(), t.stats
}

// tree is what is known of the published tree.
type tree struct {
	fsys  fs.FS
	keep  keepers
	files map[string]*file // by path; without those of the host
	site                   // what index.json says

	listed    bool            // there is a readable manifest
	series    map[string]bool // folders of series
	languages []string        // roots of languages: "", "en/"

	// Filled while all files are read, in no particular order.
	found

	unlisted []string // files of advisories that the index does not have
	problems problem.List
	stats    Stats
}

// file is what the manifest says of a file and whether it exists.
type file struct {
	exists bool
	listed bool
	notice bool // of class notice: it stands in place of a recalled advisory
	size   int64
	sum    [32]byte
}

// found is what reading the files gives for the checks that need several of
// them. Every worker fills its own.
type found struct {
	anchors   []anchor
	feeds     []*feedDocument
	documents []*document
	mapped    []string // addresses of advisories in site maps, below the root
	parts     []string // site map files that a site map lists
	moved     []string // pages that lead on at once to another page
}

func (f *found) join(other found) {
	f.anchors = append(f.anchors, other.anchors...)
	f.feeds = append(f.feeds, other.feeds...)
	f.documents = append(f.documents, other.documents...)
	f.mapped = append(f.mapped, other.mapped...)
	f.parts = append(f.parts, other.parts...)
	f.moved = append(f.moved, other.moved...)
}

// fault adds a problem of a file.
func (t *tree) fault(rule, path, hint, format string, args ...any) {
	t.problems.Add(fault(rule, path, hint, format, args...))
}

func fault(rule, path, hint, format string, args ...any) problem.Problem {
	return problem.Problem{Rule: rule, Path: path, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Hints that many rules share.
const (
	rebuild   = "build and publish again; nothing but the build may write here"
	reportBug = "the files disagree with each other: build again, and report it if it stays"
)

// has says whether the file exists; files of the host count.
func (t *tree) has(path string) bool {
	f := t.files[path]
	return f != nil && f.exists || t.keep.match(path)
}

// readAll reads every file, on all cores.
func (t *tree) readAll() {
	paths := make(chan string)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			r := reader{tree: t}
			for path := range paths {
				r.read(path)
			}
			mu.Lock()
			defer mu.Unlock()
			t.found.join(r.found)
			t.problems.Add(r.problems...)
			t.stats.Pages += r.pages
			t.stats.Links += r.links
		})
	}
	for path, f := range t.files {
		if f.exists {
			t.stats.Files++
			paths <- path
		}
	}
	close(paths)
	workers.Wait()
	t.stats.Feeds = len(t.feeds)
}
