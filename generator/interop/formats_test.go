//go:build interop

package interop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/templates"
)

// contentFolder is what is published for the programs: the sample, or the
// folder that INTEROP_CONTENT names.
func contentFolder(t *testing.T) string {
	if named := os.Getenv("INTEROP_CONTENT"); named != "" {
		return named
	}
	return filepath.Join(checkout(t), "content")
}

// checkout is the root of the repository.
func checkout(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// notice skips a test, and says so where -v is not given.
func notice(t *testing.T, format string, args ...any) {
	t.Helper()
	message := fmt.Sprintf(format, args...)
	fmt.Fprintf(os.Stderr, "NOTICE: %s is skipped: %s\n", t.Name(), message)
	t.Skip(message)
}

// others builds a program of interop/programs, whose go.mod pins its version,
// into bin/.
func others(t *testing.T, pkg string) string {
	t.Helper()
	return othersIn(t, "programs", pkg)
}

// othersIn builds a program of another module below interop/.
func othersIn(t *testing.T, module, pkg string) string {
	t.Helper()
	bin := filepath.Join(checkout(t), "bin", filepath.Base(pkg))
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	build := exec.Command("go", "build", "-o", bin, pkg)
	build.Dir = filepath.Join(checkout(t), "interop", module)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
	return bin
}

// feedsmith installs the npm package that interop/feedsmith pins, once.
func feedsmith(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		notice(t, "there is no npm on this machine")
	}
	dir := filepath.Join(checkout(t), "interop", "feedsmith")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "feedsmith")); err != nil {
		install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		install.Dir = dir
		if out, err := install.CombinedOutput(); err != nil {
			t.Fatalf("npm ci: %v\n%s", err, out)
		}
	}
	return filepath.Join(dir, "read.mjs")
}

