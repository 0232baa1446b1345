package check

import (
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/source"
)

// SummaryLength bounds the summary of an advisory, in characters.
const SummaryLength = 300

// Facts are what stays in memory of every advisory folder, held or not: enough
// for the rules between advisories and for lists, feeds and indexes.
type Facts struct {
	*Folder
	Dir, Slug, ID   string
	Main            *DocumentFacts
	Next            *DocumentFacts // nil if there is none
	Records         []RecordFacts  // in the order of vendor ids
	HandlingStarted Date
	Recalled        bool // in either document

	fine    bool      // it has no errors of its own, and is not settled
	settled bool      // it is wholly public, and nothing in it lies in the future
	next    time.Time // the earliest of all instants and dates that are still to come
}

// Folder is an advisory folder as it was checked: what reading it again takes.
type Folder struct {
	Digest [sha256.Size]byte // of every byte in it
	// Reached is the latest of all instants and dates in the folder that are not
	// after AsOf. Until the next one comes, the same bytes mean the same. It is
	// found only if something is to be remembered.
	Reached time.Time

	folder string // the names of its files are found anew
	broken bool   // it has errors of its own
}

// DocumentFacts are the facts of advisory.md or of advisory.next.md.
type DocumentFacts struct {
	Path           string
	DiscloseAt     advisory.When
	Title, Summary Packed
	Critical       bool
	Aliases, CWEs  []string
	Severity       cvss.Severity // the highest; meaningful if Scored
	Score          float64
	Scored         bool
	Notified       []string
	Related        []Reference
	Dates          []time.Time // of the newest change and the revisions
	Withdrawn      time.Time   // zero if not
	Products       []ProductFacts

	idPos source.Pos
}

// ProductFacts are the facts of a product that a document names. The vendor of
// one in a record is the record's.
type ProductFacts struct {
	Vendor         string // may be empty
	Name, Versions Packed
}

// CVEStatus is a vendor's status for one CVE.
type CVEStatus struct {
	CVE    string
	Status advisory.VendorStatus
}

// RecordFacts are the facts of a vendor's record.
type RecordFacts struct {
	Vendor string
	Main   RecordVersion
	Next   *RecordVersion // nil if there is none
}

// RecordVersion are the facts of one version of a record.
type RecordVersion struct {
	Path       string
	OwnDate    bool
	DiscloseAt advisory.When
	Status     advisory.VendorStatus
	Answered   bool
	Dates      []time.Time // of the last update and the revisions
	Products   []ProductFacts
	ByCVE      []CVEStatus // in the order of the ids
}

// facts reduces a folder to what stays in memory.
func (s *schemas) facts(a *Advisory, languages []advisory.Language) *Facts {
	f := &Facts{Folder: &Folder{}, Dir: a.Dir}
	if a.Main == nil {
		return f
	}
	f.ID, f.Slug = a.Main.ID, advisory.Slug(a.Main.ID)
	f.HandlingStarted = a.Main.HandlingStarted
	f.Main = s.documentFacts(a.Main, languages)
	f.Recalled = !a.Main.Recalled.Time.IsZero()
	if a.Next != nil {
		f.Next = s.documentFacts(a.Next, languages)
		f.Recalled = f.Recalled || !a.Next.Recalled.Time.IsZero()
	}
	f.Records = make([]RecordFacts, 0, len(a.Records))
	for _, rec := range a.Records {
		rf := RecordFacts{Vendor: rec.Vendor, Main: recordVersion(rec.Main, languages)}
		if rec.Next != nil {
			next := recordVersion(rec.Next, languages)
			rf.Next = &next
		}
		f.Records = append(f.Records, rf)
	}
	return f
}

func (s *schemas) documentFacts(d *Document, languages []advisory.Language) *DocumentFacts {
	f := &DocumentFacts{
		Path: d.Path, DiscloseAt: d.DiscloseAt, Title: InOrder(d.Title, languages), Critical: d.Critical,
		Aliases: d.Aliases, CWEs: d.CWEs, Notified: d.Notified, Related: d.Related,
		Dates: revisionDates(d.Revisions), Products: productFacts(d.Products, languages), idPos: d.idPos,
	}
	summary := Text{}
	for lang, sections := range d.Sections {
		if body := sections[advisory.Overview]; body != "" {
			summary[lang] = markup.Excerpt(s.text.Render(body, markup.Options{}), SummaryLength)
		}
	}
	f.Summary = InOrder(summary, languages)
	for _, sev := range d.Severities {
		score := sev.Vector.BaseScore()
		if !f.Scored || sev.Vector.Severity() > f.Severity || sev.Vector.Severity() == f.Severity && score > f.Score {
			f.Severity, f.Score, f.Scored = sev.Vector.Severity(), score, true
		}
	}
	if !d.Updated.Time.IsZero() {
		f.Dates = append(f.Dates, d.Updated.Time)
	}
	if d.Withdrawn != nil {
		f.Withdrawn = d.Withdrawn.Date.Time
	}
	return f
}

func recordVersion(d *RecordDocument, languages []advisory.Language) RecordVersion {
	v := RecordVersion{
		Path: d.Path, OwnDate: d.OwnDate, DiscloseAt: d.DiscloseAt, Status: d.Status, Answered: d.Answered,
		Dates: revisionDates(d.Revisions), Products: productFacts(d.Products, languages),
	}
	for _, cve := range slices.Sorted(maps.Keys(d.ByCVE)) {
		v.ByCVE = append(v.ByCVE, CVEStatus{strings.Clone(cve), d.ByCVE[cve]})
	}
	if !d.Updated.Time.IsZero() {
		v.Dates = append(v.Dates, d.Updated.Time)
	}
	return v
}

func productFacts(products []Product, languages []advisory.Language) []ProductFacts {
	var out []ProductFacts
	for _, p := range products {
		out = append(out, ProductFacts{strings.Clone(p.Vendor), Pack(p.Name, languages), Pack(p.Versions, languages)})
	}
	return out
}

func revisionDates(revisions []Revision) []time.Time {
	var out []time.Time
	for _, r := range revisions {
		if !r.Date.Time.IsZero() {
			out = append(out, r.Date.Time)
		}
	}
	return out
}
