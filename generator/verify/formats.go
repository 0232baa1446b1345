package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"io/fs"
	"path"
	"strings"
)

// jsonFeed checks a JSON Feed: its form, its own address, and that its items
// have pages of advisories that the index lists.
func (r *reader) jsonFeed(name string, in io.Reader) {
	var doc struct {
		Version, Title string
		FeedURL        string `json:"feed_url"`
		NextURL        string `json:"next_url"`
		Items          []struct {
			ID, URL  string
			Modified string `json:"date_modified"`
		}
	}
	if err := decodeJSON(in, &doc); err != nil {
		r.fault("json-malformed", name, rebuild, "%v", err)
		return
	}
	if !strings.HasPrefix(doc.Version, "https://jsonfeed.org/version/1") || doc.Title == "" {
		r.fault("feed-malformed", name, reportBug, "it is not a JSON Feed")
	}
	if r.tree.base == nil {
		return
	}
	if self, _ := r.tree.locate(name, doc.FeedURL); self != name {
		r.fault("feed-link", name, reportBug, "feed_url is another address than its own")
	}
	if doc.NextURL != "" {
		r.link(name, doc.NextURL, nil)
	}
	ids := map[string]bool{}
	for _, item := range doc.Items {
		if item.ID == "" || ids[item.ID] {
			r.fault("feed-malformed", name, reportBug, "an item has no id, or two have the same")
		}
		ids[item.ID] = true
		if a := r.item(name, item.URL); a != nil && a.updated != item.Modified {
			r.fault("feed-entry-index", name, reportBug, "the dates of the entry of %q are not those of the index", a.id)
		}
	}
}

// item follows the address of an entry to its page and to the index; nil if
// something is wrong, or if there is no index.
func (r *reader) item(name, address string) *advisoryItem {
	r.links++
	page, ok := r.tree.locate(name, address)
	if !ok || !r.tree.has(page) {
		r.fault("feed-entry-page", name, rebuild, "an entry has no page: %q", address)
		return nil
	}
	a := r.tree.advisories[strings.TrimSuffix(r.tree.withoutLanguage(page), "index.html")]
	if a == nil && r.tree.indexed {
		r.fault("feed-entry-index", name, reportBug, "an entry is not in the index: %q", address)
	}
	return a
}

const rssNamespace = "http://purl.org/rss/1.0/"

// rss reads XML to its end, and follows the links of items of RSS 1.0.
func (r *reader) rss(name string, in io.Reader) {
	d := xml.NewDecoder(in)
	roots, depth := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF && roots == 1 {
			return
		}
		if err != nil {
			r.fault("xml-malformed", name, rebuild, "%v", errXML)
			return
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if depth != 1 || token.Name != (xml.Name{Space: rssNamespace, Local: "item"}) {
				depth++
				continue
			}
			var item struct {
				Link string `xml:"http://purl.org/rss/1.0/ link"`
			}
			if d.DecodeElement(&item, &token) == nil && r.tree.base != nil {
				r.item(name, item.Link)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// checksums holds a checksum.txt of JVNRSS to the files that it names.
func (r *reader) checksums(name string, in io.Reader) {
	var list []struct {
		URL, Filename, SHA256 string
		Size                  int
	}
	if err := decodeJSON(in, &list); err != nil {
		r.fault("json-malformed", name, rebuild, "%v", err)
		return
	}
	for _, entry := range list {
		file := path.Join(path.Dir(name), path.Base(entry.Filename))
		if target, ok := r.tree.locate(name, entry.URL); r.tree.base != nil && (!ok || target != file) {
			r.fault("checksum", name, reportBug, "the address of %s is another one", file)
		}
		data, err := fs.ReadFile(r.tree.fsys, file)
		sum := sha256.Sum256(data)
		if err != nil || len(data) != entry.Size || hex.EncodeToString(sum[:]) != entry.SHA256 {
			r.fault("checksum", name, rebuild, "%s is not there, or is not the file that it was made for", file)
		}
	}
}

// isJSONFeed says whether a file lies where feeds do.
func (t *tree) isJSONFeed(name string) bool {
	return strings.HasPrefix(t.withoutLanguage(name), "feeds/") && path.Ext(name) == ".json"
}
