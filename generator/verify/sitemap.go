package verify

import (
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

const maxAddresses = 50_000 // https://www.sitemaps.org/protocol.html

// siteMap reads sitemap.xml or a part of it.
func (r *reader) siteMap(name string, in io.Reader) {
	d := xml.NewDecoder(in)
	root, addresses := "", 0
	for {
		token, err := d.Token()
		if err == io.EOF && root != "" {
			break
		}
		if err != nil {
			r.fault("xml-malformed", name, rebuild, "%v", errXML)
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "urlset", "sitemapindex":
			root = start.Name.Local
		case "loc", "lastmod":
			var text string
			if d.DecodeElement(&text, &start) != nil {
				r.fault("xml-malformed", name, rebuild, "%v", errXML)
				return
			}
			if start.Name.Local == "loc" {
				addresses++
				r.mapAddress(name, root, text)
			} else if _, err := time.Parse(time.RFC3339, text); err != nil {
				r.fault("sitemap", name, reportBug, "a lastmod is not an instant")
			}
		case "link":
			for _, a := range start.Attr {
				if a.Name.Local == "href" {
					r.mapLink(name, a.Value)
				}
			}
		}
	}
	if addresses > maxAddresses || root == "sitemapindex" && name != "sitemap.xml" {
		r.fault("sitemap", name, reportBug, "it has more than %d addresses, or lists parts without being sitemap.xml", maxAddresses)
	}
}

// mapLink checks an address of a site map, which must be of this site.
func (r *reader) mapLink(name, address string) (target string, ok bool) {
	if r.tree.base == nil {
		return "", false
	}
	r.links++
	target, ok = r.tree.locate("", address)
	if !ok || !r.tree.has(target) {
		r.fault("sitemap-link", name, rebuild, "it lists an address without a file: %q", address)
		return "", false
	}
	return target, true
}

func (r *reader) mapAddress(name, root, address string) {
	target, ok := r.mapLink(name, address)
	if !ok {
		return
	}
	if root == "sitemapindex" {
		r.parts = append(r.parts, target)
		return
	}
	if folder, ok := strings.CutSuffix(r.tree.withoutLanguage(target), "index.html"); ok && r.tree.advisories[folder] != nil {
		r.mapped = append(r.mapped, folder)
	}
}

// checkParts looks for parts that sitemap.xml does not list.
func (t *tree) checkParts() {
	for p, f := range t.files {
		if f.exists && path.Dir(p) == "." && p != "sitemap.xml" && strings.HasPrefix(p, "sitemap") && path.Ext(p) == ".xml" &&
			!slices.Contains(t.parts, p) {
			t.fault("sitemap", p, reportBug, "sitemap.xml does not list this part")
		}
	}
}
