package feed

import (
	"cmp"
	"encoding/xml"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/render/channel"
)

// emptyUpdated stands for the update of a feed without entries. RFC 4287 wants
// one, and the time of the build may appear in no output.
const emptyUpdated = "1970-01-01T00:00:00Z"

// atom is one document of a feed in one language. It is a feeds.XmlFeed: the
// library frames the document, the elements are ours, since its own know
// neither languages nor archives.
type atom struct {
	channel.Writer
	identity  channel.Naming
	channel   channel.Channel
	documents []channel.Document
	at        int // which of the documents this is
	buf       *buffers
}

// path is where a document of the feed lies in the output.
func (a atom) path(i int) string {
	return a.channel.Path(a.Publisher, a.Lang, a.documents[i], ".atom")
}

// FeedXml gives the document to feeds.WriteXML.
func (a atom) FeedXml() any {
	d := a.documents[a.at]
	out := feedXML{
		Lang:      a.Lang,
		ID:        a.identity.Feed(a.channel.Name, a.Lang),
		Title:     textXML{Type: "text", Value: a.channel.Title(a.Lang)},
		Updated:   emptyUpdated,
		Author:    a.author(),
		Generator: generatorXML{"https://github.com/advgen/advgen", "advgen"},
		Links:     a.links(),
		Entries:   a.entries(d.Entries),
	}
	if len(d.Entries) > 0 {
		out.Updated = advisory.Stamp(d.Entries[0].Updated())
	}
	if d.Span != "" {
		out.History, out.Archive = "http://purl.org/syndication/history/1.0", &struct{}{}
	}
	return out
}

func (a atom) author() personXML {
	contact := a.Publisher.Contact()
	return personXML{
		Name:  channel.Author(a.Publisher, a.Lang).Value,
		URI:   cmp.Or(contact.URL(), a.Address(a.Publisher.Root(a.Lang))),
		Email: contact.Email(),
	}
}

// links ties the document to its page and, as RFC 5005 section 4 has it, to
// the other documents of the feed.
func (a atom) links() []linkXML {
	out := []linkXML{
		a.document("self", a.at),
		{Rel: "alternate", Type: "text/html", Lang: a.Lang, Href: a.Address(a.Publisher.Root(a.Lang) + a.channel.Page)},
	}
	if a.at > 0 {
		out = append(out, a.document("current", 0))
	}
	if a.at > 1 { // the document after the newest archive is no archive
		out = append(out, a.document("next-archive", a.at-1))
	}
	if a.at+1 < len(a.documents) {
		out = append(out, a.document("prev-archive", a.at+1))
	}
	return out
}

func (a atom) document(rel string, i int) linkXML {
	return linkXML{Rel: rel, Type: "application/atom+xml", Href: a.Address(a.path(i))}
}

type feedXML struct {
	XMLName   xml.Name          `xml:"http://www.w3.org/2005/Atom feed"`
	History   string            `xml:"xmlns:fh,attr,omitempty"`
	Lang      advisory.Language `xml:"xml:lang,attr"`
	ID        string            `xml:"id"`
	Title     textXML           `xml:"title"`
	Updated   string            `xml:"updated"`
	Author    personXML         `xml:"author"`
	Generator generatorXML      `xml:"generator"`
	Links     []linkXML         `xml:"link"`
	Archive   *struct{}         `xml:"fh:archive"`
	Entries   []byte            `xml:",innerxml"`
}

type personXML struct {
	Name  string `xml:"name"`
	URI   string `xml:"uri"`
	Email string `xml:"email,omitempty"`
}

type generatorXML struct {
	URI  string `xml:"uri,attr"`
	Name string `xml:",chardata"`
}

type linkXML struct {
	Rel  string            `xml:"rel,attr"`
	Type string            `xml:"type,attr"`
	Lang advisory.Language `xml:"hreflang,attr,omitempty"`
	Href string            `xml:"href,attr"`
}

type textXML struct {
	Type  string            `xml:"type,attr"`
	Lang  advisory.Language `xml:"xml:lang,attr,omitempty"`
	Value string            `xml:",chardata"`
}
