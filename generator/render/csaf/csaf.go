// Package csaf renders a CSAF 2.0 provider (OASIS Common Security Advisory
// Framework Version 2.0): a document for every advisory with its digests and
// its signature, and all that section 7.1 asks for around them:
//
//	.well-known/csaf/provider-metadata.json, service.json, index.html
//	.well-known/csaf/openpgp/<fingerprint>.asc
//	.well-known/csaf/white/index.txt, changes.csv, index.html
//	.well-known/csaf/white/csaf-feed-tlp-white.json, category-white.json
//	.well-known/csaf/white/<year>/<id>.json, .json.sha256, .json.sha512, .json.asc
//
// With a key the role is trusted provider, without one provider.
//
// Documents are in the publisher's first language; what is only in another one
// stands in that. All that a disclosed advisory says is in its document, in the
// members of the format where it has one and otherwise in notes whose form is
// fixed, so that the importer of this house reads it back. docs/consumers.md
// says what stands where.
package csaf

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/signing"
	"github.com/advgen/advgen/generator/words"
)

// Format is the word that switches CSAF on in publisher.yaml.
const Format = "csaf"

// Where the files are, below the root of the site.
const (
	root   = ".well-known/csaf/"
	white  = root + "white/" // all that advgen publishes is TLP:WHITE
	keys   = root + "openpgp/"
	feed   = white + "csaf-feed-tlp-white.json"
	terms  = white + "category-white.json"
	listed = "index.html"

	// MetadataPath is where the description of the provider is, for
	// security.txt.
	MetadataPath = root + "provider-metadata.json"
)

// Provider renders the CSAF provider of a site. It is safe for concurrent use.
type Provider struct {
	// Icon is the path of the site's icon, for the pages that list folders. Empty,
	// they have none.
	Icon string

	site      *disclosure.Site
	publisher *disclosure.Publisher
	lang      advisory.Language
	words     words.Table // our own wordings: programs read them
	key       *signing.Key
	paths     map[*disclosure.Entry]string
}

// New prepares the provider of a site. key signs its documents; nil means that
// nothing is signed. Ids of two advisories that make the same file name are an
// error.
func New(site *disclosure.Site, key *signing.Key) (*Provider, error) {
	p := site.Publisher()
	lang := p.Languages()[0]
	out := &Provider{site: site, publisher: p, lang: lang, words: words.For(lang, nil), key: key, paths: map[*disclosure.Entry]string{}}
	ids := map[string]string{}
	for _, e := range site.Entries() {
		at := fmt.Sprintf("%s%04d/%s", white, e.Year(), FileName(e.ID()))
		if other, taken := ids[at]; taken {
			return nil, fmt.Errorf("%s and %s have the same CSAF file name %s: one of them needs another id", other, e.ID(), path.Base(at))
		}
		ids[at], out.paths[e] = e.ID(), at
	}
	return out, nil
}

var otherRunes = regexp.MustCompile(`[^+\-a-z0-9]+`)

// FileName is the name of the document of an id, by section 5.1: in small
// letters, with an underscore for every run of other characters than these,
// digits, + and -.
func FileName(id string) string {
	return otherRunes.ReplaceAllString(strings.ToLower(id), "_") + ".json"
}

// Advisory puts the document of an advisory into the sink, with its digests and
// its signature, all with class Record. An error comes from the key or from
// the sink.
func (p *Provider) Advisory(a *disclosure.Advisory, sink artifact.Sink) error {
	at := p.paths[a.Entry]
	data, err := encode(at, p.document(a))
	if err != nil {
		return err
	}
	name := path.Base(at)
	sum256, sum512 := sha256.Sum256(data), sha512.Sum512(data)
	files := []artifact.File{
		{Path: at, Data: data},
		{Path: at + ".sha256", Data: []byte(hex.EncodeToString(sum256[:]) + "  " + name + "\n")},
		{Path: at + ".sha512", Data: []byte(hex.EncodeToString(sum512[:]) + "  " + name + "\n")},
	}
	if p.key != nil {
		signature, err := p.key.Sign(data, a.Updated())
		if err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
		files = append(files, artifact.File{Path: at + ".asc", Data: signature})
	}
	for _, f := range files {
		f.Class = artifact.Record
		if err := sink.Put(f); err != nil {
			return err
		}
	}
	return nil
}

// Name is that of the format with its version.
func (p *Provider) Name() string { return "CSAF 2.0" }

// Notes tells what keeps the provider from its full role, for the publisher.
func (p *Provider) Notes() []string {
	var out []string
	if p.key == nil {
		out = append(out, "no OpenPGP key: CSAF documents are not signed, and the role is csaf_provider, not csaf_trusted_provider")
	}
	base := p.publisher.BaseURL()
	if !strings.HasPrefix(base, "https://") {
		out = append(out, "base_url does not begin with https://, which CSAF requires of every address")
	}
	if strings.Count(base, "/") > 3 {
		out = append(out, "base_url has a path: CSAF clients look for /.well-known/csaf/ at the root of the host")
	}
	return out
}

// url is the address of a file.
func (p *Provider) url(at string) string { return p.publisher.BaseURL() + at }

// text gives a text in the language of the documents, or in the first it has.
func (p *Provider) text(t disclosure.Text) string {
	s, _ := t.In(p.lang)
	return s
}

// plain gives a formatted text as plain text.
func (p *Provider) plain(t disclosure.Prose) string {
	h, _ := t.In(p.lang)
	return h.Text()
}

// encode writes JSON for people and programs: indented, with a final newline,
// with < > & as they are.
func encode(at string, doc any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("render %s: %w", at, err)
	}
	return out.Bytes(), nil
}
