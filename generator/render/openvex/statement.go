package openvex

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/markup"
)

// The statuses of OpenVEX.
const (
	affected           = "affected"
	notAffected        = "not_affected"
	underInvestigation = "under_investigation"
	fixed              = "fixed"
)

// maxText is how long a text in a statement may be, in characters; the page has
// all of it.
const maxText = 2000

// writer turns one advisory into statements. Texts are in the publisher's first
// language.
type writer struct {
	publisher *disclosure.Publisher
	lang      advisory.Language
	advisory  *disclosure.Advisory
}

func (w writer) author() string {
	name := w.publisher.Organization()
	if name.IsZero() {
		name = w.publisher.Name()
	}
	s, _ := name.In(w.lang)
	return s
}

// statements goes through the vulnerabilities, and for each through the vendors
// in the order of their ids.
func (w writer) statements() []statementJSON {
	var out []statementJSON
	for _, v := range w.vulnerabilities() {
		for _, r := range w.advisory.Records() {
			out = append(out, w.record(v, r)...)
		}
		var rest []disclosure.Product
		for _, p := range w.advisory.Products() {
			if p.Vendor() == nil {
				rest = append(rest, p)
			}
		}
		out = append(out, w.affected(v, nil, rest)...)
	}
	return out
}

// vulnerabilities are the CVEs of the advisory, or the advisory itself.
func (w writer) vulnerabilities() []vulnerabilityJSON {
	a := w.advisory
	if len(a.CVEs()) == 0 {
		return []vulnerabilityJSON{{ID: w.publisher.BaseURL() + a.Path(), Name: a.ID(), Aliases: a.Aliases()}}
	}
	var out []vulnerabilityJSON
	for _, cve := range a.CVEs() {
		v := vulnerabilityJSON{ID: "https://www.cve.org/CVERecord?id=" + cve, Name: cve}
		if len(a.CVEs()) == 1 {
			v.Aliases = append([]string{a.ID()}, without(a.Aliases(), cve)...)
		}
		out = append(out, v)
	}
	return out
}

func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == s })
}

// record states what one vendor says of one vulnerability.
func (w writer) record(v vulnerabilityJSON, r *disclosure.Record) []statementJSON {
	status := r.Status()
	for _, c := range r.ByCVE() {
		if c.CVE() == v.Name {
			status = c.Status()
		}
	}
	named := w.named(r)
	switch status {
	case advisory.Affected, advisory.AffectedInvestigating:
		if len(named) == 0 { // which of the vendor's products it is, is not known
			return []statementJSON{w.statement(v, r, affected, w.whole(r))}
		}
		out := w.affected(v, r, named)
		if status == advisory.AffectedInvestigating {
			out = append(out, w.statement(v, r, underInvestigation, w.whole(r)))
		}
		return out
	case advisory.NotAffected:
		return []statementJSON{w.statement(v, r, notAffected, w.products(r, named))}
	case advisory.NotAffectedInvestigating:
		return []statementJSON{w.statement(v, r, underInvestigation, w.products(r, named))}
	}
	// No answer: only the coordinator says that something is affected.
	return w.affected(v, r, w.ofAdvisory(r))
}

// named lists the products that the vendor or, of this vendor, the advisory
// names, each once.
func (w writer) named(r *disclosure.Record) []disclosure.Product {
	out := slices.Clone(r.Products())
	seen := map[string]bool{}
	for _, p := range out {
		seen[w.name(p)] = true
	}
	for _, p := range w.ofAdvisory(r) {
		if !seen[w.name(p)] {
			out = append(out, p)
		}
	}
	return out
}

// ofAdvisory lists the products of the vendor that the advisory names.
func (w writer) ofAdvisory(r *disclosure.Record) []disclosure.Product {
	var out []disclosure.Product
	for _, p := range w.advisory.Products() {
		if p.Vendor() != nil && p.Vendor().ID() == r.Vendor().ID() {
			out = append(out, p)
		}
	}
	return out
}

