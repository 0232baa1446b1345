package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/manuscript"
)

// put takes a file of the corpus.
type put func(name string, data []byte) error

// write gives every file of the advisory folder.
func (c *advisoryCase) write(put put) error {
	front, sections := c.facts(), c.sections()
	if err := c.writeDocument(put, "advisory", front, sections); err != nil {
		return err
	}
	if c.staged {
		front, sections = c.update(front, sections)
		if err := c.writeDocument(put, "advisory.next", front, sections); err != nil {
			return err
		}
	}
	for i, v := range c.answered {
		if err := c.writeRecord(put, v, i == 0); err != nil {
			return err
		}
	}
	return nil
}

func (c *advisoryCase) writeDocument(put put, stem string, front manuscript.Map, sections []section) error {
	err := put(stem+".md", manuscript.Document(front, "", advisory.Japanese, inLanguage(sections, func(t text) string { return t.ja })))
	if err != nil || !c.hasSecond {
		return err
	}
	title := manuscript.Map{{Key: "title", Value: manuscript.Text(c.title().en)}}
	if chance(c.Rand, 3) { // not all of it is translated yet
		sections = sections[:len(sections)-1]
	}
	return put(stem+".en.md", manuscript.Document(title, "", advisory.English, inLanguage(sections, func(t text) string { return t.en })))
}

