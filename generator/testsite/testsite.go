// Package testsite makes sites for the tests of renderers, through the real
// gate: there is no other way to make one.
package testsite

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
)

// Site gives what is disclosed at asOf, an RFC 3339 instant, of a content
// repository in txtar form. Problems fail the test.
func Site(t testing.TB, archive, asOf string) *disclosure.Site {
	t.Helper()
	return FromFS(t, Files(archive), asOf)
}

// Files is the content repository in a txtar archive.
func Files(archive string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return files
}

// FromFS gives what is disclosed at asOf of the content repository in fsys.
func FromFS(t testing.TB, fsys fs.FS, asOf string) *disclosure.Site {
	t.Helper()
	at, err := advisory.ParseClock(asOf)
	if err != nil {
		t.Fatal(err)
	}
	c, list, err := catalog.Open(fsys, check.Options{Now: at, AsOf: at})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.OnlyErrors() {
		t.Errorf("%s\n\thint: %s", p, p.Hint)
	}
	site, err := disclosure.Gate(c, at)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// Advisories loads every advisory of a site.
func Advisories(t testing.TB, site *disclosure.Site) []*disclosure.Advisory {
	t.Helper()
	var out []*disclosure.Advisory
	for _, e := range site.Entries() {
		a, err := site.Advisory(e)
		if err != nil {
			t.Fatalf("%s: %v", e.ID(), err)
		}
		out = append(out, a)
	}
	return out
}
