package disclosure

import (
	"strings"

	"github.com/advgen/advgen/generator/check"
)

// compact lays the many small things that a site keeps side by side in large
// pieces: of 100,000 advisories they would be millions of objects, each of which
// the garbage collector looks up somewhere else in memory.
type compact struct {
	entries  slab[Entry]
	sources  slab[source]
	statuses slab[VendorStatus]
	records  slab[recordSource]
	byCVE    slab[CVEStatus]
}

// slab gives slices that lie one behind the other. Appending to one copies it.
type slab[T any] struct{ rest []T }

// slabLength makes a slab large enough for the collector to go through it by
// itself.
const slabLength = 1 << 12

func (s *slab[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(s.rest) {
		s.rest = make([]T, max(n, slabLength))
	}
	out := s.rest[:n:n]
	s.rest = s.rest[n:]
	return out
}

// Compact lays the texts of the entries side by side, so that those of the
// content that the site was made of are let go. It is called once, before anything
// reads the site, when the catalog is not needed any more: until then they would
// be in memory twice.
func (s *Site) Compact() {
	var to block
	for _, e := range s.entries {
		to.keep(&e.id, &e.slug)
		to.keepText(&e.title)
		to.keepText(&e.summary)
		to.keepAll(&e.aliases)
		to.keepAll(&e.cves)
		to.keepAll(&e.cwes)
		for i := range e.statuses {
			for k := range e.statuses[i].byCVE {
				to.keep(&e.statuses[i].byCVE[k].cve)
			}
		}
	}
	for _, p := range s.products {
		to.keep(&p.slug)
		to.keepText(&p.name)
		for _, e := range p.entries {
			for i := range e.versions {
				to.keepText(&e.versions[i])
			}
		}
	}
	for _, subjects := range [][]*Subject{s.cves, s.cwes} {
		for _, one := range subjects {
			to.keep(&one.id)
		}
	}
}

// block is where texts are copied to, one behind the other.
type block struct {
	text    strings.Builder
	texts   slab[check.InLanguage]
	strings slab[string]
}

func (b *block) keep(list ...*string) {
	const size = 1 << 16
	for _, s := range list {
		if b.text.Cap()-b.text.Len() < len(*s) {
			b.text = strings.Builder{}
			b.text.Grow(max(size, len(*s)))
		}
		from := b.text.Len()
		b.text.WriteString(*s)
		*s = b.text.String()[from:]
	}
}

func (b *block) keepAll(list *[]string) {
	out := b.strings.take(len(*list))
	copy(out, *list)
	for i := range out {
		b.keep(&out[i])
	}
	*list = out
}

func (b *block) keepText(t *Text) {
	out := b.texts.take(len(t.parts))
	copy(out, t.parts)
	for i := range out {
		b.keep(&out[i].Text)
	}
	t.parts = out
}
