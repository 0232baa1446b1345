// Package html renders the pages of a site: every advisory, every vendor's
// answer to it, and the lists that lead there, in every language.
//
// It works in two steps. Go code turns what the gate let through into page
// structs (HomePage, AdvisoryPage, …) that hold nothing but texts, addresses
// and lists in one language; templates lay them out. A template therefore
// never decides what is shown of a record, only how. Escaping is
// html/template's, by context; the only text that it takes as HTML is
// markup.HTML.
//
// Addresses of pages within the site are relative and end in index.html, so
// that the site works from a folder and below any base path. Pages never show
// the time of the build.
package html

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/pagetemplate"
	"github.com/advgen/advgen/generator/words"
)

// The page templates, in the html folder of the templates. Each defines
// "content"; layout.html, partials.html and list.html are shared by all.
const (
	advisoryTemplate = "advisory.html"
	recordTemplate   = "vendor-status.html"
	homeTemplate     = "home.html"
	seriesTemplate   = "series.html"
	vendorsTemplate  = "vendors.html"
	vendorTemplate   = "vendor.html"
	yearsTemplate    = "years.html"
	yearTemplate     = "year.html"
	notFoundTemplate = "404.html"
	recalledTemplate = "recalled.html"
	movedTemplate    = "moved.html"
	registerTemplate = "register.html"
	cveTemplate      = "cve.html"
	cweTemplate      = "cwe.html"
	productTemplate  = "product.html"
	searchTemplate   = "search.html"
	ownTemplate      = "page.html"
)

// sharedTemplates are part of every page; the first is what is executed.
var sharedTemplates = []string{"layout.html", "partials.html", "list.html"}

// pageTemplates says what each is given.
var pageTemplates = []struct {
	name string
	page any // its zero value
}{
	{advisoryTemplate, AdvisoryPage{}},
	{recordTemplate, RecordPage{}},
	{homeTemplate, HomePage{}},
	{seriesTemplate, SeriesPage{}},
	{vendorsTemplate, VendorsPage{}},
	{vendorTemplate, VendorPage{}},
	{yearsTemplate, YearsPage{}},
	{yearTemplate, YearPage{}},
	{notFoundTemplate, NotFoundPage{}},
	{recalledTemplate, RecalledPage{}},
	{movedTemplate, MovedPage{}},
	{registerTemplate, RegisterPage{}},
	{cveTemplate, SubjectPage{}},
	{cweTemplate, SubjectPage{}},
	{productTemplate, ProductPage{}},
	{searchTemplate, SearchPage{}},
	{ownTemplate, OwnPage{}},
}

// Renderer renders the pages of one site. It is safe for concurrent use.
type Renderer struct {
	site      *disclosure.Site
	languages []*language
	style     artifact.File
	script    map[string]artifact.File // by name, such as "search"
	icon      artifact.File
	logo      artifact.File // its path is empty if there is none
	// buffers is a value of its own: the runtime holds on to a pool for a while,
	// and would so to a renderer, with its site, that has one in it.
	buffers *sync.Pool
}

// language is one language of the site, with what its pages share.
type language struct {
	tag       advisory.Language
	root      string // folder in the output: "" or "en/"
	words     words.Table
	pages     map[string]*pagetemplate.Template
	publisher *disclosure.Publisher
	// The words around a date.
	published, updated, withdrawn pattern
}

// New parses the templates: html/layout.html, html/partials.html,
// html/list.html, one file for each kind of page, css/*.css, js/*.js and
// img/icon.svg. An error names the template file and, where it is in the template's text, the
// line.
func New(site *disclosure.Site, templates fs.FS) (*Renderer, error) {
	style, err := styleSheet(templates)
	if err != nil {
		return nil, err
	}
	style = append(style, colours(site.Publisher())...)
	script, err := scriptFiles(templates)
	if err != nil {
		return nil, err
	}
	icon, err := iconFile(templates)
	if err != nil {
		return nil, err
	}
	r := &Renderer{
		site: site, style: asset("style", ".css", style), script: script,
		icon: icon, logo: logoFile(site.Publisher()),
	}
	r.buffers = &sync.Pool{New: func() any { return new([]byte) }}
	p := site.Publisher()
	for _, tag := range p.Languages() {
		table := p.Words(tag)
		pages, err := parse(templates, table)
		if err != nil {
			return nil, err
		}
		r.languages = append(r.languages, &language{
			tag: tag, root: p.Root(tag), words: table, pages: pages, publisher: p,
			published: newPattern(table.Get("date.published")),
			updated:   newPattern(table.Get("date.updated")),
			withdrawn: newPattern(table.Get("date.withdrawn")),
		})
	}
	return r, nil
}

