package cvss

import "slices"

// name is one thing's name in both languages.
type name struct{ ja, en string }

func (n name) in(lang string) string {
	if lang == "ja" {
		return n.ja
	}
	return n.en
}

// Group is a metric group. Its Key is "base", "temporal", "environmental",
// "threat" or "supplemental".
type Group struct {
	Key     string
	Metrics []Metric
	name    name
}

// Name is the group's name in "ja" or "en"; any other language is English.
func (g Group) Name(lang string) string { return g.name.in(lang) }

// Metric is one metric with all its choices. As in JVN's table they run from
// the least severe to the most severe one; "not defined", where a metric has
// it, comes first.
type Metric struct {
	// Key is the metric's abbreviation in the vector, such as "AV".
	Key string
	// Choices are all the values that the standard allows.
	Choices []Choice
	// Chosen is the index in Choices of the vector's value.
	Chosen int
	name   name
}

// Name is the metric's name in "ja" or "en"; any other language is English.
func (m Metric) Name(lang string) string { return m.name.in(lang) }

// choose is a copy of the metric, with choices of its own, that marks one.
func (m Metric) choose(i int) Metric {
	m.Choices = slices.Clone(m.Choices)
	m.Chosen = i
	return m
}

// Choice is one value of a metric; Value is its abbreviation in the vector.
type Choice struct {
	Value string
	name  name
}

// Name is the choice's name in "ja" or "en"; any other language is English.
func (c Choice) Name(lang string) string { return c.name.in(lang) }

// The keys of the groups.
const (
	groupBase          = "base"
	groupTemporal      = "temporal"
	groupEnvironmental = "environmental"
	groupThreat        = "threat"
	groupSupplemental  = "supplemental"
)

// maxMetrics is the number of metrics of CVSS 4.0, the version with the most.
const maxMetrics = 32

// definition is one version of CVSS, as data. In its groups no metric has a
// Chosen of its own. It is never changed.
type definition struct {
	version string
	// prefix starts a canonical vector; 2.0 has none.
	prefix string
	// example is a valid vector, for hints.
	example string
	// notDefined is the value that says no more than leaving the metric out.
	notDefined string
	// wholeGroups: a group other than base is written with all its metrics.
	wholeGroups   bool
	severity      func(score float64) Severity
	severityNames map[Severity]name
	// scores computes the base score and the score with all metrics.
	scores func(v Vector) (base, score float64, err error)
	groups []Group
}

// modified is the environmental metric that overrides a base metric: its
// choices are those of the base metric and "not defined". The Japanese name is
// the one of IPA, 緩和策後の….
func modified(base Metric) Metric {
	return Metric{
		Key:     "M" + base.Key,
		name:    name{"緩和策後の" + base.name.ja, "Modified " + base.name.en},
		Choices: slices.Concat([]Choice{undefined}, base.Choices),
	}
}

// undefined is the "not defined" of 3.x and 4.0; 未評価 is IPA's word.
var undefined = Choice{"X", name{"未評価", "Not Defined"}}
