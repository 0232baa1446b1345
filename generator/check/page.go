package check

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// PagesDir holds the publisher's own pages.
const PagesDir = "pages"

// Page is a page of the publisher's own: pages/<name>.md with its translations.
// It is public at once.
type Page struct {
	Name  string // of the file; the page is at <name>/
	Title Text
	Menu  string // footer, main or none
	Parts map[advisory.Language][]PagePart
}

// PagePart is a heading of a page with the text below it.
type PagePart struct {
	Heading string // plain text; empty for the text before the first heading
	Body    string // Markdown
}

// pageName is a name that a page can have: its folder in the output.
var pageName = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)

// maxPages bounds the pages of a publisher: each is linked from every page.
const maxPages = 50

// readPages reads pages/*.md, in the order of names.
func (p *Publisher) readPages(in *register, s *schemas) problem.List {
	var list problem.List
	entries := readDir(in.fsys, PagesDir, &list)
	translations := map[string][]string{} // languages by page
	for _, e := range entries {
		if ignored(e.Name()) {
			continue
		}
		name, isPage := strings.CutSuffix(e.Name(), ".md")
		name, tag, translated := strings.Cut(name, ".")
		_, known := advisory.ParseLanguage(tag)
		if !isPage || e.IsDir() || !pageName.MatchString(name) || translated && !known {
			list.Add(stray(path.Join(PagesDir, e.Name()), "a page is pages/<name>.md, its translation pages/<name>.<lang>.md; a name has small letters, digits and hyphens"))
			continue
		}
		if translated {
			translations[name] = append(translations[name], tag)
		} else {
			p.Pages = append(p.Pages, &Page{Name: name})
		}
	}
	if len(p.Pages) > maxPages {
		list.Add(problem.Problem{Rule: "too-many-files", Path: PagesDir, Message: fmt.Sprintf("there are more than %d pages", maxPages), Hint: "join some of them"})
		p.Pages = p.Pages[:maxPages]
	}
	for _, page := range p.Pages {
		p.readPage(in, s, page, translations[page.Name], &list)
		delete(translations, page.Name)
	}
	for name := range translations {
		file{path.Join(PagesDir, name+".md"), &list}.error("missing-file", source.Pos{}, "", "this file is missing", "a page has a file in the first language, pages/<name>.md")
	}
	return list
}

func (p *Publisher) readPage(in *register, s *schemas, page *Page, tags []string, list *problem.List) {
	f := file{path.Join(PagesDir, page.Name+".md"), list}
	page.Title, page.Parts, page.Menu = Text{}, map[advisory.Language][]PagePart{}, "footer"
	_, isSeries := p.series(page.Name)
	if isSeries || IsTakenPath(page.Name) {
		f.error("page-name-taken", source.Pos{}, "", "the site needs this folder for something else", "give the file another name; taken are the paths of series, and: "+strings.Join(takenPaths, ", "))
	}
	if front := p.pageText(in, s, f, kindPage, page, p.First()); front != nil && str(front.Get("menu")) != "" {
		page.Menu = str(front.Get("menu"))
	}
	for _, tag := range tags {
		lang, _ := advisory.ParseLanguage(tag)
		f := file{path.Join(PagesDir, page.Name+"."+tag+".md"), list}
		if lang == p.First() || !slices.Contains(p.Languages, lang) {
			f.error("unwanted-translation", source.Pos{}, "", "the publisher does not translate into this language",
				"`languages` of publisher.yaml lists them; the first stands in pages/<name>.md itself")
			continue
		}
		p.pageText(in, s, f, kindTranslation, page, lang)
	}
}

// pageText reads the title and the text of a page in one language.
func (p *Publisher) pageText(in *register, s *schemas, f file, kind string, page *Page, lang advisory.Language) *source.Node {
	data, problems := in.read(f.path, source.MaxMarkdown)
	f.list.Add(problems...)
	if data == nil {
		return nil
	}
	doc, problems := source.ParseMarkdown(f.path, data)
	f.list.Add(problems...)
	if doc.Front != nil {
		s.validate(f, kind, doc.Front)
		if title := str(doc.Front.Get("title")); title != "" {
			page.Title[lang] = title
		}
	}
	for _, part := range append([]source.Section{doc.Intro}, doc.Sections...) {
		if part.Heading == "" && part.Body == "" {
			continue
		}
		if msg := badCharacter(part.Heading); msg != "" {
			f.error("hidden-character", part.Pos, "", "this text contains "+msg, "type the text anew, without copying it from a page or a document")
		}
		s.markdown(f, part.Body, func(line, col int) source.Pos { return source.Pos{Line: part.Line + max(line, 1) - 1, Col: col} }, "")
		page.Parts[lang] = append(page.Parts[lang], PagePart{part.Heading, part.Body})
	}
	if len(page.Parts[lang]) == 0 && len(problems) == 0 {
		f.error("empty-page", source.Pos{}, "", "this page has no text", "write it below the front matter")
	}
	return doc.Front
}

// page finds a page by its name.
func (p *Publisher) page(name string) *Page {
	for _, page := range p.Pages {
		if page.Name == name {
			return page
		}
	}
	return nil
}
