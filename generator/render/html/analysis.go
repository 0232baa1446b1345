package html

import (
	"fmt"

	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/disclosure"
)

// Analysis is one CVSS vector, as JVN shows it: every metric with every
// choice, the chosen one marked.
type Analysis struct {
	Anchor          string
	Caption         string // of the table
	Version, Vector string
	CVE             string   // empty if it is for all
	Base            Severity // of the base score
	// Score is the score with all metrics if there are more than base metrics,
	// ScoreName what CVSS 4.0 calls it.
	Score, ScoreName string
	Note             Text
	Groups           []MetricGroup
}

// MetricGroup is a group of CVSS metrics.
type MetricGroup struct {
	Name    string
	Metrics []Metric
}

// Metric is a CVSS metric; Key is its abbreviation in the vector.
type Metric struct {
	Key, Name string
	Choices   []Choice
}

// Choice is a value of a metric.
type Choice struct {
	Value, Name string
	Chosen      bool
}

func (l *language) analyses(all []disclosure.Severity) []Analysis {
	var out []Analysis
	for i, s := range all {
		v := s.Vector()
		a := Analysis{
			Anchor:  fmt.Sprintf("cvss-%d", i+1),
			Caption: l.words.Get("analysis.caption", "version", v.Version()),
			Version: v.Version(), Vector: v.String(), CVE: s.CVE(),
			Base:   Severity{v.Severity().String(), v.SeverityName(string(l.tag)), formatScore(v.BaseScore())},
			Note:   l.text(s.Note()),
			Groups: l.metrics(v),
		}
		if a.CVE != "" {
			a.Caption = a.CVE + l.words.Get("colon") + a.Caption
		}
		if len(a.Groups) > 1 {
			a.Score, a.ScoreName = formatScore(v.Score()), v.Nomenclature()
		}
		out = append(out, a)
	}
	return out
}

func (l *language) metrics(v cvss.Vector) []MetricGroup {
	tag := string(l.tag)
	var out []MetricGroup
	for _, g := range v.Groups() {
		group := MetricGroup{Name: g.Name(tag)}
		for _, m := range g.Metrics {
			metric := Metric{Key: m.Key, Name: m.Name(tag)}
			for i, c := range m.Choices {
				metric.Choices = append(metric.Choices, Choice{c.Value, c.Name(tag), i == m.Chosen})
			}
			group.Metrics = append(group.Metrics, metric)
		}
		out = append(out, group)
	}
	return out
}
