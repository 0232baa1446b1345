package check

import (
	"path"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

const vendorIDHint = "use small letters, digits and hyphens, at most 64, as in example-networks"

// readVendor reads an entry of the register.
func readVendor(in *register, s *schemas, p *Publisher, name string) (*Vendor, problem.List) {
	id := strings.TrimSuffix(path.Base(name), ".yaml")
	v := &Vendor{ID: id}
	data, list := in.read(name, source.MaxYAML)
	f := file{name, &list}
	if !advisory.ValidVendorID(id) {
		f.error("bad-vendor-id", source.Pos{}, "", "the name of this file is not a vendor id", vendorIDHint)
	}
	if data == nil {
		return v, list
	}
	root, problems := source.ParseYAML(name, data)
	list.Add(problems...)
	if root == nil {
		return v, list
	}
	s.validate(f, kindVendor, root)
	r := reader{f, p.First(), p.Zone}
	v.Name = r.text(root.Get("name"))
	v.Site = str(root.Get("site"))
	v.Contact = r.contact(root.Get("contact"))
	v.Keys = r.keys(root.Get("keys"))
	return v, list
}

// keys reads the vendor's public keys. One whose dates cannot be read is left
// out: a key that may have been revoked verifies nothing.
func (r reader) keys(n *source.Node) []Key {
	var out []Key
	for _, item := range items(n) {
		readable := true
		date := func(name string) time.Time {
			d := r.date(item.Get(name), "/keys/"+name)
			if item.Get(name) != nil && d.Time.IsZero() {
				readable = false
			}
			return d.Time
		}
		k := Key{Kind: str(item.Get("kind")), Key: str(item.Get("key")),
			ValidFrom: date("valid_from"), ValidUntil: date("valid_until"), RevokedAt: date("revoked_at")}
		if readable {
			out = append(out, k)
		}
	}
	return out
}