// asset is a file whose name changes with its content, so that browsers may
// keep it forever.
func asset(name, extension string, data []byte) artifact.File {
	return artifact.File{Path: "assets/" + name + "." + artifact.Digest(data)[:12] + extension, Class: artifact.Asset, Data: data}
}

// scriptFiles reads js/*.js. Each is a file of its own: a page loads what it
// uses.
func scriptFiles(templates fs.FS) (map[string]artifact.File, error) {
	names, err := fs.Glob(templates, "js/*.js")
	if err != nil {
		return nil, fmt.Errorf("scripts: %w", err)
	}
	out := map[string]artifact.File{}
	for _, name := range names {
		data, err := fs.ReadFile(templates, name)
		if err != nil {
			return nil, fmt.Errorf("script %s: %w", name, err)
		}
		base := strings.TrimSuffix(path.Base(name), ".js")
		out[base] = asset(base, ".js", data)
	}
	for _, name := range []string{searchScript, filterScript} {
		if _, ok := out[name]; !ok {
			return nil, fmt.Errorf("script js/%s.js: %w", name, fs.ErrNotExist)
		}
	}
	return out, nil
}

// iconName is the icon of the site among the templates.
const iconName = "img/icon.svg"

func iconFile(templates fs.FS) (artifact.File, error) {
	data, err := fs.ReadFile(templates, iconName)
	if err != nil {
		return artifact.File{}, fmt.Errorf("icon: %w", err)
	}
	return asset("icon", ".svg", data), nil
}

// IconPath is where the icon of the site lies in the output.
func IconPath(templates fs.FS) (string, error) {
	f, err := iconFile(templates)
	return f.Path, err
}

// The scripts that pages load. No page needs them.
const (
	searchScript = "search" // of the search page
	filterScript = "filter" // of long tables and lists
)

