package csaf

import (
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// The three documents of ROLIE (RFC 8322) in the JSON form of CSAF 2.0, section
// 7.1.15 to 7.1.17.

type rolieFeedJSON struct {
	Feed feedJSON `json:"feed"`
}

type feedJSON struct {
	Category []categoryJSON `json:"category"`
	Entry    []entryJSON    `json:"entry"`
	ID       string         `json:"id"`
	Link     []linkJSON     `json:"link"`
	Title    string         `json:"title"`
	Updated  string         `json:"updated"`
}

type categoryJSON struct {
	Scheme string `json:"scheme"`
	Term   string `json:"term"`
}

type linkJSON struct {
	HRef string `json:"href"`
	Rel  string `json:"rel"`
}

type entryJSON struct {
	Category  []categoryJSON `json:"category"`
	Content   contentJSON    `json:"content"`
	Format    formatJSON     `json:"format"`
	ID        string         `json:"id"`
	Link      []linkJSON     `json:"link"`
	Published string         `json:"published"`
	Summary   *summaryJSON   `json:"summary,omitempty"`
	Title     string         `json:"title"`
	Updated   string         `json:"updated"`
}

type contentJSON struct {
	Src  string `json:"src"`
	Type string `json:"type"`
}

type formatJSON struct {
	Schema  string `json:"schema"`
	Version string `json:"version"`
}

type summaryJSON struct {
	Content string `json:"content"`
}

type serviceJSON struct {
	Service workspacesJSON `json:"service"`
}

type workspacesJSON struct {
	Workspace []workspaceJSON `json:"workspace"`
}

type workspaceJSON struct {
	Collection []collectionJSON `json:"collection"`
	Title      string           `json:"title"`
}

type collectionJSON struct {
	Categories categoriesJSON `json:"categories"`
	HRef       string         `json:"href"`
	Title      string         `json:"title"`
}

type categoriesJSON struct {
	Category []categoryJSON `json:"category"`
}

type categoryDocumentJSON struct {
	Categories categoriesJSON `json:"categories"`
}

// isCSAF is the information type of all that the feed holds.
var isCSAF = categoryJSON{"urn:ietf:params:rolie:category:information-type", "csaf"}

// series is the category that tells the publisher's numberings apart.
func (p *Provider) series(s disclosure.Series) categoryJSON {
	return categoryJSON{p.url(terms), s.Path()}
}

// rolie gives the feed, the categories that its entries can have, and the
// service document.
func (p *Provider) rolie(entries []*disclosure.Entry) ([]artifact.File, error) {
	out := feedJSON{
		Category: []categoryJSON{isCSAF}, Entry: []entryJSON{}, ID: "csaf-feed-tlp-white",
		Link: []linkJSON{{p.url(feed), "self"}}, Title: p.title(), Updated: newest(entries),
	}
	for _, e := range entries {
		out.Entry = append(out.Entry, p.entry(e))
	}
	var categories []categoryJSON
	for _, s := range p.publisher.Series() {
		categories = append(categories, p.series(s))
	}
	service := workspaceJSON{[]collectionJSON{{categoriesJSON{[]categoryJSON{isCSAF}}, p.url(feed), p.title()}}, p.text(p.publisher.Name())}
	var files []artifact.File
	for _, f := range []struct {
		path  string
		class artifact.Class
		doc   any
	}{
		{feed, artifact.Feed, rolieFeedJSON{out}},
		{terms, artifact.Index, categoryDocumentJSON{categoriesJSON{categories}}},
		{root + "service.json", artifact.Index, serviceJSON{workspacesJSON{[]workspaceJSON{service}}}},
	} {
		data, err := encode(f.path, f.doc)
		if err != nil {
			return nil, err
		}
		files = append(files, artifact.File{Path: f.path, Class: f.class, Data: data})
	}
	return files, nil
}

func (p *Provider) entry(e *disclosure.Entry) entryJSON {
	url := p.url(p.paths[e])
	out := entryJSON{
		Category: []categoryJSON{p.series(e.Series())},
		Content:  contentJSON{url, "application/json"},
		Format:   formatJSON{"https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json", "2.0"},
		ID:       e.ID(),
		Link:     []linkJSON{{url, "self"}, {url + ".sha256", "hash"}, {url + ".sha512", "hash"}},
		Title:    p.text(e.Title()), Published: advisory.Stamp(e.Published()), Updated: advisory.Stamp(e.Updated()),
	}
	if e.Withdrawn() {
		out.Title = p.words.Get("feed.withdrawn", "title", out.Title)
	}
	if p.key != nil {
		out.Link = append(out.Link, linkJSON{url + ".asc", "signature"})
	}
	if s := p.text(e.Summary()); s != "" {
		out.Summary = &summaryJSON{s}
	}
	return out
}
