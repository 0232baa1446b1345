// Package cache keeps beside the output what a later build need not find out
// again. Whatever is in it can be lost: what is missing, damaged, of another
// program or of other inputs counts as nothing.
package cache

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Folder is the name of the cache in the state folder.
const Folder = "cache"

const (
	keyName = "key"
	keySize = 32
	head    = "advgen cache 1\n"

	unfinished = "new-" // behind a dot, what a file is called until it is whole
)

// Store is the cache of one output.
type Store struct {
	dir   string
	key   []byte
	saved bool // the key is on the disk
	swept bool // what a crash left is gone
}

// Open reads the cache in a state folder, which need not be there. It changes
// nothing.
func Open(state string) (*Store, error) {
	s := &Store{dir: filepath.Join(state, Folder)}
	key, err := readRegular(filepath.Join(s.dir, keyName))
	if s.saved = err == nil && len(key) == keySize; s.saved {
		s.key = key
		return s, nil
	}
	s.key = make([]byte, keySize)
	if _, err := rand.Read(s.key); err != nil {
		return nil, err
	}
	return s, nil
}

// Key is random, and the same as long as the cache is there. Digests in the
// cache are made with it.
func (s *Store) Key() []byte { return s.key }

// Load gives what Save wrote under the name for the same inputs; false if there
// is nothing, or something else.
func (s *Store) Load(name string, inputs [sha256.Size]byte) (string, bool) {
	data, err := readRegular(filepath.Join(s.dir, name))
	start := head + string(inputs[:])
	end := len(data) - sha256.Size
	if !s.saved || err != nil || end < len(start) || string(data[:len(start)]) != start {
		return "", false
	}
	sum := sha256.Sum256(data[:end])
	if !bytes.Equal(sum[:], data[end:]) {
		return "", false
	}
	var text strings.Builder
	text.Grow(end - len(start))
	text.Write(data[len(start):end])
	return text.String(), true
}

// readRegular reads a file that is nothing else, so that a pipe in its place
// does not make a build wait.
func readRegular(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, os.ErrInvalid)
	}
	return os.ReadFile(name)
}

// Save keeps what write writes. A crash leaves the old file, the new one, or
// one that Load takes for nothing.
func (s *Store) Save(name string, inputs [sha256.Size]byte, write func(io.Writer) error) error {
	if err := s.prepare(); err != nil {
		return err
	}
	return s.replace(name, func(w io.Writer) error {
		digest := sha256.New()
		both := io.MultiWriter(w, digest)
		if _, err := io.WriteString(both, head+string(inputs[:])); err != nil {
			return err
		}
		if err := write(both); err != nil {
			return err
		}
		_, err := w.Write(digest.Sum(nil))
		return err
	})
}

func (s *Store) prepare() error {
	if !s.swept {
		left, _ := filepath.Glob(filepath.Join(s.dir, "."+unfinished+"*"))
		for _, name := range left {
			_ = os.Remove(name) // in nobody's way
		}
		s.swept = true
	}
	if s.saved {
		return nil
	}
	if err := os.Mkdir(s.dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	err := s.replace(keyName, func(w io.Writer) error {
		_, err := w.Write(s.key)
		return err
	})
	s.saved = err == nil
	return err
}

// replace writes a file and moves it into place.
func (s *Store) replace(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(s.dir, "."+unfinished+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is there any more if all went well
	out := bufio.NewWriterSize(f, 1<<16)
	if err = write(out); err == nil {
		err = out.Flush()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(s.dir, name))
	}
	return err
}
