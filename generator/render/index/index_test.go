package index

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/schema"
)

// init puts the machine far from UTC: where it stands may not show.
func init() { time.Local = time.FixedZone("far", 13*60*60) }

var update = flag.Bool("update", false, "write the golden files anew")

const asOf = "2026-06-01T00:00:00Z"

func small(t *testing.T) *disclosure.Site {
	t.Helper()
	archive, err := os.ReadFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return testsite.Site(t, string(archive), asOf)
}

func rendered(t *testing.T, site *disclosure.Site) *artifact.Memory {
	t.Helper()
	var out artifact.Memory
	if err := Lists(site, &out); err != nil {
		t.Fatal(err)
	}
	for _, a := range testsite.Advisories(t, site) {
		if err := Advisory(site, a, &out); err != nil {
			t.Fatal(err)
		}
	}
	return &out
}

func TestGolden(t *testing.T) {
	golden := map[string]artifact.Class{
		"index.json": artifact.Index, "index/2026.json": artifact.Index, "index/2025.json": artifact.Index,
		"ex/EX11111111/index.json": artifact.Record, "ex/EX22222222/index.json": artifact.Record,
		"sitemap.xml": artifact.Index, "robots.txt": artifact.Index, ".well-known/security.txt": artifact.Index,
		"schema/index.schema.json": artifact.Asset, "schema/index-year.schema.json": artifact.Asset,
		"schema/advisory-document.schema.json": artifact.Asset,
	}
	for _, f := range rendered(t, small(t)).Files() {
		class, known := golden[f.Path]
		if delete(golden, f.Path); !known || class != f.Class {
			t.Errorf("%s of class %s", f.Path, f.Class)
		}
		if class == artifact.Asset {
			continue
		}
		name := path.Join("testdata", strings.ReplaceAll(strings.TrimPrefix(f.Path, "."), "/", "_"))
		if *update {
			if err := os.WriteFile(name, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, f.Data) {
			t.Errorf("%s is\n%s", f.Path, f.Data)
		}
	}
	if len(golden) > 0 {
		t.Errorf("missing: %v", slices.Sorted(maps.Keys(golden)))
	}
}

// TestNothingDisclosed: a site before its first advisory is a valid one.
func TestNothingDisclosed(t *testing.T) {
	archive, err := os.ReadFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := testsite.Files(string(archive))
	maps.DeleteFunc(files, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "advisories/") })
	out := rendered(t, testsite.FromFS(t, files, asOf))
	f, _ := out.Get("index.json")
	want := `{
  "base_url": "https://notes.example.org/base/",
  "updated": null,
  "latest": [],
  "years": []
}
`
	if string(f.Data) != want {
		t.Errorf("index.json is %s", f.Data)
	}
	validate(t, compiled(t), f)
	if f, _ := out.Get("sitemap.xml"); bytes.Contains(f.Data, []byte("lastmod")) {
		t.Error("pages without content claim a last change")
	}
}

// compiled holds the published schemas, compiled.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	out := map[string]*jsonschema.Schema{}
	for _, name := range published {
		data, err := schema.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name, bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		if out[name], err = c.Compile(name); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return out
}

// validate holds a document to its schema.
func validate(t *testing.T, schemas map[string]*jsonschema.Schema, f artifact.File) {
	t.Helper()
	name := "advisory-document.schema.json"
	switch {
	case f.Path == "index.json":
		name = "index.schema.json"
	case strings.HasPrefix(f.Path, "index/"):
		name = "index-year.schema.json"
	}
	var value any
	if err := json.Unmarshal(f.Data, &value); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	if err := schemas[name].Validate(value); err != nil {
		t.Errorf("%s: %#v", f.Path, err)
	}
}

