// Package tidy rewrites content files: into the canonical form, and with those
// problems mended that have one right answer. It keeps comments, and changes no
// value that it was not asked to change; if it cannot be sure, it refuses.
package tidy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Kind is the kind of a content file, named as its schema.
type Kind string

// KindOf tells what kind of file a path of a content repository is; ok is false
// if it is none that advgen reads.
func KindOf(name string) (kind Kind, ok bool) {
	dir, base := path.Split(name)
	parts := strings.Split(strings.TrimSuffix(dir, "/"), "/")
	switch ext := path.Ext(base); {
	case name == "publisher.yaml":
		return "publisher", true
	case dir == "vendors/" && ext == ".yaml":
		return "vendor", true
	case parts[0] != "advisories":
		return "", false
	case parts[len(parts)-1] == "vendors" && (ext == ".yaml" || ext == ".md"):
		return "vendor-status", true
	case base == "advisory.md" || base == "advisory.next.md":
		return "advisory", true
	case strings.HasPrefix(base, "advisory.") && ext == ".md":
		return "translation", true
	}
	return "", false
}

// Schemas are the schemas of content files, as far as tidying needs them. They
// are read once and safe for concurrent use.
type Schemas map[Kind]*rule

// rule is what tidying needs of a schema.
type rule struct {
	Kind       string     `json:"x-kind"`
	Properties properties `json:"properties"`
	Items      *rule      `json:"items"`
	Enum       []string   `json:"enum"`
}

// properties keeps the order of the schema, which is the canonical one.
type properties struct {
	order []string
	rules map[string]*rule
}

func (p *properties) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &p.rules); err != nil {
		return err
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		p.order = append(p.order, fmt.Sprint(key))
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	return nil
}

// ReadSchemas reads the schemas of the house.
func ReadSchemas(files fs.FS) (Schemas, error) {
	s := Schemas{}
	for _, kind := range []Kind{"publisher", "vendor", "advisory", "translation", "vendor-status"} {
		data, err := fs.ReadFile(files, string(kind)+".schema.json")
		if err != nil {
			return nil, err
		}
		r := &rule{}
		if err := json.Unmarshal(data, r); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		s[kind] = r
	}
	return s, nil
}

// child is the rule of a member, nil if the schema has none.
func (r *rule) child(key string) *rule {
	if r == nil {
		return nil
	}
	return r.Properties.rules[key]
}
