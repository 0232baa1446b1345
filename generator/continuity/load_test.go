package continuity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/artifact"
)

const year2026 = `{"year": 2026, "advisories": [
  {"id": "X#2", "title": "b", "published": "2026-03-01T03:00:00Z", "updated": "2026-04-01T03:00:00Z"},
  {"id": "X#1", "title": "a", "published": "2026-02-01T03:00:00Z", "updated": "2026-02-01T03:00:00Z"}]}`

const year2025 = `{"year": 2025, "advisories": [{"id": "X#0", "published": "2025-02-01T03:00:00Z", "updated": "2026-02-01T03:00:00Z"}]}`

// site is a published site; edit changes a file of it before digests are
// taken, damage afterwards.
func site(edit, damage map[string]string) fstest.MapFS {
	files := map[string]string{"index/2026.json": year2026, "index/2025.json": year2025}
	for name, text := range edit {
		files[name] = text
	}
	link := func(year, count int) string {
		digest := artifact.Digest([]byte(files[fmt.Sprintf("index/%d.json", year)]))
		return fmt.Sprintf(`{"year": %d, "url": "https://elsewhere.example.org/x", "count": %d, "updated": "2026-04-01T03:00:00Z", "sha256": %q}`, year, count, digest)
	}
	files["index.json"] = fmt.Sprintf(`{"base_url": "https://x.example.org/a/", "updated": null, "latest": [], "years": [%s, %s]}`, link(2026, 2), link(2025, 1))
	if text, ok := edit["index.json"]; ok {
		files["index.json"] = text
	}
	out := fstest.MapFS{}
	for name, text := range files {
		if changed, ok := damage[name]; ok {
			text = changed
		}
		if text != "" {
			out[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		}
	}
	return out
}

// folder writes a site to disk.
func folder(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}

func checkWhole(t *testing.T, s State, err error) {
	t.Helper()
	want := []artifact.Advisory{
		{ID: "X#0", Published: "2025-02-01T03:00:00Z", Updated: "2026-02-01T03:00:00Z"},
		{ID: "X#1", Published: "2026-02-01T03:00:00Z", Updated: "2026-02-01T03:00:00Z"},
		{ID: "X#2", Published: "2026-03-01T03:00:00Z", Updated: "2026-04-01T03:00:00Z"},
	}
	if err != nil || s.BaseURL != "https://x.example.org/a/" || !slices.Equal(s.Advisories, want) {
		t.Errorf("%v %+v", err, s)
	}
}

func TestLoadFolder(t *testing.T) {
	dir := folder(t, site(nil, nil))
	for _, where := range []string{dir, dir + "/", filepath.Join(dir, "index.json")} {
		s, err := Load(t.Context(), where, nil)
		checkWhole(t, s, err)
		if s.Name != filepath.ToSlash(filepath.Join(dir, "index.json")) {
			t.Errorf("name %q", s.Name)
		}
	}
}

// broken are sites that are not whole.
var broken = map[string]fstest.MapFS{
	"not JSON":           site(map[string]string{"index.json": "<!doctype html>"}, nil),
	"an empty object":    site(map[string]string{"index.json": "{}"}, nil),
	"null":               site(map[string]string{"index.json": "null"}, nil),
	"a list":             site(map[string]string{"index.json": "[]"}, nil),
	"no years":           site(map[string]string{"index.json": `{"base_url": "https://x.example.org/"}`}, nil),
	"null years":         site(map[string]string{"index.json": `{"base_url": "https://x.example.org/", "years": null}`}, nil),
	"no address":         site(map[string]string{"index.json": `{"years": []}`}, nil),
	"a relative address": site(map[string]string{"index.json": `{"base_url": "/", "years": []}`}, nil),
	"something behind":   site(map[string]string{"index.json": `{"base_url": "https://x.example.org/", "years": []} {}`}, nil),
	"half an index":      site(nil, map[string]string{"index.json": `{"base_url": "https://x.example.org/", "years": [`}),
	"an impossible year": site(map[string]string{"index.json": `{"base_url": "https://x.example.org/", "years": [{"year": -1}]}`}, nil),
	"a year missing":     site(nil, map[string]string{"index/2025.json": ""}),
	"a year changed":     site(nil, map[string]string{"index/2025.json": strings.Replace(year2025, "X#0", "X#7", 1)}),
	"a wrong count":      site(map[string]string{"index/2026.json": `{"year": 2026, "advisories": []}`}, nil),
	"a year twice":       site(map[string]string{"index/2026.json": year2025}, nil),
	"another year":       site(map[string]string{"index/2025.json": strings.Replace(year2025, "2025,", "2024,", 1)}, nil),
	"a date of another":  site(map[string]string{"index/2025.json": strings.Replace(year2025, "2025-", "2024-", 1)}, nil),
	"a bad date":         site(map[string]string{"index/2025.json": strings.Replace(year2025, "T03", "T33", 1)}, nil),
	"updated too early":  site(map[string]string{"index/2025.json": strings.Replace(year2025, "2026-02", "2024-02", 1)}, nil),
	"an empty id":        site(map[string]string{"index/2025.json": strings.Replace(year2025, "X#0", "", 1)}, nil),
	"an id with escapes": site(map[string]string{"index/2025.json": strings.Replace(year2025, "X#0", `\u001b[2J`, 1)}, nil),
	"an id twice":        site(map[string]string{"index/2025.json": strings.Replace(year2025, "X#0", "X#1", 1)}, nil),
}

func TestLoadRefusesWhatIsNotWhole(t *testing.T) {
	for name, files := range broken {
		t.Run(name, func(t *testing.T) {
			s, err := Load(t.Context(), folder(t, files), nil)
			if err == nil || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("folder: %v %+v", err, s)
			}
			if err != nil && strings.ContainsRune(err.Error(), '\x1b') {
				t.Errorf("the message holds the text: %q", err)
			}
			server := httptest.NewTLSServer(http.FileServerFS(files))
			defer server.Close()
			if s, err := Load(t.Context(), server.URL, server.Client().Transport); err == nil || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("https: %v %+v", err, s)
			}
		})
	}
}

