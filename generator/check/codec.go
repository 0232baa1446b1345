package check

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/source"
)

// codec writes facts to out, or reads them from in: one description of them for
// both ways. Texts that it reads are parts of in.
type codec struct {
	reading bool
	out     []byte
	in      string
	bad     bool // in was too short, or a number in it cannot be
}

func (c *codec) number(n *uint64) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, *n)
		return
	}
	*n = 0
	for shift := 0; shift < 64; shift += 7 {
		if len(c.in) == 0 {
			break
		}
		b := c.in[0]
		c.in = c.in[1:]
		*n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return
		}
	}
	c.bad, c.in = true, ""
}

func (c *codec) text(s *string) {
	n := uint64(len(*s))
	c.number(&n)
	if !c.reading {
		c.out = append(c.out, *s...)
		return
	}
	if n > uint64(len(c.in)) {
		c.bad, c.in, n = true, "", 0
	}
	*s, c.in = c.in[:n], c.in[n:]
}

func (c *codec) integer(i *int) {
	n := uint64(*i)
	c.number(&n)
	*i = int(n)
}

func (c *codec) flag(b *bool) {
	n := uint64(0)
	if *b {
		n = 1
	}
	c.number(&n)
	*b = n != 0
}

// instant keeps the offset, but not the name of the zone, which nothing shows.
func (c *codec) instant(t *time.Time) {
	zero := t.IsZero()
	if c.flag(&zero); zero {
		*t = time.Time{}
		return
	}
	_, offset := t.Zone()
	seconds, nanos, east := uint64(t.Unix()), uint64(t.Nanosecond()), uint64(offset+1<<20)
	c.number(&seconds)
	c.number(&nanos)
	c.number(&east)
	if c.reading {
		*t = time.Unix(int64(seconds), int64(nanos)).UTC()
		if offset = int(east) - 1<<20; offset != 0 {
			*t = t.In(time.FixedZone("", offset))
		}
	}
}

func (c *codec) when(w *advisory.When) {
	at, agreed := w.Agreed()
	if c.flag(&agreed); !agreed {
		*w = advisory.When{}
		return
	}
	if c.instant(&at); c.reading {
		*w = advisory.At(at)
	}
}

func (c *codec) pos(p *source.Pos) {
	c.integer(&p.Line)
	c.integer(&p.Col)
}

// list writes or reads a list; one of no items comes back as nil.
func list[T any](c *codec, items *[]T, item func(*T)) {
	n := len(*items)
	c.integer(&n)
	if c.reading {
		*items = nil
		if n < 0 || n > len(c.in) {
			c.bad, c.in = true, ""
			return
		}
		if n > 0 {
			*items = make([]T, n)
		}
	}
	for i := range *items {
		item(&(*items)[i])
	}
}

// optional writes or reads what may be nil.
func optional[T any](c *codec, value **T, inner func(*T)) {
	there := *value != nil
	if c.flag(&there); !there {
		return
	}
	if c.reading {
		*value = new(T)
	}
	inner(*value)
}

// facts are those of a folder that is wholly public, without what only matters
// while something is held.
func (c *codec) facts(f *Facts) {
	c.text(&f.Dir)
	c.text(&f.Slug)
	c.text(&f.ID)
	optional(c, &f.Main, c.document)
	optional(c, &f.Next, c.document)
	list(c, &f.Records, func(r *RecordFacts) {
		c.text(&r.Vendor)
		c.record(&r.Main)
		optional(c, &r.Next, c.record)
	})
}

func (c *codec) document(d *DocumentFacts) {
	c.text(&d.Path)
	c.when(&d.DiscloseAt)
	c.packed(&d.Title)
	c.packed(&d.Summary)
	c.flag(&d.Critical)
	list(c, &d.Aliases, c.text)
	list(c, &d.CWEs, c.text)
	severity, score := int(d.Severity), math.Float64bits(d.Score)
	c.integer(&severity)
	c.number(&score)
	d.Severity, d.Score = cvss.Severity(severity), math.Float64frombits(score)
	c.flag(&d.Scored)
	list(c, &d.Notified, c.text)
	list(c, &d.Related, func(r *Reference) {
		c.text(&r.ID)
		c.integer(&r.Line)
		c.integer(&r.Col)
		c.text(&r.Pointer)
	})
	list(c, &d.Dates, c.instant)
	c.instant(&d.Withdrawn)
	list(c, &d.Products, c.product)
	c.pos(&d.idPos)
}

func (c *codec) record(v *RecordVersion) {
	c.text(&v.Path)
	c.flag(&v.OwnDate)
	c.when(&v.DiscloseAt)
	status := int(v.Status)
	c.integer(&status)
	v.Status = advisory.VendorStatus(status)
	c.flag(&v.Answered)
	list(c, &v.Dates, c.instant)
	list(c, &v.Products, c.product)
	list(c, &v.ByCVE, func(s *CVEStatus) {
		c.text(&s.CVE)
		status := int(s.Status)
		c.integer(&status)
		s.Status = advisory.VendorStatus(status)
	})
}

func (c *codec) product(p *ProductFacts) {
	c.text(&p.Vendor)
	c.packed(&p.Name)
	c.packed(&p.Versions)
}

func (c *codec) packed(p *Packed) {
	list(c, (*[]InLanguage)(p), func(t *InLanguage) {
		lang := string(t.Language)
		c.text(&lang)
		t.Language = advisory.Language(lang)
		c.text(&t.Text)
	})
}
