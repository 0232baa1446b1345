package mirror

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/manuscript"
)

// advisory writes an advisory folder: the facts and the first language, the
// translations, and a record for every vendor of which one is disclosed.
func (w *writer) advisory(a *disclosure.Advisory) error {
	w.used.see(a)
	dir := fmt.Sprintf("advisories/%04d/%s", a.Year(), a.Slug())
	for i, lang := range w.p.Languages() {
		name, kind, front := dir+"/advisory.md", "advisory", w.facts(a)
		if i > 0 {
			if !a.Translated(lang) {
				continue
			}
			name, kind, front = fmt.Sprintf("%s/advisory.%s.md", dir, lang), "translation", nil
			if title, in := a.Title().In(lang); in == lang {
				front = manuscript.Map{{Key: "title", Value: manuscript.Text(title)}}
			}
		}
		data := manuscript.Document(front, manuscript.Schema(name, kind), lang, sections(a, lang))
		if err := w.put(artifact.Record, name, data); err != nil {
			return err
		}
	}
	for _, r := range a.Records() {
		if r.Silent() {
			continue
		}
		name := path.Join(dir, "vendors", r.Vendor().ID()+".yaml")
		if err := w.put(artifact.Record, name, w.record(a, r).YAML(manuscript.Schema(name, "vendor-status"))); err != nil {
			return err
		}
	}
	return nil
}

// sections are those that are written in a language.
func sections(a *disclosure.Advisory, lang advisory.Language) []manuscript.Section {
	var out []manuscript.Section
	for _, s := range advisory.Sections() {
		if h, in := a.Section(s).In(lang); in == lang {
			out = append(out, manuscript.Section{Section: s, Body: h.Markdown()})
		}
	}
	return out
}

func (w *writer) facts(a *disclosure.Advisory) manuscript.Map {
	title, _ := a.Title().In(w.first())
	var critical, withdrawn manuscript.Value
	if a.Critical() {
		critical = manuscript.Word("true")
	}
	if r := a.Withdrawal(); r != nil {
		withdrawn = manuscript.Map{{Key: "date", Value: w.date(r.Date())}, {Key: "reason", Value: w.text(r.Reason())}}
	}
	var notified, unreachable []string
	for _, r := range a.Records() {
		notified = append(notified, r.Vendor().ID())
		if r.Unreachable() {
			unreachable = append(unreachable, r.Vendor().ID())
		}
	}
	var related []string
	for _, e := range a.Related() {
		related = append(related, e.ID())
	}
	return manuscript.Map{
		{Key: "id", Value: manuscript.Text(a.ID())},
		{Key: "title", Value: manuscript.Text(title)},
		{Key: "disclose_at", Value: w.instant(a.Published())},
		{Key: "critical", Value: critical},
		{Key: "aliases", Value: manuscript.Texts(a.Aliases())},
		{Key: "notified", Value: manuscript.Texts(notified)},
		{Key: "unreachable", Value: manuscript.Texts(unreachable)},
		{Key: "products", Value: w.products(a.Products())},
		{Key: "severity", Value: w.severities(a.Severities())},
		{Key: "cwe", Value: manuscript.Texts(a.CWEs())},
		{Key: "references", Value: w.links(a.References())},
		{Key: "related", Value: manuscript.Texts(related)},
		{Key: "credits", Value: w.credits(a.Credits())},
		{Key: "revisions", Value: w.revisions(a.Revisions())},
		{Key: "updated", Value: w.updated(a)},
		{Key: "withdrawn", Value: withdrawn},
	}
}

// updated is the instant of the newest change where nothing else in the folder
// tells it: a staged update whose instant has passed is not staged any more.
func (w *writer) updated(a *disclosure.Advisory) manuscript.Value {
	told := a.Published()
	later := func(t time.Time) {
		if t.After(told) {
			told = t
		}
	}
	for _, r := range a.Revisions() {
		later(r.Date().Time())
	}
	for _, r := range a.Records() {
		later(r.Updated())
	}
	if r := a.Withdrawal(); r != nil {
		later(r.Date().Time())
	}
	if !a.Updated().After(told) {
		return nil
	}
	return w.instant(a.Updated())
}

