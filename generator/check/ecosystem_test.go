package check_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
)

// TestEcosystems: an ecosystem that OSV does not know is an error that offers
// the one meant, in the advisory and in records; a package without ranges is a
// warning.
func TestEcosystems(t *testing.T) {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		product, rule, hint string
		level               problem.Level
	}{
		{`{name: x, package: {ecosystem: npm, name: x}, ranges: [{introduced: "0"}]}`, "", "", 0},
		{`{name: x, package: {ecosystem: "Debian:12", name: x}, ranges: [{introduced: "0"}]}`, "", "", 0},
		{`{name: x, package: {ecosystem: "Debian:", name: x}, ranges: [{introduced: "0"}]}`, "unknown-ecosystem", "Debian?", problem.Error},
		{`{name: x, package: {ecosystem: pypi, name: x}, ranges: [{introduced: "0"}]}`, "unknown-ecosystem", "did you mean PyPI?", problem.Error},
		{`{name: x, package: {ecosystem: Rubygem, name: x}, ranges: [{introduced: "0"}]}`, "unknown-ecosystem", "did you mean RubyGems?", problem.Error},
		{`{name: x, package: {ecosystem: zzzzzzzz, name: x}, ranges: [{introduced: "0"}]}`, "unknown-ecosystem", "leave `package` out", problem.Error},
		{`{name: x, package: {ecosystem: npm, name: x}}`, "package-without-ranges", "ranges", problem.Warning},
	} {
		for name, text := range map[string]string{
			"advisories/X-1/advisory.md":    "---\nid: X-1\ntitle: T\ndisclose_at: 2026-01-01T00:00:00Z\nnotified: [v]\nproducts: [" + c.product + "]\n---\n",
			"advisories/X-1/vendors/v.yaml": "status: affected\nproducts: [" + c.product + "]\n",
		} {
			files := fstest.MapFS{
				"publisher.yaml":             {Data: []byte("name: E\nbase_url: https://example.org/\nlanguages: [en]\ntime_zone: UTC\nseries: [{prefix: X-, pattern: \"[0-9]+\", path: x}]\n")},
				"vendors/v.yaml":             {Data: []byte("name: V\n")},
				"advisories/X-1/advisory.md": {Data: []byte("---\nid: X-1\ntitle: T\ndisclose_at: 2026-01-01T00:00:00Z\nnotified: [v]\n---\n")},
			}
			files[name] = &fstest.MapFile{Data: []byte(text)}
			_, list, err := check.Run(files, check.Options{Now: now, AsOf: now})
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.rule == "" && len(list) > 0:
				t.Errorf("%s: %s: %v", name, c.product, list)
			case c.rule != "" && (len(list) != 1 || list[0].Rule != c.rule || list[0].Level != c.level || !strings.Contains(list[0].Hint, c.hint) || list[0].Path != name || list[0].Line == 0):
				t.Errorf("%s: %s: %+v", name, c.product, list)
			}
		}
	}
}
