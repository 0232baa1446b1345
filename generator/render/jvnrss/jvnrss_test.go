package jvnrss

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

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
	for _, render := range []func(*disclosure.Site, artifact.Sink) error{Render, JVNDB} {
		if err := render(site, &out); err != nil {
			t.Fatal(err)
		}
	}
	return &out
}

func TestGolden(t *testing.T) {
	out := rendered(t, testsite.FromFS(t, content(t), randomsite.AsOf))
	var names []string
	for _, f := range out.Files() {
		names = append(names, f.Path+" "+f.Class.String())
	}
	want := []string{
		"rss/jvn.rdf feed", "rss/jvndb/checksum.txt index", "rss/jvndb/jvndb.rdf feed",
		"rss/jvndb/jvndb_2023.rdf feed", "rss/jvndb/jvndb_2026.rdf feed",
		"rss/jvndb/jvndb_detail_2023.rdf feed", "rss/jvndb/jvndb_detail_2026.rdf feed", "rss/jvndb/jvndb_new.rdf feed",
		"rss/series/ex.rdf feed", "rss/series/ta.rdf feed",
	}
	got := strings.Join(names, "\n")
	for _, w := range want {
		if !strings.Contains(got, w) || !strings.Contains(got, "ja/"+w) {
			t.Errorf("there is no %s", w)
		}
	}
	if len(names) != 2*len(want) {
		t.Errorf("there are\n%s", got)
	}
	for _, name := range []string{"rss/jvn.rdf", "ja/rss/jvndb/jvndb_2026.rdf", "rss/jvndb/jvndb_detail_2026.rdf", "rss/jvndb/checksum.txt"} {
		f, _ := out.Get(name)
		golden := path.Join("testdata", strings.ReplaceAll(name, "/", "_"))
		if *update {
			if err := os.WriteFile(golden, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(data) != string(f.Data) {
			t.Errorf("%s is\n%s", name, f.Data)
		}
	}
}

func TestSwitchedOff(t *testing.T) {
	for formats, want := range map[string]int{"[jvnrss]": 6, "[jvndb]": 14, "[]": 0} {
		files := content(t)
		f := files["publisher.yaml"]
		f.Data = regexp.MustCompile(`formats: .*`).ReplaceAll(f.Data, []byte("formats: "+formats))
		if n := len(rendered(t, testsite.FromFS(t, files, randomsite.AsOf)).Files()); n != want {
			t.Errorf("%s: %d files, want %d", formats, n, want)
		}
	}
}

func TestID(t *testing.T) {
	for _, c := range []struct{ slug, want string }{
		{"JVN12345678", "JVN-2026-12345678"}, {"EXTA-2025-001", "EXTA-2025-001"}, {"VU1", "VU-2026-1"}, {"12345", "ID-2026-12345"},
		{"x.A_-9", "x-2026-A9"}, {"X-1", "X-2026-1"}, {"X", "X-2026-0"}, {"X-2026", "X-2026-2026"}, {"X-2026-1-2", "X-2026-202612"},
	} {
		got := ID(c.slug, 2026)
		if got != c.want || !readable.MatchString(got) {
			t.Errorf("%s: %s, want %s", c.slug, got, c.want)
		}
	}
}

// readable is what a reader takes apart at its hyphens.
var readable = regexp.MustCompile(`^[A-Za-z]+-[0-9]{4}-[A-Za-z0-9]+$`)

func TestURI(t *testing.T) {
	for in, want := range map[string]string{
		"cpe:2.3:a:vendor:product:*:*:*:*:*:*:*:*":                       "cpe:/a:vendor:product",
		"cpe:2.3:o:vendor:fw:1.0:*:*:*:*:*:*:*":                          "cpe:/o:vendor:fw:1.0",
		"cpe:2.3:h:vendor:box:-:*:*:*:*:*:*:*":                           "cpe:/h:vendor:box:-",
		`cpe:2.3:a:foo\\bar:big\$money_2010:*:*:*:*:special:ipod:80gb:*`: "cpe:/a:foo%5cbar:big%24money_2010",
		`cpe:2.3:a:a\:b:c:8.*:sp?:*:*:*:*:*:*`:                           "cpe:/a:a%3ab:c:8.%02:sp%01",
		"cpe:2.3:a:vendor:*:*:*:*:*:*:*:*:*":                             "",
		"cpe:2.3:*:vendor:product:*:*:*:*:*:*:*:*":                       "",
		"cpe:/a:vendor:product":                                          "",
		"":                                                               "",
	} {
		if got := uri(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// readItem is an item as readers take it: by local names, whatever the prefix.
type readItem struct {
	About      string `xml:"about,attr"`
	Link       string `xml:"link"`
	Title      string `xml:"title"`
	Identifier string `xml:"identifier"`
	Date       string `xml:"date"`
	Issued     string `xml:"issued"`
	Modified   string `xml:"modified"`
	References []struct {
		Source string `xml:"source,attr"`
		ID     string `xml:"id,attr"`
		URL    string `xml:",chardata"`
	} `xml:"references"`
	CPEs []struct {
		Version string `xml:"version,attr"`
		Name    string `xml:",chardata"`
	} `xml:"cpe"`
}

type readFeed struct {
	XMLName xml.Name
	Channel struct {
		About string `xml:"about,attr"`
		Title string `xml:"title"`
		Link  string `xml:"link"`
		Seq   []struct {
			Resource string `xml:"resource,attr"`
		} `xml:"items>Seq>li"`
	} `xml:"channel"`
	Items []readItem `xml:"item"`
}

func parse(t *testing.T, p *disclosure.Publisher, f artifact.File) readFeed {
	t.Helper()
	var doc readFeed
	d := xml.NewDecoder(strings.NewReader(string(f.Data)))
	if err := d.Decode(&doc); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	if _, err := d.Token(); err != nil && err != io.EOF {
		if _, err = d.Token(); err != io.EOF {
			t.Errorf("%s: something follows", f.Path)
		}
	}
	if doc.XMLName.Space != nsRDF || doc.Channel.About != p.BaseURL()+f.Path || doc.Channel.Title == "" || doc.Channel.Link == "" || len(doc.Channel.Seq) != len(doc.Items) {
		t.Errorf("%s is no RSS 1.0 document: %+v", f.Path, doc.Channel)
	}
	for i, item := range doc.Items {
		if item.About != doc.Channel.Seq[i].Resource || item.About != item.Link || item.Title == "" {
			t.Errorf("%s: item %d: %+v", f.Path, i, item)
		}
	}
	return doc
}

// TestRandomSites holds both profiles to what readers want of them, and the
// files of all years together to the entries of the site.
func TestRandomSites(t *testing.T) {
	for seed := range uint64(15) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			site := randomsite.Site(t, seed, int(seed)*3)
			p := site.Publisher()
			out := rendered(t, site)
			years := map[string]int{}
			for _, f := range out.Files() {
				base := path.Base(f.Path)
				switch {
				case base == "checksum.txt":
					sums(t, p, out, f)
				case strings.HasPrefix(base, "jvndb_detail_"):
					details(t, f, years)
				case strings.Contains(f.Path, "rss/jvndb/"):
					doc := parse(t, p, f)
					records(t, f, doc)
					if base != "jvndb_new.rdf" && base != "jvndb.rdf" {
						years[path.Dir(f.Path)] += len(doc.Items)
					}
				default:
					list(t, p, f, parse(t, p, f))
				}
			}
			for dir, n := range years {
				if n != 2*len(site.Entries()) { // once in the list of the year, once in full
					t.Errorf("%s holds %d items of %d", dir, n, len(site.Entries()))
				}
			}
		})
	}
}

func list(t *testing.T, p *disclosure.Publisher, f artifact.File, doc readFeed) {
	t.Helper()
	previous := time.Time{}
	for _, item := range doc.Items {
		at, err := time.Parse("2006-01-02T15:04:05-07:00", item.Modified)
		if err != nil || strings.HasSuffix(item.Modified, "Z") || item.Date != item.Modified {
			t.Errorf("%s: modified %s, date %s: %v", f.Path, item.Modified, item.Date, err)
		}
		if want := at.In(p.Zone()).Format("-07:00"); !strings.HasSuffix(item.Modified, want) {
			t.Errorf("%s: %s is not in the zone %s", f.Path, item.Modified, want)
		}
		if !previous.IsZero() && previous.Before(at) {
			t.Errorf("%s: %s stands too late", f.Path, item.Modified)
		}
		previous = at
		if !strings.HasPrefix(item.Identifier, "EX") {
			t.Errorf("%s: the identifier is %s", f.Path, item.Identifier)
		}
	}
}

func records(t *testing.T, f artifact.File, doc readFeed) {
	t.Helper()
	for _, item := range doc.Items {
		for _, date := range []string{item.Date, item.Issued, item.Modified} {
			if _, err := time.Parse("2006-01-02T15:04-07:00", date); err != nil || strings.HasSuffix(date, "Z") {
				t.Errorf("%s: %s: %v", f.Path, date, err)
			}
		}
		if !readable.MatchString(item.Identifier) {
			t.Errorf("%s: the identifier is %s", f.Path, item.Identifier)
		}
		for _, ref := range item.References {
			if ref.Source == "JPCERT-AT" || (ref.Source == "CVE") != strings.HasPrefix(ref.URL, cveAddress) {
				t.Errorf("%s: %+v", f.Path, ref)
			}
		}
		for _, c := range item.CPEs {
			if c.Version != "2.2" || !strings.HasPrefix(c.Name, "cpe:/") {
				t.Errorf("%s: %+v", f.Path, c)
			}
		}
	}
}

func details(t *testing.T, f artifact.File, years map[string]int) {
	t.Helper()
	var doc vuldefXML
	if err := xml.Unmarshal(f.Data, &doc); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	years[path.Dir(f.Path)] += len(doc.Vulinfo)
	for _, v := range doc.Vulinfo {
		if _, err := time.Parse(time.RFC3339, v.Data.Updated); err != nil || !readable.MatchString(v.ID) || v.Data.Title == "" {
			t.Errorf("%s: %+v", f.Path, v)
		}
	}
}

// sums holds checksum.txt to the files beside it.
func sums(t *testing.T, p *disclosure.Publisher, out *artifact.Memory, f artifact.File) {
	t.Helper()
	var all []sumJSON
	if err := json.Unmarshal(f.Data, &all); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, s := range all {
		other, ok := out.Get(path.Dir(f.Path) + "/" + s.Filename)
		if !ok || s.SHA256 != artifact.Digest(other.Data) || s.Size != len(other.Data) || s.URL != p.BaseURL()+other.Path {
			t.Errorf("%s: %+v", f.Path, s)
		}
		if _, err := time.Parse("2006/01/02 15:04:05", s.LastModified); err != nil {
			t.Errorf("%s: %v", f.Path, err)
		}
		listed[other.Path] = true
	}
	for _, other := range out.Files() {
		if path.Dir(other.Path) == path.Dir(f.Path) && other.Path != f.Path && !listed[other.Path] {
			t.Errorf("%s does not list %s", f.Path, other.Path)
		}
	}
}