func (c *advisoryCase) title() text {
	kind, product := c.product.kind.name, c.productName()
	if len(c.flaws) > 1 {
		return text{kind.ja + product.ja + "における複数の脆弱性", "Multiple vulnerabilities in " + kind.en + " " + product.en}
	}
	w := c.flaws[0].name
	return text{kind.ja + product.ja + "における" + w.ja + "の脆弱性", upperFirst(kind.en) + " " + product.en + " vulnerable to " + w.en}
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// update is a staged update: the same advisory with one revision and one remark
// more, from a day far off.
func (c *advisoryCase) update(front manuscript.Map, sections []section) (manuscript.Map, []section) {
	front = slices.Clone(front)
	for i, f := range front {
		switch f.Key {
		case "disclose_at":
			front[i].Value = manuscript.Instant(c.farDay().Add(12 * time.Hour))
		case "revisions":
			history := slices.Clone(f.Value.(manuscript.List))
			front[i].Value = append(history, revision(len(history)+1, c.farDay(), pick(c.Rand, changes)))
		}
	}
	remark := section{advisory.Addendum, c.fill.text(pick(c.Rand, remarks))}
	sections = slices.DeleteFunc(slices.Clone(sections), func(s section) bool { return s.section == advisory.Addendum })
	at, _ := slices.BinarySearchFunc(sections, remark, func(a, b section) int { return int(a.section) - int(b.section) })
	return front, slices.Insert(sections, at, remark)
}

// facts is the front matter.
func (c *advisoryCase) facts() manuscript.Map {
	var aliases, cwes []string
	for _, f := range c.flaws {
		aliases = append(aliases, f.cve)
		cwes = append(cwes, f.cwe)
	}
	var notified, unreachable []string
	for _, v := range append(c.answered[:len(c.answered):len(c.answered)], c.silent...) {
		notified = append(notified, v.id)
	}
	for i, v := range c.silent {
		if (c.index+i)%40 == 0 {
			unreachable = append(unreachable, v.id)
		}
	}
	var critical, withdrawn manuscript.Value
	if c.index%50 == 7 && strings.Contains(c.flaws[0].v3[c.flaws[0].score], "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") {
		critical = manuscript.Word("true")
	}
	if c.withdrawn {
		withdrawn = manuscript.Map{{Key: "date", Value: day(after(c.day, 14+c.index%60))}, {Key: "reason", Value: withdrawals[c.index%len(withdrawals)].value()}}
	}
	return manuscript.Map{
		{Key: "id", Value: manuscript.Text(c.id)},
		{Key: "title", Value: manuscript.Text(c.title().ja)},
		{Key: "disclose_at", Value: c.discloseAt()},
		{Key: "handling_started", Value: day(c.handlingAt)},
		{Key: "critical", Value: critical},
		{Key: "aliases", Value: manuscript.Texts(aliases)},
		{Key: "notified", Value: manuscript.Texts(notified)},
		{Key: "unreachable", Value: manuscript.Texts(unreachable)},
		{Key: "products", Value: c.products()},
		{Key: "severity", Value: c.severities()},
		{Key: "cwe", Value: manuscript.Texts(cwes)},
		{Key: "references", Value: c.references()},
		{Key: "related", Value: c.related()},
		{Key: "credits", Value: c.credits()},
		{Key: "revisions", Value: c.revisions()},
		{Key: "withdrawn", Value: withdrawn},
	}
}

// discloseAt is the agreed instant: one that has passed, one that is far off,
// or none.
func (c *advisoryCase) discloseAt() manuscript.Value {
	hour := time.Duration(10+c.index%5) * time.Hour
	switch {
	case c.held == dated:
		return manuscript.Instant(c.farDay().Add(hour))
	case c.held == undated:
		return nil
	}
	return manuscript.Instant(c.day.Add(hour))
}

func (c *advisoryCase) farDay() time.Time {
	return time.Date(farOff, time.Month(1+c.index%12), 1+c.index%28, 0, 0, 0, 0, tokyo)
}

func day(t time.Time) manuscript.Value { return manuscript.Day(t, tokyo) }

// after is some days later, but not after the last day of the corpus.
func after(t time.Time, days int) time.Time {
	if t = t.AddDate(0, 0, days); t.After(lastDay) {
		return lastDay
	}
	return t
}

func (c *advisoryCase) products() manuscript.Value {
	var out manuscript.List
	for _, m := range c.models {
		one := manuscript.Map{
			{Key: "vendor", Value: manuscript.Text(c.maker.id)},
			{Key: "name", Value: manuscript.Text(m.name)},
			{Key: "versions", Value: c.affected(m).value()},
		}
		if c.index%2 == 0 {
			sort := "a"
			if c.product.kind.firmware {
				sort = "o"
			}
			cpe := fmt.Sprintf("cpe:2.3:%s:%s:%s:*:*:*:*:*:*:*:*", sort, strings.ReplaceAll(c.maker.id, "-", "_"), c.product.package_)
			one = append(one, manuscript.Field{Key: "cpe", Value: manuscript.Text(cpe)})
		}
		if !c.product.kind.firmware && c.index%3 > 0 {
			one = append(one, manuscript.Field{Key: "ranges", Value: manuscript.List{manuscript.Map{
				{Key: "introduced", Value: manuscript.Text(m.first)}, {Key: "fixed", Value: manuscript.Text(m.fixed)},
			}}})
		}
		out = append(out, one)
	}
	return out
}

// affected is which versions are affected, in words.
func (c *advisoryCase) affected(m model) text {
	prefix := text{}
	if c.product.kind.firmware {
		prefix = text{"ファームウェア ", "firmware "}
	}
	if c.index%3 == 0 {
		return text{prefix.ja + m.last + " およびそれ以前", prefix.en + m.last + " and earlier"}
	}
	return text{prefix.ja + m.first + " から " + m.last + " まで", prefix.en + m.first + " to " + m.last}
}

// severities follow the versions of CVSS that were in use at the time.
func (c *advisoryCase) severities() manuscript.Value {
	var out manuscript.List
	for _, f := range c.flaws {
		vectors := []string{f.v3[f.score], f.v2[f.score]}
		if c.day.Year() >= 2024 {
			vectors = []string{f.v4[f.score], f.v3[f.score]}
		} else if c.day.Year() < 2020 {
			vectors[0] = strings.Replace(vectors[0], "CVSS:3.1", "CVSS:3.0", 1)
		}
		for _, v := range vectors {
			one := manuscript.Map{}
			if len(c.flaws) > 1 {
				one = append(one, manuscript.Field{Key: "cve", Value: manuscript.Text(f.cve)})
			}
			out = append(out, append(one, manuscript.Field{Key: "vector", Value: manuscript.Text(v)}))
		}
	}
	return out
}

func (c *advisoryCase) references() manuscript.Value {
	out := manuscript.List{manuscript.Map{
		{Key: "title", Value: c.fill.text(pick(c.Rand, notices)).value()},
		{Key: "url", Value: manuscript.Text("https://www." + c.maker.host + "/security/" + c.notice(c.maker) + "/")},
	}}
	if c.index%3 == 1 {
		number := fmt.Sprintf("EXDB-%d-%06d", c.day.Year(), c.index)
		out = append(out, manuscript.Map{
			{Key: "title", Value: text{"例示脆弱性データベース " + number, "Example vulnerability database " + number}.value()},
			{Key: "url", Value: manuscript.Text("https://db.example.net/" + number + "/")},
			{Key: "kind", Value: manuscript.Text("jvn-ipedia")},
		})
	}
	if c.index%29 == 3 {
		number := fmt.Sprintf("%d-%04d", c.day.Year(), 1+c.index%60)
		out = append(out, manuscript.Map{
			{Key: "title", Value: text{"例示調整センター 注意喚起 " + number, "Example Coordination Center alert " + number}.value()},
			{Key: "url", Value: manuscript.Text("https://alerts.example.org/" + number + "/")},
			{Key: "kind", Value: manuscript.Text("jpcert-alert")},
		})
	}
	return out
}

// related names an advisory of an earlier day that is public, now and then.
func (c *advisoryCase) related() manuscript.Value {
	if c.index == 0 || !chance(c.Rand, 6) {
		return nil
	}
	other := c.index - 1 - c.IntN(min(c.index, 500))
	if !c.plan.isPublic(other) || !c.plan.day(other).Before(c.day) {
		return nil
	}
	id, _ := c.plan.id(other)
	return manuscript.Texts([]string{id})
}

func (c *advisoryCase) credits() manuscript.Value {
	if !chance(c.Rand, 75) {
		return nil
	}
	var out manuscript.List
	for range 1 + c.IntN(2) {
		if chance(c.Rand, 20) {
			out = append(out, manuscript.Map{{Key: "name", Value: manuscript.Text(pick(c.Rand, teams))}})
			continue
		}
		family, given := pick(c.Rand, families), pick(c.Rand, givens)
		one := manuscript.Map{{Key: "name", Value: text{family.ja + " " + given.ja, given.en + " " + family.en}.value()}}
		if chance(c.Rand, 60) {
			one = append(one, manuscript.Field{Key: "organization", Value: pick(c.Rand, organizations).value()})
		}
		out = append(out, one)
	}
	return out
}

// revisions is the public history. A held advisory has none yet.
func (c *advisoryCase) revisions() manuscript.Value {
	if c.held != public {
		return nil
	}
	out := manuscript.List{revision(1, c.day, published)}
	when := c.day
	for c.IntN(100) < 35 && len(out) < 6 {
		next := after(when, 1+c.index%17+c.IntN(90))
		if !next.After(when) {
			break
		}
		when = next
		change := pick(c.Rand, changes)
		if len(c.answered) > 1 && chance(c.Rand, 60) {
			name := pick(c.Rand, c.answered).name
			change = text{name.ja + "のベンダステータスが更新されました。", "The vendor status of " + name.en + " was updated."}
		}
		out = append(out, revision(len(out)+1, when, change))
	}
	return out
}

func revision(number int, when time.Time, summary text) manuscript.Map {
	return manuscript.Map{
		{Key: "number", Value: manuscript.Number(number)}, {Key: "date", Value: day(when)}, {Key: "summary", Value: summary.value()},
	}
}
