package csaf

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/importer/plaintext"
	"github.com/advgen/advgen/generator/markup"
)

// maxText is how many bytes of Markdown a section or a statement may have.
const maxText = 48 << 10

// mend notes that a rule was used.
func (im *importer) mend(rule string) { im.report.Mended[rule]++ }

// clean takes out what content may not hold: invisible characters, and odd
// line breaks and spaces.
func (im *importer) clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return '\n'
		case unicode.Is(unicode.Zs, r) && r != '\u3000' || r == '\t':
			return ' '
		case !unicode.IsGraphic(r):
			im.mend("invisible-character")
			return -1
		}
		return r
	}, s)
}

// line is a text on one line of at most so many characters.
func (im *importer) line(s string, limit int) string {
	s = strings.TrimSpace(strings.ReplaceAll(im.clean(s), "\n", " "))
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	im.mend("text-too-long")
	return strings.TrimRight(string([]rune(s)[:limit-1]), " ") + "…"
}

// text is Markdown that reads as a plain text does.
func (im *importer) text(s string) string {
	md := plaintext.Markdown(im.clean(s))
	if len(md) <= maxText {
		return md
	}
	im.mend("text-too-long")
	s = im.clean(s)
	for len(md) > maxText {
		s = s[:len(s)*maxText/len(md)]
		if i := strings.LastIndexAny(s, " \n"); i > 0 {
			s = s[:i]
		}
		md = plaintext.Markdown(strings.ToValidUTF8(s, "") + " …")
	}
	return md
}

// goodURL says whether an address can be one of content.
func (im *importer) goodURL(s string) bool {
	_, ok := markup.CheckURL(s)
	return ok && len(s) <= 2000 && s == strings.TrimSpace(s)
}

// instant reads a date of CSAF, which may have fractions of a second, as an
// instant of content: a fraction is rounded up, so that nothing is disclosed
// early. It is "" if there is none.
func instant(s string) string {
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil || t.Year() < 1970 {
		return ""
	}
	if t.Nanosecond() > 0 {
		t = t.Truncate(time.Second).Add(time.Second)
	}
	return advisory.Stamp(t)
}
