package main

import (
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/manuscript"
)

// writeRecord writes what a vendor says on the case.
func (c *advisoryCase) writeRecord(put put, v *vendor, maker bool) error {
	r := c.makeRecord(v, maker)
	name := "vendors/" + v.id
	if r.statement.ja != "" && r.statement.en == "" && chance(c.Rand, 50) {
		if err := put(name+".md", manuscript.Statement(r.fields(true), "", r.statement.ja)); err != nil {
			return err
		}
	} else if err := put(name+".yaml", r.fields(false).YAML("")); err != nil {
		return err
	}
	if c.held == public && !r.late && c.IntN(1000) < 8 {
		return put(name+".next.yaml", c.stagedRecord(r).fields(false).YAML(""))
	}
	return nil
}

// record is a vendor's record before it is written down.
type record struct {
	vendor              *vendor
	status              advisory.VendorStatus
	statement           text
	late                bool // it has a later instant of its own
	updated             manuscript.Value
	notified, responded manuscript.Value
	addendum, links     manuscript.Value
	products, byCVE     manuscript.Value
	discloseAt          manuscript.Value
	schedule, revisions manuscript.Value
}

func (r *record) fields(statementBelow bool) manuscript.Map {
	var status, statement manuscript.Value
	if r.status != advisory.Unknown {
		status = manuscript.Text(r.status.String())
	}
	if !statementBelow {
		statement = statementValue(r.statement)
	}
	return manuscript.Map{
		{Key: "vendor", Value: manuscript.Text(r.vendor.id)},
		{Key: "status", Value: status},
		{Key: "updated", Value: r.updated},
		{Key: "notified_at", Value: r.notified},
		{Key: "responded_at", Value: r.responded},
		{Key: "statement", Value: statement},
		{Key: "addendum", Value: r.addendum},
		{Key: "links", Value: r.links},
		{Key: "products", Value: r.products},
		{Key: "by_cve", Value: r.byCVE},
		{Key: "disclose_at", Value: r.discloseAt},
		{Key: "schedule", Value: r.schedule},
		{Key: "revisions", Value: r.revisions},
	}
}

func statementValue(t text) manuscript.Value {
	switch {
	case t.ja == "" && t.en == "":
		return nil
	case t.en == "":
		return manuscript.Text(t.ja)
	case t.ja == "":
		return manuscript.Map{{Key: "en", Value: manuscript.Text(t.en)}}
	}
	return t.value()
}

func (c *advisoryCase) makeRecord(v *vendor, maker bool) *record {
	own, models := c.product, c.models
	if !maker {
		own = c.ownProduct(v)
		first, last, fixed := c.versions()
		models = []model{{own.name, first, last, fixed}}
	}
	fill := newFiller(map[string]text{
		"own": ownName(own), "last": both(models[0].last), "fixed": both(models[0].fixed), "part": c.flaws[0].part,
		"host": both(v.host), "notice": both(c.notice(v)),
	})
	r := &record{vendor: v, status: c.drawStatus(maker)}
	r.statement = c.inTheirLanguages(v, say(c.Rand, r.status, fill))
	notified := c.handlingAt.AddDate(0, 0, c.IntN(6))
	r.notified = day(notified)
	if r.status != advisory.Unknown && r.status != advisory.Informed {
		r.responded = day(notified.AddDate(0, 0, 1+c.IntN(18)))
	}
	updated := c.day
	if c.held == public && chance(c.Rand, 15) {
		updated = after(c.day, 1+c.IntN(60))
		if updated.After(c.day) {
			r.revisions = manuscript.List{revision(1, c.day, published), revision(2, updated, pick(c.Rand, recordChanges))}
		}
	}
	r.updated = day(updated)
	affected := r.status == advisory.Affected || r.status == advisory.AffectedInvestigating
	if affected {
		c.addRemedy(r, fill, models, maker)
	}
	if len(c.flaws) > 1 && chance(c.Rand, 35) {
		r.byCVE = c.statusByCVE(r.status)
	}
	if chance(c.Rand, 4) {
		r.addendum = pick(c.Rand, addenda).value()
	}
	if c.held == public && c.IntN(1000) < 5 {
		r.late, r.discloseAt = true, manuscript.Instant(c.farDay())
	}
	return r
}

