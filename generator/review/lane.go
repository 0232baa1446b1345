package review

import (
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/review/gitobj"
	"github.com/advgen/advgen/generator/source"
)

// knownCase is an advisory that notified the vendor, as BASE has it.
type knownCase struct {
	dir      string // in the repository
	id       string
	from     advisory.When
	notified []string
}

// changed is a file of the vendor's that a commit adds or changes.
type changed struct {
	kase *knownCase
	path string
	old  *gitobj.Entry // nil if it is new
	new  gitobj.Entry
}

// records are the names that a vendor's record may have.
func (s *session) records() []string {
	v := s.options.As
	return []string{v + ".yaml", v + ".md", v + ".next.yaml", v + ".next.md"}
}

// names are those and their detached signatures.
func (s *session) names() []string {
	var out []string
	for _, name := range s.records() {
		out = append(out, name, name+".sig", name+".asc")
	}
	return out
}

func isSignature(name string) bool {
	ext := path.Ext(name)
	return ext == ".sig" || ext == ".asc"
}

// known gives the advisory in a folder, if it notified the vendor. What cannot
// be read notified nobody.
func (s *session) known(dir string) *knownCase {
	if k, ok := s.cases[dir]; ok {
		return k
	}
	var k *knownCase
	if front := s.front(dir + "/advisory.md"); front != nil {
		k = &knownCase{dir: dir, id: text(front.Get("id")), from: instant(front.Get("disclose_at"))}
		for _, doc := range []*source.Node{front, s.front(dir + "/advisory.next.md")} {
			for _, vendor := range list(doc.Get("notified")) {
				k.notified = append(k.notified, vendor.Text)
			}
		}
		if !slices.Contains(k.notified, s.options.As) {
			k = nil
		}
	}
	s.cases[dir] = k
	return k
}

// front reads the facts of a Markdown file of BASE, nil if there are none.
func (s *session) front(name string) *source.Node {
	e, ok, err := s.repo.Find(s.baseTree, name)
	if err != nil || !ok || e.Mode != gitobj.File {
		return nil
	}
	data, err := s.repo.Read(e.ID, "blob", source.MaxMarkdown)
	if err != nil {
		return nil
	}
	doc, _ := source.ParseMarkdown(name, data)
	return doc.Front
}

// place says what a name in a folder is to the vendor.
type place int

const (
	outside place = iota
	onTheWay
	own
)

// where classifies by the layout, and by which advisories of BASE notified the
// vendor. Whether a year has advisories at all is not asked.
func (s *session) where(dir, name string) (place, *knownCase) {
	full := join(dir, name)
	advisories := s.inContent(check.AdvisoriesDir)
	switch {
	case full == advisories || strings.HasPrefix(advisories, full+"/"):
		return onTheWay, nil
	case dir == advisories && (yearName.MatchString(name) || s.known(full) != nil),
		s.isYear(dir) && s.known(full) != nil:
		return onTheWay, nil
	case name == check.VendorsDir && s.known(dir) != nil:
		return onTheWay, nil
	case path.Base(dir) == check.VendorsDir && slices.Contains(s.names(), name):
		if k := s.known(path.Dir(dir)); k != nil {
			return own, k
		}
	}
	return outside, nil
}

func (s *session) isYear(dir string) bool {
	return path.Dir(dir) == s.inContent(check.AdvisoriesDir) && yearName.MatchString(path.Base(dir)) && s.known(dir) == nil
}

// join does not clean: names in a tree are any bytes.
func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}

// lane is the comparison of two trees as far as it concerns the vendor.
type lane struct {
	*session
	changed []changed
	count   int    // what the submitted tree has that its parent has not
	outside bool   // something outside was found
	removed string // the folder of something outside that is gone; "-" if none
}

