package csaf

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/words"
)

// ours says that a document was made by this house, so that what stands in
// notes in a fixed form can be read back.
func (d *document) ours() bool { return d.Document.Tracking.Generator.Engine.Name == "advgen" }

// record is a vendor's part of an advisory while it is read.
type record struct {
	recordFile
	status      advisory.VendorStatus
	told        bool // a note told the status
	unreachable bool
	// What the products say, by CVE; the empty one is for all.
	seen map[string][]advisory.VendorStatus
}

// records collects the vendors of a document, by id.
type records struct {
	im   *importer
	doc  *document
	list map[string]*record
}

func (rs *records) at(id string) *record {
	if rs.list[id] == nil {
		rs.list[id] = &record{status: advisory.Unknown, seen: map[string][]advisory.VendorStatus{}}
		rs.list[id].Vendor = id
	}
	return rs.list[id]
}

// vendor gives the id of a vendor name. id is "" if the document does not tell
// one; then it is made of the name.
func (im *importer) vendor(name, id string) string {
	name = im.line(name, 300)
	if id == "" {
		if known, ok := im.byName[name]; ok {
			return known
		}
		base := strings.Trim(notPath.ReplaceAllString(strings.ToLower(name), "-"), "-")
		base = strings.Trim(base[:min(len(base), 50)], "-")
		if !advisory.ValidVendorID(base) {
			base = "vendor"
		}
		id = base
		for n := 2; im.vendors[id] != ""; n++ {
			id = fmt.Sprintf("%s-%d", base, n)
		}
	}
	if im.vendors[id] == "" {
		im.vendors[id] = name
	}
	if im.byName[name] == "" {
		im.byName[name] = id
	}
	return id
}

// Notes of this house: "Example Networks, Inc. (example-networks): Vulnerable".
var (
	vendorLine = regexp.MustCompile(`^(.*) \(([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)\)(?:(?:: |：)(.*))?$`)
	colon      = regexp.MustCompile(`: |：`)
)

// is says whether a text is our wording of a key in any language.
func is(text string, key words.Key) bool {
	for _, lang := range advisory.Languages() {
		if words.For(lang, nil).Get(key) == text {
			return true
		}
	}
	return false
}

func statusOf(word string) (advisory.VendorStatus, bool) {
	for _, s := range advisory.Statuses() {
		if is(word, words.Key("status."+s.String())) {
			return s, true
		}
	}
	return 0, false
}

// table reads the note that lists every notified vendor.
func (rs *records) table(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		m := vendorLine.FindStringSubmatch(line)
		if m == nil {
			rs.im.mend("vendor-line")
			continue
		}
		parts := strings.Split(m[3], "; ")
		status, ok := statusOf(parts[0])
		if !ok {
			rs.im.mend("vendor-line")
			continue
		}
		r := rs.at(rs.im.vendor(m[1], m[2]))
		r.status, r.told = status, true
		for _, part := range parts[1:] {
			rs.fact(r, part)
		}
	}
}

// fact reads one of the parts of a line behind the status.
func (rs *records) fact(r *record, part string) {
	label, value := part, ""
	if at := colon.FindStringIndex(part); at != nil {
		label, value = part[:at[0]], part[at[1]:]
	}
	status, isStatus := statusOf(value)
	switch {
	case is(label, "vendor.unreachable"):
		r.unreachable = true
	case is(label, "record.notified"):
		r.NotifiedAt = value
	case is(label, "record.responded"):
		r.RespondedAt = value
	case is(label, "vendor.updated"):
		r.Updated = value
	case advisory.IsCVE(label) && isStatus:
		if r.ByCVE == nil {
			r.ByCVE = map[string]string{}
		}
		r.ByCVE[label] = status.String()
	default:
		rs.im.mend("vendor-line")
	}
}

// words reads a note with what a vendor, or the coordinator on it, says.
func (rs *records) words(n note) bool {
	m := vendorLine.FindStringSubmatch(n.Title)
	if m == nil || rs.list[m[2]] == nil {
		return false
	}
	switch {
	case is(m[3], "vendor.statement"):
		rs.list[m[2]].Statement = rs.im.text(n.Text)
	case m[3] == advisory.Addendum.Heading(advisory.Japanese) || m[3] == advisory.Addendum.Heading(advisory.English):
		rs.list[m[2]].Addendum = rs.im.text(n.Text)
	default:
		return false
	}
	return true
}

