package heldsite

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// document is what is decided of advisory.md or advisory.next.md before it is
// written.
type document struct {
	id       string
	at       time.Time
	agreed   bool
	notified []int
	cves     []string
	held     bool // the whole of it
	replaced bool // an update that is disclosed stands in its place
}

// advisory writes one advisory folder.
func (g *generator) advisory(n int) {
	s := g.series[g.rng.IntN(len(g.series))]
	number := fmt.Sprintf("%08d", 10000000+n*1000003+g.rng.IntN(1000))
	main := document{id: s.prefix + number, at: g.instant(), agreed: g.chance(90)}
	main.held = !main.agreed || main.at.After(g.r.AsOf)
	recalled := g.chance(12)
	slug := strings.NewReplacer("#", "", ":", "").Replace(main.id)
	dir := path.Join("advisories", []string{"2026", "1999", ""}[g.rng.IntN(3)], slug)
	if main.held {
		g.name(main.id)
		g.name(slug)
		g.r.HeldID = main.id
	}
	main.notified, main.cves = g.some(), []string{g.cve(main.held || recalled)}
	next, staged := g.staged(main, recalled)
	main.replaced = staged && !next.held
	switch {
	case recalled:
		g.recalled(dir, main, next, staged)
	default:
		g.document(dir+"/advisory", main)
		if staged {
			g.document(dir+"/advisory.next", next)
		}
	}
	for _, v := range next.notified {
		gone := main.held || recalled
		switch {
		case slices.Contains(main.notified, v):
			if g.chance(70) {
				g.record(dir, v, main.at, main.cves, gone)
			}
		case staged && g.chance(70): // a vendor of the update only, from its instant on
			g.recordFrom(dir, v, g.note(next.at.Add(time.Duration(g.rng.IntN(2000))*time.Hour)), next.cves, gone)
		}
	}
	g.moved = append(g.moved, moved{main.id, main.held || recalled})
	g.remember(main, next, recalled)
}

// remember keeps what later documents and the register must know.
func (g *generator) remember(main, next document, recalled bool) {
	if main.agreed {
		g.earlier = append(g.earlier, target{main.id, main.at})
	}
	switch {
	case main.held:
		return
	case recalled:
		g.r.Recalled = append(g.r.Recalled, main.id)
		return
	case !next.held:
		main = next
	}
	for _, v := range main.notified {
		g.named[v] = true
	}
}

// staged decides on an update of an advisory; without one it gives the
// advisory itself.
func (g *generator) staged(main document, gone bool) (next document, ok bool) {
	next = main
	if !main.agreed || !g.chance(40) {
		return next, false
	}
	at := g.instant()
	for !at.After(main.at) {
		at = at.Add(time.Duration(1+g.rng.Int64N(1e6)) * time.Second * 60)
	}
	next.at = g.note(at)
	next.held = main.held || at.After(g.r.AsOf)
	next.notified = slices.Clone(main.notified)
	for range 1 + g.rng.IntN(3) {
		if extra := g.rng.IntN(vendors); !slices.Contains(next.notified, extra) {
			next.notified = append(next.notified, extra)
		}
	}
	next.cves = append(slices.Clone(main.cves), g.cve(next.held || gone))
	return next, true
}

func (g *generator) some() []int {
	var out []int
	for i := range vendors {
		if g.chance(30) {
			out = append(out, i)
		}
	}
	return out
}

// product is the name of a product, often one that others have too.
func (g *generator) product(held bool) string {
	if g.chance(60) {
		return []string{"Router", "ROUTER", "共用製品"}[g.rng.IntN(3)]
	}
	return g.word(held)
}

func (g *generator) cve(held bool) string {
	cve := fmt.Sprintf("CVE-2026-%014d", g.rng.Int64N(1e14))
	if held {
		g.r.Canaries = append(g.r.Canaries, cve)
		g.r.Secrets = append(g.r.Secrets, cve)
	}
	return cve
}

