package html

import (
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/markup"
)

// Brief is a section in a few words, for the head of an advisory: a reader in a
// hurry learns there whether it is about them and what to do.
type Brief struct {
	Key, Title string // of the section
	Items      []BriefItem
	More       string // says how many more there are; empty if these are all
}

// BriefItem is a product with its versions in Detail, a heading of the section
// with its address in Link, or the start of what the section says.
type BriefItem struct {
	Link         string
	Text, Detail Text
}

// At most so many items, of so many characters.
const (
	briefItems  = 3
	briefLength = 140
)

// briefs tells what is affected and what to do, without what the advisory does
// not say.
func (l *language) briefs(a *disclosure.Advisory) []Brief {
	var out []Brief
	for _, s := range []advisory.Section{advisory.ProductsAffected, advisory.Solution} {
		items := l.briefProse(a.Section(s))
		if products := a.Products(); s == advisory.ProductsAffected && len(products) > 0 {
			items = nil
			for _, p := range products {
				items = append(items, BriefItem{Text: l.text(p.Name()), Detail: l.text(p.Versions())})
			}
		}
		if len(items) == 0 {
			continue
		}
		b := Brief{Key: s.Key(), Title: l.words.Section(s), Items: items[:min(len(items), briefItems)]}
		if more := len(items) - len(b.Items); more > 0 {
			b.More = l.words.Get("brief.more", "count", strconv.Itoa(more))
		}
		out = append(out, b)
	}
	return out
}

// briefProse gives the headings of a text that begins with one, and else its
// first words: "Update the software" and "Apply a workaround" say more than the
// sentence below the first of them.
func (l *language) briefProse(p disclosure.Prose) []BriefItem {
	h, in := p.In(l.tag)
	if h.IsZero() {
		return nil
	}
	var out []BriefItem
	if strings.HasPrefix(h.String(), "<h") {
		for _, heading := range h.Headings() {
			out = append(out, BriefItem{Link: "#" + heading.ID, Text: Text{heading.Text, l.foreign(in)}})
		}
		return out
	}
	for _, text := range markup.Lead(h, briefLength) {
		out = append(out, BriefItem{Text: Text{text, l.foreign(in)}})
	}
	return out
}

// Rating is the highest severity of an advisory with the CVSS version that it is
// in, and the CVE that it is of if there are several analyses.
type Rating struct {
	Severity     Severity
	Version, CVE string
}

// rating is nil if there is no CVSS vector.
func (l *language) rating(a *disclosure.Advisory) *Rating {
	highest := l.severity(a.Entry)
	if highest == nil {
		return nil
	}
	out := &Rating{Severity: *highest}
	level, score, _ := a.Severity()
	for _, s := range a.Severities() {
		if v := s.Vector(); v.Severity() == level && v.BaseScore() == score {
			out.Version = v.Version()
			if len(a.Severities()) > 1 {
				out.CVE = s.CVE()
			}
			break
		}
	}
	return out
}
