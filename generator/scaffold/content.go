package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Content is a content repository that something is added to. It is
// confidential.
type Content struct {
	fsys    fs.FS
	repo    *check.Repository
	schemas string // the folder of the schemas relative to the root, or ""
	now     time.Time
}

// Open reads the content repository in the folder dir; root is that folder,
// opened. Problems in it do not matter, except those of publisher.yaml, which
// are a Refusal.
func Open(root *os.Root, dir string, now time.Time) (*Content, error) {
	c := &Content{fsys: root.FS(), now: now, schemas: findSchemas(dir)}
	repo, list, err := check.Run(c.fsys, check.Options{Now: now, AsOf: now})
	if err != nil {
		return nil, err
	}
	c.repo = repo
	var own problem.List
	for _, p := range list.OnlyErrors() {
		if p.Path == check.PublisherFile {
			own.Add(p)
		}
	}
	if len(own) > 0 {
		r := refuse("--content names the folder with publisher.yaml in it", "%s cannot be used as it is", check.PublisherFile)
		r.Problems = own
		return nil, r
	}
	return c, nil
}

// findSchemas looks for the schemas in the content root and beside it.
func findSchemas(dir string) string {
	for _, where := range []string{"schema", "../schema"} {
		name := filepath.Join(dir, filepath.FromSlash(where), "advisory.schema.json")
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return where
		}
	}
	return ""
}

// advisory finds an advisory by its id or its slug, whatever the case.
func (c *Content) advisory(id string) (*check.Facts, error) {
	var found []*check.Facts
	for _, f := range c.repo.Advisories {
		if f.ID != "" && (advisory.Fold(f.ID) == advisory.Fold(id) || advisory.Fold(f.Slug) == advisory.Fold(id)) {
			found = append(found, f)
		}
	}
	switch len(found) {
	case 0:
		return nil, refuse("give its id or the name of its folder; advgen check says whether a file cannot be read", "no advisory has this id")
	case 1:
		return found[0], nil
	}
	return nil, refuse("advgen check says which", "several advisories have this id")
}

// taken says whether an id, or the folder that it makes, is in use.
func (c *Content) taken(id string) bool {
	slug := advisory.Fold(advisory.Slug(id))
	for _, f := range c.repo.Advisories {
		if advisory.Fold(f.ID) == advisory.Fold(id) || advisory.Fold(path.Base(f.Dir)) == slug {
			return true
		}
	}
	return false
}

// absent refuses a path at which there is something.
func (c *Content) absent(name string) error {
	_, err := fs.Lstat(c.fsys, name)
	switch {
	case err == nil:
		return refuse("nothing was written; edit it, or remove it first", "%s exists already", name)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

// verify runs check on new files together with the existing ones that they lean
// on, and refuses what it calls wrong, such as a hidden character in a title.
// It works in memory: the texts may be under embargo.
func (c *Content) verify(list []File, existing ...string) error {
	small := fstest.MapFS{}
	for _, name := range append(existing, check.PublisherFile) {
		data, problems := source.ReadFile(c.fsys, name, source.MaxMarkdown)
		if len(problems) > 0 {
			return fmt.Errorf("%s: %s", name, problems[0].Message)
		}
		small[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	ours := map[string]bool{}
	for _, f := range list {
		small[f.Path] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		ours[f.Path] = true
	}
	_, found, err := check.Run(small, check.Options{Now: c.now, AsOf: c.now, Jobs: 1})
	if err != nil {
		return err
	}
	var bad problem.List
	for _, p := range found {
		// The rules between files name the record of a vendor without its ending.
		if p.Level == problem.Error && (ours[p.Path] || strings.HasSuffix(p.Path, ".*")) {
			bad.Add(p)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	r := usage("correct what was given; nothing was written", "the new file would not pass check")
	r.Problems = bad
	return r
}

// first is the publisher's first language, the others are further ones.
func (c *Content) first() advisory.Language { return c.repo.Publisher.First() }

func (c *Content) further() []advisory.Language { return c.repo.Publisher.Languages[1:] }