func (w writer) name(p disclosure.Product) string {
	s, _ := p.Name().In(w.lang)
	return s
}

// affected states that products are affected, and which versions of them are
// fixed. The latter follows, since the last statement on a product counts.
func (w writer) affected(v vulnerabilityJSON, r *disclosure.Record, products []disclosure.Product) []statementJSON {
	if len(products) == 0 {
		return nil
	}
	out := []statementJSON{w.statement(v, r, affected, w.products(r, products))}
	if repaired := fixedVersions(products); len(repaired) > 0 {
		out = append(out, w.statement(v, r, fixed, repaired))
	}
	return out
}

// statement makes a statement; r is nil for products without a vendor.
func (w writer) statement(v vulnerabilityJSON, r *disclosure.Record, status string, products []productJSON) statementJSON {
	a := w.advisory
	s := statementJSON{Vulnerability: v, Timestamp: advisory.Stamp(a.Published()), Products: products, Status: status}
	words := ""
	if r != nil {
		s.LastUpdated = later(r.Updated(), a.Published())
		words = w.excerpt(r.Statement())
	}
	switch status {
	case affected:
		s.ActionStatement = cmp.Or(w.excerpt(a.Section(advisory.Solution)), words, "See "+w.publisher.BaseURL()+a.Path()+" for what is known.")
		if words != s.ActionStatement {
			s.StatusNotes = words
		}
	case notAffected:
		s.ImpactStatement = cmp.Or(words, "The vendor states that its products are not affected.")
	case underInvestigation:
		s.StatusNotes = words
	}
	return s
}

func (w writer) excerpt(p disclosure.Prose) string {
	h, _ := p.In(w.lang)
	return markup.Excerpt(h, maxText)
}

// whole is the vendor in place of its products, under the permanent address of
// its page.
func (w writer) whole(r *disclosure.Record) []productJSON {
	return []productJSON{{ID: w.publisher.BaseURL() + r.Vendor().Path()}}
}

// products gives the products, or the vendor if none is named. Without a
// package URL a product has an address made of its vendor and its name, which
// stays as long as these two do.
func (w writer) products(r *disclosure.Record, list []disclosure.Product) []productJSON {
	if len(list) == 0 {
		return w.whole(r)
	}
	var out []productJSON
	seen := map[string]bool{}
	for _, p := range list {
		product := productJSON{ID: p.PURL()}
		if product.ID == "" {
			base := w.publisher.BaseURL()
			if r != nil {
				base += r.Vendor().Path()
			}
			product.ID = base + "#product-" + artifact.Digest([]byte(w.name(p)))[:16]
		}
		if seen[product.ID] {
			continue
		}
		seen[product.ID] = true
		if p.PURL() != "" || p.CPE() != "" {
			product.Identifiers = map[string]string{}
		}
		if p.PURL() != "" {
			product.Identifiers["purl"] = p.PURL()
		}
		if p.CPE() != "" {
			product.Identifiers["cpe23"] = p.CPE()
		}
		out = append(out, product)
	}
	return out
}

// fixedVersions lists the package URLs of the versions that fix the flaw. A
// package URL that has a version, qualifiers or a subpath already is left
// alone.
func fixedVersions(list []disclosure.Product) []productJSON {
	var out []productJSON
	for _, p := range list {
		if p.PURL() == "" || strings.ContainsAny(strings.TrimPrefix(p.PURL(), "pkg:"), "@?#") {
			continue
		}
		for _, r := range p.Ranges() {
			if r.Fixed() == "" {
				continue
			}
			purl := p.PURL() + "@" + strings.ReplaceAll(url.QueryEscape(r.Fixed()), "+", "%20")
			product := productJSON{ID: purl, Identifiers: map[string]string{"purl": purl}}
			if !slices.ContainsFunc(out, func(o productJSON) bool { return o.ID == purl }) {
				out = append(out, product)
			}
		}
	}
	return out
}