// compare goes down from the root to the vendor's own files. It never looks
// into a folder that is not on the way there: what it says of such a folder,
// and of everything in it, follows from the name that was submitted, and not
// from what BASE has under that name.
func (l *lane) compare(dir string, old, new gitobj.ID) error {
	before, err := l.tree(old)
	if err != nil {
		return err
	}
	var entries []gitobj.Entry // in the order of the tree
	if new != "" {
		if entries, err = l.repo.Tree(new); err != nil {
			return err
		}
	}
	var differ []gitobj.Entry
	after := map[string]bool{}
	for _, e := range entries {
		after[e.Name] = true
		if o, had := before[e.Name]; !had || o.Mode != e.Mode || o.ID != e.ID {
			differ = append(differ, e)
		}
	}
	if l.count += len(differ); l.count > l.limits.changes {
		l.add("too-many-changes", "")
		return errEnough
	}
	for _, e := range differ {
		o, had := before[e.Name]
		if err := l.entry(dir, o, had, e); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if !after[name] {
			if err := l.gone(dir, before[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// entry judges one entry that is new or not what it was.
func (l *lane) entry(dir string, old gitobj.Entry, had bool, e gitobj.Entry) error {
	full := join(dir, e.Name)
	if len(full) > l.limits.path {
		l.add("path-too-long", full)
	}
	for _, rule := range nameRules(e.Name) {
		l.add(rule, full)
	}
	where, k := l.where(dir, e.Name)
	if where == outside {
		l.outside = true
		l.add("outside", full)
		if rule := kindRule(e, e.Mode == gitobj.Folder); rule != "" {
			l.add(rule, full)
		}
		return l.twin(dir, e.Name)
	}
	if rule := kindRule(e, where == onTheWay); rule != "" {
		l.add(rule, full)
		return nil
	}
	if where == onTheWay {
		var from gitobj.ID
		if had && old.Mode == gitobj.Folder {
			from = old.ID
		}
		return l.compare(full, from, e.ID)
	}
	c := changed{kase: k, path: full, new: e}
	if had {
		c.old = &old
	}
	l.changed = append(l.changed, c)
	return nil
}

// gone judges an entry that is not there any more. What was outside is told by
// its folder alone.
func (l *lane) gone(dir string, old gitobj.Entry) error {
	full := join(dir, old.Name)
	// Folders of advisories are not asked for: there may be a hundred thousand.
	inList := dir == l.inContent(check.AdvisoriesDir) || path.Dir(dir) == l.inContent(check.AdvisoriesDir) && yearName.MatchString(path.Base(dir))
	if inList {
		l.removed = dir
		return nil
	}
	switch where, _ := l.where(dir, old.Name); {
	case where == own:
		l.add("deletion", full)
	case where == onTheWay && old.Mode == gitobj.Folder:
		return l.compare(full, old.ID, "")
	default:
		l.removed = dir
	}
	return nil
}

// finish tells of what is gone outside, unless the commit is refused for
// something outside already: a guess of a name may not show whether it is right.
func (l *lane) finish() {
	if l.removed != "-" && !l.outside {
		l.add("outside", l.removed)
	}
}

// twin compares a name that is outside with those that the vendor knows.
func (l *lane) twin(dir, name string) error {
	var candidates []string
	switch {
	case dir == l.inContent(check.AdvisoriesDir) || l.isYear(dir):
		e, ok, err := l.repo.Find(l.baseTree, dir)
		if err != nil || !ok || e.Mode != gitobj.Folder {
			return err
		}
		entries, err := l.repo.Tree(e.ID)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Name != name && fold(e.Name) == fold(name) && l.known(join(dir, e.Name)) != nil {
				candidates = append(candidates, e.Name)
			}
		}
	case l.known(dir) != nil:
		candidates = []string{check.VendorsDir}
	case path.Base(dir) == check.VendorsDir && l.known(path.Dir(dir)) != nil:
		candidates = l.names()
	default:
		rest := strings.TrimPrefix(l.inContent(check.AdvisoriesDir), dir)
		next, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
		candidates = []string{next}
	}
	for _, c := range candidates {
		if c != name && fold(c) == fold(name) {
			l.add(twinRule(c, name), join(dir, name))
		}
	}
	return nil
}

// tree lists a tree by name; the tree "" is empty.
func (s *session) tree(id gitobj.ID) (map[string]gitobj.Entry, error) {
	if id == "" {
		return nil, nil
	}
	entries, err := s.repo.Tree(id)
	if err != nil {
		return nil, err
	}
	out := make(map[string]gitobj.Entry, len(entries))
	for _, e := range entries {
		out[e.Name] = e
	}
	return out, nil
}

// vendorCommit judges one commit of a vendor.
func (s *session) vendorCommit(parent gitobj.ID, c *gitobj.Commit) error {
	l := &lane{session: s, removed: "-"}
	err := l.compare("", parent, c.Tree)
	l.finish()
	if err != nil {
		return err
	}
	var readable []changed
	large := false
	for _, ch := range l.changed {
		data, err := s.read(ch.new.ID)
		if errors.Is(err, gitobj.ErrTooLarge) {
			s.add("too-large", ch.path)
			large = true
			continue
		}
		if err != nil {
			return err
		}
		if isSignature(ch.path) {
			s.signatureFile(ch.path, data)
			readable = append(readable, ch)
			continue
		}
		s.texts(ch.path, data)
		if err := s.recordRules(parent, ch, data); err != nil {
			return err
		}
		readable = append(readable, ch)
	}
	if len(l.changed) > 0 && !large {
		if err := s.contentRules(parent, c.Tree, l.changed); err != nil {
			return err
		}
	}
	if s.options.RequireSignature {
		return s.signed(c, readable)
	}
	return nil
}

// read reads a file of the vendor's, within the limits of one and of all.
func (s *session) read(id gitobj.ID) ([]byte, error) {
	data, err := s.repo.Read(id, "blob", s.limits.record)
	if err != nil {
		return nil, err
	}
	if s.spent += int64(len(data)); s.spent > s.limits.total {
		return nil, gitobj.ErrTooLarge
	}
	return data, nil
}
