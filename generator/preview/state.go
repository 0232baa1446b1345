package preview

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
)

// state is the content as it was read once. What is shown of it is rendered
// when it is asked for: an advisory by itself, or all lists at once.
type state struct {
	options   Options
	problems  problem.List
	broken    error // why there is no site, if not for problems
	languages []advisory.Language
	zone      *time.Location
	site      *disclosure.Site
	writers   *generator.Writers
	entries   map[string]*disclosure.Entry // by their folder, with a final slash
	held      map[string][]catalog.Held    // by id, what is not disclosed yet

	lists, all func() (*artifact.Memory, error)
}

// open reads the content. It always gives a state: one that shows the site, or
// one that shows what is wrong.
func open(o Options) *state {
	now := o.Now()
	st := &state{options: o, languages: advisory.Languages(), zone: time.UTC,
		entries: map[string]*disclosure.Entry{}, held: map[string][]catalog.Held{}}
	// References are judged from the instant that is shown, if that is past.
	from := now
	if !o.AsOf.IsZero() && o.AsOf.Before(now) {
		from = o.AsOf
	}
	c, templates, list, err := generator.Check(o.Content, o.Templates, check.Options{Now: now, AsOf: from, Jobs: o.Jobs})
	st.problems, st.broken = list, err
	if err != nil || list.Errors() > 0 {
		return st
	}
	st.languages, st.zone = c.Publisher().Languages, c.Publisher().Zone
	held := c.Held(now)
	for _, h := range held {
		st.held[h.ID] = append(st.held[h.ID], h)
	}
	asOf := o.AsOf
	if asOf.IsZero() {
		c, asOf = c.Supposing(now), lastInstant(held, now)
	}
	if st.site, st.broken = disclosure.Gate(c, asOf); st.broken != nil {
		return st
	}
	if st.writers, st.broken = generator.NewWriters(st.site, templates); st.broken != nil {
		return st
	}
	for _, e := range st.site.Entries() {
		st.entries[e.Path()] = e
	}
	st.lists = sync.OnceValues(st.renderLists)
	st.all = sync.OnceValues(st.renderAll)
	return st
}

// lastInstant is one at which everything with a date is disclosed.
func lastInstant(held []catalog.Held, now time.Time) time.Time {
	last := now
	for _, h := range held {
		if at, ok := h.From.Agreed(); ok && at.After(last) {
			last = at
		}
	}
	return last
}

func (st *state) renderLists() (*artifact.Memory, error) {
	var files artifact.Memory
	return &files, st.writers.Lists(&files)
}

func (st *state) renderAll() (*artifact.Memory, error) {
	var files artifact.Memory
	for _, e := range st.site.Entries() {
		if err := st.writers.Advisory(e, &files); err != nil {
			return nil, err
		}
	}
	return &files, st.writers.Lists(&files)
}

// file renders what a file is in. The lists of OSV are gathered from all
// advisories, and the documents of other formats lie in folders of their own,
// so whatever is not found close by is looked for in everything.
func (st *state) file(name string) (artifact.File, *disclosure.Entry, error) {
	if e := st.entryOf(name); e != nil {
		var files artifact.Memory
		if err := st.writers.Advisory(e, &files); err != nil {
			return artifact.File{}, e, err
		}
		f, _ := files.Get(name)
		return f, e, nil
	}
	if !strings.HasPrefix(name, "osv/") {
		files, err := st.lists()
		if err != nil {
			return artifact.File{}, nil, err
		}
		if f, ok := files.Get(name); ok || strings.HasSuffix(name, ".html") {
			return f, nil, nil
		}
	}
	files, err := st.all()
	if err != nil {
		return artifact.File{}, nil, err
	}
	f, _ := files.Get(name)
	return f, nil, nil
}

// entryOf finds the advisory whose folder a file lies in, in any language.
func (st *state) entryOf(name string) *disclosure.Entry {
	for _, lang := range st.languages {
		below, ok := strings.CutPrefix(name, st.site.Publisher().Root(lang))
		if !ok {
			continue
		}
		for dir := range artifact.Parents(below) {
			if e := st.entries[dir+"/"]; e != nil {
				return e
			}
		}
	}
	return nil
}

// language is that of a page, by its folder.
func (st *state) language(name string) advisory.Language {
	if st.site != nil {
		for _, lang := range st.languages {
			if root := st.site.Publisher().Root(lang); root != "" && strings.HasPrefix(name, root) {
				return lang
			}
		}
	}
	return st.languages[0]
}

func (st *state) serve(w http.ResponseWriter, r *http.Request, name string) {
	if st.site == nil || st.broken != nil {
		st.serveProblems(w, http.StatusInternalServerError, st.broken)
		return
	}
	f, e, err := st.file(name)
	switch {
	case err != nil:
		st.serveProblems(w, http.StatusInternalServerError, err)
	case f.Path == "" && path.Ext(name) == "" && !strings.HasSuffix(r.URL.Path, "/"):
		http.Redirect(w, r, "/"+name+"/", http.StatusFound)
	case f.Path == "":
		st.serveMissing(w, name)
	case strings.HasSuffix(name, ".html"):
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(mark(f.Data, st.banner(st.language(name), e)))
	default:
		w.Header().Set("Content-Type", contentType(name))
		w.Write(f.Data)
	}
}

// contentTypes are those of what advgen publishes; the system's own table
// differs from machine to machine.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".atom": "application/atom+xml", ".rdf": "application/rdf+xml",
	".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".asc": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".zip": "application/zip",
}

func contentType(name string) string {
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// when writes an instant as pages do, or that there is none.
func (st *state) when(at advisory.When, t texts) string {
	instant, ok := at.Agreed()
	if !ok {
		return t.undated
	}
	return fmt.Sprintf(t.until, instant.In(st.zone).Format("2006/01/02 15:04 MST"))
}
