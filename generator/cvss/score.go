package cvss

import (
	gocvss20 "github.com/pandatix/go-cvss/20"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// The formulas are those of github.com/pandatix/go-cvss. It panics only on
// values that its own parser never lets through, so nothing here recovers; the
// tests score every base vector and many random ones. For 2.0 and 3.x its base
// scores are those of exact arithmetic. In 4.0 floating point falls just short
// of a half for 450 of the 104,976 base vectors, which then score 0.1 less than
// by exact arithmetic; none of them crosses a severity. FIRST's calculator has
// the same weakness (FIRSTdotorg/cvss-v4-calculator, pull request 4).

// scores2 computes the scores of a 2.0 vector. The environmental score includes
// the temporal one.
func scores2(v Vector) (base, score float64, err error) {
	c, err := gocvss20.ParseVector(v.String())
	if err != nil {
		return 0, 0, err
	}
	base = c.BaseScore()
	switch {
	case v.givesGroup(groupEnvironmental):
		score = c.EnvironmentalScore()
	case v.givesGroup(groupTemporal):
		score = c.TemporalScore()
	default:
		score = base
	}
	// An impact of nothing leaves a negative zero, which would print as -0.
	return unsigned(base), unsigned(score), nil
}

// scores30 computes the scores of a 3.0 vector. The environmental score is
// asked for only where it is given: with Scope Changed its formula differs from
// that of the base score even if nothing is modified.
func scores30(v Vector) (base, score float64, err error) {
	c, err := gocvss30.ParseVector(v.String())
	if err != nil {
		return 0, 0, err
	}
	switch {
	case v.givesGroup(groupEnvironmental):
		return c.BaseScore(), c.EnvironmentalScore(), nil
	case v.givesGroup(groupTemporal):
		return c.BaseScore(), c.TemporalScore(), nil
	default:
		return c.BaseScore(), c.BaseScore(), nil
	}
}

// scores31 computes the scores of a 3.1 vector, as scores30 does.
func scores31(v Vector) (base, score float64, err error) {
	c, err := gocvss31.ParseVector(v.String())
	if err != nil {
		return 0, 0, err
	}
	switch {
	case v.givesGroup(groupEnvironmental):
		return c.BaseScore(), c.EnvironmentalScore(), nil
	case v.givesGroup(groupTemporal):
		return c.BaseScore(), c.TemporalScore(), nil
	default:
		return c.BaseScore(), c.BaseScore(), nil
	}
}

// scores40 computes the scores of a 4.0 vector. The standard has a single
// formula; the base score is that of the vector without its other groups.
func scores40(v Vector) (base, score float64, err error) {
	b, err := gocvss40.ParseVector(v.text(func(g *Group) bool { return g.Key == groupBase }))
	if err != nil {
		return 0, 0, err
	}
	all, err := gocvss40.ParseVector(v.String())
	if err != nil {
		return 0, 0, err
	}
	return b.Score(), all.Score(), nil
}

// unsigned is the score without the sign of a zero.
func unsigned(score float64) float64 {
	if score == 0 {
		return 0
	}
	return score
}
