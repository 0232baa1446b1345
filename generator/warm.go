package generator

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/cache"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/signing"
	"github.com/advgen/advgen/generator/theme"
)

// The files of the cache.
const (
	factsFile = "facts"
	unitsFile = "units"
)

// memory is what a build knows of the one before it, and leaves to the next.
// docs/adr/0006 says what is in it and why.
type memory struct {
	store      *cache.Store
	facts      [sha256.Size]byte // what the facts depend on beside their folders
	remembered *check.Remembered
	program    [sha256.Size]byte // what all rendering depends on beside the site
	known      *whole            // the build before, all in all; nil if it does not count
	this       whole             // this build
	session    *publish.Session
	keys       *disclosure.Keys
	units      map[string]cache.Unit // of the build before

	mu     sync.Mutex
	made   []madeUnit
	missed bool // a unit was rendered
}

// madeUnit is a unit of this build: left as it was, or with new files.
type madeUnit struct {
	name string
	key  disclosure.Key
	old  []uint32 // places in the manifest before
	made []uint32 // numbers of what was put
}

// recall opens the memory of the output; nil if there is to be none.
func (o Options) recall() (*memory, error) {
	if o.Program == "" {
		return nil, nil
	}
	state, err := publish.StateFolder(o.Out, o.State)
	if err != nil {
		return nil, nil // publish.Open will say it
	}
	store, err := cache.Open(state)
	if err != nil {
		return nil, err
	}
	publisher, _ := fs.ReadFile(o.Content, check.PublisherFile) // an error is one of the content
	m := &memory{
		store: store, remembered: check.NewRemembered(store.Key()),
		facts: sha256.Sum256([]byte(o.Program + "\x00" + string(publisher))),
	}
	if text, ok := store.Load(factsFile, m.facts); ok && !o.Fresh {
		m.remembered.Read(text)
	}
	return m, nil
}

// keyName tells signing keys apart.
func keyName(k *signing.Key) string {
	if k == nil {
		return ""
	}
	return string(k.Public())
}

// programOf is a digest of the program, the signing key and the templates, some
// of which may be the publisher's own.
func (o Options) programOf(own *theme.Theme) (sum [sha256.Size]byte, err error) {
	digest := sha256.New()
	fmt.Fprintf(digest, "%s\x00%s\x00", o.Program, keyName(o.Key))
	for _, name := range append(theme.Names(o.Templates), own.Own()...) {
		data, err := fs.ReadFile(own, name)
		if err != nil {
			return sum, err
		}
		fmt.Fprintf(digest, "%s\x00%d\x00%s", name, len(data), data)
	}
	digest.Sum(sum[:0])
	return sum, nil
}

// remembers is what check is to be given.
func (m *memory) remembers() *check.Remembered {
	if m == nil {
		return nil
	}
	return m.remembered
}

// look prepares rendering: it sees after the files of the build before.
func (m *memory) look(o Options, site *disclosure.Site, session *publish.Session) error {
	m.session, m.keys = session, site.Keys()
	built, ok := session.Built()
	if !ok || o.Fresh {
		return nil
	}
	if err := session.Look(o.Jobs); err != nil {
		return err
	}
	if text, ok := m.store.Load(unitsFile, m.unitInputs(built)); ok {
		m.units, _ = cache.ParseUnits(text)
	}
	if site.Publisher().Writes("osv") && !m.allAsBefore(site) {
		m.units = nil // the packages are gathered from all advisories
	}
	return nil
}

func (m *memory) unitInputs(manifest [sha256.Size]byte) [sha256.Size]byte {
	return sha256.Sum256(append(m.program[:], manifest[:]...))
}

// listsUnit is all lists together, with the files of those that are no part; the
// names of parts begin with listsPart.
const (
	listsUnit = "lists"
	listsPart = "list "
)

func advisoryUnit(e *disclosure.Entry) string { return "advisory " + e.ID() }

// allAsBefore says that nothing is to be rendered.
func (m *memory) allAsBefore(site *disclosure.Site) bool {
	if m.units[listsUnit].Key != m.keys.Lists() || slices.ContainsFunc(site.Entries(), func(e *disclosure.Entry) bool {
		return m.units[advisoryUnit(e)].Key != m.keys.Advisory(e)
	}) {
		return false
	}
	for _, u := range m.units {
		if !m.session.Has(u.Files) {
			return false
		}
	}
	return true
}

// unit renders something unless it is as it was in the build before. Without a
// memory it renders.
func (m *memory) unit(sink artifact.Sink, named func() (string, disclosure.Key), render func(artifact.Sink) error) error {
	if m == nil {
		return render(sink)
	}
	name, key := named()
	made := madeUnit{name: name, key: key}
	if u, ok := m.units[name]; ok && u.Key == key && m.session.Leave(u.Files) {
		made.old = u.Files
		m.add(made, false)
		return nil
	}
	r := recorder{sink: sink, session: m.session}
	if err := render(&r); err != nil {
		return err
	}
	made.made = r.numbers
	m.add(made, true)
	return nil
}

