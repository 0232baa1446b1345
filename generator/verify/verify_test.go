package verify_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/render/csaf"
	"github.com/advgen/advgen/generator/render/feed"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/render/index"
	"github.com/advgen/advgen/generator/render/jsonfeed"
	"github.com/advgen/advgen/generator/render/jvnrss"
	"github.com/advgen/advgen/generator/render/openvex"
	"github.com/advgen/advgen/generator/render/osv"
	"github.com/advgen/advgen/generator/render/search"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/randomsite"
	"github.com/advgen/advgen/generator/verify"
	"github.com/advgen/advgen/templates"
)

// published renders a whole site and gives the tree and its manifest.
func published(t testing.TB, site *disclosure.Site) (fstest.MapFS, []byte) {
	t.Helper()
	var out artifact.Memory
	pages, err := html.New(site, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	do := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	packages := osv.New(site)
	for _, a := range testsite.Advisories(t, site) {
		do(pages.Advisory(a, &out))
		do(index.Advisory(site, a, &out))
		do(openvex.Advisory(site, a, &out))
		do(packages.Advisory(a, &out))
	}
	if site.Publisher().Writes(csaf.Format) {
		provider, err := csaf.New(site, nil)
		do(err)
		for _, a := range testsite.Advisories(t, site) {
			do(provider.Advisory(a, &out))
		}
		do(provider.Lists(&out))
	}
	do(packages.Lists(&out))
	do(jsonfeed.Render(site, &out))
	do(jvnrss.Render(site, &out))
	do(jvnrss.JVNDB(site, &out))
	do(pages.Lists(&out))
	do(feed.Render(site, &out))
	do(index.Lists(site, &out))
	do(search.Render(site, &out))
	tree := fstest.MapFS{}
	for _, f := range out.Files() {
		tree[f.Path] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	var manifest bytes.Buffer
	do(out.Manifest().Encode(&manifest))
	return tree, manifest.Bytes()
}

func show(list problem.List) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Rule+" "+p.String())
	}
	return strings.Join(out, "\n")
}

// TestSound: what the renderers make has no problems, with and without a
// manifest.
func TestSound(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			site := randomsite.Site(t, seed, int(seed))
			tree, manifest := published(t, site)
			list, stats := verify.Tree(tree, manifest, nil)
			if len(list) > 0 {
				t.Errorf("problems:\n%s", show(list))
			}
			if stats.Files != len(tree) || stats.Advisories != len(site.Entries()) || stats.Pages == 0 || stats.Links == 0 || stats.Feeds == 0 {
				t.Errorf("%+v", stats)
			}
			if list, _ := verify.Tree(tree, nil, nil); len(list) > 0 {
				t.Errorf("without a manifest:\n%s", show(list))
			}
		})
	}
}

// TestOlderPages: lists that go on over several pages have no problems.
func TestOlderPages(t *testing.T) {
	var archive strings.Builder
	archive.WriteString("-- publisher.yaml --\nname: Example\nbase_url: https://notes.example.org/\nlanguages: [en, ja]\ntime_zone: UTC\n" +
		"series:\n  - {prefix: EX-, pattern: '[0-9]+', path: ex}\n-- vendors/alpha.yaml --\nname: Alpha\n")
	for i := range 310 {
		fmt.Fprintf(&archive, "-- advisories/EX-%d/advisory.md --\n---\nid: EX-%d\ntitle: Title %d\ndisclose_at: 2026-03-01T00:%02d:%02dZ\nnotified: [alpha]\n---\n", i, i, i, i/60, i%60)
	}
	tree, manifest := published(t, testsite.Site(t, archive.String(), "2026-06-01T00:00:00Z"))
	if tree["ex/page/2/index.html"] == nil || tree["ja/ex/page/1/index.html"] == nil {
		t.Error("the list has one page")
	}
	if list, _ := verify.Tree(tree, manifest, nil); len(list) > 0 {
		t.Errorf("problems:\n%s", show(list))
	}
}

