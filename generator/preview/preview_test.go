package preview

import (
	"bufio"
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/generator/theme"
	"github.com/advgen/advgen/templates"
)

var now = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func sample() fstest.MapFS {
	return testsite.Files(`
-- publisher.yaml --
name: {ja: 例示, en: Example}
base_url: https://advisories.example.org/
languages: [ja, en]
time_zone: Asia/Tokyo
series: [{prefix: "EX#", pattern: "[0-9]{8}", path: ex}]
formats: [csaf, osv, openvex, jsonfeed]
-- vendors/alpha.yaml --
name: Alpha
-- advisories/EX11111111/advisory.md --
---
id: EX#11111111
title: 公開済みの題名
disclose_at: 2026-03-01T00:00:00Z
notified: [alpha]
---
-- advisories/EX11111111/vendors/alpha.yaml --
status: affected
statement: 後日の声明
disclose_at: 2026-12-24T00:00:00Z
-- advisories/EX22222222/advisory.md --
---
id: EX#22222222
title: 日時未定の題名
notified: [alpha]
---
-- advisories/EX33333333/advisory.md --
---
id: EX#33333333
title: 来年の題名
disclose_at: 2027-02-01T12:00:00+09:00
---
`)
}

func server(content fstest.MapFS, asOf time.Time) *Server {
	return New(Options{Content: content, Root: "content", Templates: templates.FS,
		Now: func() time.Time { return now }, AsOf: asOf, Lang: "en"})
}

func get(t *testing.T, s http.Handler, url string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080"+url, nil)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func has(t *testing.T, where, body string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			t.Errorf("%s has no %q", where, w)
		}
	}
}

// TestHeldIsShownAndMarked: without an instant everything is shown, and each
// page says what of it is held until when.
func TestHeldIsShownAndMarked(t *testing.T) {
	s := server(sample(), time.Time{})
	home := get(t, s, "/en/").Body.String()
	has(t, "the first page", home, "公開済みの題名", "日時未定の題名", "来年の題名", "Preview: under embargo", "Everything is shown")
	has(t, "an advisory", get(t, s, "/en/ex/EX33333333/").Body.String(), "held until 2027/02/01 12:00 JST")
	has(t, "an advisory without a date", get(t, s, "/ex/EX22222222/index.html").Body.String(), "未公開です：公開日時は未定", "公開前プレビュー")
	public := get(t, s, "/en/ex/EX11111111/").Body.String()
	has(t, "a public advisory", public, "This advisory is public.", "advisories/EX11111111/vendors/alpha.yaml</code>: held until 2026/12/24 09:00 JST", "後日の声明")
	has(t, "a record", get(t, s, "/ex/EX11111111/vendors/alpha/").Body.String(), "後日の声明", "公開前プレビュー")
}

// TestTimeTravel: with an instant, the pages are those of a build at that
// instant but for the mark, and so is the set of pages.
func TestTimeTravel(t *testing.T) {
	for seed := range uint64(4) {
		r := heldsite.New(seed)
		asOf := r.AsOf
		s := New(Options{Content: r.Files, Templates: templates.FS, Now: func() time.Time { return r.Now }, AsOf: asOf, Lang: "en"})
		var built artifact.Memory
		look, _ := theme.Open(r.Open, templates.FS)
		if err := generator.Render(testsite.FromFS(t, r.Open, asOf.Format(time.RFC3339)), look, 1, &built); err != nil {
			t.Fatal(err)
		}
		all, err := s.state.all()
		if err != nil {
			t.Fatal(err)
		}
		if a, b := len(all.Files()), len(built.Files()); a != b {
			t.Errorf("seed %d: %d files, %d are built", seed, a, b)
		}
		for _, f := range built.Files() {
			w := get(t, s, "/"+f.Path)
			if w.Code != http.StatusOK {
				t.Fatalf("seed %d: %s: status %d", seed, f.Path, w.Code)
			}
			body := w.Body.Bytes()
			if strings.HasSuffix(f.Path, ".html") {
				if !bytes.Contains(body, []byte(`<aside class="advgen-preview"`)) || !bytes.Contains(body, []byte(`content="noindex"`)) {
					t.Errorf("seed %d: %s is not marked", seed, f.Path)
				}
				body = unmark(body)
			}
			if !bytes.Equal(body, f.Data) {
				t.Fatalf("seed %d: %s is not what is built:\n%s\n%s", seed, f.Path, body, f.Data)
			}
		}
	}
}

