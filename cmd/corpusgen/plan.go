package main

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// size is what is asked for.
type size struct {
	advisories, records int
	seed                uint64
}

func (s size) withDefaults() size {
	if s.records < 0 {
		s.records = 5 * s.advisories
	}
	return s
}

// plan is what has to be known before the first advisory is written: the
// vendors, and how many records each advisory has. Everything else of an
// advisory follows from the seed and its index, so that advisories can be
// written in any order.
type plan struct {
	size
	vendors   []*vendor
	libraries []*vendor // those with a product that others build in
	perCase   []int     // records of each advisory
}

// The streams of random numbers that come from a seed.
const (
	streamVendors = iota + 1
	streamRecords
	streamAdvisory // and one for each advisory above it
)

func (s size) random(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(s.seed, stream)) }

func newPlan(s size) (*plan, error) {
	if s.advisories < 1 {
		return nil, fmt.Errorf("--advisories is a number from 1")
	}
	p := &plan{size: s}
	p.vendors = makeVendors(s.random(streamVendors), vendorCount(s))
	for _, v := range p.vendors {
		for _, product := range v.products {
			if product.kind.library {
				p.libraries = append(p.libraries, v)
				break
			}
		}
	}
	if most := s.advisories * p.mostRecords(); s.records > most {
		return nil, fmt.Errorf("--records is at most %d for %d advisories, since a vendor has one record in each", most, s.advisories)
	}
	p.shareOut(s.random(streamRecords))
	return p, nil
}

// vendorCount sizes the register: it grows more slowly than the advisories, and
// there is always room for the longest list.
func vendorCount(s size) int {
	n := int(14 * math.Sqrt(float64(s.advisories)))
	if s.records > 20*s.advisories {
		n = max(n, 2*s.records/s.advisories)
	}
	return min(max(n, 40), maxVendors)
}

func (p *plan) mostRecords() int { return len(p.vendors) * 3 / 4 }

func (p *plan) countRecords() int {
	n := 0
	for _, k := range p.perCase {
		n += k
	}
	return n
}

// shareOut decides how many records each advisory has: most have one or two,
// some have dozens, and a few are about something that everybody builds in.
func (p *plan) shareOut(r *rand.Rand) {
	p.perCase = make([]int, p.advisories)
	left, most := p.records, p.mostRecords()
	fixed := map[int]bool{}
	for i, n := range p.largeCases() {
		n = min(n, most, left/3)
		p.perCase[i], fixed[i] = n, true
		left -= n
	}
	weights := make([]float64, p.advisories)
	sum := 0.0
	for i := range weights {
		switch u := r.Float64(); {
		case fixed[i]:
			continue
		case u < 0.60:
			weights[i] = 1 + r.Float64()
		case u < 0.86:
			weights[i] = 2 + 4*r.Float64()
		case u < 0.97:
			weights[i] = 7 + 18*r.Float64()
		default:
			weights[i] = 26 + 60*r.Float64()
		}
		sum += weights[i]
	}
	rest := left
	for i, w := range weights {
		if sum > 0 && !fixed[i] {
			p.perCase[i] = min(int(w*float64(left)/sum), most)
			rest -= p.perCase[i]
		}
	}
	for rest > 0 { // what rounding left over, one each
		for i := 0; i < p.advisories && rest > 0; i++ {
			if p.perCase[i] < most {
				p.perCase[i]++
				rest--
			}
		}
	}
}

// largeCases gives the advisories with long vendor lists: one with 300, and one
// in a thousand with a hundred or two.
func (p *plan) largeCases() map[int]int {
	if p.records < 1000 {
		return nil
	}
	out := map[int]int{}
	for i := 700; i < p.advisories; i += 1000 {
		out[i] = 100 + i/1000%5*30
	}
	out[p.advisories/2] = 300
	return out
}
