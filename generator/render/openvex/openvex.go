// Package openvex renders what vendors say of their products as OpenVEX 0.2.0
// documents (https://github.com/openvex/spec), one per advisory.
//
// A statement is about one vulnerability and the products of one vendor:
//
//	affected                   affected, with what to do
//	affected_investigating     affected for the products that are named, and
//	                           under_investigation for the vendor's others
//	not_affected               not_affected, with the vendor's words
//	not_affected_investigating under_investigation
//	informed, unknown          no statement: there is no answer
//
// Products that the advisory itself names are affected unless their vendor says
// otherwise. A version that fixes the flaw, where a package URL and its ranges
// tell one, is fixed.
//
// A withdrawn advisory states nothing any more and has no document; neither has
// one in which no vendor has answered and no product is named.
package openvex

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

const context = "https://openvex.dev/ns/v0.2.0"

// FileName is the name of the document in the advisory's folder.
const FileName = "openvex.json"

type documentJSON struct {
	Context     string          `json:"@context"`
	ID          string          `json:"@id"`
	Author      string          `json:"author"`
	Role        string          `json:"role"`
	Timestamp   string          `json:"timestamp"`
	LastUpdated string          `json:"last_updated,omitempty"`
	Version     int64           `json:"version"`
	Tooling     string          `json:"tooling"`
	Statements  []statementJSON `json:"statements"`
}

type statementJSON struct {
	Vulnerability   vulnerabilityJSON `json:"vulnerability"`
	Timestamp       string            `json:"timestamp"`
	LastUpdated     string            `json:"last_updated,omitempty"`
	Products        []productJSON     `json:"products"`
	Status          string            `json:"status"`
	StatusNotes     string            `json:"status_notes,omitempty"`
	ImpactStatement string            `json:"impact_statement,omitempty"`
	ActionStatement string            `json:"action_statement,omitempty"`
}

type vulnerabilityJSON struct {
	ID      string   `json:"@id"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
}

type productJSON struct {
	ID          string            `json:"@id"`
	Identifiers map[string]string `json:"identifiers,omitempty"`
}

// Advisory puts <series>/<slug>/openvex.json into the sink, with class Record,
// if publisher.yaml asks for the format and there is something to state. An
// error comes from the sink.
func Advisory(site *disclosure.Site, a *disclosure.Advisory, sink artifact.Sink) error {
	p := site.Publisher()
	if !p.Writes("openvex") || a.Withdrawn() {
		return nil
	}
	w := writer{publisher: p, lang: p.Languages()[0], advisory: a}
	statements := w.statements()
	if len(statements) == 0 {
		return nil
	}
	path := a.Path() + FileName
	doc := documentJSON{
		Context: context, ID: p.BaseURL() + path, Author: w.author(), Role: p.Category(), Tooling: "advgen",
		Timestamp: advisory.Stamp(a.Published()), LastUpdated: later(a.Updated(), a.Published()),
		Version:    version(a.Published(), a.Updated()),
		Statements: statements,
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return fmt.Errorf("render %s: %w", path, err)
	}
	return sink.Put(artifact.File{Path: path, Class: artifact.Record, Data: out.Bytes()})
}

// version is 1 for a document as it was disclosed, and more by one for every
// second until its last update. It stands on the content alone and never goes
// down, since updates do not.
func version(published, updated time.Time) int64 {
	return 1 + max(0, updated.Unix()-published.Unix())
}

// later is an update as an instant, or empty if there was none after since.
func later(updated, since time.Time) string {
	if !updated.After(since) {
		return ""
	}
	return advisory.Stamp(updated)
}
