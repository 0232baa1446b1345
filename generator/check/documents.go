package check

import (
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/source"
)

// Text is a plain text per language.
type Text map[advisory.Language]string

// Date is a day or an instant, as an author gave it. The zero value is none.
type Date struct {
	Time    time.Time
	DayOnly bool

	pos source.Pos
}

// Publisher is publisher.yaml.
type Publisher struct {
	Name, Organization, Description Text
	BaseURL                         string
	Languages                       []advisory.Language // never empty
	Zone                            *time.Location      // never nil
	Category                        string
	Series                          []Series
	Contact                         Contact
	SecurityTxt                     *SecurityTxt
	WindowDays, MinEntries          int
	Formats                         []string // csaf, openvex, osv, jvnrss, jvndb, jsonfeed
	HandlingDays                    int      // after which check warns; 0 is never
	Words                           map[advisory.Language]map[string]string
	Keep                            []string
	Redirects                       []Redirect
	Pages                           []*Page // in the order of names
	Light, Dark                     Colors
	Logo                            *Logo // nil if there is none
	Footer                          []FooterLink
}

// First is the publisher's first language.
func (p *Publisher) First() advisory.Language { return p.Languages[0] }

// SeriesOf finds the series that an id belongs to.
func (p *Publisher) SeriesOf(id string) (Series, bool) {
	for _, s := range p.Series {
		if s.Matches(id) {
			return s, true
		}
	}
	return Series{}, false
}

// Series is a numbering with its name for people.
type Series struct {
	advisory.Series
	Name Text
}

// Contact is a public point of contact; its parts may be empty.
type Contact struct{ Email, URL string }

// SecurityTxt holds the fields of a security.txt file (RFC 9116).
type SecurityTxt struct {
	Contact                             []string
	Expires                             time.Time
	Encryption, Policy, Acknowledgments string
}

// Vendor is an entry of the vendor register. Of its confidential fields only
// the keys are kept, for review; the others are checked, and nothing here needs
// them.
type Vendor struct {
	ID      string
	Name    Text
	Site    string
	Contact Contact
	Keys    []Key // confidential
}

// Key is a public key of a vendor. It verifies from ValidFrom until, and not
// at, ValidUntil and RevokedAt; a zero time is no bound.
type Key struct {
	Kind, Key                        string // openpgp or ssh; armored, or a line of authorized_keys
	ValidFrom, ValidUntil, RevokedAt time.Time
}

// Advisory is one advisory folder: everything in it, held or not.
type Advisory struct {
	Dir     string
	Main    *Document
	Next    *Document // the staged update; nil if there is none
	Records []*Record // in the order of vendor ids
}

// Document is advisory.md with its translations, or advisory.next.md with its.
type Document struct {
	Path            string
	ID              string
	Title           Text
	DiscloseAt      advisory.When
	HandlingStarted Date
	Critical        bool
	Aliases         []string
	Notified        []string
	Unreachable     []string
	Products        []Product
	Severities      []Severity
	CWEs            []string
	References      []Link
	Related         []Reference
	Credits         []Credit
	Revisions       []Revision
	Updated         Date // of the newest change, where no revision tells it
	Withdrawn       *Withdrawal
	Recalled        Date
	Sections        map[advisory.Language]map[advisory.Section]string // Markdown

	datePos  source.Pos // of disclose_at
	idPos    source.Pos // of the id, or of the front matter
	readable bool       // there is front matter
	garbled  bool       // the file has errors of form, so that no date in it counts
}

// Reference is an id that the document names, and where.
type Reference struct {
	ID      string
	Line    int
	Col     int
	Pointer string
}

// Product is a product with its affected versions.
type Product struct {
	Vendor             string // may be empty
	Name, Versions     Text
	CPE, PURL          string // may be empty
	Ecosystem, Package string // of OSV; both or none
	Ranges             []Range
}

// Range is a run of affected versions, as OSV has them.
type Range struct{ Introduced, Fixed, LastAffected string }

// Severity is one CVSS analysis.
type Severity struct {
	Vector cvss.Vector
	CVE    string
	Note   Text
}

// Link is a titled address.
type Link struct {
	Title     Text
	URL, Kind string
}

// Credit is someone to thank.
type Credit struct{ Name, Organization Text }

// Revision is an entry of a public history.
type Revision struct {
	Number  int
	Date    Date
	Summary Text
}

// Withdrawal tells when and why an advisory was retracted.
type Withdrawal struct {
	Date   Date
	Reason Text
}

// Record is a vendor's record in one advisory.
type Record struct {
	Vendor string
	Main   *RecordDocument
	Next   *RecordDocument // the staged update; nil if there is none
}

// RecordDocument is vendors/<vendor-id>.yaml or .md, or its staged update.
type RecordDocument struct {
	Path                             string
	Status                           advisory.VendorStatus
	Answered                         bool // a status is given
	Updated, NotifiedAt, RespondedAt Date
	Statement, Addendum              Text // Markdown
	Links                            []Link
	Products                         []Product
	ByCVE                            map[string]advisory.VendorStatus
	OwnDate                          bool          // a disclose_at is given
	DiscloseAt                       advisory.When // its own; held without end if it could not be read
	Revisions                        []Revision

	pos     source.Pos            // of vendor, or of the first field
	datePos source.Pos            // of disclose_at
	cvePos  map[string]source.Pos // of the keys of by_cve
	garbled bool                  // the file has errors of form, so that no date in it counts
}
