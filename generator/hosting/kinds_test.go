package hosting_test

import (
	"os"
	"path"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/hosting"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

// TestEveryKind: no file of the sample is of a kind that servers are not told
// of.
func TestEveryKind(t *testing.T) {
	var out artifact.Memory
	if err := generator.Render(testsite.FromFS(t, os.DirFS("../../content"), "2026-11-23T00:00:00Z"), templates.FS, 0, &out); err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Files() {
		if !hosting.Known(strings.TrimPrefix(path.Ext(f.Path), ".")) && !strings.HasPrefix(f.Path, "_") {
			t.Errorf("%s has no content type: add it to kinds, to docs/consumers.md and to generator/interop", f.Path)
		}
	}
}
