package amend

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/source"
)

// signatures are the endings of detached signatures of a vendor's record.
var signatures = []string{".sig", ".asc"}

// Promote folds the staged updates that have passed into what they update: of
// one advisory, or of all if id is nil. What is public stays the same, byte for
// byte.
//
// The steps are in an order such that after each of them the content either
// says the same or does not pass check, so that nothing is built of it; and
// every text is in its new place before it is removed from the old one.
// Promoting again finishes what was interrupted.
func (c *Content) Promote(id *string) (*Change, error) {
	targets := c.catalog.Advisories()
	if id != nil {
		a, err := c.find(*id)
		if err != nil {
			return nil, err
		}
		targets = []*catalog.Advisory{a}
	}
	p := &promoter{content: c, change: &Change{}}
	for _, a := range targets {
		if err := p.advisory(a); err != nil {
			return nil, err
		}
	}
	if len(p.change.steps) == 0 {
		p.change.note("nothing that is staged has passed")
		return p.change, nil
	}
	return c.judge(p.change)
}

type promoter struct {
	content *Content
	change  *Change
	dir     string // the folder of the advisory at hand
}

func (p *promoter) advisory(a *catalog.Advisory) error {
	p.dir = a.Folder()
	now := p.content.now
	if a.Current(now) == 1 {
		if err := p.document(a); err != nil {
			return err
		}
	} else if err := p.leftTranslations(); err != nil {
		return err
	}
	for i := range a.Records {
		r := &a.Records[i]
		if r.Current(now) != 1 {
			continue
		}
		if err := p.record(r); err != nil {
			return err
		}
	}
	return p.leftSignatures()
}

// document makes advisory.md of a staged update, and its translations.
func (p *promoter) document(a *catalog.Advisory) error {
	main, err := p.content.document(p.change, a.Versions[0].Path)
	if err != nil {
		return err
	}
	next, err := p.content.document(p.change, a.Versions[1].Path)
	if err != nil {
		return err
	}
	since, _ := a.Versions[1].From.Agreed()
	if err := fold(main, next, p.tellsOf(a.Versions[1].Dates, since)); err != nil {
		return err
	}
	p.change.steps = append(p.change.steps, writeStep(main.path, next.data))
	p.change.line("%s -> %s", next.path, path.Base(main.path))
	if err := p.translations(); err != nil {
		return err
	}
	// Without advisory.next.md its translations are a problem that stops every
	// build, so that none shows the text without them.
	p.remove(next.path)
	return p.removeStaged()
}

// tellsOf says whether dates of a document tell of a change at since or later.
func (p *promoter) tellsOf(dates []time.Time, since time.Time) bool {
	return slices.ContainsFunc(dates, func(d time.Time) bool { return !d.Before(since) && !d.After(p.content.now) })
}

