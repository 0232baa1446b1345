package csaf

import (
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// Lists puts into the sink all that is not about a single advisory: the public
// key with class Asset, the pages of the folders with List, the ROLIE feed with
// Feed, and what leads to these with Index. An error comes from the sink.
func (p *Provider) Lists(sink artifact.Sink) error {
	entries := slices.Clone(p.site.Entries())
	slices.SortStableFunc(entries, func(a, b *disclosure.Entry) int { return b.Updated().Compare(a.Updated()) })
	files, err := p.rolie(entries)
	if err != nil {
		return err
	}
	metadata, err := encode(MetadataPath, p.metadata(entries))
	if err != nil {
		return err
	}
	files = append(files,
		artifact.File{Path: white + "index.txt", Class: artifact.Index, Data: p.indexTxt(entries)},
		artifact.File{Path: white + "changes.csv", Class: artifact.Index, Data: p.changesCSV(entries)},
		artifact.File{Path: MetadataPath, Class: artifact.Index, Data: metadata},
	)
	if p.key != nil {
		files = append(files, artifact.File{Path: p.keyPath(), Class: artifact.Asset, Data: p.key.Public()})
	}
	files = append(files, p.folders(files)...)
	for _, f := range files {
		if err := sink.Put(f); err != nil {
			return err
		}
	}
	return nil
}

func (p *Provider) keyPath() string { return keys + p.key.Fingerprint() + ".asc" }

// below is the path of a document in the folder of its TLP label.
func (p *Provider) below(e *disclosure.Entry) string { return strings.TrimPrefix(p.paths[e], white) }

// indexTxt lists the documents (7.1.12).
func (p *Provider) indexTxt(entries []*disclosure.Entry) []byte {
	var lines []string
	for _, e := range entries {
		lines = append(lines, p.below(e)+"\n")
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}

// changesCSV lists the documents with the instant of their current release, the
// newest first, every value in quotes (7.1.13).
func (p *Provider) changesCSV(entries []*disclosure.Entry) []byte {
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "\"%s\",\"%s\"\n", p.below(e), advisory.Stamp(e.Updated()))
	}
	return []byte(b.String())
}

// newest is the instant of the last change. A provider that has not published
// anything yet has none, and says so with the beginning of Unix time.
func newest(entries []*disclosure.Entry) string {
	if len(entries) == 0 {
		return advisory.Stamp(time.Unix(0, 0))
	}
	return advisory.Stamp(entries[0].Updated())
}

type metadataJSON struct {
	CanonicalURL  string        `json:"canonical_url"`
	Distributions []any         `json:"distributions"`
	LastUpdated   string        `json:"last_updated"`
	List          bool          `json:"list_on_CSAF_aggregators"`
	Version       string        `json:"metadata_version"`
	Mirror        bool          `json:"mirror_on_CSAF_aggregators"`
	Keys          []keyJSON     `json:"public_openpgp_keys"`
	Publisher     publisherJSON `json:"publisher"`
	Role          string        `json:"role"`
}

type rolieJSON struct {
	ROLIE rolieURLsJSON `json:"rolie"`
}

type rolieURLsJSON struct {
	Categories []string      `json:"categories"`
	Feeds      []feedURLJSON `json:"feeds"`
	Services   []string      `json:"services"`
}

type feedURLJSON struct {
	Summary string `json:"summary"`
	TLP     string `json:"tlp_label"`
	URL     string `json:"url"`
}

type directoryJSON struct {
	URL string `json:"directory_url"`
}

type keyJSON struct {
	Fingerprint string `json:"fingerprint"`
	URL         string `json:"url"`
}

// metadata is provider-metadata.json (7.1.7).
func (p *Provider) metadata(entries []*disclosure.Entry) metadataJSON {
	out := metadataJSON{
		CanonicalURL: p.url(MetadataPath),
		Distributions: []any{
			rolieJSON{rolieURLsJSON{
				Categories: []string{p.url(terms)},
				Feeds:      []feedURLJSON{{p.title(), "WHITE", p.url(feed)}},
				Services:   []string{p.url(root + "service.json")},
			}},
			directoryJSON{p.url(white)},
		},
		LastUpdated: newest(entries), List: true, Version: "2.0", Mirror: true,
		Keys: []keyJSON{}, Publisher: p.who(), Role: "csaf_provider",
	}
	if p.key != nil {
		out.Role = "csaf_trusted_provider"
		out.Keys = append(out.Keys, keyJSON{p.key.Fingerprint(), p.url(p.keyPath())})
	}
	return out
}

// title names the feed.
func (p *Provider) title() string { return p.text(p.publisher.Name()) + " (CSAF, TLP:WHITE)" }

// folders gives every folder a page that lists what is in it, for servers that
// do not (7.1.14).
func (p *Provider) folders(files []artifact.File) []artifact.File {
	inside := map[string][]string{} // by folder, with a final slash
	add := func(at string) {
		dir, name := path.Split(at)
		inside[dir] = append(inside[dir], name)
		for dir != root {
			parent, name := path.Split(strings.TrimSuffix(dir, "/"))
			if name += "/"; !slices.Contains(inside[parent], name) {
				inside[parent] = append(inside[parent], name)
			}
			dir = parent
		}
	}
	for _, f := range files {
		add(f.Path)
	}
	suffixes := []string{"", ".sha256", ".sha512", ".asc"}
	if p.key == nil {
		suffixes = suffixes[:3]
	}
	for _, at := range p.paths {
		for _, suffix := range suffixes {
			add(at + suffix)
		}
	}
	var out []artifact.File
	for dir, names := range inside {
		slices.Sort(names)
		out = append(out, artifact.File{Path: dir + listed, Class: artifact.List, Data: p.folder(dir, names)})
	}
	return out
}

// folder is the page that lists the files of a folder.
func (p *Provider) folder(dir string, names []string) []byte {
	var b strings.Builder
	title := html.EscapeString(p.title() + ": /" + dir)
	heading := strings.ReplaceAll(title, "/", "/<wbr>") // a line may break there on a narrow screen
	icon := ""
	if p.Icon != "" {
		icon = fmt.Sprintf("<link rel=\"icon\" type=\"image/svg+xml\" href=\"%s%s\">\n", strings.Repeat("../", strings.Count(dir, "/")), html.EscapeString(p.Icon))
	}
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n%s</head>\n<body>\n<main>\n<h1>%s</h1>\n<ul>\n", p.lang, title, icon, heading)
	for _, name := range names {
		address := name
		if strings.HasSuffix(name, "/") {
			address += listed
		}
		// The page has no style sheet; the paragraph's margins keep a finger's
		// width between the links (WCAG 2.2, 2.5.8).
		fmt.Fprintf(&b, "<li><p><a href=\"%s\">%s</a></p></li>\n", html.EscapeString(address), html.EscapeString(name))
	}
	b.WriteString("</ul>\n</main>\n</body>\n</html>\n")
	return []byte(b.String())
}
