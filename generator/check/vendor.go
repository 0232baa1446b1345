package check

import (
	"io/fs"
	"path"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

const vendorIDHint = "use small letters, digits and hyphens, at most 64, as in example-networks"

// readVendor reads an entry of the register.
func readVendor(fsys fs.FS, s *schemas, p *Publisher, name string) (*Vendor, problem.List) {
	id := strings.TrimSuffix(path.Base(name), ".yaml")
	v := &Vendor{ID: id}
	data, list := source.ReadFile(fsys, name, source.MaxYAML)
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
	r.keys(root.Get("keys"))
	return v, list
}

// keys checks the dates of the vendor's keys; nothing here uses them.
func (r reader) keys(n *source.Node) {
	for _, key := range items(n) {
		for _, name := range []string{"valid_from", "valid_until", "revoked_at"} {
			r.date(key.Get(name), "/keys/"+name)
		}
	}
}
