package publish

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
)

// sight is what was seen of a file of the last build without reading it.
type sight uint8

const (
	absent  sight = iota // or something else than a regular file
	doubted              // there, but of another size, or touched since the last build
	sound                // there, as the last build left it
	left                 // the same, and part of this build without having been put
)

// Look sees after the files of the last build, by size and by the time at which
// the file system changed them last: one that was touched after the manifest was
// written is read before it counts as the same. The files that it finds sound
// need not be compared with what is put, and what has not changed need not be
// put at all: see Leave. Folders in which nothing changes are not looked into,
// but for the output itself, so that files of others in them stay unseen. Without Look, every file is
// compared byte by byte, and every folder is searched.
//
// It is called before the first Put. After a build that did not finish it does
// nothing.
func (s *Session) Look(jobs int) error {
	if s.repair || !s.hasPrev || s.root == nil {
		return nil
	}
	var since int64
	var top *os.File
	err := s.do("read", s.state.display(ManifestName), func() error {
		info, err := s.state.root.Lstat(ManifestName)
		if err == nil {
			since = changed(info)
			top, err = s.root.Open(".")
		}
		return err
	})
	if err != nil {
		return err
	}
	defer top.Close()
	seen := make([]sight, len(s.known))
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	const chunk = 1000
	var next atomic.Int64
	var wg sync.WaitGroup
	for range jobs {
		wg.Go(func() {
			for from := int(next.Add(chunk)) - chunk; from < len(seen); from = int(next.Add(chunk)) - chunk {
				for i := from; i < min(from+chunk, len(seen)); i++ {
					size, at, ok := look(top, s.root, s.known[i].Path)
					switch {
					case ok && size == s.known[i].Size && at < since:
						seen[i] = sound
					case ok:
						seen[i] = doubted
					}
				}
			}
		})
	}
	wg.Wait()
	s.seen = seen
	return nil
}

// Built identifies the last finished build by the bytes of its manifest; false
// if there is none, or one after it did not finish.
func (s *Session) Built() (sum [sha256.Size]byte, ok bool) {
	return s.state.sum, s.hasPrev && !s.repair
}

// Has says whether the output has files of the last build, by their places in
// Previous().Files, as they were. It is false if Look was not called. It may be
// called concurrently, but not together with Leave of the same files.
func (s *Session) Has(files []uint32) bool {
	for _, i := range files {
		if int(i) >= len(s.seen) || s.seen[i] == absent || s.seen[i] == doubted && !s.unharmed(int(i)) {
			return false
		}
	}
	return true
}

// Leave makes files that the output has part of this build without putting them.
// It is false, and does nothing, if Has is.
func (s *Session) Leave(files []uint32) bool {
	if !s.Has(files) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range files {
		if s.seen[i] != left {
			s.seen[i] = left
			s.leaves++
		}
	}
	return true
}

// unharmed reads a file whose looks are in doubt.
func (s *Session) unharmed(i int) bool {
	data, err := s.root.ReadFile(filepath.FromSlash(s.known[i].Path))
	return err == nil && sha256.Sum256(data) == s.known[i].SHA256
}

// takeLeft makes what was left part of what was put.
func (s *Session) takeLeft() error {
	for i, seen := range s.seen {
		if seen != left {
			continue
		}
		if err := s.paths.Add(s.known[i].Path); err != nil {
			return err
		}
		s.puts = append(s.puts, put{Entry: s.known[i], file: unchanged, known: int32(i)})
	}
	return nil
}

// nothingChanged says that every file of the last build was left.
func (s *Session) nothingChanged() bool {
	return s.seen != nil && s.leaves == len(s.known) && s.paths.Len() == 0
}

// concerned are the folders that the plan may change or that it leads through:
// those of files that are new, changed or to be removed.
func (s *Session) concerned() map[string]bool {
	dirs := map[string]bool{".": true}
	if s.nothingChanged() {
		return dirs
	}
	for _, p := range s.puts {
		if p.file != unchanged {
			addParents(dirs, p.Path)
		}
	}
	for _, e := range s.known {
		if !s.paths.HasFile(e.Path) {
			addParents(dirs, e.Path)
		}
	}
	return dirs
}
