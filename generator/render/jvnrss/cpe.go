package jvnrss

import (
	"fmt"
	"strings"
)

// uri binds a CPE 2.3 formatted string to the URI form of CPE 2.2, as NISTIR
// 7695, section 6.1, has it: cpe:/a:vendor:product. The attributes that 2.2 does
// not have are left out. It is empty for what is no CPE 2.3 name, and for one
// whose vendor or product is not said.
func uri(formatted string) string {
	parts := split(formatted)
	if len(parts) != 13 || parts[0] != "cpe" || parts[1] != "2.3" || !strings.Contains("aho", parts[2]) {
		return ""
	}
	bound := make([]string, 0, 7) // part, vendor, product, version, update, edition, language
	for _, p := range parts[2:9] {
		bound = append(bound, bind(p))
	}
	if bound[1] == "" || bound[2] == "" {
		return ""
	}
	return "cpe:/" + strings.TrimRight(strings.Join(bound, ":"), ":")
}

// split divides a formatted string at the colons that are not quoted.
func split(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ':':
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// bind writes one value: any is empty, quoted characters are percent-encoded,
// and so are the wildcards of 2.3.
func bind(value string) string {
	if value == "*" {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		c := value[i]
		quoted := c == '\\' && i+1 < len(value)
		if quoted {
			i++
			c = value[i]
		}
		switch {
		case !quoted && c == '?':
			b.WriteString("%01")
		case !quoted && c == '*':
			b.WriteString("%02")
		case c == '-' || c == '.' || c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return strings.ToLower(b.String())
}
