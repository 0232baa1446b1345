package publish

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/advgen/advgen/generator/artifact"
)

// ManifestName is the file in the state folder that lists what the last
// finished build put into the output.
const ManifestName = "manifest.json"

// What else lies in the state folder.
const (
	lockName    = "lock"
	stagingName = "staging"
	treeName    = "tree"    // in staging
	journalName = "journal" // what an unfinished build may have put into the output
)

const (
	stateMode = 0o700
	dirMode   = 0o755
	fileMode  = 0o644
)

// stateFolder holds what must survive between builds, and the staged files.
type stateFolder struct {
	disk
	name    string
	root    *os.Root
	lock    *os.File
	staging *os.File
	tree    *os.File          // the folder in staging for files by their paths
	chmod   bool              // folders and files do not get their mode when they are made
	made    map[string]bool   // the folders in tree, where flush wants to know
	mu      sync.Mutex        // guards made
	sum     [sha256.Size]byte // of the manifest
}

// openState makes the folder if need be, takes the lock and empties staging.
func openState(d disk, at place) (*stateFolder, error) {
	s := &stateFolder{disk: d, name: at.name, made: map[string]bool{}}
	if err := s.makeFolder(at); err != nil {
		return nil, err
	}
	steps := []func() error{
		func() error {
			return s.do("open", at.name, func() (err error) {
				s.root, err = os.OpenRoot(at.path)
				return err
			})
		},
		s.takeLock,
		func() error {
			return s.do("remove", s.display(stagingName), func() error { return s.root.RemoveAll(stagingName) })
		},
		func() error {
			return s.do("mkdir", s.display(stagingName), func() error { return s.root.Mkdir(stagingName, stateMode) })
		},
		func() error {
			return s.do("open", s.display(stagingName), func() (err error) {
				s.staging, err = s.root.Open(stagingName)
				return err
			})
		},
		s.makeTree,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			s.release()
			return nil, err
		}
	}
	return s, nil
}

// makeTree makes the folder for files by their paths, and sees from it whether
// the umask leaves modes alone.
func (s *stateFolder) makeTree() error {
	name := filepath.Join(stagingName, treeName)
	err := s.do("mkdir", s.display(name), func() error { return s.root.Mkdir(name, dirMode) })
	if err != nil {
		return err
	}
	return s.do("open", s.display(name), func() error {
		tree, err := s.root.Open(name)
		if err != nil {
			return err
		}
		s.tree = tree
		info, err := tree.Stat()
		s.chmod = err != nil || info.Mode().Perm() != dirMode
		return err
	})
}

func (s *stateFolder) display(name string) string { return filepath.Join(s.name, name) }

// makeFolder creates the folder, or looks whether an existing one is ours
// before it makes that private.
func (s *stateFolder) makeFolder(at place) error {
	if !at.exists {
		return s.do("mkdir", at.name, func() error {
			if err := os.MkdirAll(filepath.Dir(at.path), dirMode); err != nil {
				return err
			}
			if err := os.Mkdir(at.path, stateMode); !errors.Is(err, fs.ErrExist) {
				return err
			}
			return nil // another build made it just now; the lock decides
		})
	}
	ours := false
	err := s.do("readdir", at.name, func() error {
		dir, err := os.Open(at.path)
		if err != nil {
			return err
		}
		defer dir.Close()
		_, err = dir.ReadDir(1)
		if ours = err == io.EOF; ours {
			return nil // empty
		}
		if _, statErr := os.Lstat(filepath.Join(at.path, lockName)); statErr == nil {
			ours = true
		}
		return err
	})
	if err != nil {
		return err
	}
	if !ours {
		return fmt.Errorf("%s is not empty and not a state folder of advgen; choose another state folder", at.name)
	}
	return s.do("chmod", at.name, func() error {
		info, err := os.Stat(at.path)
		if err != nil || info.Mode().Perm()&0o077 == 0 {
			return err
		}
		return os.Chmod(at.path, stateMode)
	})
}

func (s *stateFolder) takeLock() error {
	got := false
	err := s.do("lock", s.display(lockName), func() (err error) {
		if s.lock, err = s.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600); err == nil {
			got, err = lockFile(s.lock)
		}
		return err
	})
	if err == nil && !got {
		return &BusyError{s.display(lockName)}
	}
	return err
}

// release closes everything, which gives up the lock.
func (s *stateFolder) release() {
	for _, f := range []*os.File{s.tree, s.staging, s.lock} {
		if f != nil {
			f.Close()
		}
	}
	if s.root != nil {
		s.root.Close()
	}
}

// removeStaging takes away what was staged and not moved.
func (s *stateFolder) removeStaging() error {
	return s.do("remove", s.display(stagingName), func() error { return s.root.RemoveAll(stagingName) })
}

