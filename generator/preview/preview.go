// Package preview shows a content repository as a site before anything of it is
// published: what is held is there, every page is marked as under embargo, and
// what is wrong with the content is a page of its own. Nothing is written.
//
// It is an http.Handler for the coordinator's own machine. It answers only
// requests that name a loopback host, so that no page of the web can read it
// through a name that leads here (DNS rebinding), and lets no other site embed
// or read what it gives.
package preview

import (
	"io/fs"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/advgen/advgen/generator/problem"
)

// Options say what is shown.
type Options struct {
	Content   fs.FS
	Root      string // how the content folder is called in messages
	Templates fs.FS  // the built-in ones; those of the content go over them
	Now       func() time.Time
	// AsOf is the instant that is shown, which may lie in the future; zero
	// shows everything, also that for which no instant is agreed.
	AsOf time.Time
	Lang string // of problems: ja or en
	Jobs int
}

// Server shows the content as it was at the last Reload.
type Server struct {
	options Options
	run     string // tells this run from another on the same port

	mu       sync.Mutex
	state    *state
	changed  chan struct{} // closed at the next Reload
	reloaded int
}

// New reads the content for the first time.
func New(o Options) *Server {
	s := &Server{options: o, run: strconv.FormatInt(o.Now().UnixNano(), 36), changed: make(chan struct{})}
	s.Reload()
	return s
}

// Reload reads the content again and tells the open pages. It gives what is
// wrong with the content, sorted.
func (s *Server) Reload() problem.List {
	next := open(s.options)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = next
	s.reloaded++
	close(s.changed)
	s.changed = make(chan struct{})
	return next.problems
}

// current gives what is shown, and a channel that is closed once that changes.
func (s *Server) current() (st *state, number int, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.reloaded, s.changed
}

// own is the folder of the preview's own files; no site has it, since the
// paths of series and pages begin with a letter or digit.
const own = "_advgen/"

// policy is that of the published site, as strict.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP answers with a page or file of the site.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !IsLoopback(r.Host) {
		http.Error(w, "the preview answers to localhost only", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "the preview is read only", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	if file, ok := strings.CutPrefix(name, own); ok {
		s.serveOwn(w, r, file)
		return
	}
	st, _, _ := s.current()
	st.serve(w, r, name)
}

// IsLoopback says whether a host, with or without a port, is this machine as
// it calls itself: localhost or a loopback address.
func IsLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
