//go:build interop

package interop

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/hosting"
	"github.com/advgen/advgen/generator/testsite"
)

// hostedSite is what the servers are configured for: the sample.
var hostedSite = hosting.Site{
	BaseURL: "https://advisories.example.org/", Roots: []string{"", "en/"},
	Redirects: []hosting.Redirect{{From: "old/place/", To: "vu/"}, {From: "old/note+1.html", To: ""}},
}

// hostedTypes are the content types that docs/consumers.md promises.
var hostedTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".atom": "application/atom+xml; charset=utf-8", ".rdf": "application/rdf+xml; charset=utf-8",
	".xml": "application/xml; charset=utf-8", ".zip": "application/zip", ".csv": "text/csv; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".sha256": "text/plain; charset=utf-8", ".sha512": "text/plain; charset=utf-8",
	".asc": "application/pgp-signature", ".svg": "image/svg+xml; charset=utf-8", ".png": "image/png", ".bin": "application/octet-stream",
}

func typeOfHosted(name string) string {
	switch {
	case strings.HasPrefix(name, ".well-known/csaf/openpgp/"):
		return "application/pgp-keys"
	case strings.HasSuffix(name, ".json") && strings.HasPrefix(strings.TrimPrefix(name, "en/"), "feeds/"):
		return "application/feed+json"
	}
	return hostedTypes[path.Ext(name)]
}

func TestNginx(t *testing.T) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		notice(t, "there is no nginx on this machine")
	}
	serveHosted(t, func(dir, out, address string) *exec.Cmd {
		server := string(hosting.Nginx(hostedSite))
		server = strings.NewReplacer("listen 443 ssl;", "listen "+address+";", "listen [::]:443 ssl;", "", "root /srv/www/advisories;", "root "+out+";").Replace(server)
		lines := strings.Split(server, "\n")
		for i, line := range lines {
			if strings.Contains(line, "ssl_certificate") {
				lines[i] = ""
			}
		}
		user := ""
		if os.Geteuid() == 0 {
			user = "user root;\n"
		}
		conf := filepath.Join(dir, "nginx.conf")
		temp := ""
		for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
			temp += fmt.Sprintf("%s_temp_path %s/%s;\n", kind, dir, kind)
		}
		writeHosted(t, conf, fmt.Sprintf("%sdaemon off;\npid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n", user, dir, temp, strings.Join(lines, "\n")))
		if said, err := exec.Command(nginx, "-t", "-e", "stderr", "-p", dir, "-c", conf).CombinedOutput(); err != nil {
			t.Fatalf("nginx -t: %v\n%s", err, said)
		}
		return exec.Command(nginx, "-e", "stderr", "-p", dir, "-c", conf)
	})
}

func TestCaddy(t *testing.T) {
	caddy, err := exec.LookPath("caddy")
	if err != nil {
		notice(t, "there is no caddy on this machine")
	}
	serveHosted(t, func(dir, out, address string) *exec.Cmd {
		site := strings.NewReplacer("\nadvisories.example.org {", "\nhttp://"+address+" {", "root * /srv/www/advisories", "root * "+out).Replace(string(hosting.Caddy(hostedSite)))
		conf := filepath.Join(dir, "Caddyfile")
		writeHosted(t, conf, "{\n\tadmin off\n\tauto_https off\n}\n"+site)
		cmd := exec.Command(caddy, "run", "--config", conf, "--adapter", "caddyfile")
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
		return cmd
	})
}

