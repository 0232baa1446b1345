package amend

import (
	"path"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/source"
)

// The lists of the recorded moves of a date.
const (
	extensions   = "extensions"
	earlyRelease = "early_release"
)

// Extend moves the public instant of a held advisory to a later one and records
// that in `extensions`. An advisory without an instant is given its first: that
// is no move, and is not recorded.
func (c *Content) Extend(id, to, reason string) (*Change, error) {
	if err := checkReason(reason, "--reason"); err != nil {
		return nil, err
	}
	at, err := parseInstant(to, "--to")
	if err != nil {
		return nil, err
	}
	m, err := c.mover(id)
	if err != nil {
		return nil, err
	}
	if m.dated && !at.After(m.from) {
		return nil, refuse("advgen embargo release moves a date to an earlier instant", "--to is not later than the present `disclose_at`")
	}
	if !at.After(c.now) {
		return nil, refuse("give an instant that is still to come", "--to has passed")
	}
	return m.move(to, extensions, reason)
}

// Now stands for the present second. It is not the empty text, which a variable
// that is not set would give.
const Now = "now"

// Release moves the public instant of a held advisory to an earlier one, which
// may be Now, and records that in `early_release`.
func (c *Content) Release(id, to, reason string) (*Change, error) {
	if err := checkReason(reason, "--reason"); err != nil {
		return nil, err
	}
	if to == Now {
		to = c.stamp(c.second())
	}
	at, err := parseInstant(to, "--to")
	if err != nil {
		return nil, err
	}
	m, err := c.mover(id)
	if err != nil {
		return nil, err
	}
	if m.dated && !at.Before(m.from) {
		return nil, refuse("advgen embargo extend moves a date to a later instant", "--to is not earlier than the present `disclose_at`")
	}
	if at.Before(c.second()) {
		return nil, refuse("leave --to out to publish at once", "--to has passed: nothing was public at that instant")
	}
	return m.move(to, earlyRelease, reason)
}

// mover moves the date of one advisory.
type mover struct {
	content *Content
	change  *Change
	target  *catalog.Advisory
	doc     *document
	from    time.Time // the present instant, if dated
	dated   bool
}

func (c *Content) mover(id string) (*mover, error) {
	a, err := c.find(id)
	if err != nil {
		return nil, err
	}
	if a.From().Reached(c.now) {
		return nil, refuse("stage a change of it in advisory.next.md, or use advgen withdraw or advgen recall", "this advisory is disclosed already")
	}
	m := &mover{content: c, change: &Change{}, target: a}
	m.from, m.dated = a.From().Agreed()
	if m.doc, err = c.document(m.change, a.Versions[0].Path); err != nil {
		return nil, err
	}
	if m.doc.field("disclose_at") >= 0 && !m.dated {
		return nil, refuse("correct it first; advgen check says what is wrong", "the present `disclose_at` cannot be read")
	}
	return m, nil
}

// move sets the date and records the move.
func (m *mover) move(to, list, reason string) (*Change, error) {
	c, doc := m.content, m.doc
	var before *source.Node
	old := "none"
	if m.dated {
		old = doc.front.Get("disclose_at").Text
		before = plain(old)
	}
	after := "title"
	if doc.field(after) < 0 {
		after = "id"
	}
	recorded := c.second()
	last, moved := m.lastRecorded()
	if moved && !last.Before(recorded) {
		return nil, refuse("correct `recorded` of that change, or try again later", "%s: a change of the date is recorded at this instant or later", doc.path)
	}
	if err := doc.set("disclose_at", to, after); err != nil {
		return nil, err
	}
	if !m.dated && !moved && list == extensions {
		m.change.line("%s: disclose_at: none -> %s", doc.path, to)
		m.change.note("this is the first date of the advisory, which is no extension: the reason is not recorded")
		return m.finish()
	}
	err := doc.appendTo(list, group(
		source.Field{Key: "from", Value: before},
		source.Field{Key: "to", Value: plain(to)},
		source.Field{Key: "recorded", Value: plain(c.stamp(recorded))},
		source.Field{Key: "reason", Value: quoted(reason)},
	))
	if err != nil {
		return nil, err
	}
	m.change.line("%s: disclose_at: %s -> %s, recorded in %s", doc.path, old, to, list)
	m.datedThen()
	return m.finish()
}

// datedThen notes revisions that were dated in advance, on the day of the old
// instant.
func (m *mover) datedThen() {
	list := m.doc.front.Get("revisions")
	if list == nil || !m.dated {
		return
	}
	zone := m.content.catalog.Publisher().Zone
	for i, item := range list.Items {
		date := item.Get("date")
		if date == nil {
			continue
		}
		t, _, err := advisory.ParseDate(date.Text, zone)
		if err == nil && t.In(zone).Format(time.DateOnly) == m.from.In(zone).Format(time.DateOnly) {
			m.change.note("the date of /revisions/%d is the day of the old instant and stays", i)
		}
	}
}

// lastRecorded is when the last move of the date was recorded.
func (m *mover) lastRecorded() (last time.Time, any bool) {
	for _, list := range []string{extensions, earlyRelease} {
		n := m.doc.front.Get(list)
		if n == nil {
			continue
		}
		for _, item := range n.Items {
			if r := item.Get("recorded"); r != nil {
				t, _, err := advisory.ParseDate(r.Text, m.content.catalog.Publisher().Zone)
				if err == nil && (!any || t.After(last)) {
					last, any = t, true
				}
			}
		}
	}
	return last, any
}

// finish holds the change to check, and notes the dates that stay.
func (m *mover) finish() (*Change, error) {
	m.change.steps = append(m.change.steps, writeStep(m.doc.path, m.doc.data))
	a := m.target
	for i, v := range a.Versions {
		if i > 0 {
			m.keeps(v.Path)
		}
	}
	for _, r := range a.Records {
		for _, v := range r.Versions {
			if v.OwnDate {
				m.keeps(v.Path)
			}
		}
	}
	return m.content.judge(m.change)
}

func (m *mover) keeps(name string) {
	rel := name[len(path.Dir(m.doc.path))+1:]
	m.change.note("%s keeps its own disclose_at", rel)
}
