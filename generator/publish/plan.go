package publish

import (
	"slices"

	"github.com/advgen/advgen/generator/artifact"
)

// A plan is what must be done to the output, in order. It says nothing about
// how, so that a folder and an object store can be driven by the same one.
type plan struct {
	steps   []step
	written int
	removed int
}

type step struct {
	do   action
	path string // of a file or folder in the output; empty for a barrier
	file int    // for write: the number of the file in staging
}

type action int

const (
	deleteFile action = iota
	removeDir         // an empty folder; nothing where folders do not exist
	writeFile         // replaces what is there in one step
	barrier           // everything before is durable before anything after begins
)

// target is an output that a plan can be applied to.
type target interface {
	deleteFile(path string) error
	removeDir(path string) error
	writeFile(path string, file int) error
	barrier() error
}

// put is a rendered file.
type put struct {
	artifact.Entry
	file  int // its number in staging, or unchanged
	known int // its place among the known files, or notKnown
}

const notKnown = -1

// unchanged is the number of a file that the output has already.
const unchanged = -1

// apply does the steps in order and stops at the first error.
func (p plan) apply(to target) error {
	for _, s := range p.steps {
		var err error
		switch s.do {
		case deleteFile:
			err = to.deleteFile(s.path)
		case removeDir:
			err = to.removeDir(s.path)
		case writeFile:
			err = to.writeFile(s.path, s.file)
		case barrier:
			err = to.barrier()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makePlan orders the work so that at every moment each list, feed and index
// points only at records that exist, save those withheld:
//
//  1. records no longer rendered are deleted: what is withheld goes first;
//  2. stale files and folders that stand where a new file must go;
//  3. class by class, new files before changed ones;
//  4. stale files, what points before what is pointed at, then the folders
//     that only they needed.
//
// A barrier stands behind each group. known are the files that earlier builds
// may have put into the output, puts the rendered ones sorted by path, and
// paths the set of the latter.
func makePlan(known []artifact.Entry, found survey, puts []put, paths *artifact.Paths, dirs staleDirs) plan {
	var p plan
	var withheld, inTheWay []step
	var stale [artifact.Index + 1][]step
	for i, e := range known {
		if !found.present[i] || paths.HasFile(e.Path) {
			continue
		}
		s := step{do: deleteFile, path: e.Path}
		switch {
		case e.Class == artifact.Record || e.Class == artifact.Notice:
			withheld = append(withheld, s)
		case paths.Conflict(e.Path) != nil:
			inTheWay = append(inTheWay, s)
		default:
			stale[e.Class] = append(stale[e.Class], s)
		}
	}
	p.removed = len(withheld) + len(inTheWay)
	p.group(withheld)
	p.group(append(inTheWay, removals(dirs.inTheWay)...))
	for _, class := range artifact.Classes() {
		var fresh, changed []step
		for _, f := range puts {
			if f.Class != class || f.file == unchanged {
				continue
			}
			s := step{do: writeFile, path: f.Path, file: f.file}
			if f.known != notKnown && found.present[f.known] {
				changed = append(changed, s)
			} else {
				fresh = append(fresh, s)
			}
		}
		p.written += len(fresh) + len(changed)
		p.group(append(fresh, changed...))
	}
	for _, files := range slices.Backward(stale[:]) {
		p.removed += len(files)
		p.group(files)
	}
	p.group(removals(dirs.stale))
	return p
}

// group adds steps and the barrier behind them.
func (p *plan) group(steps []step) {
	if len(steps) > 0 {
		p.steps = append(append(p.steps, steps...), step{do: barrier})
	}
}

func removals(dirs []string) []step {
	steps := make([]step, 0, len(dirs))
	for _, dir := range dirs {
		steps = append(steps, step{do: removeDir, path: dir})
	}
	return steps
}

// staleDirs are the folders to remove, inner ones first.
type staleDirs struct {
	inTheWay []string // a new file or folder must go there
	stale    []string
	foreign  []string // in the way, but not ours: it or a folder in it never held a file of ours
}

// findStaleDirs looks at the folders of the output that no rendered file
// needs. Only those that held files of ours are removed, and only if nothing of
// the host's is in them.
func findStaleDirs(known []artifact.Entry, found survey, paths *artifact.Paths) staleDirs {
	var result staleDirs
	if len(found.dirs) == 0 {
		return result
	}
	ours := map[string]bool{}
	for _, e := range known {
		if !paths.HasFile(e.Path) {
			addParents(ours, e.Path)
		}
	}
	occupied := map[string]bool{}
	for _, p := range found.kept {
		addParents(occupied, p)
	}
	for _, dir := range found.dirs {
		if !ours[dir] {
			occupied[dir] = true
			addParents(occupied, dir)
		}
	}
	for _, dir := range slices.Backward(found.dirs) { // the walk names a folder before what is in it
		conflict := paths.Conflict(dir) != nil
		switch {
		case conflict && !ours[dir]:
			result.foreign = append(result.foreign, dir)
		case occupied[dir]:
		case conflict:
			result.inTheWay = append(result.inTheWay, dir)
		default:
			result.stale = append(result.stale, dir)
		}
	}
	return result
}

func addParents(set map[string]bool, p string) {
	for dir := range artifact.Parents(p) {
		set[dir] = true
	}
}
