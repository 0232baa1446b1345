// Package check reads a content repository and says everything that is wrong
// with it: JSON Schema first, then the rules that a schema cannot say. What it
// hands on are typed documents.
package check

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"runtime"
	"slices"
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
	// Remembered is what an earlier run knew; nil if nothing is to be remembered.
	// Warnings about folders that are remembered are left out.
	Remembered *Remembered
	// Known is asked, once every byte was read, whether content with this digest
	// need not be judged again; nil if it must be. It needs Remembered.
	Known func(sum [sha256.Size]byte) bool
	// Progress is called from several goroutines after each folder; may be nil.
	Progress func(done, of int)
}

// Repository is a content repository as it was read: the publisher, the
// register, and the facts of every advisory folder. It is confidential.
type Repository struct {
	Publisher  *Publisher
	Vendors    map[string]*Vendor
	Advisories []*Facts // in the order of their folders
	// Sum is a digest of every byte of the content, made with the key of what is
	// remembered. It is found only if something is.
	Sum [sha256.Size]byte
	// Known says that Options.Known was true of Sum. Then nothing was judged, and
	// there are no facts.
	Known bool

	fsys       fs.FS
	schemas    *schemas
	remembered *Remembered // nil if nothing is
	suggest    []string    // the vendors that are public, once that is known
}

// ErrChanged says that content changed between being checked and being used.
var ErrChanged = errors.New("the content changed while it was being read")

// ours are the schemas of the house, which do not change: compiling them takes
// longer than checking a small repository.
var ours = sync.OnceValues(func() (*schemas, error) { return compileSchemas(schema.FS, markup.New()) })

// Run reads and checks the repository at the root of fsys. The list holds every
// problem there is; with an error in it, the repository must not be published.
// The returned error means that advgen itself is broken.
func Run(fsys fs.FS, o Options) (*Repository, problem.List, error) {
	s, err := ours()
	if err != nil {
		return nil, nil, fmt.Errorf("schemas: %w", err)
	}
	repo := &Repository{fsys: fsys, schemas: s, remembered: o.Remembered, Vendors: map[string]*Vendor{}}
	in := &register{fsys: fsys}
	publisher, list := readPublisher(in, s)
	repo.Publisher = publisher
	if len(publisher.Languages) == 0 {
		return repo, list.Sorted(), nil // without it nothing can be understood
	}
	files, problems := findLayout(fsys, o.Jobs)
	list.Add(problems...)
	list.Add(repo.readVendors(in, files.vendors, o.Jobs)...)
	lists, known := repo.folders(in, files.folders, o, list.Errors() == 0)
	if known {
		return repo, nil, nil
	}
	repo.suggestVendors(lists, o)
	for _, l := range lists {
		list.Add(l...)
	}
	list.Add(repo.rules(o)...)
	atStart(fsys, list)
	return repo, list.Sorted(), nil
}

// folders finds the facts of all folders, and what is wrong with each alone. If
// the content is known, it finds nothing.
func (r *Repository) folders(in *register, all []folder, o Options, sound bool) (lists []problem.List, known bool) {
	facts := make([]*Facts, len(all))
	lists = make([]problem.List, len(all))
	put := func(i int, c content) { facts[i], lists[i] = r.folder(all[i], c, o) }
	if o.Known == nil || o.Remembered == nil {
		parallel(len(all), o.Jobs, func(i int) { put(i, readContent(r.fsys, all[i], r.remembered)) }, o.Progress)
	} else {
		seen := make([]bool, len(all)) // and not judged yet
		parallel(len(all), o.Jobs, func(i int) {
			c := readContent(r.fsys, all[i], r.remembered)
			if seen[i] = o.Remembered.has(all[i].dir, c.sum); seen[i] {
				facts[i] = &Facts{Folder: &Folder{Digest: c.sum}, Dir: all[i].dir}
			} else {
				put(i, c)
			}
		}, o.Progress)
		r.Sum = sumOf(o.Remembered.key, in, facts)
		if r.Known = sound && o.Known(r.Sum); r.Known {
			return nil, true
		}
		parallel(len(all), o.Jobs, func(i int) {
			if seen[i] {
				put(i, content{sum: facts[i].Digest})
			}
		}, nil)
	}
	if o.Remembered != nil {
		r.Sum = sumOf(o.Remembered.key, in, facts)
	}
	r.Advisories = facts
	return lists, false
}