// lists renders the lists, part by part where their renderers say what each is
// made of.
func (m *memory) lists(sink artifact.Sink, render func(artifact.Sink) error) error {
	if m == nil {
		return render(sink)
	}
	key := m.keys.Lists()
	if m.units[listsUnit].Key == key && m.leaveLists() {
		return nil
	}
	r := &parts{recorder{sink: sink, session: m.session}, m}
	if err := render(r); err != nil {
		return err
	}
	m.add(madeUnit{name: listsUnit, key: key, made: r.numbers}, true)
	return nil
}

// leaveLists leaves all lists as they were, if they all are.
func (m *memory) leaveLists() bool {
	var names []string
	for name, u := range m.units {
		if name != listsUnit && !strings.HasPrefix(name, listsPart) {
			continue
		}
		if !m.session.Has(u.Files) {
			return false
		}
		names = append(names, name)
	}
	for _, name := range names {
		u := m.units[name]
		m.session.Leave(u.Files)
		m.add(madeUnit{name: name, key: u.Key, old: u.Files}, false)
	}
	return true
}

// parts is the sink of all lists. What it is given outside of parts is always
// rendered.
type parts struct {
	recorder
	m *memory
}

// Part renders a part of the lists, unless it is as it was.
func (p *parts) Part(name string, entries []*disclosure.Entry, more string, render func(artifact.Sink) error) error {
	return p.m.unit(p.sink, func() (string, disclosure.Key) { return listsPart + name, p.m.keys.List(entries, more) }, render)
}

// rendered lets go of the site.
func (m *memory) rendered() {
	if m != nil {
		m.keys = nil
	}
}

func (m *memory) add(u madeUnit, missed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.made = append(m.made, u)
	m.missed = m.missed || missed
}

// recorder notes the files of a unit.
type recorder struct {
	sink    artifact.Sink
	session *publish.Session // where the files get to in the end
	mu      sync.Mutex
	numbers []uint32
}

// Put passes a file on.
func (r *recorder) Put(f artifact.File) error {
	if err := r.sink.Put(f); err != nil {
		return err
	}
	number, ok := r.session.Number(f.Path)
	if !ok {
		return fmt.Errorf("output file %s got lost on its way", f.Path)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.numbers = append(r.numbers, number)
	return nil
}

// saveFacts leaves to the next build what this one knows of the content, and
// forgets it. What cannot be written is found out again.
func (m *memory) saveFacts(c *catalog.Catalog, asOf time.Time) {
	if m == nil {
		return
	}
	m.this = whole{From: asOf, Keep: c.Publisher().Keep}
	sum, next := c.Sum()
	m.this.Content, m.this.Until = sum[:], next
	if m.remembered.Stale() {
		_ = m.store.Save(factsFile, m.facts, c.Remember)
	}
	m.remembered = nil
}

// saveUnits leaves to the next build what this one made, once it is published.
func (m *memory) saveUnits(before [sha256.Size]byte) {
	manifest, sum := m.session.Published()
	if !m.missed && len(m.made) == len(m.units) && sum == before {
		return
	}
	units := m.named(manifest.Files)
	_ = m.store.Save(unitsFile, m.unitInputs(sum), func(w io.Writer) error { return cache.WriteUnits(w, units) })
}

// named gives the units of this build with the places of their files.
func (m *memory) named(files []artifact.Entry) []cache.NamedUnit {
	place := func(path string) uint32 {
		i, _ := slices.BinarySearchFunc(files, path, func(e artifact.Entry, p string) int { return strings.Compare(e.Path, p) })
		return uint32(i)
	}
	previous := m.session.Previous().Files
	moved := make([]uint32, len(previous)) // from places in the manifest before
	next := 0
	for i, e := range previous {
		for next < len(files) && files[next].Path < e.Path {
			next++
		}
		moved[i] = uint32(next)
	}
	units := make([]cache.NamedUnit, len(m.made))
	for i, u := range m.made {
		units[i] = cache.NamedUnit{Name: u.name, Unit: cache.Unit{Key: u.key, Files: make([]uint32, 0, len(u.old)+len(u.made))}}
		for _, old := range u.old {
			units[i].Files = append(units[i].Files, moved[old])
		}
		for _, number := range u.made {
			units[i].Files = append(units[i].Files, place(m.session.Path(number)))
		}
	}
	slices.SortFunc(units, func(a, b cache.NamedUnit) int { return strings.Compare(a.Name, b.Name) })
	return units
}
