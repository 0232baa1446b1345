package jvnrss

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
)

// The namespaces of RSS 1.0 (https://web.resource.org/rss/1.0/spec), of Dublin
// Core, and of JVN's security module.
const (
	nsRDF     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsRSS     = "http://purl.org/rss/1.0/"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsDCTerms = "http://purl.org/dc/terms/"
	nsSec     = "http://jvn.jp/rss/mod_sec/"
)

// The two ways in which dates are written. Readers of the JVNDB profile refuse
// seconds, and some refuse a Z for UTC.
const (
	withSeconds    = "2006-01-02T15:04:05-07:00"
	withoutSeconds = "2006-01-02T15:04-07:00"
)

// rdfXML is an RSS 1.0 document. Prefixes are written as they are known in the
// world, since some readers look for them and not for namespaces.
type rdfXML struct {
	XMLName xml.Name          `xml:"rdf:RDF"`
	RDF     string            `xml:"xmlns:rdf,attr"`
	RSS     string            `xml:"xmlns,attr"`
	DC      string            `xml:"xmlns:dc,attr"`
	DCTerms string            `xml:"xmlns:dcterms,attr"`
	Sec     string            `xml:"xmlns:sec,attr"`
	Lang    advisory.Language `xml:"xml:lang,attr"`
	Channel channelXML        `xml:"channel"`
	Items   []itemXML         `xml:"item"`
}

type channelXML struct {
	About       string            `xml:"rdf:about,attr"`
	Title       string            `xml:"title"`
	Link        string            `xml:"link"`
	Description string            `xml:"description"`
	Publisher   string            `xml:"dc:publisher"`
	Creator     string            `xml:"dc:creator"`
	Language    advisory.Language `xml:"dc:language"`
	Date        string            `xml:"dc:date,omitempty"`
	Modified    string            `xml:"dcterms:modified,omitempty"`
	Items       seqXML            `xml:"items>rdf:Seq"`
}

type seqXML struct {
	Items []resourceXML `xml:"rdf:li"`
}

type resourceXML struct {
	Resource string `xml:"rdf:resource,attr"`
}

// itemXML is an advisory; a profile fills what it has.
type itemXML struct {
	About         string         `xml:"rdf:about,attr"`
	Title         string         `xml:"title"`
	Link          string         `xml:"link"`
	Description   string         `xml:"description"`
	Publisher     string         `xml:"dc:publisher"`
	Creator       string         `xml:"dc:creator,omitempty"`
	Identifier    string         `xml:"dc:identifier,omitempty"`
	Relations     []string       `xml:"dc:relation"`
	SecIdentifier string         `xml:"sec:identifier,omitempty"`
	References    []referenceXML `xml:"sec:references"`
	CPEs          []cpeXML       `xml:"sec:cpe"`
	CVSS          []cvssXML      `xml:"sec:cvss"`
	Date          string         `xml:"dc:date"`
	Issued        string         `xml:"dcterms:issued"`
	Modified      string         `xml:"dcterms:modified"`
}

type referenceXML struct {
	Source string `xml:"source,attr,omitempty"`
	ID     string `xml:"id,attr,omitempty"`
	Title  string `xml:"title,attr,omitempty"`
	URL    string `xml:",chardata"`
}

type cpeXML struct {
	Version string `xml:"version,attr"`
	Vendor  string `xml:"vendor,attr"`
	Product string `xml:"product,attr"`
	Name    string `xml:",chardata"`
}

type cvssXML struct {
	Version  string `xml:"version,attr"`
	Score    string `xml:"score,attr"`
	Type     string `xml:"type,attr"`
	Severity string `xml:"severity,attr"`
	Vector   string `xml:"vector,attr"`
}

// newRDF makes the document of a channel and its items, in which the order of
// the items stands a second time.
func newRDF(lang advisory.Language, c channelXML, items []itemXML) rdfXML {
	c.Language = lang
	for _, item := range items {
		c.Items.Items = append(c.Items.Items, resourceXML{item.About})
	}
	return rdfXML{RDF: nsRDF, RSS: nsRSS, DC: nsDC, DCTerms: nsDCTerms, Sec: nsSec, Lang: lang, Channel: c, Items: items}
}

// put encodes an XML document into a file of class Feed, and gives what was put.
func put(path string, doc any, sink artifact.Sink) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("render %s: %w", path, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), sink.Put(artifact.File{Path: path, Class: artifact.Feed, Data: out.Bytes()})
}

// date is an instant in the publisher's zone; empty for the zero time.
func date(t time.Time, zone *time.Location, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(layout)
}
