// Package disclosure is the gate, the only door between the confidential
// catalog and everything that is published.
//
// Gate takes a catalog and an instant, and gives a Site: what may be seen at
// that instant and nothing else. Renderers work from a Site alone. Its types
// have only unexported fields and no constructors outside this package, so
// that no other package can make one or put something into it.
package disclosure

import (
	"slices"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/markup"
	"github.com/advgen/advgen/generator/words"
)

// Site is what is disclosed. It is immutable and safe for concurrent use.
type Site struct {
	publisher Publisher
	entries   []*Entry
	recalls   []Recall
	vendors   []*Vendor
	products  []*NamedProduct
	cves      []*Subject
	cwes      []*Subject
	pages     []*Page
	redirects []Redirect
	load      func(*Entry) (*Advisory, error)
	write     func(*Entry) (*Advisory, error) // load, with Markdown
}

// Publisher tells who publishes.
func (s *Site) Publisher() *Publisher { return &s.publisher }

// Entries lists the disclosed advisories, the newest disclosure first; those
// of one instant are in the order of their ids.
func (s *Site) Entries() []*Entry { return s.entries }

// Recalls lists, in the order of their ids, the advisories that were recalled
// after their disclosure. They are in no other list.
func (s *Site) Recalls() []Recall { return s.recalls }

// Vendors lists, in the order of their ids, the vendors that a disclosed
// advisory notifies. Other entries of the register are not public.
func (s *Site) Vendors() []*Vendor { return s.vendors }

// Redirects lists the old addresses that lead to a page of the site, in the
// order of publisher.yaml.
func (s *Site) Redirects() []Redirect { return s.redirects }

// Advisory loads the whole of a disclosed advisory. An error means that the
// content could not be read again, or is no longer what the gate judged.
func (s *Site) Advisory(e *Entry) (*Advisory, error) { return s.load(e) }

// Manuscript is Advisory with texts that also give Markdown, written anew from
// what is shown. It costs more, and pages do not need it.
func (s *Site) Manuscript(e *Entry) (*Advisory, error) { return s.write(e) }

// Pages lists the publisher's own pages, in the order of their names.
func (s *Site) Pages() []*Page { return s.pages }

// Publisher is the public part of publisher.yaml.
type Publisher struct {
	name, organization, description Text
	baseURL                         string
	languages                       []advisory.Language
	zone                            *time.Location
	category                        string
	series                          []Series
	contact                         Contact
	securityTxt                     *SecurityTxt
	windowDays, minEntries          int
	formats                         []string
	words                           map[advisory.Language]words.Table
	ownWords                        map[advisory.Language]map[string]string
	keep                            []string
	light, dark                     Colors
	logo                            *Logo
	footer                          []FooterLink
}

// Name is the name of the publication.
func (p *Publisher) Name() Text { return p.name }

// Organization is who publishes; it may be empty.
func (p *Publisher) Organization() Text { return p.organization }

// Description is for readers of the first page; it may be empty.
func (p *Publisher) Description() Text { return p.description }

// BaseURL is the absolute address of the site's root, with a final slash.
func (p *Publisher) BaseURL() string { return p.baseURL }

// Languages lists the languages of the site; the first is at the root.
func (p *Publisher) Languages() []advisory.Language { return p.languages }

// Root is the folder of a language in the output: "" for the first language,
// "en/" and the like for others.
func (p *Publisher) Root(lang advisory.Language) string {
	if lang == p.languages[0] {
		return ""
	}
	return string(lang) + "/"
}

// Zone is where days are counted and in which dates are shown.
func (p *Publisher) Zone() *time.Location { return p.zone }

// Category is coordinator or vendor, as in CSAF 2.0 /document/publisher/category.
func (p *Publisher) Category() string { return p.category }

// Series lists the numberings of the publisher, in the order of publisher.yaml.
func (p *Publisher) Series() []Series { return p.series }

// Contact is where readers can turn to; its parts may be empty.
func (p *Publisher) Contact() Contact { return p.contact }

// SecurityTxt is what .well-known/security.txt says; nil if there is to be none.
func (p *Publisher) SecurityTxt() *SecurityTxt { return p.securityTxt }

// FeedWindow is how many days before its newest entry a feed covers, and how
// many entries it has at least.
func (p *Publisher) FeedWindow() (days, minEntries int) { return p.windowDays, p.minEntries }

// Writes says whether a format is switched on: csaf, openvex, osv, jvnrss,
// jvndb, jsonfeed or netlify.
func (p *Publisher) Writes(format string) bool { return slices.Contains(p.formats, format) }

