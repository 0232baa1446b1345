// Package check reads a content repository and says everything that is wrong
// with it: JSON Schema first, then the rules that a schema cannot say. What it
// hands on are typed documents.
package check

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"sync"
	"time"

	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/schema"
)

// Options say how a repository is read.
type Options struct {
	// Now is the clock, for dates that lie in the future.
	Now time.Time
	// AsOf is the gate's clock: references have to hold from then on.
	AsOf time.Time
	// Jobs is how many folders are read at once; 0 is one per core.
	Jobs int
	// Progress is called from several goroutines after each folder; may be nil.
	Progress func(done, of int)
}

// Repository is a content repository as it was read: the publisher, the
// register, and the facts of every advisory folder. It is confidential.
type Repository struct {
	Publisher  *Publisher
	Vendors    map[string]*Vendor
	Advisories []*Facts // in the order of their folders

	fsys    fs.FS
	schemas *schemas
}

// ErrChanged says that content changed between being checked and being used.
var ErrChanged = errors.New("the content changed while it was being read")

// Run reads and checks the repository at the root of fsys. The list holds every
// problem there is; with an error in it, the repository must not be published.
// The returned error means that advgen itself is broken.
func Run(fsys fs.FS, o Options) (*Repository, problem.List, error) {
	s, err := compileSchemas(schema.FS, markup.New())
	if err != nil {
		return nil, nil, fmt.Errorf("schemas: %w", err)
	}
	repo := &Repository{fsys: fsys, schemas: s, Vendors: map[string]*Vendor{}}
	publisher, list := readPublisher(fsys, s)
	repo.Publisher = publisher
	if len(publisher.Languages) == 0 {
		return repo, list.Sorted(), nil // without it nothing can be understood
	}
	files, problems := findLayout(fsys)
	list.Add(problems...)
	for _, name := range files.vendors {
		v, problems := readVendor(fsys, s, publisher, name)
		repo.Vendors[v.ID] = v
		list.Add(problems...)
	}
	facts := make([]*Facts, len(files.folders))
	lists := make([]problem.List, len(files.folders))
	parallel(len(files.folders), o.Jobs, func(i int) {
		a, digest, problems := s.readFolder(fsys, repo, files.folders[i])
		facts[i], lists[i] = s.facts(a), problems
		facts[i].Digest, facts[i].folder = digest, files.folders[i]
		facts[i].broken = problems.Errors() > 0
		lists[i].Add(datesRules(a, o.Now)...)
	}, o.Progress)
	repo.Advisories = facts
	for _, l := range lists {
		list.Add(l...)
	}
	list.Add(repo.rules(o)...)
	return repo, list.Sorted(), nil
}

// Load reads an advisory folder again, whole. It fails with ErrChanged if a
// byte of it is not what was checked.
func (r *Repository) Load(f *Facts) (*Advisory, error) {
	a, digest, list := r.schemas.readFolder(r.fsys, r, f.folder)
	if digest != f.Digest || list.Errors() > 0 {
		return nil, ErrChanged
	}
	return a, nil
}

// Markup is the renderer that the texts were checked with.
func (r *Repository) Markup() *markup.Renderer { return r.schemas.text }

// parallel runs do for 0 … n−1 on several goroutines.
func parallel(n, jobs int, do func(i int), progress func(done, of int)) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		next int
		done int
	)
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1
	}
	for range min(jobs, n) {
		wg.Go(func() {
			for i := take(); i < n; i = take() {
				do(i)
				if progress != nil {
					mu.Lock()
					done++
					progress(done, n)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}
