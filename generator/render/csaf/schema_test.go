package csaf_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	gocsaf "github.com/gocsaf/csaf/v3/csaf"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
)

// judge holds every file of a provider against the JSON Schemas of CSAF 2.0 and
// what section 7.1 says of the files around the documents.
func judge(t *testing.T, files *artifact.Memory, signed bool) {
	t.Helper()
	var documents []string
	for _, f := range files.Files() {
		if path.Ext(f.Path) != ".json" {
			continue
		}
		var doc any
		if err := json.Unmarshal(f.Data, &doc); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		var faults []string
		var err error
		switch {
		case strings.Count(f.Path, "/") == 4:
			faults, err = gocsaf.ValidateCSAF(doc)
			documents = append(documents, f.Path)
			history(t, f)
		case strings.HasSuffix(f.Path, "provider-metadata.json"):
			faults, err = gocsaf.ValidateProviderMetadata(doc)
		case strings.Contains(f.Path, "csaf-feed"):
			faults, err = gocsaf.ValidateROLIE(doc)
		}
		if err != nil || len(faults) > 0 {
			t.Errorf("%s is not valid: %v %q\n%s", f.Path, err, faults, f.Data)
		}
	}
	index, _ := files.Get(".well-known/csaf/white/index.txt")
	changes, _ := files.Get(".well-known/csaf/white/changes.csv")
	feed, _ := files.Get(".well-known/csaf/white/csaf-feed-tlp-white.json")
	if n := bytes.Count(index.Data, []byte("\n")); n != len(documents) || bytes.Count(changes.Data, []byte("\n")) != n {
		t.Errorf("index.txt lists %d of %d documents", n, len(documents))
	}
	for _, name := range documents {
		short := strings.TrimPrefix(name, ".well-known/csaf/white/")
		if !bytes.Contains(index.Data, []byte(short+"\n")) || !bytes.Contains(changes.Data, []byte(`"`+short+`","`)) || !bytes.Contains(feed.Data, []byte(name+`"`)) {
			t.Errorf("%s is not in every list", name)
		}
		page, _ := files.Get(path.Dir(name) + "/index.html")
		for _, suffix := range []string{"", ".sha256", ".sha512", ".asc"} {
			_, there := files.Get(name + suffix)
			if want := signed || suffix != ".asc"; there != want || bytes.Contains(page.Data, []byte(`"`+path.Base(name)+suffix+`"`)) != want {
				t.Errorf("%s%s: there %t, wanted %t, or not listed so", name, suffix, there, want)
			}
		}
	}
}

var semver = regexp.MustCompile(`^[1-9][0-9]*\.(0|[1-9][0-9]*)\.0$`)

// history holds the revision history against the tests 6.1.14, 16, 21, 22 and
// 6.2.5, 6 of the standard.
func history(t *testing.T, f artifact.File) {
	t.Helper()
	var doc struct {
		Document struct {
			Tracking struct {
				Initial string `json:"initial_release_date"`
				Current string `json:"current_release_date"`
				Version string
				History []struct{ Date, Number string } `json:"revision_history"`
			}
		}
	}
	if err := json.Unmarshal(f.Data, &doc); err != nil {
		t.Fatal(err)
	}
	tracking := doc.Document.Tracking
	h := tracking.History
	if len(h) == 0 || h[0].Date != tracking.Initial || h[0].Number != "1.0.0" || h[len(h)-1].Date != tracking.Current || h[len(h)-1].Number != tracking.Version {
		t.Fatalf("%s: the history does not begin or end as the document does: %+v", f.Path, tracking)
	}
	seen := map[string]bool{}
	for i, r := range h {
		if !semver.MatchString(r.Number) || seen[r.Number] || i > 0 && r.Date < h[i-1].Date {
			t.Errorf("%s: entry %d of the history is out of order: %+v", f.Path, i, h)
		}
		seen[r.Number] = true
	}
}

func TestRandomSites(t *testing.T) {
	key := newKey(t)
	for seed := range uint64(60) {
		content := randomsite.Content(seed, 10)
		p := content["publisher.yaml"]
		p.Data = regexp.MustCompile(`base_url: .*`).ReplaceAll(p.Data, []byte("base_url: https://advisories.example.org/"))
		site := testsite.FromFS(t, content, randomsite.AsOf)
		if seed%2 == 0 {
			judge(t, render(t, site, nil), false)
		} else {
			judge(t, render(t, site, key), true)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestSample also checks that two builds give the same bytes, signatures too,
// and that every signature fits.
func TestSample(t *testing.T) {
	site := testsite.FromFS(t, os.DirFS("../../../content"), "2026-11-23T00:00:00Z")
	key := newKey(t)
	files, again := render(t, site, key), render(t, site, key)
	judge(t, files, true)
	if !files.Manifest().Equal(again.Manifest()) {
		t.Error("two renderings of one site differ")
	}
	published, _ := files.Get(".well-known/csaf/openpgp/" + key.Fingerprint() + ".asc")
	ring, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(published.Data))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, f := range files.Files() {
		name, ok := strings.CutSuffix(f.Path, ".json.asc")
		if !ok {
			continue
		}
		doc, _ := files.Get(name + ".json")
		if _, _, err := openpgp.VerifyArmoredDetachedSignature(ring, bytes.NewReader(doc.Data), bytes.NewReader(f.Data), &packet.Config{}); err != nil {
			t.Errorf("%s: %v", f.Path, err)
		}
		checked++
	}
	if checked != len(site.Entries()) {
		t.Errorf("%d signatures for %d advisories", checked, len(site.Entries()))
	}
}