// Formats lists the formats that are switched on, in the order of
// publisher.yaml.
func (p *Publisher) Formats() []string { return p.formats }

// OwnWords are the words that the publisher puts in the place of ours, by key;
// there may be none. They must not be changed.
func (p *Publisher) OwnWords(lang advisory.Language) map[string]string { return p.ownWords[lang] }

// Keep lists the files of the host in the output, as publish has them.
func (p *Publisher) Keep() []string { return p.keep }

// Words are the words of the site in a language.
func (p *Publisher) Words(lang advisory.Language) words.Table { return p.words[lang] }

// Series is one numbering of the publisher.
type Series struct {
	name                  Text
	path, prefix, pattern string
}

// Name is for people.
func (s Series) Name() Text { return s.name }

// Path is the folder of the series in the output, such as "vu".
func (s Series) Path() string { return s.path }

// Prefix is what the ids of the series begin with, such as "JVN#"; it may be
// empty.
func (s Series) Prefix() string { return s.prefix }

// Pattern is the regular expression of what follows the prefix.
func (s Series) Pattern() string { return s.pattern }

// Recall is what is left of an advisory that got out and should not have.
type Recall struct {
	id, slug string
	series   Series
}

// ID is the number of the advisory.
func (r Recall) ID() string { return r.id }

// Path is the folder of the notice below a language's root, where the advisory
// was.
func (r Recall) Path() string { return r.series.path + "/" + r.slug + "/" }

// Contact is a public point of contact.
type Contact struct{ email, url string }

// Email is a mail address without mailto:, or empty.
func (c Contact) Email() string { return c.email }

// URL is the address of a page, or empty.
func (c Contact) URL() string { return c.url }

// SecurityTxt holds the fields of a security.txt file (RFC 9116).
type SecurityTxt struct {
	contact                             []string
	expires                             time.Time
	encryption, policy, acknowledgments string
}

// Contact lists where to report, as https and mailto addresses.
func (s *SecurityTxt) Contact() []string { return s.contact }

// Expires is the instant after which the file is stale.
func (s *SecurityTxt) Expires() time.Time { return s.expires }

// Encryption is the address of a key, or empty.
func (s *SecurityTxt) Encryption() string { return s.encryption }

// Policy is the address of a disclosure policy, or empty.
func (s *SecurityTxt) Policy() string { return s.policy }

// Acknowledgments is the address of a page of thanks, or empty.
func (s *SecurityTxt) Acknowledgments() string { return s.acknowledgments }

// Text is a plain text in one or more languages.
type Text struct{ parts check.Packed } // the publisher's first language first

// IsZero says that there is no text in any language.
func (t Text) IsZero() bool { return len(t.parts) == 0 }

// In gives the text in the language asked for, or else in the first there is,
// and the language it is in.
func (t Text) In(lang advisory.Language) (string, advisory.Language) {
	for _, p := range t.parts {
		if p.Language == lang {
			return p.Text, lang
		}
	}
	if len(t.parts) == 0 {
		return "", lang
	}
	return t.parts[0].Text, t.parts[0].Language
}

// Languages lists the languages that the text is in.
func (t Text) Languages() []advisory.Language {
	var out []advisory.Language
	for _, p := range t.parts {
		out = append(out, p.Language)
	}
	return out
}

// Prose is a formatted text in one or more languages.
type Prose struct {
	texts map[advisory.Language]markup.HTML
	order []advisory.Language
}

// IsZero says that there is no text in any language.
func (p Prose) IsZero() bool { return len(p.order) == 0 }

// In gives the text in the language asked for, or else in the first there is,
// and the language it is in.
func (p Prose) In(lang advisory.Language) (markup.HTML, advisory.Language) {
	if h, ok := p.texts[lang]; ok {
		return h, lang
	}
	if len(p.order) == 0 {
		return markup.HTML{}, lang
	}
	return p.texts[p.order[0]], p.order[0]
}

// Languages lists the languages that the text is in.
func (p Prose) Languages() []advisory.Language { return p.order }

// Date is a day or an instant, as an author gave it.
type Date struct {
	time    time.Time
	dayOnly bool
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d.time.IsZero() }

// Time is the instant, or the first instant of the day in the publisher's zone.
func (d Date) Time() time.Time { return d.time }

// DayOnly says that only the day was given.
func (d Date) DayOnly() bool { return d.dayOnly }
