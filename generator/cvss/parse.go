package cvss

import (
	"strings"
	"unicode"
)

// maxLength is well above the longest vector there is (4.0 with every metric
// has fewer than 200 bytes), so that nobody has to look at a book.
const maxLength = 400

// Error says what is wrong with a vector. It never quotes the vector, which may
// be under embargo: it names metrics and versions of the standard only.
type Error struct{ message, hint string }

// Error is a clause for people, without a final full stop.
func (e *Error) Error() string { return e.message }

// Hint says what to write instead, with an example of a valid vector of the
// version that was meant.
func (e *Error) Hint() string { return e.hint }

// Parse reads a CVSS vector. Versions 3.0, 3.1 and 4.0 begin with their prefix,
// such as "CVSS:3.1/"; a vector without one is of version 2.0, which may also
// stand in parentheses or begin with "CVSS2#".
//
// It is strict: capital and small letters, every base metric, no metric twice,
// no metric or value that the version does not have. The order of the metrics
// is free, since databases publish 4.0 vectors in more than one order and the
// specification contradicts itself there; String puts them in order. A metric
// that is given as "not defined" (X, or ND in 2.0) counts as left out.
//
// An error is an *Error.
func Parse(vector string) (Vector, error) {
	def, body, err := detect(vector)
	if err != nil {
		return Vector{}, err
	}
	v := Vector{def: def}
	if err := v.read(body); err != nil {
		return Vector{}, err
	}
	v.base, v.score, err = def.scores(v)
	if err != nil {
		// The vector is valid by our tables, so this is a bug of ours; the
		// library's own words could quote the vector.
		return Vector{}, def.fault("no score can be computed for the CVSS " + def.version + " vector")
	}
	return v, nil
}

// detect finds the version of a vector and cuts off what surrounds the metrics.
func detect(vector string) (*definition, string, error) {
	switch {
	case vector == "":
		return nil, "", v31.fault("the CVSS vector is empty")
	case len(vector) > maxLength:
		return nil, "", v31.fault("the CVSS vector is too long")
	case strings.ContainsFunc(vector, unicode.IsSpace):
		return nil, "", v31.fault("the CVSS vector has white space in it")
	}
	if label, body, ok := strings.Cut(vector, "/"); strings.HasPrefix(label, "CVSS:") {
		for _, def := range []*definition{v30, v31, v40} {
			if label+"/" != def.prefix {
				continue
			}
			if !ok || body == "" {
				return nil, "", def.fault("the CVSS " + def.version + " vector has no metrics")
			}
			return def, body, nil
		}
		return nil, "", v20.fault("the version in the prefix of the CVSS vector is not 3.0, 3.1 or 4.0")
	}
	open, end := strings.HasPrefix(vector, "("), strings.HasSuffix(vector, ")")
	if open != end {
		return nil, "", v20.fault("the CVSS vector has only one of two parentheses")
	}
	if open {
		vector = strings.TrimSuffix(strings.TrimPrefix(vector, "("), ")")
	}
	vector = strings.TrimPrefix(vector, "CVSS2#")
	if len(vector) >= 4 && strings.EqualFold(vector[:4], "CVSS") {
		return nil, "", v31.fault("the prefix of the CVSS vector is not written as in the standard")
	}
	return v20, vector, nil
}

// read fills in the metrics of a vector without its prefix.
func (v *Vector) read(body string) error {
	var seen [maxMetrics]bool
	for part := range strings.SplitSeq(body, "/") {
		key, value, ok := strings.Cut(part, ":")
		if !ok {
			return v.def.fault("a part of the CVSS " + v.def.version + " vector is not a metric, a colon and a value")
		}
		m, at, err := v.def.metric(key)
		if err != nil {
			return err
		}
		if seen[at] {
			return v.def.fault("the metric " + m.Key + " is given twice")
		}
		seen[at] = true
		if v.chosen[at], err = v.def.choice(m, value); err != nil {
			return err
		}
	}
	// The base group is the first of every version.
	for i, m := range v.def.groups[0].Metrics {
		if !seen[i] {
			return v.def.fault("the base metric " + m.Key + " is missing")
		}
	}
	return nil
}

// metric finds a metric and its place in the order of the standard.
func (d *definition) metric(key string) (Metric, int, error) {
	n, near := 0, ""
	for _, g := range d.groups {
		for _, m := range g.Metrics {
			if m.Key == key {
				return m, n, nil
			}
			if strings.EqualFold(m.Key, key) {
				near = m.Key
			}
			n++
		}
	}
	if near != "" {
		return Metric{}, 0, d.fault("the metric " + near + " is not in the capital and small letters of the standard")
	}
	if d == v20 {
		return Metric{}, 0, d.fault("a metric is not one of CVSS 2.0, and there is no prefix of a later version")
	}
	return Metric{}, 0, d.fault("a metric is not one of CVSS " + d.version)
}

// choice is 1 + the index of a value, or 0 if it says "not defined".
func (d *definition) choice(m Metric, value string) (uint8, error) {
	near := false
	for i, c := range m.Choices {
		switch {
		case c.Value == value && value == d.notDefined:
			return 0, nil
		case c.Value == value:
			return uint8(i + 1), nil
		case strings.EqualFold(c.Value, value):
			near = true
		}
	}
	if near {
		return 0, d.fault("the value of the metric " + m.Key + " is not in the capital and small letters of the standard")
	}
	return 0, d.fault("the value of the metric " + m.Key + " is not one of CVSS " + d.version)
}

// fault is an error with the hint of this version.
func (d *definition) fault(message string) *Error {
	hint := "a CVSS " + d.version + " vector looks like " + d.example
	if d == v20 {
		hint += "; a vector of a later version begins with " + v31.prefix + " or " + v40.prefix
	}
	return &Error{message: message, hint: hint}
}
