package problem

import "testing"

func TestList(t *testing.T) {
	sorted := sample.Sorted()
	if len(sorted) != 5 || sorted[0].Rule != "no-place" || len(sample) != 6 {
		t.Errorf("%+v", sorted)
	}
	if sample.Errors() != 4 || len(sample.OnlyErrors()) != 4 {
		t.Errorf("%d errors", sample.Errors())
	}
	for want, p := range map[string]Problem{
		"a: m": {Path: "a", Message: "m"}, "a:1: m": {Path: "a", Line: 1, Message: "m"}, "a:1:2: m": {Path: "a", Line: 1, Col: 2, Message: "m"},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