const sample = `
-- publisher.yaml --
name: {ja: 例, en: Example}
base_url: https://notes.example.org/base/
languages: [ja, en]
time_zone: UTC
series:
  - {prefix: "EX#", pattern: "[0-9]{8}", path: ex}
  - {prefix: "EXTA#", pattern: "[0-9]{8}", path: ta}
feeds: {window_days: 1, min_entries: 1}
-- vendors/alpha.yaml --
name: Alpha
-- vendors/beta.yaml --
name: Beta
-- advisories/EX11111111/advisory.md --
---
id: EX#11111111
title: 一
disclose_at: 2026-03-01T12:00:00Z
notified: [alpha, beta]
related: ["EX#22222222"]
references: [{title: a, url: "https://notes.example.org/base/ex/EX22222222/"}]
---
## 概要
概要。
-- advisories/EX22222222/advisory.md --
---
id: EX#22222222
title: 二
disclose_at: 2025-03-01T12:00:00Z
notified: [alpha]
---
## 概要
概要。
-- advisories/EX33333333/advisory.md --
---
id: EX#33333333
title: 三
disclose_at: 2024-03-01T12:00:00Z
notified: []
---
## 概要
概要。
-- advisories/EX44444444/advisory.md --
---
id: EX#44444444
title: 四
disclose_at: 2024-02-01T12:00:00Z
notified: []
---
`

// damage is one way to spoil a tree: a change to it, and the rule and path of
// a problem that must follow.
type damage struct {
	name       string
	do         func(fstest.MapFS)
	rule, path string
}

func remove(path string) func(fstest.MapFS) {
	return func(tree fstest.MapFS) { delete(tree, path) }
}

