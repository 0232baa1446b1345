package review

import (
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/review/gitobj"
	"github.com/advgen/advgen/generator/source"
)

// whole is the comparison of two trees for the coordinator, who may change
// everything in the content and sees everything.
type whole struct {
	*session
	count int
}

// wholeCommit judges one commit of a coordinator by the shape of its tree.
func (s *session) wholeCommit(old, new gitobj.ID) error {
	w := &whole{session: s}
	return w.compare("", old, new, 1)
}

// compare goes down into everything that differs.
func (w *whole) compare(dir string, old, new gitobj.ID, depth int) error {
	before, err := w.tree(old)
	if err != nil {
		return err
	}
	after, err := w.repo.Tree(new)
	if err != nil {
		return err
	}
	folded := map[string][]string{}
	for _, e := range after {
		folded[fold(e.Name)] = append(folded[fold(e.Name)], e.Name)
	}
	for _, e := range after {
		o, had := before[e.Name]
		if had && o.Mode == e.Mode && o.ID == e.ID {
			continue
		}
		if err := w.changed(); err != nil {
			return err
		}
		if err := w.entry(dir, o, had, e, depth); err != nil {
			return err
		}
		if twins := folded[fold(e.Name)]; !had && len(twins) > 1 {
			i := slices.IndexFunc(twins, func(t string) bool { return t != e.Name })
			w.add(twinRule(e.Name, twins[i]), join(dir, e.Name))
		}
		delete(before, e.Name)
	}
	if w.inside(dir) {
		return nil // a coordinator may delete
	}
	kept := map[string]bool{}
	for _, e := range after {
		kept[e.Name] = true
	}
	for name := range before {
		if full := join(dir, name); !kept[name] && !w.inside(full) {
			w.add("outside", full)
		}
	}
	return nil
}

func (w *whole) changed() error {
	if w.count++; w.count > w.limits.changes {
		w.add("too-many-changes", "")
		return errEnough
	}
	return nil
}

// inside says whether a path is the content or in it.
func (w *whole) inside(name string) bool {
	return w.content == "" || name == w.content || strings.HasPrefix(name, w.content+"/")
}

func (w *whole) entry(dir string, old gitobj.Entry, had bool, e gitobj.Entry, depth int) error {
	full := join(dir, e.Name)
	onTheWay := strings.HasPrefix(w.content, full+"/")
	for _, rule := range nameRules(e.Name) {
		w.add(rule, full)
	}
	if len(full) > w.limits.path {
		w.add("path-too-long", full)
	}
	if rule := kindRule(e, e.Mode == gitobj.Folder || onTheWay || full == w.content); rule != "" {
		w.add(rule, full)
	}
	if !w.inside(full) && !onTheWay {
		w.add("outside", full)
		return nil
	}
	if e.Mode != gitobj.Folder {
		return nil
	}
	if depth >= w.limits.depth {
		w.add("too-deep", full)
		return nil
	}
	var from gitobj.ID
	if had && old.Mode == gitobj.Folder {
		from = old.ID
	}
	return w.compare(full, from, e.ID, depth+1)
}

// wholeContent holds the content of HEAD to all checks.
func (s *session) wholeContent(tree gitobj.ID) error {
	e, ok, err := s.repo.Find(tree, s.content)
	if err != nil {
		return err
	}
	if !ok || e.Mode != gitobj.Folder {
		s.add("not-a-folder", s.content)
		return nil
	}
	_, list, err := check.Run(s.repo.FS(e.ID, source.MaxMarkdown), check.Options{Now: s.options.Now, AsOf: s.options.Now})
	if err != nil {
		return err
	}
	for _, p := range list.OnlyErrors() {
		s.problem(p)
	}
	return nil
}
