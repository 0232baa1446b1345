package disclosure

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
)

// NamedProduct is a product that a disclosed advisory or a disclosed vendor
// record names. Two names of one vendor are one product if they differ in no
// more than case, width, spaces and hyphens between letters, in the publisher's
// first language or else in the first there is.
type NamedProduct struct {
	vendor  *Vendor // nil if it is not said
	slug    string
	name    Text // as the newest advisory has it
	entries []ProductEntry
}

// noVendor is the folder of products whose vendor is not said. It has a
// character that no vendor id has.
const noVendor = "no_vendor"

// Vendor is who makes it; nil if it is not said.
func (p *NamedProduct) Vendor() *Vendor { return p.vendor }

// Name is the name in the newest advisory.
func (p *NamedProduct) Name() Text { return p.name }

// Path is the product's folder below a language's root:
// "products/<vendor-id>/<slug>/". It depends on nothing but the vendor's id and
// the name.
func (p *NamedProduct) Path() string { return ProductsPath(p.vendor) + p.slug + "/" }

// ProductsPath is the folder of the products of a vendor, or, with nil, of
// those whose vendor is not said.
func ProductsPath(v *Vendor) string {
	if v == nil {
		return "products/" + noVendor + "/"
	}
	return "products/" + v.id + "/"
}

func productPath(v *Vendor, name Text) string {
	if name.IsZero() {
		return ""
	}
	return ProductsPath(v) + productSlug(name) + "/"
}

// Entries lists the advisories that name the product, the newest disclosure
// first.
func (p *NamedProduct) Entries() []ProductEntry { return p.entries }

// ProductEntry is a product's part in an advisory.
type ProductEntry struct {
	entry    *Entry
	versions []Text
}

// Entry is the advisory.
func (p ProductEntry) Entry() *Entry { return p.entry }

// Versions are the affected versions in words, as the advisory has them and as
// the vendor's record has them, each once; it may be empty.
func (p ProductEntry) Versions() []Text { return p.versions }

// naming is a product as a document names it.
type naming struct {
	vendor         *Vendor
	name, versions Text
}

// naming takes what may be seen of the products that a document names; the
// vendor of those in a record is the record's.
func (g *gate) naming(products []check.ProductFacts, of *Vendor) []naming {
	var out []naming
	for _, p := range products {
		n := naming{of, Text{p.Name}, Text{p.Versions}}
		if of == nil && p.Vendor != "" {
			n.vendor = g.vendors[p.Vendor] // notified, or check has complained
		}
		if !n.name.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

// nameProducts makes the products of the site from what its entries, the
// newest first, name.
func (s *Site) nameProducts() {
	byPath := map[string]*NamedProduct{}
	for _, e := range s.entries {
		for _, n := range e.naming {
			p := &NamedProduct{vendor: n.vendor, slug: productSlug(n.name), name: n.name}
			if known, ok := byPath[p.Path()]; ok {
				p = known
			} else {
				byPath[p.Path()] = p
				s.products = append(s.products, p)
			}
			p.add(e, n.versions)
		}
		e.naming = nil
	}
	slices.SortFunc(s.products, func(a, b *NamedProduct) int { return strings.Compare(a.Path(), b.Path()) })
}

// add notes that an entry names the product.
func (p *NamedProduct) add(e *Entry, versions Text) {
	if n := len(p.entries); n == 0 || p.entries[n-1].entry != e {
		p.entries = append(p.entries, ProductEntry{entry: e})
		e.products = append(e.products, p)
	}
	last := &p.entries[len(p.entries)-1]
	if !versions.IsZero() && !slices.ContainsFunc(last.versions, func(t Text) bool { return slices.Equal(t.parts, versions.parts) }) {
		last.versions = append(last.versions, versions)
	}
}

// plainSlug is a name that can be read off its slug again; no other slug has
// this form, since they have a low line.
var plainSlug = regexp.MustCompile(`^[a-z0-9]+(?:[-.][a-z0-9]+)*$`)

var notPlain = regexp.MustCompile(`[^a-z0-9]+`)

const (
	maxPlainSlug = 60
	slugHint     = 40 // of a longer or other name, for people
)

// productSlug is the last part of a product's path, in ASCII letters, digits
// and "-._". A name of letters and digits is taken as it is, with hyphens for
// spaces; any other keeps of it what it can and gets 64 bits of its SHA-256.
func productSlug(name Text) string {
	key := productKey(name.parts[0].Text)
	if plain := strings.ReplaceAll(key, " ", "-"); !strings.Contains(key, "-") && len(plain) <= maxPlainSlug && plainSlug.MatchString(plain) && advisory.ValidSlug(plain) {
		return plain
	}
	hint := strings.Join(notPlain.Split(key, -1), "-")
	if hint = strings.Trim(hint[:min(len(hint), slugHint)], "-"); hint == "" {
		hint = "product"
	}
	sum := sha256.Sum256([]byte(key))
	return hint + "_" + hex.EncodeToString(sum[:8])
}

// productKey is what two names of one product have in common.
func productKey(name string) string {
	key := []byte(strings.ToLower(norm.NFKC.String(name)))
	for i := 1; i+1 < len(key); i++ {
		if key[i] == '-' && letterOrDigit(key[i-1]) && letterOrDigit(key[i+1]) {
			key[i] = ' '
		}
	}
	return strings.Join(strings.Fields(string(key)), " ")
}

func letterOrDigit(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
