package hosting

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Caddy is a site of a Caddyfile (Caddy 2).
func Caddy(s Site) []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# Caddy: a server for the output of advgen, which goes to %s.", s.folder())
	line("# \"advgen hosting caddy\" prints it.")
	line("%s {", s.host())
	line("\troot * %s", document)
	line("\tencode zstd gzip")
	if moves := s.moves(); len(moves) > 0 {
		line("")
		line("\t# The redirects of publisher.yaml that were public when this was printed.")
		for _, m := range moves {
			line("\tredir %s %s permanent", m[0], m[1])
		}
	}
	line("")
	line("\theader {")
	for _, h := range headers {
		line("\t\t%s %q", h.name, h.value)
	}
	line("\t\t# %s", transportReason)
	line("\t\t# Strict-Transport-Security %q", transport)
	line("\t}")
	line("")
	line("\t# In this order: what comes later wins.")
	line("\troute {")
	line("\t\t# Everything may change at the next instant of disclosure, but for assets,")
	line("\t\t# whose names change with their content.")
	line("\t\theader Cache-Control %q", cacheRest)
	line("\t\theader %sassets/* Cache-Control %q", s.prefix(), cacheAssets)
	line("\t\t# The type of every kind of file that advgen writes.")
	for _, group := range byType() {
		line("\t\t@%s path *.%s", group[0], strings.Join(group, " *."))
		line("\t\theader @%s Content-Type %q", group[0], typeOf(group[0]).contentType())
	}
	line("\t\t# A signature ends in .asc, and so does a public key.")
	line("\t\theader %s%s* Content-Type %s", s.prefix(), keyFolder, keyType)
	line("\t\t# A JSON Feed is JSON with a name of its own.")
	line("\t\t@feeds path_regexp %s", s.feedPattern())
	line("\t\theader @feeds Content-Type %s", feedType)
	line("\t\tfile_server")
	line("\t}")
	line("")
	line("\thandle_errors {")
	line("\t\theader Content-Type \"text/html; charset=utf-8\"")
	line("\t\theader Cache-Control %q", cacheRest)
	var others []string
	for _, root := range s.Roots {
		if root != "" {
			name := strings.TrimSuffix(root, "/")
			others = append(others, s.prefix()+root+"*")
			line("\t\t@%s path %s%s*", name, s.prefix(), root)
			line("\t\trewrite @%s %s%s404.html", name, s.prefix(), root)
		}
	}
	if len(others) > 0 {
		line("\t\t@first not path %s", strings.Join(others, " "))
		line("\t\trewrite @first %s404.html", s.prefix())
	} else {
		line("\t\trewrite * %s404.html", s.prefix())
	}
	line("\t\tfile_server")
	line("\t}")
	line("}")
	return b.Bytes()
}

// byType groups the extensions of one content type.
func byType() [][]string {
	var out [][]string
	for _, k := range kinds {
		i := slices.IndexFunc(out, func(group []string) bool { return typeOf(group[0]).media == k.media })
		if i < 0 {
			out = append(out, []string{k.extension})
		} else {
			out[i] = append(out[i], k.extension)
		}
	}
	return out
}

func typeOf(extension string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.extension == extension })]
}
