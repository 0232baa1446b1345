package html

import (
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

// RecordPage is given to vendor-status.html: one vendor's answer to one
// advisory. Parts that there are not are empty.
type RecordPage struct {
	Page                         Page
	Title                        string // 「vendor の ID への対応」
	ID, AdvisoryLink             string // of the advisory, and the address of its page
	AdvisoryTitle                Text
	Withdrawal                   *Withdrawal // of the advisory
	Name                         Text        // of the vendor
	VendorLink                   string      // the page of the vendor
	Status                       Status
	Unreachable                  bool        // the vendor cannot be reached: 連絡不能
	Updated, Notified, Responded Date        // of the answer, of the notice to the vendor, of its reply
	Silence                      string      // says that no answer is published
	Statement                    Prose       // the vendor's words
	Links                        []Link      // the vendor's own notices
	ByCVE                        []CVEStatus // where they differ
	Products                     *Products
	Addendum                     Prose // the coordinator's words on this vendor
	AddendumTitle                string
	Revisions                    []Revision
	Back, BackLink               string // leads to the vendor's place in the advisory
}

func (r *Renderer) recordPage(at place, a *disclosure.Advisory, rec *disclosure.Record) RecordPage {
	l := at.lang
	title := l.words.Get("record.title", "vendor", l.plain(rec.Vendor().Name()), "id", a.ID())
	name := l.text(rec.Vendor().Name())
	p := RecordPage{
		Page: r.page(at, l.marked(a.Entry, title), at.seriesCrumb(a.Series()),
			MenuItem{Name: Text{Text: a.ID()}, Link: at.folder(a.Path())}, MenuItem{Name: name}),
		Title:         title,
		ID:            a.ID(),
		AdvisoryLink:  at.folder(a.Path()),
		AdvisoryTitle: l.text(a.Title()),
		Withdrawal:    l.withdrawal(a),
		Name:          name,
		VendorLink:    at.folder(rec.Vendor().Path()),
		Status:        l.status(rec.Status()),
		Unreachable:   rec.Unreachable(),
		Updated:       l.date(rec.Changed()),
		Notified:      l.date(rec.NotifiedAt()),
		Responded:     l.date(rec.RespondedAt()),
		Statement:     l.prose(rec.Statement()),
		Links:         l.links(rec.Links()),
		ByCVE:         l.byCVE(rec),
		Products:      at.products(rec.Products()),
		Addendum:      l.prose(rec.Addendum()),
		AddendumTitle: l.words.Get("record.addendum", "publisher", l.organization()),
		Revisions:     l.revisions(rec.Revisions()),
		Back:          l.words.Get("record.back", "id", a.ID()),
		BackLink:      at.folder(a.Path()) + "#" + rowAnchor(rec),
	}
	if rec.Changed().IsZero() {
		p.Updated = l.instant(rec.Updated())
	}
	if rec.Silent() {
		p.Silence = l.words.Get("record.silent", "not_affected", l.words.Status(advisory.NotAffected))
	}
	p.Page.Feeds = append(p.Page.Feeds, l.vendorFeed(rec.Vendor()))
	p.Page.JSON = at.shared(a.Path() + "index.json")
	p.Page.Data = []Data{{"JSON", l.publisher.BaseURL() + a.Path() + "index.json"}}
	p.Page.OpenGraph.Type = "article"
	p.Page.Description = l.words.Get("record.description", "vendor", name.Text, "status", p.Status.Name,
		"id", a.ID(), "title", l.plain(a.Title()))
	return p
}

// vendorFeed is the feed of a vendor under its title.
func (l *language) vendorFeed(v *disclosure.Vendor) Feed {
	return l.feed(l.words.Get("feed.vendor",
		"publisher", l.plain(l.publisher.Name()), "vendor", l.plain(v.Name())), vendorFeed(v))
}