func put(path, text string) func(fstest.MapFS) {
	return func(tree fstest.MapFS) { tree[path] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
}

// swap replaces a text in a file, everywhere.
func swap(path, old, text string) func(fstest.MapFS) {
	return func(tree fstest.MapFS) {
		if tree[path] == nil || !bytes.Contains(tree[path].Data, []byte(old)) {
			panic(path + " does not have " + old)
		}
		put(path, strings.ReplaceAll(string(tree[path].Data), old, text))(tree)
	}
}

// cut removes what lies from one text to the end of another, once.
func cut(path, from, to string) func(fstest.MapFS) {
	return func(tree fstest.MapFS) {
		before, rest, ok := strings.Cut(string(tree[path].Data), from)
		_, after, ok2 := strings.Cut(rest, to)
		if !ok || !ok2 {
			panic(path + " does not have " + from)
		}
		put(path, before+after)(tree)
	}
}

func all(steps ...func(fstest.MapFS)) func(fstest.MapFS) {
	return func(tree fstest.MapFS) {
		for _, do := range steps {
			do(tree)
		}
	}
}

const (
	one  = "ex/EX11111111/"
	base = "https://notes.example.org/base/"
)

// content lists damage that shows without a manifest.
var content = []damage{
	{"page gone", remove(one + "index.html"), "index-link", one + "index.html"},
	{"page gone, seen from the list", remove(one + "index.html"), "link-broken", "ex/index.html"},
	{"page gone, seen from the feed", remove(one + "index.html"), "feed-entry-page", "feeds/all.atom"},
	{"page gone, seen from the site map", remove(one + "index.html"), "sitemap-link", "sitemap.xml"},
	{"page gone, seen from its document", remove(one + "index.html"), "link-broken", one + "index.json"},
	{"translated page gone", remove("en/" + one + "index.html"), "index-link", "en/" + one + "index.html"},
	{"vendor's page gone", remove(one + "vendors/beta/index.html"), "link-broken", one + "index.json"},
	{"search not told of an advisory", swap("search/documents/0.json", `"EX#11111111"`, `"EX#99999999"`), "search-differs", "search/documents/0.json"},
	{"search knows too much", swap("search/meta.json", `"documents":`, `"documents":1`), "search-differs", "search/meta.json"},
	{"search without its files", remove("search/documents/0.json"), "search-differs", "search/documents/0.json"},
	{"search without a shard", remove("search/terms/0.bin"), "search-differs", "search/terms/0.bin"},
	{"document gone", remove(one + "index.json"), "index-link", "index/2026.json"},
	{"feed gone", remove("feeds/all.atom"), "feed-missing", "feeds/all.atom"},
	{"vendor's feed gone", remove("en/feeds/vendors/beta.atom"), "feed-missing", "en/feeds/vendors/beta.atom"},
	{"index gone", remove("index.json"), "index-missing", "index.json"},
	{"year gone", remove("index/2025.json"), "index-years", "index.json"},
	{"archive gone", remove("feeds/all/2024.atom"), "feed-archive", "feeds/all.atom"},
	{"archive in the middle gone", remove("feeds/all/2025.atom"), "feed-archive", "feeds/all/2024.atom"},
	{"link broken", swap("404.html", "</main>", `<a href="nowhere.html">x</a></main>`), "link-broken", "404.html"},
	{"absolute link broken", swap("404.html", "</main>", `<a href="`+base+`ex/EX99999999/">x</a></main>`), "link-broken", "404.html"},
	{"link out of the site", swap("index.html", "</main>", `<a href="../secret.html">x</a></main>`), "link-broken", "index.html"},
	{"anchor broken", swap("index.html", "</main>", `<a href="#nowhere">x</a></main>`), "link-anchor", "index.html"},
	{"anchor of another page broken", swap("index.html", "</main>", `<a href="vendors/index.html#nowhere">x</a></main>`), "link-anchor", "index.html"},
	{"image broken", swap("index.html", "</main>", `<img src="x.png"></main>`), "link-broken", "index.html"},
	{"id twice", swap("index.html", "</main>", `<p id="q">x</p><p id="q">x</p></main>`), "html-id-twice", "index.html"},
	{"element not closed", swap("index.html", "</main>", `<div></main>`), "html-malformed", "index.html"},
	{"page cut off", cut("index.html", "</main>", "</html>"), "html-malformed", "index.html"},
	{"empty page", put("index.html", ""), "html-malformed", "index.html"},
	{"page not UTF-8", swap("index.html", "</main>", "\xff</main>"), "text-encoding", "index.html"},
	{"page with NUL", swap("index.html", "</main>", "\x00</main>"), "text-encoding", "index.html"},
	{"feed malformed", swap("feeds/all.atom", "</feed>", "</fed>"), "feed-malformed", "feeds/all.atom"},
	{"feed is another document", put("feeds/all.atom", "<html></html>"), "feed-malformed", "feeds/all.atom"},
	{"feed with two titles", swap("feeds/all.atom", "</author>", "</author><title>x</title>"), "feed-malformed", "feeds/all.atom"},
	{"entry without id", cut("feeds/all.atom", "<entry>", "</id>"), "feed-malformed", "feeds/all.atom"},
	{"entry id twice", swap("feeds/all.atom", "<entry>", "<entry><id>x</id></entry><entry>"), "feed-malformed", "feeds/all.atom"},
	{"two entries with one id", swap("feeds/series/ta.atom", "</feed>", strings.Repeat("<entry><id>x</id><title>x</title><updated>2026-03-01T12:00:00Z</updated></entry>", 2)+"</feed>"), "feed-malformed", "feeds/series/ta.atom"},
	{"entries out of order", swap("feeds/all/2024.atom", "2024-02-01", "2024-04-01"), "feed-order", "feeds/all/2024.atom"},
	{"advisories out of order", swap("index/2024.json", "2024-02-01", "2024-04-01"), "index-order", "index/2024.json"},
	{"years out of order", swap("index.json", `"year": 2026`, `"year": 2023`), "index-order", "index.json"},
	{"document without a language", cut(one+"index.json", `"en": "`+base, `",`), "document-link", one + "index.json"},
	{"vendor twice", swap(one+"index.json", `"id": "beta"`, `"id": "alpha"`), "document-vendors", one + "index.json"},
	{"page of another vendor", swap(one+"index.json", "vendors/beta/", "vendors/alpha/"), "document-link", one + "index.json"},
	{"site map too long", put("sitemap.xml", "<urlset>"+strings.Repeat("<loc>"+base+"</loc>", 50_001)+"</urlset>"), "sitemap", "sitemap.xml"},
	{"feed too new", swap("feeds/all/2025.atom", "2025-03-01T12:00:00Z</updated>\n  <author>", "2025-03-02T12:00:00Z</updated>\n  <author>"), "feed-updated", "feeds/all/2025.atom"},
	{"entry with another date", swap("feeds/all/2025.atom", "2025-03-01T12:00:00Z", "2025-03-02T12:00:00Z"), "feed-entry-index", "feeds/all/2025.atom"},
	{"entry dropped", cut("feeds/all.atom", "<entry>", "</entry>"), "feed-entries", "feeds/all.atom"},
	{"entry in the wrong feed", swap("feeds/series/ta.atom", "</feed>", "<entry><id>x</id><title>x</title><link href=\""+base+one+"\"/>"+
		"<published>2026-03-01T12:00:00Z</published><updated>2026-03-01T12:00:00Z</updated></entry></feed>"), "feed-entries", "feeds/series/ta.atom"},
	{"entry without a page", swap("feeds/all.atom", one+`"`, `ex/EX99999999/"`), "feed-entry-page", "feeds/all.atom"},
	{"entry of a page that is no advisory", swap("feeds/all.atom", `html" hreflang="ja" href="`+base+one+`"`, `html" href="`+base+`ex/"`), "feed-entry-index", "feeds/all.atom"},
	{"feed with another self", swap("feeds/all.atom", `base/feeds/all.atom"`, `base/feeds/series/ta.atom"`), "feed-link", "feeds/all.atom"},
	{"feed of a stranger", put("feeds/vendors/ghost.atom", emptyFeed("feeds/vendors/ghost.atom")), "feed-stray", "feeds/vendors/ghost.atom"},
	{"archives in a circle", swap("feeds/all/2024.atom", "<fh:archive>", `<link rel="prev-archive" href="`+base+`feeds/all/2025.atom"/><fh:archive>`), "feed-archive", "feeds/all.atom"},
	{"archive without the mark", swap("feeds/all/2024.atom", "<fh:archive></fh:archive>", ""), "feed-archive", "feeds/all.atom"},
	{"index malformed", put("index.json", "{"), "json-malformed", "index.json"},
	{"index without base", swap("index.json", base+`",`, `/",`), "index-base", "index.json"},
	{"index with a tail", swap("index.json", "\n}\n", "\n}}"), "json-malformed", "index.json"},
	{"wrong digest of a year", swap("index/2025.json", "二", "ニ"), "index-digest", "index/2025.json"},
	{"wrong count of a year", swap("index.json", `"count": 1`, `"count": 2`), "index-count", "index/2025.json"},
	{"year dropped", cut("index.json", "    {\n      \"year\": 2025", "},\n"), "index-years", "index/2025.json"},
	{"year dropped, seen from its page", cut("index.json", "    {\n      \"year\": 2025", "},\n"), "index-lacks", "ex/EX22222222/index.html"},
	{"advisory dropped from its year", put("index/2026.json", `{"year": 2026, "advisories": []}`), "index-lacks", one + "index.html"},
	{"advisory twice", all(swap("index/2025.json", `"advisories": [`, `"advisories": [{"id":"EX#22222222","url":"`+base+`ex/EX22222222/","json":"`+base+`ex/EX22222222/index.json","published":"2025-03-01T12:00:00Z","updated":"2025-03-01T12:00:00Z"},`)), "index-twice", "index/2025.json"},
	{"other id in the index", swap("index/2025.json", "EX#22222222", "EX#1"), "index-differs", "ex/EX22222222/index.json"},
	{"same id in the index", swap("index/2025.json", "EX#22222222", "ex#11111111"), "index-twice", "ex/EX22222222/"},
	{"index lists no page", swap("index/2025.json", "ex/EX22222222/", "ex/EX99999999/"), "index-link", "index/2025.json"},
	{"another year", swap("index/2025.json", `"published": "2025`, `"published": "2024`), "index-dates", "index/2025.json"},
	{"latest is another", swap("index.json", `"id": "EX#11111111"`, `"id": "EX#1"`), "index-latest", "index.json"},
	{"index too old", swap("index.json", `"updated": "2026-03-01T12:00:00Z",`+"\n  \"latest\"", `"updated": "2026-03-01T11:00:00Z",`+"\n  \"latest\""), "index-updated", "index.json"},
	{"document malformed", put(one+"index.json", "[]"), "json-malformed", one + "index.json"},
	{"document of another", swap(one+"index.json", "EX#11111111", "EX#11111112"), "index-differs", one + "index.json"},
	{"related to nothing", swap(one+"index.json", "EX#22222222", "EX#1"), "document-link", one + "index.json"},
	{"reference to nothing", swap(one+"index.json", `"url": "`+base+`ex/EX22222222/",`+"\n      \"title\": {\n        \"ja\": \"a\"", `"url": "`+base+`ex/EX2/","title": {"ja": "a"`), "link-broken", one + "index.json"},
	{"pages that are not in the index", all(put("ex/EX9/index.html", "<!doctype html><title>x</title>")), "index-lacks", "ex/EX9/index.html"},
	{"translated page not in the index", all(put("en/ex/EX9/index.html", "<!doctype html><title>x</title>")), "index-lacks", "en/ex/EX9/index.html"},
	{"site map malformed", swap("sitemap.xml", "</urlset>", ""), "xml-malformed", "sitemap.xml"},
	{"site map with a bad date", swap("sitemap.xml", "2026-03-01T12:00:00Z", "yesterday"), "sitemap", "sitemap.xml"},
	{"site map lacks a page", cut("sitemap.xml", "<loc>"+base+one+"<", "loc>"), "sitemap-lacks", "sitemap.xml"},
	{"site map lists nothing", swap("sitemap.xml", base+"years/<", base+"x/<"), "sitemap-link", "sitemap.xml"},
	{"site map with another language gone", swap("sitemap.xml", `hreflang="en" href="`+base+`en/years/"`, `hreflang="en" href="`+base+`fr/years/"`), "sitemap-link", "sitemap.xml"},
	{"a part that is not listed", put("sitemap-7.xml", "<urlset></urlset>"), "sitemap", "sitemap-7.xml"},
	{"schema malformed", put("schema/index.schema.json", "{}{}"), "json-malformed", "schema/index.schema.json"},
	{"other XML malformed", put("x/y.xml", "<a><b></a>"), "xml-malformed", "x/y.xml"},
	{"link to a file that is not a regular one", func(tree fstest.MapFS) {
		tree["robots.txt"] = &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink | 0o777}
	}, "tree-odd", "robots.txt"},
	{"empty folder", func(tree fstest.MapFS) { tree["ex/EX99999999"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755} }, "tree-empty-folder", "ex/EX99999999"},
}

