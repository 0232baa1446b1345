package csaf_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	importer "github.com/advgen/advgen/generator/importer/csaf"
	"github.com/advgen/advgen/generator/render/csaf"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// publish gives the files of a site's provider.
func publish(t testing.TB, site *disclosure.Site) fstest.MapFS {
	t.Helper()
	var files artifact.Memory
	p, err := csaf.New(site, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range testsite.Advisories(t, site) {
		if err := p.Advisory(a, &files); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Lists(&files); err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range files.Files() {
		out[f.Path] = &fstest.MapFile{Data: f.Data}
	}
	return out
}

// imported is the content that Import makes.
func imported(t testing.TB, src fs.FS, zone *time.Location) (fstest.MapFS, importer.Report) {
	t.Helper()
	out := fstest.MapFS{}
	report, err := importer.Import(src, zone, func(name string, data []byte) error {
		if out[name] != nil {
			return fmt.Errorf("%s is written twice", name)
		}
		out[name] = &fstest.MapFile{Data: data}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, report
}

// documents gives the CSAF documents of a provider, without the name of the
// publisher: CSAF has one name where publisher.yaml has two.
func documents(t testing.TB, files fstest.MapFS) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for name, f := range files {
		if path.Ext(name) != ".json" || strings.Count(name, "/") != 4 {
			continue
		}
		var doc map[string]any
		data := vers.ReplaceAll(f.Data, []byte(`"vers:generic/`)) // packages are not kept
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		document := doc["document"].(map[string]any)
		delete(document, "publisher")
		for _, n := range list(document["notes"]) { // the white space of texts is not kept
			n := n.(map[string]any)
			n["text"] = strings.Join(strings.Fields(n["text"].(string)), " ")
		}
		for _, v := range list(doc["vulnerabilities"]) {
			delete(v.(map[string]any), "ids") // they bear the publisher's name
		}
		out[path.Base(name)] = doc
	}
	return out
}

var vers = regexp.MustCompile(`"vers:[a-z]+/`)

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// roundTrip publishes, imports, publishes again, and compares.
func roundTrip(t *testing.T, site *disclosure.Site, asOf string) {
	t.Helper()
	first := publish(t, site)
	content, report := imported(t, first, site.Publisher().Zone())
	again := testsite.FromFS(t, content, asOf)
	if t.Failed() {
		dump(t, content)
		t.FailNow()
	}
	if report.Published != len(site.Entries()) || report.Held != 0 {
		t.Errorf("%d of %d advisories are public again", report.Published, len(site.Entries()))
	}
	want, got := documents(t, first), documents(t, publish(t, again))
	for name, doc := range want {
		if a, b := text(doc), text(got[name]); a != b {
			t.Errorf("%s comes back otherwise:\n%s", name, difference(a, b))
		}
	}
}

func text(v any) string {
	data, _ := json.MarshalIndent(v, "", " ")
	return string(data)
}

// difference is the first lines in which two texts differ.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return strings.Join(x[max(0, i-3):min(len(x), i+4)], "\n") + "\n--- became ---\n" + strings.Join(y[min(len(y), max(0, i-3)):min(len(y), i+4)], "\n")
		}
	}
	return "it is longer"
}

func dump(t *testing.T, content fstest.MapFS) {
	t.Helper()
	if dir := os.Getenv("CSAF_DUMP"); dir != "" {
		if err := os.CopyFS(dir, content); err != nil {
			t.Log(err)
		}
	}
}

func TestRoundTripOfTheSample(t *testing.T) {
	roundTrip(t, testsite.FromFS(t, os.DirFS("../../../content"), "2026-11-23T00:00:00Z"), "2026-11-23T00:00:00Z")
}

func TestRoundTripOfRandomSites(t *testing.T) {
	for seed := range uint64(40) {
		site := randomsite.Site(t, seed, 12)
		if len(site.Entries()) == 0 {
			continue
		}
		roundTrip(t, site, randomsite.AsOf)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"nothing of CSAF": {`{"document":{"csaf_version":"2.1"}}`, "no CSAF 2.0 document"},
		"no JSON":         {`{`, "not JSON"},
		"no id":           {`{"document":{"csaf_version":"2.0"}}`, "no tracking id"},
		"another form":    {`{"document":{"csaf_version":"2.0","title":1,"tracking":{"id":"X-1"}}}`, "not a valid CSAF"},
		"an id of dots":   {`{"document":{"csaf_version":"2.0","tracking":{"id":"###"}}}`, "no letter or digit"},
	} {
		_, err := importer.Import(fstest.MapFS{"a.json": {Data: []byte(c.file)}}, time.UTC, func(string, []byte) error { return errors.New("written") })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
