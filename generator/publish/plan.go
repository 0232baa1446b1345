package publish

import (
	"slices"
	"sort"
	"strings"

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
	path string // of a file or folder in the output; empty for a barrier
	do   action
	file int32 // of writeFile: the number of the file in staging, or inTree
}

type action uint8

const (
	deleteFile action = iota
	removeDir         // an empty folder; nothing where folders do not exist
	writeFile         // replaces what is there in one step
	moveDir           // a whole folder of new files of one class, from the tree in staging
	barrier           // everything before is durable before anything after begins
)

// target is an output that a plan can be applied to.
type target interface {
	deleteFile(path string) error
	removeDir(path string) error
	writeFile(path string, file int32) error
	moveDir(path string) error
	barrier() error
}

// put is a rendered file.
type put struct {
	artifact.Entry
	file  int32 // its number in staging, or unchanged, or inTree
	known int32 // its place among the known files, or notKnown
}

const notKnown = -1

// What stands in place of a file's number in staging.
const (
	unchanged = -1 // the output has it already
	inTree    = -2 // it lies in staging by its path, in a folder that the output does not know
)

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
		case moveDir:
			err = to.moveDir(s.path)
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
	w := writes{known: known, found: found, puts: puts}
	w.in("", 0, len(puts))
	p.written = w.files
	for _, class := range artifact.Classes() {
		p.group(append(w.fresh[class], w.changed[class]...))
	}
	for _, files := range slices.Backward(stale[:]) {
		p.removed += len(files)
		p.group(files)
	}
	p.group(removals(dirs.stale))
	return p
}

// writes are the steps that bring files into the output, by class, in the order
// of paths.
type writes struct {
	known          []artifact.Entry
	found          survey
	puts           []put
	fresh, changed [artifact.Index + 1][]step
	files          int // that move
}

// in takes the files from and up to to, all of which lie in a folder. That is
// named with a slash behind it; "" is the output.
func (w *writes) in(folder string, from, to int) {
	for next := from; from < to; from = next {
		f := w.puts[from]
		name, _, isFolder := strings.Cut(f.Path[len(folder):], "/")
		if !isFolder {
			w.file(f)
			next = from + 1
			continue
		}
		inner := f.Path[:len(folder)+len(name)+1]
		next = from + sort.Search(to-from, func(i int) bool { return !strings.HasPrefix(w.puts[from+i].Path, inner) })
		if w.moves(inner, from, next) {
			w.fresh[f.Class] = append(w.fresh[f.Class], step{do: moveDir, path: strings.TrimSuffix(inner, "/")})
			w.files += next - from
		} else {
			w.in(inner, from, next)
		}
	}
}

// moves says whether a folder can move as a whole: the output knows nothing in
// it, and its files are all of one class.
func (w *writes) moves(folder string, from, to int) bool {
	for _, f := range w.puts[from:to] {
		if f.file != inTree || f.Class != w.puts[from].Class {
			return false
		}
	}
	return inNewFolder(w.known, folder)
}

func (w *writes) file(f put) {
	if f.file == unchanged {
		return
	}
	w.files++
	s := step{do: writeFile, path: f.Path, file: f.file}
	if f.known != notKnown && w.found.present[f.known] {
		w.changed[f.Class] = append(w.changed[f.Class], s)
	} else {
		w.fresh[f.Class] = append(w.fresh[f.Class], s)
	}
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
