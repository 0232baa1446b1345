package disclosure

import (
	"strings"

	"github.com/advgen/advgen/generator/check"
)

// compact lays the many small things that a site keeps side by side in large
// pieces: of 100,000 advisories they would be millions of objects, each of which
// the garbage collector looks up somewhere else in memory. What is taken out of
// it was copied, so that what it was a part of is let go.
type compact struct {
	text     strings.Builder
	entries  slab[Entry]
	sources  slab[source]
	statuses slab[VendorStatus]
	records  slab[recordSource]
	texts    slab[check.InLanguage]
	strings  slab[string]
	cves     slab[CVEStatus]
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

func (c *compact) string(s string) string {
	const block = 1 << 16
	if c.text.Cap()-c.text.Len() < len(s) {
		c.text = strings.Builder{}
		c.text.Grow(max(block, len(s)))
	}
	from := c.text.Len()
	c.text.WriteString(s)
	return c.text.String()[from:]
}

func (c *compact) stringsOf(list []string) []string {
	out := c.strings.take(len(list))
	for i, s := range list {
		out[i] = c.string(s)
	}
	return out
}

func (c *compact) textOf(t check.Packed) Text {
	out := c.texts.take(len(t))
	for i, in := range t {
		out[i] = check.InLanguage{Language: in.Language, Text: c.string(in.Text)}
	}
	return Text{out}
}