// styleSheet joins css/*.css in the order of their names, which therefore start
// with a number: what is later wins.
func styleSheet(templates fs.FS) ([]byte, error) {
	names, err := fs.Glob(templates, "css/*.css") // sorted
	if err != nil {
		return nil, fmt.Errorf("style sheet: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("style sheet: there is no css/*.css among the templates")
	}
	var sheet []byte
	for _, name := range names {
		part, err := fs.ReadFile(templates, name)
		if err != nil {
			return nil, fmt.Errorf("style sheet: %w", err)
		}
		sheet = append(sheet, part...)
	}
	return sheet, nil
}

// parse reads the templates of all pages in one language, or of one.
func parse(templates fs.FS, table words.Table, only ...string) (map[string]*pagetemplate.Template, error) {
	known := map[words.Key]string{}
	for _, key := range words.Keys() {
		known[words.Key(key)] = table.Get(words.Key(key))
	}
	functions := template.FuncMap{
		// word is a wording of the page's language.
		"word": func(key words.Key) (string, error) {
			w, ok := known[key]
			if !ok {
				return "", errNoWord
			}
			return w, nil
		},
	}
	shared := template.New("html/layout.html").Funcs(functions)
	for _, name := range sharedTemplates {
		if err := parseFile(shared, templates, "html/"+name); err != nil {
			return nil, err
		}
	}
	pages := map[string]*pagetemplate.Template{}
	for _, kind := range pageTemplates {
		if len(only) > 0 && !slices.Contains(only, kind.name) {
			continue
		}
		page, err := shared.Clone()
		if err != nil {
			return nil, fmt.Errorf("template html/%s: %w", kind.name, err)
		}
		if err := parseFile(page, templates, "html/"+kind.name); err != nil {
			return nil, err
		}
		if page.Lookup("content") == nil {
			return nil, &TemplateError{Name: "html/" + kind.name, Page: "html/" + kind.name, Reason: NoContent}
		}
		pages[kind.name] = pagetemplate.New(page, functions)
	}
	return pages, nil
}

func parseFile(t *template.Template, templates fs.FS, name string) error {
	text, err := fs.ReadFile(templates, name)
	if err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	if t.Name() != name {
		t = t.New(name)
	}
	if _, err = t.Parse(string(text)); err != nil {
		return templateError(strings.TrimPrefix(name, "html/"), err)
	}
	return nil
}

// put renders one page and hands it to the sink.
func (r *Renderer) put(sink artifact.Sink, class artifact.Class, at place, name string, page any) error {
	buf := r.buffers.Get().(*[]byte)
	defer r.buffers.Put(buf)
	data, err := at.lang.pages[name].Execute((*buf)[:0], page)
	if err != nil {
		return fmt.Errorf("%s%s: %w", at.lang.root, at.path, templateError(name, err))
	}
	*buf = data
	return sink.Put(artifact.File{Path: at.lang.root + at.path, Class: class, Data: data})
}

// Advisory renders the pages of one advisory in every language: its own, which
// leads to the files that other renderers made of it, and one for every notified
// vendor. It may be called concurrently.
func (r *Renderer) Advisory(a *disclosure.Advisory, sink artifact.Sink, files ...File) error {
	for _, lang := range r.languages {
		at := lang.at(a.Path() + "index.html")
		if err := r.put(sink, artifact.Record, at, advisoryTemplate, r.advisoryPage(at, a, files)); err != nil {
			return err
		}
		for _, record := range a.Records() {
			at := lang.at(record.Path() + "index.html")
			if err := r.put(sink, artifact.Record, at, recordTemplate, r.recordPage(at, a, record)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Lists renders all other pages in every language, the style sheet, the icon,
// the logo and the scripts.
func (r *Renderer) Lists(sink artifact.Sink) error {
	if err := sink.Put(r.style); err != nil {
		return err
	}
	if err := sink.Put(r.icon); err != nil {
		return err
	}
	if r.logo.Path != "" {
		if err := sink.Put(r.logo); err != nil {
			return err
		}
	}
	for _, f := range r.script {
		if err := sink.Put(f); err != nil {
			return err
		}
	}
	for _, lang := range r.languages {
		for _, list := range []func(*language, artifact.Sink) error{
			r.home, r.series, r.vendors, r.years, r.notFound, r.recalls, r.redirects,
			r.browse, r.weaknesses, r.cves, r.products, r.search, r.own,
		} {
			if err := list(lang, sink); err != nil {
				return err
			}
		}
	}
	return nil
}

// place is where a page lies. It makes the addresses that the page writes.
type place struct {
	lang *language
	path string // below the language's root
	// What leads from the page to the language's root and to the site's.
	toLang, toSite string
}

// at is the place of a page, given its path below the language's root.
func (l *language) at(path string) place {
	up := strings.Repeat("../", strings.Count(path, "/"))
	return place{l, path, up, up + strings.Repeat("../", strings.Count(l.root, "/"))}
}

// anywhere is the place of a page that a server shows at any address: its
// links are absolute.
func (l *language) anywhere(path string) place {
	base := l.publisher.BaseURL()
	return place{l, path, base + l.root, base}
}

// folder is the address of the page of a folder, such as "vendors/".
func (p place) folder(path string) string { return p.toLang + path + "index.html" }

// file is the address of a file of the page's language.
func (p place) file(path string) string { return p.toLang + path }

// shared is the address of a file that exists once for all languages.
func (p place) shared(path string) string { return p.toSite + path }

// in is the address of the same page in another language.
func (p place) in(other *language) string { return p.toSite + other.root + p.path }

// absolute is the full address of the page in a language.
func (p place) absolute(lang *language) string {
	return lang.publisher.BaseURL() + lang.root + strings.TrimSuffix(p.path, "index.html")
}