// leaf is a product of the tree with where it stands.
type leaf struct {
	vendor string // id, or ""
	file   productFile
	whole  bool // not a product that somebody named
	place  int  // among the products of the document
}

// products lists the products of a document by their ids.
func (rs *records) products() map[string]leaf {
	out := map[string]leaf{}
	add := func(p product, path []branch) {
		l := rs.leaf(p, path)
		l.place = len(out)
		out[p.ID] = l
	}
	var walk func(list []branch, path []branch)
	walk = func(list []branch, path []branch) {
		for _, b := range list {
			here := append(path[:len(path):len(path)], b)
			if b.Product != nil {
				add(*b.Product, here)
			}
			if len(here) < 100 {
				walk(b.Branches, here)
			}
		}
	}
	walk(rs.doc.ProductTree.Branches, nil)
	for _, p := range rs.doc.ProductTree.FullProductNames {
		add(p, nil)
	}
	for _, r := range rs.doc.ProductTree.Relationships {
		add(r.FullProductName, nil)
	}
	return out
}

func (rs *records) leaf(p product, path []branch) leaf {
	var out leaf
	var vendor, name, version string
	for _, b := range path {
		switch b.Category {
		case "vendor":
			vendor = b.Name
		case "product_name":
			name = b.Name
		case "product_version", "product_version_range":
			version = b.Name
		case "product_family":
			out.whole = rs.doc.ours()
		}
	}
	if vendor != "" {
		id := ""
		if rs.doc.ours() {
			id, _, _ = strings.Cut(p.ID, ":")
		}
		if !advisory.ValidVendorID(id) {
			id = ""
		}
		out.vendor = rs.im.vendor(vendor, id)
	}
	rest := strings.TrimPrefix(p.Name, vendor+" ")
	if name == "" {
		name = rest
	}
	versions, inName := strings.CutPrefix(rest+" ", name+" ")
	ranges, isVers := readVers(version)
	if !inName && !isVers {
		versions = version
	}
	out.file = productFile{
		Vendor: out.vendor, Name: rs.im.line(name, 500), Versions: rs.im.line(versions, 2000),
		PURL: p.Helper.PURL, Ranges: ranges,
	}
	if strings.HasPrefix(p.Helper.CPE, "cpe:2.3:") {
		out.file.CPE = p.Helper.CPE
	}
	return out
}

// readVers reads a version range specifier as ranges of the content format; ok
// is false if it is none that has a place there.
func readVers(s string) (ranges []rangeFile, ok bool) {
	rest, ok := strings.CutPrefix(s, "vers:")
	if !ok {
		return nil, false
	}
	_, rest, ok = strings.Cut(rest, "/")
	if !ok {
		return nil, false
	}
	if rest == "*" {
		return []rangeFile{{Introduced: "0"}}, true
	}
	open := false // the last range has no end yet
	for constraint := range strings.SplitSeq(rest, "|") {
		version := unescape(strings.TrimLeft(constraint, "<>=!"))
		switch op := constraint[:len(constraint)-len(strings.TrimLeft(constraint, "<>=!"))]; {
		case op == ">=":
			ranges = append(ranges, rangeFile{Introduced: version})
			open = true
			continue
		case op == "" || op == "=":
			ranges = append(ranges, rangeFile{Introduced: version, LastAffected: version})
		case op == "<" || op == "<=":
			if !open {
				ranges = append(ranges, rangeFile{Introduced: "0"})
			}
			last := &ranges[len(ranges)-1]
			if op == "<" {
				last.Fixed = version
			} else {
				last.LastAffected = version
			}
		default:
			return nil, false
		}
		open = false
	}
	return ranges, true
}

var percent = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

func unescape(s string) string {
	return percent.ReplaceAllStringFunc(s, func(e string) string {
		var c byte
		fmt.Sscanf(e[1:], "%02X", &c)
		return string([]byte{c})
	})
}

