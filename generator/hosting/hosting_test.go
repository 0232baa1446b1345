package hosting

import (
	"strings"
	"testing"
)

// Known says whether servers are told the type of an extension.
func Known(extension string) bool {
	for _, k := range kinds {
		if k.extension == extension {
			return true
		}
	}
	return false
}

var all = map[string]func(Site) []byte{"nginx": Nginx, "caddy": Caddy, "headers": Headers, "redirects": Redirects}

// TestBelowAPath: with a path in the base address, every rule is below it.
func TestBelowAPath(t *testing.T) {
	s := Site{BaseURL: "https://example.com:8443/a.b/sub/", Roots: []string{"", "ja/"}, Redirects: []Redirect{{"old/", "new/"}, {"x.html", ""}}}
	for name, want := range map[string][]string{
		"nginx": {"goes to /srv/www/advisories/a.b/sub.", "server_name example.com;", `~^/a\.b/sub/assets/ `, "/a.b/sub/old/ /a.b/sub/new/;", "/a.b/sub/old /a.b/sub/new/;",
			"/a.b/sub/ja/x.html /a.b/sub/ja/;", "error_page 404 /a.b/sub/404.html;", "location /a.b/sub/ja/ { error_page 404 /a.b/sub/ja/404.html; }",
			`location ~ ^/a\.b/sub/\.well-known/csaf/openpgp/ {`, `location ~ "^/a\.b/sub/(?:ja/)?feeds/.*\.json$" {`},
		"caddy": {"\nexample.com {", "redir /a.b/sub/old/index.html /a.b/sub/new/ permanent", "header /a.b/sub/assets/* Cache-Control",
			"@feeds path_regexp ^/a\\.b/sub/(?:ja/)?feeds/.*\\.json$", "rewrite @ja /a.b/sub/ja/404.html", "rewrite @first /a.b/sub/404.html"},
		"headers":   {"/a.b/sub/*\n  Content-Security-Policy: default-src 'none';", "/a.b/sub/assets/*\n  Cache-Control: public, max-age=31536000, immutable"},
		"redirects": {"/a.b/sub/old/ /a.b/sub/new/ 301\n", "/a.b/sub/ja/* /a.b/sub/ja/404.html 404\n"},
	} {
		got := string(all[name](s))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: there is no %q in\n%s", name, w, got)
			}
		}
	}
}

// TestTransport: HSTS is never on by itself, and its reason stands beside it.
func TestTransport(t *testing.T) {
	for name, write := range all {
		for line := range strings.Lines(string(write(Site{BaseURL: "https://example.com/", Roots: []string{""}}))) {
			if strings.Contains(line, "Strict-Transport") && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

// TestNoHeaderTwice: hosts that read _headers join the values of two rules.
func TestNoHeaderTwice(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(string(Headers(Site{BaseURL: "https://example.com/", Roots: []string{""}}))) {
		if name, _, ok := strings.Cut(line, ":"); ok && strings.HasPrefix(line, "  ") {
			if seen[name] {
				t.Errorf("%s is set twice", name)
			}
			seen[name] = true
		}
	}
	if len(seen) < 8 {
		t.Errorf("only %d headers", len(seen))
	}
}
