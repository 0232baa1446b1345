package check

import (
	"fmt"
	"path"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
)

// rules holds the advisories of a repository to each other and to the register.
func (r *Repository) rules(o Options) problem.List {
	var list problem.List
	bySlug := r.identities(&list)
	for _, f := range r.Advisories {
		references(&list, f, bySlug, o.AsOf)
		r.handling(&list, f, o.Now)
	}
	r.sharedCVEs(&list)
	r.redirects(&list, bySlug)
	return list
}

// identities holds ids and slugs to being unique, whatever their case, since
// neither readers nor all file systems tell case apart. A folder whose id could
// not be read is found by its name.
func (r *Repository) identities(list *problem.List) map[string]*Facts {
	bySlug := map[string]*Facts{}
	for _, f := range r.Advisories {
		slug := advisory.Fold(f.Slug)
		if f.ID == "" {
			slug = advisory.Fold(path.Base(f.Dir))
		}
		other, twice := bySlug[slug]
		switch {
		case !twice:
			bySlug[slug] = f
		case f.Main == nil || f.ID == "":
		case f.ID == other.ID:
			file{f.Main.Path, list}.error("id-twice", f.Main.idPos, "/id", "another advisory has the same id: "+other.Dir, "give one of the two another number")
		default:
			file{f.Main.Path, list}.error("slug-twice", f.Main.idPos, "/id", "the id makes the same address as another advisory: "+other.Dir, "give one of the two another number")
		}
	}
	return bySlug
}

// references holds the ids in `related` to advisories that are disclosed for
// as long as the reference is, from now on. An id that does not exist and one
// that is held longer give the same message.
func references(list *problem.List, f *Facts, bySlug map[string]*Facts, asOf time.Time) {
	if f.Main == nil {
		return
	}
	until := advisory.When{}
	if f.Next != nil {
		until = advisory.Later(f.Main.DiscloseAt, f.Next.DiscloseAt)
		dangling(list, f.Next, until, advisory.When{}, bySlug, asOf)
	}
	dangling(list, f.Main, f.Main.DiscloseAt, until, bySlug, asOf)
}

// dangling checks the references of a document that is current from one
// instant until another (for ever, if that is not agreed).
func dangling(list *problem.List, d *DocumentFacts, from, until advisory.When, bySlug map[string]*Facts, asOf time.Time) {
	start, agreed := from.Agreed()
	if !agreed {
		return // held without end: nothing will be seen
	}
	if start.Before(asOf) {
		start = asOf
	}
	if until.Reached(start) {
		return
	}
	for _, ref := range d.Related {
		target, ok := bySlug[advisory.Fold(advisory.Slug(ref.ID))]
		if ok && target.broken {
			continue // that is to be mended first
		}
		if ok && target.Main != nil && target.ID == ref.ID && target.Main.DiscloseAt.Reached(start) {
			continue
		}
		list.Add(problem.Problem{
			Rule: "dangling-reference", Path: d.Path, Line: ref.Line, Col: ref.Col, Pointer: ref.Pointer,
			Message: "no disclosed advisory has this id",
			Hint:    "by the time this advisory is public, what it refers to must be public too; correct the id, or add it later",
		})
	}
}

// handling warns of a case that is handled for longer than the publisher wants.
func (r *Repository) handling(list *problem.List, f *Facts, now time.Time) {
	if r.Publisher.HandlingDays == 0 || f.Main == nil || f.broken || f.HandlingStarted.Time.IsZero() || f.Main.DiscloseAt.Reached(now) {
		return
	}
	if now.After(f.HandlingStarted.Time.AddDate(0, 0, r.Publisher.HandlingDays)) {
		file{f.Main.Path, list}.add(problem.Warning, "long-handling", f.HandlingStarted.pos, "/handling_started",
			fmt.Sprintf("handling began more than %d days ago", r.Publisher.HandlingDays), "agree on a date with the vendors, or extend it on the record")
	}
}

// sharedCVEs notes CVE ids that two advisories name, which may be right.
func (r *Repository) sharedCVEs(list *problem.List) {
	seen := map[string]*Facts{}
	for _, f := range r.Advisories {
		if f.Main == nil {
			continue
		}
		for _, alias := range f.Main.Aliases {
			if !advisory.IsCVE(alias) {
				continue
			}
			if other, ok := seen[alias]; ok && other != f {
				file{f.Main.Path, list}.add(problem.Note, "cve-shared", f.Main.idPos, "/aliases", "a CVE of this advisory is in another one too", "fine if both are about it")
				break
			}
			seen[alias] = f
		}
	}
}

// datesRules holds the dates of documents that are or will be public to the
// instant at which they become so: a date that lies after it, and after now,
// would be a statement about the future.
func datesRules(a *Advisory, now time.Time) problem.List {
	var list problem.List
	if a.Main == nil {
		return nil
	}
	documents := func(d *Document, from advisory.When) {
		f := file{d.Path, &list}
		for i, rev := range d.Revisions {
			future(f, rev.Date, from, now, fmt.Sprintf("/revisions/%d/date", i))
		}
		future(f, d.Updated, from, now, "/updated")
		if d.Withdrawn != nil {
			future(f, d.Withdrawn.Date, from, now, "/withdrawn/date")
		}
		future(f, d.Recalled, from, now, "/recalled/date")
	}
	documents(a.Main, a.Main.DiscloseAt)
	if a.Next != nil {
		documents(a.Next, advisory.Later(a.Main.DiscloseAt, a.Next.DiscloseAt))
	}
	for _, rec := range a.Records {
		for _, d := range []*RecordDocument{rec.Main, rec.Next} {
			if d == nil {
				continue
			}
			from := a.Main.DiscloseAt
			if d.OwnDate {
				from = advisory.Later(from, d.DiscloseAt)
			}
			f := file{d.Path, &list}
			future(f, d.Updated, from, now, "/updated")
			future(f, d.NotifiedAt, from, now, "/notified_at")
			future(f, d.RespondedAt, from, now, "/responded_at")
			for i, rev := range d.Revisions {
				future(f, rev.Date, from, now, fmt.Sprintf("/revisions/%d/date", i))
			}
		}
	}
	return list
}

func future(f file, d Date, from advisory.When, now time.Time, pointer string) {
	public, agreed := from.Agreed()
	if !agreed || d.Time.IsZero() {
		return
	}
	if d.Time.After(now) && d.Time.After(public) {
		f.error("future-date", d.pos, pointer, fmt.Sprintf("`%s` lies in the future", lastName(pointer)), "correct it; a date may not be later than today, or than the public instant of what is still held")
	}
}
