package verify_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/verify"
)

// TestCSAFDamage: what is wrong between the lists of a CSAF provider and its
// documents is found without a manifest.
func TestCSAFDamage(t *testing.T) {
	const (
		white = ".well-known/csaf/white/"
	)
	content := strings.Replace(sample, "time_zone: UTC\n", "time_zone: UTC\nformats: [csaf]\n", 1)
	tree, _ := published(t, testsite.Site(t, content, "2026-06-01T00:00:00Z"))
	if list, _ := verify.Tree(tree, nil, nil); len(list) > 0 {
		t.Fatalf("sound:\n%s", show(list))
	}
	name := ""
	for p := range tree {
		if strings.HasPrefix(p, white) && strings.HasSuffix(p, "/ex_11111111.json") {
			name = p
		}
	}
	if name == "" {
		t.Fatal("there is no document")
	}
	short := strings.TrimPrefix(name, white)
	for _, c := range []damage{
		{"a document gone", remove(name), "csaf-list", white + "index.txt"},
		{"a document changed", swap(name, `"final"`, `"draft"`), "csaf-digest", name + ".sha256"},
		{"a digest gone", remove(name + ".sha512"), "csaf-digest", name + ".sha512"},
		{"a document that no list has", put(white+"2025/x.json", "{}"), "csaf-list", white + "changes.csv"},
		{"a line gone", swap(white+"index.txt", short+"\n", ""), "csaf-list", white + "index.txt"},
		{"a broken line", swap(white+"changes.csv", `"`+short+`",`, `"`+short+`";`), "csaf-changes", white + "changes.csv"},
		{"an entry elsewhere", swap(white+"csaf-feed-tlp-white.json", short+`"`, short+`x"`), "csaf-list", white + "csaf-feed-tlp-white.json"},
		{"a list gone", remove(white + "changes.csv"), "csaf-list", white + "changes.csv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoiled := maps.Clone(tree)
			c.do(spoiled)
			if list, _ := verify.Tree(spoiled, nil, nil); !found(list, c) {
				t.Errorf("no %s in %s, but\n%s", c.rule, c.path, show(list))
			}
		})
	}
}
