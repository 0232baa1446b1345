package certcc

import (
	"regexp"
	"strings"

	"github.com/advgen/advgen/generator/importer/plaintext"
)

// Limits of lists of addresses, below those of the schemas. What is beyond
// stands as text.
const (
	maxLinks     = 200
	maxLinkBytes = 48 << 10
)

func linkable(s string) bool { return plaintext.Linkable(s) }

// link is an address, with a kind of JVN's list of other documents or none.
type link struct{ url, kind string }

// links collects addresses; what is none becomes text.
type links struct {
	list  []link
	texts []string
	bytes int
}

// take reads a field of addresses, one a line.
func (im *importer) take(l *links, field, kind string) {
	for entry := range strings.SplitSeq(im.clean(field), "\n") {
		if entry = fold(entry); entry == "" {
			continue
		}
		for _, url := range im.addresses(entry) {
			if !im.add(l, url, kind) {
				break
			}
			entry = ""
		}
		if entry != "" {
			l.texts = append(l.texts, entry)
			im.tally.add("reference-text")
		}
	}
}

// add adds an address; false if there is no room.
func (im *importer) add(l *links, url, kind string) bool {
	for i := range l.list {
		if l.list[i].url == url {
			if l.list[i].kind == "" {
				l.list[i].kind = kind
			}
			im.tally.add("reference-twice")
			return true
		}
	}
	if len(l.list) == maxLinks || l.bytes+len(url) > maxLinkBytes {
		return false
	}
	l.list = append(l.list, link{url, kind})
	l.bytes += len(url)
	return true
}

// addresses reads an entry that is one address or only addresses; nil if it is
// anything else.
func (im *importer) addresses(entry string) []string {
	if url, rules, ok := mended(entry); ok {
		im.countOddities(rules)
		return []string{url}
	}
	parts := strings.FieldsFunc(entry, func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	var out []string
	used := []string{"reference-split"}
	for _, part := range parts {
		url, rules, ok := mended(part)
		if !ok {
			return nil
		}
		out = append(out, url)
		used = append(used, rules...)
	}
	if len(out) > 0 {
		im.countOddities(used)
	}
	return out
}

// encoder writes the characters that people paste into addresses.
var encoder = strings.NewReplacer("^", "%5E", "|", "%7C", "{", "%7B", "}", "%7D", "[", "%5B", "]", "%5D", "`", "%60")

// mended makes an entry an address where that is plainly meant.
func mended(entry string) (url string, used []string, ok bool) {
	url = entry
	if len(url) > 4 && strings.EqualFold(url[:4], "URL:") {
		url = strings.TrimSpace(url[4:])
	}
	if inner, found := strings.CutPrefix(url, "<"); found && strings.HasSuffix(inner, ">") {
		url = strings.TrimSuffix(inner, ">")
	}
	if url != entry {
		used = append(used, "reference-prefix")
	}
	if linkable(url) {
		return url, used, true
	}
	if encoded := encoder.Replace(url); encoded != url && linkable(encoded) {
		return encoded, append(used, "reference-encoded"), true
	}
	return "", nil, false
}

// nothing is what people write where there is no link.
var nothing = regexp.MustCompile(`(?i)^(?:none|n/a|-+)\.?$`)

// vendorLinks reads the addresses of a vendor record.
func (im *importer) vendorLinks(l *links, field string) {
	if nothing.MatchString(fold(field)) {
		im.tally.add("link-placeholder")
		return
	}
	im.take(l, field, "")
}
