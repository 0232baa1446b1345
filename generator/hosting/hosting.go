// Package hosting writes the configuration of web servers for a published
// site: content types, cache times, security headers, a page for what is
// missing in each language, and redirects. The rules stand here once; nginx,
// Caddy, and hosts that read _headers and _redirects get the same.
package hosting

import (
	"net/url"
	"strings"
)

// Site is what a configuration needs to know of a site. All of it is public.
type Site struct {
	// BaseURL is the absolute address of the root, with a final slash.
	BaseURL string
	// Roots are the folders of the languages below it: "" for the first, "en/".
	Roots []string
	// Redirects lead from old addresses, in every language.
	Redirects []Redirect
}

// Redirect leads from a folder ("old/") or a page ("old.html") to a folder, ""
// or with a final slash; all below the root of a language.
type Redirect struct{ From, To string }

// host is the name of the server; example.org if the address has none.
func (s Site) host() string {
	if u, err := url.Parse(s.BaseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "example.org"
}

// prefix is the path of the root, with slashes at both ends.
func (s Site) prefix() string {
	if u, err := url.Parse(s.BaseURL); err == nil && strings.HasSuffix(u.Path, "/") {
		return u.Path
	}
	return "/"
}

// folder is where the output goes on a server of one's own.
func (s Site) folder() string {
	return strings.TrimSuffix(document+s.prefix(), "/")
}

// document is the folder that the server shows.
const document = "/srv/www/advisories"

// moves lists the redirects in every language, from path to path. One from a
// folder has the forms with and without a slash and with index.html.
func (s Site) moves() [][2]string {
	var out [][2]string
	for _, root := range s.Roots {
		for _, r := range s.Redirects {
			from, to := s.prefix()+root+r.From, s.prefix()+root+r.To
			out = append(out, [2]string{from, to})
			if bare, ok := strings.CutSuffix(from, "/"); ok {
				out = append(out, [2]string{bare, to}, [2]string{from + "index.html", to})
			}
		}
	}
	return out
}

// header is a header of every response.
type header struct{ name, value string }

// policy lets pages load what the site itself publishes, and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are those of every response. Programs of other sites may read all of
// it, since all of it is public.
var headers = []header{
	{"Content-Security-Policy", policy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Access-Control-Allow-Origin", "*"},
}

// transport is for sites that will stay on https: browsers remember it for a
// year, and will not take anything else, from subdomains neither.
const (
	transport       = "max-age=31536000; includeSubDomains"
	transportReason = "Browsers keep this for a year and then refuse http. Switch it on once https works for the name and all names below it."
)

// Cache times. The names of assets change with their content; everything else
// may change at the next instant of disclosure, or be recalled.
const (
	cacheAssets = "public, max-age=31536000, immutable"
	cacheRest   = "public, max-age=300"
)

// kind is the content type of files by their extension. Text is sent as UTF-8.
type kind struct{ extension, media string }

func (k kind) charset() bool {
	return k.media != "text/html" && (strings.HasPrefix(k.media, "text/") || strings.HasSuffix(k.media, "xml"))
}

// contentType is the value of the header.
func (k kind) contentType() string {
	if strings.HasPrefix(k.media, "text/") || strings.HasSuffix(k.media, "xml") {
		return k.media + "; charset=utf-8"
	}
	return k.media
}

// kinds has every kind of file that advgen writes.
var kinds = []kind{
	{"html", "text/html"},
	{"css", "text/css"},
	{"js", "text/javascript"},
	{"json", "application/json"},
	{"atom", "application/atom+xml"},
	{"rdf", "application/rdf+xml"},
	{"xml", "application/xml"},
	{"zip", "application/zip"},
	{"csv", "text/csv"},
	{"txt", "text/plain"},
	{"sha256", "text/plain"},
	{"sha512", "text/plain"},
	{"asc", "application/pgp-signature"},
	{"svg", "image/svg+xml"},
	{"png", "image/png"},
	{"bin", "application/octet-stream"},
}

// Types by place: a signature ends in .asc, and so does a public key; a JSON
// Feed is JSON with a name of its own.
const (
	keyFolder = ".well-known/csaf/openpgp/"
	keyType   = "application/pgp-keys"
	feedType  = "application/feed+json"
)

// feedPattern is a regular expression of the addresses of JSON Feeds.
func (s Site) feedPattern() string {
	return "^" + quote(s.prefix()) + s.anyRoot() + `feeds/.*\.json$`
}

// anyRoot is a regular expression of the folders of languages.
func (s Site) anyRoot() string {
	var roots []string
	for _, root := range s.Roots {
		if root != "" {
			roots = append(roots, root)
		}
	}
	if len(roots) == 0 {
		return ""
	}
	return "(?:" + strings.Join(roots, "|") + ")?"
}

// quote makes a path literal in a regular expression; paths hold no other
// characters that mean something there.
func quote(path string) string {
	return strings.NewReplacer(".", `\.`, "+", `\+`, "~", "~").Replace(path)
}