// folder finds the facts of a folder, and what is wrong with it alone. Without
// the files in c, it reads them again if it must.
func (r *Repository) folder(f folder, c content, o Options) (*Facts, problem.List) {
	facts := o.Remembered.find(f.dir, c.sum, r.Vendors, o.AsOf)
	var list problem.List
	if facts == nil {
		if c.files == nil {
			c = readContent(r.fsys, f, r.remembered)
		}
		var a *Advisory
		a, list = r.schemas.readFolder(c, r, f, r.remembered.isFine(c.sum))
		facts = r.schemas.facts(a, r.Publisher.Languages)
		facts.Digest = c.sum
		facts.broken = list.Errors() > 0
		list.Add(datesRules(a, o.Now)...)
		r.remembered.remember(facts, a, o.AsOf)
	}
	facts.Digest, facts.folder = c.sum, f.dir
	return facts, list
}

// atStart puts a problem with a whole file at its first character, so that
// every problem with a file that exists has a place to go to.
func atStart(fsys fs.FS, list problem.List) {
	for i, p := range list {
		if p.Line > 0 {
			continue
		}
		if info, err := fs.Stat(fsys, p.Path); err == nil && info.Mode().IsRegular() {
			list[i].Line, list[i].Col = 1, 1
		}
	}
}

// suggestVendors reads the folders with an unknown vendor again, once it is
// known which vendors are public: only such a one may be offered in its stead.
func (r *Repository) suggestVendors(lists []problem.List, o Options) {
	public := map[string]bool{}
	for _, f := range r.Advisories {
		if f.Main == nil || f.Recalled || !f.Main.DiscloseAt.Reached(o.AsOf) {
			continue
		}
		current := f.Main
		if f.Next != nil && f.Next.DiscloseAt.Reached(o.AsOf) {
			current = f.Next
		}
		for _, id := range current.Notified {
			if r.Vendors[id] != nil {
				public[id] = true
			}
		}
	}
	r.suggest = slices.Sorted(maps.Keys(public))
	for i, f := range r.Advisories {
		if slices.ContainsFunc(lists[i], func(p problem.Problem) bool { return p.Rule == "unknown-vendor" }) {
			in := listFolder(r.fsys, f.folder)
			a, problems := r.schemas.readFolder(readContent(r.fsys, in, nil), r, in, false)
			lists[i] = append(problems, datesRules(a, o.Now)...)
		}
	}
}

// Loader reads folders again that were checked. It does not hold on to the
// facts of the repository, which are most of what a check keeps in memory.
type Loader struct{ bare *Repository }

// Loader makes a loader of the repository's folders.
func (r *Repository) Loader() *Loader {
	bare := &Repository{Publisher: r.Publisher, Vendors: r.Vendors, fsys: r.fsys, schemas: r.schemas}
	if r.remembered != nil {
		bare.remembered = NewRemembered(r.remembered.key)
	}
	return &Loader{bare}
}

// Load reads an advisory folder again, whole. It fails with ErrChanged if a
// byte of it is not what was checked.
func (l *Loader) Load(f *Folder) (*Advisory, error) {
	r := l.bare
	in := listFolder(r.fsys, f.folder)
	c := readContent(r.fsys, in, r.remembered)
	a, list := r.schemas.readFolder(c, r, in, !f.broken)
	if c.sum != f.Digest || list.Errors() > 0 {
		return nil, ErrChanged
	}
	return a, nil
}

// Markup is the renderer that the texts were checked with.
func (l *Loader) Markup() *markup.Renderer { return l.bare.schemas.text }

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
