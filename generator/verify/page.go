package verify

import (
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxToken is how large one tag or one text of a page may be, in bytes.
const maxToken = 64 << 20

// page checks an HTML page: its form, its ids and all its links.
func (r *reader) page(name string, in io.Reader) {
	r.pages++
	p := pageScan{ids: map[string]bool{}}
	if err := p.scan(in); err != "" {
		r.fault("html-malformed", name, rebuild, "%s", err)
	}
	for _, id := range p.doubled {
		r.fault("html-id-twice", name, reportBug, "the id %q is there twice", id)
	}
	if p.refresh != "" {
		r.moved = append(r.moved, name)
	}
	for _, ref := range p.references {
		r.link(name, ref, p.ids)
	}
	for _, ref := range p.mentions {
		if r.tree.below(ref) {
			r.link(name, ref, p.ids)
		}
	}
}

// pageScan is what a page holds.
type pageScan struct {
	ids        map[string]bool
	doubled    []string
	references []string // of href, src and the like
	mentions   []string // of attributes that may be an address: content, cite
	open       []string // elements that are not closed yet
	title      bool
	refresh    string // where the page leads to at once
}

// void elements have no end tag; those of optional may leave it out (HTML
// Living Standard, 13.1.2 and 13.1.2.4).
var (
	void = set("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")

	optional = set("html", "head", "body", "li", "dt", "dd", "p", "rt", "rp", "optgroup", "option", "colgroup",
		"caption", "thead", "tbody", "tfoot", "tr", "td", "th")
)

func set(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		out[n] = true
	}
	return out
}

// scan reads the page and says what is wrong with its form, or "".
func (p *pageScan) scan(in io.Reader) string {
	z := html.NewTokenizer(in)
	z.SetMaxBuf(maxToken)
	doctype, wrong := false, ""
	note := func(s string) {
		if wrong == "" {
			wrong = s
		}
	}
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				note("it cannot be read to its end")
			}
			if !doctype || !p.title {
				note("it has no doctype or no title")
			}
			if slices.ContainsFunc(p.open, func(name string) bool { return !optional[name] }) {
				note("an element is not closed")
			}
			return wrong
		case html.DoctypeToken:
			doctype = true
		case html.TextToken:
			if !doctype && strings.TrimSpace(string(z.Raw())) != "" {
				note("text stands before the doctype")
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if !doctype {
				note("an element stands before the doctype")
			}
			p.start(z, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			note(p.end(z))
		}
	}
}

// start reads a start tag.
func (p *pageScan) start(z *html.Tokenizer, closed bool) {
	tag, more := z.TagName()
	name := string(tag)
	attributes := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		attributes[string(key)] = string(value)
	}
	p.note(name, attributes)
	if !void[name] && !closed {
		p.open = append(p.open, name)
	}
	p.title = p.title || name == "title"
}

// note keeps what links to the page and from it.
func (p *pageScan) note(name string, attributes map[string]string) {
	id, has := attributes["id"]
	if has && p.ids[id] {
		p.doubled = append(p.doubled, id)
	}
	if has {
		p.ids[id] = true
	}
	if name == "a" && attributes["name"] != "" {
		p.ids[attributes["name"]] = true
	}
	for _, key := range []string{"href", "src", "action", "poster", "data"} {
		if ref, has := attributes[key]; has {
			p.references = append(p.references, ref)
		}
	}
	for part := range strings.SplitSeq(attributes["srcset"], ",") {
		if fields := strings.Fields(part); len(fields) > 0 {
			p.references = append(p.references, fields[0])
		}
	}
	if strings.EqualFold(attributes["http-equiv"], "refresh") {
		if _, address, ok := strings.Cut(attributes["content"], "url="); ok {
			p.refresh = address
			p.references = append(p.references, address)
		}
	}
	for _, key := range []string{"content", "cite"} {
		if attributes[key] != "" {
			p.mentions = append(p.mentions, attributes[key])
		}
	}
}

// end reads an end tag: it closes the innermost open element, apart from those
// whose own end tag may be left out.
func (p *pageScan) end(z *html.Tokenizer) string {
	tag, _ := z.TagName()
	name := string(tag)
	for i := len(p.open) - 1; i >= 0; i-- {
		if p.open[i] == name {
			p.open = p.open[:i]
			return ""
		}
		if !optional[p.open[i]] {
			break
		}
	}
	if atom.Lookup(tag) == atom.P { // a p may have been closed by the block in it
		return "a paragraph is closed that is not open"
	}
	return "an end tag does not fit the elements that are open"
}

// anchor is a link to a place in another page.
type anchor struct{ from, target, fragment string }

// link checks one reference of a page, or of HTML in a feed.
func (r *reader) link(from, ref string, ids map[string]bool) {
	target, fragment, kind := r.tree.resolve(from, ref)
	switch kind {
	case external:
		return
	case outside:
		r.fault("link-broken", from, rebuild, "a link leads out of the site or is no address: %q", ref)
		return
	}
	r.links++
	if !r.tree.has(target) {
		r.fault("link-broken", from, rebuild, "a link leads to %s, which is not there", target)
		return
	}
	f := r.tree.files[target]
	if fragment == "" || fragment == "top" || f == nil || !f.exists || !strings.HasSuffix(target, ".html") {
		return
	}
	if target != from {
		r.anchors = append(r.anchors, anchor{from, target, fragment})
	} else if !ids[fragment] {
		r.fault("link-anchor", from, reportBug, "a link leads to #%s, which is not in the page", fragment)
	}
}

// checkAnchors looks for the places that other pages link to. Only the pages
// that are linked to in this way are read again.
func (t *tree) checkAnchors() {
	byTarget := map[string][]anchor{}
	for _, a := range t.anchors {
		byTarget[a.target] = append(byTarget[a.target], a)
	}
	for target, anchors := range byTarget {
		p := pageScan{ids: map[string]bool{}}
		if f, err := t.fsys.Open(target); err == nil {
			p.scan(f)
			f.Close()
		}
		for _, a := range anchors {
			if !p.ids[a.fragment] {
				t.fault("link-anchor", a.from, reportBug, "a link leads to %s#%s, which is not in that page", target, a.fragment)
			}
		}
	}
}
