// Package publish makes an output folder equal to a set of files so that a
// reader never sees half of it: every file is whole at every moment, whatever
// is pointed at is there before what points, what is withheld goes first, and
// files that no build put there are never touched.
//
// A build is Open, Put for every file, Commit, Close. See docs/publishing.md.
package publish

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/advgen/advgen/generator/artifact"
)

// Options says where to publish.
type Options struct {
	// Out is the output folder. It may be absent, or a symbolic link to a folder.
	Out string
	// State holds lock, journal, staging and manifest; "" is Out + ".advgen".
	// It must be on the file system of Out, and neither may lie in the other.
	State string
	// Keep names files of the host, as patterns of path.Match for the whole
	// path, or folder/** for all that is in a folder. They are never written
	// and never deleted; a rendered file that matches is refused.
	Keep []string
	// Reads names folders that the build reads from. Out and State may be none
	// of them, lie in none and hold none: what is read is not for everybody.
	Reads []string
	// Fault is for tests: it is called before every file operation, also
	// concurrently, and an error from it makes the operation fail.
	Fault func(op, path string) error

	noSync bool
}

// Session is one build on one output folder. It is an artifact.Sink.
type Session struct {
	disk
	out        place
	keep       keepers
	patterns   []string            // of keep, for the manifest
	advisories []artifact.Advisory // for the manifest
	state      *stateFolder
	root       *os.Root // the output; nil while it is absent
	prev, next artifact.Manifest
	hasPrev    bool
	earlier    []artifact.Entry // from the journal of a build that did not finish
	repair     bool             // there is such a journal
	known      []artifact.Entry // prev and earlier, sorted by path
	twins      map[string]bool  // lower-case paths that known has in more than one spelling

	seen   []sight // of known, if somebody looked
	mu     sync.Mutex
	leaves int // how many are left
	paths  artifact.Paths
	noted  noted // of the paths, by number
	puts   []put // of them and of what was left, once Commit has begun
	failed error // the first error of Put
	ended  bool  // Commit has begun, or Close was called
	closed bool
}

// Result counts files.
type Result struct{ Written, Unchanged, Removed int }

