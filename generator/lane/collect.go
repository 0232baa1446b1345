package lane

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/generator/vendorlane"
)

// Change is a record that the vendor wrote.
type Change struct {
	Path string // the same in the lane and in the content
	New  bool
	Data []byte
}

// hosts are names at the root of a lane that belong to git and to the host of
// the repository. What is in them is neither read nor brought back.
var hosts = []string{".git", ".github", ".gitlab", ".gitlab-ci.yml", ".gitattributes", ".gitignore", ".vscode", ".idea", "CODEOWNERS", "LICENSE"}

// Keep lists them as publish has them.
func Keep() []string {
	var out []string
	for _, name := range hosts {
		out = append(out, name, name+"/**")
	}
	return out
}

// Collect gives the records that the vendor changed in its lane, in the order
// of their paths, or the problems for which nothing of the lane may be taken:
// paths are those in the lane. content is what the catalog was made from.
func Collect(content fs.FS, c *catalog.Catalog, laneFS fs.FS, vendor string, now time.Time) ([]Change, problem.List, error) {
	l, err := newLane(content, c, vendor)
	if err == nil {
		err = l.render()
	}
	if err != nil {
		return nil, nil, err
	}
	col := &collector{lane: l, from: laneFS, written: readManifest(laneFS), found: map[string][]byte{}, now: now}
	if col.written.Vendor != "" && col.written.Vendor != vendor {
		col.refuse("other-vendor", ManifestName, "this is the lane of another vendor", "name the folder of the right lane with --from")
		return nil, col.list, nil
	}
	col.walk(".")
	changes := col.changes()
	if col.list.Errors() > 0 {
		return nil, col.list.Sorted(), nil
	}
	list, err := col.check(changes)
	if err != nil || list.Errors() > 0 {
		return nil, list, err
	}
	return changes, nil, nil
}

// collector is one reading of a lane.
type collector struct {
	lane    *lane
	from    fs.FS
	written manifest
	found   map[string][]byte // the vendor's records in the lane
	list    problem.List
	now     time.Time
}

func (c *collector) refuse(rule, name, message, hint string) {
	c.list.Add(problem.Problem{Rule: rule, Path: name, Message: message, Hint: hint})
}

// own gives the case that a path is a record of; nil if it is none.
func (c *collector) own(name string) *catalog.Advisory {
	dir, base := path.Split(name)
	v := c.lane.vendor
	if !slices.Contains([]string{v + ".yaml", v + ".md", v + ".next.yaml", v + ".next.md"}, base) {
		return nil
	}
	for _, a := range c.lane.cases {
		if dir == a.Folder()+"/"+check.VendorsDir+"/" {
			return a
		}
	}
	return nil
}

// walk reads the vendor's records and refuses what does not belong into the
// lane. It follows no links.
func (c *collector) walk(dir string) {
	entries, err := fs.ReadDir(c.from, dir)
	if err != nil {
		c.refuse("unreadable", dir, "this folder cannot be read", "look at its kind and its permissions")
		return
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if c.own(name) != nil {
			c.found[name] = nil // it is there, whatever it is
		}
		known := c.lane.files[name] != nil || c.written.Files[name] != "" || name == ManifestName
		switch {
		case dir == "." && slices.Contains(hosts, name):
		case e.Type()&fs.ModeSymlink != 0:
			c.refuse("symlink", name, "this is a symbolic link", "put the file itself in its place")
		case e.IsDir():
			c.walk(name)
		case !e.Type().IsRegular():
			c.refuse("not-a-file", name, "this is not a regular file", "put a regular file in its place")
		case isSignature(name) && c.own(strings.TrimSuffix(name, path.Ext(name))) != nil:
			// of a record, for review; it stays in the lane
		case c.own(name) != nil:
			data, list := source.ReadFile(c.from, name, source.MaxYAML)
			c.list.Add(list...)
			c.found[name] = data
		case !known:
			c.refuse("outside", name, "this is not a file of the vendor's", "only "+c.lane.vendor+".yaml or .md, and .next.yaml or .next.md, below vendors/ of an advisory that notified the vendor are brought back")
		}
	}
}