// fold makes of the staged update what takes the place of main: with the public
// instant of main and its confidential history, and with the staged instant as
// `updated` unless a date of it tells.
func fold(main, next *document, told bool) error {
	since := next.front.Get("disclose_at").Text
	if err := next.set("disclose_at", main.front.Get("disclose_at").Text, ""); err != nil {
		return err
	}
	if !told {
		if err := next.set("updated", since, "disclose_at"); err != nil {
			return err
		}
	}
	for _, key := range []string{"handling_started", extensions, earlyRelease, "recalled"} {
		ours, theirs := main.front.Get(key), next.front.Get(key)
		moves := key == extensions || key == earlyRelease
		if moves && theirs != nil && !same(ours, theirs) {
			// They tell how the date of the update was moved.
			if err := next.retire(key); err != nil {
				return err
			}
			theirs = nil
		}
		if ours != nil && theirs == nil {
			if err := next.carry(main, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// translations puts those of the staged update in place, and removes those of
// the old text that have no successor: they would be stale.
func (p *promoter) translations() error {
	for _, lang := range advisory.Languages() {
		old, staged := p.translation(lang)
		data, err := p.read(staged)
		switch {
		case err != nil:
			return err
		case data != nil:
			p.change.steps = append(p.change.steps, writeStep(old, data))
			p.change.line("%s -> %s", staged, path.Base(old))
			continue
		}
		if data, err := p.read(old); err != nil {
			return err
		} else if data != nil {
			p.remove(old)
			p.change.line("%s: removed; the update has no translation", old)
		}
	}
	return nil
}

func (p *promoter) translation(lang advisory.Language) (old, staged string) {
	return path.Join(p.dir, "advisory."+string(lang)+".md"), path.Join(p.dir, "advisory.next."+string(lang)+".md")
}

// removeStaged removes the translations of the staged update.
func (p *promoter) removeStaged() error {
	for _, lang := range advisory.Languages() {
		_, staged := p.translation(lang)
		if data, err := p.read(staged); err != nil {
			return err
		} else if data != nil {
			p.remove(staged)
		}
	}
	return nil
}

// leftTranslations finishes a promotion that was interrupted: it removes
// translations of a staged update that is gone, if they are in place.
func (p *promoter) leftTranslations() error {
	if _, err := fs.Lstat(p.content.fsys, path.Join(p.dir, "advisory.next.md")); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, lang := range advisory.Languages() {
		old, staged := p.translation(lang)
		if err := p.removeCopy(staged, old); err != nil {
			return err
		}
	}
	return nil
}

// leftSignatures does so with signatures.
func (p *promoter) leftSignatures() error {
	dir := path.Join(p.dir, check.VendorsDir)
	entries, err := fs.ReadDir(p.content.fsys, dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		record, ending := cutSignature(e.Name())
		stem, staged := strings.CutSuffix(strings.TrimSuffix(record, path.Ext(record)), ".next")
		if ending == "" || !staged {
			continue
		}
		if _, err := fs.Lstat(p.content.fsys, path.Join(dir, record)); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := p.removeCopy(path.Join(dir, e.Name()), path.Join(dir, stem+path.Ext(record)+ending)); err != nil {
			return err
		}
	}
	return nil
}

func cutSignature(name string) (record, ending string) {
	for _, s := range signatures {
		if record, ok := strings.CutSuffix(name, s); ok {
			return record, s
		}
	}
	return name, ""
}

// removeCopy removes a file if there is another with the same bytes.
func (p *promoter) removeCopy(name, other string) error {
	data, err := p.read(name)
	if err != nil || data == nil {
		return err
	}
	there, err := p.read(other)
	if err == nil && there != nil && string(there) == string(data) {
		p.remove(name)
		p.change.line("%s: removed; it is in %s", name, path.Base(other))
	}
	return err
}

// record makes a vendor's record of the staged update of it. The update keeps
// its bytes, and so its signature and its instant, which is from when it is
// public. The old record may have the other ending.
func (p *promoter) record(r *catalog.Record) error {
	next := r.Versions[1].Path
	ending := path.Ext(next)
	stem := strings.TrimSuffix(next, ".next"+ending)
	to, other := stem+ending, stem+map[string]string{".yaml": ".md", ".md": ".yaml"}[ending]
	data, err := p.read(next)
	if err != nil {
		return err
	}
	inPlace, err := p.read(to)
	if err != nil {
		return err
	}
	old, err := p.read(other)
	if err != nil {
		return err
	}
	if old != nil {
		if inPlace != nil && string(inPlace) != string(data) {
			return refuse("keep one of the two", "%s is there as .yaml and as .md", stem)
		}
		p.change.steps = append(p.change.steps, writeStep(to, data))
	}
	if err := p.signatures(next, to, other); err != nil {
		return err
	}
	if old != nil {
		p.remove(other)
	}
	p.change.steps = append(p.change.steps, renameStep(next, to))
	p.change.line("%s -> %s", next, path.Base(to))
	for _, s := range signatures {
		if data, err := p.read(next + s); err != nil {
			return err
		} else if data != nil {
			p.remove(next + s)
		}
	}
	return nil
}

// signatures puts those of the staged record beside its new place and removes
// those of the old record.
func (p *promoter) signatures(next, to, other string) error {
	for _, s := range signatures {
		stale := []string{to + s, other + s}
		data, err := p.read(next + s)
		if err != nil {
			return err
		}
		if data != nil {
			p.change.steps = append(p.change.steps, writeStep(to+s, data))
			p.change.line("%s -> %s", next+s, path.Base(to+s))
			stale = stale[1:]
		}
		for _, name := range stale {
			if there, err := p.read(name); err != nil {
				return err
			} else if there != nil {
				p.remove(name)
				p.change.line("%s: removed; it signs the old record", name)
			}
		}
	}
	return nil
}

func (p *promoter) remove(name string) {
	p.change.steps = append(p.change.steps, removeStep(name))
}

// read reads a file that may be absent: then the bytes are nil.
func (p *promoter) read(name string) ([]byte, error) {
	if _, err := fs.Lstat(p.content.fsys, name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	data, list := source.ReadFile(p.content.fsys, name, source.MaxMarkdown)
	if len(list) > 0 {
		r := refuse("correct it first; nothing was written", "%s cannot be read", name)
		r.Problems = list
		return nil, r
	}
	if p.change.read == nil {
		p.change.read = map[string][]byte{}
	}
	p.change.read[name] = data
	if data == nil {
		data = []byte{}
	}
	return data, nil
}
