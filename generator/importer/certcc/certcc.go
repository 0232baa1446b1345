// Package certcc turns a CERT/CC Vulnerability Data Archive into a content
// repository of advgen: a note becomes an advisory, a vendor record a vendor
// status record, and every vendor name an entry of the register.
//
// The archive is an export of a database that people filled in by hand for
// twenty years. What cannot be taken over as it stands is mended by a named
// rule, and every rule says how often it was used; nothing is mended silently.
// The texts stay texts: what looks like HTML or Markdown in them is shown, not
// interpreted. docs/import.md says what becomes what.
package certcc

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // dates without a zone mean the same on every machine

	"github.com/advgen/advgen/generator/advisory"
)

// zoneName is where the archive was written: dates without a zone are read
// there, and the publisher's days begin there.
const zoneName = "America/New_York"

// Import reads an archive and writes a content repository. src is the root of
// the archive, its data folder, or a folder that holds just the archive. Dates
// later than asOf are no dates of an archive and are left out.
//
// write is called once for every file, with a slash-separated path relative to
// the root of the repository, in an order that depends on the archive alone.
// An error, of reading or of write, ends the import: the repository is then not
// complete. Only one note is in memory at a time, beside the names of vendors.
func Import(src fs.FS, asOf time.Time, write func(path string, data []byte) error) (Report, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return Report{}, err
	}
	notes, err := findNotes(src)
	if err != nil {
		return Report{}, err
	}
	names, err := vendorNames(src, notes)
	if err != nil {
		return Report{}, err
	}
	im := &importer{src: src, asOf: asOf, zone: zone, write: write, tally: tally{}, slugs: map[string]bool{}}
	im.ids = im.vendorIDs(names)
	if err := im.write("publisher.yaml", []byte(publisherFile)); err != nil {
		return Report{}, err
	}
	if err := im.register(names); err != nil {
		return Report{}, err
	}
	for _, n := range notes {
		if err := im.note(n); err != nil {
			return Report{}, err
		}
	}
	im.report.Notes = len(notes)
	im.report.Vendors = len(names)
	im.report.Mended = im.tally.list()
	return im.report, nil
}

// importer is one run of Import.
type importer struct {
	src    fs.FS
	asOf   time.Time
	zone   *time.Location
	write  func(path string, data []byte) error
	ids    map[string]string // vendor name → id
	slugs  map[string]bool   // of the advisories written
	tally  tally
	report Report
}

const publisherFile = `name: "Imported vulnerability notes"
organization: "Importing coordinator"
description: "Vulnerability notes that were imported from an archive."
base_url: "https://advisories.example.org/"
languages: [en]
time_zone: ` + zoneName + `
category: coordinator
handling_days: 0
series:
  - prefix: "VU#"
    pattern: "[0-9]+"
    path: vu
    name: "Vulnerability Notes"
formats: [csaf, openvex, osv, jvnrss, jvndb, jsonfeed]
`

// register writes an entry for every vendor, by id.
func (im *importer) register(names []string) error {
	byID := slices.Clone(names)
	slices.SortFunc(byID, func(a, b string) int { return strings.Compare(im.ids[a], im.ids[b]) })
	for _, name := range byID {
		var y yamlWriter
		y.text("name", im.line(name, maxVendorName))
		if err := im.write("vendors/"+im.ids[name]+".yaml", y.bytes()); err != nil {
			return err
		}
	}
	return nil
}

// note imports one folder of the archive.
func (im *importer) note(dir noteDir) error {
	n, err := readNote(im.src, dir)
	if err != nil {
		return err
	}
	im.countOddities(n.oddities)
	id := im.id(n.fields, dir)
	slug := advisory.Slug(id)
	if im.slugs[slug] {
		return fmt.Errorf("%s: the id of this note is given to another note too: leave one of the two out", dir.path)
	}
	im.slugs[slug] = true

	records := im.records(n.records, id)
	if len(records) > maxVendors {
		return fmt.Errorf("%s: the note has more than %d vendors, and an advisory cannot notify so many", dir.path, maxVendors)
	}
	head := im.heading(n.fields)
	folder := "advisories/" + slug
	if head.published {
		folder = fmt.Sprintf("advisories/%d/%s", head.at.UTC().Year(), slug)
	}
	im.report.count(head.published, len(n.records), len(records))
	if err := im.write(folder+"/advisory.md", im.advisory(id, head, n.fields, records)); err != nil {
		return err
	}
	for _, r := range records {
		if err := im.write(folder+"/vendors/"+r.vendor+".yaml", im.recordFile(r)); err != nil {
			return err
		}
	}
	return nil
}

// id is the number of a note: what the record says, or else its folder.
func (im *importer) id(fields record, dir noteDir) string {
	id := fields.line("ID")
	number, ok := strings.CutPrefix(id, "VU#")
	if !ok || number == "" || len(number) > maxDigits || strings.Trim(number, "0123456789") != "" {
		im.tally.add("note-id")
		return "VU#" + dir.number
	}
	return id
}

func (im *importer) countOddities(rules []string) {
	for _, r := range rules {
		im.tally.add(r)
	}
}
