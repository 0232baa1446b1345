// Package heldsite makes random content repositories for property tests:
// valid ones, in which some things are held at a given instant, and the same
// with every held thing deleted.
package heldsite

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
	"time"
)

// Repository is a random content repository.
type Repository struct {
	Files fstest.MapFS
	// Open is Files without everything that is held at AsOf.
	Open fstest.MapFS
	AsOf time.Time
	// Canaries are words that stand in held things only, one in every place
	// that can hold a word.
	Canaries []string
	// Instants are all instants of disclosure in the content.
	Instants []time.Time
}

// New makes the repository of a seed. The clock of its checks is Now.
func New(seed uint64) *Repository {
	g := &generator{
		rng: rand.New(rand.NewPCG(seed, 0x5eed)),
		r:   &Repository{Files: fstest.MapFS{}, Open: fstest.MapFS{}, AsOf: Now.Add(-time.Duration(seed%3) * 24 * time.Hour)},
	}
	g.all()
	return g.r
}

// Now is the clock with which random repositories are checked.
var Now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// vendors is how many vendors the register has.
const vendors = 12

type generator struct {
	rng    *rand.Rand
	r      *Repository
	named  [vendors]bool // vendors that something open names
	public []string      // ids of advisories disclosed long ago
}

func (g *generator) chance(percent int) bool { return g.rng.IntN(100) < percent }

