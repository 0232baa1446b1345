package schema

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// content lists the schemas of files that people write.
var content = []string{"advisory", "page", "publisher", "translation", "vendor", "vendor-status"}

// TestEveryFieldExplainsItself: an editor shows title, description and an
// example of each field, and the annotation says whether it is ever published.
func TestEveryFieldExplainsItself(t *testing.T) {
	for _, name := range content {
		data, err := fs.ReadFile(FS, name+".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var root map[string]any
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		walk(t, name, root)
	}
}

func walk(t *testing.T, at string, schema map[string]any) {
	t.Helper()
	for _, key := range []string{"$ref", "$defs", "oneOf", "anyOf", "allOf", "if", "not"} {
		if _, ok := schema[key]; ok {
			t.Errorf("%s: %s is used; generator/check walks along plain schemas only", at, key)
		}
	}
	props, _ := schema["properties"].(map[string]any)
	if props != nil && schema["additionalProperties"] != false {
		t.Errorf("%s: unknown fields are not refused", at)
	}
	for name, v := range props {
		here := at + "/" + name
		field := v.(map[string]any)
		for _, key := range []string{"title", "description"} {
			if text, _ := field[key].(string); text == "" {
				t.Errorf("%s: no %s", here, key)
			}
		}
		if v := field["x-visibility"]; v != "public" && v != "confidential" {
			t.Errorf("%s: x-visibility is %v", here, v)
		}
		if field["properties"] == nil && field["items"] == nil && field["examples"] == nil {
			t.Errorf("%s: no example", here)
		}
		if field["type"] == nil {
			t.Errorf("%s: no type", here)
		}
		walk(t, here, field)
	}
	if items, ok := schema["items"].(map[string]any); ok {
		walk(t, at+"[]", items)
	}
}

// TestConfidentialStaysSo: below a confidential field nothing is public, and
// the fields that the plan calls confidential are.
func TestConfidentialStaysSo(t *testing.T) {
	want := map[string]string{
		"advisory":      "handling_started extensions early_release",
		"vendor-status": "schedule",
		"vendor":        "security_contacts keys registration technologies",
	}
	for name, fields := range want {
		data, err := fs.ReadFile(FS, name+".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var root struct {
			Properties map[string]map[string]any
		}
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		for field := range strings.FieldsSeq(fields) {
			if root.Properties[field]["x-visibility"] != "confidential" {
				t.Errorf("%s: %s is not confidential", name, field)
			}
			inside, err := json.Marshal(root.Properties[field])
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(inside), `"public"`) {
				t.Errorf("%s: something in %s is public", name, field)
			}
		}
	}
}

func TestEverySchemaCompiles(t *testing.T) {
	entries, err := fs.ReadDir(FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(FS, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), "https://json-schema.org/draft/2020-12/schema") {
			t.Errorf("%s: not draft 2020-12", e.Name())
		}
		if _, err := jsonschema.CompileString(e.Name(), string(data)); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
}
