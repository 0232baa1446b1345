package csaf

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// A product id is a promise to those who keep lists of what they run, so it is
// made of what the product is, and of nothing else:
//
//	<vendor id>                  all products of a vendor
//	<vendor id>:other            its products other than those that are named
//	<vendor id>:<12 hex digits>  a named product: the digits begin the SHA-256 of its
//	                             name, its versions in words, and its ranges
//	:<12 hex digits>             the same, of a product whose vendor is not told
const otherProducts = ":other"

// wording gives the names of products that nobody named.
var (
	allOf    = map[advisory.Language]string{advisory.Japanese: "{vendor} の製品", advisory.English: "Products of {vendor}"}
	othersOf = map[advisory.Language]string{advisory.Japanese: "{vendor} のその他の製品", advisory.English: "Other products of {vendor}"}
)

// maker is a vendor's part of an advisory as CSAF sees it.
type maker struct {
	vendor *disclosure.Vendor // nil for products whose vendor is not told
	record *disclosure.Record // nil if the vendor was not notified
	listed []named            // by the coordinator, as affected
	own    []named            // in the vendor's record
}

// named is a product with its place in the tree.
type named struct {
	product disclosure.Product
	id      string
}

// makers sorts the products of an advisory by vendor: the notified ones first,
// in the order of their records, then others in the order of the author.
func (p *Provider) makers(a *disclosure.Advisory) []*maker {
	var out []*maker
	byID := map[string]*maker{}
	at := func(v *disclosure.Vendor) *maker {
		id := ""
		if v != nil {
			id = v.ID()
		}
		if byID[id] == nil {
			byID[id] = &maker{vendor: v}
			out = append(out, byID[id])
		}
		return byID[id]
	}
	for _, r := range a.Records() {
		at(r.Vendor()).record = r
	}
	seen := map[string]bool{}
	add := func(list *[]named, v *disclosure.Vendor, product disclosure.Product) {
		id := p.productID(v, product)
		if !seen[id] {
			seen[id] = true
			*list = append(*list, named{product, id})
		}
	}
	for _, product := range a.Products() {
		add(&at(product.Vendor()).listed, product.Vendor(), product)
	}
	for _, r := range a.Records() {
		if !decisive(r) {
			continue // nothing is said of them, so there is no status to give them
		}
		for _, product := range r.Products() {
			v := product.Vendor()
			if v == nil {
				v = r.Vendor()
			}
			add(&at(r.Vendor()).own, v, product)
		}
	}
	return out
}

// decisive says whether a record has a status for any CVE that CSAF can say.
func decisive(r *disclosure.Record) bool {
	told := r.Status() != advisory.Informed && r.Status() != advisory.Unknown
	for _, c := range r.ByCVE() {
		told = told || c.Status() != advisory.Informed && c.Status() != advisory.Unknown
	}
	return told
}

