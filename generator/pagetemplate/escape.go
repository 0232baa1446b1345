package pagetemplate

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"
)

// The escapers are those of html/template for plain texts and, where a text can
// be HTML that needs none, for template.HTML. What html/template does with its
// other types of content is left to it.

// escaper writes texts so that they stay texts in one place of a page.
type escaper struct {
	append func(dst []byte, s string) []byte
	keeps  func(s string) bool // the text is appended as it is; may be nil
}

// escapers are those for plain texts, by their names in a tree.
var escapers = map[string]escaper{
	"_html_template_htmlescaper":    {escapeHTML, nil},
	"_html_template_attrescaper":    {escapeHTML, nil},
	"_html_template_rcdataescaper":  {escapeHTML, nil},
	"_html_template_nospaceescaper": {escapeNospace, nil},
	"_html_template_urlfilter":      {filterURL, isSafeURL},
	"_html_template_urlnormalizer":  {normalizeURL, isNormalURL},
	"_html_template_urlescaper":     {escapeURL, nil},
	"_html_template_jsstrescaper":   {escapeJSString, nil},
	"_html_template_commentescaper": {func(dst []byte, _ string) []byte { return dst }, nil},
}

// splitEscapers cuts a pipeline into what the template's author wrote and the
// escapers that html/template put at its end.
func splitEscapers(n *parse.PipeNode) (cmds []*parse.CommandNode, chain []string, err error) {
	end := len(n.Cmds)
	for end > 0 {
		id, ok := n.Cmds[end-1].Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(id.Ident, "_html_template_") {
			break
		}
		chain = append([]string{id.Ident}, chain...)
		end--
	}
	if len(chain) == 0 {
		return nil, nil, unknown(n, "an action without an escaper")
	}
	return n.Cmds[:end], chain, nil
}

// writer gives what writes a value through escapers.
func writer(e expr, chain []string) (block, error) {
	eval := e.eval
	if e.typ == reflect.TypeFor[template.HTML]() {
		if len(chain) != 1 || chain[0] != "_html_template_htmlescaper" {
			return nil, errors.New("HTML where it has to be escaped")
		}
		return func(r *run, dot reflect.Value) signal {
			r.out = append(r.out, eval(r, dot).String()...)
			return next
		}, nil
	}
	if chain[0] == "_html_template_jsvalescaper" {
		return jsWriter(e, chain)
	}
	text, err := stringer(e)
	if err != nil {
		return nil, err
	}
	escape, err := chained(chain)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) signal {
		r.out = escape(r.out, text(r, dot))
		return next
	}, nil
}

// chained gives the escaper that applies all of a chain.
func chained(chain []string) (func(dst []byte, s string) []byte, error) {
	var all []escaper
	for _, name := range chain {
		e, ok := escapers[name]
		if !ok {
			return nil, errors.New("the escaper " + name)
		}
		all = append(all, e)
	}
	first, last := all[:len(all)-1], all[len(all)-1].append
	if len(first) == 0 {
		return last, nil
	}
	return func(dst []byte, s string) []byte {
		for _, e := range first {
			if e.keeps == nil || !e.keeps(s) {
				s = string(e.append(nil, s))
			}
		}
		return last(dst, s)
	}, nil
}

// stringer gives the text of a value as fmt.Sprint does.
func stringer(e expr) (func(*run, reflect.Value) string, error) {
	eval, typ := e.eval, e.typ
	if typ.Implements(reflect.TypeFor[fmt.Formatter]()) || typ.Implements(reflect.TypeFor[fmt.Stringer]()) || typ.Implements(reflect.TypeFor[error]()) {
		return nil, errors.New("a type that writes itself: " + typ.String())
	}
	switch typ.Kind() {
	case reflect.String:
		if typ.PkgPath() == "html/template" {
			break
		}
		return func(r *run, dot reflect.Value) string { return eval(r, dot).String() }, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(r *run, dot reflect.Value) string { return strconv.FormatInt(eval(r, dot).Int(), 10) }, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(r *run, dot reflect.Value) string { return strconv.FormatUint(eval(r, dot).Uint(), 10) }, nil
	case reflect.Bool:
		return func(r *run, dot reflect.Value) string { return strconv.FormatBool(eval(r, dot).Bool()) }, nil
	}
	return nil, errors.New("a value of type " + typ.String())
}

// htmlReplacements are for text and attributes in quotes. A byte stands for
// itself if its text is empty.
var htmlReplacements = [256]string{
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

func escapeHTML(dst []byte, s string) []byte { return replaceBytes(dst, s, &htmlReplacements) }

func replaceBytes(dst []byte, s string, table *[256]string) []byte {
	start := 0
	for i := range len(s) {
		if with := table[s[i]]; with != "" {
			dst = append(append(dst, s[start:i]...), with...)
			start = i + 1
		}
	}
	return append(dst, s[start:]...)
}

// nospaceReplacements are for attributes without quotes.
var nospaceReplacements = [256]string{
	0: "&#xfffd;", '\t': "&#9;", '\n': "&#10;", '\v': "&#11;", '\f': "&#12;", '\r': "&#13;", ' ': "&#32;",
	'"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '=': "&#61;", '>': "&gt;", '`': "&#96;",
}

// filterFailsafe is what html/template writes in place of an unsafe value.
const filterFailsafe = "ZgotmplZ"

func escapeNospace(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, filterFailsafe...)
	}
	for i := 0; i < len(s); {
		r, width := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < utf8.RuneSelf && nospaceReplacements[r] != "":
			dst = append(dst, nospaceReplacements[r]...)
		case 0xfdd0 <= r && r <= 0xfdef || 0xfff0 <= r && r <= 0xffff:
			dst = append(dst, "&#x"+strconv.FormatInt(int64(r), 16)+";"...)
		default:
			dst = append(dst, s[i:i+width]...)
		}
		i += width
	}
	return dst
}

// isSafeURL says that an address is relative or has a known scheme.
func isSafeURL(s string) bool {
	scheme, _, ok := strings.Cut(s, ":")
	return !ok || strings.Contains(scheme, "/") ||
		strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}

func filterURL(dst []byte, s string) []byte {
	if !isSafeURL(s) {
		return append(dst, "#"+filterFailsafe...)
	}
	return append(dst, s...)
}

// unreserved marks the bytes that stand for themselves in any part of a URL
// (RFC 3986, section 2.3); reserved adds those that do in a whole one.
var unreserved, reserved = func() (plain, whole [256]bool) {
	for c := range 256 {
		plain[c] = c < utf8.RuneSelf && ('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", byte(c)) >= 0)
		whole[c] = plain[c] || c < utf8.RuneSelf && strings.IndexByte("!#$&*+,/:;=?@[]", byte(c)) >= 0
	}
	return plain, whole
}()

func escapeURL(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = percent(dst, c)
		}
	}
	return dst
}

// isNormalURL says that normalizeURL has nothing to escape; it may be wrong in saying
// that it has.
func isNormalURL(s string) bool {
	for i := range len(s) {
		if !reserved[s[i]] {
			return false
		}
	}
	return true
}

// normalizeURL escapes what cannot stand in a URL, and keeps valid escapes.
func normalizeURL(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; reserved[c] || c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			dst = append(dst, c)
		} else {
			dst = percent(dst, c)
		}
	}
	return dst
}

func percent(dst []byte, c byte) []byte {
	const digits = "0123456789abcdef"
	return append(dst, '%', digits[c>>4], digits[c&15])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
