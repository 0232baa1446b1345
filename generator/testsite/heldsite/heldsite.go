// Package heldsite makes random content repositories for property tests:
// valid ones, in which some things are held at a given instant, and the same
// with every held thing deleted.
package heldsite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"
	"time"
)

// Repository is a random content repository.
type Repository struct {
	Files fstest.MapFS
	// Open is Files without everything that is held at AsOf: whole files, and in
	// files that stay the fields dated later, what was recalled, and some of the
	// confidential fields and comments.
	Open fstest.MapFS
	Now  time.Time // the clock of the checks
	AsOf time.Time // never after Now
	// Canaries are words that stand in held things only, one in every place
	// that can hold a word, names and keys among them.
	Canaries []string
	// Secrets are those of Canaries that are in no name of a file or folder, so
	// that not even a message to the coordinator may say them.
	Secrets []string
	// Held are the files that only Files has, in the order of their paths.
	Held []string
	// HeldID is the id of an advisory that is held, if there is one.
	HeldID string
	// Recalled are the ids of which only a notice may be seen.
	Recalled []string
	// Instants are all instants of disclosure in the content.
	Instants []time.Time
}

// New makes the repository of a seed, with Now as its clock.
func New(seed uint64) *Repository { return At(seed, Now) }

// At makes the repository of a seed whose instants lie around now.
func At(seed uint64, now time.Time) *Repository {
	g := &generator{
		rng: rand.New(rand.NewPCG(seed, 0x5eed)),
		r: &Repository{Files: fstest.MapFS{}, Open: fstest.MapFS{}, Now: now,
			AsOf: now.Add(-time.Duration(seed%3) * 24 * time.Hour)},
	}
	g.all()
	for name := range g.r.Files {
		if g.r.Open[name] == nil {
			g.r.Held = append(g.r.Held, name)
		}
	}
	slices.Sort(g.r.Held)
	return g.r
}

// Now is the clock with which random repositories are checked.
var Now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// vendors is how many vendors the register has.
const vendors = 12

type generator struct {
	rng       *rand.Rand
	r         *Repository
	languages []string
	series    []series
	vendors   [vendors]string // their ids
	named     [vendors]bool   // those that something open names
	earlier   []target        // advisories that related may name
	heading   string          // a heading of the publisher's own that only held documents use
	moved     []moved         // what redirects may lead to
}

// moved is an address that a redirect may lead to.
type moved struct {
	to   string
	held bool // there is no page
}

type series struct{ prefix, path string }

// target is an advisory that others may refer to from an instant on.
type target struct {
	id   string
	from time.Time
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
	return g.note(t)
}

// note keeps an instant of disclosure and gives it in a random offset.
func (g *generator) note(t time.Time) time.Time {
	t = t.Truncate(time.Second)
	g.r.Instants = append(g.r.Instants, t)
	offsets := []int{0, 9 * 60, -5 * 60, 5*60 + 45, 12*60 + 45, -3*60 - 30, 14 * 60, -12 * 60}
	return t.In(time.FixedZone("", offsets[g.rng.IntN(len(offsets))]*60))
}

