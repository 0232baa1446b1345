package osv

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	render "github.com/advgen/advgen/generator/render/osv"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

const asOf = "2026-06-01T00:00:00Z"

func imported(t testing.TB, src fstest.MapFS) (fstest.MapFS, Report) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, asOf)
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	report, err := Import(src, at, func(name string, data []byte) error {
		if out[name] != nil {
			return fmt.Errorf("%s is written twice", name)
		}
		out[name] = &fstest.MapFile{Data: slices.Clone(data), Mode: 0o644}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, report
}

func files(archive string) fstest.MapFS { return testsite.Files(archive) }

const sample = `-- npm/GHSA-aaaa-bbbb-cccc.json --
{"schema_version": "1.7.0", "id": "GHSA-aaaa-bbbb-cccc", "modified": "2025-03-02T10:00:00.123Z", "published": "2025-03-01T09:00:00Z",
 "aliases": ["CVE-2025-12345", "CVE-BAD"], "related": ["PYSEC-2024-7", "GHSA-none"], "summary": "A flaw\u200b in widget",
 "details": "# Widget\nIt has **a flaw**.\n\n## Impact\nCode runs.\n",
 "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}, {"type": "Ubuntu", "score": "high"}],
 "affected": [{"package": {"ecosystem": "npm", "name": "@alpha/widget", "purl": "pkg:npm/%40alpha/widget"},
   "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.3"}, {"introduced": "2.0.0"}, {"last_affected": "2.1.0"}, {"introduced": "3.0.0"}]},
              {"type": "GIT", "repo": "https://example.com/x.git", "events": [{"introduced": "0"}]}]},
  {"package": {"ecosystem": "Nowhere", "name": "widget"}, "versions": ["1.0", "1.1"]}],
 "references": [{"type": "WEB", "url": "https://example.com/a"}, {"type": "WEB", "url": "git://example.com/b"}],
 "credits": [{"name": "Someone", "type": "FINDER"}], "database_specific": {"cwe_ids": ["CWE-79", "X"]}}
-- PYSEC-2024-7.json --
{"id": "PYSEC-2024-7", "modified": "2024-02-01T00:00:00Z", "withdrawn": "2024-03-01T00:00:00Z",
 "details": "Text with <b>HTML</b>.\n", "affected": null, "severity": null}
-- EX-11111111.json --
{"id": "EX-11111111", "modified": "2024-02-01T00:00:00Z", "published": "2024-02-01T00:00:00Z", "summary": "Own", "database_specific": {"id": "EX#11111111"}}
-- README.md --
not a document
`

func TestImport(t *testing.T) {
	out, report := imported(t, files(sample))
	site := testsite.FromFS(t, out, asOf)
	if n := len(site.Entries()); n != 3 {
		t.Fatalf("%d advisories", n)
	}
	golden := &txtar.Archive{}
	for _, name := range sorted(out) {
		golden.Files = append(golden.Files, txtar.File{Name: name, Data: out[name].Data})
	}
	var text bytes.Buffer
	if err := report.Print(&text); err != nil {
		t.Fatal(err)
	}
	golden.Files = append(golden.Files, txtar.File{Name: "report", Data: text.Bytes()})
	want, err := os.ReadFile("testdata/imported.txtar")
	if got := txtar.Format(golden); err != nil || !bytes.Equal(got, want) {
		if os.Getenv("UPDATE") == "" {
			t.Fatalf("got\n%s", got)
		}
		if err := os.WriteFile("testdata/imported.txtar", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range report.Mended {
		if m.Description == "" {
			t.Errorf("the rule %s says nothing", m.Rule)
		}
	}
}

func sorted(m fstest.MapFS) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestRefused(t *testing.T) {
	for name, archive := range map[string]string{
		"no document":      "-- a.json --\n[]\n",
		"no JSON":          "-- a.json --\n{\n",
		"no id":            "-- a.json --\n{\"modified\": \"2024-02-01T00:00:00Z\"}\n",
		"nothing":          "-- a.txt --\n\n",
		"no date":          "-- a.json --\n{\"id\": \"X-1\"}\n",
		"an id twice":      "-- a.json --\n{\"id\": \"X-1\", \"modified\": \"2024-02-01T00:00:00Z\"}\n-- b.json --\n{\"id\": \"X-1\", \"modified\": \"2024-02-01T00:00:00Z\"}\n",
		"one folder":       "-- a.json --\n{\"id\": \"X-1\", \"modified\": \"2024-02-01T00:00:00Z\"}\n-- b.json --\n{\"id\": \"x-1\", \"modified\": \"2024-02-01T00:00:00Z\"}\n",
		"a path for an id": "-- a.json --\n{\"id\": \"../../x\", \"modified\": \"2024-02-01T00:00:00Z\"}\n",
	} {
		_, err := Import(files(archive), time.Unix(0, 0), func(string, []byte) error { return nil })
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	errFull := errors.New("full")
	if _, err := Import(files(sample), time.Unix(0, 0), func(string, []byte) error { return errFull }); !errors.Is(err, errFull) {
		t.Errorf("an error of write gave %v", err)
	}
}

// TestRoundTrip: what the renderer writes of a site comes back to the same
// documents, but for what docs/import.md lists.
func TestRoundTrip(t *testing.T) {
	compared := 0
	for seed := range uint64(12) {
		site := randomsite.Site(t, seed, int(seed)*4)
		first := documents(t, site)
		if len(first) == 0 {
			continue
		}
		again, report := imported(t, first)
		second := documents(t, testsite.FromFS(t, again, asOf))
		if len(first) != len(second) || report.Advisories != len(first) {
			t.Fatalf("%d: %d documents became %d", seed, len(first), len(second))
		}
		for name := range first {
			if second[name] == nil {
				t.Fatalf("%d: %s is missing", seed, name)
			}
			a, b := normal(t, first[name].Data), normal(t, second[name].Data)
			for key := range a {
				if !reflect.DeepEqual(a[key], b[key]) {
					t.Errorf("%d: %s: %s\n%#v\n%#v", seed, name, key, a[key], b[key])
				}
			}
			compared++
		}
	}
	if compared < 20 {
		t.Errorf("only %d documents", compared)
	}
}

func documents(t *testing.T, site *disclosure.Site) fstest.MapFS {
	t.Helper()
	var out artifact.Memory
	r := render.New(site)
	for _, a := range testsite.Advisories(t, site) {
		if err := r.Advisory(a, &out); err != nil {
			t.Fatal(err)
		}
	}
	m := fstest.MapFS{}
	for _, f := range out.Files() {
		m[path.Base(f.Path)] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return m
}

var autolink = regexp.MustCompile(`<(https?:[^<>]*)>`)

// normal takes off a document what does not come back: the addresses of the
// publisher, the kinds of references, ids of advisories without a document, and
// how texts are laid out.
func normal(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	delete(doc, "references")
	delete(doc, "related")
	if s, ok := doc["details"].(string); ok {
		s = autolink.ReplaceAllString(s, "$1")
		doc["details"] = strings.Join(strings.Fields(strings.NewReplacer("影響を受けるシステム", "Products Affected", "概要", "Overview", "詳細情報", "Description", "対策方法", "Solution").Replace(s)), " ")
	}
	return doc
}

// FuzzImport: whatever a document holds, what is written of it is sound content
// or the import says why not.
func FuzzImport(f *testing.F) {
	for _, file := range txtar.Parse([]byte(sample)).Files {
		f.Add(file.Data)
	}
	f.Add([]byte(`{"id":"X-1","modified":"2024-01-01T00:00:00Z","details":"# a\n## Overview\n<!-- x -->\n` + "```" + `\n## Impact\n[a](javascript:b)","summary":"a: b # c\n---"}`))
	at, _ := time.Parse(time.RFC3339, asOf)
	f.Fuzz(func(t *testing.T, data []byte) {
		out := fstest.MapFS{}
		_, err := Import(fstest.MapFS{"a.json": {Data: data}}, at, func(name string, data []byte) error {
			out[name] = &fstest.MapFile{Data: slices.Clone(data), Mode: 0o644}
			return nil
		})
		if err == nil {
			testsite.FromFS(t, out, asOf)
		}
	})
}

// FuzzTexts does the same for the texts of a document, which JSON hides from
// the other fuzzer.
func FuzzTexts(f *testing.F) {
	f.Add("A title", "# a\n## Overview\n<!-- x -->\n```\n## Impact\n[a](javascript:b)", "widget", "1.0", "https://example.com/", "npm")
	f.Add("---\n: x", "a\n===\n\n| a |\n|---|\n| 1 | 2 |\n[x]: https://example.com\n![i](a)", "@a/b", "0", "mailto:x", "Debian:12")
	at, _ := time.Parse(time.RFC3339, asOf)
	f.Fuzz(func(t *testing.T, summary, details, name, version, address, ecosystem string) {
		doc := map[string]any{
			"id": "X-1", "modified": "2024-01-01T00:00:00Z", "summary": summary, "details": details, "aliases": []string{name, version},
			"affected":   []any{map[string]any{"package": map[string]any{"ecosystem": ecosystem, "name": name, "purl": "pkg:npm/" + name}, "versions": []string{version}}},
			"references": []any{map[string]any{"url": address}}, "credits": []any{map[string]any{"name": summary}},
		}
		data, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err) // texts always have a JSON form
		}
		out := fstest.MapFS{}
		_, err = Import(fstest.MapFS{"a.json": {Data: data}}, at, func(name string, data []byte) error {
			out[name] = &fstest.MapFile{Data: slices.Clone(data), Mode: 0o644}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		testsite.FromFS(t, out, asOf)
	})
}
