package html_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

var update = flag.Bool("update", false, "write the golden files anew")

const asOf = "2026-12-01T00:00:00Z"

// render gives all files of a site by path. It renders all advisories at once,
// as builds do.
func render(t testing.TB, site *disclosure.Site) map[string][]byte {
	t.Helper()
	r, err := html.New(site, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	var sink artifact.Memory
	var all sync.WaitGroup
	for _, a := range testsite.Advisories(t, site) {
		all.Go(func() {
			if err := r.Advisory(a, &sink); err != nil {
				t.Error(err)
			}
		})
	}
	if err := r.Lists(&sink); err != nil {
		t.Error(err)
	}
	all.Wait()
	files := map[string][]byte{}
	for _, f := range sink.Files() {
		files[f.Path] = f.Data
	}
	return files
}

func small(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// hashed are the names of style sheet and scripts. Goldens have them without
// the hash, so that they do not change with every colour.
var hashed = regexp.MustCompile(`(assets/[a-z]+)\.[0-9a-f]{12}(\.[a-z]+)`)

func TestGolden(t *testing.T) {
	files := render(t, testsite.Site(t, small(t), asOf))
	var archive txtar.Archive
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !hashed.MatchString(name) {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: hashed.ReplaceAll(files[name], []byte("$1$2"))})
		}
	}
	got := txtar.Format(&archive)
	golden := filepath.Join("testdata", "small.golden.txtar")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	wanted := map[string]string{}
	for _, f := range txtar.Parse(want).Files {
		wanted[f.Name] = string(f.Data)
	}
	for _, f := range archive.Files {
		if wanted[f.Name] != string(f.Data) {
			t.Errorf("%s differs: %s", f.Name, firstDifference(wanted[f.Name], string(f.Data)))
		}
		delete(wanted, f.Name)
	}
	for name := range wanted {
		t.Errorf("%s is missing", name)
	}
	t.Log("if the change is meant, run: go test ./generator/render/html -update")
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n\twant %s\n\tgot  %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(b), len(a))
}

// Every file has the class that publishing order asks for.
func TestClasses(t *testing.T) {
	site := testsite.Site(t, small(t), asOf)
	r, err := html.New(site, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	var records, lists artifact.Memory
	for _, a := range testsite.Advisories(t, site) {
		if err := r.Advisory(a, &records); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Lists(&lists); err != nil {
		t.Fatal(err)
	}
	for _, f := range records.Files() {
		if f.Class != artifact.Record {
			t.Errorf("%s is a %s", f.Path, f.Class)
		}
	}
	for _, f := range lists.Files() {
		want := artifact.List
		if strings.HasPrefix(f.Path, "assets/") {
			want = artifact.Asset
		}
		if f.Class != want {
			t.Errorf("%s is a %s", f.Path, f.Class)
		}
	}
}

// A site without advisories has all its lists; one with a single language has
// no switch and no alternates.
func TestEmptySite(t *testing.T) {
	files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: Empty
base_url: https://empty.example.org/
languages: [en]
time_zone: America/Sao_Paulo
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
`, asOf))
	for _, name := range []string{"index.html", "e/index.html", "vendors/index.html", "years/index.html", "404.html"} {
		if files[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
	if bytes.Contains(files["index.html"], []byte("hreflang")) {
		t.Error("a site with one language offers others")
	}
	crawl(t, files, "https://empty.example.org/")
}

func TestNewNamesTheTemplate(t *testing.T) {
	site := testsite.Site(t, small(t), asOf)
	with := func(name, text string) fstest.MapFS {
		out := fstest.MapFS{}
		for _, f := range templateFiles(t) {
			data, err := templates.FS.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[f] = &fstest.MapFile{Data: data}
		}
		if text == "" {
			delete(out, name)
		} else {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
		return out
	}
	for _, c := range []struct{ name, text, want string }{
		{"html/advisory.html", "{{define \"content\"}}\n{{if}}{{end}}", "html/advisory.html:2"},
		{"html/year.html", "{{define \"content\"}}\n\n{{nope}}{{end}}", "html/year.html:3"},
		{"html/year.html", "no definition", "html/year.html"},
		{"html/partials.html", "", "html/partials.html"},
	} {
		_, err := html.New(site, with(c.name, c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error %v does not name %s", c.name, err, c.want)
		}
	}
	bare := with("css", "")
	maps.DeleteFunc(bare, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "css/") })
	if _, err := html.New(site, bare); err == nil || !strings.Contains(err.Error(), "css/*.css") {
		t.Errorf("the error %v does not name css/*.css", err)
	}
	r, err := html.New(site, with("html/year.html", "{{define \"content\"}}\n{{word \"no.such\"}}{{end}}"))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Lists(new(artifact.Memory)); err == nil || !strings.Contains(err.Error(), "html/year.html:2") {
		t.Errorf("the error %v does not name html/year.html:2", err)
	}
}

// The parts of the style sheet are one file, in the order of their names.
func TestStyleSheet(t *testing.T) {
	files := render(t, testsite.Site(t, small(t), asOf))
	var want []byte
	for _, name := range templateFiles(t) {
		if strings.HasPrefix(name, "css/") {
			part, err := templates.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, part...)
		}
	}
	found := 0
	for name, data := range files {
		if strings.HasSuffix(name, ".css") {
			found++
			if !bytes.Equal(data, want) {
				t.Errorf("%s is not css/*.css in the order of names", name)
			}
		}
	}
	if found != 1 {
		t.Errorf("there are %d style sheets, want 1", found)
	}
}

// Two renderings give the same bytes, and no page knows when it was made.
func TestDeterministic(t *testing.T) {
	a := render(t, testsite.Site(t, small(t), asOf))
	b := render(t, testsite.Site(t, small(t), "2026-12-31T00:00:00Z"))
	if !maps.EqualFunc(a, b, bytes.Equal) {
		t.Error("two builds of the same site differ")
	}
}
