// Package csaf turns the CSAF 2.0 documents of a publisher into a content
// repository of advgen: a document becomes an advisory, the products of a
// vendor its record. What this house writes is read back to the same records;
// docs/import.md lists what is not in the format and so does not come back.
//
// A document that is not labeled TLP:WHITE, or is a draft, has no public
// instant: its advisory stays held.
package csaf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
)

// ErrNone says that a folder has no CSAF document in it.
var ErrNone = errors.New("there is no CSAF 2.0 document in it")

// Report says what an import read and wrote. It holds figures only.
type Report struct {
	Documents int // CSAF 2.0 documents
	Other     int // JSON files that are none
	Published int // advisories with a public instant
	Held      int // advisories without one
	Vendors   int // entries of the register
	Records   int // vendor records
	Mended    map[string]int
}

// Import reads the CSAF 2.0 documents below src, in whatever folders, and
// writes a content repository. write is called once for every file, with a path
// relative to the root of the repository, in an order that depends on the
// documents alone. An error, of reading or of write, ends the import: the
// repository is then not complete. One document is in memory at a time, beside
// ids, vendors and addresses.
//
// zone is where the publisher counts days: CSAF does not tell it. Midnight there
// is written as a day.
func Import(src fs.FS, zone *time.Location, write func(path string, data []byte) error) (Report, error) {
	im := &importer{
		src: src, zone: zone, write: write, report: Report{Mended: map[string]int{}},
		vendors: map[string]string{}, byName: map[string]string{}, pages: map[string]string{}, slugs: map[string]string{},
	}
	names, err := im.survey()
	if err != nil {
		return im.report, err
	}
	if len(names) == 0 {
		return im.report, ErrNone
	}
	if err := im.put("publisher.yaml", im.publisher); err != nil {
		return im.report, err
	}
	for _, name := range names {
		doc, err := im.read(name)
		if err != nil {
			return im.report, err
		}
		if err := im.advisory(doc); err != nil {
			return im.report, err
		}
	}
	for _, id := range sorted(im.vendors) {
		if err := im.put("vendors/"+id+".yaml", vendorFile{im.line(im.vendors[id], 300)}); err != nil {
			return im.report, err
		}
	}
	im.report.Vendors = len(im.vendors)
	return im.report, nil
}

// importer is one run of Import.
type importer struct {
	src       fs.FS
	zone      *time.Location
	write     func(string, []byte) error
	report    Report
	publisher publisherFile
	vendors   map[string]string // id → name
	byName    map[string]string // name → id
	pages     map[string]string // address of an advisory → its id
	slugs     map[string]string // folded slug → id
}

// survey finds the documents and what must be known before the first one is
// written: ids, addresses, and the publisher.
func (im *importer) survey() ([]string, error) {
	var names []string
	series := map[string]string{} // prefix → path
	err := fs.WalkDir(im.src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		doc, err := im.read(name)
		if err != nil {
			return err
		}
		if doc == nil {
			im.report.Other++
			return nil
		}
		id := doc.Document.Tracking.ID
		slug := advisory.Fold(advisory.Slug(id))
		if slug == "" {
			return fmt.Errorf("%s: its tracking id has no letter or digit", name)
		}
		if other, taken := im.slugs[slug]; taken {
			return fmt.Errorf("%s: the ids %s and %s make the same folder: leave one of them out", name, other, id)
		}
		im.slugs[slug] = id
		names = append(names, name)
		im.learn(doc, series)
		return nil
	})
	im.report.Documents = len(names)
	im.finish(series)
	return names, err
}

// read reads a document; nil if the file is JSON and not CSAF 2.0.
func (im *importer) read(name string) (*document, error) {
	data, err := fs.ReadFile(im.src, name)
	if err != nil {
		return nil, err
	}
	var kind struct {
		Document struct {
			CSAFVersion any `json:"csaf_version"`
		} `json:"document"`
	}
	if !json.Valid(data) {
		return nil, fmt.Errorf("%s: it is not JSON", name)
	}
	if json.Unmarshal(data, &kind) != nil || kind.Document.CSAFVersion != "2.0" {
		return nil, nil
	}
	doc := &document{}
	if err := json.Unmarshal(data, doc); err != nil {
		return nil, fmt.Errorf("%s: it is not a valid CSAF 2.0 document: %w", name, err)
	}
	if doc.Document.Tracking.ID == "" {
		return nil, fmt.Errorf("%s: it is not a valid CSAF 2.0 document: it has no tracking id", name)
	}
	return doc, nil
}

