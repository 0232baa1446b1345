package review

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/review/gitobj"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/generator/vendorlane"
)

// Change is what happens to one record from BASE to HEAD. It is confidential.
type Change struct {
	Path, Advisory, Vendor string
	OldStatus, NewStatus   string // "" where there is no record
	Statements             []Statement
	From                   advisory.When // when it may be seen
	Public                 bool          // it may be seen now
	Staged                 bool          // it replaces the record at From
	Pages                  []string      // in the output
}

// Statement is a statement in one language as readers will see it, as text.
type Statement struct {
	Language string
	Text     string
}

// changes lists what an accepted range does to the vendor's records.
func (s *session) changes(commits []*gitobj.Commit) ([]Change, error) {
	head := commits[len(commits)-1].Tree
	l := &lane{session: s, removed: "-"}
	s.commit = commits[len(commits)-1]
	if err := l.compare("", s.baseTree, head); err != nil {
		return nil, err
	}
	repo, err := s.atBase()
	if err != nil {
		return nil, err
	}
	var out []Change
	for _, c := range l.changed {
		if isSignature(c.path) {
			continue
		}
		change, err := s.change(repo, c)
		if err != nil {
			return nil, err
		}
		out = append(out, change)
	}
	return out, nil
}

func (s *session) change(repo *check.Repository, c changed) (Change, error) {
	vendor := s.options.As
	out := Change{Path: c.path, Advisory: c.kase.id, Vendor: vendor, Staged: strings.HasPrefix(path.Base(c.path), vendor+".next.")}
	read := func(e gitobj.Entry) (recordFile, error) {
		data, err := s.repo.Read(e.ID, "blob", source.MaxMarkdown)
		return parseRecord(c.path, data), err
	}
	after, err := read(c.new)
	if err != nil {
		return out, err
	}
	out.NewStatus = statusOf(after)
	before, found, err := s.before(s.baseTree, c)
	if err != nil {
		return out, err
	}
	if found {
		out.OldStatus = statusOf(before)
	}
	out.From = vendorlane.Seen(c.kase.from, after.front.Get("disclose_at"))
	out.Public = out.From.Reached(s.options.Now)
	first := string(repo.Publisher.First())
	add := func(lang, src string) {
		if src != "" {
			out.Statements = append(out.Statements, Statement{lang, repo.Loader().Markup().Render(src, markup.Options{}).Text()})
		}
	}
	add(first, after.body)
	if n := after.front.Get("statement"); n != nil {
		add(first, n.Text)
		for _, f := range n.Fields {
			add(f.Key, text(f.Value))
		}
	}
	out.Pages = pages(repo.Publisher, c.kase.id, vendor)
	return out, nil
}

func statusOf(r recordFile) string {
	if s := text(r.front.Get("status")); s != "" {
		return s
	}
	return advisory.Unknown.String()
}

// pages are the pages that show a record, in every language.
func pages(p *check.Publisher, id, vendor string) []string {
	series, _ := p.SeriesOf(id)
	folder := path.Join(series.Path, advisory.Slug(id))
	var out []string
	for i, lang := range p.Languages {
		root := ""
		if i > 0 {
			root = string(lang)
		}
		for _, page := range []string{folder, path.Join(folder, "vendors", vendor), path.Join("vendors", vendor)} {
			out = append(out, path.Join(root, page, "index.html"))
		}
	}
	return out
}

// WriteSummary writes what the reviewer of an accepted change wants to see, as
// Markdown in which every text of the vendor's stands in an indented block, so
// that none of it is interpreted. It is confidential. A refused change gives its
// findings only.
func WriteSummary(w io.Writer, v *Verdict) error {
	out := bufio.NewWriter(w)
	word := "refused"
	if v.Accepted {
		word = "accepted"
	}
	fmt.Fprintf(out, "# Review: %s\n\nConfidential: this may describe what is under embargo.\n\n", word)
	fmt.Fprintf(out, "- as: %s\n- base: %s\n- head: %s\n- commits: %d\n", v.As, v.Base, v.Head, v.Commits)
	if !v.Accepted {
		fmt.Fprint(out, "\n")
		for _, f := range v.Findings {
			fmt.Fprintf(out, "    %s\n", f)
		}
	}
	for _, c := range v.Changes {
		fmt.Fprintf(out, "\n## %s\n\n", Visible(c.Path))
		fmt.Fprintf(out, "- advisory: %s\n- vendor: %s\n- status: %s\n- shown: %s\n", Visible(c.Advisory), c.Vendor, statuses(c), c.when())
		for _, s := range c.Statements {
			fmt.Fprintf(out, "- statement (%s):\n\n", Visible(s.Language))
			for line := range strings.SplitSeq(s.Text, "\n") {
				fmt.Fprintf(out, "        | %s\n", line)
			}
			fmt.Fprint(out, "\n")
		}
		fmt.Fprint(out, "- pages that change:\n")
		for _, page := range c.Pages {
			fmt.Fprintf(out, "  - %s\n", page)
		}
		fmt.Fprint(out, "  - the lists, feeds and index files that show the status or the date of the last change\n")
	}
	return out.Flush()
}

func statuses(c Change) string {
	old := c.OldStatus
	if old == "" {
		old = "no record"
	}
	if c.Staged {
		return old + " → " + c.NewStatus + " (staged)"
	}
	return old + " → " + c.NewStatus
}

func (c Change) when() string {
	at, agreed := c.From.Agreed()
	switch {
	case !agreed:
		return "held, no date is agreed"
	case c.Public:
		return "at once: the advisory is public"
	}
	return "from " + advisory.Stamp(at)
}
