// Package lane makes a vendor's private lane, a content repository that holds
// what the vendor may know and nothing else, and brings the vendor's records
// back from it.
//
// It works on the confidential side. Every file is written anew from lists of
// fields that a vendor may see, so that a new field, a comment, or a name that
// is not the vendor's cannot get into it by being forgotten. See docs/lanes.md.
package lane

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/manuscript"
	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/schema"
)

// ErrUnsound says that the content has errors, so that nobody can say what of
// it a vendor may know.
var ErrUnsound = errors.New("content with errors in it has no lanes")

// ErrNoVendor says that the vendor is not in the register.
var ErrNoVendor = errors.New("there is no such vendor in the register")

// The fields of each kind of file that a vendor may see, in the order that they
// are written in. Of an advisory these are the public ones. A vendor sees all
// of its own record and of its own entry in the register. The publisher's own
// words are left out, because they may tell of what only other cases have.
var (
	publisherFields = []string{"name", "organization", "description", "base_url", "languages", "time_zone", "category", "series", "contact", "security_txt", "feeds"}
	vendorFields    = []string{"name", "site", "contact", "registration", "security_contacts", "keys", "technologies"}
	advisoryFields  = []string{
		"id", "title", "disclose_at", "critical", "aliases", "notified", "unreachable", "products", "severity", "cwe",
		"references", "related", "credits", "revisions", "updated", "withdrawn",
	}
	recordFields = []string{
		"vendor", "status", "updated", "notified_at", "responded_at", "disclose_at", "statement", "addendum", "links",
		"products", "by_cve", "schedule", "revisions",
	}
)

// lane is the making of one.
type lane struct {
	content fs.FS
	catalog *catalog.Catalog
	vendor  string
	cases   []*catalog.Advisory // those that notified the vendor
	ids     map[string]bool     // of the cases
	files   map[string][]byte
}

// Render makes every file of a vendor's lane. content is what the catalog was
// made from.
func Render(content fs.FS, c *catalog.Catalog, vendor string, sink artifact.Sink) error {
	l, err := newLane(content, c, vendor)
	if err != nil {
		return err
	}
	if err := l.render(); err != nil {
		return err
	}
	for name, data := range l.files {
		if err := sink.Put(artifact.File{Path: name, Class: class(name), Data: data}); err != nil {
			return err
		}
	}
	return sink.Put(artifact.File{Path: ManifestName, Class: artifact.Index, Data: l.manifest()})
}

func class(name string) artifact.Class {
	switch {
	case strings.HasPrefix(name, manuscript.SchemaDir+"/"):
		return artifact.Asset
	case strings.HasPrefix(name, check.AdvisoriesDir+"/"):
		return artifact.Record
	}
	return artifact.List
}

func newLane(content fs.FS, c *catalog.Catalog, vendor string) (*lane, error) {
	if !c.Sound() {
		return nil, ErrUnsound
	}
	if c.Vendor(vendor) == nil {
		return nil, ErrNoVendor
	}
	l := &lane{content: content, catalog: c, vendor: vendor, ids: map[string]bool{}, files: map[string][]byte{}}
	for _, a := range c.Advisories() {
		if !a.Recalled && slices.ContainsFunc(a.Versions, l.notified) {
			l.cases = append(l.cases, a)
			l.ids[a.ID] = true
		}
	}
	return l, nil
}

func (l *lane) notified(v catalog.Version) bool { return slices.Contains(v.Notified, l.vendor) }

func (l *lane) first() advisory.Language { return l.catalog.Publisher().First() }

func (l *lane) render() error {
	for _, kind := range manuscript.Schemas() {
		name := kind + ".schema.json"
		data, err := fs.ReadFile(schema.FS, name)
		if err != nil {
			return err
		}
		l.files[manuscript.SchemaDir+"/"+name] = data
	}
	l.files["README.md"] = []byte(readme(l.catalog.Publisher(), l.vendor))
	own := path.Join(check.VendorsDir, l.vendor+".yaml")
	err := errors.Join(
		l.yaml(check.PublisherFile, "publisher", publisherFields),
		l.yaml(own, "vendor", vendorFields),
	)
	if err != nil {
		return err
	}
	for _, a := range l.cases {
		if err := l.advisory(a); err != nil {
			return fmt.Errorf("%s: %w", a.ID, err)
		}
	}
	return nil
}

// read reads a file of the content, which was checked.
func (l *lane) read(name string) ([]byte, error) {
	data, list := source.ReadFile(l.content, name, source.MaxMarkdown)
	if list.Errors() > 0 {
		return nil, check.ErrChanged
	}
	return data, nil
}

// yaml writes some fields of a YAML file.
func (l *lane) yaml(name, kind string, fields []string) error {
	data, err := l.read(name)
	if err != nil {
		return err
	}
	root, list := source.ParseYAML(name, data)
	if root == nil || list.Errors() > 0 {
		return check.ErrChanged
	}
	l.files[name] = pick(root, fields).YAML(manuscript.Schema(name, kind))
	return nil
}

