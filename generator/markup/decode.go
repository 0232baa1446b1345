package markup

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/util"
)

// decode resolves backslash escapes and character references, once and from
// left to right, so that "&amp;lt;" gives "&lt;" and never "<". refs gets every
// character that a reference stands for.
func decode(s string, ref func(rune)) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			b.WriteByte(s[i+1])
			i += 2
		case c == '\\' && i+1 < len(s) && s[i+1] == ' ':
			i += 2 // an escaped space separates marks and is not shown
		case c == '&':
			value, n := reference(s[i:])
			if n == 0 {
				b.WriteByte('&')
				i++
				continue
			}
			for _, r := range value {
				ref(r)
			}
			b.WriteString(value)
			i += n
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// reference is the value and the length of the character reference at the start
// of s, by CommonMark: with its semicolon, at most 7 decimal or 6 hexadecimal
// digits. The length is 0 where there is none.
func reference(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return "", 0
	}
	name := s[1:end]
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "", 0
	}
	digits, base, most := name[1:], 10, 7
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base, most = digits[1:], 16, 6
	}
	if digits == "" || len(digits) > most || strings.ContainsAny(digits, "+-_") {
		return "", 0
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", 0
	}
	return string(util.ToValidRune(rune(v))), end + 1
}
