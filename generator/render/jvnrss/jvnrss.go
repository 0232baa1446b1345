// Package jvnrss renders a site in the two profiles of JVNRSS that programs in
// Japan read: RSS 1.0 with Dublin Core and the sec: module of JVN.
//
// Render writes the profile of jvn.jp, a list of the newest advisories. JVNDB
// writes that of JVN iPedia: all advisories by year with CVE, CPE and CVSS, the
// same in full as VULDEF, and a list of checksums that tells readers which
// files changed.
//
// Both exist below the root of every language. Dates are in the publisher's
// time zone with its offset.
package jvnrss

import (
	"strings"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
)

// Render puts rss/jvn.rdf and rss/series/<path>.rdf into the sink, with class
// Feed, if publisher.yaml asks for jvnrss. They cover the window of the Atom
// feeds, the latest update first. An error comes from the sink.
func Render(site *disclosure.Site, sink artifact.Sink) error {
	p := site.Publisher()
	if !p.Writes("jvnrss") {
		return nil
	}
	for _, c := range channel.Of(site) {
		name, ok := fileName(c.Name)
		if !ok {
			continue
		}
		for _, lang := range p.Languages() {
			w := writer{channel.Writer{Publisher: p, Lang: lang}}
			if err := w.list(name, c, sink); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileName is the file of a channel, below rss/; vendors have none.
func fileName(name string) (string, bool) {
	switch {
	case name == "all":
		return "jvn.rdf", true
	case strings.HasPrefix(name, "series/"):
		return name + ".rdf", true
	}
	return "", false
}

// writer writes in one language.
type writer struct{ channel.Writer }

// list puts the window of a channel.
func (w writer) list(name string, c channel.Channel, sink artifact.Sink) error {
	entries := c.Documents(w.Publisher)[0].Entries
	items := make([]itemXML, len(entries))
	for i, e := range entries {
		items[i] = w.item(e)
	}
	path := w.Publisher.Root(w.Lang) + "rss/" + name
	_, err := put(path, newRDF(w.Lang, w.head(path, c.Title(w.Lang), c.Page, newest(entries), withSeconds), items), sink)
	return err
}

// head is what a document says of itself. updated is zero if it has no items.
func (w writer) head(path, title, page string, updated time.Time, layout string) channelXML {
	out := channelXML{
		About: w.Address(path), Title: title, Link: w.Address(w.Publisher.Root(w.Lang) + page), Description: title,
		Publisher: channel.Author(w.Publisher, w.Lang).Value, Creator: w.creator(),
		Date: date(updated, w.Publisher.Zone(), layout), Modified: date(updated, w.Publisher.Zone(), layout),
	}
	if !w.Publisher.Description().IsZero() {
		out.Description = channel.TextIn(w.Publisher.Description(), w.Lang).Value
	}
	return out
}

// creator is where the publisher can be reached, or else its name.
func (w writer) creator() string {
	if mail := w.Publisher.Contact().Email(); mail != "" {
		return mail
	}
	return channel.Author(w.Publisher, w.Lang).Value
}

// item is an advisory in the profile of jvn.jp.
func (w writer) item(e *disclosure.Entry) itemXML {
	out := w.common(e, withSeconds)
	out.Creator = w.creator()
	out.Identifier = e.ID()
	for _, cve := range e.CVEs() {
		out.Relations = append(out.Relations, cveAddress+cve)
	}
	return out
}

const cveAddress = "https://www.cve.org/CVERecord?id="

// common is what both profiles say of an advisory.
func (w writer) common(e *disclosure.Entry, layout string) itemXML {
	zone, page := w.Publisher.Zone(), w.Page(e)
	out := itemXML{
		About: page, Link: page, Title: w.Title(e).Value,
		Description: channel.TextIn(e.Summary(), w.Lang).Value,
		Publisher:   channel.Author(w.Publisher, w.Lang).Value,
		Date:        date(e.Updated(), zone, layout),
		Issued:      date(e.Published(), zone, layout),
		Modified:    date(e.Updated(), zone, layout),
	}
	if out.Description == "" {
		out.Description = out.Title
	}
	return out
}

// newest is the latest update among entries; zero if there are none.
func newest(entries []*disclosure.Entry) time.Time {
	var out time.Time
	for _, e := range entries {
		if e.Updated().After(out) {
			out = e.Updated()
		}
	}
	return out
}
