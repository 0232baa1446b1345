package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"
)

// The time that a corpus covers, in a fixed zone so that no zone data matters.
var (
	tokyo    = time.FixedZone("+09:00", 9*60*60)
	firstDay = time.Date(2015, 1, 5, 0, 0, 0, 0, tokyo)
	lastDay  = time.Date(2026, 6, 30, 0, 0, 0, 0, tokyo)
	// farOff is the year of the instants that have not come.
	farOff = 2050
)

// advisoryCase is what one advisory is about. It follows from the plan and the
// index alone.
type advisoryCase struct {
	plan  *plan
	index int
	*rand.Rand
	id, slug   string
	day        time.Time // of publication; for what is held, about when it is written
	held       hold
	maker      *vendor
	product    product
	models     []model
	flaws      []flaw
	answered   []*vendor // those with a record; the maker is the first, if any
	silent     []*vendor
	fill       filler
	hasSecond  bool // there is a translation
	withdrawn  bool
	staged     bool
	handlingAt time.Time
}

// hold says why an advisory is held.
type hold int

const (
	public  hold = iota
	dated        // until an instant that is far off
	undated      // no date is agreed yet
)

// model is a model or an edition of the product.
type model struct {
	name, first, last, fixed string
}

// flaw is one of the vulnerabilities of the case.
type flaw struct {
	*weakness
	cve    string
	cause  text
	impact text
	score  int // which of the vectors
	part   text
}

func (p *plan) makeCase(i int) *advisoryCase {
	c := &advisoryCase{plan: p, index: i, Rand: p.random(streamAdvisory + uint64(i))}
	c.held = c.drawHold()
	c.id, c.slug = p.id(i)
	c.day = p.day(i)
	if c.held != public {
		c.day = lastDay.AddDate(0, 0, -c.IntN(20))
	}
	c.handlingAt = c.day.AddDate(0, 0, -20-c.IntN(90))
	c.withdrawn = c.held == public && c.IntN(1000) < 7
	c.staged = c.held == public && !c.withdrawn && c.IntN(1000) < 15
	c.hasSecond = chance(c.Rand, 92)
	c.drawProduct()
	c.drawFlaws()
	c.drawVendors()
	part := c.flaws[0].part
	c.fill = newFiller(map[string]text{
		"product": c.productName(), "maker": c.maker.name, "kind": c.product.kind.name, "part": part,
		"weakness": c.flaws[0].name, "last": both(c.models[0].last), "fixed": both(c.models[0].fixed),
		"host": both(c.maker.host), "notice": both(c.notice(c.maker)), "own": c.productName(),
	})
	return c
}

func both(s string) text { return text{s, s} }

// drawHold is the first number that an advisory draws, so that others can tell
// whether it is public.
func (c *advisoryCase) drawHold() hold {
	switch n := c.IntN(100); {
	case n < 2:
		return dated
	case n < 4:
		return undated
	}
	return public
}

// isPublic tells of any advisory whether it is disclosed.
func (p *plan) isPublic(i int) bool {
	c := &advisoryCase{Rand: p.random(streamAdvisory + uint64(i))}
	return c.drawHold() == public
}

// id is the id and the slug of an advisory. The numbers look drawn and are
// distinct: the factor has no divisor in common with a hundred million.
func (p *plan) id(i int) (id, slug string) {
	series := "EXVN"
	switch {
	case p.perCase[i] > 4:
		series = "EXVU"
	case i%211 == 17:
		series = "EXTA"
	}
	number := fmt.Sprintf("%08d", (uint64(i)*61_803_399+p.seed%1000*7_001+31_415_927)%100_000_000)
	return series + "#" + number, series + number
}