// record writes a vendor's record. Its instant is no longer its own: whatever
// is in it is disclosed, and `updated` says since when.
func (w *writer) record(a *disclosure.Advisory, r *disclosure.Record) manuscript.Map {
	changed := w.date(r.Changed())
	if !r.Changed().DayOnly() && r.Updated().Equal(a.Published()) {
		changed = nil
	}
	var byCVE manuscript.Map
	for _, c := range r.ByCVE() {
		byCVE = append(byCVE, manuscript.Field{Key: c.CVE(), Value: manuscript.Text(c.Status().String())})
	}
	return manuscript.Map{
		{Key: "vendor", Value: manuscript.Text(r.Vendor().ID())},
		{Key: "status", Value: manuscript.Text(r.Status().String())},
		{Key: "updated", Value: changed},
		{Key: "notified_at", Value: w.date(r.NotifiedAt())},
		{Key: "responded_at", Value: w.date(r.RespondedAt())},
		{Key: "statement", Value: w.prose(r.Statement())},
		{Key: "addendum", Value: w.prose(r.Addendum())},
		{Key: "links", Value: w.links(r.Links())},
		{Key: "products", Value: w.products(r.Products())},
		{Key: "by_cve", Value: byCVE},
		{Key: "revisions", Value: w.revisions(r.Revisions())},
	}
}

// recall writes what is left of an advisory that was recalled: its id. When and
// why it was recalled is confidential.
func (w *writer) recall(r disclosure.Recall) error {
	name := path.Join("advisories", path.Base(strings.TrimSuffix(r.Path(), "/")), "advisory.md")
	const beginning, why = "1970-01-01", "This advisory was recalled."
	front := manuscript.Map{
		{Key: "id", Value: manuscript.Text(r.ID())},
		{Key: "title", Value: manuscript.Text(r.ID())},
		{Key: "disclose_at", Value: manuscript.Text(beginning + "T00:00:00Z")},
		{Key: "recalled", Value: manuscript.Map{{Key: "date", Value: manuscript.Text(beginning)}, {Key: "reason", Value: manuscript.Text(why)}}},
	}
	return w.put(artifact.Record, name, manuscript.Document(front, manuscript.Schema(name, "advisory"), w.first(), nil))
}

func (w *writer) products(list []disclosure.Product) manuscript.Value {
	var out manuscript.List
	for _, p := range list {
		vendor := ""
		if p.Vendor() != nil {
			vendor = p.Vendor().ID()
		}
		ecosystem, pkg := p.Package()
		var ranges manuscript.List
		for _, r := range p.Ranges() {
			ranges = append(ranges, manuscript.Map{
				{Key: "introduced", Value: manuscript.Text(r.Introduced())},
				{Key: "fixed", Value: manuscript.Text(r.Fixed())},
				{Key: "last_affected", Value: manuscript.Text(r.LastAffected())},
			})
		}
		out = append(out, manuscript.Map{
			{Key: "vendor", Value: manuscript.Text(vendor)},
			{Key: "name", Value: w.text(p.Name())},
			{Key: "versions", Value: w.text(p.Versions())},
			{Key: "cpe", Value: manuscript.Text(p.CPE())},
			{Key: "purl", Value: manuscript.Text(p.PURL())},
			{Key: "package", Value: manuscript.Map{{Key: "ecosystem", Value: manuscript.Text(ecosystem)}, {Key: "name", Value: manuscript.Text(pkg)}}},
			{Key: "ranges", Value: ranges},
		})
	}
	return out
}

func (w *writer) severities(list []disclosure.Severity) manuscript.Value {
	var out manuscript.List
	for _, s := range list {
		out = append(out, manuscript.Map{
			{Key: "vector", Value: manuscript.Text(s.Vector().String())},
			{Key: "cve", Value: manuscript.Text(s.CVE())},
			{Key: "note", Value: w.text(s.Note())},
		})
	}
	return out
}

func (w *writer) links(list []disclosure.Link) manuscript.Value {
	var out manuscript.List
	for _, l := range list {
		out = append(out, manuscript.Map{
			{Key: "title", Value: w.text(l.Title())},
			{Key: "url", Value: manuscript.Text(l.URL())},
			{Key: "kind", Value: manuscript.Text(l.Kind())},
		})
	}
	return out
}

func (w *writer) credits(list []disclosure.Credit) manuscript.Value {
	var out manuscript.List
	for _, c := range list {
		out = append(out, manuscript.Map{{Key: "name", Value: w.text(c.Name())}, {Key: "organization", Value: w.text(c.Organization())}})
	}
	return out
}

func (w *writer) revisions(list []disclosure.Revision) manuscript.Value {
	var out manuscript.List
	for _, r := range list {
		out = append(out, manuscript.Map{
			{Key: "number", Value: manuscript.Number(r.Number())},
			{Key: "date", Value: w.date(r.Date())},
			{Key: "summary", Value: w.text(r.Summary())},
		})
	}
	return out
}
