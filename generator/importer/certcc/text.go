package certcc

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/importer/plaintext"
)

// Limits of what is written. They keep every text below the limits of the
// content format: 64 KiB a section, 256 KiB a YAML file.
const (
	maxTitle      = 500      // characters
	maxVendorName = 300      // characters
	maxText       = 48 << 10 // bytes of Markdown in a section or a field
	maxVendors    = 2000     // of an advisory
)

// symbolBullet is the bullet of the Symbol font, in the private use area.
const symbolBullet = '\uf0b7'

// clean makes a text fit for content: LF line breaks, usual spaces, no
// characters that cannot be seen. It names the rules that it used.
func clean(s string) (out string, used []string) {
	use := func(rule string) {
		if !slices.Contains(used, rule) {
			used = append(used, rule)
		}
	}
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		use("line-break")
	}
	out = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r >= ' ' && r < 0x7f:
			return r
		case r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			use("line-break")
			return '\n'
		case unicode.Is(unicode.Zs, r):
			use("no-break-space")
			return ' '
		case r == symbolBullet:
			use("symbol-bullet")
			return '•'
		case r == utf8.RuneError:
			use("broken-character")
			return '?'
		case !unicode.IsGraphic(r):
			use("invisible-character")
			return -1
		}
		return r
	}, s)
	return out, used
}

// clean cleans a text and counts the rules used.
func (im *importer) clean(s string) string {
	out, used := clean(s)
	im.countOddities(used)
	return out
}

// fold puts a text on one line, with single spaces.
func fold(s string) string { return plaintext.Fold(s) }

// escape turns plain text into Markdown.
func escape(text string) string { return plaintext.Markdown(text) }

// line cleans a text, puts it on one line and cuts it to so many characters.
func (im *importer) line(s string, limit int) string {
	s = fold(im.clean(s))
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	im.tally.add("text-too-long")
	return strings.TrimRight(string([]rune(s)[:limit-1]), " ") + "…"
}

// title cleans a title. The archive says that titles may be HTML-escaped.
func (im *importer) title(s, id string) string {
	if decoded := plaintext.Reference.ReplaceAllStringFunc(s, html.UnescapeString); decoded != s {
		s = decoded
		im.tally.add("title-entities")
	}
	s = im.line(s, maxTitle)
	if s == "" {
		im.tally.add("title-missing")
		return id
	}
	return s
}

// cutNotice ends a text that was cut.
const cutNotice = "\n\n(The text was cut here when it was imported.)"

// markdown turns a text of the archive into Markdown of at most limit bytes.
func (im *importer) markdown(text string, limit int) string {
	text = strings.TrimSpace(im.clean(text))
	md := escape(text)
	if len(md) <= limit {
		return md
	}
	im.tally.add("text-too-long")
	for len(md) > limit {
		keep := min(len(text)*(limit-100)/len(md), len(text)-1)
		for keep > 0 && !utf8.RuneStart(text[keep]) {
			keep--
		}
		text = text[:keep]
		md = escape(text + cutNotice)
	}
	return md
}

// join joins texts as paragraphs and leaves out those that are empty or there
// already.
func join(texts []string) string {
	var out []string
	seen := map[string]bool{}
	for _, t := range texts {
		t = strings.TrimSpace(t)
		if key := fold(t); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, t)
		}
	}
	return strings.Join(out, "\n\n")
}