// day is when an advisory is published: more of them in later years, none on a
// weekend, and never later than one with a higher index.
func (p *plan) day(i int) time.Time {
	span := lastDay.Sub(firstDay).Hours() / 24
	share := math.Pow((float64(i)+0.5)/float64(p.advisories), 0.75)
	day := firstDay.AddDate(0, 0, int(span*share))
	switch day.Weekday() {
	case time.Saturday:
		day = day.AddDate(0, 0, 2)
	case time.Sunday:
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// drawProduct chooses who makes what. Some vendors appear far more often than
// others.
func (c *advisoryCase) drawProduct() {
	from := c.plan.vendors
	shared := c.plan.perCase[c.index] > 4 && len(c.plan.libraries) > 0
	if shared {
		from = c.plan.libraries
	}
	u := c.Float64()
	c.maker = from[int(u*u*float64(len(from)))]
	c.product = pick(c.Rand, c.maker.products)
	if shared {
		c.product = c.maker.products[0]
	}
	count := 1
	if c.product.kind.firmware {
		count += c.IntN(3)
	}
	for n := range count {
		m := model{name: c.product.name}
		if n > 0 {
			m.name += " " + []string{"Plus", "Pro"}[n-1]
		}
		m.first, m.last, m.fixed = c.versions()
		c.models = append(c.models, m)
	}
}

// versions draws the first and last affected version and the fixed one.
func (c *advisoryCase) versions() (first, last, fixed string) {
	major, minor := 1+(c.day.Year()-2013)/3+c.IntN(2), 1+c.IntN(30)
	if c.product.kind.firmware {
		return fmt.Sprintf("%d.%02d", major, 0), fmt.Sprintf("%d.%02d", major, minor), fmt.Sprintf("%d.%02d", major, minor+1)
	}
	patch := c.IntN(9)
	return fmt.Sprintf("%d.0.0", major), fmt.Sprintf("%d.%d.%d", major, minor, patch), fmt.Sprintf("%d.%d.%d", major, minor, patch+1)
}

func (c *advisoryCase) drawFlaws() {
	count := 1
	switch n := c.IntN(100); {
	case n < 8:
		count = 3
	case n < 28:
		count = 2
	}
	var fitting []*weakness
	for _, w := range weaknesses {
		if shareLetter(w.fits, c.product.kind.fits) {
			fitting = append(fitting, w)
		}
	}
	order := c.Perm(len(fitting))
	for n := range min(count, len(fitting)) {
		w := fitting[order[n]]
		which := c.IntN(len(w.v3))
		c.flaws = append(c.flaws, flaw{
			weakness: w,
			cve:      fmt.Sprintf("CVE-%d-%d", c.day.Year(), 10_000+c.index*4+n),
			cause:    pick(c.Rand, w.causes), impact: w.impacts[min(which, len(w.impacts)-1)],
			score: which, part: pick(c.Rand, c.product.kind.parts),
		})
	}
}

func shareLetter(a, b string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// drawVendors chooses who was notified: those with a record, and those who have
// not answered.
func (c *advisoryCase) drawVendors() {
	records := c.plan.perCase[c.index]
	silent := 0
	if records != 1 || chance(c.Rand, 20) {
		silent = c.IntN(1 + (records+3)/4)
	}
	others := c.otherVendors(records + silent)
	if records == 0 {
		c.silent = append([]*vendor{c.maker}, others[:silent]...)
		return
	}
	c.answered = append([]*vendor{c.maker}, others[:records-1]...)
	c.silent = others[records-1 : records-1+silent]
}

// otherVendors draws n vendors other than the maker, large ones first in line.
func (c *advisoryCase) otherVendors(n int) []*vendor {
	all := c.plan.vendors
	n = min(n, len(all)-1)
	out := make([]*vendor, 0, n)
	if n > len(all)/5 {
		for _, k := range c.Perm(len(all)) {
			if all[k] != c.maker && len(out) < n {
				out = append(out, all[k])
			}
		}
		return out
	}
	seen := map[*vendor]bool{c.maker: true}
	for len(out) < n {
		u := c.Float64()
		v := all[int(u*math.Sqrt(u)*float64(len(all)))]
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// productName is how sentences name the product.
func (c *advisoryCase) productName() text {
	if c.product.kind.quoted {
		return text{"「" + c.product.name + "」", c.product.name}
	}
	return both(c.product.name)
}

// notice is the number of a vendor's notice.
func (c *advisoryCase) notice(v *vendor) string {
	return fmt.Sprintf("%s-%d-%03d", firstLetters(v.id), c.day.Year(), 1+c.index%800)
}

func firstLetters(id string) string {
	out, start := "", true
	for _, r := range id {
		if start {
			out += string(r)
		}
		start = r == '-'
	}
	return out
}

// dir is the folder of the advisory.
func (c *advisoryCase) dir() string {
	return "advisories/" + strconv.Itoa(c.day.Year()) + "/" + c.slug
}
