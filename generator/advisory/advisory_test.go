package advisory

import (
	"regexp"
	"slices"
	"testing"
)

func TestSlug(t *testing.T) {
	for id, want := range map[string]string{
		"JVN#12345678": "JVN12345678", "VU#264124": "VU264124", "EX-2026.1_a": "EX-2026.1_a",
		"JVN＃1２": "JVN1", "../x": "..x", "": "",
	} {
		if got := Slug(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}

func TestSeriesMatchesFromEndToEnd(t *testing.T) {
	s := Series{Prefix: "JVN#", Pattern: regexp.MustCompile(`^(?:[0-9]{8})$`)}
	for id, want := range map[string]bool{
		"JVN#12345678": true, "JVN#1234567": false, "JVN#123456789": false,
		"XJVN#12345678": false, "JVNVU#12345678": false, "jvn#12345678": false, "JVN#12345678\n": false,
	} {
		if s.Matches(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}

func TestValidVendorID(t *testing.T) {
	for id, want := range map[string]bool{
		"a": true, "example-networks": true, "3com": true,
		"": false, "-a": false, "a-": false, "A": false, "a.b": false, "a_b": false, "con": false, "lpt1": false,
		"あ": false, "a/b": false, "index.html": false,
	} {
		if ValidVendorID(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}

func TestStatusRoundTripAndWorse(t *testing.T) {
	for _, s := range Statuses() {
		if got, ok := ParseStatus(s.String()); !ok || got != s {
			t.Errorf("%v becomes %v", s, got)
		}
		for _, o := range Statuses() {
			w := Worse(s, o)
			if w != Worse(o, s) || w != s && w != o {
				t.Errorf("worse of %v and %v is %v", s, o, w)
			}
		}
		if Worse(s, NotAffected) != s || Worse(s, Affected) != Affected {
			t.Errorf("%v: not affected is the mildest, affected the worst", s)
		}
	}
	for _, bad := range []string{"", "Affected", "vulnerable", "affected "} {
		if _, ok := ParseStatus(bad); ok {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestSectionsAreFoundInEveryLanguage(t *testing.T) {
	var keys []string
	for _, s := range Sections() {
		keys = append(keys, s.Key())
		for _, lang := range Languages() {
			if got, ok := ParseSection(s.Heading(lang)); !ok || got != s {
				t.Errorf("%q is not found", s.Heading(lang))
			}
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(keys)))) != len(Sections()) {
		t.Error("two sections have one key")
	}
	if s, ok := ParseSection(" jpcert/cc addendum "); !ok || s != Addendum {
		t.Error("a heading in use at JVN is not found")
	}
}