// advisory writes the folder of a case.
func (l *lane) advisory(a *catalog.Advisory) error {
	all, err := l.catalog.Loader().Load(a.Source)
	if err != nil {
		return err
	}
	if err := l.document(all.Main, "advisory"); err != nil {
		return err
	}
	if all.Next != nil && slices.Contains(all.Next.Notified, l.vendor) {
		if err := l.document(all.Next, "advisory.next"); err != nil {
			return err
		}
	}
	for _, r := range all.Records {
		if r.Vendor != l.vendor {
			continue
		}
		for _, d := range []*check.RecordDocument{r.Main, r.Next} {
			if d == nil {
				continue
			}
			if err := l.record(d.Path); err != nil {
				return err
			}
		}
	}
	return nil
}

// document writes advisory.md or advisory.next.md with its translations.
func (l *lane) document(d *check.Document, stem string) error {
	data, err := l.read(d.Path)
	if err != nil {
		return err
	}
	doc, list := source.ParseMarkdown(d.Path, data)
	if doc.Front == nil || list.Errors() > 0 {
		return check.ErrChanged
	}
	l.files[d.Path] = manuscript.Document(l.facts(doc.Front), manuscript.Schema(d.Path, "advisory"), l.first(), l.sections(d, l.first()))
	for lang := range d.Sections {
		if lang == l.first() {
			continue
		}
		name := path.Join(path.Dir(d.Path), stem+"."+string(lang)+".md")
		front := manuscript.Map{{Key: "title", Value: manuscript.Text(d.Title[lang])}}
		l.files[name] = manuscript.Document(front, manuscript.Schema(name, "translation"), lang, l.sections(d, lang))
	}
	return nil
}

// sections are those of a language, written anew.
func (l *lane) sections(d *check.Document, lang advisory.Language) []manuscript.Section {
	var out []manuscript.Section
	for _, s := range advisory.Sections() {
		if body := d.Sections[lang][s]; body != "" {
			h := l.catalog.Loader().Markup().Render(body, markup.Options{Markdown: true})
			out = append(out, manuscript.Section{Section: s, Body: h.Markdown()})
		}
	}
	return out
}

// facts are the facts of an advisory without other vendors, and without
// advisories that are none of the vendor's.
func (l *lane) facts(front *source.Node) manuscript.Map {
	out := pick(front, advisoryFields)
	for i, f := range out {
		switch f.Key {
		case "notified", "unreachable":
			out[i].Value = only(front.Get(f.Key), func(id string) bool { return id == l.vendor })
		case "related":
			out[i].Value = only(front.Get(f.Key), func(id string) bool { return l.ids[id] })
		case "products":
			out[i].Value = l.products(front.Get(f.Key))
		}
	}
	return out
}

// only is a list without the texts that are not kept; nil if none is left.
func only(n *source.Node, keep func(string) bool) manuscript.Value {
	var out manuscript.List
	if n != nil {
		for _, item := range n.Items {
			if keep(item.Text) {
				out = append(out, manuscript.Text(item.Text))
			}
		}
	}
	return out
}

// products are the products of all vendors; the ids of others are left out.
func (l *lane) products(n *source.Node) manuscript.Value {
	var out manuscript.List
	for _, item := range n.Items {
		m, _ := value(item).(manuscript.Map)
		if v := item.Get("vendor"); v != nil && v.Text != l.vendor {
			m = slices.DeleteFunc(m, func(f manuscript.Field) bool { return f.Key == "vendor" })
		}
		out = append(out, m)
	}
	return out
}

// record writes a record of the vendor's.
func (l *lane) record(name string) error {
	data, err := l.read(name)
	if err != nil {
		return err
	}
	anew := rewrite(name, data)
	if anew == nil {
		return check.ErrChanged
	}
	l.files[name] = anew
	return nil
}

// rewrite is a record written anew, nil if it cannot be read. Its texts are the
// vendor's own, and stay as they are.
func rewrite(name string, data []byte) []byte {
	front, body := parseRecord(name, data)
	if front == nil {
		return nil
	}
	fields, schema := pick(front, recordFields), manuscript.Schema(name, "vendor-status")
	if path.Ext(name) == ".md" {
		return manuscript.Statement(fields, schema, body)
	}
	return fields.YAML(schema)
}

// parseRecord gives the fields of a record, nil if they cannot be read, and the
// statement of a .md.
func parseRecord(name string, data []byte) (front *source.Node, body string) {
	if path.Ext(name) == ".md" {
		front, body, _, _ = source.SplitFrontMatter(name, data)
		return front, body
	}
	front, _ = source.ParseYAML(name, data)
	return front, ""
}

// pick gives some fields of a map, in their order.
func pick(n *source.Node, fields []string) manuscript.Map {
	var out manuscript.Map
	for _, key := range fields {
		if v := n.Get(key); v != nil {
			out = append(out, manuscript.Field{Key: key, Value: value(v)})
		}
	}
	return out
}

// value is a value of a file without what stands around it.
func value(n *source.Node) manuscript.Value {
	switch n.Kind {
	case source.Scalar:
		if n.Plain && isWord(n.Text) {
			return manuscript.Word(n.Text)
		}
		return manuscript.Text(n.Text)
	case source.Seq:
		out := manuscript.List{}
		for _, item := range n.Items {
			out = append(out, value(item))
		}
		return out
	case source.Map:
		var out manuscript.Map
		for _, f := range n.Fields {
			out = append(out, manuscript.Field{Key: f.Key, Value: value(f.Value)})
		}
		return out
	}
	return nil
}

// isWord says that a text without quotes may be meant as no text.
func isWord(s string) bool {
	return s == "true" || s == "false" || s != "" && strings.Trim(s, "0123456789") == ""
}
