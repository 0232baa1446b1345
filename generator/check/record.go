package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/source"
)

// records reads the vendor status records of a folder.
func (r *folderReader) records(a *Advisory) []*Record {
	byVendor := map[string]*Record{}
	for _, name := range r.folder.records {
		stem, staged := strings.CutSuffix(strings.TrimSuffix(name, path.Ext(name)), ".next")
		f := r.file(path.Join(VendorsDir, name))
		if !advisory.ValidVendorID(stem) {
			r.read(path.Join(VendorsDir, name))
			f.error("bad-vendor-id", source.Pos{}, "", "the name of this file is not a vendor id", vendorIDHint)
			continue
		}
		doc := r.recordDocument(f, name, stem, a)
		rec := byVendor[stem]
		if rec == nil {
			rec = &Record{Vendor: stem}
			byVendor[stem] = rec
		}
		slot := &rec.Main
		if staged {
			slot = &rec.Next
		}
		if *slot != nil {
			f.error("record-twice", doc.pos, "", "this record is there as .yaml and as .md", "keep one of the two")
			continue
		}
		*slot = doc
	}
	var out []*Record
	for _, rec := range byVendor {
		r.recordRules(a, rec)
		if rec.Main != nil {
			out = append(out, rec)
		}
	}
	slices.SortFunc(out, func(a, b *Record) int { return strings.Compare(a.Vendor, b.Vendor) })
	return out
}

// recordDocument reads one record file; the body of a .md is the statement.
func (r *folderReader) recordDocument(f file, name, vendor string, a *Advisory) *RecordDocument {
	d := &RecordDocument{Path: f.path, Status: advisory.Unknown, garbled: true}
	var root *source.Node
	if path.Ext(name) == ".yaml" {
		data := r.read(path.Join(VendorsDir, name))
		if data == nil {
			return d
		}
		n, list := source.ParseYAML(f.path, data)
		r.list.Add(list...)
		d.garbled = n == nil || n.Kind != source.Map || list.Errors() > 0
		root = n
	} else {
		data := r.read(path.Join(VendorsDir, name))
		if data == nil {
			return d
		}
		front, body, line, list := source.SplitFrontMatter(f.path, data)
		r.list.Add(list...)
		d.garbled = front == nil || front.Kind != source.Map || list.Errors() > 0
		root = front
		r.body(f, d, front, body, line)
	}
	if root == nil {
		return d
	}
	r.validate(f, kindRecord, root)
	rd := reader{f, r.publisher.First(), r.publisher.Zone}
	rd.record(d, root)
	if v := root.Get("vendor"); v != nil && str(v) != vendor {
		f.error("vendor-name", v.Pos, "/vendor", "`vendor` is not the name of this file", "the record of a vendor is in vendors/<vendor-id>.yaml with the same id in `vendor`")
	}
	d.pos = root.Pos
	if v := root.Get("vendor"); v != nil {
		d.pos = v.Pos
	}
	d.cvePos = keyPositions(root.Get("by_cve"))
	return d
}

func (r *folderReader) body(f file, d *RecordDocument, front *source.Node, body string, line int) {
	if body == "" {
		return
	}
	if front.Get("statement") != nil {
		f.error("statement-twice", front.KeyPos("statement"), "/statement", "the statement is there twice", "write it below the front matter, or as `statement`, not both")
	}
	r.markdown(f, body, func(l, col int) source.Pos { return source.Pos{Line: line + max(l, 1) - 1, Col: col} })
	d.Statement = Text{r.publisher.First(): body}
}

// record reads the fields of a vendor status record.
func (r reader) record(d *RecordDocument, n *source.Node) {
	d.Status, d.Answered = advisory.ParseStatus(str(n.Get("status")))
	d.Updated = r.date(n.Get("updated"), "/updated")
	d.NotifiedAt = r.date(n.Get("notified_at"), "/notified_at")
	d.RespondedAt = r.date(n.Get("responded_at"), "/responded_at")
	if s := n.Get("statement"); s != nil {
		d.Statement = r.text(s)
	}
	d.Addendum = r.text(n.Get("addendum"))
	d.Links = r.links(n.Get("links"))
	d.Products = r.products(n.Get("products"))
	d.OwnDate = n.Get("disclose_at") != nil
	d.datePos = n.KeyPos("disclose_at")
	d.DiscloseAt = r.when(n.Get("disclose_at"), "/disclose_at")
	d.Revisions = r.revisions(n.Get("revisions"))
	if by := n.Get("by_cve"); by != nil && by.Kind == source.Map {
		d.ByCVE = map[string]advisory.VendorStatus{}
		for _, field := range by.Fields {
			if status, ok := advisory.ParseStatus(str(field.Value)); ok {
				d.ByCVE[field.Key] = status
			}
		}
	}
}