func TestLoadAbsent(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	for _, where := range []string{t.TempDir(), filepath.Join(t.TempDir(), "no"), filepath.Join(t.TempDir(), "no/index.json"), server.URL} {
		if _, err := Load(t.Context(), where, server.Client().Transport); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", where, err)
		}
	}
}

func TestLoadHTTPS(t *testing.T) {
	files := site(nil, nil)
	var agents []string
	server := httptest.NewTLSServer(http.StripPrefix("/a", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agents = append(agents, r.UserAgent()+r.Header.Get("Cache-Control"))
		http.FileServerFS(files).ServeHTTP(w, r)
	})))
	defer server.Close()
	for _, end := range []string{"/a", "/a/", "/a/index.json"} {
		s, err := Load(t.Context(), server.URL+end, server.Client().Transport)
		checkWhole(t, s, err)
		if s.Name != server.URL+"/a/index.json" {
			t.Errorf("name %q", s.Name)
		}
	}
	if len(agents) != 9 || agents[0] != "advgenno-cache" {
		t.Errorf("requests: %q", agents)
	}
	if _, err := Load(t.Context(), server.URL+"/a", nil); err == nil {
		t.Error("a certificate that nobody signed is accepted")
	}
	s, err := Load(t.Context(), strings.Replace(server.URL, "https://", "https://me:secret@", 1)+"/a", server.Client().Transport)
	checkWhole(t, s, err)
	if strings.Contains(s.Name, "secret") {
		t.Errorf("the password is in %q", s.Name)
	}
}

func TestLoadFailures(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"an error": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, `{"base_url": "https://x.example.org/", "years": []}`)
		},
		"forbidden":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"no content": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("{"))
		},
		"a loop":      func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
		"without end": func(w http.ResponseWriter, _ *http.Request) { endless(w) },
		"to plain http": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewTLSServer(answer)
			defer server.Close()
			s, err := Load(t.Context(), server.URL, server.Client().Transport)
			if err == nil || errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("%v %+v", err, s)
			}
			want := map[string]string{"to plain http": "away from https", "without end": "larger than", "a loop": "from place to place"}[name]
			if !strings.Contains(err.Error(), want) {
				t.Error(err)
			}
		})
	}
}

func endless(w http.ResponseWriter) {
	block := bytes.Repeat([]byte(" "), 1<<20)
	for range 64 {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestLoadRedirects(t *testing.T) {
	target := httptest.NewTLSServer(http.FileServerFS(site(nil, nil)))
	defer target.Close()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target.URL+r.URL.Path, http.StatusMovedPermanently)
	}))
	defer server.Close()
	s, err := Load(t.Context(), server.URL, target.Client().Transport)
	checkWhole(t, s, err)
}

func TestLoadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	if _, err := Load(ctx, server.URL, server.Client().Transport); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestLoadAddresses(t *testing.T) {
	plain := httptest.NewServer(http.FileServerFS(site(nil, nil)))
	defer plain.Close()
	s, err := Load(t.Context(), plain.URL, nil) // this machine itself
	checkWhole(t, s, err)
	for _, where := range []string{
		"http://advisories.example.org/", "http://127.0.0.1.example.org/", "ftp://x.example.org/", "file:///etc/passwd",
		"https://", "https:///x", "https://x.example.org/?a=b", "https://x.example.org/?", "https://x.example.org/#a", "HTTP://x.example.org/", "://x",
	} {
		if _, err := Load(t.Context(), where, refusing{t}); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", where, err)
		}
	}
}

// refusing is a transport that must not be used.
type refusing struct{ t *testing.T }

func (r refusing) RoundTrip(request *http.Request) (*http.Response, error) {
	r.t.Errorf("asked %s", request.URL)
	return nil, errors.New("refused")
}
