package hostile

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
)

var now = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

var options = check.Options{Now: now, AsOf: now}

// judged are the fields without a pattern that still do not take just any
// text. A new field is free until it is named here.
var judged = []string{"id", "ecosystem", "related", "vector", "time_zone", "redirects"}

// TestPlainTextGoesEverywhere keeps the tests that use this package from
// losing fields: a harmless text is accepted wherever no rule says otherwise.
func TestPlainTextGoesEverywhere(t *testing.T) {
	all, err := Fields()
	if err != nil {
		t.Fatal(err)
	}
	accepted := map[string]bool{}
	for _, perLanguage := range []bool{false, true} {
		_, fields, err := Everywhere("plain", perLanguage, options)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			accepted[f.String()] = true
		}
	}
	for _, f := range all {
		free := !f.Ruled && !slices.ContainsFunc(f.Pointer, func(key string) bool { return slices.Contains(judged, key) })
		if free && !accepted[f.String()] {
			t.Errorf("%s takes no plain text; give it what it needs in base.txtar, or say in this test that a rule judges it", f)
		}
	}
}

// TestEveryKindOfFile: the base content has a file for each schema of ours.
func TestEveryKindOfFile(t *testing.T) {
	kinds, err := Schemas()
	if err != nil {
		t.Fatal(err)
	}
	docs, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		if len(filesOf(kind)) == 0 {
			t.Errorf("no file of the base content is a %s", kind)
		}
		for _, name := range filesOf(kind) {
			if _, ok := docs[name]; !ok {
				t.Errorf("the base content has no %s", name)
			}
		}
	}
}

// TestAddressesAreRefused: links that run something, leave the web, or look
// like another link are problems in every field for an address, of whatever
// file, and in every Markdown text.
func TestAddressesAreRefused(t *testing.T) {
	all, err := Fields()
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]int{}
	for _, f := range all {
		var form func(string) string
		switch f.Kind {
		case "url":
			form = func(s string) string { return s }
		case "markdown":
			form = func(s string) string { return "[x](<" + s + ">)" }
		case "email":
			form = func(s string) string { return strings.TrimPrefix(s, "mailto:") + "@example.org" }
		default:
			continue
		}
		places[f.Kind]++
		for i, address := range Addresses {
			if n := places[f.Kind]; n > 1 && (i+n)%6 != 0 {
				continue // the first of each kind has them all; the rule is the same one
			}
			files, err := Alone(f, form(address))
			if err != nil {
				t.Fatal(err)
			}
			_, list, err := check.Run(files, options)
			if err != nil {
				t.Fatal(err)
			}
			found := slices.ContainsFunc(list.OnlyErrors(), func(p problem.Problem) bool {
				return p.Path == f.File && !strings.Contains(p.Message+p.Hint, Elsewhere)
			})
			if !found {
				t.Errorf("%s: %q is no problem", f, address)
			}
		}
	}
	if places["url"] < 8 || places["email"] < 2 || places["markdown"] < 9 {
		t.Errorf("the places that take an address: %v", places)
	}
}