// stage writes a file to be moved later. It has its final mode already, since
// the move is a rename.
func (s *stateFolder) stage(number int32, data []byte) error {
	return s.create(strconv.Itoa(int(number)), syncEachFile, whole(data))
}

// stageInTree writes a file to be moved with its folder, or else by itself.
func (s *stateFolder) stageInTree(p string, data []byte) error {
	name := filepath.Join(treeName, filepath.FromSlash(p))
	err := s.create(name, syncEachFile, whole(data))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.makeDirs(filepath.Dir(name)); err != nil {
		return err
	}
	return s.create(name, syncEachFile, whole(data))
}

// makeDirs makes a folder in staging and what is missing above it. Others may
// be at it too.
func (s *stateFolder) makeDirs(name string) error {
	full := filepath.Join(s.staging.Name(), name)
	missing := false
	err := s.do("mkdir", s.display(filepath.Join(stagingName, name)), func() error {
		err := os.Mkdir(full, dirMode)
		if missing = errors.Is(err, fs.ErrNotExist); missing || errors.Is(err, fs.ErrExist) {
			return nil
		}
		if err == nil && s.chmod {
			return os.Chmod(full, dirMode)
		}
		return err
	})
	if err != nil {
		return err
	}
	if missing {
		if err := s.makeDirs(filepath.Dir(name)); err != nil {
			return err
		}
		return s.makeDirs(name)
	}
	if syncEachFile {
		s.mu.Lock()
		s.made[filepath.Join(stagingName, name)] = true
		s.mu.Unlock()
	}
	return nil
}

func whole(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// create writes a file in staging, which is ours alone.
func (s *stateFolder) create(name string, sync bool, write func(io.Writer) error) error {
	full := filepath.Join(s.staging.Name(), name)
	name = filepath.Join(stagingName, name)
	var f *os.File
	err := s.do("create", s.display(name), func() (err error) {
		f, err = os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
		return err
	})
	if err != nil {
		return err
	}
	err = s.do("write", s.display(name), func() error {
		if err := write(f); err != nil || !s.chmod {
			return err
		}
		return f.Chmod(fileMode)
	})
	if err == nil && sync {
		err = s.do("sync", s.display(name), f.Sync)
	}
	closeErr := f.Close()
	if err == nil && closeErr != nil {
		err = &Error{"close", s.display(name), cause(closeErr)}
	}
	return err
}

// replace writes a file of the state in one step: a crash leaves the old one
// or the new one, whole.
func (s *stateFolder) replace(name string, write func(io.Writer) error) error {
	if err := s.create(name, true, write); err != nil {
		return err
	}
	err := s.do("rename", s.display(name), func() error {
		return s.root.Rename(filepath.Join(stagingName, name), name)
	})
	if err != nil {
		return err
	}
	return s.flush()
}

// flush makes the state durable, and everything staged.
func (s *stateFolder) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made["."], s.made[stagingName], s.made[filepath.Join(stagingName, treeName)] = true, true, true
	err := s.do("sync", s.name, func() error { return flush(s.staging, s.root, s.made) })
	clear(s.made)
	return err
}

// read reads a file of the state; false if there is none.
func (s *stateFolder) read(name string, parse func(io.Reader) error) (found bool, err error) {
	err = s.do("read", s.display(name), func() error {
		f, err := s.root.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
		found = true
		err = parse(f)
		var system *fs.PathError
		if err != nil && !errors.As(err, &system) {
			return s.damaged(err)
		}
		return err
	})
	return found, err
}

// manifest reads the last manifest; false if there is none.
func (s *stateFolder) manifest() (artifact.Manifest, bool, error) {
	m := artifact.NewManifest(nil)
	found, err := s.read(ManifestName, func(r io.Reader) (err error) {
		digest := sha256.New()
		m, err = artifact.ReadManifest(io.TeeReader(r, digest))
		digest.Sum(s.sum[:0])
		return err
	})
	return m, found, err
}

// journal reads what an unfinished build left; false if there is nothing.
func (s *stateFolder) journal() ([]artifact.Entry, bool, error) {
	var entries []artifact.Entry
	found, err := s.read(journalName, func(r io.Reader) (err error) {
		entries, err = readJournal(r)
		return err
	})
	return entries, found, err
}

// damaged: no crash can leave such a file, so it is not passed over.
func (s *stateFolder) damaged(err error) error {
	return fmt.Errorf("%w; restore it from a backup, "+
		"or remove the state folder and what was published, and build anew", err)
}

func (s *stateFolder) removeJournal() error {
	return s.do("remove", s.display(journalName), func() error { return s.root.Remove(journalName) })
}
