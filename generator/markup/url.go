package markup

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// maxURL is the longest address, in bytes, that is taken for one.
const maxURL = 2048

// CheckURL is the link policy, for links in Markdown and for addresses in YAML
// fields: an absolute https or http URL with a host and without user
// information, or a mailto URL with one address and at most a subject. The
// address is a URI of RFC 3986, so ASCII only: it then has no look-alike,
// invisible or reordering characters, and can go into any output as it is.
//
// Where the address does not fit, problem is a short clause about it ("has no
// host") that never quotes it.
func CheckURL(raw string) (problem string, ok bool) {
	if problem := checkCharacters(raw); problem != "" {
		return problem, false
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "is not a valid URL", false
	}
	switch strings.ToLower(u.Scheme) {
	case "":
		return "is not absolute", false
	case "https", "http":
		problem = checkWeb(raw, u)
	case "mailto":
		problem = checkMail(u)
	default:
		problem = "has a scheme other than https, http and mailto"
	}
	return problem, problem == ""
}

func checkCharacters(raw string) string {
	if raw == "" {
		return "is empty"
	}
	if len(raw) > maxURL {
		return "is longer than " + strconv.Itoa(maxURL) + " bytes"
	}
	for i, r := range raw {
		switch {
		case unicode.IsSpace(r), classOf(r) == charControl:
			return "has a space or a control character"
		case classOf(r) != charFine, unicode.Is(unicode.Cf, r):
			return "has an invisible character"
		case r == '\\':
			return "has a backslash"
		case r > 0x7e:
			return "has characters outside ASCII that are not percent-encoded"
		case strings.ContainsRune("<>\"{}|^`", r):
			return "has a character that a URL may not hold unless it is percent-encoded"
		case r == '%' && (i+2 >= len(raw) || !isHex(raw[i+1]) || !isHex(raw[i+2])):
			return "has a percent sign without two hexadecimal digits"
		}
	}
	return ""
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func checkWeb(raw string, u *url.URL) string {
	// Browsers read "https:host" and "https:///host" as https://host.
	if rest := raw[len(u.Scheme)+1:]; !strings.HasPrefix(rest, "//") || u.Host == "" {
		return "has no host"
	}
	if u.User != nil {
		return "has user information before the host"
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return "has a port that does not exist"
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return "has an empty port"
	}
	if !isHost(u.Host, u.Hostname()) {
		return "has a host that is not a name or an IP address"
	}
	if strings.ContainsAny(raw[len(u.Scheme)+3+len(u.Host):], "[]") {
		return "has a character that a URL may not hold unless it is percent-encoded"
	}
	return ""
}

func isHost(host, name string) bool {
	if strings.HasPrefix(host, "[") {
		return strings.Contains(name, ":") && strings.Trim(name, "0123456789abcdefABCDEF:.") == ""
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return len(name) <= 253
}

func checkMail(u *url.URL) string {
	local, host, found := strings.Cut(u.Opaque, "@")
	if !found || local == "" || strings.Trim(strings.ToLower(local), "abcdefghijklmnopqrstuvwxyz0123456789.!#$&'*+/=?^_~-") != "" {
		return "has no single mail address"
	}
	if !strings.Contains(host, ".") || !isHost(host, host) {
		return "has a mail address without a domain name"
	}
	if u.Fragment != "" || u.RawQuery != "" && (!strings.HasPrefix(strings.ToLower(u.RawQuery), "subject=") || strings.Contains(u.RawQuery, "&")) {
		return "has mail headers other than a subject"
	}
	return ""
}

// checkFragment is the policy for in-page links, without the "#".
func checkFragment(s string) string {
	if s == "" {
		return "is empty"
	}
	if len(s) > maxURL {
		return "is longer than " + strconv.Itoa(maxURL) + " bytes"
	}
	for i, r := range s {
		if r == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			return "has a percent sign without two hexadecimal digits"
		}
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:~%", r) {
			return "has a character that an in-page address may not hold"
		}
	}
	return ""
}