func isSignature(name string) bool { return path.Ext(name) == ".sig" || path.Ext(name) == ".asc" }

// Records lists the vendor's records in a lane: those that Collect has not
// brought back yet, which a lane that is written anew would lose, and those that
// say what was written or what the content says. An empty folder has none.
func Records(content fs.FS, c *catalog.Catalog, laneFS fs.FS, vendor string) (pending, settled []string, err error) {
	l, err := newLane(content, c, vendor)
	if err == nil {
		err = l.render()
	}
	if err != nil {
		return nil, nil, err
	}
	col := &collector{lane: l, from: laneFS, written: readManifest(laneFS), found: map[string][]byte{}}
	col.walk(".")
	for _, name := range sortedNames(col.found) {
		if col.settled(name) {
			settled = append(settled, name)
		} else {
			pending = append(pending, name)
		}
	}
	return pending, settled, nil
}

// VendorOf is the vendor whose lane a folder is; empty if it is none.
func VendorOf(laneFS fs.FS) string { return readManifest(laneFS).Vendor }

// changes compares the records with those of the content, and holds each to
// the rules for a vendor.
func (c *collector) changes() []Change {
	var out []Change
	for _, name := range sortedNames(c.found) {
		data, now := c.found[name], c.lane.files[name]
		written := c.written.Files[name]
		switch {
		case data == nil || c.settled(name):
			continue
		case c.written.Vendor != "" && digest(now) != written:
			c.refuse("changed-twice", name, "the record was changed in the content too since the lane was written", "take one of the two over by hand, and mirror the lane again")
			continue
		}
		out = append(out, Change{Path: name, New: now == nil, Data: data})
		c.list.Add(vendorlane.Check(c.change(name, data))...)
	}
	for _, name := range sortedNames(c.lane.files) {
		if _, there := c.found[name]; !there && c.own(name) != nil && (c.written.Vendor == "" || c.written.Files[name] != "") {
			c.refuse("deletion", name, "a record may not be deleted or renamed", "to retract a statement, change the record; to go from .yaml to .md, ask the coordinator")
		}
	}
	return out
}

// settled says that a record in the lane is what the coordinator wrote there,
// or says what the content says already.
func (c *collector) settled(name string) bool {
	data, now := c.found[name], c.lane.files[name]
	return c.written.Files[name] == artifact.Digest(data) || bytes.Equal(data, now) || now != nil && bytes.Equal(rewrite(name, data), now)
}

func digest(data []byte) string {
	if data == nil {
		return ""
	}
	return artifact.Digest(data)
}

func sortedNames(files map[string][]byte) []string {
	var out []string
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// change is a record as the rules for a vendor look at it.
func (c *collector) change(name string, data []byte) vendorlane.Change {
	out := vendorlane.Change{Path: name, From: c.own(name).From(), Now: c.now}
	out.After, _ = parseRecord(name, data)
	if before := c.lane.files[name]; before != nil {
		out.Before, _ = parseRecord(name, before)
	}
	if stem, staged := strings.CutSuffix(strings.TrimSuffix(name, path.Ext(name)), ".next"); staged {
		for _, ext := range []string{".yaml", ".md"} {
			if record := c.lane.files[stem+ext]; record != nil {
				out.Replaces, _ = parseRecord(stem+ext, record)
			}
		}
	}
	return out
}

// check reads the whole content as it would be with the changes in it. Before
// them it had no error.
func (c *collector) check(changes []Change) (problem.List, error) {
	files := overlay{c.lane.content, map[string][]byte{}}
	for _, ch := range changes {
		files.files[ch.Path] = ch.Data
	}
	_, list, err := check.Run(files, check.Options{Now: c.now, AsOf: c.now})
	return list.OnlyErrors(), err
}