func (g *generator) ids(vendors []int) string {
	var out []string
	for _, v := range vendors {
		out = append(out, g.vendors[v])
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// document writes advisory.md or advisory.next.md, and sometimes a translation.
func (g *generator) document(stem string, d document) {
	t := &text{}
	t.line(false, "---")
	g.facts(t, d, d.held)
	t.line(false, "---")
	g.sections(t, d.held)
	g.write(stem+".md", t, d.held)
	if len(g.languages) > 1 && g.chance(60) {
		t := &text{}
		t.line(false, "---\ntitle: Title %s\n---\n## Overview\nText %s.", g.word(d.held), g.word(d.held))
		g.write(stem+"."+g.languages[1]+".md", t, d.held)
	}
}

// facts writes front matter.
func (g *generator) facts(t *text, d document, held bool) {
	w := func() string { return g.word(held) }
	g.secret(t, "# %s", g.word(true))
	t.line(false, "id: %q\ntitle: 題 %s", d.id, w())
	if d.agreed {
		t.line(false, "disclose_at: %s", stamp(d.at))
		g.dateChanges(t, d)
	}
	g.secret(t, "handling_started: 2024-01-01")
	t.line(false, "aliases: [%s, X-%s]", strings.Join(d.cves, ", "), w())
	t.line(false, "notified: %s", g.ids(d.notified))
	if len(d.notified) > 0 {
		t.line(false, "unreachable: %s", g.ids(d.notified[:g.rng.IntN(2)]))
		t.line(false, "products: [{vendor: %s, name: %s, versions: %s, cpe: \"cpe:2.3:a:%s:%s:*:*:*:*:*:*:*:*\", purl: pkg:npm/%s, package: {ecosystem: npm, name: %s}, ranges: [{introduced: \"0\", fixed: 1.2.%d}]}]",
			g.vendors[d.notified[0]], g.product(held), w(), w(), w(), w(), w(), g.rng.IntN(100))
	}
	t.line(false, "severity: [{vector: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:%s\", cve: %s, note: %s}]", []string{"N", "L", "H"}[g.rng.IntN(3)], d.cves[0], w())
	t.line(false, "cwe: [CWE-%d]", 1+g.rng.IntN(30))
	t.line(false, "references: [{title: %s, url: \"https://%s.example.com/\"}]", w(), w())
	t.line(false, "credits: [{name: %s, organization: %s}]", w(), w())
	if g.chance(20) {
		t.line(false, "critical: true")
	}
	g.related(t, d)
	if d.agreed {
		g.history(t, d.at, held)
		if at := g.date(d.at, d.at); g.chance(30) {
			t.line(at.After(g.r.AsOf) && !held, "updated: %s", stamp(at))
		}
		if g.chance(20) {
			when := g.date(d.at, d.at)
			late := when.After(g.r.AsOf)
			t.line(late, "withdrawn: {date: %s, reason: %s}", stamp(when), g.word(held || late))
		}
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// date is a random date from one until now, or until the public instant of
// what it stands in; often between the gate's clock and now, where it is held.
func (g *generator) date(from, public time.Time) time.Time {
	if !public.After(g.r.AsOf) && g.chance(25) {
		return g.between(later(from, g.r.AsOf), g.r.Now)
	}
	return g.between(from, later(public, g.r.Now))
}

// dateChanges records how disclose_at came about; it is confidential.
func (g *generator) dateChanges(t *text, d document) {
	day := 24 * time.Hour
	switch g.rng.IntN(3) {
	case 0:
		g.secret(t, "extensions: [{from: %s, to: %s, recorded: 2025-02-01, reason: %s}]", stamp(d.at.Add(-30*day)), stamp(d.at), g.word(true))
	case 1:
		g.secret(t, "early_release: [{from: %s, to: %s, recorded: 2025-02-01, reason: %s}]", stamp(d.at.Add(30*day)), stamp(d.at), g.word(true))
	}
}

// related names advisories that are public as soon as the document is. One
// that was replaced already may name anything, since it is not seen.
func (g *generator) related(t *text, d document) {
	if len(g.earlier) == 0 || !g.chance(60) {
		return
	}
	other := g.earlier[g.rng.IntN(len(g.earlier))]
	from := later(d.at, g.r.AsOf)
	if d.agreed && !d.replaced && other.from.After(from) {
		return
	}
	t.line(false, "related: [%q]", other.id)
}

// history writes revisions; those dated after AsOf are held.
func (g *generator) history(t *text, at time.Time, held bool) {
	if g.chance(20) {
		return
	}
	t.line(false, "revisions:\n  - {number: 1, date: %s, summary: %s}", stamp(at), g.word(held))
	for i := range g.rng.IntN(3) {
		at = g.date(at, at)
		late := at.After(g.r.AsOf)
		t.line(late && !held, "  - {number: %d, date: %s, summary: %s}", i+2, stamp(at), g.word(held || late))
	}
}

func (g *generator) sections(t *text, held bool) {
	w := func() string { return g.word(held) }
	t.line(false, "## 概要\n%s は %s。\n\n## 対策方法\n- %s\n- [%s](https://%s.example.com/)", w(), w(), w(), w(), w())
	if held && g.heading != "" {
		t.line(false, "\n## %s\n%s", g.heading, w())
	}
}

// recalled writes an advisory of which only a notice may be seen, from its
// instant on: all of it but id and instant is held.
func (g *generator) recalled(dir string, main, next document, staged bool) {
	date := g.between(g.r.Now.Add(-400*24*time.Hour), g.r.Now)
	recall := fmt.Sprintf("recalled: {date: %s, reason: %s}", stamp(date), g.word(true))
	inNext := staged && g.chance(50)
	t := &text{}
	t.line(true, "---")
	g.facts(t, main, true)
	if !inNext {
		t.line(true, "%s", recall)
	}
	t.line(true, "---")
	g.sections(t, true)
	t.open.Reset()
	fmt.Fprintf(&t.open, "---\nid: %q\ntitle: x\ndisclose_at: %s\nrecalled: {date: 2020-01-01, reason: x}\n---\n", main.id, stamp(main.at))
	g.write(dir+"/advisory.md", t, main.held)
	if !staged {
		return
	}
	t = &text{}
	t.line(true, "---")
	g.facts(t, next, true)
	if inNext {
		t.line(true, "%s", recall)
	}
	t.line(true, "---")
	g.write(dir+"/advisory.next.md", t, true)
}

// record writes the record of a vendor, that is public with its advisory or
// later.
func (g *generator) record(dir string, v int, from time.Time, cves []string, gone bool) {
	if g.chance(30) {
		g.recordFrom(dir, v, g.note(from.Add(time.Duration(g.rng.Int64N(int64(60*24*time.Hour))))), cves, gone)
		return
	}
	g.statement(fmt.Sprintf("%s/vendors/%s", dir, g.vendors[v]), "", from, cves, gone)
	g.update(dir, v, from, cves, gone)
}

// recordFrom writes a record with an instant of its own.
func (g *generator) recordFrom(dir string, v int, at time.Time, cves []string, gone bool) {
	gone = gone || at.After(g.r.AsOf)
	g.statement(fmt.Sprintf("%s/vendors/%s", dir, g.vendors[v]), stamp(at), at, cves, gone)
	g.update(dir, v, at, cves, gone)
}

// update writes a staged update of a record, or none.
func (g *generator) update(dir string, v int, from time.Time, cves []string, gone bool) {
	if g.chance(30) {
		at := g.note(from.Add(time.Duration(1+g.rng.Int64N(86400*60)) * time.Second))
		g.statement(fmt.Sprintf("%s/vendors/%s.next", dir, g.vendors[v]), stamp(at), at, cves, gone || at.After(g.r.AsOf))
	}
}

func (g *generator) statement(stem, own string, from time.Time, cves []string, held bool) {
	w := func() string { return g.word(held) }
	statuses := []string{"affected", "affected_investigating", "not_affected", "not_affected_investigating", "informed", "unknown"}
	t := &text{}
	markdown := g.chance(50)
	if markdown {
		t.line(false, "---")
	}
	g.secret(t, "# %s", g.word(true))
	t.line(false, "status: %s", statuses[g.rng.IntN(len(statuses))])
	if own != "" {
		t.line(false, "disclose_at: %s", own)
	}
	for _, field := range []string{"updated", "notified_at", "responded_at"} { // a date after AsOf is held
		if at := g.date(from.Add(-100*24*time.Hour), from); g.chance(60) {
			t.line(at.After(g.r.AsOf) && !held, "%s: %s", field, stamp(at))
		}
	}
	g.secret(t, "schedule: %s", g.word(true))
	t.line(false, "addendum: %s", w())
	t.line(false, "links: [{title: %s, url: \"https://%s.example.com/\"}]", w(), w())
	t.line(false, "products: [{name: %s, versions: %s}]", g.product(held), w())
	t.line(false, "by_cve: {%s: %s}", cves[0], statuses[g.rng.IntN(len(statuses))])
	g.history(t, from, held)
	if markdown {
		t.line(false, "---\n%s", w())
		g.write(stem+".md", t, held)
		return
	}
	t.line(false, "statement: {ja: 声明 %s, en: Statement %s}", w(), w())
	g.write(stem+".yaml", t, held)
}
