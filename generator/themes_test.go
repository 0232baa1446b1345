package generator_test

import (
	"fmt"
	"html"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/generator/theme"
	"github.com/advgen/advgen/generator/verify"
	"github.com/advgen/advgen/templates"
)

// ledger lays the templates of testdata/themes/ledger over the built-in ones,
// with every built-in style sheet empty: nothing of our look is left.
func ledger(t testing.TB) fs.FS {
	t.Helper()
	content := fstest.MapFS{}
	for _, name := range theme.Names(templates.FS) {
		if strings.HasPrefix(name, "css/") {
			content["templates/"+name] = &fstest.MapFile{}
		}
	}
	root := os.DirFS("testdata/themes/ledger/templates")
	for _, name := range theme.Names(root) {
		data, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		content["templates/"+name] = &fstest.MapFile{Data: data}
	}
	look, list := theme.Open(content, templates.FS)
	for _, p := range list {
		t.Errorf("%s (%s)", p, p.Hint)
	}
	return look
}

// themed renders a site with templates.
func themed(t testing.TB, site *disclosure.Site, look fs.FS) map[string]artifact.File {
	t.Helper()
	var sink artifact.Memory
	if err := generator.Render(site, look, 0, &sink); err != nil {
		t.Fatal(err)
	}
	out := map[string]artifact.File{}
	for _, f := range sink.Files() {
		out[f.Path] = f
	}
	return out
}

var tags = regexp.MustCompile(`<[^>]*>`)

// readable is what a reader of a page reads.
func readable(page artifact.File) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(string(page.Data), " "))), " ")
}

// TestTwoThemes: the sample, which has colours, a logo, words, links and pages of
// its own, with our templates and with others, tells the same of every advisory,
// every vendor and every answer.
func TestTwoThemes(t *testing.T) {
	sites := map[string]*disclosure.Site{"sample": testsite.FromFS(t, os.DirFS("../content"), "2026-11-23T00:00:00Z")}
	seeds := uint64(3)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		sites[fmt.Sprintf("random %d", seed)] = randomsite.Site(t, seed, 12)
	}
	for name, site := range sites {
		looks := map[string]map[string]artifact.File{"ours": themed(t, site, templates.FS), "ledger": themed(t, site, ledger(t))}
		if a, b := paths(looks["ours"]), paths(looks["ledger"]); !slices.Equal(a, b) {
			t.Errorf("%s: the themes have other files: %d and %d", name, len(a), len(b))
		}
		for look, files := range looks {
			tells(t, name+" with "+look, site, files)
			sound(t, name+" with "+look, files)
		}
	}
}

// paths lists the files but for the style sheet, whose name is its content's.
func paths(files map[string]artifact.File) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return strings.HasPrefix(name, "assets/style.") })
}

// tells looks for everything that matters on the pages about it.
func tells(t *testing.T, name string, site *disclosure.Site, files map[string]artifact.File) {
	t.Helper()
	looked := 0
	for _, lang := range site.Publisher().Languages() {
		root, words := site.Publisher().Root(lang), site.Publisher().Words(lang)
		in := func(text disclosure.Text) string { s, _ := text.In(lang); return strings.Join(strings.Fields(s), " ") }
		look := func(path string, wanted ...string) {
			page, ok := files[root+path+"index.html"]
			if !ok {
				t.Errorf("%s: there is no %s", name, root+path)
				return
			}
			text := readable(page)
			for _, w := range wanted {
				looked++
				if !strings.Contains(text, w) {
					t.Errorf("%s: %s does not say %q", name, root+path, w)
				}
			}
		}
		day := func(e *disclosure.Entry) string {
			return e.Published().In(site.Publisher().Zone()).Format("2006/01/02")
		}
		for _, e := range site.Entries() {
			want := []string{e.ID(), in(e.Title()), day(e)}
			if e.Withdrawn() {
				want = append(want, words.Get("advisory.withdrawn_notice"))
			}
			for _, s := range e.Statuses() {
				want = append(want, in(s.Vendor().Name()), words.Status(s.Status()))
				look(e.Path()+s.Vendor().Path(), e.ID(), in(s.Vendor().Name()), words.Status(s.Status()))
				look(s.Vendor().Path(), in(s.Vendor().Name()), e.ID(), in(e.Title()), day(e), words.Status(s.Status()))
			}
			look(e.Path(), want...)
		}
		for _, p := range site.Pages() {
			look(p.Path(), in(p.Title()))
		}
	}
	if looked < 20 {
		t.Errorf("%s: only %d things were looked for", name, looked)
	}
}

// sound holds the files to what verify asks of a published tree.
func sound(t *testing.T, name string, files map[string]artifact.File) {
	t.Helper()
	tree := fstest.MapFS{}
	for path, f := range files {
		tree[path] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	list, stats := verify.Tree(tree, nil, nil)
	for _, p := range list {
		t.Errorf("%s: %s", name, p)
	}
	if stats.Pages == 0 {
		t.Errorf("%s: no page", name)
	}
}

// TestThemesHoldTheGate: with templates of its own too, a site shows nothing of
// what is held.
func TestThemesHoldTheGate(t *testing.T) {
	look := ledger(t)
	for seed := range sites(t) {
		r := heldsite.New(100_000 + seed)
		at := func(files fs.FS) map[string]artifact.File {
			c, list, err := catalog.Open(files, check.Options{Now: r.Now, AsOf: r.AsOf})
			if err != nil || list.Errors() > 0 {
				t.Fatal(err, list.OnlyErrors())
			}
			site, err := disclosure.Gate(c, r.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			return themed(t, site, look)
		}
		if diff := same(at(r.Files), at(r.Open)); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
	}
}

// TestLedgerIsTried: the templates of the other theme pass what check asks.
func TestLedgerIsTried(t *testing.T) {
	content := fstest.MapFS{}
	look := ledger(t).(*theme.Theme)
	for name, f := range testsite.Files("-- publisher.yaml --\nname: x\nbase_url: https://example.org/\nlanguages: [en]\ntime_zone: UTC\nseries: [{pattern: x, path: x}]\n") {
		content[name] = f
	}
	for _, name := range look.Own() {
		data, err := look.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		content["templates/"+name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	_, _, list, err := generator.Check(content, templates.FS, check.Options{Now: heldsite.Now, AsOf: heldsite.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		t.Errorf("%s (%s)", p, p.Hint)
	}
}