func emptyFeed(path string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>x</title><updated>1970-01-01T00:00:00Z</updated><author><name>x</name></author>` +
		`<link rel="self" href="` + base + path + `"/></feed>`
}

// formats is damage of what programs read.
var formats = []damage{
	{"a JSON Feed leads to no page", swap("feeds/all.json", "EX11111111/\"", "EX99999999/\""), "feed-entry-page", "feeds/all.json"},
	{"a JSON Feed with another address", swap("feeds/all.json", "feeds/all.json", "feeds/any.json"), "feed-link", "feeds/all.json"},
	{"a JSON Feed with another date", swap("feeds/all.json", `"date_modified": "2026`, `"date_modified": "2027`), "feed-entry-index", "feeds/all.json"},
	{"a JSON Feed that is none", swap("feeds/all.json", "jsonfeed.org", "example.org"), "feed-malformed", "feeds/all.json"},
	{"a broken RSS document", swap("rss/jvn.rdf", "</rdf:RDF>", ""), "xml-malformed", "rss/jvn.rdf"},
	{"an RSS item leads to no page", swap("rss/jvn.rdf", "EX11111111/</link>", "EX99999999/</link>"), "feed-entry-page", "rss/jvn.rdf"},
	{"a list with another checksum", swap("rss/jvndb/checksum.txt", `"sha256": "`, `"sha256": "0`), "checksum", "rss/jvndb/checksum.txt"},
	{"a file of the checksums is gone", remove("rss/jvndb/jvndb.rdf"), "checksum", "rss/jvndb/checksum.txt"},
}

// listed is damage that only the manifest shows.
var listed = []damage{
	{"file gone", remove("robots.txt"), "tree-missing", "robots.txt"},
	{"byte changed", swap("robots.txt", "Allow", "Bllow"), "tree-digest", "robots.txt"},
	{"byte added", swap("robots.txt", "Allow", "Alllow"), "tree-size", "robots.txt"},
	{"file added", put("secret.txt", "x"), "tree-stray", "secret.txt"},
	{"host's file outside of its place", put("x/CNAME", "x"), "tree-stray", "x/CNAME"},
	{"folder named like the host's", put("host", "x"), "tree-stray", "host"},
	{"file became a link", func(tree fstest.MapFS) {
		tree["robots.txt"] = &fstest.MapFile{Data: []byte("x"), Mode: fs.ModeSymlink | 0o777}
	}, "tree-odd", "robots.txt"},
	{"file became a folder", all(remove("robots.txt"), put("robots.txt/x", "x")), "tree-missing", "robots.txt"},
}

var keep = []string{"CNAME", "host/**", ".no*"}

func TestDamage(t *testing.T) {
	tree, manifest := published(t, testsite.Site(t, strings.Replace(sample, "feeds:", "formats: [openvex, osv, jvnrss, jvndb, jsonfeed]\nfeeds:", 1), "2026-06-01T00:00:00Z"))
	for _, c := range slices.Concat(content, formats, listed) {
		t.Run(c.name, func(t *testing.T) {
			spoiled := maps.Clone(tree)
			c.do(spoiled)
			list, _ := verify.Tree(spoiled, manifest, keep)
			if !found(list, c) {
				t.Errorf("no %s in %s, but\n%s", c.rule, c.path, show(list))
			}
		})
	}
	for _, c := range slices.Concat(content, formats) {
		t.Run(c.name+" without a manifest", func(t *testing.T) {
			spoiled := maps.Clone(tree)
			c.do(spoiled)
			list, _ := verify.Tree(spoiled, nil, keep)
			if !found(list, c) {
				t.Errorf("no %s in %s, but\n%s", c.rule, c.path, show(list))
			}
		})
	}
}

func found(list problem.List, c damage) bool {
	return slices.ContainsFunc(list, func(p problem.Problem) bool {
		return p.Rule == c.rule && p.Path == c.path && p.Level == problem.Error && p.Message != "" && p.Hint != ""
	})
}

// TestHost: files of the host are no problem, whatever they are, and a link to
// one is good.
func TestHost(t *testing.T) {
	tree, manifest := published(t, testsite.Site(t, sample, "2026-06-01T00:00:00Z"))
	all(put("CNAME", "x"), put(".nojekyll", ""), put("host/a/b.html", "<a id=x id=x href=nowhere>"), put("host/index.json", "{"))(tree)
	tree["host/link"] = &fstest.MapFile{Data: []byte("x"), Mode: fs.ModeSymlink}
	tree["host/empty"] = &fstest.MapFile{Mode: fs.ModeDir}
	list, stats := verify.Tree(tree, manifest, keep)
	if len(list) > 0 {
		t.Errorf("problems:\n%s", show(list))
	}
	if stats.Files != len(tree)-6 {
		t.Errorf("%+v", stats)
	}
	swap("404.html", "</main>", `<a href="/base/host/any.pdf">x</a><a href="https://elsewhere.example/">y</a><a href="mailto:a@b.example">z</a></main>`)(tree)
	if list, _ := verify.Tree(tree, nil, keep); len(list) > 0 {
		t.Errorf("problems:\n%s", show(list))
	}
}

// TestBadManifest: a manifest that cannot be read is one problem, and no
// reason to call every file a stray.
func TestBadManifest(t *testing.T) {
	tree, manifest := published(t, testsite.Site(t, sample, "2026-06-01T00:00:00Z"))
	text := string(manifest)
	entry := strings.SplitN(text, "\n", 3)[1]
	for name, bad := range map[string]string{
		"empty": "", "null": "null", "list": "[]", "no files": `{"version":1}`, "no version": `{"files":[]}`,
		"version": strings.Replace(text, `"version":1`, `"version":2`, 1),
		"tail":    text + "{}", "cut off": text[:len(text)/2], "end cut off": strings.TrimSuffix(text, "}\n"),
		"twice":     strings.Replace(text, entry, entry+entry, 1),
		"digest":    strings.Replace(text, `"sha256":"`, `"sha256":"00`, 1),
		"path":      strings.Replace(text, `"path":"`, `"path":"../`, 1),
		"no path":   strings.Replace(text, `"path"`, `"p"`, 1),
		"size":      strings.Replace(text, `"size":`, `"size":-`, 1),
		"key twice": strings.Replace(text, `"version":1`, `"version":1,"version":1`, 1),
	} {
		list, _ := verify.Tree(tree, []byte(bad), nil)
		if len(list) != 1 || list[0].Rule != "manifest" {
			t.Errorf("%s:\n%s", name, show(list))
		}
	}
	more := strings.Replace(strings.Replace(text, `"version":1`, `"version":1,"more":{"a":[1]}`, 1), `"path"`, `"more":1,"path"`, 1)
	if list, _ := verify.Tree(tree, []byte(more), nil); len(list) > 0 {
		t.Errorf("unknown keys:\n%s", show(list))
	}
}

// TestEveryByteCounts flips random bits in random files: the manifest notices
// each.
func TestEveryByteCounts(t *testing.T) {
	tree, manifest := published(t, testsite.Site(t, sample, "2026-06-01T00:00:00Z"))
	rng := rand.New(rand.NewPCG(1, 1))
	names := slices.Sorted(maps.Keys(tree))
	for range 100 {
		name := names[rng.IntN(len(names))]
		data := bytes.Clone(tree[name].Data)
		if len(data) == 0 {
			continue
		}
		at := rng.IntN(len(data))
		data[at] ^= 1 << rng.IntN(8)
		spoiled := maps.Clone(tree)
		spoiled[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		list, _ := verify.Tree(spoiled, manifest, nil)
		if !slices.ContainsFunc(list, func(p problem.Problem) bool { return p.Rule == "tree-digest" && p.Path == name }) {
			t.Errorf("byte %d of %s changed, and nobody noticed", at, name)
		}
	}
}

// TestSameProblems: the order in which workers finish does not show.
func TestSameProblems(t *testing.T) {
	tree, manifest := published(t, testsite.Site(t, sample, "2026-06-01T00:00:00Z"))
	all(remove(one+"index.html"), remove("feeds/all.atom"), put("x", "y"))(tree)
	want, _ := verify.Tree(tree, manifest, nil)
	for range 5 {
		if got, _ := verify.Tree(tree, manifest, nil); !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", show(got), show(want))
		}
	}
}

// FuzzGarbage puts garbage where files of the site are; nothing may panic, and
// what is not the file is noticed.
func FuzzGarbage(f *testing.F) {
	tree, manifest := published(f, testsite.Site(f, sample, "2026-06-01T00:00:00Z"))
	names := []string{"index.json", "index/2026.json", "index.html", one + "index.json", one + "index.html", "feeds/all.atom",
		"feeds/all/2025.atom", "sitemap.xml", "robots.txt", "schema/index.schema.json"}
	for i, name := range names {
		f.Add(uint8(i), tree[name].Data)
		f.Add(uint8(i), tree[name].Data[:len(tree[name].Data)/2])
	}
	f.Add(uint8(0), []byte(`{"base_url":"https://x/","years":[{"year":-1},{"year":99999}],"latest":[{}]}`))
	f.Add(uint8(2), []byte(`<!doctype html><title>x</title><a href="%zz"><a href="//"><a href=":"><a href="?#a%20b"><base href="x"><a srcset=", ,">`))
	f.Add(uint8(5), []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry/><link rel="prev-archive" href="https://notes.example.org/base/feeds/all.atom"/></feed>`))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := names[int(which)%len(names)]
		spoiled := maps.Clone(tree)
		spoiled[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		list, _ := verify.Tree(spoiled, manifest, keep)
		if same := bytes.Equal(data, tree[name].Data); same != (len(list) == 0) {
			t.Errorf("%s: same %v, problems:\n%s", name, same, show(list))
		}
		verify.Tree(spoiled, nil, keep)
		verify.Tree(tree, data, []string{string(data)})
	})
}

