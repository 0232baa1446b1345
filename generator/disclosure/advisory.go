package disclosure

import (
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/cvss"
)

// Entry is what lists, feeds and indexes need of a disclosed advisory. All
// entries of a site are in memory at once, so it is small.
type Entry struct {
	id, slug           string
	series             *Series
	title, summary     Text
	published, updated time.Time
	critical           bool
	withdrawn          bool
	aliases, cves      []string
	cwes               []string
	severity           cvss.Severity
	score              float64
	scored             bool
	statuses           []VendorStatus
	older, newer       *Entry   // in the series; nil at its ends
	refers             []*Entry // the disclosed ones among its related
	products           []*NamedProduct
	naming             []naming // until products are made of it
	source             *source  // for loading the rest
}

// ID is the number of the advisory, such as JVN#12345678.
func (e *Entry) ID() string { return e.id }

// Slug is the id as it stands in paths.
func (e *Entry) Slug() string { return e.slug }

// Series is the numbering that the id belongs to.
func (e *Entry) Series() Series { return *e.series }

// Path is the advisory's folder below a language's root, with a final slash:
// "jvn/JVN12345678/".
func (e *Entry) Path() string { return e.series.path + "/" + e.slug + "/" }

// Title is the advisory's title.
func (e *Entry) Title() Text { return e.title }

// Summary is the beginning of the overview as plain text, at most 300
// characters; it may be empty.
func (e *Entry) Summary() Text { return e.summary }

// Published is the instant of disclosure.
func (e *Entry) Published() time.Time { return e.published }

// Updated is the instant of the newest disclosed change of the advisory or of
// a vendor record in it: never before Published, never after the gate's clock.
func (e *Entry) Updated() time.Time { return e.updated }

// Year is the UTC year of disclosure.
func (e *Entry) Year() int { return e.published.UTC().Year() }

// Critical says that the advisory bears the 緊急 mark.
func (e *Entry) Critical() bool { return e.critical }

// Withdrawn says that the advisory was retracted.
func (e *Entry) Withdrawn() bool { return e.withdrawn }

// Aliases lists other ids of the same vulnerabilities, CVE ids among them, in
// the author's order.
func (e *Entry) Aliases() []string { return e.aliases }

// CVEs lists the CVE ids among the aliases.
func (e *Entry) CVEs() []string { return e.cves }

// CWEs lists the ids of the weaknesses.
func (e *Entry) CWEs() []string { return e.cwes }

// Severity is the highest severity of the advisory's CVSS vectors with its
// base score; ok is false if there is no vector.
func (e *Entry) Severity() (s cvss.Severity, score float64, ok bool) {
	return e.severity, e.score, e.scored
}

// Statuses lists the status of every notified vendor, silent ones too, in the
// order of vendor ids.
func (e *Entry) Statuses() []VendorStatus { return e.statuses }

// Products lists the products that the advisory names and those that a
// disclosed vendor record in it names, in this order, each once.
func (e *Entry) Products() []*NamedProduct { return e.products }

// Status is the status of a vendor in the advisory; ok is false if it was not
// notified.
func (e *Entry) Status(v *Vendor) (status VendorStatus, ok bool) {
	i, ok := slices.BinarySearchFunc(e.statuses, v.id, func(s VendorStatus, id string) int { return strings.Compare(s.vendor.id, id) })
	if !ok {
		return VendorStatus{}, false
	}
	return e.statuses[i], true
}

// Older is the advisory of the series that was disclosed before this one; nil
// if this is the first. Those of one instant go by their ids, as in Entries.
func (e *Entry) Older() *Entry { return e.older }

// Newer is the advisory of the series that was disclosed after this one; nil
// if this is the last.
func (e *Entry) Newer() *Entry { return e.newer }

// Counts gives how many vendors have each status, in table order, leaving out
// those that no vendor has.
func (e *Entry) Counts() []StatusCount {
	var n [16]int
	for _, s := range e.statuses {
		n[s.status]++
	}
	var out []StatusCount
	for _, s := range advisory.Statuses() {
		if n[s] > 0 {
			out = append(out, StatusCount{s, n[s]})
		}
	}
	return out
}

// StatusCount is how many vendors of an advisory have a status.
type StatusCount struct {
	status advisory.VendorStatus
	count  int
}

// Status is the status counted.
func (c StatusCount) Status() advisory.VendorStatus { return c.status }

// Count is the number of vendors.
func (c StatusCount) Count() int { return c.count }

// VendorStatus is one vendor's status in an advisory.
type VendorStatus struct {
	vendor  *Vendor
	status  advisory.VendorStatus
	updated time.Time
	byCVE   []CVEStatus
}

// Vendor is whose status it is.
func (v VendorStatus) Vendor() *Vendor { return v.vendor }

