package cvss

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestParseErrors(t *testing.T) {
	const b3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
	for _, c := range []struct{ in, message, version string }{
		{"", "the CVSS vector is empty", "3.1"},
		{strings.Repeat("A", 401), "the CVSS vector is too long", "3.1"},
		{" " + b3, "the CVSS vector has white space in it", "3.1"},
		{b3 + "\n", "the CVSS vector has white space in it", "3.1"},
		{"CVSS:3.2/AV:N", "the version in the prefix of the CVSS vector is not 3.0, 3.1 or 4.0", "2.0"},
		{"CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P", "the version in the prefix of the CVSS vector is not 3.0, 3.1 or 4.0", "2.0"},
		{"CVSS:4.0", "the CVSS 4.0 vector has no metrics", "4.0"},
		{"CVSS:3.0/", "the CVSS 3.0 vector has no metrics", "3.0"},
		{"cvss:3.1/AV:N", "the prefix of the CVSS vector is not written as in the standard", "3.1"},
		{"CVSS3.1/AV:N", "the prefix of the CVSS vector is not written as in the standard", "3.1"},
		{"(AV:N/AC:L/Au:N/C:P/I:P/A:P", "the CVSS vector has only one of two parentheses", "2.0"},
		{b3[len("CVSS:3.1/"):], "a metric is not one of CVSS 2.0, and there is no prefix of a later version", "2.0"},
		{b3 + "/", "a part of the CVSS 3.1 vector is not a metric, a colon and a value", "3.1"},
		{b3 + "/E", "a part of the CVSS 3.1 vector is not a metric, a colon and a value", "3.1"},
		{b3 + "/Q:X", "a metric is not one of CVSS 3.1", "3.1"},
		{b3 + "/AT:N", "a metric is not one of CVSS 3.1", "3.1"},
		{b3 + "/e:P", "the metric E is not in the capital and small letters of the standard", "3.1"},
		{b3 + "/E:p", "the value of the metric E is not in the capital and small letters of the standard", "3.1"},
		{b3 + "/E:A", "the value of the metric E is not one of CVSS 3.1", "3.1"},
		{b3 + "/E:", "the value of the metric E is not one of CVSS 3.1", "3.1"},
		{b3 + "/E:P:P", "the value of the metric E is not one of CVSS 3.1", "3.1"},
		{b3 + "/AV:N", "the metric AV is given twice", "3.1"},
		{b3 + "/E:X/E:P", "the metric E is given twice", "3.1"},
		{strings.Replace(b3, "/S:U", "", 1), "the base metric S is missing", "3.1"},
		{strings.Replace(b3, "AV:N", "AV:X", 1), "the value of the metric AV is not one of CVSS 3.1", "3.1"},
		{"AV:N/AC:L/AU:N/C:P/I:P/A:P", "the metric Au is not in the capital and small letters of the standard", "2.0"},
		{"AV:N/AC:L/Au:N/C:P/I:P", "the base metric A is missing", "2.0"},
		{v40.example + "/U:RED", "the value of the metric U is not in the capital and small letters of the standard", "4.0"},
		{v40.example + "/SC:S", "the metric SC is given twice", "4.0"},
		{v40.example + "/MSC:S", "the value of the metric MSC is not one of CVSS 4.0", "4.0"},
	} {
		v, err := Parse(c.in)
		if err == nil {
			t.Errorf("%q is read as %s", c.in, v)
			continue
		}
		e := err.(*Error)
		if e.Error() != c.message || !strings.HasPrefix(e.Hint(), "a CVSS "+c.version+" vector looks like ") || v != (Vector{}) {
			t.Errorf("%q: %q, hint %q", c.in, e.Error(), e.Hint())
		}
	}
}

// words is every message and hint that there can be. An error that is in it
// quotes nothing, since it is made from the standard alone.
func words() []string {
	list := []string{
		"the CVSS vector is empty",
		"the CVSS vector is too long",
		"the CVSS vector has white space in it",
		"the version in the prefix of the CVSS vector is not 3.0, 3.1 or 4.0",
		"the prefix of the CVSS vector is not written as in the standard",
		"the CVSS vector has only one of two parentheses",
		"a metric is not one of CVSS 2.0, and there is no prefix of a later version",
	}
	for _, d := range definitions {
		list = append(list, d.fault("").Hint(),
			"the CVSS "+d.version+" vector has no metrics",
			"a part of the CVSS "+d.version+" vector is not a metric, a colon and a value",
			"a metric is not one of CVSS "+d.version)
		for _, g := range d.groups {
			for _, m := range g.Metrics {
				list = append(list, "the metric "+m.Key+" is given twice",
					"the metric "+m.Key+" is not in the capital and small letters of the standard",
					"the value of the metric "+m.Key+" is not in the capital and small letters of the standard",
					"the value of the metric "+m.Key+" is not one of CVSS "+d.version,
					"the base metric "+m.Key+" is missing")
			}
		}
	}
	return list
}

// check is what holds for any text at all.
func check(t *testing.T, allowed []string, text string) {
	v, err := Parse(text)
	if err != nil {
		e, ok := err.(*Error)
		if !ok || !slices.Contains(allowed, e.Error()) || !slices.Contains(allowed, e.Hint()) {
			t.Fatalf("%q: an error with other words: %q", text, err)
		}
		if v != (Vector{}) {
			t.Fatalf("%q: an error and a vector", text)
		}
		return
	}
	if again, err := Parse(v.String()); err != nil || again != v {
		t.Fatalf("%q: its text %q is read as %q, %v", text, v, again, err)
	}
	v.Groups()
	v.SeverityName("ja")
}

// TestDamagedVectors breaks valid vectors in small ways.
func TestDamagedVectors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	allowed := words()
	bits := []string{"", "/", ":", "X", "ND", "AV:N", "/E:P", "CVSS:4.0/", "CVSS:", "CVSS2#", "(", ")", "ſ", "Ａ", "\x00", "\xff", " ", "secret"}
	for range 20000 {
		text, _ := randomVector(r, definitions[r.IntN(len(definitions))])
		for range 1 + r.IntN(2) {
			from := r.IntN(len(text) + 1)
			to := min(len(text), from+r.IntN(4))
			text = text[:from] + bits[r.IntN(len(bits))] + text[to:]
		}
		check(t, allowed, text)
	}
}

func FuzzParse(f *testing.F) {
	for _, p := range published {
		f.Add(p.vector)
	}
	f.Add("(CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P)")
	f.Add("CVSS:3.1/AV:N/secret:embargoed")
	allowed := words()
	f.Fuzz(func(t *testing.T, text string) { check(t, allowed, text) })
}