// statuses of CSAF and what they say of a product's vendor.
var statuses = map[string]advisory.VendorStatus{
	"known_affected": advisory.Affected, "first_affected": advisory.Affected, "last_affected": advisory.Affected,
	"fixed": advisory.Affected, "first_fixed": advisory.Affected,
	"known_not_affected": advisory.NotAffected, "under_investigation": advisory.NotAffectedInvestigating,
}

// judge gives every vendor what its products say.
func (rs *records) judge(listed *[]productFile) {
	tree := rs.products()
	placed := map[string]bool{}
	for _, v := range rs.doc.Vulnerabilities {
		for _, kind := range sorted(v.ProductStatus) {
			status, known := statuses[kind]
			if !known {
				continue
			}
			for _, id := range v.ProductStatus[kind] {
				l, ok := tree[id]
				if !ok {
					rs.im.mend("product-unknown")
					continue
				}
				if l.vendor != "" {
					r := rs.at(l.vendor)
					r.seen[v.CVE] = append(r.seen[v.CVE], status)
				}
				if placed[id] || l.whole || l.file.Name == "" || strings.HasSuffix(kind, "fixed") {
					continue
				}
				placed[id] = true
				switch {
				case rs.fromCoordinator(id, status, l, tree):
					*listed = append(*listed, l.file)
				case l.vendor != "":
					r := rs.at(l.vendor)
					l.file.Vendor = ""
					r.Products = append(r.Products, l.file)
				}
			}
		}
	}
	rs.unjudged(tree, placed)
	for _, r := range rs.list {
		if !r.told {
			r.conclude()
		}
	}
}

// unjudged gives vendors the products of which nothing is said: those of a
// record that says of every CVE that it is not known yet.
func (rs *records) unjudged(tree map[string]leaf, placed map[string]bool) {
	var rest []leaf
	for id, l := range tree {
		if !placed[id] && !l.whole && l.file.Name != "" && l.vendor != "" {
			rest = append(rest, l)
		}
	}
	slices.SortFunc(rest, func(a, b leaf) int { return cmp.Compare(a.place, b.place) })
	for _, l := range rest {
		if r := rs.list[l.vendor]; rs.doc.ours() && r != nil {
			l.file.Vendor = ""
			r.Products = append(r.Products, l.file)
		}
	}
}

// fromCoordinator says whether a product is one that the coordinator listed,
// rather than one of the vendor's record. Only affected products are listed, but
// a vendor may say otherwise for a CVE: then its other products are named too.
// Where it has not said yet whether a CVE affects it, only listed ones are named.
func (rs *records) fromCoordinator(id string, status advisory.VendorStatus, l leaf, tree map[string]leaf) bool {
	r := rs.list[l.vendor]
	if !rs.doc.ours() || r == nil || r.ByCVE == nil {
		return status == advisory.Affected
	}
	for _, v := range rs.doc.Vulnerabilities {
		s, differs := r.ByCVE[v.CVE]
		if !differs {
			s = r.status.String()
		}
		if s == advisory.Unknown.String() || s == advisory.Informed.String() {
			return slices.Contains(slices.Concat(slices.Collect(maps.Values(v.ProductStatus))...), id)
		}
	}
	_, others := tree[l.vendor+":other"]
	return others
}

// conclude makes a status of what the products say, and one for each CVE where
// they differ.
func (r *record) conclude() {
	byCVE := map[string]advisory.VendorStatus{}
	var all []advisory.VendorStatus
	for cve, list := range r.seen {
		byCVE[cve] = together(list)
		all = append(all, list...)
	}
	r.status = together(all)
	for cve, s := range byCVE {
		if s != r.status && advisory.IsCVE(cve) {
			r.ByCVE = map[string]string{}
		}
	}
	for cve, s := range byCVE {
		if r.ByCVE != nil && advisory.IsCVE(cve) {
			r.ByCVE[cve] = s.String()
		}
	}
}

// together is the status of a vendor with products of these statuses.
func together(list []advisory.VendorStatus) advisory.VendorStatus {
	affected := slices.Contains(list, advisory.Affected)
	looking := slices.Contains(list, advisory.NotAffectedInvestigating)
	switch {
	case affected && looking:
		return advisory.AffectedInvestigating
	case affected:
		return advisory.Affected
	case looking:
		return advisory.NotAffectedInvestigating
	case len(list) > 0:
		return advisory.NotAffected
	}
	return advisory.Unknown
}
