package html

import (
	"cmp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/markup"
)

// VendorTable is the table of an advisory's vendors, in the order of statuses,
// then of names. The columns that are empty in every row are left out.
type VendorTable struct {
	HasComments, HasNotices bool
	Columns                 int // how many there are

	Long   bool // so long that the groups have headings
	Filter bool // so long that readers are offered a filter
	Groups []VendorGroup
}

// VendorGroup is the vendors that have one status.
type VendorGroup struct {
	Anchor string
	Status Status
	Rows   []VendorRow
}

// VendorRow is a vendor in the table of an advisory.
type VendorRow struct {
	Anchor           string
	Name             Text
	VendorLink, Link string // the vendor's page, and the page of its answer
	Status           Status
	ByCVE            []CVEStatus // where they differ
	Updated          Date
	Comment          Text // the beginning of its statement
	Silent           bool // no answer is published
	Unreachable      bool
	Links            []Link
}

// CVEStatus is a vendor's status for one CVE.
type CVEStatus struct {
	CVE    string
	Status Status
}

const (
	// longTable is from how many vendors on a table is long.
	longTable = 16
	// filtered is from how many vendors on a table or a list has a filter.
	filtered = 10
	// excerptLength is how many characters of a statement the table shows.
	excerptLength = 120
)

// groupAnchor is the place of the vendors with a status in the table.
func groupAnchor(s advisory.VendorStatus) string { return "vendors-" + s.String() }

// rowAnchor is the place of a vendor in the table.
func rowAnchor(rec *disclosure.Record) string { return "row-" + rec.Vendor().ID() }

// vendorTable has every notified vendor; it is nil if there is none.
func (at place) vendorTable(a *disclosure.Advisory) *VendorTable {
	if len(a.Records()) == 0 {
		return nil
	}
	l := at.lang
	out := &VendorTable{Long: len(a.Records()) >= longTable, Filter: len(a.Records()) >= filtered}
	for _, s := range advisory.Statuses() {
		g := VendorGroup{Anchor: groupAnchor(s), Status: l.status(s)}
		for _, rec := range a.Records() {
			if rec.Status() == s {
				g.Rows = append(g.Rows, at.vendorRow(rec))
			}
		}
		if len(g.Rows) == 0 {
			continue
		}
		for _, row := range g.Rows {
			out.HasComments = out.HasComments || row.Silent || row.Comment.Text != ""
			out.HasNotices = out.HasNotices || len(row.Links) > 0
		}
		sortByName(g.Rows)
		out.Groups = append(out.Groups, g)
	}
	out.Columns = 3 // vendor, status, last update
	for _, has := range []bool{out.HasComments, out.HasNotices} {
		if has {
			out.Columns++
		}
	}
	return out
}

// sortByName sorts without regard to case. Records come in the order of ids,
// which a stable sort keeps for equal names.
func sortByName(rows []VendorRow) {
	type sortable struct {
		name string
		row  VendorRow
	}
	byName := make([]sortable, len(rows))
	for i, row := range rows {
		byName[i] = sortable{strings.ToLower(row.Name.Text), row}
	}
	slices.SortStableFunc(byName, func(a, b sortable) int { return cmp.Compare(a.name, b.name) })
	for i := range byName {
		rows[i] = byName[i].row
	}
}

func (at place) vendorRow(rec *disclosure.Record) VendorRow {
	l := at.lang
	row := VendorRow{
		Anchor:     rowAnchor(rec),
		Name:       l.text(rec.Vendor().Name()),
		VendorLink: at.folder(rec.Vendor().Path()),
		Link:       at.folder(rec.Path()),
		Status:     l.status(rec.Status()),
		ByCVE:      l.byCVE(rec),
		Updated:    l.recordDay(rec),
		Silent:     rec.Silent(), Unreachable: rec.Unreachable(),
		Links: l.links(rec.Links()),
	}
	if statement, in := rec.Statement().In(l.tag); !statement.IsZero() {
		row.Comment = Text{markup.Excerpt(statement, excerptLength), l.foreign(in)}
	}
	return row
}

func (l *language) byCVE(rec *disclosure.Record) []CVEStatus {
	var out []CVEStatus
	for _, c := range rec.ByCVE() {
		out = append(out, CVEStatus{c.CVE(), l.status(c.Status())})
	}
	return out
}

// recordDay is the day of the record's last change: the author's, or else the
// day on which it was published.
func (l *language) recordDay(rec *disclosure.Record) Date {
	if !rec.Changed().IsZero() {
		return l.dayOf(rec.Changed())
	}
	return l.day(rec.Updated())
}
