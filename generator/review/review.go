// Package review decides whether a range of commits may be merged: what a
// vendor sends, whom nobody vouches for, or what a coordinator sends.
//
// It judges git objects, never a work tree, every commit against its parent,
// with register and policy from BASE; the schemas are those of the program, which
// is to be built from BASE. docs/review.md tells the rules by name.
//
// A verdict names rules and places. It quotes no text of a record, and of a
// path that is not the vendor's it says the same whether there is something or
// not, so that nobody finds out by asking which ids are under embargo.
package review

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/review/gitobj"
)

// Coordinator is the role that may change anything in the content.
const Coordinator = "coordinator"

// Errors of Run, which are not about the commits that are judged.
var (
	ErrRevision    = errors.New("is not a commit of this repository")
	ErrContent     = errors.New("there is no content that can be understood in BASE")
	ErrVendor      = errors.New("there is no such vendor in the register of BASE")
	ErrAmbiguous   = errors.New("a vendor of the register is called coordinator, so nobody can be told apart from it")
	ErrRequirement = errors.New("the register holds no keys of the coordinator")
)

// Options say what is judged.
type Options struct {
	Dir              string    // a folder in the git repository
	Base, Head       string    // revisions
	As               string    // a vendor id, or Coordinator
	Content          string    // the content's folder in the repository; "" is found in BASE
	RequireSignature bool      // every change must be signed by the vendor
	Received         time.Time // when the commits came in, for the validity of keys
	Now              time.Time // for dates that lie in the future
}

// Verdict is what was decided. It may be shown to the vendor, except Changes.
type Verdict struct {
	Accepted   bool
	As         string
	Base, Head string // full ids
	Commits    int
	Findings   []Finding // why it is refused
	Changes    []Change  // confidential: for the reviewer's summary; only if accepted
}

// Finding is one reason to refuse.
type Finding struct {
	Rule      string
	Commit    string // full id; "" if it is about the range
	Path      string // as it is in the tree, any bytes; "" if it is about the commit
	Line, Col int    // from 1; 0 is the whole file
	Message   string
	Hint      string
}

// session holds what one run knows.
type session struct {
	options  Options
	repo     *gitobj.Repository
	verdict  *Verdict
	content  string    // the content's folder, "" for the root
	base     gitobj.ID // a commit
	baseTree gitobj.ID // its tree
	cases    map[string]*knownCase
	checked  *check.Repository  // publisher and register of BASE; by atBase
	history  map[gitobj.ID]bool // what the vendor's records ever were up to BASE; read when needed
	recent   map[gitobj.ID]bool // and in the range
	commit   *gitobj.Commit     // the one being judged
	spent    int64              // bytes of records read
	limits   limits
}

// limits bound what one review looks at.
type limits struct {
	commits, changes, depth, path int
	record, total                 int64
}

func limitsFor(role string) limits {
	if role == Coordinator {
		return limits{commits: 1000, changes: 100_000, depth: 12, path: 200, record: 1 << 20, total: 1 << 30}
	}
	return limits{commits: 100, changes: 200, depth: 12, path: 200, record: 256 << 10, total: 8 << 20}
}

const maxFindings = 100

// Run judges a range of commits. An error says that there is no verdict: a
// revision that does not exist, a repository that cannot be read.
func Run(ctx context.Context, o Options) (*Verdict, error) {
	repo, err := gitobj.Open(ctx, o.Dir)
	if err != nil {
		return nil, err
	}
	defer repo.Close()
	s := &session{options: o, repo: repo, cases: map[string]*knownCase{}, recent: map[gitobj.ID]bool{}, limits: limitsFor(o.As)}
	head, err := s.open()
	if err != nil {
		return nil, err
	}
	commits, err := s.commits(head)
	if err != nil {
		return nil, err
	}
	if len(s.verdict.Findings) == 0 {
		if err := s.judge(commits); err != nil {
			return nil, err
		}
	}
	s.verdict.Accepted = len(s.verdict.Findings) == 0
	if s.verdict.Accepted && o.As != Coordinator {
		if s.verdict.Changes, err = s.changes(commits); err != nil {
			return nil, err
		}
	}
	s.tidy()
	return s.verdict, nil
}

// open resolves the revisions and finds content and vendor in BASE.
func (s *session) open() (head *gitobj.Commit, err error) {
	o := s.options
	ids := map[string]gitobj.ID{}
	for name, rev := range map[string]string{"base": o.Base, "head": o.Head} {
		id, err := s.repo.Resolve(rev)
		if errors.Is(err, gitobj.ErrRevision) {
			return nil, fmt.Errorf("--%s %w", name, ErrRevision)
		}
		if err != nil {
			return nil, err
		}
		ids[name] = id
	}
	s.base = ids["base"]
	s.verdict = &Verdict{As: o.As, Base: string(s.base), Head: string(ids["head"])}
	base, err := s.repo.Commit(s.base)
	if err != nil {
		return nil, fmt.Errorf("BASE: %w", err)
	}
	s.baseTree = base.Tree
	if err := s.findContent(); err != nil {
		return nil, err
	}
	if err := s.findVendor(); err != nil {
		return nil, err
	}
	head, err = s.repo.Commit(ids["head"])
	if errors.Is(err, gitobj.ErrCorrupt) || errors.Is(err, gitobj.ErrTooLarge) {
		s.verdict.Commits = 1
		s.refuseRange(string(ids["head"]), "bad-object")
		return nil, nil
	}
	return head, err
}

