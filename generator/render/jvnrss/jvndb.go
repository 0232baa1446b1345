package jvnrss

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
)

// JVNDB puts the files of the JVNDB profile into the sink, below rss/jvndb/ of
// every language, if publisher.yaml asks for jvndb:
//
//	jvndb_new.rdf            the newest disclosures
//	jvndb.rdf                the newest updates
//	jvndb_<year>.rdf         all advisories of a year (UTC year of disclosure)
//	jvndb_detail_<year>.rdf  the same in full, as VULDEF
//	checksum.txt             what the others are, as JSON
//
// The first four are of class Feed, the list of class Index, so that it never
// names what is not there. The lists cover the window of the Atom feeds. One
// year is in memory at a time. An error comes from the sink, or says that the
// content changed.
func JVNDB(site *disclosure.Site, sink artifact.Sink) error {
	p := site.Publisher()
	if !p.Writes("jvndb") {
		return nil
	}
	d := database{site: site, sink: sink, sums: map[advisory.Language][]sumJSON{}}
	days, least := p.FeedWindow()
	err := d.feed("jvndb_new.rdf", newestDisclosures(site.Entries(), days, least))
	if err == nil {
		err = d.feed("jvndb.rdf", channel.Of(site)[0].Documents(p)[0].Entries)
	}
	for entries := site.Entries(); len(entries) > 0 && err == nil; {
		year, n := entries[0].Year(), 1
		for n < len(entries) && entries[n].Year() == year {
			n++
		}
		err = d.year(year, entries[:n])
		entries = entries[n:]
	}
	if err != nil {
		return err
	}
	return d.checksums()
}

// newestDisclosures is a window of entries, the newest disclosure first: those
// within days before the newest one, and at least that many.
func newestDisclosures(entries []*disclosure.Entry, days, least int) []*disclosure.Entry {
	n := min(least, len(entries))
	for n < len(entries) && !entries[n].Published().Before(entries[0].Published().Add(-time.Duration(days)*24*time.Hour)) {
		n++
	}
	return entries[:n]
}

// database is one run of JVNDB.
type database struct {
	site *disclosure.Site
	sink artifact.Sink
	sums map[advisory.Language][]sumJSON
}

// sumJSON is a file in checksum.txt.
type sumJSON struct {
	URL          string `json:"url"`
	Filename     string `json:"filename"`
	SHA256       string `json:"sha256"`
	Size         int    `json:"size"`
	LastModified string `json:"lastModified"`
}

func (d *database) load(entries []*disclosure.Entry) ([]*disclosure.Advisory, error) {
	out := make([]*disclosure.Advisory, len(entries))
	for i, e := range entries {
		a, err := d.site.Advisory(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.ID(), err)
		}
		out[i] = a
	}
	return out, nil
}

// feed puts one list in every language.
func (d *database) feed(name string, entries []*disclosure.Entry) error {
	all, err := d.load(entries)
	if err != nil {
		return err
	}
	return d.each(func(w writer) error { return d.list(w, name, all) })
}

// year puts both files of a year in every language.
func (d *database) year(year int, entries []*disclosure.Entry) error {
	all, err := d.load(entries)
	if err != nil {
		return err
	}
	return d.each(func(w writer) error {
		if err := d.list(w, fmt.Sprintf("jvndb_%04d.rdf", year), all); err != nil {
			return err
		}
		return d.put(w, fmt.Sprintf("jvndb_detail_%04d.rdf", year), w.vuldef(all), updated(all))
	})
}

func (d *database) each(do func(writer) error) error {
	for _, lang := range d.site.Publisher().Languages() {
		if err := do(writer{channel.Writer{Publisher: d.site.Publisher(), Lang: lang}}); err != nil {
			return err
		}
	}
	return nil
}

func (d *database) list(w writer, name string, all []*disclosure.Advisory) error {
	items := make([]itemXML, len(all))
	for i, a := range all {
		items[i] = w.record(a)
	}
	title := channel.TextIn(w.Publisher.Name(), w.Lang).Value + " " + strings.TrimSuffix(name, ".rdf")
	head := w.head(folder(w)+name, title, "", updated(all), withoutSeconds)
	return d.put(w, name, newRDF(w.Lang, head, items), updated(all))
}

func folder(w writer) string { return w.Publisher.Root(w.Lang) + "rss/jvndb/" }

// updated is the latest update; zero if there is none.
func updated(all []*disclosure.Advisory) time.Time {
	var out time.Time
	for _, a := range all {
		if a.Updated().After(out) {
			out = a.Updated()
		}
	}
	return out
}

// put puts a file and notes its checksum. An empty list was last changed never;
// the epoch stands for that, since readers parse the date.
func (d *database) put(w writer, name string, doc any, modified time.Time) error {
	path := folder(w) + name
	data, err := put(path, doc, d.sink)
	if err != nil {
		return err
	}
	if modified.IsZero() {
		modified = time.Unix(0, 0)
	}
	d.sums[w.Lang] = append(d.sums[w.Lang], sumJSON{
		URL: w.Address(path), Filename: name, SHA256: artifact.Digest(data), Size: len(data),
		LastModified: modified.In(w.Publisher.Zone()).Format("2006/01/02 15:04:05"),
	})
	return nil
}

func (d *database) checksums() error {
	return d.each(func(w writer) error {
		sums := d.sums[w.Lang]
		slices.SortFunc(sums, func(a, b sumJSON) int { return cmp.Compare(a.Filename, b.Filename) })
		data, err := json.MarshalIndent(sums, "", "  ")
		if err != nil {
			return err
		}
		return d.sink.Put(artifact.File{Path: folder(w) + "checksum.txt", Class: artifact.Index, Data: append(data, '\n')})
	})
}

