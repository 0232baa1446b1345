package scaffold

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
	"unicode"
)

// quote writes a text as a double-quoted YAML scalar. JSON strings are such
// scalars (YAML 1.2.2, section 1.3).
func quote(s string) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return "", err
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// comment makes a text fit for a line of comment: whatever breaks a line or
// cannot be seen becomes a space.
func comment(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// schemaLine is the comment that tells an editor the schema of the file at
// name; "" if the schemas are not there. schemas is their folder, relative to
// the content root.
func schemaLine(schemas, name, kind string) string {
	if schemas == "" {
		return ""
	}
	up := strings.Repeat("../", strings.Count(name, "/"))
	return "# yaml-language-server: $schema=" + path.Join(up, schemas, kind+".schema.json") + "\n"
}
