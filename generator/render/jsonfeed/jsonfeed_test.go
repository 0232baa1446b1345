package jsonfeed

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
	"github.com/advgen/advgen/generator/render/feed"
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
	if err := Render(site, &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

func TestGolden(t *testing.T) {
	out := rendered(t, testsite.FromFS(t, content(t), randomsite.AsOf))
	for _, name := range []string{"feeds/all.json", "ja/feeds/series/ex/2023.json"} {
		f, ok := out.Get(name)
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		golden := path.Join("testdata", strings.ReplaceAll(name, "/", "_"))
		if *update {
			if err := os.WriteFile(golden, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(f.Data) {
			t.Errorf("%s is\n%s", name, f.Data)
		}
	}
}

func TestSwitchedOff(t *testing.T) {
	files := content(t)
	f := files["publisher.yaml"]
	f.Data = []byte(strings.Replace(string(f.Data), ", jsonfeed]", "]", 1))
	if n := len(rendered(t, testsite.FromFS(t, files, randomsite.AsOf)).Files()); n != 0 {
		t.Errorf("%d files", n)
	}
}

// TestRandomSites: beside every Atom document lies a JSON Feed with the same
// entries under the same ids, and the chain of next_url holds every entry once.
func TestRandomSites(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			site := randomsite.Site(t, seed, int(seed)*3)
			out := rendered(t, site)
			var atoms artifact.Memory
			if err := feed.Render(site, &atoms); err != nil {
				t.Fatal(err)
			}
			docs := map[string]feedJSON{}
			for _, f := range out.Files() {
				docs[f.Path] = parse(t, site, f)
			}
			for _, f := range atoms.Files() {
				name := strings.TrimSuffix(f.Path, ".atom") + ".json"
				doc, ok := docs[name]
				if !ok || strings.Count(string(f.Data), "<entry>") != len(doc.Items) {
					t.Errorf("%s and %s differ", f.Path, name)
				}
				for _, item := range doc.Items {
					if !strings.Contains(string(f.Data), "<id>"+item.ID+"</id>") {
						t.Errorf("%s has an id that %s has not", name, f.Path)
					}
				}
			}
			if len(docs) != len(atoms.Files()) {
				t.Errorf("%d documents beside %d", len(docs), len(atoms.Files()))
			}
			p := site.Publisher()
			for _, lang := range p.Languages() {
				for _, c := range channel.Of(site) {
					chain(t, p, docs, p.Root(lang)+"feeds/"+c.Name+".json", len(c.Entries))
				}
			}
		})
	}
}

// chain follows next_url and counts the entries.
func chain(t *testing.T, p *disclosure.Publisher, docs map[string]feedJSON, name string, want int) {
	t.Helper()
	seen, at := map[string]bool{}, name
	for at != "" {
		doc, ok := docs[at]
		if !ok {
			t.Errorf("%s: the chain breaks at %s", name, at)
			return
		}
		for _, item := range doc.Items {
			if seen[item.ID] {
				t.Errorf("%s: an entry is there twice", name)
			}
			seen[item.ID] = true
		}
		at = strings.TrimPrefix(doc.NextURL, p.BaseURL())
	}
	if len(seen) != want {
		t.Errorf("%s: %d entries, want %d", name, len(seen), want)
	}
}

// parse holds a document to what JSON Feed 1.1 wants.
func parse(t *testing.T, site *disclosure.Site, f artifact.File) feedJSON {
	t.Helper()
	var doc feedJSON
	if err := json.Unmarshal(f.Data, &doc); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	if f.Class != artifact.Feed || doc.Version != "https://jsonfeed.org/version/1.1" || doc.Title == "" || doc.Items == nil ||
		doc.FeedURL != site.Publisher().BaseURL()+f.Path || len(doc.Authors) != 1 || doc.Authors[0].Name == "" {
		t.Errorf("%s is no JSON Feed: %+v", f.Path, doc)
	}
	for _, item := range doc.Items {
		if item.ID == "" || item.ContentHTML == "" || item.Title == "" {
			t.Errorf("%s: an item without an id, a title or content", f.Path)
		}
		if u, err := url.Parse(item.URL); err != nil || !u.IsAbs() {
			t.Errorf("%s: %q is no absolute address", f.Path, item.URL)
		}
		for _, date := range []string{item.DatePublished, item.DateModified} {
			if _, err := advisory.ParseInstant(date); err != nil {
				t.Errorf("%s: %s %v", f.Path, date, err)
			}
		}
	}
	return doc
}
