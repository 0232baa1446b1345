package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Redirect leads from an address that the site had to one that it has. It is
// confidential until its target is disclosed.
type Redirect struct {
	From   string // a folder, "exvn/EXVN1/", or a page, "old/a.html", below the root of every language
	FromID string // the old id, if From was given as one
	To     string // the folder of a page, as in From; "" is the first page

	FromAt, ToAt Place // where they stand in publisher.yaml
}

// Place is where a value stands in publisher.yaml.
type Place struct {
	Line, Col int
	Pointer   string
}

func (p Place) pos() source.Pos { return source.Pos{Line: p.Line, Col: p.Col} }

// Names at the root of the output that are no folders of lists.
var takenFiles = regexp.MustCompile(`^(?:index\.(?:html|json)|404\.html|robots\.txt|sitemap(?:-[0-9]+)?\.xml|_.*|\..*)$`)

func (p *Publisher) readRedirects(f file, n *source.Node) {
	var taken artifact.Paths
	for i, item := range items(n) {
		from, to := item.Get("from"), item.Get("to")
		if str(from) == "" || str(to) == "" {
			continue // the schema has said so
		}
		r := Redirect{FromAt: place(from, i, "from"), ToAt: place(to, i, "to")}
		var ok, okTo bool
		r.From, r.FromID, ok = p.address(f, from, r.FromAt.Pointer)
		r.To, _, okTo = p.address(f, to, r.ToAt.Pointer)
		if !ok || !okTo || p.takes(f, r) {
			continue
		}
		if taken.Add(r.file()) != nil {
			f.error("redirect-twice", from.Pos, r.FromAt.Pointer, "this address and that of another redirect cannot both be", "keep one of the two")
			continue
		}
		p.Redirects = append(p.Redirects, r)
	}
}

func place(n *source.Node, i int, field string) Place {
	return Place{n.Pos.Line, n.Pos.Col, fmt.Sprintf("/redirects/%d/%s", i, field)}
}

// file is where the page of the redirect goes.
func (r Redirect) file() string {
	if r.From == "" || strings.HasSuffix(r.From, "/") {
		return r.From + "index.html"
	}
	return r.From
}

// address reads an id of the site's series, or a path that begins with a slash.
func (p *Publisher) address(f file, n *source.Node, pointer string) (path, id string, ok bool) {
	path, isPath := strings.CutPrefix(n.Text, "/")
	if !isPath {
		series, known := p.SeriesOf(n.Text)
		slug := advisory.Slug(n.Text)
		if !known || !advisory.ValidSlug(slug) {
			f.error("bad-redirect", n.Pos, pointer, "this is neither an id of a series nor a path", "write an id of a series in publisher.yaml, or a path with a slash at its beginning, as in /old/page/")
			return "", "", false
		}
		return series.Path + "/" + slug + "/", n.Text, true
	}
	path = strings.TrimSuffix(path, "index.html")
	if path != "" && !strings.HasSuffix(path, "/") && !strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".htm") {
		path += "/"
	}
	if artifact.CheckPath("en/"+Redirect{From: path}.file()) != nil {
		f.error("bad-redirect", n.Pos, pointer, "this path cannot be that of a page", "it has ASCII letters, digits and . _ ~ @ + - between slashes, and no query; other addresses are for the web server's own configuration")
		return "", "", false
	}
	return path, "", true
}

// takes says that an address is the site's own, whatever is disclosed. Below
// the folders of series and vendors it depends on which there are.
func (p *Publisher) takes(f file, r Redirect) bool {
	first, rest, _ := strings.Cut(advisory.Fold(r.From), "/")
	inList := rest == "" || rest == "index.html" || strings.HasPrefix(rest, "page/") || strings.HasPrefix(rest, "initial_")
	for _, lang := range p.Languages[1:] {
		if first == string(lang) {
			f.error("redirect-language", r.FromAt.pos(), r.FromAt.Pointer, "a redirect is there in every language by itself", "leave the language out, as in /old/page/ for /"+first+"/old/page/")
			return true
		}
	}
	own := r.From == "" || takenFiles.MatchString(first)
	switch _, series := p.series(first); {
	case series, first == VendorsDir:
		own = own || inList
	case contains(takenPaths, first):
		own = true
	case p.page(first) != nil:
		own = own || rest == "" || rest == "index.html"
	}
	if own {
		f.redirectTaken(r)
	}
	return own
}

func (f file) redirectTaken(r Redirect) {
	f.error("redirect-taken", r.FromAt.pos(), r.FromAt.Pointer, "the site has this address for something of its own", "a redirect is for an address that the site has no more; correct `from`, or remove the redirect")
}

// series finds the series in a folder of the output.
func (p *Publisher) series(path string) (Series, bool) {
	for _, s := range p.Series {
		if s.Path == path {
			return s, true
		}
	}
	return Series{}, false
}

// redirects holds the redirects to the pages that there are or will be, held or
// not, and to each other.
func (r *Repository) redirects(list *problem.List, bySlug map[string]*Facts) {
	f := file{PublisherFile, list}
	byFrom := map[string]Redirect{}
	for _, d := range r.Publisher.Redirects {
		byFrom[d.From] = d
		parts := strings.Split(advisory.Fold(d.From), "/")
		own := slices.ContainsFunc(r.Publisher.Pages, func(p *Page) bool { return d.file() == p.Name+"/index.html" })
		if own || parts[0] == VendorsDir && r.Vendors[parts[1]] != nil || r.hasAdvisory(bySlug, parts) {
			f.redirectTaken(d)
		}
	}
	for _, d := range r.Publisher.Redirects {
		next, chained := byFrom[d.To]
		if !chained {
			continue
		}
		for range r.Publisher.Redirects { // no loop is longer
			if next.From == d.From || !chained {
				break
			}
			next, chained = byFrom[next.To]
		}
		if chained && next.From == d.From {
			f.error("redirect-loop", d.ToAt.pos(), d.ToAt.Pointer, "this redirect leads back to itself", "correct `from` or `to`")
		} else {
			f.error("redirect-chain", d.ToAt.pos(), d.ToAt.Pointer, "this redirect leads to another redirect", "write what the other one leads to")
		}
	}
}

// hasAdvisory says whether a folded path lies in the folder of an advisory.
func (r *Repository) hasAdvisory(bySlug map[string]*Facts, parts []string) bool {
	if len(parts) < 2 {
		return false
	}
	a, ok := bySlug[parts[1]]
	if !ok {
		return false
	}
	series, _ := r.Publisher.SeriesOf(a.ID)
	return series.Path == parts[0]
}
