package certcc

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// yamlWriter writes the block style YAML 1.2 that content is made of. Every
// text is quoted or a literal block, so that none is taken for something else.
type yamlWriter struct{ b strings.Builder }

func (y *yamlWriter) bytes() []byte { return []byte(y.b.String()) }

// plain writes a value that needs no quotes: a number, a date, one of our own
// words. An empty one is left out.
func (y *yamlWriter) plain(key, value string) {
	if value != "" {
		fmt.Fprintf(&y.b, "%s: %s\n", key, value)
	}
}

// text writes a text on one line. An empty one is left out.
func (y *yamlWriter) text(key, value string) {
	if value != "" {
		fmt.Fprintf(&y.b, "%s: %s\n", key, quote(value))
	}
}

// block writes a longer text as a literal block where it can be one. An empty
// one is left out.
func (y *yamlWriter) block(key, value string) {
	if !literal(value) {
		y.text(key, value)
		return
	}
	y.b.WriteString(key + ": |-\n")
	for line := range strings.SplitSeq(value, "\n") {
		if line != "" {
			y.b.WriteString("  " + line)
		}
		y.b.WriteByte('\n')
	}
}

// list writes a list of texts. An empty one is left out.
func (y *yamlWriter) list(key string, values []string) {
	if len(values) > 0 {
		y.b.WriteString(key + ":\n")
	}
	for _, v := range values {
		y.b.WriteString("  - " + quote(v) + "\n")
	}
}

// links writes a list of addresses. An empty one is left out.
func (y *yamlWriter) links(key string, values []link) {
	if len(values) > 0 {
		y.b.WriteString(key + ":\n")
	}
	for _, l := range values {
		y.b.WriteString("  - url: " + quote(l.url) + "\n")
		if l.kind != "" {
			y.b.WriteString("    kind: " + l.kind + "\n")
		}
	}
}

// literal says whether a text can be a literal block that reads back the same:
// no white space at either end, and nothing that only an escape can hold.
func literal(s string) bool {
	if s == "" || strings.TrimSpace(s) != s {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if strings.IndexFunc(line, unprintable) >= 0 {
			return false
		}
	}
	return utf8.ValidString(s)
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// quote writes a text in double quotes (YAML 1.2 section 7.3.1), with an escape
// for everything that is not a visible character.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unprintable(r):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02X`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
