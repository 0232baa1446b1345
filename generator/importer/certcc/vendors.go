package certcc

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/advgen/advgen/generator/advisory"
)

// unnamed is the vendor of records that name none.
const unnamed = "Unnamed vendor"

// vendorName is the name of a record's vendor: cleaned, with white space
// folded, so that names that only differ in that are one vendor.
func vendorName(r record) string {
	s, _ := clean(r.text("Vendor"))
	return cmp.Or(fold(s), unnamed)
}

// vendorNames reads the names of all vendors, sorted.
func vendorNames(src fs.FS, notes []noteDir) ([]string, error) {
	names := map[string]bool{}
	for _, dir := range notes {
		entries, err := fs.ReadDir(src, dir.path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !vendorFile.MatchString(e.Name()) {
				continue
			}
			r, _, err := readRecord(src, path.Join(dir.path, e.Name()))
			if err != nil {
				return nil, err
			}
			names[vendorName(r)] = true
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// vendorIDs gives every name an id of its own. Of names that make the same id,
// the first in order gets it, the others get a number that no other id has, so
// that two vendors never become one.
func (im *importer) vendorIDs(names []string) map[string]string {
	ids := make(map[string]string, len(names))
	taken := map[string]bool{}
	var twins []string
	for _, name := range names {
		id := vendorID(name)
		if taken[id] {
			twins = append(twins, name)
			continue
		}
		taken[id] = true
		ids[name] = id
	}
	for _, name := range twins {
		base := vendorID(name)
		for n := 2; ids[name] == ""; n++ {
			suffix := "-" + strconv.Itoa(n)
			id := strings.TrimRight(base[:min(len(base), maxVendorID-len(suffix))], "-") + suffix
			if !taken[id] {
				taken[id] = true
				ids[name] = id
				im.tally.add("vendor-id-numbered")
			}
		}
	}
	return ids
}

const maxVendorID = 64

// letters are Latin letters that have no decomposition.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i")

// vendorID makes an id of a name: small ASCII letters and digits, hyphens for
// everything else, accents left out.
func vendorID(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(letters.Replace(strings.ToLower(name))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := b.String()
	id = strings.Trim(id[:min(len(id), maxVendorID)], "-")
	switch {
	case id == "":
		return "vendor"
	case !advisory.ValidVendorID(id): // a device name of Windows
		return "vendor-" + id
	}
	return id
}

// vendorRecord is what the records of one vendor in one note say together.
type vendorRecord struct {
	vendor                       string // its id
	status                       advisory.VendorStatus
	updated, notified, responded moment
	statements, infos, addenda   []string
	links                        links
}

var statusWords = map[string]advisory.VendorStatus{
	"vulnerable":     advisory.Affected,
	"affected":       advisory.Affected,
	"not vulnerable": advisory.NotAffected,
	"not affected":   advisory.NotAffected,
	"unknown":        advisory.Unknown,
}

// records joins the records of a note by vendor, sorted by id.
func (im *importer) records(sources []record, id string) []*vendorRecord {
	byID := map[string]*vendorRecord{}
	for _, src := range sources {
		if src.line("ID") != id {
			im.tally.add("record-of-other-note")
		}
		r := im.record(src)
		if first := byID[r.vendor]; first != nil {
			im.merge(first, r)
			continue
		}
		byID[r.vendor] = r
	}
	return slices.SortedFunc(maps.Values(byID), func(a, b *vendorRecord) int { return strings.Compare(a.vendor, b.vendor) })
}

// record reads one vendor record.
func (im *importer) record(src record) *vendorRecord {
	name := vendorName(src)
	switch raw := src.text("Vendor"); {
	case fold(raw) == "":
		im.tally.add("vendor-unnamed")
	case name != raw:
		im.tally.add("vendor-name-spaces")
	}
	status, ok := statusWords[strings.ToLower(src.line("Status"))]
	if !ok {
		im.tally.add("status-unknown-word")
		status = advisory.Unknown
	}
	r := &vendorRecord{
		vendor:     im.ids[name],
		status:     status,
		updated:    im.date(src.text("DateLastUpdated")),
		notified:   im.date(src.text("DateNotified")),
		responded:  im.date(src.text("DateResponded")),
		statements: []string{src.text("VendorStatement")},
		infos:      []string{src.text("VendorInformation")},
		addenda:    []string{src.text("Addendum")},
	}
	im.vendorLinks(&r.links, src.text("VendorReferences"))
	return r
}

// merge adds a record to one of the same vendor.
func (im *importer) merge(to, from *vendorRecord) {
	im.tally.add("record-merged")
	if to.status != from.status {
		im.tally.add("status-contradiction")
	}
	to.status = advisory.Worse(to.status, from.status)
	to.updated = later(to.updated, from.updated)
	to.notified = earlier(to.notified, from.notified)
	to.responded = earlier(to.responded, from.responded)
	to.statements = append(to.statements, from.statements...)
	to.infos = append(to.infos, from.infos...)
	to.addenda = append(to.addenda, from.addenda...)
	for _, l := range from.links.list {
		if !im.add(&to.links, l.url, l.kind) {
			to.links.texts = append(to.links.texts, l.url)
		}
	}
	to.links.texts = append(to.links.texts, from.links.texts...)
}

// recordFile writes a vendor status record. What the archive calls vendor
// information are the coordinator's words on the vendor, as its addendum.
func (im *importer) recordFile(r *vendorRecord) []byte {
	addendum := join(slices.Concat(r.infos, r.addenda, []string{strings.Join(r.links.texts, "\n")}))
	var y yamlWriter
	y.text("vendor", r.vendor)
	y.plain("status", r.status.String())
	y.plain("updated", r.updated.text)
	y.plain("notified_at", r.notified.text)
	y.plain("responded_at", r.responded.text)
	y.block("statement", im.markdown(join(r.statements), maxText))
	y.block("addendum", im.markdown(addendum, maxText))
	y.links("links", r.links.list)
	return y.bytes()
}
