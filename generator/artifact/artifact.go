// Package artifact is what renderers make and publish writes: output files
// with a safe path, a class and a digest.
package artifact

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Class says when a file moves into the output, relative to the others: what
// is pointed at goes before what points.
type Class uint8

// The classes in publishing order.
const (
	Notice   Class = iota // what stands in place of something recalled
	Asset                 // style sheets, scripts, schemas
	Record                // pages and JSON of one advisory
	List                  // pages that lead to records
	Redirect              // pages at old addresses that lead to any of these
	Feed                  // Atom feeds
	Index                 // JSON indexes, sitemap, robots.txt
)

var classNames = []string{"notice", "asset", "record", "list", "redirect", "feed", "index"}

// Classes returns all classes in publishing order.
func Classes() []Class { return []Class{Notice, Asset, Record, List, Redirect, Feed, Index} }

// String returns the word that the manifest uses: notice, asset,
// record, list, redirect, feed or index.
func (c Class) String() string {
	if int(c) >= len(classNames) {
		return fmt.Sprintf("class %d", int(c))
	}
	return classNames[c]
}

// ParseClass is the inverse of String; any other word is an error.
func ParseClass(word string) (Class, error) {
	i := slices.Index(classNames, word)
	if i < 0 {
		return 0, fmt.Errorf("%q is not a class of output files (notice, asset, record, list, redirect, feed, index)", word)
	}
	return Class(i), nil
}

// MarshalText writes the class as its word. A value that is not a class is an
// error.
func (c Class) MarshalText() ([]byte, error) {
	if _, err := ParseClass(c.String()); err != nil {
		return nil, err
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Class) UnmarshalText(text []byte) error {
	parsed, err := ParseClass(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// File is one output file.
type File struct {
	Path  string // slash-separated, relative, accepted by CheckPath
	Class Class
	Data  []byte
}

// Check says whether the path is safe and the class exists.
func (f File) Check() error {
	if err := CheckPath(f.Path); err != nil {
		return err
	}
	if int(f.Class) >= len(classNames) {
		_, err := ParseClass(f.Class.String())
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return nil
}

// Sink takes output files. Put is safe for concurrent use, keeps no reference
// to Data after it returns, and refuses an unsafe path or one given twice.
type Sink interface {
	Put(File) error
}

// Digest is the SHA-256 of data as 64 lower-case hexadecimal digits.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
