package html

import (
	"html/template"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/words"
)

// Text is a plain text. Lang is empty if it is in the language of the page,
// and else the language it is in, for a lang attribute.
type Text struct{ Text, Lang string }

// Prose is a formatted text; Lang is as in Text. HTML is empty if there is
// none.
type Prose struct {
	HTML template.HTML
	Lang string
}

// Date is a day or an instant: Machine for a datetime attribute, Text for
// people, such as 2026/11/24 12:00 JST. Both are empty if there is no date.
type Date struct{ Machine, Text string }

// DateLine is a date with the words around it, such as 公開日：2026/11/24.
type DateLine struct {
	Before string
	Date
	After string
}

// Link is a titled address; the title is the address itself if it has none.
type Link struct {
	URL   string
	Title Text
}

// Products is a table of products; the columns that are empty in every row
// are left out.
type Products struct {
	HasVendors, HasVersions bool
	Rows                    []Product
}

// Product is a product with its affected versions in words; Link leads to its
// page.
type Product struct {
	Vendor, Name, Versions Text
	Link                   string
}

// Revision is an entry of a public history.
type Revision struct {
	Number  int
	Date    Date
	Summary Text
}

// Withdrawal tells when and why an advisory was retracted.
type Withdrawal struct {
	Date   DateLine
	Reason Text
}

// text picks the language of the page, or else the first there is.
func (l *language) text(t disclosure.Text) Text {
	s, in := t.In(l.tag)
	return Text{s, l.foreign(in)}
}

// plain is text for a place that cannot say its language, such as <title>.
func (l *language) plain(t disclosure.Text) string {
	s, _ := t.In(l.tag)
	return s
}

// word is a wording as a Text.
func (l *language) word(key words.Key) Text { return Text{Text: l.words.Get(key)} }

func (l *language) prose(p disclosure.Prose) Prose {
	h, in := p.In(l.tag)
	return l.html(h, in)
}

// html is the one place where a text becomes HTML without being escaped:
// markup.HTML is made by the markup package only, which vouches for it.
func (l *language) html(h markup.HTML, in advisory.Language) Prose {
	return Prose{template.HTML(h.String()), l.foreign(in)}
}

func (l *language) foreign(in advisory.Language) string {
	if in == l.tag {
		return ""
	}
	return string(in)
}

// instant shows an instant to the minute with its zone; the machine's form is
// in UTC.
func (l *language) instant(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	local := t.In(l.publisher.Zone())
	zone := local.Format("MST")
	if zone[0] == '+' || zone[0] == '-' { // a zone without a name of its own
		zone = "UTC" + zone
	}
	return Date{advisory.Stamp(t), local.Format("2006/01/02 15:04 ") + zone}
}

// day shows the day of an instant in the publisher's zone.
func (l *language) day(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return Date{advisory.Stamp(t), t.In(l.publisher.Zone()).Format("2006/01/02")}
}

// date shows a date as precisely as its author gave it.
func (l *language) date(d disclosure.Date) Date {
	if !d.IsZero() && d.DayOnly() {
		day := d.Time().In(l.publisher.Zone())
		return Date{day.Format(time.DateOnly), day.Format("2006/01/02")}
	}
	return l.instant(d.Time())
}

// dayOf shows the day of a date.
func (l *language) dayOf(d disclosure.Date) Date {
	if d.IsZero() || d.DayOnly() {
		return l.date(d)
	}
	return l.day(d.Time())
}

// pattern is the words around a date.
type pattern struct{ before, after string }

func newPattern(word string) pattern {
	before, after, _ := strings.Cut(word, "{date}")
	return pattern{before, strings.ReplaceAll(after, "{date}", "")}
}

func (p pattern) line(d Date) DateLine { return DateLine{p.before, d, p.after} }

func (l *language) link(k disclosure.Link) Link {
	if k.Title().IsZero() {
		return Link{k.URL(), Text{Text: k.URL()}}
	}
	return Link{k.URL(), l.text(k.Title())}
}

func (l *language) links(all []disclosure.Link) []Link {
	var out []Link
	for _, k := range all {
		out = append(out, l.link(k))
	}
	return out
}

// products is nil if there are none.
func (at place) products(all []disclosure.Product) *Products {
	if len(all) == 0 {
		return nil
	}
	l, t := at.lang, &Products{Rows: make([]Product, len(all))}
	for i, p := range all {
		row := Product{Name: l.text(p.Name()), Versions: l.text(p.Versions()), Link: at.folder(p.Path())}
		if v := p.Vendor(); v != nil {
			row.Vendor = l.text(v.Name())
			t.HasVendors = true
		}
		t.HasVersions = t.HasVersions || row.Versions.Text != ""
		t.Rows[i] = row
	}
	return t
}

func (l *language) revisions(all []disclosure.Revision) []Revision {
	var out []Revision
	for _, r := range all {
		out = append(out, Revision{r.Number(), l.date(r.Date()), l.text(r.Summary())})
	}
	return out
}

// withdrawal is nil if the advisory was not withdrawn.
func (l *language) withdrawal(a *disclosure.Advisory) *Withdrawal {
	w := a.Withdrawal()
	if w == nil {
		return nil
	}
	return &Withdrawal{l.withdrawn.line(l.date(w.Date())), l.text(w.Reason())}
}
