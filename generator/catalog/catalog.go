// Package catalog is the confidential model: every advisory with the timeline
// of its versions, those of its vendors' records among them, held or not. Only
// the gate and the tools of the coordinator may look into it.
package catalog

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
)

// Catalog holds the advisories of a checked repository.
type Catalog struct {
	repository *check.Repository
	advisories []*Advisory
	sound      bool
}

// Open reads and checks the repository at the root of fsys. With an error among
// the problems the catalog is not sound: it can be listed, but nothing of it
// can be disclosed. The returned error means that advgen itself is broken.
func Open(fsys fs.FS, o check.Options) (*Catalog, problem.List, error) {
	repo, list, err := check.Run(fsys, o)
	if err != nil {
		return nil, nil, err
	}
	c := &Catalog{repository: repo, sound: list.Errors() == 0 && !repo.Known}
	for _, f := range repo.Advisories {
		if f.Main != nil {
			c.advisories = append(c.advisories, newAdvisory(repo.Publisher, f))
		}
	}
	return c, list, nil
}

// Sound says that the content had no errors. What is not understood is held.
func (c *Catalog) Sound() bool { return c.sound }

// Known says that the content was not judged, because check.Options.Known knew
// it. Such a catalog is empty, and not sound.
func (c *Catalog) Known() bool { return c.repository.Known }

// Sum is a digest of all content, and Next the earliest instant or date in it
// that is still to come, zero if there is none. They are known only if the check
// remembers something.
func (c *Catalog) Sum() (sum [32]byte, next time.Time) {
	return c.repository.Sum, c.repository.Next()
}

// Publisher is publisher.yaml.
func (c *Catalog) Publisher() *check.Publisher { return c.repository.Publisher }

// Vendor is an entry of the register; nil if there is none.
func (c *Catalog) Vendor(id string) *check.Vendor { return c.repository.Vendors[id] }

// Advisories lists all advisories, held or not, in the order of their folders.
func (c *Catalog) Advisories() []*Advisory { return c.advisories }

// Loader reads the folders of advisories again, whole, and keeps nothing of the
// catalog.
func (c *Catalog) Loader() *check.Loader { return c.repository.Loader() }

// Remember writes what the next check may remember: see check.Remembered.
func (c *Catalog) Remember(w io.Writer) error { return c.repository.Remember(w) }

// Advisory is the timeline of one advisory.
type Advisory struct {
	ID, Slug string
	Series   check.Series
	Recalled bool      // only a notice may be seen of it, for good
	Versions []Version // one, or two with a staged update
	Records  []Record  // in the order of vendor ids
	Source   *check.Folder

	started time.Time // when handling began; zero if that is not said
}

// Version is a state of an advisory, from an instant until the next version's.
type Version struct {
	From advisory.When
	*check.DocumentFacts
}

// Record is the timeline of one vendor's record.
type Record struct {
	Vendor   string
	Versions []RecordVersion // one, or two with a staged update
}

// RecordVersion is a state of a record, from an instant until the next
// version's.
type RecordVersion struct {
	From advisory.When
	*check.RecordVersion
}

func newAdvisory(p *check.Publisher, f *check.Facts) *Advisory {
	series, _ := p.SeriesOf(f.ID)
	if f.ID == "" {
		f.ID = path.Base(f.Dir) // it could not be read
	}
	a := &Advisory{ID: f.ID, Slug: f.Slug, Series: series, Recalled: f.Recalled, Source: f.Folder, started: f.HandlingStarted.Time}
	a.Versions = []Version{{f.Main.DiscloseAt, f.Main}}
	if f.Next != nil {
		a.Versions = append(a.Versions, Version{advisory.Later(f.Main.DiscloseAt, f.Next.DiscloseAt), f.Next})
	}
	a.Records = make([]Record, 0, len(f.Records))
	for i := range f.Records {
		rf := &f.Records[i]
		r := Record{Vendor: rf.Vendor, Versions: []RecordVersion{{recordFrom(a.From(), rf.Main), &rf.Main}}}
		if rf.Next != nil {
			from := advisory.Later(r.Versions[0].From, recordFrom(a.From(), *rf.Next))
			r.Versions = append(r.Versions, RecordVersion{from, rf.Next})
		}
		a.Records = append(a.Records, r)
	}
	return a
}

// recordFrom is the later of a record's own instant and its advisory's.
func recordFrom(advisoryFrom advisory.When, v check.RecordVersion) advisory.When {
	if !v.OwnDate {
		return advisoryFrom
	}
	return advisory.Later(advisoryFrom, v.DiscloseAt)
}

// From is the instant from which the advisory may be seen at all.
func (a *Advisory) From() advisory.When { return a.Versions[0].From }

// Record finds the timeline of a vendor's record; nil if there is none.
func (a *Advisory) Record(vendor string) *Record {
	i, ok := slices.BinarySearchFunc(a.Records, vendor, func(r Record, v string) int { return strings.Compare(r.Vendor, v) })
	if !ok {
		return nil
	}
	return &a.Records[i]
}

// Current is the index of the version that may be seen at asOf, or −1.
func (a *Advisory) Current(asOf time.Time) int {
	return current(len(a.Versions), func(i int) advisory.When { return a.Versions[i].From }, asOf)
}

// Current is the index of the version that may be seen at asOf, or −1.
func (r *Record) Current(asOf time.Time) int {
	return current(len(r.Versions), func(i int) advisory.When { return r.Versions[i].From }, asOf)
}

// current finds the last version whose instant has come. A version counts only
// if all before it have come too.
func current(n int, from func(i int) advisory.When, asOf time.Time) int {
	for i := range n {
		if !from(i).Reached(asOf) {
			return i - 1
		}
	}
	return n - 1
}

// Supposing is a copy of the catalog in which everything for which no instant
// is agreed is disclosed at the one given. It is for previews: a published site
// is never made of it, which a test of the architecture holds to.
func (c *Catalog) Supposing(at time.Time) *Catalog {
	suppose := func(w advisory.When) advisory.When {
		if _, agreed := w.Agreed(); agreed {
			return w
		}
		return advisory.At(at)
	}
	out := *c
	out.advisories = make([]*Advisory, len(c.advisories))
	for i, a := range c.advisories {
		copied := *a
		copied.Versions = slices.Clone(a.Versions)
		for j := range copied.Versions {
			copied.Versions[j].From = suppose(copied.Versions[j].From)
		}
		copied.Records = slices.Clone(a.Records)
		for j := range copied.Records {
			copied.Records[j].Versions = slices.Clone(a.Records[j].Versions)
			for k := range copied.Records[j].Versions {
				copied.Records[j].Versions[k].From = suppose(copied.Records[j].Versions[k].From)
			}
		}
		out.advisories[i] = &copied
	}
	return &out
}