// Open prepares a build: it makes the state folder, takes the lock, removes
// what a crashed build left in staging and reads what earlier builds did. It
// does not touch the output. Errors: *OptionError, *BusyError, *Error, and
// plain ones for a state or a Keep that cannot work.
func Open(o Options) (*Session, error) {
	keep, err := newKeepers(o.Keep)
	if err != nil {
		return nil, err
	}
	out, statePlace, err := resolvePlaces(o.Out, o.State, o.Reads)
	if err != nil {
		return nil, err
	}
	s := &Session{disk: disk{o.Fault, o.noSync}, out: out, keep: keep, patterns: o.Keep}
	if s.state, err = openState(s.disk, statePlace); err != nil {
		return nil, err
	}
	if err = s.readState(); err == nil {
		err = s.openOut()
	}
	if err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

func (s *Session) readState() (err error) {
	if s.prev, s.hasPrev, err = s.state.manifest(); err != nil {
		return err
	}
	if s.earlier, s.repair, err = s.state.journal(); err != nil {
		return err
	}
	s.known = s.prev.Files
	if s.repair {
		s.known = mergeAll(s.prev.Files, s.earlier)
		s.twins = map[string]bool{}
		for _, e := range s.known {
			lower := strings.ToLower(e.Path)
			_, seen := s.twins[lower]
			s.twins[lower] = seen
		}
	}
	return nil
}

// openOut opens the output if it is there.
func (s *Session) openOut() error {
	return s.do("open", s.out.name, func() (err error) {
		if s.root, err = os.OpenRoot(s.out.path); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// Previous is the manifest of the last finished build, without files if there
// is none. It must not be changed.
func (s *Session) Previous() artifact.Manifest { return s.prev }

// Note hands over what the manifest is to say of the advisories published,
// sorted by id. It is called before Commit.
func (s *Session) Note(advisories []artifact.Advisory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advisories = advisories
}

// Put stages f, unless the output has the same bytes already. It may be called
// concurrently. After an error Commit refuses, so that no partial set is
// published.
func (s *Session) Put(f artifact.File) error {
	err := s.put(f)
	if err != nil {
		s.mu.Lock()
		s.failed = cmp.Or(s.failed, err)
		s.mu.Unlock()
	}
	return err
}

func (s *Session) put(f artifact.File) error {
	if err := f.Check(); err != nil {
		return err
	}
	if s.keep.match(f.Path) {
		return fmt.Errorf("output file %s is listed under keep: in publisher.yaml and belongs to the host; "+
			"change keep: or what makes the file", f.Path)
	}
	number, err := s.claim(f.Path)
	if err != nil {
		return err
	}
	p := put{Entry: artifact.EntryOf(f), file: int32(number), known: notKnown}
	if i, ok := findEntry(s.known, f.Path); ok {
		p.known = int32(i)
		same, err := s.isThere(p, f)
		if err != nil {
			return err
		}
		if same {
			p.file = unchanged
		}
	} else if inNewFolder(s.known, f.Path) {
		p.file = inTree
	}
	if err := s.stage(p, f.Data); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noted.set(number, p)
	return nil
}

// Number tells apart the files that were put. It is of a file whose Put has
// returned, and may be called concurrently.
func (s *Session) Number(path string) (uint32, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	number, ok := s.paths.Number(path)
	return uint32(number), ok
}

// Path is that of the file with a number.
func (s *Session) Path(number uint32) string { return s.paths.Path(int(number)) }

func (s *Session) stage(p put, data []byte) error {
	switch p.file {
	case unchanged:
		return nil
	case inTree:
		return s.state.stageInTree(p.Path, data)
	}
	return s.state.stage(p.file, data)
}

// claim adds the path to the set and gives the file its number.
func (s *Session) claim(path string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return 0, errors.New("the build has ended; no more output files are taken")
	}
	if err := s.paths.Add(path); err != nil {
		return 0, err
	}
	return s.paths.Len() - 1, nil
}

// isThere says whether the output has f already, which is p.
func (s *Session) isThere(p put, f artifact.File) (bool, error) {
	if s.seen != nil && s.seen[p.known] == sound {
		return p.SHA256 == s.known[p.known].SHA256, nil
	}
	return s.same(f)
}

// same says whether the output has f as a regular file with the same bytes.
// Where a crashed build knew two spellings of a path, it says no: on a file
// system that folds case, the other spelling would answer.
func (s *Session) same(f artifact.File) (bool, error) {
	if s.root == nil || s.twins[strings.ToLower(f.Path)] {
		return false, nil
	}
	name := filepath.FromSlash(f.Path)
	equal := false
	err := s.do("read", filepath.Join(s.out.name, name), func() error {
		info, err := s.root.Lstat(name)
		if err != nil {
			return ignoreAbsent(err)
		}
		if !info.Mode().IsRegular() || info.Size() != int64(len(f.Data)) {
			return nil
		}
		file, err := s.root.Open(name)
		if err != nil {
			return ignoreAbsent(err)
		}
		defer file.Close()
		equal, err = sameBytes(file, f.Data)
		return err
	})
	return equal, err
}

// ignoreAbsent passes over what means that no such file is there: also a file
// or a symbolic link in place of a folder, which Commit finds as a stray.
func ignoreAbsent(err error) error {
	var number syscall.Errno
	if !errors.As(err, &number) || errors.Is(err, fs.ErrNotExist) ||
		number == syscall.ENOTDIR || number == syscall.ELOOP {
		return nil
	}
	return err
}

func sameBytes(r io.Reader, data []byte) (bool, error) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := r.Read(buffer)
		if n > len(data) || !bytes.Equal(buffer[:n], data[:n]) {
			return false, nil
		}
		data = data[n:]
		if err == io.EOF {
			return len(data) == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// Close ends the build: it removes staging and gives up the lock. Without
// Commit the output is as it was. It may be called twice.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.closed {
		return nil
	}
	err := s.state.removeStaging()
	s.release()
	return err
}

// release closes what is open and leaves everything as a crash would.
func (s *Session) release() {
	s.closed = true
	if s.root != nil {
		s.root.Close()
	}
	s.state.release()
}
