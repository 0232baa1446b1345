// Package osv turns a folder of OSV documents (https://ossf.github.io/osv-schema/)
// into a content repository of advgen: every document becomes an advisory.
//
// OSV documents are public, so that every advisory is disclosed at the instant
// at which its document was published. What cannot be taken over as it stands
// is mended by a named rule, and every rule says how often it was used; nothing
// is mended silently. docs/import.md says what becomes what.
package osv

import (
	"cmp"
	"encoding/json"
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
	"github.com/advgen/advgen/generator/markup"
	render "github.com/advgen/advgen/generator/render/osv"
)

// Import reads every .json file in src and below and writes a content
// repository. Dates later than asOf, but for that of the publication, are no
// dates of what is public and are left out.
//
// write is called once for every file, with a slash-separated path relative to
// the root of the repository, in an order that depends on the documents alone.
// An error, of reading or of write, ends the import: the repository is then not
// complete. A file that is no OSV document is such an error.
func Import(src fs.FS, asOf time.Time, write func(path string, data []byte) error) (Report, error) {
	im := &importer{asOf: asOf, markup: markup.New(), tally: tally{}, ids: map[string]*document{}}
	if err := im.read(src); err != nil {
		return Report{}, err
	}
	if err := im.number(); err != nil {
		return Report{}, err
	}
	series, err := im.series()
	if err != nil {
		return Report{}, err
	}
	if err := im.write("publisher.yaml", series, write); err != nil {
		return Report{}, err
	}
	for _, d := range im.documents {
		if err := im.advisory(d, write); err != nil {
			return Report{}, err
		}
	}
	im.report.Mended = im.tally.list()
	return im.report, nil
}

// importer is one run of Import.
type importer struct {
	asOf      time.Time
	markup    *markup.Renderer
	documents []*document
	ids       map[string]*document // by the id in OSV
	tally     tally
	report    Report
}

// read finds the documents, in the order of their paths.
func (im *importer) read(src fs.FS) error {
	return fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if path.Ext(name) != ".json" {
			im.tally.add("other-file")
			return nil
		}
		data, err := fs.ReadFile(src, name)
		if err != nil {
			return err
		}
		doc := &document{path: name}
		if err := json.Unmarshal(data, doc); err != nil || doc.OSV == "" {
			return fmt.Errorf("%s: this is no OSV document: take it out of the folder, or mend it", name)
		}
		if other := im.ids[doc.OSV]; other != nil {
			return fmt.Errorf("%s: %s has the same id: take one of the two out", name, other.path)
		}
		im.ids[doc.OSV] = doc
		im.documents = append(im.documents, doc)
		return nil
	})
}

// number gives every document its id: that under which its readers know it, if
// it says so itself, or else the one of OSV.
func (im *importer) number() error {
	slugs := map[string]string{}
	for _, d := range im.documents {
		d.id = d.OSV
		if own := d.Specific.ID; own != "" && (render.ID(advisory.Slug(own)) == d.OSV || advisory.Slug(own) == d.OSV) {
			d.id = own
		}
		slug := advisory.Slug(d.id)
		if len(d.id) > 80 || !advisory.ValidSlug(slug) || !wellFormed.MatchString(d.id) {
			return fmt.Errorf("%s: its id cannot be that of an advisory: give it another one", d.path)
		}
		if other := slugs[advisory.Fold(slug)]; other != "" {
			return fmt.Errorf("%s: its id makes the same folder as that of %s: take one of the two out", d.path, other)
		}
		slugs[advisory.Fold(slug)] = d.path
	}
	return nil
}

var (
	wellFormed = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:#-]*$`)
	prefixOf   = regexp.MustCompile(`^([A-Za-z]*)[._:#-]*`)
)

type publisherYAML struct {
	Name         string       `yaml:"name"`
	Organization string       `yaml:"organization"`
	BaseURL      string       `yaml:"base_url"`
	Languages    []string     `yaml:"languages"`
	TimeZone     string       `yaml:"time_zone"`
	Category     string       `yaml:"category"`
	HandlingDays int          `yaml:"handling_days"`
	Series       []seriesYAML `yaml:"series"`
	Formats      []string     `yaml:"formats"`
}

type seriesYAML struct {
	Prefix  string `yaml:"prefix"`
	Pattern string `yaml:"pattern"`
	Path    string `yaml:"path"`
	Name    string `yaml:"name"`
}

// series makes publisher.yaml, with a series for every prefix of the ids, the
// longest first, since the first that fits counts.
func (im *importer) series() (publisherYAML, error) {
	p := publisherYAML{
		Name: "Imported vulnerability notes", Organization: "Importing publisher", BaseURL: "https://advisories.example.org/",
		Languages: []string{"en"}, TimeZone: "UTC", Category: "vendor",
		Formats: []string{"openvex", "osv", "jvnrss", "jvndb", "jsonfeed"},
	}
	seen, paths := map[string]bool{}, map[string]bool{}
	for _, d := range im.documents {
		m := prefixOf.FindStringSubmatch(d.id)
		if seen[m[0]] {
			continue
		}
		seen[m[0]] = true
		base := strings.ToLower(cmp.Or(m[1], "notes"))
		if len(base) > 30 {
			return p, fmt.Errorf("%s: its id begins with too many letters: give it another one", d.path)
		}
		folder := base
		for n := 2; paths[folder] || check.IsTakenPath(folder); n++ {
			folder = fmt.Sprintf("%s-%d", base, n)
		}
		paths[folder] = true
		p.Series = append(p.Series, seriesYAML{m[0], "[A-Za-z0-9._:#-]*", folder, cmp.Or(m[1], "Notes")})
	}
	if len(p.Series) == 0 {
		return p, fmt.Errorf("there is no OSV document in the folder: name the folder of the .json files")
	}
	if len(p.Series) > 50 {
		return p, fmt.Errorf("the ids begin in more than 50 different ways: import the databases one by one")
	}
	slices.SortFunc(p.Series, func(a, b seriesYAML) int {
		return cmp.Or(len(b.Prefix)-len(a.Prefix), cmp.Compare(a.Prefix, b.Prefix))
	})
	return p, nil
}

func (im *importer) write(name string, value any, write func(string, []byte) error) error {
	data, err := yaml.Marshal(value)
	if err != nil {
		return err
	}
	return write(name, data)
}
