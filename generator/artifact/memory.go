package artifact

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"sync"
)

// Memory is a Sink that keeps the files in memory, for tests and previews. It
// refuses what publish refuses: an unsafe path, one given twice, paths that
// differ only in case, and a file that is also a folder. The zero value is
// empty and ready for use.
type Memory struct {
	mu    sync.Mutex
	paths Paths
	files map[string]File
}

// Put keeps a copy of f.
func (m *Memory) Put(f File) error {
	if err := f.Check(); err != nil {
		return err
	}
	f.Data = bytes.Clone(f.Data)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.paths.Add(f.Path); err != nil {
		return err
	}
	if m.files == nil {
		m.files = map[string]File{}
	}
	m.files[f.Path] = f
	return nil
}

// Get returns the file of that path. Its data must not be changed.
func (m *Memory) Get(path string) (File, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[path]
	return f, ok
}

// Files returns all files, sorted by path. Their data must not be changed.
func (m *Memory) Files() []File {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.files), func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
}

// Manifest lists the files.
func (m *Memory) Manifest() Manifest {
	files := m.Files()
	entries := make([]Entry, len(files))
	for i, f := range files {
		entries[i] = EntryOf(f)
	}
	return NewManifest(entries)
}
