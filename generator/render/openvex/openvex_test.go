package openvex

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
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
	for _, a := range testsite.Advisories(t, site) {
		if err := Advisory(site, a, &out); err != nil {
			t.Fatal(err)
		}
	}
	return &out
}

func TestGolden(t *testing.T) {
	golden := map[string]string{
		"ex/EX11111111/openvex.json":    "testdata/statuses.json",
		"ta/EXTA-2026-001/openvex.json": "testdata/no-cve.json",
	}
	for _, f := range rendered(t, testsite.FromFS(t, content(t), randomsite.AsOf)).Files() {
		name, ok := golden[f.Path]
		delete(golden, f.Path)
		if !ok || f.Class != artifact.Record { // nothing for the withdrawn one, and for the one without an answer
			t.Errorf("%s of class %s", f.Path, f.Class)
			continue
		}
		if *update {
			if err := os.WriteFile(name, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(f.Data) {
			t.Errorf("%s is\n%s", f.Path, f.Data)
		}
	}
	if len(golden) > 0 {
		t.Errorf("missing: %v", golden)
	}
}

func TestSwitchedOff(t *testing.T) {
	files := content(t)
	f := files["publisher.yaml"]
	f.Data = []byte(strings.Replace(string(f.Data), "[openvex, ", "[", 1))
	if n := len(rendered(t, testsite.FromFS(t, files, randomsite.AsOf)).Files()); n != 0 {
		t.Errorf("%d files", n)
	}
}

func TestVersionNeverGoesDown(t *testing.T) {
	published := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	previous := int64(0)
	for _, seconds := range []int{0, 1, 60, 86400, 400 * 86400} {
		v := version(published, published.Add(time.Duration(seconds)*time.Second))
		if v <= previous {
			t.Errorf("version %d after %d", v, previous)
		}
		previous = v
	}
	if version(published, published) != 1 {
		t.Error("the first version is not 1")
	}
}

// TestRandomSites holds every document to the rules of OpenVEX 0.2.0 for
// statements, and to what the records say.
func TestRandomSites(t *testing.T) {
	documents := 0
	for seed := range uint64(15) {
		site := randomsite.Site(t, seed, int(seed)*3)
		out := rendered(t, site)
		for _, a := range testsite.Advisories(t, site) {
			f, ok := out.Get(a.Path() + FileName)
			if !ok {
				if !a.Withdrawn() && slices.ContainsFunc(a.Records(), func(r *disclosure.Record) bool { return r.Status() < advisory.Informed && len(r.ByCVE()) == 0 }) {
					t.Errorf("%d: %s has answers and no document", seed, a.ID())
				}
				continue
			}
			documents++
			var doc documentJSON
			if err := json.Unmarshal(f.Data, &doc); err != nil {
				t.Fatal(err)
			}
			if doc.ID != site.Publisher().BaseURL()+f.Path || doc.Version < 1 || doc.Author == "" || len(doc.Statements) == 0 || a.Withdrawn() {
				t.Errorf("%s: %+v", f.Path, doc)
			}
			for _, s := range doc.Statements {
				if err := valid(s, a); err != nil {
					t.Errorf("%d: %s: %v: %+v", seed, f.Path, err, s)
				}
			}
		}
	}
	if documents < 50 {
		t.Errorf("only %d documents", documents)
	}
}

func valid(s statementJSON, a *disclosure.Advisory) error {
	if len(s.Products) == 0 || s.Vulnerability.Name == "" {
		return fmt.Errorf("no product or no vulnerability")
	}
	if v := s.Vulnerability.Name; v != a.ID() && !slices.Contains(a.CVEs(), v) {
		return fmt.Errorf("a vulnerability of another advisory")
	}
	ids := map[string]bool{}
	for _, p := range s.Products {
		u, err := url.Parse(p.ID)
		if err != nil || u.Scheme == "" || ids[p.ID] {
			return fmt.Errorf("the id of a product is no IRI, or is there twice: %q", p.ID)
		}
		ids[p.ID] = true
	}
	action, impact := s.ActionStatement != "", s.ImpactStatement != ""
	switch s.Status {
	case affected:
		if !action || impact {
			return fmt.Errorf("an affected product without what to do")
		}
	case notAffected:
		if action || !impact {
			return fmt.Errorf("a product that is not affected, without the reason")
		}
	case underInvestigation, fixed:
		if action || impact {
			return fmt.Errorf("texts that belong to another status")
		}
	default:
		return fmt.Errorf("no such status")
	}
	return nil
}
