package proof

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"net/url"
	"strings"
)

// leaks gives the first canary that stands in a text, as it is, without the
// characters that paths leave out, or as part of an address; "" if none does.
func leaks(canaries []string, text string) string {
	low := strings.ToLower(text)
	marked := strings.Contains(low, "canary") // most of them bear the word
	for _, c := range canaries {
		if strings.HasPrefix(c, "canary") && !marked {
			continue
		}
		for _, form := range []string{c, strings.NewReplacer("#", "", ":", "").Replace(c), url.QueryEscape(c)} {
			if strings.Contains(low, strings.ToLower(form)) {
				return c
			}
		}
	}
	return ""
}

// joined is a folder as one text, names and bytes, with what is packed in it
// unpacked.
func joined(all files) string {
	var b strings.Builder
	for name, data := range all {
		b.WriteString(name)
		b.WriteByte('\n')
		b.WriteString(data)
		b.WriteByte('\n')
		b.WriteString(unpacked(data))
	}
	return b.String()
}

// unpacked is what is in a gzip stream, a tar or a zip archive, "" for others.
func unpacked(data string) string {
	if strings.HasPrefix(data, "\x1f\x8b") {
		if r, err := gzip.NewReader(strings.NewReader(data)); err == nil {
			inner, _ := io.ReadAll(r)
			return string(inner) + unpacked(string(inner))
		}
	}
	var b strings.Builder
	if strings.HasPrefix(data, "PK\x03\x04") {
		if r, err := zip.NewReader(bytes.NewReader([]byte(data)), int64(len(data))); err == nil {
			for _, f := range r.File {
				b.WriteString(f.Name + "\n")
				if inner, err := f.Open(); err == nil {
					io.Copy(&b, inner)
				}
			}
		}
	}
	if len(data) > 262 && data[257:262] == "ustar" {
		r := tar.NewReader(strings.NewReader(data))
		for h, err := r.Next(); err == nil; h, err = r.Next() {
			b.WriteString(h.Name + "\n")
			io.Copy(&b, r)
		}
	}
	return b.String()
}