// TestRandomSites holds every document to its schema, and the years to the
// entries of the site.
func TestRandomSites(t *testing.T) {
	schemas := compiled(t)
	for seed := range uint64(15) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			site := randomsite.Site(t, seed, int(seed)*3)
			out := rendered(t, site)
			for _, f := range out.Files() {
				if strings.HasSuffix(f.Path, ".json") && f.Class != artifact.Asset {
					validate(t, schemas, f)
				}
			}
			checkYears(t, site, out)
			if !out.Manifest().Equal(rendered(t, site).Manifest()) {
				t.Error("two renderings differ")
			}
		})
	}
}

func checkYears(t *testing.T, site *disclosure.Site, out *artifact.Memory) {
	t.Helper()
	var index indexJSON
	decode(t, out, "index.json", &index)
	var all []itemJSON
	for _, link := range index.Years {
		name := strings.TrimPrefix(link.URL, index.BaseURL)
		var year yearJSON
		f := decode(t, out, name, &year)
		if artifact.Digest(f.Data) != link.SHA256 || len(year.Advisories) != link.Count || year.Year != link.Year {
			t.Errorf("%s is not what index.json says", name)
		}
		all = append(all, year.Advisories...)
	}
	if len(all) != len(site.Entries()) {
		t.Fatalf("%d advisories in the years, want %d", len(all), len(site.Entries()))
	}
	for i, e := range site.Entries() {
		if all[i].ID != e.ID() || all[i].JSON != index.BaseURL+e.Path()+"index.json" {
			t.Errorf("place %d: %s, want %s", i, all[i].ID, e.ID())
		}
		var doc advisoryJSON
		decode(t, out, e.Path()+"index.json", &doc)
		if doc.ID != e.ID() || doc.Updated != all[i].Updated || len(doc.Vendors) != len(e.Statuses()) {
			t.Errorf("%s: document and index differ", e.ID())
		}
	}
	if n := min(latest, len(all)); len(index.Latest) != n || n > 0 && !reflect.DeepEqual(index.Latest, all[:n]) {
		t.Error("latest is not the beginning of the years")
	}
}

func decode(t *testing.T, out *artifact.Memory, name string, into any) artifact.File {
	t.Helper()
	f, ok := out.Get(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	if err := json.Unmarshal(f.Data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// TestSchemasSayEverything: every key has a description, and no key is left
// open. Programs are written from these files.
func TestSchemasSayEverything(t *testing.T) {
	for _, name := range published {
		data, err := schema.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var root map[string]any
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		if root["$schema"] != "https://json-schema.org/draft/2020-12/schema" || root["$id"] != "https://advgen.dev/schema/"+name {
			t.Errorf("%s: $schema %v, $id %v", name, root["$schema"], root["$id"])
		}
		described(t, name, root, root)
	}
}

func described(t *testing.T, where string, value any, root map[string]any) {
	switch value := value.(type) {
	case []any:
		for i, v := range value {
			described(t, fmt.Sprintf("%s/%d", where, i), v, root)
		}
	case map[string]any:
		properties, _ := value["properties"].(map[string]any)
		if _, closed := value["additionalProperties"]; value["type"] == "object" && !closed {
			t.Errorf("%s is open", where)
		}
		for key, p := range properties {
			of := p.(map[string]any)
			if ref, ok := of["$ref"].(string); ok && of["description"] == nil {
				of = root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
			}
			if of["title"] == nil || of["description"] == nil {
				t.Errorf("%s: %s has no title or description", where, key)
			}
		}
		for key, v := range value {
			described(t, where+"/"+key, v, root)
		}
	}
}

func TestErrorOfTheSink(t *testing.T) {
	site := small(t)
	for n := range 9 {
		if err := Lists(site, &failing{after: n}); !errors.Is(err, errFull) {
			t.Errorf("after %d files: %v", n, err)
		}
	}
	if err := Advisory(site, testsite.Advisories(t, site)[0], &failing{}); !errors.Is(err, errFull) {
		t.Errorf("advisory: %v", err)
	}
}

var errFull = errors.New("full")

type failing struct{ after int }

func (f *failing) Put(artifact.File) error {
	if f.after--; f.after < 0 {
		return errFull
	}
	return nil
}
