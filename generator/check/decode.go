package check

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/source"
)

// reader turns the nodes of one file into documents. What the schema has
// already called wrong is read as absent here.
type reader struct {
	file
	first advisory.Language
	zone  *time.Location
}

func str(n *source.Node) string {
	if n == nil || n.Kind != source.Scalar {
		return ""
	}
	return n.Text
}

func items(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

func strs(n *source.Node) []string {
	var out []string
	for _, item := range items(n) {
		if s := str(item); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// text reads a text, or one per language.
func (r reader) text(n *source.Node) Text {
	switch {
	case n == nil:
		return nil
	case n.Kind == source.Scalar:
		return Text{r.first: n.Text}
	case n.Kind != source.Map:
		return nil
	}
	t := Text{}
	for _, f := range n.Fields {
		if lang, ok := advisory.ParseLanguage(f.Key); ok {
			t[lang] = str(f.Value)
		}
	}
	return t
}

// when reads an instant that something is held until. A value that is there
// and cannot be read gives a problem and the zero When, which is held.
func (r reader) when(n *source.Node, pointer string) advisory.When {
	if n == nil || n.Kind != source.Scalar {
		return advisory.When{}
	}
	t, err := advisory.ParseInstant(n.Text)
	if err != nil {
		r.error("bad-instant", n.Pos, pointer, fmt.Sprintf("`%s` %s", lastName(pointer), err), advisory.InstantHint())
		return advisory.When{}
	}
	return advisory.At(t)
}

// instant reads an instant that is not a gate.
func (r reader) instant(n *source.Node, pointer string) time.Time {
	t, _ := r.when(n, pointer).Agreed()
	return t
}

// date reads a day or an instant.
func (r reader) date(n *source.Node, pointer string) Date {
	if n == nil || n.Kind != source.Scalar {
		return Date{}
	}
	t, dayOnly, err := advisory.ParseDate(n.Text, r.zone)
	if err != nil {
		r.error("bad-date", n.Pos, pointer, fmt.Sprintf("`%s` %s", lastName(pointer), err),
			"write a day, as in 2026-11-24, or an instant, as in 2026-11-24T12:00:00+09:00")
		return Date{}
	}
	return Date{t, dayOnly, n.Pos}
}

// lastName is the last name of ours in a JSON pointer, for messages.
func lastName(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		if _, err := strconv.Atoi(parts[i]); err != nil {
			return parts[i]
		}
	}
	return ""
}

func (r reader) products(n *source.Node) []Product {
	r.packages(n)
	var out []Product
	for _, item := range items(n) {
		p := Product{
			Vendor:    str(item.Get("vendor")),
			Name:      r.text(item.Get("name")),
			Versions:  r.text(item.Get("versions")),
			CPE:       str(item.Get("cpe")),
			PURL:      str(item.Get("purl")),
			Ecosystem: str(item.At("/package/ecosystem")),
			Package:   str(item.At("/package/name")),
		}
		for _, n := range items(item.Get("ranges")) {
			p.Ranges = append(p.Ranges, Range{str(n.Get("introduced")), str(n.Get("fixed")), str(n.Get("last_affected"))})
		}
		out = append(out, p)
	}
	return out
}

func (r reader) links(n *source.Node) []Link {
	var out []Link
	for _, item := range items(n) {
		out = append(out, Link{
			Title: r.text(item.Get("title")),
			URL:   str(item.Get("url")),
			Kind:  str(item.Get("kind")),
		})
	}
	return out
}

func (r reader) credits(n *source.Node) []Credit {
	var out []Credit
	for _, item := range items(n) {
		out = append(out, Credit{r.text(item.Get("name")), r.text(item.Get("organization"))})
	}
	return out
}

// revisions reads a history and holds it to ascending numbers and dates.
func (r reader) revisions(n *source.Node) []Revision {
	var out []Revision
	for i, item := range items(n) {
		pointer := "/revisions/" + strconv.Itoa(i)
		number, _ := strconv.Atoi(str(item.Get("number")))
		rev := Revision{
			Number:  number,
			Date:    r.date(item.Get("date"), pointer+"/date"),
			Summary: r.text(item.Get("summary")),
		}
		if i > 0 {
			before := out[i-1]
			if number <= before.Number {
				r.error("revision-order", item.Pos, pointer, "the numbers of the revisions do not ascend", "number them 1, 2, 3 from the oldest to the newest")
			}
			if !rev.Date.Time.IsZero() && rev.Date.Time.Before(before.Date.Time) && !sameDay(rev.Date, before.Date, r.zone) {
				r.error("revision-order", item.Pos, pointer, "the dates of the revisions do not ascend", "put the oldest first, and look for a slip in the dates")
			}
		}
		out = append(out, rev)
	}
	return out
}

// sameDay says whether two dates share a day; a day given without a time may
// stand after an instant on the same day.
func sameDay(a, b Date, zone *time.Location) bool {
	return a.Time.In(zone).Format(time.DateOnly) == b.Time.In(zone).Format(time.DateOnly)
}

func (r reader) severities(n *source.Node, aliases []string) []Severity {
	var out []Severity
	for i, item := range items(n) {
		pointer := "/severity/" + strconv.Itoa(i)
		vector := item.Get("vector")
		if str(vector) == "" {
			continue
		}
		parsed, err := cvss.Parse(vector.Text)
		if err != nil {
			r.error("bad-cvss", vector.Pos, pointer+"/vector", "this CVSS vector cannot be read: "+err.Error(), cvssHint(err))
			continue
		}
		s := Severity{Vector: parsed, CVE: str(item.Get("cve")), Note: r.text(item.Get("note"))}
		if s.CVE != "" && !contains(aliases, s.CVE) {
			r.error("cve-not-listed", item.Get("cve").Pos, pointer+"/cve", "this CVE is not among the aliases of the advisory", "add it to `aliases`, or correct it")
		}
		out = append(out, s)
	}
	return out
}

func cvssHint(err error) string {
	if h, ok := err.(interface{ Hint() string }); ok {
		return h.Hint()
	}
	return "as in CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