// findContent finds the folder of the content: what was asked for, else
// "content" if BASE has a publisher there, else the root.
func (s *session) findContent() error {
	s.content = strings.Trim(path.Clean("/"+s.options.Content), "/")
	if s.options.Content == "" {
		if e, ok, err := s.repo.Find(s.baseTree, "content/"+check.PublisherFile); err == nil && ok && e.Mode == gitobj.File {
			s.content = "content"
		}
	}
	e, ok, err := s.repo.Find(s.baseTree, s.inContent(check.PublisherFile))
	if err != nil {
		return fmt.Errorf("BASE: %w", err)
	}
	if !ok || e.Mode != gitobj.File {
		return ErrContent
	}
	return nil
}

// findVendor makes sure that the vendor is in the register of BASE.
func (s *session) findVendor() error {
	_, taken, err := s.repo.Find(s.baseTree, s.inContent(check.VendorsDir, Coordinator+".yaml"))
	switch {
	case err != nil:
		return fmt.Errorf("BASE: %w", err)
	case taken:
		return ErrAmbiguous
	case s.options.As == Coordinator && s.options.RequireSignature:
		return ErrRequirement
	case s.options.As == Coordinator:
		return nil
	case !advisory.ValidVendorID(s.options.As):
		return ErrVendor
	}
	e, ok, err := s.repo.Find(s.baseTree, s.inContent(check.VendorsDir, s.options.As+".yaml"))
	if err != nil {
		return fmt.Errorf("BASE: %w", err)
	}
	if !ok || e.Mode != gitobj.File {
		return ErrVendor
	}
	return nil
}

// atBase is publisher and register entry of BASE.
func (s *session) atBase() (*check.Repository, error) {
	if s.checked == nil {
		if _, _, err := s.check(nil, s.baseTree); err != nil {
			return nil, err
		}
	}
	return s.checked, nil
}

// inContent is a path in the content as a path in the repository.
func (s *session) inContent(parts ...string) string {
	return path.Join(append([]string{s.content}, parts...)...)
}

// commits lists the range, oldest first. What is wrong with the range as such
// is in the verdict then.
func (s *session) commits(head *gitobj.Commit) ([]*gitobj.Commit, error) {
	if head == nil {
		return nil, nil
	}
	incomplete, err := s.repo.Incomplete()
	if err != nil {
		return nil, err
	}
	if incomplete {
		s.refuseRange("", "shallow-clone")
		return nil, nil
	}
	if head.ID == s.base {
		s.refuseRange("", "empty-range")
		return nil, nil
	}
	ok, err := s.repo.IsAncestor(s.base, head.ID)
	if err != nil {
		return nil, err
	}
	if !ok {
		s.refuseRange("", "base-not-ancestor")
		return nil, nil
	}
	var out []*gitobj.Commit
	for c := head; c.ID != s.base; {
		if out = append(out, c); len(out) > s.limits.commits {
			s.refuseRange("", "too-many-commits")
			return nil, nil
		}
		s.verdict.Commits = len(out)
		if len(c.Parents) != 1 {
			s.refuseRange(string(c.ID), "merge-commit")
			return nil, nil
		}
		parent := c.Parents[0]
		if c, err = s.repo.Commit(parent); errors.Is(err, gitobj.ErrCorrupt) || errors.Is(err, gitobj.ErrTooLarge) {
			s.refuseRange(string(parent), "bad-object")
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Reverse(out)
	return out, nil
}

// judge looks at every commit, and for a coordinator at the content of HEAD.
func (s *session) judge(commits []*gitobj.Commit) error {
	parent := s.baseTree
	for _, c := range commits {
		s.commit = c
		var err error
		if s.options.As == Coordinator {
			err = s.wholeCommit(parent, c.Tree)
		} else {
			err = s.vendorCommit(parent, c)
		}
		switch {
		case errors.Is(err, gitobj.ErrCorrupt):
			s.add("bad-object", "")
		case errors.Is(err, gitobj.ErrTooLarge):
			s.add("too-large", "")
		case errors.Is(err, errEnough):
		case err != nil:
			return err
		}
		parent = c.Tree
	}
	if s.options.As != Coordinator || len(s.verdict.Findings) > 0 {
		return nil
	}
	return s.wholeContent(parent)
}

// errEnough ends the look at a commit that has more changes than are judged.
var errEnough = errors.New("enough")

// add refuses the commit that is being judged, by a rule of ours.
func (s *session) add(rule, name string) { s.addAt(rule, name, 0, 0) }

func (s *session) addAt(rule, name string, line, col int) {
	text := rules[rule]
	s.found(Finding{Rule: rule, Commit: string(s.commit.ID), Path: name, Line: line, Col: col, Message: text.message, Hint: text.hint})
}

// refuseRange refuses the range, or a commit before it is looked into.
func (s *session) refuseRange(commit, rule string) {
	text := rules[rule]
	s.found(Finding{Rule: rule, Commit: commit, Message: text.message, Hint: text.hint})
}

func (s *session) found(f Finding) {
	if len(s.verdict.Findings) <= maxFindings {
		s.verdict.Findings = append(s.verdict.Findings, f)
	}
}

// tidy leaves out repetitions, keeping the order of the commits.
func (s *session) tidy() {
	seen := map[Finding]bool{}
	s.verdict.Findings = slices.DeleteFunc(s.verdict.Findings, func(f Finding) bool {
		twice := seen[f]
		seen[f] = true
		return twice
	})
	if len(s.verdict.Findings) > maxFindings {
		s.verdict.Findings = s.verdict.Findings[:maxFindings]
	}
}