var added = regexp.MustCompile(`(?s)<meta name="robots" content="noindex"><link rel="stylesheet" href="/_advgen/preview.css"><script type="module" src="/_advgen/reload.js"></script>|<aside class="advgen-preview".*?</aside>\n|\[(Preview: under embargo|公開前プレビュー)\] `)

// unmark takes off a page what the preview added.
func unmark(page []byte) []byte { return added.ReplaceAll(page, nil) }

// TestMarkHoldsEverywhere: whatever a publisher's template is like, the mark is
// on the page.
func TestMarkHoldsEverywhere(t *testing.T) {
	for _, page := range []string{"", "text", "<p>x", "<!DOCTYPE html><title>x</title>", "<html><head></head><body class=x>", "<header>x</header><body>", "<head", "<body"} {
		got := string(mark([]byte(page), banner{Mark: "MARK <&>"}))
		has(t, page, got, "<strong>MARK &lt;&amp;&gt;</strong>", "noindex", "reload.js")
	}
}

func TestProblems(t *testing.T) {
	content := sample()
	content["advisories/EX22222222/advisory.md"].Data = []byte("---\nid: EX#22222222\ntitle: 日時未定の題名\ndisclose_at: 2026-12-01\nnotified: [alpha]\n---\n")
	s := server(content, time.Time{})
	for _, url := range []string{"/", "/en/ex/EX11111111/", "/feeds/all.atom"} {
		w := get(t, s, url)
		if w.Code != http.StatusInternalServerError {
			t.Errorf("%s: status %d", url, w.Code)
		}
		has(t, url, w.Body.String(), "content/advisories/EX22222222/advisory.md:4:", "Preview: under embargo", "<p class=\"hint\">")
		if strings.Contains(w.Body.String(), "題名") {
			t.Error("the page of problems quotes the content")
		}
	}
	content["advisories/EX22222222/advisory.md"] = sample()["advisories/EX22222222/advisory.md"]
	if list := s.Reload(); list.Errors() > 0 || get(t, s, "/").Code != http.StatusOK {
		t.Errorf("mended content is not shown: %v", list)
	}
}

// TestTemplatesOfTheContent: they are shown, and what is wrong with one is a
// problem.
func TestTemplatesOfTheContent(t *testing.T) {
	content := sample()
	own := &fstest.MapFile{Data: []byte(`{{define "content"}}<p>OUR OWN</p>{{end}}`)}
	content["templates/html/home.html"] = own
	s := server(content, time.Time{})
	has(t, "the first page", get(t, s, "/").Body.String(), "OUR OWN", "公開前プレビュー")
	own.Data = []byte("{{define \"content\"}}\n{{.Nothing}}{{end}}")
	s.Reload()
	has(t, "the first page", get(t, s, "/").Body.String(), "content/templates/html/home.html:2:")
}

func TestNothingElse(t *testing.T) {
	s := server(sample(), time.Time{})
	for url, want := range map[string]int{
		"/nowhere/": 404, "/ex/EX11111111/nothing.html": 404, "/vendors": 302, "/../../../etc/passwd": 302,
		"/_advgen/": 404, "/_advgen/../ex/EX11111111/": 200, "/_advgen/problems": 200, "/_advgen/preview.css": 200, "/_advgen/icon.svg": 200,
	} {
		if w := get(t, s, url); w.Code != want {
			t.Errorf("%s: status %d, want %d", url, w.Code, want)
		}
	}
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:80": 200, "127.0.0.1": 200, "127.9.9.9:1": 200, "[::1]:8080": 200,
		"example.org": 403, "localhost.example.org": 403, "192.0.2.1": 403, "[2001:db8::1]": 403, "": 403,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: status %d, want %d", host, w.Code, want)
		}
		if w.Code == 403 && strings.Contains(w.Body.String(), "題名") {
			t.Errorf("host %q reads the content", host)
		}
	}
	r := httptest.NewRequest("POST", "http://localhost/", nil)
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", w.Code)
	}
}

// TestEvents: an open page hears of every reload.
func TestEvents(t *testing.T) {
	s := server(sample(), time.Time{})
	live := httptest.NewServer(s)
	defer live.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", live.URL+"/_advgen/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	seen := map[string]bool{}
	for range 3 {
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
		}
		if seen[lines.Text()] || lines.Text() == "" {
			t.Fatalf("event %q after %v", lines.Text(), seen)
		}
		seen[lines.Text()] = true
		s.Reload()
	}
}