// ownProduct is the product that another vendor speaks of: anything that may
// build in a library, otherwise something of the same kind.
func (c *advisoryCase) ownProduct(v *vendor) product {
	if c.product.kind.library {
		return v.products[len(v.products)-1]
	}
	return product{kind: c.product.kind, name: pick(c.Rand, brands) + " " + pick(c.Rand, c.product.kind.suffixes)}
}

func ownName(p product) text {
	if p.kind.quoted {
		return text{"「" + p.name + "」", p.name}
	}
	return both(p.name)
}

// drawStatus: who makes the product is affected; of the others nearly half are
// not.
func (c *advisoryCase) drawStatus(maker bool) advisory.VendorStatus {
	n := c.IntN(100)
	switch {
	case maker && n < 92, n < 26:
		return advisory.Affected
	case maker, n < 32:
		return advisory.AffectedInvestigating
	case n < 78:
		return advisory.NotAffected
	case n < 87:
		return advisory.NotAffectedInvestigating
	case n < 94:
		return advisory.Informed
	}
	return advisory.Unknown
}

// inTheirLanguages leaves a statement in the languages that the vendor gave.
func (c *advisoryCase) inTheirLanguages(v *vendor, t text) text {
	n := c.IntN(100)
	switch {
	case v.foreign && n < 55:
		return text{"", t.en}
	case !v.foreign && n < 25:
		return text{t.ja, ""}
	}
	return t
}

// addRemedy adds what an affected vendor has to say of its products.
func (c *advisoryCase) addRemedy(r *record, fill filler, models []model, maker bool) {
	if chance(c.Rand, 45) {
		r.links = manuscript.List{manuscript.Map{
			{Key: "title", Value: fill.text(pick(c.Rand, notices)).value()},
			{Key: "url", Value: manuscript.Text("https://www." + r.vendor.host + "/security/" + c.notice(r.vendor) + "/")},
		}}
	}
	if !maker || chance(c.Rand, 30) {
		var products manuscript.List
		for _, m := range models {
			products = append(products, manuscript.Map{
				{Key: "name", Value: manuscript.Text(m.name)},
				{Key: "versions", Value: text{m.last + " およびそれ以前", m.last + " and earlier"}.value()},
			})
		}
		r.products = products
	}
	if chance(c.Rand, 20) {
		r.schedule = manuscript.Text(pick(c.Rand, schedules))
	}
}

func (c *advisoryCase) statusByCVE(status advisory.VendorStatus) manuscript.Value {
	var out manuscript.Map
	for i, f := range c.flaws {
		s := status
		if i > 0 && s == advisory.Affected && chance(c.Rand, 50) {
			s = advisory.NotAffected
		}
		out = append(out, manuscript.Field{Key: f.cve, Value: manuscript.Text(s.String())})
	}
	return out
}

// stagedRecord is the update that takes the place of a record on a day far off.
func (c *advisoryCase) stagedRecord(r *record) *record {
	next := *r
	next.status = advisory.NotAffected
	if r.status == advisory.Affected || r.status == advisory.AffectedInvestigating {
		next.status = advisory.Affected
	}
	next.byCVE = nil
	next.discloseAt = manuscript.Instant(c.farDay().AddDate(0, 0, 1))
	next.updated = day(c.farDay().AddDate(0, 0, 1))
	return &next
}

var recordChanges = []text{
	{"ステータスを変更しました。", "Changed the status."},
	{"対策版の提供開始にともない、コメントを更新しました。", "Updated the statement as the fix is available."},
	{"該当する製品を追加しました。", "Added an affected product."},
	{"告知ページへのリンクを追加しました。", "Added a link to the notice."},
}

// schedules are confidential: no output may show them.
var schedules = []string{
	"対策版の評価を完了し、公開日の正午に配信する予定。", "修正は次の定期リリースに含める。", "海外向けの機種は、国内より2週間遅れる見込み。", "委託先での評価が終わりしだい確定する。",
}
