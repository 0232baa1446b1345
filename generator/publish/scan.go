package publish

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/advgen/advgen/generator/artifact"
)

// survey is what the output holds before a plan is made.
type survey struct {
	present []bool   // for every known file: it is there, as a regular file
	strays  []string // neither known nor the host's, or not a regular file
	kept    []string // files of the host, and folders that are wholly the host's
	dirs    []string // folders that no rendered file needs; outer ones first
}

// scanner walks the output without following symbolic links.
type scanner struct {
	disk
	out   *os.Root
	name  string // of the output, for messages
	known []artifact.Entry
	keep  keepers
	paths *artifact.Paths
	only  map[string]bool // the folders to look into; nil for all
	found survey
}

func (s *scanner) walk(dir string) error {
	var entries []os.DirEntry
	err := s.do("readdir", filepath.Join(s.name, dir), func() error {
		f, err := s.out.Open(dir)
		if err != nil {
			return err
		}
		defer f.Close()
		entries, err = f.ReadDir(-1)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if !e.IsDir() {
			s.file(p, e.Type().IsRegular())
			continue
		}
		if s.keep.wholeFolder(p) {
			s.found.kept = append(s.found.kept, p)
			continue
		}
		if !s.paths.HasDir(p) {
			s.found.dirs = append(s.found.dirs, p)
		}
		if s.only != nil && !s.only[p] && !inNewFolder(s.known, p+"/") {
			continue // ours, and nothing changes in it
		}
		if err := s.walk(p); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) file(p string, regular bool) {
	i, known := findEntry(s.known, p)
	switch {
	case s.keep.match(p):
		s.found.kept = append(s.found.kept, p)
	case known && regular:
		s.found.present[i] = true
	default:
		s.found.strays = append(s.found.strays, p)
	}
}

// checkKept refuses rendered files that cannot stand beside the host's.
func checkKept(kept []string, paths *artifact.Paths, out string) error {
	for _, p := range kept {
		if err := paths.Conflict(p); err != nil {
			return fmt.Errorf("%s: %w; %s is listed under keep: in publisher.yaml and belongs to the host",
				out, err, printable(p))
		}
	}
	return nil
}
