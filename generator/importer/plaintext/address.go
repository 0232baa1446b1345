package plaintext

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// maxAddress is how long an address of the content format may be, in bytes.
const maxAddress = 2000

var (
	addressChars = regexp.MustCompile(`^(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$`)
	hostName     = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`)
)

// Linkable says whether s is a web address that readers can be sent to: http or
// https, the characters of RFC 3986, no user information, a host that is a
// domain name. Addresses of examples (a bare host, an IP address) are none.
func Linkable(s string) bool {
	if len(s) > maxAddress || !addressChars.MatchString(s) {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return false
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return false
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return false
	}
	return len(u.Hostname()) <= 253 && hostName.MatchString(u.Hostname())
}
