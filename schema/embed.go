// Package schema holds the JSON Schemas (2020-12) of the files that people
// write and of the files that advgen publishes. Every field of a content file
// carries the annotation x-visibility: public or confidential.
package schema

import "embed"

// FS holds the schemas, named <kind>.schema.json.
//
//go:embed *.schema.json
var FS embed.FS