// Status is the value.
func (v VendorStatus) Status() advisory.VendorStatus { return v.status }

// Updated is the instant of the newest disclosed change of the record, or zero
// if the vendor has none.
func (v VendorStatus) Updated() time.Time { return v.updated }

// ByCVE lists the status per CVE, in the order of the ids; empty if they do not
// differ.
func (v VendorStatus) ByCVE() []CVEStatus { return v.byCVE }

// For is the status for one CVE: its own if there is one, and else the status
// for all.
func (v VendorStatus) For(cve string) advisory.VendorStatus {
	for _, c := range v.byCVE {
		if c.cve == cve {
			return c.status
		}
	}
	return v.status
}

// Vendor is a vendor that a disclosed advisory notifies.
type Vendor struct {
	id      string
	name    Text
	site    string
	contact Contact
	entries []VendorEntry
}

// ID is the vendor's id in the register.
func (v *Vendor) ID() string { return v.id }

// Path is the vendor's folder below a language's root: "vendors/<id>/".
func (v *Vendor) Path() string { return "vendors/" + v.id + "/" }

// Name is the vendor's name.
func (v *Vendor) Name() Text { return v.name }

// Site is the address of the home page, or empty.
func (v *Vendor) Site() string { return v.site }

// Contact is the vendor's public contact.
func (v *Vendor) Contact() Contact { return v.contact }

// Entries lists the disclosed advisories that notify the vendor, the newest
// disclosure first, with its status in each.
func (v *Vendor) Entries() []VendorEntry { return v.entries }

// VendorEntry is a vendor's part in an advisory.
type VendorEntry struct {
	entry *Entry
	at    int // of its status in the entry's
}

// Entry is the advisory.
func (v VendorEntry) Entry() *Entry { return v.entry }

// Status is the vendor's status in it.
func (v VendorEntry) Status() VendorStatus { return v.entry.statuses[v.at] }

// Advisory is the whole of a disclosed advisory.
type Advisory struct {
	*Entry
	sections   map[advisory.Section]Prose
	translated map[advisory.Language]bool
	products   []Product
	severities []Severity
	references []Link
	related    []*Entry
	credits    []Credit
	revisions  []Revision
	withdrawal *Withdrawal
	records    []*Record
}

// Section is a written section; it may be empty.
func (a *Advisory) Section(s advisory.Section) Prose { return a.sections[s] }

// Translated says whether the advisory has a file in the language; if not, its
// texts are shown in the first language.
func (a *Advisory) Translated(lang advisory.Language) bool { return a.translated[lang] }

// Products lists the affected products.
func (a *Advisory) Products() []Product { return a.products }

// Severities lists the CVSS analyses.
func (a *Advisory) Severities() []Severity { return a.severities }

// References lists links to more information.
func (a *Advisory) References() []Link { return a.references }

// Related lists other disclosed advisories.
func (a *Advisory) Related() []*Entry { return a.related }

// Credits lists who found or reported it.
func (a *Advisory) Credits() []Credit { return a.credits }

// Revisions lists the public history, oldest first.
func (a *Advisory) Revisions() []Revision { return a.revisions }

// Withdrawal tells when and why the advisory was retracted; nil if it was not.
func (a *Advisory) Withdrawal() *Withdrawal { return a.withdrawal }

// Records has one record for every notified vendor, silent ones too, in the
// order of vendor ids.
func (a *Advisory) Records() []*Record { return a.records }

// Record is what is disclosed of one vendor in one advisory.
type Record struct {
	entry                            *Entry
	vendor                           *Vendor
	status                           advisory.VendorStatus
	silent, unreachable              bool
	updated                          time.Time
	changed, notifiedAt, respondedAt Date
	statement, addendum              Prose
	links                            []Link
	products                         []Product
	byCVE                            []CVEStatus
	revisions                        []Revision
}

// Vendor is whose record it is.
func (r *Record) Vendor() *Vendor { return r.vendor }

// Path is the folder of the vendor's page below a language's root:
// "jvn/JVN12345678/vendors/<id>/".
func (r *Record) Path() string { return r.entry.Path() + r.vendor.Path() }

// Status is the vendor's status; unknown if there is no record.
func (r *Record) Status() advisory.VendorStatus { return r.status }

// Silent says that nothing of the vendor is disclosed but that it was notified.
func (r *Record) Silent() bool { return r.silent }

// Unreachable says that the vendor cannot be reached (連絡不能).
func (r *Record) Unreachable() bool { return r.unreachable }

// Updated is the instant of the newest disclosed change, or zero if silent.
func (r *Record) Updated() time.Time { return r.updated }

