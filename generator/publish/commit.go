package publish

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/advgen/advgen/generator/artifact"
)

// Commit makes the output equal to what was put. It changes nothing if a Put
// failed, or if the output has files that nobody knows (*StrayError), or files
// of the host in the way. If an operation fails half-way it returns *Error; the
// output then holds whole files, old and new, and the next build repairs it.
// All calls of Put must have returned.
func (s *Session) Commit() (Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return Result{}, errors.New("the build has ended; it cannot be published again")
	}
	s.ended = true
	if s.failed != nil {
		return Result{}, fmt.Errorf("nothing is published, because an output file was refused: %w", s.failed)
	}
	if s.nothingChanged() {
		return s.leaveAll()
	}
	if err := s.gather(); err != nil {
		return Result{}, fmt.Errorf("nothing is published, because an output file was refused: %w", err)
	}
	slices.SortFunc(s.puts, func(a, b put) int { return cmp.Compare(a.Path, b.Path) })
	found, err := s.scan()
	if err != nil {
		return Result{}, err
	}
	dirs := findStaleDirs(s.known, found, &s.paths)
	if err := s.checkFound(found, dirs); err != nil {
		return Result{}, err
	}
	p := makePlan(s.known, found, s.puts, &s.paths, dirs)
	if err := s.execute(p, found); err != nil {
		return Result{}, err
	}
	return Result{Written: p.written, Unchanged: len(s.puts) - p.written, Removed: p.removed}, nil
}

// leaveAll ends a build that changes nothing. Files of others are looked for
// where they mostly are.
func (s *Session) leaveAll() (Result, error) {
	found, err := s.scan()
	if err != nil {
		return Result{}, err
	}
	if len(found.strays) > 0 {
		return Result{}, &StrayError{s.out.name, found.strays}
	}
	return Result{Unchanged: s.leaves}, s.replaceManifest(s.prev.Files)
}

func (s *Session) scan() (survey, error) {
	scan := scanner{disk: s.disk, out: s.root, name: s.out.name, known: s.known, keep: s.keep, paths: &s.paths,
		found: survey{present: make([]bool, len(s.known))}}
	if s.root == nil { // absent at Open; somebody may have made it since
		if err := s.openOut(); err != nil || s.root == nil {
			return scan.found, err
		}
		scan.out = s.root
	}
	if s.seen != nil {
		scan.only = s.concerned()
		for i, seen := range s.seen {
			scan.found.present[i] = seen != absent
		}
	}
	err := scan.walk(".")
	return scan.found, err
}

// checkFound is the last moment at which nothing has been changed.
func (s *Session) checkFound(found survey, dirs staleDirs) error {
	strays := slices.Clone(found.strays)
	if len(strays) == 0 {
		if err := checkKept(found.kept, &s.paths, s.out.name); err != nil {
			return err
		}
	}
	for _, dir := range dirs.foreign {
		strays = append(strays, dir+"/")
	}
	if len(strays) > 0 {
		slices.Sort(strays)
		return &StrayError{s.out.name, strays}
	}
	for _, f := range s.puts {
		if f.file == unchanged && !found.present[f.known] {
			return &Error{"read", filepath.Join(s.out.name, filepath.FromSlash(f.Path)),
				errors.New("it changed while the build was running; run the build again")}
		}
	}
	return nil
}

// execute applies the plan. A build that changes nothing does nothing.
func (s *Session) execute(p plan, found survey) error {
	if len(p.steps) > 0 {
		err := s.state.replace(journalName, func(w io.Writer) error {
			return writeJournal(w, s.earlier, s.known, found.present, s.puts, &s.paths)
		})
		if err != nil {
			return err
		}
	}
	if len(p.steps) > 0 || s.repair {
		if err := s.applyToFolder(p); err != nil {
			return err
		}
	}
	entries := make([]artifact.Entry, len(s.puts))
	for i, f := range s.puts {
		entries[i] = f.Entry
	}
	if err := s.replaceManifest(entries); err != nil {
		return err
	}
	if len(p.steps) > 0 || s.repair {
		return s.state.removeJournal()
	}
	return nil
}

// replaceManifest writes what is published now, if that is not what the manifest
// says already.
func (s *Session) replaceManifest(files []artifact.Entry) error {
	next := artifact.NewManifest(files)
	next.Keep, next.Advisories = s.patterns, s.advisories
	s.next = next
	if s.hasPrev && next.Equal(s.prev) {
		return nil
	}
	return s.state.replace(ManifestName, func(w io.Writer) error {
		digest := sha256.New()
		err := next.Encode(io.MultiWriter(w, digest))
		digest.Sum(s.state.sum[:0])
		return err
	})
}

// Published is the manifest that Commit left, and what identifies it.
func (s *Session) Published() (artifact.Manifest, [sha256.Size]byte) { return s.next, s.state.sum }

// applyToFolder also stands for a crashed build whose last barrier is missing:
// its changes must be durable before the journal goes.
func (s *Session) applyToFolder(p plan) error {
	if s.root == nil {
		if p.written == 0 {
			return nil
		}
		if err := s.makeOut(); err != nil {
			return err
		}
	}
	f, err := newFolder(s.disk, s.out.name, s.root, s.state, s.repair)
	if err != nil {
		return err
	}
	defer f.close()
	if err := p.apply(f); err != nil || len(p.steps) > 0 {
		return err
	}
	return f.barrier()
}

// makeOut makes the output folder with its mode in one step, so that a crash
// does not leave one that nobody may read.
func (s *Session) makeOut() error {
	const name = "out"
	staged := filepath.Join(stagingName, name)
	steps := []struct {
		op  string
		run func() error
	}{
		{"mkdir", func() error { return os.MkdirAll(filepath.Dir(s.out.path), dirMode) }},
		{"mkdir", func() error { return s.state.root.Mkdir(staged, dirMode) }},
		{"chmod", func() error { return s.state.root.Chmod(staged, dirMode) }},
		{"rename", func() error {
			return os.Rename(filepath.Join(s.state.root.Name(), staged), s.out.path)
		}},
	}
	for _, step := range steps {
		if err := s.do(step.op, s.out.name, step.run); err != nil {
			return err
		}
	}
	if err := s.openOut(); err != nil {
		return err
	}
	if s.root == nil {
		return &Error{"open", s.out.name, os.ErrNotExist}
	}
	return nil
}