// written renders a site into a new folder.
func written(t *testing.T, site *disclosure.Site) string {
	t.Helper()
	var out artifact.Memory
	if err := generator.Render(site, templates.FS, 0, &out); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range out.Files() {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// trees publishes the sample at a late instant, and random sites.
func trees(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{"content": written(t, testsite.FromFS(t, os.DirFS(contentFolder(t)), "2026-11-23T00:00:00Z"))}
	for seed := range uint64(4) {
		out[fmt.Sprintf("random site %d", seed)] = written(t, randomsite.Site(t, seed, int(seed)*8))
	}
	return out
}

// files lists the files of a folder whose slash-separated path a filter wants.
func files(t *testing.T, dir string, want func(string) bool) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && want(name) {
			out = append(out, filepath.Join(dir, filepath.FromSlash(name)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func isFeed(name string) bool {
	return strings.HasSuffix(name, ".atom") || strings.Contains("/"+name, "/feeds/") && strings.HasSuffix(name, ".json") ||
		strings.HasSuffix(name, ".rdf") && !strings.Contains(name, "jvndb_detail_")
}

// TestFeeds lets gofeed and feedsmith read every Atom feed, JSON Feed and RSS
// 1.0 document, and compares what they found: kind, title, and an entry for
// every advisory that the file holds.
func TestFeeds(t *testing.T) {
	gofeed := others(t, "./feedread")
	script := feedsmith(t)
	for name, dir := range trees(t) {
		all := files(t, dir, isFeed)
		entries := 0
		for chunk := range slices.Chunk(all, 200) {
			first := readings(t, exec.Command(gofeed, chunk...))
			second := readings(t, exec.Command("node", append([]string{script}, chunk...)...))
			for _, file := range chunk {
				a, b := first[file], second[file]
				want := holds(t, file)
				if len(a.Links) != want || !slices.Equal(a.Links, b.Links) || a.Title == "" || a.Title != b.Title || a.Kind == "" || b.Kind == "" {
					t.Errorf("%s: %d entries; gofeed: %+v, feedsmith: %+v", file, want, a, b)
				}
				entries += want
			}
		}
		t.Logf("%s: gofeed and feedsmith read %d feeds with %d entries", name, len(all), entries)
	}
}

// holds counts the entries of a feed as they stand in the file.
func holds(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	mark := map[string]string{".atom": "<entry>", ".json": `"date_published"`, ".rdf": "<item "}[filepath.Ext(file)]
	return bytes.Count(data, []byte(mark))
}

type reading struct {
	File, Kind, Title string
	Links             []string
}

// readings runs a program that prints what it found of every file.
func readings(t *testing.T, cmd *exec.Cmd) map[string]reading {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd.Path, err, stderr.String())
	}
	out := map[string]reading{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r reading
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out[r.File] = r
	}
	return out
}

// TestOpenVEX lets go-vex read and validate every document.
func TestOpenVEX(t *testing.T) {
	program := others(t, "./vexread")
	for name, dir := range trees(t) {
		all := files(t, dir, func(name string) bool { return strings.HasSuffix(name, "/openvex.json") })
		total := map[string]int{}
		for chunk := range slices.Chunk(all, 200) {
			cmd := exec.Command(program, chunk...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			data, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, stderr.String())
			}
			counts := map[string]int{}
			if err := json.Unmarshal(data, &counts); err != nil {
				t.Fatal(err)
			}
			for status, n := range counts {
				total[status] += n
			}
		}
		t.Logf("%s: go-vex validated %d documents: %v", name, len(all), total)
	}
}

// TestOSVScanner gives osv-scanner the zip of npm as its offline database, and
// lets it scan a lock file with an affected version, and with the fixed one.
func TestOSVScanner(t *testing.T) {
	scanner := others(t, "github.com/google/osv-scanner/v2/cmd/osv-scanner")
	dir := written(t, testsite.FromFS(t, os.DirFS(filepath.Join(checkout(t), "content")), "2026-11-23T00:00:00Z"))
	database := t.TempDir()
	folder := filepath.Join(database, "osv-scalibr", "npm")
	data, err := os.ReadFile(filepath.Join(dir, "osv", "npm", "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "all.zip"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		version string
		found   bool
	}{{"1.9.9", false}, {"2.0.0", true}, {"2.6.1", true}, {"2.6.2", false}} {
		lock := filepath.Join(t.TempDir(), "package-lock.json")
		text := strings.ReplaceAll(lockFile, "VERSION", c.version)
		if err := os.WriteFile(lock, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(scanner, "scan", "source", "--offline", "--format", "json", "-L", lock)
		cmd.Env = append(os.Environ(), "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY="+database)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 { // 1: something was found
			t.Fatalf("%s: %v\n%s", c.version, err, stderr.String())
		}
		if found := bytes.Contains(out, []byte(`"EXVU-45810236"`)); found != c.found {
			t.Errorf("%s: found %v\n%s\n%s", c.version, found, out, stderr.String())
		}
		t.Logf("osv-scanner on version %s: found %v", c.version, c.found)
	}
}

const lockFile = `{"name": "x", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {
  "": {"name": "x", "version": "1.0.0", "dependencies": {"@hakoarc-example/hakoarc": "VERSION"}},
  "node_modules/@hakoarc-example/hakoarc": {"version": "VERSION", "resolved": "https://registry.npmjs.org/x", "integrity": "sha512-x"}}}
`

// TestJVNDB lets go-cve-dictionary fetch and convert the lists of the JVNDB
// profile in every language, and looks for every CVE that they name.
func TestJVNDB(t *testing.T) {
	program := othersIn(t, "jvnread", "github.com/advgen/advgen/interop/jvnread")
	for name, dir := range trees(t) {
		for _, list := range files(t, dir, func(name string) bool { return strings.HasSuffix(name, "rss/jvndb/checksum.txt") }) {
			folder, want := filepath.Dir(list), map[string]bool{}
			args := []string{folder, "recent", "modified"}
			for _, file := range files(t, folder, func(name string) bool { return strings.HasPrefix(name, "jvndb_2") }) {
				args = append(args, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "jvndb_"), ".rdf"))
				cves(t, file, want)
			}
			var stderr bytes.Buffer
			cmd := exec.Command(program, args...)
			cmd.Stderr = &stderr
			data, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, stderr.String())
			}
			found := map[string][]struct{ CVE, Title, Link string }{}
			lines := bytes.Split(bytes.TrimSpace(data), []byte("\n")) // its log stands before the answer
			if err := json.Unmarshal(lines[len(lines)-1], &found); err != nil {
				t.Fatal(err)
			}
			for id, advisories := range found {
				for _, a := range advisories {
					if !want[id+" "+a.CVE] || a.Title == "" || a.Link == "" {
						t.Errorf("%s: %s: %+v is not in the lists", name, id, a)
					}
					delete(want, id+" "+a.CVE)
				}
			}
			if len(want) > 0 {
				t.Errorf("%s: go-cve-dictionary did not find %v", name, want)
			}
			t.Logf("%s: go-cve-dictionary read %d advisories with a CVE", name, len(found))
		}
	}
}

// cves notes "<id> <CVE>" for every CVE in a list, but of what was withdrawn.
func cves(t *testing.T, file string, into map[string]bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Items []struct {
			Description string `xml:"description"`
			ID          string `xml:"identifier"`
			References  []struct {
				Source string `xml:"source,attr"`
				ID     string `xml:"id,attr"`
			} `xml:"references"`
		} `xml:"item"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, item := range doc.Items {
		if strings.Contains(item.Description, "** 削除 **") {
			continue
		}
		for _, ref := range item.References {
			if ref.Source == "CVE" {
				into[item.ID+" "+ref.ID] = true
			}
		}
	}
}
