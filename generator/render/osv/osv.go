// Package osv renders advisories about packages as OSV documents
// (https://ossf.github.io/osv-schema/, version 1.7), with a zip of all of them
// and one for every ecosystem, as scanners take them.
//
// An advisory has a document if it, or a vendor whose status is affected, names
// a product with a package and with ranges of versions: a package without
// ranges would match every version or none, and neither was said.
package osv

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// schemaVersion is that of the OSV schema the documents are written in.
const schemaVersion = "1.7.5"

// Renderer renders the documents of one site. It keeps them until Lists puts
// them into the zips; advisories without a package cost nothing. It is safe for
// concurrent use.
type Renderer struct {
	site *disclosure.Site
	ids  map[string]string // by slug

	mu        sync.Mutex
	documents map[string][]byte   // by id
	members   map[string][]string // ids by ecosystem
}

// New prepares the documents of a site.
func New(site *disclosure.Site) *Renderer {
	return &Renderer{site: site, ids: ids(site.Entries()), documents: map[string][]byte{}, members: map[string][]string{}}
}

var prefixed = regexp.MustCompile(`^([A-Za-z]+)([0-9].*)$`)

// ID is an advisory's id as OSV has it, DB-ENTRYID: the slug with a hyphen
// between the letters and the number, so that JVN#12345678 is JVN-12345678. It
// is the same for ever. OSV wants the letters registered
// (https://ossf.github.io/osv-schema/#id-modified-fields) before documents are
// handed to osv.dev; scanners that read them from here do not ask for that.
func ID(slug string) string { return prefixed.ReplaceAllString(slug, "$1-$2") }

// ids gives every advisory its id. Where another one's slug is that very id,
// which only odd series make possible, the slug itself stands.
func ids(entries []*disclosure.Entry) map[string]string {
	taken := map[string]bool{}
	for _, e := range entries {
		taken[strings.ToLower(e.Slug())] = true
	}
	out := map[string]string{}
	for _, e := range entries {
		id := ID(e.Slug())
		if id != e.Slug() && taken[strings.ToLower(id)] {
			id = e.Slug()
		}
		out[e.Slug()] = id
	}
	return out
}

// Advisory puts osv/<ID>.json into the sink, with class Record, if
// publisher.yaml asks for the format and the advisory is about a package. An
// error comes from the sink.
func (r *Renderer) Advisory(a *disclosure.Advisory, sink artifact.Sink) error {
	if !r.site.Publisher().Writes("osv") {
		return nil
	}
	doc, ok := r.document(a)
	if !ok {
		return nil
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	path := "osv/" + doc.ID + ".json"
	if err := encoder.Encode(doc); err != nil {
		return fmt.Errorf("render %s: %w", path, err)
	}
	r.keep(doc, out.Bytes())
	return sink.Put(artifact.File{Path: path, Class: artifact.Record, Data: out.Bytes()})
}

func (r *Renderer) keep(doc documentJSON, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.documents[doc.ID] = data
	for _, a := range doc.Affected {
		name := ecosystem(a.Package.Ecosystem)
		if !slices.Contains(r.members[name], doc.ID) {
			r.members[name] = append(r.members[name], doc.ID)
		}
	}
}

// ecosystem is the name without what follows the colon: Debian for Debian:12.
func ecosystem(s string) string {
	name, _, _ := strings.Cut(s, ":")
	return name
}

// Folder is where the zip of an ecosystem lies, below osv/: its name with
// hyphens for spaces.
func Folder(name string) string { return strings.ReplaceAll(ecosystem(name), " ", "-") }

// Lists puts osv/all.zip and osv/<ecosystem>/all.zip into the sink, with class
// Index, once Advisory was called for every advisory. Without a document there
// is no zip. An error comes from the sink.
func (r *Renderer) Lists(sink artifact.Sink) error {
	if len(r.documents) == 0 {
		return nil
	}
	if err := r.zip("osv/all.zip", slices.Sorted(maps.Keys(r.documents)), sink); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(r.members)) {
		if err := r.zip("osv/"+Folder(name)+"/all.zip", slices.Sorted(slices.Values(r.members[name])), sink); err != nil {
			return err
		}
	}
	return nil
}

// epoch stands in zips for the time of a file: the earliest that a zip can hold.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// zip puts an archive of documents. They are stored as they are, since the
// bytes of a compressed one would change with the release of the compiler.
func (r *Renderer) zip(path string, ids []string, sink artifact.Sink) error {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, id := range ids {
		w, err := z.CreateHeader(&zip.FileHeader{Name: id + ".json", Method: zip.Store, Modified: epoch})
		if err == nil {
			_, err = w.Write(r.documents[id])
		}
		if err != nil {
			return fmt.Errorf("render %s: %w", path, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("render %s: %w", path, err)
	}
	return sink.Put(artifact.File{Path: path, Class: artifact.Index, Data: out.Bytes()})
}
