package jvnrss

import (
	"encoding/xml"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/channel"
)

// vuldefXML is a VULDEF 3.2 document, the form of JVN iPedia's detail feeds
// (https://jvndb.jvn.jp/schema/vuldef_3.2.xsd).
type vuldefXML struct {
	XMLName xml.Name          `xml:"VULDEF-Document"`
	Version string            `xml:"version,attr"`
	NS      string            `xml:"xmlns,attr"`
	Lang    advisory.Language `xml:"xml:lang,attr"`
	Vulinfo []vulinfoXML      `xml:"Vulinfo"`
}

type vulinfoXML struct {
	ID   string     `xml:"VulinfoID"`
	Data vulDataXML `xml:"VulinfoData"`
}

type vulDataXML struct {
	Title     string            `xml:"Title"`
	Overview  string            `xml:"VulinfoDescription>Overview"`
	Affected  []affectedItemXML `xml:"Affected>AffectedItem"`
	CVSS      []vulCVSSXML      `xml:"Impact>Cvss"`
	Impact    string            `xml:"Impact>ImpactItem>Description"`
	Solution  string            `xml:"Solution>SolutionItem>Description"`
	Related   []relatedItemXML  `xml:"Related>RelatedItem"`
	History   []historyItemXML  `xml:"History>HistoryItem"`
	Published string            `xml:"DateFirstPublished"`
	Updated   string            `xml:"DateLastUpdated"`
	Public    string            `xml:"DatePublic"`
}

type affectedItemXML struct {
	Name     string     `xml:"Name"`
	Product  string     `xml:"ProductName"`
	CPE      *vulCPEXML `xml:"Cpe"`
	Versions string     `xml:"VersionNumber"`
}

type vulCPEXML struct {
	Version string `xml:"version,attr"`
	Name    string `xml:",chardata"`
}

type vulCVSSXML struct {
	Version  string      `xml:"version,attr"`
	Severity severityXML `xml:"Severity"`
	Base     string      `xml:"Base"`
	Vector   string      `xml:"Vector"`
}

type severityXML struct {
	Type string `xml:"type,attr"`
	Name string `xml:",chardata"`
}

type relatedItemXML struct {
	Type  string `xml:"type,attr"`
	Name  string `xml:"Name"`
	ID    string `xml:"VulinfoID"`
	Title string `xml:"Title,omitempty"`
	URL   string `xml:"URL"`
}

type historyItemXML struct {
	Number      int    `xml:"HistoryNo"`
	Date        string `xml:"DateTime"`
	Description string `xml:"Description"`
}

// vuldef is the full text of advisories. Its dates have seconds, unlike those
// of the lists.
func (w writer) vuldef(all []*disclosure.Advisory) vuldefXML {
	out := vuldefXML{Version: "3.2", NS: "http://jvn.jp/vuldef/", Lang: w.Lang}
	for _, a := range all {
		out.Vulinfo = append(out.Vulinfo, vulinfoXML{ID(a.Slug(), a.Year()), w.vulData(a)})
	}
	return out
}

func (w writer) vulData(a *disclosure.Advisory) vulDataXML {
	at := func(t time.Time) string { return date(t, w.Publisher.Zone(), withSeconds) }
	out := vulDataXML{
		Title: w.Title(a.Entry).Value, Overview: w.section(a, advisory.Overview),
		Impact: w.section(a, advisory.Impact), Solution: w.section(a, advisory.Solution),
		Related:   w.related(a),
		Published: at(a.Published()), Updated: at(a.Updated()), Public: at(a.Published()),
	}
	for _, p := range products(a) {
		item := affectedItemXML{Name: w.vendorOf(p), Product: channel.TextIn(p.Name(), w.Lang).Value, Versions: channel.TextIn(p.Versions(), w.Lang).Value}
		if name := uri(p.CPE()); name != "" {
			item.CPE = &vulCPEXML{"2.2", name}
		}
		out.Affected = append(out.Affected, item)
	}
	for _, s := range a.Severities() {
		v := s.Vector()
		out.CVSS = append(out.CVSS, vulCVSSXML{v.Version(), severityXML{"Base", v.SeverityName("en")}, score(v.BaseScore()), v.String()})
	}
	for _, r := range a.Revisions() {
		out.History = append(out.History, historyItemXML{r.Number(), at(r.Date().Time()), channel.TextIn(r.Summary(), w.Lang).Value})
	}
	return out
}

func (w writer) section(a *disclosure.Advisory, s advisory.Section) string {
	h, _ := a.Section(s).In(w.Lang)
	return h.Text()
}

// related lists what the advisory leads to: notices of vendors, CVEs, other
// documents, weaknesses.
func (w writer) related(a *disclosure.Advisory) []relatedItemXML {
	var out []relatedItemXML
	for _, r := range a.Records() {
		for _, l := range r.Links() {
			out = append(out, relatedItemXML{Type: "vendor", Name: channel.VendorName(r.Vendor(), w.Lang).Value, ID: w.linkTitle(l), URL: l.URL()})
		}
	}
	for _, cve := range a.CVEs() {
		out = append(out, relatedItemXML{Type: "advisory", Name: "Common Vulnerabilities and Exposures (CVE)", ID: cve, URL: cveAddress + cve})
	}
	own := channel.TextIn(w.Publisher.Name(), w.Lang).Value
	out = append(out, relatedItemXML{Type: "advisory", Name: own, ID: a.ID(), URL: w.Page(a.Entry)})
	for _, l := range a.References() {
		out = append(out, relatedItemXML{Type: "advisory", Name: w.Publisher.Words(w.Lang).Get("section.references"), ID: w.linkTitle(l), URL: l.URL()})
	}
	for _, cwe := range a.CWEs() {
		out = append(out, relatedItemXML{Type: "cwe", Name: own, ID: cwe, Title: cwe, URL: cweAddress(cwe)})
	}
	return out
}