func writeHosted(t *testing.T, name, data string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// serveHosted publishes the sample, has a server show it over loopback, and
// looks at every answer.
func serveHosted(t *testing.T, start func(dir, out, address string) *exec.Cmd) {
	out, dir := written(t, testsite.FromFS(t, os.DirFS(contentFolder(t)), "2026-11-23T00:00:00Z")), t.TempDir()
	keys := filepath.Join(out, ".well-known", "csaf", "openpgp")
	if err := os.MkdirAll(keys, 0o755); err != nil {
		t.Fatal(err)
	}
	writeHosted(t, filepath.Join(keys, "0123.asc"), "a key")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	server := start(dir, out, address)
	var said bytes.Buffer
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
		if t.Failed() {
			t.Logf("%s", said.String())
		}
	}()
	c := hostedClient{t, "http://" + address, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	c.wait()
	names := files(t, out, func(string) bool { return true })
	for _, name := range names {
		rel, _ := filepath.Rel(out, name)
		c.file(filepath.ToSlash(rel), name)
	}
	for from, page := range map[string]string{
		"/nothing": "404.html", "/nothing/here.json": "404.html", "/assets/style.000000000000.css": "404.html", "/feeds/nothing.json": "404.html",
		"/en/nothing": "en/404.html", "/en/vu/nothing/index.html": "en/404.html",
	} {
		c.missing(from, filepath.Join(out, page))
	}
	for from, to := range map[string]string{
		"/old/place/": "/vu/", "/old/place": "/vu/", "/old/place/index.html": "/vu/", "/en/old/place/": "/en/vu/", "/old/note+1.html": "/", "/en/old/note+1.html": "/en/",
		"/vu": "/vu/", "/en/vendors": "/en/vendors/",
	} {
		c.moved(from, to)
	}
	t.Logf("%d files", len(names))
}

type hostedClient struct {
	t    *testing.T
	base string
	*http.Client
}

// wait waits until the server answers.
func (c hostedClient) wait() {
	for range 100 {
		if res, err := c.Get(c.base + "/robots.txt"); err == nil {
			res.Body.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	c.t.Fatal("the server does not answer")
}

// get gives an answer after looking at the headers that every answer has.
func (c hostedClient) get(address string) (*http.Response, []byte) {
	c.t.Helper()
	res, err := c.Get(c.base + address)
	if err != nil {
		c.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		c.t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "*", "Strict-Transport-Security": "",
	} {
		if got := strings.Join(res.Header.Values(name), " | "); got != want {
			c.t.Errorf("%s: %s is %q", address, name, got)
		}
	}
	if !strings.Contains(res.Header.Get("Permissions-Policy"), "camera=()") {
		c.t.Errorf("%s: no Permissions-Policy", address)
	}
	return res, body
}

func (c hostedClient) file(name, file string) {
	c.t.Helper()
	res, body := c.get("/" + name)
	data, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode == 301 && path.Base(name) == "index.html" { // a server may prefer the folder
		res, body = c.get("/" + strings.TrimSuffix(name, "index.html"))
	}
	if res.StatusCode != 200 || !bytes.Equal(body, data) {
		c.t.Errorf("%s: %d with %d bytes, want %d bytes", name, res.StatusCode, len(body), len(data))
	}
	// RFC 9110 compares the name and the value of charset without case.
	if got := strings.ToLower(res.Header.Get("Content-Type")); got != typeOfHosted(name) {
		c.t.Errorf("%s: the content type is %q, want %q", name, got, typeOfHosted(name))
	}
	cache := "public, max-age=300"
	if strings.HasPrefix(name, "assets/") {
		cache = "public, max-age=31536000, immutable"
	}
	if got := strings.Join(res.Header.Values("Cache-Control"), " | "); got != cache {
		c.t.Errorf("%s: Cache-Control is %q, want %q", name, got, cache)
	}
}

func (c hostedClient) missing(address, page string) {
	c.t.Helper()
	res, body := c.get(address)
	data, err := os.ReadFile(page)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != 404 || !bytes.Equal(body, data) || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") || strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		c.t.Errorf("%s: %d, %q, %d bytes, want 404 with %s", address, res.StatusCode, res.Header, len(body), page)
	}
}

func (c hostedClient) moved(address, to string) {
	c.t.Helper()
	res, _ := c.get(address)
	if res.StatusCode/100 != 3 || strings.TrimPrefix(res.Header.Get("Location"), c.base) != to {
		c.t.Errorf("%s: %d to %q, want %s", address, res.StatusCode, res.Header.Get("Location"), to)
	}
}