// Changed is the date of the last change as the author gave it, for people;
// it may be zero.
func (r *Record) Changed() Date { return r.changed }

// NotifiedAt is when the vendor was given the details; it may be zero.
func (r *Record) NotifiedAt() Date { return r.notifiedAt }

// RespondedAt is when the vendor answered; it may be zero.
func (r *Record) RespondedAt() Date { return r.respondedAt }

// Statement is the vendor's words; it may be empty.
func (r *Record) Statement() Prose { return r.statement }

// Addendum is the coordinator's words on the vendor; it may be empty.
func (r *Record) Addendum() Prose { return r.addendum }

// Links lists the vendor's own notices.
func (r *Record) Links() []Link { return r.links }

// Products lists the products that the vendor names.
func (r *Record) Products() []Product { return r.products }

// ByCVE lists the status per CVE, in the order of the ids; empty if they do
// not differ.
func (r *Record) ByCVE() []CVEStatus { return r.byCVE }

// Revisions lists the history of the record, oldest first.
func (r *Record) Revisions() []Revision { return r.revisions }

// CVEStatus is a vendor's status for one CVE.
type CVEStatus struct {
	cve    string
	status advisory.VendorStatus
}

// CVE is the CVE id.
func (c CVEStatus) CVE() string { return c.cve }

// Status is the vendor's status for it.
func (c CVEStatus) Status() advisory.VendorStatus { return c.status }

// Product is a product with its affected versions.
type Product struct {
	vendor             *Vendor
	name, versions     Text
	path               string
	cpe, purl          string
	ecosystem, pkgName string
	ranges             []Range
}

// Vendor is who makes it; nil if it is not said.
func (p Product) Vendor() *Vendor { return p.vendor }

// Name is the name of the product.
func (p Product) Name() Text { return p.name }

// Versions are the affected versions in words; it may be empty.
func (p Product) Versions() Text { return p.versions }

// Path is the folder of the product's page, as that of the NamedProduct.
func (p Product) Path() string { return p.path }

// CPE is the product as a CPE 2.3 name, or empty.
func (p Product) CPE() string { return p.cpe }

// PURL is the product as a package URL, or empty.
func (p Product) PURL() string { return p.purl }

// Package is the product's package in an OSV ecosystem; both are empty if it is
// in none.
func (p Product) Package() (ecosystem, name string) { return p.ecosystem, p.pkgName }

// Ranges lists the affected versions for programs; it may be empty.
func (p Product) Ranges() []Range { return p.ranges }

// Range is a run of affected versions, as in OSV: from the version that
// introduced the flaw until the one that fixed it, or until the last affected.
type Range struct{ introduced, fixed, lastAffected string }

// Introduced is the first affected version; "0" is the beginning.
func (r Range) Introduced() string { return r.introduced }

// Fixed is the first version that is not affected any more, or empty.
func (r Range) Fixed() string { return r.fixed }

// LastAffected is the last affected version, or empty.
func (r Range) LastAffected() string { return r.lastAffected }

// Severity is one CVSS analysis.
type Severity struct {
	vector cvss.Vector
	cve    string
	note   Text
}

// Vector is the CVSS vector with its score.
func (s Severity) Vector() cvss.Vector { return s.vector }

// CVE is the CVE that the analysis is for; empty if for all.
func (s Severity) CVE() string { return s.cve }

// Note is a remark; it may be empty.
func (s Severity) Note() Text { return s.note }

// Link is a titled address.
type Link struct {
	title     Text
	url, kind string
}

// Title is for people; it may be empty.
func (l Link) Title() Text { return l.title }

// URL is an https, http or mailto address that passed markup.CheckURL.
func (l Link) URL() string { return l.url }

// Kind is the row of JVN's list of other documents (jpcert-alert,
// jpcert-report, cert-advisory, cpni-advisory, trnotes, jvn-ipedia), or empty.
func (l Link) Kind() string { return l.kind }

// Credit is someone to thank.
type Credit struct{ name, organization Text }

// Name is a person or a team.
func (c Credit) Name() Text { return c.name }

// Organization is where they work; it may be empty.
func (c Credit) Organization() Text { return c.organization }

// Revision is an entry of a public history.
type Revision struct {
	number  int
	date    Date
	summary Text
}

// Number counts from 1.
func (r Revision) Number() int { return r.number }

// Date is when it was made.
func (r Revision) Date() Date { return r.date }

// Summary tells what changed.
func (r Revision) Summary() Text { return r.summary }

// Withdrawal tells when and why an advisory was retracted.
type Withdrawal struct {
	date   Date
	reason Text
}

// Date is when it was withdrawn.
func (w *Withdrawal) Date() Date { return w.date }

// Reason is why.
func (w *Withdrawal) Reason() Text { return w.reason }
