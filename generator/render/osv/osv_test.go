package osv

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// init puts the machine far from UTC: where it stands may not show.
func init() { time.Local = time.FixedZone("far", 13*60*60) }

var update = flag.Bool("update", false, "write the golden files anew")

func content(t *testing.T) fstest.MapFS {
	t.Helper()
	archive, err := os.ReadFile("../testdata/formats.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return testsite.Files(string(archive))
}

func rendered(t *testing.T, site *disclosure.Site) *artifact.Memory {
	t.Helper()
	var out artifact.Memory
	r := New(site)
	all := testsite.Advisories(t, site)
	for i := range all { // in any order: here, the oldest first
		if err := r.Advisory(all[len(all)-1-i], &out); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Lists(&out); err != nil {
		t.Fatal(err)
	}
	return &out
}

func TestGolden(t *testing.T) {
	want := map[string]artifact.Class{
		"osv/EX-11111111.json": artifact.Record, "osv/EX-22222222.json": artifact.Record, "osv/all.zip": artifact.Index,
		"osv/npm/all.zip": artifact.Index, "osv/Debian/all.zip": artifact.Index, "osv/PyPI/all.zip": artifact.Index,
	}
	for _, f := range rendered(t, testsite.FromFS(t, content(t), randomsite.AsOf)).Files() {
		class, ok := want[f.Path]
		delete(want, f.Path)
		if !ok || f.Class != class {
			t.Errorf("%s of class %s", f.Path, f.Class)
		}
		if class != artifact.Record {
			continue
		}
		golden := path.Join("testdata", path.Base(f.Path))
		if *update {
			if err := os.WriteFile(golden, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, f.Data) {
			t.Errorf("%s is\n%s", f.Path, f.Data)
		}
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestSwitchedOff(t *testing.T) {
	files := content(t)
	f := files["publisher.yaml"]
	f.Data = []byte(strings.Replace(string(f.Data), " osv,", "", 1))
	if n := len(rendered(t, testsite.FromFS(t, files, randomsite.AsOf)).Files()); n != 0 {
		t.Errorf("%d files", n)
	}
}

func TestID(t *testing.T) {
	for slug, want := range map[string]string{
		"JVN12345678": "JVN-12345678", "EXTA-2026-001": "EXTA-2026-001", "VU1": "VU-1", "12345": "12345", "a.b-1": "a.b-1", "JVNVU9.1": "JVNVU-9.1",
	} {
		if got := ID(slug); got != want {
			t.Errorf("%s: %s, want %s", slug, got, want)
		}
	}
}

// TestIDsStayApart: two slugs that come to one id do not overwrite each other.
func TestIDsStayApart(t *testing.T) {
	site := testsite.Site(t, `-- publisher.yaml --
name: Example
base_url: https://example.org/
languages: [en]
time_zone: UTC
series: [{pattern: "X-?[0-9]+", path: x}]
-- advisories/X1/advisory.md --
---
id: X1
title: T
disclose_at: 2026-01-01T00:00:00Z
---
-- advisories/X-1/advisory.md --
---
id: X-1
title: T
disclose_at: 2026-01-01T00:00:00Z
---
`, "2026-02-01T00:00:00Z")
	if got := ids(site.Entries()); got["X1"] != "X1" || got["X-1"] != "X-1" {
		t.Errorf("%v", got)
	}
}

// schema is that of OSV, but for the prefixes of ids: those of the publishers
// of the tests are registered with nobody.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/osv-schema-1.7.5.json")
	if err != nil {
		t.Fatal(err)
	}
	start := bytes.Index(data, []byte(`"pattern": "^(ASB-A|`))
	end := start + bytes.IndexByte(data[start:], '\n')
	data = slices.Concat(data[:start], []byte(`"pattern": "^[A-Za-z]+-"`), data[end:])
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	if err := c.AddResource("osv.json", bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("osv.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEcosystems: check knows the ecosystems of the schema, no more and no less.
func TestEcosystems(t *testing.T) {
	data, err := os.ReadFile("testdata/osv-schema-1.7.5.json")
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Defs struct {
			EcosystemName struct{ Enum []string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	slices.Sort(s.Defs.EcosystemName.Enum)
	if have := check.Ecosystems(); !slices.Equal(have, s.Defs.EcosystemName.Enum) {
		t.Errorf("check has %q", have)
	}
	folders := map[string]bool{}
	for _, name := range check.Ecosystems() {
		p := "osv/" + Folder(name) + "/all.zip"
		if err := artifact.CheckPath(p); err != nil || folders[strings.ToLower(p)] {
			t.Errorf("%s: %v", p, err)
		}
		folders[strings.ToLower(p)] = true
	}
}

// TestRandomSites: every document is valid, the zips hold exactly the documents
// beside them, and an order of rendering makes no difference.
func TestRandomSites(t *testing.T) {
	s := schema(t)
	documents := 0
	for seed := range uint64(15) {
		site := randomsite.Site(t, seed, int(seed)*3)
		out := rendered(t, site)
		all, members := map[string][]byte{}, map[string]map[string][]byte{}
		for _, f := range out.Files() {
			if f.Class != artifact.Record {
				continue
			}
			documents++
			name := path.Base(f.Path)
			all[name] = f.Data
			var value any
			var doc documentJSON
			if err := json.Unmarshal(f.Data, &value); err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(value); err != nil {
				t.Errorf("%d: %s: %#v", seed, f.Path, err)
			}
			if err := json.Unmarshal(f.Data, &doc); err != nil {
				t.Fatal(err)
			}
			if doc.ID+".json" != name || doc.Modified < doc.Published || doc.Withdrawn != "" && doc.Withdrawn < doc.Published {
				t.Errorf("%d: %s has the id %s and the dates %s, %s, %s", seed, f.Path, doc.ID, doc.Published, doc.Modified, doc.Withdrawn)
			}
			for _, a := range doc.Affected {
				folder := Folder(a.Package.Ecosystem)
				if members[folder] == nil {
					members[folder] = map[string][]byte{}
				}
				members[folder][name] = f.Data
			}
		}
		if len(all) > 0 {
			members["."] = all
		}
		for _, f := range out.Files() {
			if f.Class != artifact.Index {
				continue
			}
			folder := path.Dir(strings.TrimPrefix(f.Path, "osv/"))
			if !maps.EqualFunc(unzipped(t, f.Data), members[folder], bytes.Equal) {
				t.Errorf("%d: %s does not hold the documents of the ecosystem", seed, f.Path)
			}
			delete(members, folder)
		}
		if len(members) > 0 {
			t.Errorf("%d: ecosystems without a zip: %v", seed, slices.Collect(maps.Keys(members)))
		}
	}
	if documents < 20 {
		t.Errorf("only %d documents", documents)
	}
}

func unzipped(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out, previous := map[string][]byte{}, ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		if f.Name <= previous || !f.Modified.Equal(epoch) {
			t.Errorf("%s stands after %s, with the time %s", f.Name, previous, f.Modified)
		}
		previous = f.Name
	}
	return out
}