func (p *Provider) productID(v *disclosure.Vendor, product disclosure.Product) string {
	parts := []string{p.text(product.Name()), p.text(product.Versions())}
	for _, r := range product.Ranges() {
		parts = append(parts, r.Introduced(), r.Fixed(), r.LastAffected())
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	id := ""
	if v != nil {
		id = v.ID()
	}
	return id + ":" + hex.EncodeToString(sum[:6])
}

// whole is the id of the vendor's products that are not named, and whether
// there are others that are.
func (m *maker) whole() (id string, others bool) {
	if len(m.listed)+len(m.own) > 0 {
		return m.vendor.ID() + otherProducts, true
	}
	return m.vendor.ID(), false
}

// tree gives the products that have a status, by vendor, and those whose vendor
// is not told beside the vendors; nil if there are none.
func (p *Provider) tree(makers []*maker, used map[string]bool) *treeJSON {
	tree := &treeJSON{}
	for _, m := range makers {
		if m.vendor == nil {
			for _, n := range m.listed {
				tree.Branches = append(tree.Branches, p.branch("", n))
			}
			continue
		}
		vendor := p.text(m.vendor.Name())
		branch := branchJSON{Category: "vendor", Name: vendor}
		for _, n := range append(m.listed[:len(m.listed):len(m.listed)], m.own...) {
			branch.Branches = append(branch.Branches, p.branch(vendor, n))
		}
		for _, whole := range []struct {
			id    string
			names map[advisory.Language]string
		}{{m.vendor.ID(), allOf}, {m.vendor.ID() + otherProducts, othersOf}} {
			if used[whole.id] {
				name := strings.NewReplacer("{vendor}", vendor).Replace(whole.names[p.lang])
				branch.Branches = append(branch.Branches, branchJSON{
					Category: "product_family", Name: name, Product: &productJSON{Name: name, ID: whole.id},
				})
			}
		}
		if len(branch.Branches) > 0 {
			tree.Branches = append(tree.Branches, branch)
		}
	}
	if tree.Branches == nil {
		return nil
	}
	return tree
}

// branch is the place of a named product below its vendor. Versions in words
// stand in the full name alone: a version range of CSAF is a vers, which only
// ranges give.
func (p *Provider) branch(vendor string, n named) branchJSON {
	out := branchJSON{Category: "product_name", Name: p.text(n.product.Name())}
	product := p.product(vendor, n)
	if vers := versOf(n.product); vers != "" {
		out.Branches = []branchJSON{{Category: "product_version_range", Name: vers, Product: product}}
	} else {
		out.Product = product
	}
	return out
}

func (p *Provider) product(vendor string, n named) *productJSON {
	var name []string
	for _, part := range []string{vendor, p.text(n.product.Name()), p.text(n.product.Versions())} {
		if part != "" {
			name = append(name, part)
		}
	}
	out := &productJSON{Name: strings.Join(name, " "), ID: n.id}
	var h helperJSON
	if cpePattern.MatchString(n.product.CPE()) {
		h.CPE = n.product.CPE()
	}
	if purlPattern.MatchString(n.product.PURL()) {
		h.PURL = n.product.PURL()
	}
	if h != (helperJSON{}) {
		out.Helper = &h
	}
	return out
}

// What CSAF takes for a CPE 2.3 name and for a package URL (3.1.3.3).
var (
	cpePattern = regexp.MustCompile(`^cpe:2\.3:[aho*\-](:(((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@\[\]^` + "`" + `{|}~]))+(\?*|\*?))|[*\-])){5}` +
		`(:(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[*\-]))(:(((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@\[\]^` + "`" + `{|}~]))+(\?*|\*?))|[*\-])){4}$`)
	purlPattern = regexp.MustCompile(`^pkg:[A-Za-z.\-+][A-Za-z0-9.\-+]*/[A-Za-z0-9._~!$&'()*+,;=:@%/?#\-]+$`)
)

// versSchemes are the version schemes of vers for ecosystems of OSV.
var versSchemes = map[string]string{
	"npm": "npm", "PyPI": "pypi", "Go": "golang", "crates.io": "cargo", "Maven": "maven", "RubyGems": "gem",
	"NuGet": "nuget", "Packagist": "composer", "Debian": "deb", "Hex": "hex", "Pub": "pub", "SwiftURL": "swift",
}

// versOf writes the ranges of a product as a vers (the version range specifier
// of the package URL project), or "" if it has none.
func versOf(product disclosure.Product) string {
	var constraints []string
	for _, r := range product.Ranges() {
		if r.Introduced() != "0" {
			constraints = append(constraints, ">="+versEscape(r.Introduced()))
		}
		switch {
		case r.Fixed() != "":
			constraints = append(constraints, "<"+versEscape(r.Fixed()))
		case r.LastAffected() != "":
			constraints = append(constraints, "<="+versEscape(r.LastAffected()))
		case r.Introduced() == "0":
			return "vers:" + versScheme(product) + "/*"
		}
	}
	if constraints == nil {
		return ""
	}
	return "vers:" + versScheme(product) + "/" + strings.Join(constraints, "|")
}

func versScheme(product disclosure.Product) string {
	if rest, ok := strings.CutPrefix(product.PURL(), "pkg:"); ok {
		if kind, _, ok := strings.Cut(rest, "/"); ok {
			return strings.ToLower(kind)
		}
	}
	ecosystem, _ := product.Package()
	ecosystem, _, _ = strings.Cut(ecosystem, ":") // Debian:12
	if scheme := versSchemes[ecosystem]; scheme != "" {
		return scheme
	}
	return "generic"
}

// versEscape percent-encodes what has a meaning in a vers.
func versEscape(version string) string {
	var b strings.Builder
	for i := range len(version) {
		c := version[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(".-_~+", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
		}
	}
	return b.String()
}
