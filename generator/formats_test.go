package generator_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

var versions = regexp.MustCompile(`versions: (\w+)}]`)

// formatsLine is a choice of formats that a repository made already.
var formatsLine = regexp.MustCompile(`(?m)^formats: .*\n`)

// everyFormat is a repository with the formats for programs switched on, and
// with what they want of products.
func everyFormat(files fstest.MapFS) fstest.MapFS {
	out := fstest.MapFS{}
	for name, f := range files {
		data := versions.ReplaceAll(f.Data, []byte(`versions: $1, cpe: "cpe:2.3:a:$1:$1:*:*:*:*:*:*:*:*", purl: pkg:npm/$1, package: {ecosystem: npm, name: $1}, ranges: [{introduced: "0", fixed: "$1"}]}]`))
		if name == "publisher.yaml" {
			data = append([]byte("formats: [csaf, openvex, osv, jvnrss, jvndb, jsonfeed]\n"), formatsLine.ReplaceAll(data, nil)...)
		}
		out[name] = &fstest.MapFile{Data: data, Mode: f.Mode}
	}
	return out
}

// TestFormatsAndTheGate: what programs read is under the gate like all else:
// deleting what is held changes nothing, no word of it is there, and the number
// of workers makes no difference.
func TestFormatsAndTheGate(t *testing.T) {
	kinds := map[string]int{}
	for seed := range sites(t) / 2 {
		r := heldsite.New(seed)
		all := render(t, everyFormat(r.Files), r.AsOf, 1)
		if diff := same(all, render(t, everyFormat(r.Open), r.AsOf, 8)); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
		var b strings.Builder
		for name, f := range all {
			fmt.Fprintf(&b, "%s\n%s\n", name, f.Data)
			for _, kind := range []string{"openvex.json", "osv/", ".rdf", "checksum.txt", "feeds/all.json", "all.zip", ".well-known/csaf/white/20"} {
				if strings.Contains(name, kind) {
					kinds[kind]++
				}
			}
			order(t, name, f)
		}
		out := b.String()
		for _, canary := range r.Canaries {
			if strings.Contains(out, canary) || strings.Contains(out, strings.ReplaceAll(canary, "#", "")) {
				t.Errorf("seed %d: a word of a held thing is public: %s", seed, canary)
			}
		}
	}
	if len(kinds) != 7 {
		t.Errorf("only %v", kinds)
	}
}

// order: documents of one advisory move into the output before what leads to
// them.
func order(t *testing.T, name string, f artifact.File) {
	t.Helper()
	want, known := map[string]artifact.Class{".zip": artifact.Index, ".rdf": artifact.Feed}[name[strings.LastIndexByte(name, '.'):]]
	switch {
	case strings.HasSuffix(name, "openvex.json") || strings.HasPrefix(name, "osv/") && strings.HasSuffix(name, ".json"):
		want, known = artifact.Record, true
	case strings.HasPrefix(name, ".well-known/csaf/white/20") && !strings.HasSuffix(name, ".html"):
		want, known = artifact.Record, true
	case strings.HasSuffix(name, "checksum.txt"):
		want, known = artifact.Index, true
	}
	if known && f.Class != want {
		t.Errorf("%s is of class %s", name, f.Class)
	}
}
