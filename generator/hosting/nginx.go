package hosting

import (
	"bytes"
	"fmt"
	"strings"
)

// Nginx is a server of nginx, for its http block.
func Nginx(s Site) []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# nginx: a server for the output of advgen, which goes to %s.", s.folder())
	line("# Include it in the http block, and set the certificate. \"advgen hosting nginx\" prints it.")
	line("")
	line("map $uri $advgen_cache {")
	line("    # The names of assets change with their content.")
	line("    ~^%sassets/ %q;", quote(s.prefix()), cacheAssets)
	line("    # Everything else may change at the next instant of disclosure.")
	line("    default %q;", cacheRest)
	line("}")
	if moves := s.moves(); len(moves) > 0 {
		line("# The redirects of publisher.yaml that were public when this was printed.")
		line("map $uri $advgen_moved {")
		for _, m := range moves {
			line("    %s %s;", m[0], m[1])
		}
		line("    default \"\";")
		line("}")
	}
	line("")
	line("server {")
	line("    listen 443 ssl;")
	line("    listen [::]:443 ssl;")
	line("    # http2 on; # nginx 1.25.1 or later")
	line("    server_name %s;", s.host())
	line("    ssl_certificate     /etc/ssl/%s.pem;", s.host())
	line("    ssl_certificate_key /etc/ssl/%s.key;", s.host())
	line("")
	line("    root %s;", document)
	line("    index index.html;")
	line("    absolute_redirect off;")
	if len(s.Redirects) > 0 {
		line("    if ($advgen_moved) { return 301 $advgen_moved; }")
	}
	for _, root := range s.Roots {
		if root == "" {
			line("    error_page 404 %s404.html;", s.prefix())
		} else {
			line("    location %s%s { error_page 404 %s%s404.html; }", s.prefix(), root, s.prefix(), root)
		}
	}
	nginxTypes(&b, s)
	line("")
	for _, h := range headers {
		line("    add_header %s %q always;", h.name, h.value)
	}
	line("    add_header Cache-Control $advgen_cache always;")
	line("    # %s", transportReason)
	line("    # add_header Strict-Transport-Security %q always;", transport)
	line("")
	line("    gzip on;")
	line("    gzip_vary on;")
	line("    gzip_types %s;", strings.Join(compressed(), " "))
	line("}")
	return b.Bytes()
}

func nginxTypes(b *bytes.Buffer, s Site) {
	b.WriteString("\n    # The type of every kind of file that advgen writes.\n    types {\n")
	var order, charsets []string
	extensions := map[string][]string{}
	for _, k := range kinds {
		if extensions[k.media] == nil {
			order = append(order, k.media)
			if k.charset() {
				charsets = append(charsets, k.media)
			}
		}
		extensions[k.media] = append(extensions[k.media], k.extension)
	}
	for _, media := range order {
		fmt.Fprintf(b, "        %-26s %s;\n", media, strings.Join(extensions[media], " "))
	}
	fmt.Fprintf(b, `    }
    default_type application/octet-stream;
    charset utf-8;
    charset_types %s;
    # A signature ends in .asc, and so does a public key.
    location ~ ^%s%s { types { } default_type %s; }
    # A JSON Feed is JSON with a name of its own.
    location ~ "%s" { types { } default_type %s; }
`, strings.Join(charsets, " "), quote(s.prefix()), quote(keyFolder), keyType, s.feedPattern(), feedType)
}

// compressed lists the types that are worth compressing; servers do so with
// text/html by themselves.
func compressed() []string {
	seen := map[string]bool{"text/html": true, "application/zip": true, "image/png": true, "application/octet-stream": true}
	out := []string{feedType}
	for _, k := range kinds {
		if !seen[k.media] {
			out = append(out, k.media)
		}
		seen[k.media] = true
	}
	return out
}
