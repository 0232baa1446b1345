package main

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// listDigests notes every file of a folder with the digest of its bytes.
func listDigests(dir, list string) (err error) {
	f, err := os.Create(list)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	w := bufio.NewWriter(f)
	if err := eachDigest(dir, func(name, digest string) { fmt.Fprintf(w, "%s %s\n", digest, name) }); err != nil {
		return err
	}
	return w.Flush()
}

// countChanged says how many files are new, have other bytes, or are gone since
// they were listed.
func countChanged(list, dir string, stdout io.Writer) error {
	data, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	before := map[string]string{}
	for line := range strings.Lines(string(data)) {
		digest, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		before[name] = digest
	}
	changed, kept := 0, 0
	err = eachDigest(dir, func(name, digest string) {
		old, known := before[name]
		if known {
			kept++
		}
		if old != digest {
			changed++
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d changed, %d gone\n", changed, len(before)-kept)
	return nil
}

func eachDigest(dir string, do func(name, digest string)) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			do(name, fmt.Sprintf("%x", sha256.Sum256(data)))
		}
		return err
	})
}
