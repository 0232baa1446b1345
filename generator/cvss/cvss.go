// Package cvss reads CVSS vectors of versions 2.0, 3.0, 3.1 and 4.0 and
// presents them the way JVN's analysis (脆弱性分析結果) does: every metric with
// every choice, the chosen one marked, with the score and the severity, in
// Japanese and in English.
//
// A score is always computed from the vector, never read from content. The
// standards are those of FIRST: "A Complete Guide to the Common Vulnerability
// Scoring System Version 2.0" and the specification documents of CVSS v3.0,
// v3.1 and v4.0, all below https://www.first.org/cvss/.
package cvss

import "strings"

// Vector is a valid CVSS vector with its scores. Only Parse makes one; it never
// changes. Two vectors that say the same are equal with ==. The zero Vector
// says nothing: its texts are empty, its scores 0, it has no groups.
type Vector struct {
	def *definition
	// chosen holds, for each metric in the order of the standard, 1 + the index
	// of its choice; 0 where the vector leaves the metric out or not defined.
	chosen      [maxMetrics]uint8
	base, score float64
}

// String is the vector in canonical form: the metrics in the order of the
// standard, the prefix of the standard (2.0 has none), nothing that is "not
// defined". In 2.0 a temporal or environmental group is written as a whole,
// with ND for what was not given, as section 2.4 of its guide wants it.
func (v Vector) String() string {
	return v.text(func(*Group) bool { return true })
}

// text is the canonical form of the groups that keep says yes to.
func (v Vector) text(keep func(*Group) bool) string {
	if v.def == nil {
		return ""
	}
	var parts []string
	n := 0
	for i := range v.def.groups {
		g := &v.def.groups[i]
		whole := v.def.wholeGroups && v.gives(n, len(g.Metrics))
		for _, m := range g.Metrics {
			value := v.def.notDefined
			if c := v.chosen[n]; c > 0 {
				value = m.Choices[c-1].Value
			}
			if keep(g) && (v.chosen[n] > 0 || whole) {
				parts = append(parts, m.Key+":"+value)
			}
			n++
		}
	}
	return v.def.prefix + strings.Join(parts, "/")
}

// gives says whether any of the count metrics from the given one is given.
func (v Vector) gives(from, count int) bool {
	for _, c := range v.chosen[from : from+count] {
		if c > 0 {
			return true
		}
	}
	return false
}

// givesGroup says whether any metric of the group with this key is given.
func (v Vector) givesGroup(key string) bool {
	if v.def == nil {
		return false
	}
	n := 0
	for _, g := range v.def.groups {
		if g.Key == key && v.gives(n, len(g.Metrics)) {
			return true
		}
		n += len(g.Metrics)
	}
	return false
}

// Version is "2.0", "3.0", "3.1" or "4.0".
func (v Vector) Version() string {
	if v.def == nil {
		return ""
	}
	return v.def.version
}

// BaseScore is the score of the base metrics alone, 0.0 to 10.0 with one
// decimal. In 4.0 it is the score that the standard calls CVSS-B.
func (v Vector) BaseScore() float64 { return v.base }

// Score is the score with all metrics of the vector, 0.0 to 10.0 with one
// decimal: the temporal or environmental score of 2.0 and 3.x, or in 4.0 the
// score that Nomenclature names. It is the base score where the vector gives
// base (and supplemental) metrics only.
func (v Vector) Score() float64 { return v.score }

// Nomenclature says which metrics the Score of a 4.0 vector stands on: CVSS-B,
// CVSS-BT, CVSS-BE or CVSS-BTE (section 1.3 of the specification). It is empty
// for earlier versions, which have no such names.
func (v Vector) Nomenclature() string {
	if v.Version() != "4.0" {
		return ""
	}
	name := "CVSS-B"
	if v.givesGroup(groupThreat) {
		name += "T"
	}
	if v.givesGroup(groupEnvironmental) {
		name += "E"
	}
	return name
}

// Groups lists the metric groups of the vector in the order of the standard:
// the base group, and each other group that the vector gives a metric of, with
// the given metrics only. Every metric has all its choices. The caller owns the
// result.
func (v Vector) Groups() []Group {
	if v.def == nil {
		return nil
	}
	var groups []Group
	n := 0
	for _, g := range v.def.groups {
		shown := Group{Key: g.Key, name: g.name}
		for _, m := range g.Metrics {
			if c := v.chosen[n]; c > 0 {
				shown.Metrics = append(shown.Metrics, m.choose(int(c)-1))
			}
			n++
		}
		if len(shown.Metrics) > 0 {
			groups = append(groups, shown)
		}
	}
	return groups
}
