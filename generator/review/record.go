package review

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/review/gitobj"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/generator/vendorlane"
)

// recordFile is a record as it stands in its file.
type recordFile struct {
	front *source.Node // nil if it cannot be read
	body  string       // the statement of a .md
}

func parseRecord(name string, data []byte) recordFile {
	if path.Ext(name) == ".md" {
		front, body, _, _ := source.SplitFrontMatter(name, data)
		return recordFile{front, body}
	}
	root, _ := source.ParseYAML(name, data)
	return recordFile{front: root}
}

func text(n *source.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}

func list(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// instant reads a disclose_at; what cannot be read is held without end.
func instant(n *source.Node) advisory.When {
	t, err := advisory.ParseInstant(text(n))
	if err != nil {
		return advisory.When{}
	}
	return advisory.At(t)
}

// recordRules hold a record to what it was in the parent. A staged update that
// is new is held to the record that it will replace, or it would take away with
// it what the vendor may not take away.
func (s *session) recordRules(parent gitobj.ID, c changed, data []byte) error {
	after := parseRecord(c.path, data)
	if after.front == nil {
		return nil // check says why
	}
	before, found, err := s.before(parent, c)
	if err != nil {
		return err
	}
	if found && before.front == nil {
		s.add("base-unreadable", c.path)
		return nil
	}
	change := vendorlane.Change{Path: c.path, After: after.front, From: c.kase.from, Now: s.options.Now}
	if c.old == nil {
		change.Replaces = before.front
	} else {
		change.Before = before.front
	}
	for _, p := range vendorlane.Check(change) {
		s.found(Finding{Rule: p.Rule, Commit: string(s.commit.ID), Path: c.path, Line: p.Line, Col: p.Col, Message: p.Message, Hint: p.Hint})
	}
	return nil
}

// before finds what a record is held to.
func (s *session) before(parent gitobj.ID, c changed) (r recordFile, found bool, err error) {
	candidates := []string{path.Base(c.path)}
	if c.old == nil && strings.HasPrefix(path.Base(c.path), s.options.As+".next.") {
		candidates = []string{s.options.As + ".yaml", s.options.As + ".md"}
	}
	for _, name := range candidates {
		e, ok, err := s.repo.Find(parent, join(path.Dir(c.path), name))
		if err != nil {
			return r, false, err
		}
		if !ok || e.Mode != gitobj.File && e.Mode != gitobj.Executable {
			continue
		}
		data, err := s.repo.Read(e.ID, "blob", source.MaxMarkdown)
		if err != nil {
			return r, false, err
		}
		return parseRecord(name, data), true, nil
	}
	return r, false, nil
}

// check runs the checks over publisher and register of BASE, as far as they
// are needed, some advisories of BASE, and the vendor's records in them as they
// are in a tree.
func (s *session) check(cases []*knownCase, records gitobj.ID) (*check.Repository, problem.List, error) {
	content := s.repo.Blank(source.MaxMarkdown)
	put := func(tree gitobj.ID, name string) error {
		e, ok, err := s.repo.Find(tree, s.inContent(name))
		if ok && err == nil {
			content.Put(name, e)
		}
		return err
	}
	if err := put(s.baseTree, check.PublisherFile); err != nil {
		return nil, nil, err
	}
	vendors := []string{s.options.As}
	for _, k := range cases {
		vendors = append(vendors, k.notified...)
	}
	for _, vendor := range vendors {
		if !advisory.ValidVendorID(vendor) {
			continue
		}
		if err := put(s.baseTree, check.VendorsDir+"/"+vendor+".yaml"); err != nil {
			return nil, nil, err
		}
	}
	for _, k := range cases {
		inContent := strings.TrimPrefix(strings.TrimPrefix(k.dir, s.content), "/")
		folder, ok, err := s.repo.Find(s.baseTree, k.dir)
		if err != nil || !ok {
			return nil, nil, fmt.Errorf("BASE: %w", err)
		}
		entries, err := s.repo.Tree(folder.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range entries {
			if e.Name != check.VendorsDir {
				content.Put(inContent+"/"+e.Name, e)
			}
		}
		for _, name := range s.names() {
			if err := put(records, inContent+"/"+check.VendorsDir+"/"+name); err != nil {
				return nil, nil, err
			}
		}
	}
	repo, list, err := check.Run(content, check.Options{Now: s.options.Now, AsOf: s.options.Now, Jobs: 1})
	if err != nil {
		return nil, nil, err
	}
	if len(repo.Publisher.Languages) == 0 || repo.Vendors[s.options.As] == nil {
		return nil, nil, ErrContent
	}
	s.checked = repo
	return repo, list, nil
}

// contentRules runs the checks over the advisories that a commit touches. What
// is wrong with the vendor's own files is told; what goes wrong elsewhere by it
// is told without saying where.
func (s *session) contentRules(parent, tree gitobj.ID, files []changed) error {
	var cases []*knownCase
	for _, c := range files {
		if !slices.Contains(cases, c.kase) {
			cases = append(cases, c.kase)
		}
	}
	_, after, err := s.check(cases, tree)
	if err != nil {
		return err
	}
	var elsewhere problem.List
	for _, p := range after.OnlyErrors() {
		full := s.inContent(p.Path)
		if path.Base(path.Dir(full)) == check.VendorsDir && slices.Contains(s.names(), path.Base(full)) {
			s.problem(p)
			continue
		}
		elsewhere = append(elsewhere, p)
	}
	if len(elsewhere) == 0 {
		return nil
	}
	_, before, err := s.check(cases, parent)
	if err != nil {
		return err
	}
	for _, p := range elsewhere {
		if !slices.Contains(before, p) {
			s.add("introduces-problem", files[0].path)
		}
	}
	return nil
}

// problem refuses for a problem that check found. Its message quotes no text.
func (s *session) problem(p problem.Problem) {
	if p.Rule == "unknown-vendor" {
		p.Hint = "" // it would offer names from the register
	}
	s.found(Finding{Rule: p.Rule, Commit: string(s.commit.ID), Path: s.inContent(p.Path), Line: p.Line, Col: p.Col, Message: p.Message, Hint: p.Hint})
}
