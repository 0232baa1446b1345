package csaf

import (
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// document makes the CSAF document of an advisory. It is a security advisory
// (profile 4) if every vulnerability has a product with a status, and CSAF base
// (profile 1) if not. One that was withdrawn says why, and claims nothing of
// products any more.
func (p *Provider) document(a *disclosure.Advisory) documentJSON {
	out := documentJSON{Document: metaJSON{
		Acknowledgments: p.thanks(a),
		Category:        "csaf_base",
		CSAFVersion:     "2.0",
		Distribution:    distributionJSON{tlpJSON{"WHITE", "https://www.first.org/tlp/"}},
		Lang:            string(p.lang),
		Notes:           p.notes(a),
		Publisher:       p.who(),
		References:      p.references(a),
		Title:           p.text(a.Title()),
		Tracking:        p.tracking(a),
	}}
	if a.Critical() {
		out.Document.AggregateSeverity = &severityJSON{p.publisher.BaseURL(), p.words.Get("advisory.critical")}
	}
	if a.Withdrawn() {
		out.Document.Title = p.words.Get("feed.withdrawn", "title", out.Document.Title)
		return out
	}
	makers := p.makers(a)
	out.Vulnerabilities = p.vulnerabilities(a, makers)
	used, all := map[string]bool{}, true
	for _, v := range out.Vulnerabilities {
		s := v.ProductStatus
		if s == nil {
			all = false
			continue
		}
		for _, list := range [][]string{s.KnownAffected, s.KnownNotAffected, s.UnderInvestigation} {
			for _, id := range list {
				used[id] = true
			}
		}
	}
	out.ProductTree = p.tree(makers, used)
	if all {
		out.Document.Category = "csaf_security_advisory"
	}
	return out
}

// who describes the publisher, in documents and in the provider's metadata.
func (p *Provider) who() publisherJSON {
	name := p.text(p.publisher.Organization())
	if name == "" {
		name = p.text(p.publisher.Name())
	}
	var contact []string
	for _, s := range []string{p.publisher.Contact().Email(), p.publisher.Contact().URL()} {
		if s != "" {
			contact = append(contact, s)
		}
	}
	return publisherJSON{p.publisher.Category(), strings.Join(contact, ", "), name, p.publisher.BaseURL()}
}

func (p *Provider) thanks(a *disclosure.Advisory) []thanksJSON {
	var out []thanksJSON
	for _, c := range a.Credits() {
		out = append(out, thanksJSON{[]string{p.text(c.Name())}, p.text(c.Organization())})
	}
	return out
}

// references lists this document and its page, the author's references, the
// related advisories and the vendors' notices.
func (p *Provider) references(a *disclosure.Advisory) []referenceJSON {
	title := p.text(a.Title())
	out := []referenceJSON{
		{"self", a.ID() + p.words.Get("colon") + title + " (CSAF)", p.url(p.paths[a.Entry])},
		{"self", a.ID() + p.words.Get("colon") + title, p.url(a.Path())},
	}
	external := func(summary, url string) {
		if summary == "" {
			summary = url
		}
		out = append(out, referenceJSON{"external", summary, url})
	}
	for _, l := range a.References() {
		external(p.text(l.Title()), l.URL())
	}
	for _, e := range a.Related() {
		external(e.ID()+p.words.Get("colon")+p.text(e.Title()), p.url(e.Path()))
	}
	for _, r := range a.Records() {
		for _, l := range r.Links() {
			summary := p.vendor(r.Vendor())
			if t := p.text(l.Title()); t != "" {
				summary += p.words.Get("colon") + t
			}
			external(summary, l.URL())
		}
	}
	return out
}

// vendor names a vendor so that programs know it again: name and id.
func (p *Provider) vendor(v *disclosure.Vendor) string { return p.text(v.Name()) + " (" + v.ID() + ")" }

// noteCategories are those of the sections; others are general.
var noteCategories = map[advisory.Section]string{
	advisory.Overview: "summary", advisory.Description: "description", advisory.Analysis: "details",
}

// notes gives the texts: why it was withdrawn, the sections under the headings
// that content files have, the table of vendors, and what each of them and the
// coordinator say.
func (p *Provider) notes(a *disclosure.Advisory) []noteJSON {
	var out []noteJSON
	add := func(category, text, title string) {
		if text != "" {
			out = append(out, noteJSON{category, text, title})
		}
	}
	if w := a.Withdrawal(); w != nil {
		add("description", p.text(w.Reason()), "Reason for Withdrawal")
	}
	for _, s := range advisory.Sections() {
		if s == advisory.VendorStatusTable {
			add("general", p.table(a), s.Heading(p.lang))
			continue
		}
		if s.Generated() {
			continue
		}
		category := noteCategories[s]
		if category == "" {
			category = "general"
		}
		add(category, p.plain(a.Section(s)), s.Heading(p.lang))
	}
	colon := p.words.Get("colon")
	for _, r := range a.Records() {
		add("other", p.plain(r.Statement()), p.vendor(r.Vendor())+colon+p.words.Get("vendor.statement"))
		add("other", p.plain(r.Addendum()), p.vendor(r.Vendor())+colon+advisory.Addendum.Heading(p.lang))
	}
	return out
}

// table lists every notified vendor, one on a line, silent ones too:
//
//	Example Networks, Inc. (example-networks): Vulnerable; Last Update: 2026-11-24
func (p *Provider) table(a *disclosure.Advisory) string {
	var lines []string
	colon := p.words.Get("colon")
	for _, r := range a.Records() {
		line := p.vendor(r.Vendor()) + colon + p.words.Status(r.Status())
		if r.Unreachable() {
			line += "; " + p.words.Get("vendor.unreachable")
		}
		for _, d := range []struct {
			label string
			date  disclosure.Date
		}{
			{p.words.Get("record.notified"), r.NotifiedAt()},
			{p.words.Get("record.responded"), r.RespondedAt()},
			{p.words.Get("vendor.updated"), r.Changed()},
		} {
			if !d.date.IsZero() {
				line += "; " + d.label + colon + p.date(d.date)
			}
		}
		for _, c := range r.ByCVE() {
			line += "; " + c.CVE() + colon + p.words.Status(c.Status())
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// date writes a day as a day and an instant as an instant.
func (p *Provider) date(d disclosure.Date) string {
	if d.DayOnly() {
		return d.Time().In(p.publisher.Zone()).Format(time.DateOnly)
	}
	return advisory.Stamp(d.Time())
}
