package feed

import (
	"unicode/utf8"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
)

// entries writes the entries of a document. An advisory is in the feed of every
// vendor that was notified, so that entries are most of what a build writes;
// encoding/xml would take as long for them as all else together.
func (a atom) entries(all []*disclosure.Entry) []byte {
	b := a.buf.entries[:0]
	for _, e := range all {
		a.buf.content = a.AppendContent(a.buf.content[:0], e)
		b = a.entry(b, e, a.buf.content)
	}
	a.buf.entries = b
	return b
}

// entry appends an advisory as an Atom entry.
func (a atom) entry(b []byte, e *disclosure.Entry, content []byte) []byte {
	b = append(b, "\n  <entry>"...)
	b = element(b, "id", nil, a.identity.Entry(e, a.Lang))
	b = a.text(b, "title", a.Title(e))
	b = element(b, "link", []string{"rel", "alternate", "type", "text/html", "hreflang", string(a.Lang), "href", a.Page(e)}, "")
	b = element(b, "published", nil, advisory.Stamp(e.Published()))
	b = element(b, "updated", nil, advisory.Stamp(e.Updated()))
	for _, c := range a.Categories(e) {
		b = element(b, "category", []string{"term", c.Term, "scheme", c.Scheme, "label", c.Label}, "")
	}
	if !e.Summary().IsZero() {
		b = a.text(b, "summary", channel.TextIn(e.Summary(), a.Lang))
	}
	b = element(b, "content", []string{"type", "html"}, content)
	return append(b, "\n  </entry>"...)
}

// text appends a plain text, with its language if that is not the feed's.
func (a atom) text(b []byte, name string, t channel.Text) []byte {
	lang := ""
	if t.Lang != a.Lang {
		lang = string(t.Lang)
	}
	return element(b, name, []string{"type", "text", "xml:lang", lang}, t.Value)
}

// element appends an element of an entry on a line of its own. Attributes are
// names and values; those that are empty are left out.
func element[T string | []byte](b []byte, name string, attributes []string, text T) []byte {
	b = append(append(b, "\n    <"...), name...)
	for i := 0; i < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			b = append(append(append(b, ' '), attributes[i]...), `="`...)
			b = append(escape(b, attributes[i+1]), '"')
		}
	}
	b = escape(append(b, '>'), text)
	b = append(append(b, "</"...), name...)
	return append(b, '>')
}

// escapes are the characters that stand for themselves neither in text nor in
// attributes. Those that XML 1.0 has no place for are replaced.
var escapes = func() (t [utf8.RuneSelf]string) {
	for c := range 0x20 {
		t[c] = "\uFFFD"
	}
	for c, with := range map[byte]string{
		'"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;",
	} {
		t[c] = with
	}
	return t
}()

// escape appends a text as encoding/xml writes it.
func escape[T string | []byte](b []byte, s T) []byte {
	start := 0
	for i := 0; i < len(s); {
		r, width, with := rune(s[i]), 1, ""
		if r < utf8.RuneSelf {
			with = escapes[r]
		} else if r, width = decode(s[i:]); r == utf8.RuneError && width == 1 || r == 0xFFFE || r == 0xFFFF {
			with = "\uFFFD"
		}
		if with != "" {
			b = append(append(b, s[start:i]...), with...)
			start = i + width
		}
		i += width
	}
	return append(b, s[start:]...)
}

func decode[T string | []byte](s T) (rune, int) {
	var first [utf8.UTFMax]byte
	return utf8.DecodeRune(first[:copy(first[:], s)])
}
