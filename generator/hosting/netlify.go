package hosting

import (
	"bytes"
	"fmt"
)

// Headers is the file _headers that hosts such as Netlify and Cloudflare Pages
// read at the root of a site. They join the values of a header that two rules
// set, so no two rules set the same one; they send what has no rule with
// max-age=0, and know the types of files by their names.
func Headers(s Site) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s*\n", s.prefix())
	for _, h := range headers {
		fmt.Fprintf(&b, "  %s: %s\n", h.name, h.value)
	}
	fmt.Fprintf(&b, "# %s\n#   Strict-Transport-Security: %s\n", transportReason, transport)
	fmt.Fprintf(&b, "%sassets/*\n  Cache-Control: %s\n", s.prefix(), cacheAssets)
	fmt.Fprintf(&b, "%s%s*\n  Content-Type: %s\n", s.prefix(), keyFolder, keyType)
	return b.Bytes()
}

// Redirects is the file _redirects of the same hosts: where old addresses lead,
// and the page for what is missing in languages other than the first, whose
// 404.html these hosts find by themselves.
func Redirects(s Site) []byte {
	var b bytes.Buffer
	for _, m := range s.moves() {
		fmt.Fprintf(&b, "%s %s 301\n", m[0], m[1])
	}
	for _, root := range s.Roots {
		if root != "" {
			fmt.Fprintf(&b, "%s%s* %s%s404.html 404\n", s.prefix(), root, s.prefix(), root)
		}
	}
	return b.Bytes()
}
