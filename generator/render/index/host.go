package index

import (
	"fmt"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// hostFiles puts robots.txt (RFC 9309), which lets everyone read everything
// and tells where the site map is, and .well-known/security.txt (RFC 9116) if
// the publisher wants one.
func hostFiles(site *disclosure.Site, sink artifact.Sink) error {
	p := site.Publisher()
	robots := "User-agent: *\nAllow: /\n\nSitemap: " + p.BaseURL() + "sitemap.xml\n"
	if err := sink.Put(artifact.File{Path: "robots.txt", Class: artifact.Index, Data: []byte(robots)}); err != nil {
		return err
	}
	if p.SecurityTxt() == nil {
		return nil
	}
	return sink.Put(artifact.File{Path: securityPath, Class: artifact.Index, Data: []byte(securityTxt(p))})
}

const securityPath = ".well-known/security.txt"

func securityTxt(p *disclosure.Publisher) string {
	s := p.SecurityTxt()
	var out strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	for _, c := range s.Contact() {
		field("Contact", c)
	}
	field("Expires", advisory.Stamp(s.Expires()))
	if p.Writes("csaf") { // the field of CSAF 2.0, section 7.1.8
		field("CSAF", p.BaseURL()+".well-known/csaf/provider-metadata.json")
	}
	field("Encryption", s.Encryption())
	field("Acknowledgments", s.Acknowledgments())
	var languages []string
	for _, lang := range p.Languages() {
		languages = append(languages, string(lang))
	}
	field("Preferred-Languages", strings.Join(languages, ", "))
	field("Canonical", p.BaseURL()+securityPath)
	field("Policy", s.Policy())
	return out.String()
}