var (
	goodBase   = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(?::[0-9]+)?/(?:[A-Za-z0-9._~-]+/)*$`)
	goodPath   = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)
	goodPrefix = regexp.MustCompile(`^[A-Za-z._#:-]{0,40}$`)
	mail       = regexp.MustCompile(`^[^\s@<>"]+@[^\s@<>"]+$`)
)

// learn takes from a document what is about the publisher. The first document
// decides, except for the series, of which every one may have another.
func (im *importer) learn(doc *document, series map[string]string) {
	d := &doc.Document
	p := &im.publisher
	if p.Name == "" {
		p.Name = im.line(d.Publisher.Name, 200)
		p.BaseURL = strings.TrimSuffix(d.Publisher.Namespace, "/") + "/"
		if !goodBase.MatchString(p.BaseURL) {
			p.BaseURL = "https://advisories.example.org/"
		}
		p.Category = d.Publisher.Category
		if p.Category != "vendor" {
			p.Category = "coordinator"
		}
		p.Languages = []string{string(im.language(doc))}
		var contact contactFile
		for _, part := range strings.FieldsFunc(d.Publisher.ContactDetails, func(r rune) bool { return strings.ContainsRune(", ;\n\t<>()", r) }) {
			switch {
			case contact.Email == "" && mail.MatchString(part):
				contact.Email = part
			case contact.URL == "" && im.goodURL(part):
				contact.URL = part
			}
		}
		if contact != (contactFile{}) {
			p.Contact = &contact
		}
	}
	prefix := prefixOf(d.Tracking.ID)
	slug := advisory.Slug(d.Tracking.ID)
	for _, r := range d.References {
		if r.Category != "self" {
			continue
		}
		im.pages[r.URL] = d.Tracking.ID
		if rest, ok := strings.CutPrefix(r.URL, p.BaseURL); ok && series[prefix] == "" {
			if at, ok := strings.CutSuffix(rest, "/"+slug+"/"); ok && goodPath.MatchString(at) {
				series[prefix] = at
			}
		}
	}
	if _, known := series[prefix]; !known {
		series[prefix] = ""
	}
}

// prefixOf is what stands before the first digit of an id; "" if a series
// cannot have such a prefix, or there is no digit.
func prefixOf(id string) string {
	i := strings.IndexAny(id, "0123456789")
	if i < 0 || !goodPrefix.MatchString(id[:i]) {
		return ""
	}
	return id[:i]
}

var notPath = regexp.MustCompile(`[^a-z0-9]+`)

// finish writes down the series: the ids with one prefix are one.
func (im *importer) finish(series map[string]string) {
	used := map[string]bool{}
	for _, at := range series {
		used[at] = true
	}
	for _, prefix := range sorted(series) {
		at := series[prefix]
		if at == "" {
			base := strings.Trim(notPath.ReplaceAllString(strings.ToLower(prefix), "-"), "-")
			if !goodPath.MatchString(base) || check.IsTakenPath(base) {
				base = "advisories"
			}
			at = base
			for n := 2; used[at]; n++ {
				at = fmt.Sprintf("%s-%d", base, n)
			}
			used[at] = true
		}
		pattern := "[0-9].*"
		if prefix == "" {
			pattern = ".*"
		}
		im.publisher.Series = append(im.publisher.Series, seriesFile{prefix, pattern, at})
	}
	// The most particular first: an id belongs to the first series that fits.
	slices.SortStableFunc(im.publisher.Series, func(a, b seriesFile) int { return len(b.Prefix) - len(a.Prefix) })
	im.publisher.TimeZone = im.zone.String()
	im.publisher.Formats = []string{"csaf"}
}

// language is the language of a document, or else English.
func (im *importer) language(doc *document) advisory.Language {
	tag, _, _ := strings.Cut(doc.Document.Lang, "-")
	lang, ok := advisory.ParseLanguage(strings.ToLower(tag))
	if !ok {
		return advisory.English
	}
	return lang
}

// put writes a YAML file.
func (im *importer) put(name string, value any) error {
	data, err := encode(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return im.write(name, data)
}

func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := errors.Join(e.Encode(value), e.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
