package html

import (
	"strconv"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/lists"
	"github.com/advgen/advgen/generator/render/part"
	"github.com/advgen/advgen/generator/words"
)

// List is a page of a list of advisories, the newest first.
type List struct {
	Count   string // how many the list has; on an older page, which of them these are
	Entries []Entry
	Pager   *Pager // nil if the list has one page
}

// Pager leads to the other pages of a list; what there is not is empty.
type Pager struct{ Newest, Newer, Older string }

// pagedList is what paged needs of a list of advisories.
type pagedList struct {
	path, title, template string
	// crumbs lead to the list, which is the last of them.
	crumbs func(at place) []MenuItem
	size   int
	entry  func(at place, i int) Entry // nil if fill takes the members itself
	counts words.Key                   // how to count what is no advisory; else empty
	// fill makes what the template is given; it may add to the page.
	fill func(at place, p Page, title string, list List, part lists.Part) any
}

// of gives the list its members, with nothing more to say of each.
func (p pagedList) of(entries []*disclosure.Entry) pagedList {
	p.size = len(entries)
	p.entry = func(at place, i int) Entry { return at.entry(entries[i]) }
	return p
}

// pagedPart is paged for a list that tells nothing but what is in its members.
func (r *Renderer) pagedPart(lang *language, sink artifact.Sink, l pagedList, entries []*disclosure.Entry) error {
	return part.Render(sink, "pages "+lang.root+l.path, entries, "", func(sink artifact.Sink) error {
		return r.paged(lang, sink, l.of(entries))
	})
}

// paged renders a list page by page. An older page says nothing of how many
// there are by now, so that it stays as it is when more are disclosed.
func (r *Renderer) paged(lang *language, sink artifact.Sink, l pagedList) error {
	parts := lists.Cut(l.size)
	for _, part := range parts {
		at := lang.at(lists.Path(l.path, part.Number) + "index.html")
		list := List{Count: lang.count(l.size)}
		if l.counts != "" {
			list.Count = lang.words.Get(l.counts, "count", strconv.Itoa(l.size))
		}
		title, crumbs := l.title, l.crumbs(at)
		if part.Number > 0 {
			list.Count = lang.words.Get("list.part", partNumbers(part)...)
			name := lang.words.Get("list.part_name", partNumbers(part)...)
			title += lang.words.Get("bracket.open") + name + lang.words.Get("bracket.close")
			crumbs = append(crumbs, MenuItem{Name: Text{Text: name}})
		}
		for i := part.From; i < part.To && l.entry != nil; i++ {
			list.Entries = append(list.Entries, l.entry(at, i))
		}
		list.Pager = at.pager(l.path, part.Number, len(parts)-1)
		if err := r.put(sink, artifact.List, at, l.template, l.fill(at, r.page(at, title, crumbs...), l.title, list, part)); err != nil {
			return err
		}
	}
	if len(parts) == 1 {
		return nil
	}
	// The newest of the older pages links here until there is one more.
	return r.moved(lang, sink, artifact.List, lists.Path(l.path, len(parts))+"index.html", l.path, "", Text{Text: l.title})
}

// partNumbers are the first and the last member of an older page, counted from
// the oldest.
func partNumbers(p lists.Part) []string {
	to := p.Number * lists.Chunk
	return []string{"from", strconv.Itoa(to - lists.Chunk + 1), "to", strconv.Itoa(to)}
}

// pager leads from a page of a list to the others; older is how many older
// pages there are.
func (at place) pager(list string, number, older int) *Pager {
	switch {
	case older == 0:
		return nil
	case number == 0:
		return &Pager{Older: at.folder(lists.Path(list, older))}
	}
	p := &Pager{Newest: at.folder(list), Newer: at.folder(lists.Path(list, number+1))}
	if number > 1 {
		p.Older = at.folder(lists.Path(list, number-1))
	}
	return p
}
