package check

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"sync/atomic"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Remembered is what an earlier run knew of folders that were without errors
// and wholly public, so that nothing in them depends on the clock any more. Such
// a folder is read again, but not parsed and judged again, if its bytes are the
// same. Of any other folder without errors the digest is remembered and nothing
// else: its texts and values need not be judged again.
type Remembered struct {
	key     []byte
	folders map[string]remembered
	fine    map[[sha256.Size]byte]bool
	found   atomic.Int64 // folders that were as they are remembered
	learned atomic.Int64 // folders to be remembered anew
}

type remembered struct {
	sum     [sha256.Size]byte
	reached time.Time
	facts   string
}

// NewRemembered knows of nothing. With the key the digests are made: comments
// and confidential fields count in them too, and a digest without a key would
// confirm a guess at those.
func NewRemembered(key []byte) *Remembered {
	return &Remembered{key: key, folders: map[string]remembered{}, fine: map[[sha256.Size]byte]bool{}}
}

// Read takes what Remember wrote; false if that was something else. It must be
// of the same program and of the same publisher.yaml.
func (m *Remembered) Read(text string) bool {
	c := &codec{reading: true, in: text}
	for len(c.in) > 0 {
		var dir, sum string
		var f remembered
		c.text(&dir)
		c.text(&sum)
		c.instant(&f.reached)
		c.text(&f.facts)
		if c.bad || len(sum) != len(f.sum) {
			clear(m.folders)
			clear(m.fine)
			return false
		}
		if copy(f.sum[:], sum); dir == "" {
			m.fine[f.sum] = true
		} else {
			m.folders[dir] = f
		}
	}
	return true
}

// Remember writes what the next run may remember.
func (r *Repository) Remember(w io.Writer) error {
	c, inner := &codec{}, &codec{}
	for _, f := range r.Advisories {
		if !f.settled && !f.fine {
			continue
		}
		dir, sum, reached := "", string(f.Digest[:]), time.Time{}
		inner.out = inner.out[:0]
		if f.settled {
			dir, reached = f.Dir, f.Reached
			inner.facts(f)
		}
		facts := string(inner.out)
		c.out = c.out[:0]
		c.text(&dir)
		c.text(&sum)
		c.instant(&reached)
		c.text(&facts)
		if _, err := w.Write(c.out); err != nil {
			return err
		}
	}
	return nil
}

// Stale says that what Remember writes now is not what was read.
func (m *Remembered) Stale() bool {
	return m.learned.Load() > 0 || m.found.Load() != int64(len(m.folders)+len(m.fine))
}

// find gives the facts of a folder with this digest.
func (m *Remembered) find(dir string, sum [sha256.Size]byte, register map[string]*Vendor, asOf time.Time) *Facts {
	if m == nil {
		return nil
	}
	known, ok := m.folders[dir]
	if !ok || known.sum != sum || known.reached.After(asOf) {
		return nil
	}
	f := &Facts{Folder: &Folder{Reached: known.reached}, settled: true}
	c := &codec{reading: true, in: known.facts}
	if c.facts(f); c.bad || f.Dir != dir || f.Main == nil {
		return nil
	}
	for _, d := range []*DocumentFacts{f.Main, f.Next} {
		if d == nil {
			continue
		}
		for _, id := range d.Notified {
			if register[id] == nil {
				return nil // an error now
			}
		}
	}
	for _, rec := range f.Records {
		if register[rec.Vendor] == nil {
			return nil
		}
	}
	m.found.Add(1)
	return f
}

// has says that a folder with this digest is remembered in some way.
func (m *Remembered) has(dir string, sum [sha256.Size]byte) bool {
	return m.fine[sum] || m.folders[dir].sum == sum
}

// isFine says that a folder with this digest had no errors of its own.
func (m *Remembered) isFine(sum [sha256.Size]byte) bool { return m != nil && m.fine[sum] }

// remember notes what can be remembered of a folder.
func (m *Remembered) remember(f *Facts, a *Advisory, asOf time.Time) {
	if m == nil || f.broken || f.Main == nil {
		return
	}
	reached, next, settled := instants(a, asOf)
	f.Reached, f.next = reached, next
	f.settled = settled && !f.Recalled
	f.fine = !f.settled
	if f.fine && m.fine[f.Digest] {
		m.found.Add(1)
	} else {
		m.learned.Add(1)
	}
}

// instants finds the latest of all instants and dates in a folder that are not
// after asOf, the earliest that is, and whether there is none and everything has
// one, so that nothing of it is held or lies in the future. It goes through all
// there is, so that no date that is added one day is left out.
func instants(a *Advisory, asOf time.Time) (reached, next time.Time, settled bool) {
	settled = true
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		switch x := v.Interface().(type) {
		case time.Time:
			if x.After(asOf) {
				settled = false
				next = earliest(next, x)
			} else if x.After(reached) {
				reached = x
			}
			return
		case advisory.When:
			at, agreed := x.Agreed()
			settled = settled && agreed
			visit(reflect.ValueOf(at))
			return
		case RecordDocument:
			if !x.OwnDate {
				x.OwnDate, x.DiscloseAt = true, advisory.At(time.Time{})
				v = reflect.ValueOf(x)
			}
		}
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				visit(v.Elem())
			}
		case reflect.Slice:
			if k := v.Type().Elem().Kind(); k != reflect.String && k != reflect.Uint8 {
				for i := range v.Len() {
					visit(v.Index(i))
				}
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() && v.Field(i).Kind() != reflect.String {
					visit(v.Field(i))
				}
			}
		}
	}
	visit(reflect.ValueOf(a))
	return reached, next, settled
}

// earliest is the earlier of two instants, of which a zero one is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Next is the earliest instant or date in the folders that is still to come;
// zero if there is none. Until then the same bytes mean the same. It is found
// only if something is to be remembered.
func (r *Repository) Next() time.Time {
	var next time.Time
	for _, f := range r.Advisories {
		next = earliest(next, f.next)
	}
	return next
}

// content is the bytes of an advisory folder.
type content struct {
	files map[string]readFile
	sum   [sha256.Size]byte // of names and bytes
}

type readFile struct {
	data     []byte
	problems problem.List
}

// readContent reads every file of a folder.
func readContent(fsys fs.FS, f folder, m *Remembered) content {
	var digest hash.Hash
	if m != nil {
		digest = hmac.New(sha256.New, m.key)
	} else {
		digest = sha256.New()
	}
	c := content{files: make(map[string]readFile, len(f.files)+len(f.records))}
	read := func(name string) {
		limit := int64(source.MaxMarkdown)
		if path.Ext(name) == ".yaml" {
			limit = source.MaxYAML
		}
		data, problems := source.ReadFile(fsys, path.Join(f.dir, name), limit)
		fmt.Fprintf(digest, "%s\x00%d\x00%t\x00", name, len(data), data == nil)
		digest.Write(data)
		c.files[name] = readFile{data, problems}
	}
	for _, name := range f.files {
		read(name)
	}
	for _, name := range f.records {
		read(strings.Join([]string{VendorsDir, name}, "/"))
	}
	digest.Sum(c.sum[:0])
	return c
}