// between is a random instant from one until another.
func (g *generator) between(from, until time.Time) time.Time {
	if d := until.Sub(from); d > 0 {
		return from.Add(time.Duration(g.rng.Int64N(int64(d)))).Truncate(time.Second)
	}
	return from
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05Z07:00") }

// word is a word for a place; in a held thing it is a canary.
func (g *generator) word(held bool) string {
	w := fmt.Sprintf("w%012x", g.rng.Uint64()&0xffffffffffff)
	if held {
		w = "canary" + w
		g.r.Canaries = append(g.r.Canaries, w)
		g.r.Secrets = append(g.r.Secrets, w)
	}
	return w
}

// name keeps a word that stands in the name of something held.
func (g *generator) name(w string) { g.r.Canaries = append(g.r.Canaries, w) }

// text writes a file as Files has it and as Open has it.
type text struct{ all, open strings.Builder }

// line adds to the file; what is held stands in Files only.
func (t *text) line(held bool, format string, args ...any) {
	fmt.Fprintf(&t.all, format+"\n", args...)
	if !held {
		fmt.Fprintf(&t.open, format+"\n", args...)
	}
}

// write puts a file into Files, and into Open unless it is held.
func (g *generator) write(name string, t *text, held bool) {
	g.r.Files[name] = &fstest.MapFile{Data: []byte(t.all.String()), Mode: 0o644}
	if !held {
		g.r.Open[name] = &fstest.MapFile{Data: []byte(t.open.String()), Mode: 0o644}
	}
}

// secret adds a confidential line: in Open it is there or not, which must not
// matter.
func (g *generator) secret(t *text, format string, args ...any) {
	t.line(g.chance(50), format, args...)
}

func (g *generator) all() {
	g.languages = [][]string{{"ja", "en"}, {"ja", "en"}, {"en", "ja"}, {"ja"}, {"en"}}[g.rng.IntN(5)]
	g.series = []series{{"EX#", "ex"}, {"EXVU#", "vu"}, {"x.A:_-", "odd-1"}}[:1+g.rng.IntN(3)]
	for i := range g.vendors {
		g.vendors[i] = fmt.Sprintf("v%s-%010x", strings.Repeat("-0", g.rng.IntN(3)), g.rng.Uint64()&0xffffffffff)
	}
	publisher := g.publisher()
	for i := range 3 + g.rng.IntN(8) {
		g.advisory(i)
	}
	for i := range g.vendors {
		g.vendor(i)
	}
	g.redirects(publisher)
	g.look(publisher)
	g.write("publisher.yaml", publisher, false)
	for _, name := range []string{"README.md", "advisories/README.md", "advisories/.drafts", "vendors/.notes"} {
		if g.chance(20) { // what is none of ours
			t := &text{}
			t.line(false, "%s", g.word(true))
			g.write(name, t, true)
		}
	}
}

// publisher begins publisher.yaml.
func (g *generator) publisher() *text {
	t := &text{}
	g.secret(t, "# %s", g.word(true))
	t.line(false, `name: {ja: 例, en: Example}
base_url: https://advisories.example.org/
languages: [%s]
time_zone: %s
security_txt: {contact: ["mailto:psirt@example.org"], expires: 2027-06-30T00:00:00Z}
feeds: {window_days: %d, min_entries: %d}
series:`, strings.Join(g.languages, ", "), []string{"Asia/Tokyo", "America/New_York", "UTC"}[g.rng.IntN(3)], 1+g.rng.IntN(60), 1+g.rng.IntN(4))
	for _, s := range g.series {
		t.line(false, "  - {prefix: %q, pattern: \"[0-9]{8}\", path: %s}", s.prefix, s.path)
	}
	if g.chance(70) {
		all := []string{"csaf", "openvex", "osv", "jvnrss", "jvndb", "jsonfeed", "netlify"}
		g.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		t.line(false, "formats: [%s]", strings.Join(all[:1+g.rng.IntN(len(all))], ", "))
	}
	if g.chance(50) {
		g.heading = g.word(true)
		t.line(true, "words: {%s: {section.verification: %s}}", g.languages[0], g.heading)
	}
	return t
}

// look adds what a publisher makes its own. All of it is public but for comments.
func (g *generator) look(publisher *text) {
	if g.chance(50) {
		t := &text{}
		t.line(false, "---")
		g.secret(t, "# %s", g.word(true))
		t.line(false, "title: About\nmenu: %s\n---\n%s", []string{"footer", "main", "none"}[g.rng.IntN(3)], g.word(false))
		g.write("pages/about.md", t, false)
	}
	if g.chance(50) {
		publisher.line(false, "footer: [{title: Policy, url: \"https://example.org/%s\"}]\ncolors: {light: {brand: \"#7a1f3d\"}}", g.word(false))
	}
	if g.chance(30) {
		t := &text{}
		t.line(false, ".%s { color: var(--ink); }", g.word(false))
		g.write("templates/css/55-own.css", t, false)
	}
}

// redirects adds redirects to what was and to what was not disclosed, from old
// ids and old paths; those that lead to what is held are held themselves.
func (g *generator) redirects(t *text) {
	head := &text{}
	for i, m := range g.moved {
		if !g.chance(30) {
			continue
		}
		from := "/old/" + g.word(m.held) + []string{"", "/", ".html"}[g.rng.IntN(3)]
		if g.chance(40) {
			from = fmt.Sprintf("%s99%06d", g.series[0].prefix, i)
		}
		head.line(m.held, "  - {from: %q, to: %q}", from, m.to)
	}
	if head.all.Len() > 0 {
		t.line(head.open.Len() == 0, "redirects:")
		t.all.WriteString(head.all.String())
		t.open.WriteString(head.open.String())
	}
}

// vendor writes an entry of the register; one that nothing open names is held.
func (g *generator) vendor(i int) {
	held, id := !g.named[i], g.vendors[i]
	if held {
		g.name(id)
	}
	g.moved = append(g.moved, moved{"/vendors/" + id, held})
	t := &text{}
	g.secret(t, "# %s", g.word(true))
	t.line(false, "name: {ja: ベンダ%s, en: Vendor %s}", g.word(held), g.word(held))
	t.line(false, "site: https://%s.example.com/", g.word(held))
	t.line(false, "contact: {email: %s@example.com, url: \"https://example.com/%s\"}", g.word(held), g.word(held))
	g.secret(t, "registration: individual")
	g.secret(t, "security_contacts: [{name: %s, email: %s@example.com, phone: %s}]", g.word(true), g.word(true), g.word(true))
	g.secret(t, "keys: [{kind: openpgp, key: %s, valid_from: 2020-01-01}]", g.word(true))
	g.secret(t, "technologies: [%s]", g.word(true))
	g.write("vendors/"+id+".yaml", t, held)
}