// TestOddTrees: no tree makes Tree fail.
func TestOddTrees(t *testing.T) {
	for name, tree := range map[string]fs.FS{
		"empty": fstest.MapFS{}, "unreadable": unreadable{}, "only a page": fstest.MapFS{"a/b/c/d.html": {Data: []byte("<p>")}},
	} {
		if list, _ := verify.Tree(tree, nil, nil); len(list) == 0 {
			t.Errorf("%s: no problem", name)
		}
	}
	tree, manifest := published(t, testsite.Site(t, sample, "2026-06-01T00:00:00Z"))
	put("zzz", "x")(tree)
	list, _ := verify.Tree(partly{tree, "ex"}, manifest, nil)
	for _, want := range []damage{{rule: "tree-read", path: "ex"}, {rule: "tree-stray", path: "zzz"}} {
		if !found(list, want) {
			t.Errorf("a folder that cannot be read hides %s", want.rule)
		}
	}
	if list, _ := verify.Tree(fstest.MapFS{}, nil, []string{"[", "x/[/**"}); !slices.ContainsFunc(list, func(p problem.Problem) bool { return p.Rule == "keep" }) {
		t.Error("took a pattern that cannot be read")
	}
}

// unreadable is a file system that fails.
type unreadable struct{}

func (unreadable) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

// partly is a file system with one folder that cannot be read.
type partly struct {
	fs.FS
	closed string
}

func (p partly) Open(name string) (fs.File, error) {
	if name == p.closed {
		return nil, fs.ErrPermission
	}
	return p.FS.Open(name)
}
