package verify

import (
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/problem"
)

var (
	errUnreadable = errors.New("it cannot be read")
	errJSON       = errors.New("it is not JSON, or not of the form it should have")
	errJSONTail   = errors.New("something follows the JSON value")
	errXML        = errors.New("it is not well-formed XML")
)

// reader is one worker: it reads files and notes what it finds.
type reader struct {
	tree *tree // only read while workers run
	found
	problems     problem.List
	pages, links int
}

func (r *reader) fault(rule, path, hint, format string, args ...any) {
	r.problems.Add(fault(rule, path, hint, format, args...))
}

// read checks one file in one pass, whatever its size.
func (r *reader) read(name string) {
	f, err := r.tree.fsys.Open(name)
	if err != nil {
		r.fault("tree-read", name, "look at the file system and at the permissions", "%v", errUnreadable)
		return
	}
	defer f.Close()
	digest := sha256.New()
	var bytes counter
	var text utf8Checker
	in := io.TeeReader(f, io.MultiWriter(digest, &bytes, &text))
	isText := r.content(name, in)
	if _, err := io.Copy(io.Discard, in); err != nil {
		r.fault("tree-read", name, "look at the file system and at the permissions", "%v", errUnreadable)
		return
	}
	if isText && !text.valid() {
		r.fault("text-encoding", name, rebuild, "it is not UTF-8, or has a NUL byte")
	}
	want := r.tree.files[name]
	if !want.listed {
		return
	}
	if int64(bytes) != want.size {
		r.fault("tree-size", name, rebuild, "it has %d bytes, the manifest says %d", bytes, want.size)
	} else if [32]byte(digest.Sum(nil)) != want.sum {
		r.fault("tree-digest", name, rebuild, "its sha256 is not the one in the manifest")
	}
}

// content reads a file by its kind, and says whether it is text. It need not
// read to the end.
func (r *reader) content(name string, in io.Reader) bool {
	switch path.Ext(name) {
	case ".html":
		r.page(name, in)
	case ".atom":
		r.feed(name, in)
	case ".json":
		r.json(name, in)
	case ".rdf":
		r.rss(name, in)
	case ".xml", ".svg":
		if path.Dir(name) == "." && strings.HasPrefix(name, "sitemap") {
			r.siteMap(name, in)
		} else if err := wellFormed(in); err != nil {
			r.fault("xml-malformed", name, rebuild, "%v", err)
		}
	default:
		if path.Base(name) == "checksum.txt" {
			r.checksums(name, in)
		}
		return path.Ext(name) == ".txt" || path.Ext(name) == ".css" || path.Ext(name) == ".js"
	}
	return true
}

func (r *reader) json(name string, in io.Reader) {
	switch {
	case name == "index.json" || path.Dir(name) == "index":
		// read before, by readIndex; a year that is not listed is a problem already
	case path.Base(name) == "index.json" && strings.Count(name, "/") == 2:
		r.document(name, in)
	case r.tree.isJSONFeed(name):
		r.jsonFeed(name, in)
	default:
		var any json.RawMessage
		if err := decodeJSON(in, &any); err != nil {
			r.fault("json-malformed", name, rebuild, "%v", err)
		}
	}
}

// wellFormed reads XML to its end.
func wellFormed(in io.Reader) error {
	d := xml.NewDecoder(in)
	roots := 0
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF && roots == 1 {
			return nil
		}
		if err != nil {
			return errXML
		}
		switch token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

// counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// utf8Checker says whether what is written to it is UTF-8 without NUL bytes.
type utf8Checker struct {
	rest []byte // the beginning of a character that is not complete
	bad  bool
}

func (c *utf8Checker) Write(p []byte) (int, error) {
	n := len(p)
	if c.bad {
		return n, nil
	}
	if len(c.rest) > 0 {
		p = append(c.rest, p...)
		c.rest = nil
	}
	for len(p) > 0 {
		if p[0] != 0 && p[0] < utf8.RuneSelf {
			p = p[1:]
			continue
		}
		if !utf8.FullRune(p) {
			c.rest = append([]byte(nil), p...)
			break
		}
		char, size := utf8.DecodeRune(p)
		if char == 0 || char == utf8.RuneError && size == 1 {
			c.bad = true
			break
		}
		p = p[size:]
	}
	return n, nil
}

func (c *utf8Checker) valid() bool { return !c.bad && len(c.rest) == 0 }