func keyPositions(n *source.Node) map[string]source.Pos {
	if n == nil {
		return nil
	}
	out := map[string]source.Pos{}
	for _, field := range n.Fields {
		out[field.Key] = field.Pos
	}
	return out
}

// recordRules holds the records of a vendor to their advisory.
func (r *folderReader) recordRules(a *Advisory, rec *Record) {
	if rec.Main == nil {
		f := file{rec.Next.Path, &r.list}
		f.error("staged-without-record", rec.Next.pos, "", "there is no record that this update could replace", "rename the file without .next; `disclose_at` holds it back until its instant")
		return
	}
	if a.Main == nil || !a.Main.readable {
		return
	}
	r.versionRules(a, rec.Vendor, rec.Main, rec.Next)
	if rec.Next != nil {
		r.versionRules(a, rec.Vendor, rec.Next, nil)
	}
	if rec.Next != nil {
		r.stagedRecord(a, rec)
	}
}

// versionRules holds one version of a record to every version of the advisory
// that it will be seen with. It must not lean on one that is not disclosed by
// then: deleting what is held may change nothing.
func (r *folderReader) versionRules(a *Advisory, vendor string, d, replacedBy *RecordDocument) {
	f := file{d.Path, &r.list}
	from := a.Main.DiscloseAt
	if d.OwnDate {
		from = advisory.Later(from, d.DiscloseAt)
	}
	if r.register[vendor] == nil {
		f.error("unknown-vendor", d.pos, "", "this vendor is not in the register", r.vendorHint(vendor))
		return
	}
	for _, doc := range seenWith(a, from, replacedBy) {
		if !contains(doc.Notified, vendor) {
			f.error("not-notified", d.pos, "", "this vendor is not among the notified of the advisory",
				fmt.Sprintf("add it to `notified` in %s, or remove the record", path.Base(doc.Path)))
		}
		for cve := range d.ByCVE {
			if !contains(doc.Aliases, cve) {
				f.error("cve-not-listed", d.cvePos[cve], "/by_cve", "this CVE is not among the aliases of the advisory",
					fmt.Sprintf("correct it, or ask the coordinator to add it to `aliases` in %s", path.Base(doc.Path)))
			}
		}
	}
	for i, p := range d.Products {
		if p.Vendor != "" && p.Vendor != vendor {
			f.error("not-notified", d.pos, fmt.Sprintf("/products/%d/vendor", i), "the vendor of this product is another one", "a record holds the vendor's own products; leave `vendor` out")
		}
	}
	r.recordDate(a, d)
}

// seenWith lists the versions of the advisory that are current at some time
// from `from` until the record is replaced.
func seenWith(a *Advisory, from advisory.When, replacedBy *RecordDocument) []*Document {
	if a.Next == nil {
		return []*Document{a.Main}
	}
	next, staged := a.Next.DiscloseAt.Agreed()
	start, agreed := from.Agreed()
	var out []*Document
	if !agreed || !staged || start.Before(next) {
		out = append(out, a.Main)
	}
	if replacedBy != nil {
		if end, ok := replacedBy.DiscloseAt.Agreed(); ok && staged && !end.After(next) {
			return out
		}
	}
	return append(out, a.Next)
}

// recordDate holds a record's own instant to the advisory's: only later.
func (r *folderReader) recordDate(a *Advisory, d *RecordDocument) {
	own, ok := d.DiscloseAt.Agreed()
	main, agreed := a.Main.DiscloseAt.Agreed()
	if ok && agreed && own.Before(main) {
		file{d.Path, &r.list}.error("record-date", d.datePos, "/disclose_at", "this record would be public before its advisory", "leave `disclose_at` out, or give an instant later than the advisory's")
	}
}

func (r *folderReader) stagedRecord(a *Advisory, rec *Record) {
	f := file{rec.Next.Path, &r.list}
	next, ok := rec.Next.DiscloseAt.Agreed()
	if !ok {
		f.error("staged-date", rec.Next.pos, "/disclose_at", "a staged update needs an instant of its own", "add `disclose_at`; "+advisory.InstantHint())
		return
	}
	main, agreed := rec.Main.DiscloseAt.Agreed()
	if !rec.Main.OwnDate {
		main, agreed = a.Main.DiscloseAt.Agreed()
	}
	if agreed && !next.After(main) {
		f.error("staged-date", rec.Next.datePos, "/disclose_at", "the staged update is not later than the record", "give it a later instant, or put it into the record itself")
	}
}