// instant is a random instant around AsOf, often right at it, in an offset
// that some place on earth has.
func (g *generator) instant() time.Time {
	t := g.r.AsOf
	switch g.rng.IntN(8) {
	case 0: // at AsOf
	case 1:
		t = t.Add(time.Second)
	case 2:
		t = t.Add(-time.Second)
	default:
		t = t.Add(time.Duration(g.rng.Int64N(int64(800*24*time.Hour)) - int64(400*24*time.Hour)))
	}
	t = t.Truncate(time.Second)
	g.r.Instants = append(g.r.Instants, t)
	offsets := []int{0, 9 * 60, -5 * 60, 5*60 + 45, 12*60 + 45, -3*60 - 30, 14 * 60, -12 * 60}
	return t.In(time.FixedZone("", offsets[g.rng.IntN(len(offsets))]*60))
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05Z07:00") }

// word is a word for a place; in a held thing it is a canary.
func (g *generator) word(held bool) string {
	w := fmt.Sprintf("w%012x", g.rng.Uint64()&0xffffffffffff)
	if held {
		w = "canary" + w
		g.r.Canaries = append(g.r.Canaries, w)
	}
	return w
}

func (g *generator) write(name, data string, held bool) {
	f := &fstest.MapFile{Data: []byte(data), Mode: 0o644}
	g.r.Files[name] = f
	if !held {
		g.r.Open[name] = f
	}
}

func (g *generator) all() {
	g.write("publisher.yaml", `name: {ja: 例, en: Example}
base_url: https://advisories.example.org/
languages: [ja, en]
time_zone: Asia/Tokyo
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex}
  - {prefix: "EXVU#", pattern: "[0-9]{8}", path: vu}
security_txt: {contact: ["mailto:psirt@example.org"], expires: 2027-06-30T00:00:00Z}
feeds: {window_days: 30, min_entries: 2}
`, false)
	for i := range 3 + g.rng.IntN(8) {
		g.advisory(i)
	}
	for i := range vendors {
		held := !g.named[i]
		g.write(fmt.Sprintf("vendors/%s.yaml", vendorID(i)), fmt.Sprintf("name: {ja: ベンダ%s, en: Vendor %s}\nsite: https://%s.example.com/\n",
			g.vendorWord(i, held), g.vendorWord(i, held), g.vendorWord(i, held)), held)
	}
}

func vendorID(i int) string { return fmt.Sprintf("vendor-%c", 'a'+i) }

func (g *generator) vendorWord(i int, held bool) string {
	if held {
		return g.word(true)
	}
	return vendorID(i)
}

// advisory writes one advisory folder.
func (g *generator) advisory(n int) {
	prefix := []string{"EX#", "EXVU#"}[g.rng.IntN(2)]
	id := fmt.Sprintf("%s%08d", prefix, 10000000+n*1000003+g.rng.IntN(1000))
	dir := "advisories/2026/" + strings.ReplaceAll(id, "#", "")
	at, agreed := g.instant(), g.chance(90)
	held := !agreed || at.After(g.r.AsOf)
	if held {
		g.r.Canaries = append(g.r.Canaries, id)
	}
	notified := g.some()
	g.document(dir+"/advisory", id, at, agreed, notified, held)
	current := notified
	if agreed && g.chance(40) {
		next := g.instant()
		for !next.After(at) {
			next = next.Add(time.Duration(1+g.rng.Int64N(1e6)) * time.Second * 60)
		}
		g.r.Instants = append(g.r.Instants, next)
		update := append([]int(nil), notified...)
		if extra := g.rng.IntN(vendors); !contains(update, extra) {
			update = append(update, extra)
		}
		nextHeld := held || next.After(g.r.AsOf)
		g.document(dir+"/advisory.next", id, next, true, update, nextHeld)
		if !nextHeld {
			current = update
		}
	}
	for _, v := range notified {
		if g.chance(70) {
			g.record(dir, v, at, held)
		}
	}
	if !held {
		for _, v := range current {
			g.named[v] = true
		}
		for _, v := range notified {
			g.named[v] = true
		}
		if at.Before(g.r.AsOf.Add(-2 * time.Second)) {
			g.public = append(g.public, id)
		}
	}
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

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// document writes advisory.md or advisory.next.md, and sometimes a translation.
func (g *generator) document(stem, id string, at time.Time, agreed bool, notified []int, held bool) {
	w := func() string { return g.word(held) }
	var b strings.Builder
	fmt.Fprintf(&b, "---\n# %s\nid: %s\ntitle: 題 %s\n", g.word(true), id, w())
	if agreed {
		fmt.Fprintf(&b, "disclose_at: %s\n", stamp(at))
	}
	fmt.Fprintf(&b, "handling_started: 2025-01-01\naliases: [CVE-2026-%d, X-%s]\n", 10000+g.rng.IntN(80000), w())
	b.WriteString("notified:")
	if len(notified) == 0 {
		b.WriteString(" []")
	}
	for _, v := range notified {
		fmt.Fprintf(&b, "\n  - %s", vendorID(v))
	}
	b.WriteString("\n")
	fmt.Fprintf(&b, "products: [{name: %s, versions: %s}]\n", w(), w())
	b.WriteString("severity: [{vector: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}]\n")
	fmt.Fprintf(&b, "references: [{title: %s, url: \"https://%s.example.com/\"}]\n", w(), w())
	fmt.Fprintf(&b, "credits: [{name: %s}]\n", w())
	if agreed {
		fmt.Fprintf(&b, "revisions: [{number: 1, date: %s, summary: %s}]\n", stamp(at), w())
		fmt.Fprintf(&b, "extensions: [{to: %s, recorded: 2025-02-01, reason: %s}]\n", stamp(at), g.word(true))
	}
	if len(g.public) > 0 && g.chance(50) {
		fmt.Fprintf(&b, "related: [%s]\n", g.public[g.rng.IntN(len(g.public))])
	}
	fmt.Fprintf(&b, "---\n## 概要\n%s は %s。\n\n## 対策方法\n- %s\n", w(), w(), w())
	g.write(stem+".md", b.String(), held)
	if g.chance(60) {
		g.write(stem+".en.md", fmt.Sprintf("---\ntitle: Title %s\n---\n## Overview\nText %s.\n", w(), w()), held)
	}
}

// record writes a vendor's record and sometimes a staged update of it.
func (g *generator) record(dir string, v int, from time.Time, advisoryHeld bool) {
	own := ""
	held := advisoryHeld
	if g.chance(30) {
		at := from.Add(time.Duration(g.rng.Int64N(int64(60 * 24 * time.Hour)))).Truncate(time.Second)
		g.r.Instants = append(g.r.Instants, at)
		own = "disclose_at: " + stamp(at) + "\n"
		held = held || at.After(g.r.AsOf)
		from = at
	}
	g.statement(fmt.Sprintf("%s/vendors/%s", dir, vendorID(v)), own, held)
	if g.chance(30) {
		at := from.Add(time.Duration(1+g.rng.Int64N(86400*60)) * time.Second).Truncate(time.Second)
		g.r.Instants = append(g.r.Instants, at)
		g.statement(fmt.Sprintf("%s/vendors/%s.next", dir, vendorID(v)), "disclose_at: "+stamp(at)+"\n", held || at.After(g.r.AsOf))
	}
}

func (g *generator) statement(stem, own string, held bool) {
	statuses := []string{"affected", "affected_investigating", "not_affected", "not_affected_investigating", "informed", "unknown"}
	fields := fmt.Sprintf("# %s\nstatus: %s\n%supdated: 2025-03-01\nschedule: %s\naddendum: %s\n",
		g.word(true), statuses[g.rng.IntN(len(statuses))], own, g.word(true), g.word(held))
	if g.chance(50) {
		g.write(stem+".yaml", fields+fmt.Sprintf("statement: {ja: 声明 %s, en: Statement %s}\n", g.word(held), g.word(held)), held)
		return
	}
	g.write(stem+".md", "---\n"+fields+"---\n"+g.word(held)+"\n", held)
}