var (
	lettersFirst = regexp.MustCompile(`^([A-Za-z]+)(.*)$`)
	yearFirst    = regexp.MustCompile(`^[12][0-9]{3}-[A-Za-z0-9]+$`)
)

// ID is an advisory's id in the form LETTERS-YEAR-NUMBER that readers of JVNDB
// want: the letters the slug begins with, the UTC year of disclosure, and what
// is left of the slug, without what is neither letter nor digit. JVN#12345678 of
// 2026 is JVN-2026-12345678. A slug of that form already stays as it is. Slug and
// year never change, so neither does the id.
func ID(slug string, year int) string {
	letters, rest := "ID", slug
	if m := lettersFirst.FindStringSubmatch(slug); m != nil {
		letters, rest = m[1], m[2]
	}
	if yearFirst.MatchString(strings.TrimPrefix(rest, "-")) && strings.HasPrefix(rest, "-") {
		return letters + rest
	}
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune("._-", r) {
			return -1
		}
		return r
	}, rest)
	return letters + "-" + fmt.Sprintf("%04d", year) + "-" + cmp.Or(number, "0")
}

// withdrawnMark stands before the description of what was withdrawn, as in JVN
// iPedia: readers leave such an item out.
var withdrawnMark = map[advisory.Language]string{advisory.Japanese: "** 削除 ** ", advisory.English: "** REJECT ** "}

// record is an advisory in the JVNDB profile.
func (w writer) record(a *disclosure.Advisory) itemXML {
	out := w.common(a.Entry, withoutSeconds)
	out.SecIdentifier = ID(a.Slug(), a.Year())
	if a.Withdrawn() {
		out.Description = withdrawnMark[w.Lang] + out.Description
	}
	out.References = w.references(a)
	for _, p := range products(a) {
		if name := uri(p.CPE()); name != "" {
			out.CPEs = append(out.CPEs, cpeXML{"2.2", w.vendorOf(p), channel.TextIn(p.Name(), w.Lang).Value, name})
		}
	}
	for _, v := range worst(a.Severities()) {
		out.CVSS = append(out.CVSS, cvssXML{v.Version(), score(v.BaseScore()), "Base", v.SeverityName("en"), v.String()})
	}
	return out
}

// worst gives the vector with the highest score of CVSS 2, 3 and 4: of several
// of one version readers take the last, whatever it is.
func worst(list []disclosure.Severity) []cvss.Vector {
	var out []cvss.Vector
	for _, major := range []string{"2", "3", "4"} {
		best, found := cvss.Vector{}, false
		for _, s := range list {
			if v := s.Vector(); strings.HasPrefix(v.Version(), major) && (!found || v.BaseScore() > best.BaseScore()) {
				best, found = v, true
			}
		}
		if found {
			out = append(out, best)
		}
	}
	return out
}

func score(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// product is a product with who makes it.
type product struct {
	disclosure.Product
	vendor *disclosure.Vendor // nil if it is not said
}

// products lists what is affected: the products of the advisory, and those that
// a vendor with the status affected names.
func products(a *disclosure.Advisory) []product {
	var out []product
	for _, p := range a.Products() {
		out = append(out, product{p, p.Vendor()})
	}
	for _, r := range a.Records() {
		if r.Status() == advisory.Affected || r.Status() == advisory.AffectedInvestigating {
			for _, p := range r.Products() {
				out = append(out, product{p, r.Vendor()})
			}
		}
	}
	return out
}

func (w writer) vendorOf(p product) string {
	if p.vendor == nil {
		return ""
	}
	return channel.VendorName(p.vendor, w.Lang).Value
}

// references lists the CVEs, the advisory itself, its weaknesses, and the
// links. The words for a source are those that readers know. "JPCERT-AT" is
// none of them, since readers fetch such a page to learn its title.
func (w writer) references(a *disclosure.Advisory) []referenceXML {
	var out []referenceXML
	for _, cve := range a.CVEs() {
		out = append(out, referenceXML{Source: "CVE", ID: cve, URL: cveAddress + cve},
			referenceXML{Source: "NVD", ID: cve, URL: "https://nvd.nist.gov/vuln/detail/" + cve})
	}
	own := "JVN"
	if m := lettersFirst.FindStringSubmatch(a.Slug()); m != nil {
		own = m[1]
	}
	out = append(out, referenceXML{Source: own, ID: a.ID(), Title: w.Title(a.Entry).Value, URL: w.Page(a.Entry)})
	for _, r := range a.Records() {
		for _, l := range r.Links() {
			out = append(out, referenceXML{Source: channel.VendorName(r.Vendor(), w.Lang).Value,
				ID: w.linkTitle(l), Title: w.linkTitle(l), URL: l.URL()})
		}
	}
	for _, l := range a.References() {
		out = append(out, referenceXML{Source: w.Publisher.Words(w.Lang).Get("section.references"), ID: w.linkTitle(l), Title: w.linkTitle(l), URL: l.URL()})
	}
	for _, cwe := range a.CWEs() {
		out = append(out, referenceXML{ID: cwe, Title: cwe, URL: cweAddress(cwe)})
	}
	return out
}

func (w writer) linkTitle(l disclosure.Link) string {
	return cmp.Or(channel.TextIn(l.Title(), w.Lang).Value, l.URL())
}

func cweAddress(cwe string) string {
	return "https://cwe.mitre.org/data/definitions/" + strings.TrimPrefix(cwe, "CWE-") + ".html"
}
