package verify

import (
	"net/url"
	"path"
	"strings"
)

// linkKind says where a reference leads.
type linkKind int

const (
	internal linkKind = iota // to a file of the site
	external                 // to another site, or not to a file at all
	outside                  // out of the site by a relative way, or to no address
)

// resolve gives the file that a reference in the file from leads to, and its
// fragment.
func (t *tree) resolve(from, ref string) (target, fragment string, kind linkKind) {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil {
		return "", "", outside
	}
	switch {
	case u.Scheme == "" && u.Host == "" && u.Opaque == "" && !strings.HasPrefix(u.Path, "/"):
		if u.Path == "" {
			return from, u.Fragment, internal
		}
		joined := path.Join(path.Dir(from), u.Path)
		if joined == ".." || strings.HasPrefix(joined, "../") {
			return "", "", outside
		}
		return asFile(joined, u.Path), u.Fragment, internal
	case u.Scheme == "" && u.Host == "" && t.base == nil:
		return asFile(strings.TrimPrefix(path.Clean(u.Path), "/"), u.Path), u.Fragment, internal
	case u.Scheme == "" && t.base != nil:
		u = t.base.ResolveReference(u)
	}
	if t.base == nil || u.Scheme != t.base.Scheme || !strings.EqualFold(u.Host, t.base.Host) {
		return "", "", external
	}
	rest, ok := strings.CutPrefix(path.Clean("/"+u.Path)+slash(u.Path), t.base.Path)
	if !ok {
		return "", "", external
	}
	return asFile(path.Clean(rest), u.Path), u.Fragment, internal
}

// asFile adds what a web server adds to the address of a folder.
func asFile(clean, original string) string {
	if clean == "." || clean == "" {
		return "index.html"
	}
	if slash(original) != "" {
		return clean + "/index.html"
	}
	return clean
}

// slash is "/" if the path is that of a folder.
func slash(p string) string {
	last := p[strings.LastIndexByte(p, '/')+1:]
	if p != "/" && (last == "" || last == "." || last == "..") {
		return "/"
	}
	return ""
}

// locate gives the file of the site that an absolute address leads to; ok is
// false if it leads elsewhere.
func (t *tree) locate(from, address string) (target string, ok bool) {
	if !t.below(address) {
		return "", false
	}
	target, _, kind := t.resolve(from, address)
	return target, kind == internal
}

// below says whether a text is an absolute address of this site.
func (t *tree) below(address string) bool {
	return t.base != nil && strings.HasPrefix(address, t.base.String())
}
