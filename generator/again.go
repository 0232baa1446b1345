package generator

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/advgen/advgen/generator/publish"
)

// wholeFile is the file of the cache that tells of the build before all in all.
const wholeFile = "whole"

// whole is a build: the same content by the same program gives it again, from
// one instant until another, and then nothing needs to be judged or rendered.
// Of what is held it has an instant and a digest with a key, like the rest of
// the cache.
type whole struct {
	Content             []byte    // digest of all content
	Manifest            []byte    // digest of what was published
	From, Until         time.Time // Until is zero if nothing is to come
	Keep                []string  // files of the host
	Advisories, Records int
	Notes               []string
}

// knows gives what check is to ask whether it knows the content; nil if a build
// is to look at everything.
func (m *memory) knows(o Options) func(sum [32]byte) bool {
	if m == nil || o.Fresh || o.Against != nil {
		return nil
	}
	text, ok := m.store.Load(wholeFile, m.program)
	var w whole
	if !ok || json.Unmarshal([]byte(text), &w) != nil || o.AsOf.Before(w.From) || !w.Until.IsZero() && !o.AsOf.Before(w.Until) {
		return nil
	}
	m.known = &w
	return func(sum [32]byte) bool { return slices.Equal(sum[:], w.Content) }
}

// leave ends a build whose content is known: the output stays as it is. It is
// false if that is not what the build before left.
func (o Options) leave(m *memory) (Result, bool, error) {
	session, err := o.open(m.known.Keep)
	if err != nil {
		return Result{}, false, err
	}
	left, err := m.leaveAll(o, session)
	if err != nil || !left {
		return Result{}, false, errors.Join(err, session.Close())
	}
	// What is said must not tell whether something held has changed.
	if n := m.known.Advisories; n > 0 {
		o.report(Progress{"render", n, n})
	}
	o.report(Progress{Stage: "publish"})
	session.Note(session.Previous().Advisories)
	written, err := session.Commit()
	if err = errors.Join(err, session.Close()); err != nil {
		return Result{}, false, err
	}
	return Result{m.known.Advisories, m.known.Records, false, m.known.Notes, written}, true, nil
}

// leaveAll leaves every file of the output, if they are all there and those of
// the build before.
func (m *memory) leaveAll(o Options, session *publish.Session) (bool, error) {
	built, ok := session.Built()
	if !ok || !slices.Equal(built[:], m.known.Manifest) {
		return false, nil
	}
	if err := session.Look(o.Jobs); err != nil {
		return false, err
	}
	all := make([]uint32, len(session.Previous().Files))
	for i := range all {
		all[i] = uint32(i)
	}
	return session.Leave(all), nil
}

// saveWhole leaves to the next build what this one was.
func (m *memory) saveWhole(r Result) {
	_, sum := m.session.Published()
	m.this.Manifest, m.this.Advisories, m.this.Records, m.this.Notes = sum[:], r.Advisories, r.Records, r.Notes
	_ = m.store.Save(wholeFile, m.program, func(w io.Writer) error { return json.NewEncoder(w).Encode(m.this) })
}
