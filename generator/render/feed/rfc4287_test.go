package feed

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
)

// parsed is a feed document as a reader sees it.
type parsed struct {
	name, id, updated         string
	lang                      advisory.Language
	self, current, prev, next string
	archive                   bool
	entries                   []parsedEntry
}

type parsedEntry struct{ page, published, updated string }

const ns = "http://www.w3.org/2005/Atom"

// node is any XML element.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) all(name string) []node {
	var out []node
	for _, c := range n.Nodes {
		if c.XMLName == (xml.Name{Space: ns, Local: name}) {
			out = append(out, c)
		}
	}
	return out
}

var tag = regexp.MustCompile(`^tag:[a-z0-9.-]+,[0-9]{4}(-[0-9]{2}-[0-9]{2})?:[A-Za-z0-9._~/-]+$`) // RFC 4151

// parse reads a document and holds it to RFC 4287: the elements that must be
// there and how often, absolute addresses, valid dates, distinct ids, and HTML
// that is in balance once unescaped.
func parse(t *testing.T, f artifact.File) parsed {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(f.Data))
	var root node
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	if token, err := d.Token(); err != io.EOF && strings.TrimSpace(string(token.(xml.CharData))) != "" {
		t.Errorf("%s: something follows the feed", f.Path)
	}
	if root.XMLName != (xml.Name{Space: ns, Local: "feed"}) {
		t.Fatalf("%s: the root is %v", f.Path, root.XMLName)
	}
	out := parsed{name: f.Path, lang: advisory.Language(root.attr("lang"))}
	out.id, out.updated = one(t, f.Path, root, "id").Text, one(t, f.Path, root, "updated").Text
	common(t, f.Path, root)
	one(t, f.Path, one(t, f.Path, root, "author"), "name")
	for _, l := range root.all("link") {
		switch href := l.attr("href"); l.attr("rel") {
		case "self":
			out.self = href
		case "current":
			out.current = href
		case "prev-archive":
			out.prev = href
		case "next-archive":
			out.next = href
		}
	}
	for _, c := range root.Nodes {
		out.archive = out.archive || c.XMLName == xml.Name{Space: "http://purl.org/syndication/history/1.0", Local: "archive"}
	}
	ids := map[string]bool{}
	for _, e := range root.all("entry") {
		common(t, f.Path, e)
		if id := one(t, f.Path, e, "id").Text; ids[id] {
			t.Errorf("%s: the id %s is there twice", f.Path, id)
		} else {
			ids[id] = true
		}
		content := one(t, f.Path, e, "content")
		if content.attr("type") != "html" {
			t.Errorf("%s: content of type %s", f.Path, content.attr("type"))
		}
		balanced(t, f.Path, content.Text)
		out.entries = append(out.entries, parsedEntry{one(t, f.Path, e, "link").attr("href"), one(t, f.Path, e, "published").Text, one(t, f.Path, e, "updated").Text})
		for _, c := range e.all("category") {
			if c.attr("term") == "" {
				t.Errorf("%s: a category without a term", f.Path)
			}
		}
	}
	return out
}

// one gives the only child of that name.
func one(t *testing.T, name string, n node, child string) node {
	t.Helper()
	all := n.all(child)
	if len(all) != 1 {
		t.Errorf("%s: %s has %d %s", name, n.XMLName.Local, len(all), child)
		return node{}
	}
	return all[0]
}

// common checks what feeds and entries share.
func common(t *testing.T, name string, n node) {
	t.Helper()
	if id := one(t, name, n, "id").Text; !tag.MatchString(id) {
		t.Errorf("%s: the id %q is no tag: URI", name, id)
	}
	if title := one(t, name, n, "title"); strings.TrimSpace(title.Text) == "" || title.attr("type") != "text" {
		t.Errorf("%s: an empty title", name)
	}
	if _, err := time.Parse("2006-01-02T15:04:05Z", one(t, name, n, "updated").Text); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	kinds := map[string]bool{}
	for _, l := range n.all("link") {
		if u, err := url.Parse(l.attr("href")); err != nil || !u.IsAbs() {
			t.Errorf("%s: %q is no absolute address", name, l.attr("href"))
		}
		kind := l.attr("rel") + " " + l.attr("type") + " " + l.attr("hreflang")
		if kinds[kind] {
			t.Errorf("%s: two links of the same kind: %s", name, kind)
		}
		kinds[kind] = true
	}
}

// balanced checks that the HTML holds only the elements that this package
// writes, each closed: a text that was not escaped would show.
func balanced(t *testing.T, name, text string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			if !strings.Contains(" p strong h3 ul li a ", " "+token.Data+" ") {
				t.Errorf("%s: an element %s came from a text", name, token.Data)
			}
			open = append(open, token.Data)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Errorf("%s: the HTML is not in balance", name)
				return
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: the HTML is not in balance", name)
	}
}
