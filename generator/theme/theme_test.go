package theme_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/theme"
)

func set(files ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		out[files[i]] = &fstest.MapFile{Data: []byte(files[i+1]), Mode: 0o644}
	}
	return out
}

var builtin = set("html/a.html", "A", "html/b.html", "B", "css/10-tokens.css", "T", "js/search.js", "J")

func TestLaidOver(t *testing.T) {
	look, list := theme.Open(set("publisher.yaml", "x", "templates/html/b.html", "own B", "templates/css/55-mine.css", "mine",
		"templates/README.md", "notes", "templates/.keep", ""), builtin)
	if len(list) > 0 {
		t.Fatal(list)
	}
	if own := look.Own(); !slices.Equal(own, []string{"css/55-mine.css", "html/b.html"}) {
		t.Errorf("own files: %v", own)
	}
	for name, want := range map[string]string{"html/a.html": "A", "html/b.html": "own B", "css/10-tokens.css": "T", "css/55-mine.css": "mine"} {
		if data, err := fs.ReadFile(look, name); err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	if names, err := fs.Glob(look, "css/*.css"); err != nil || !slices.Equal(names, []string{"css/10-tokens.css", "css/55-mine.css"}) {
		t.Errorf("%v, %v", names, err)
	}
	if err := fstest.TestFS(look, "html/a.html", "html/b.html", "css/55-mine.css"); err != nil {
		t.Error(err)
	}
}

func TestWithoutFolder(t *testing.T) {
	look, list := theme.Open(set("publisher.yaml", "x"), builtin)
	if len(list) > 0 || len(look.Own()) > 0 {
		t.Errorf("%v, %v", list, look.Own())
	}
	if err := fstest.TestFS(look, "html/a.html"); err != nil {
		t.Error(err)
	}
}

func TestProblems(t *testing.T) {
	large := strings.Repeat("x", theme.MaxFile+1)
	for _, c := range []struct {
		name, file, data, rule, hint string
		level                        problem.Level
	}{
		{"a slip in the name", "html/bb.html", "", "stray-template", "did you mean templates/html/b.html?", problem.Error},
		{"a new page", "html/extra-page.html", "", "stray-template", "advgen templates list", problem.Error},
		{"a sheet without a number", "css/theme-of-ours.css", "", "stray-template", "css/NN-name.css", problem.Error},
		{"a new script", "js/other-things.js", "", "stray-template", "advgen templates list", problem.Error},
		{"a file of another kind", "logo-of-ours.png", "", "stray-template", "advgen templates list", problem.Error},
		{"too large", "html/b.html", large, "file-too-large", "", problem.Error},
		{"not text", "html/b.html", "\xff\xfe", "not-utf8", "", problem.Error},
		{"a control character", "html/b.html", "a\x00b", "control-character", "", problem.Error},
		{"a sheet that loads", "css/55-x.css", "/* url(a) */\np { background: URL(https://example.com/a.png) }", "style-loads", "", problem.Warning},
		{"a sheet that imports", "css/55-x.css", "@import 'x.css';", "style-loads", "", problem.Warning},
	} {
		_, list := theme.Open(set("templates/"+c.file, c.data), builtin)
		if len(list) != 1 || list[0].Rule != c.rule || list[0].Level != c.level || list[0].Path != "templates/"+c.file || !strings.Contains(list[0].Hint, c.hint) {
			t.Errorf("%s: %+v", c.name, list)
		}
	}
	if _, list := theme.Open(set("templates/css/55-x.css", "/* url(a) @import */ p { color: red }"), builtin); len(list) > 0 {
		t.Errorf("a comment: %v", list)
	}
}

// A link shows what nobody reviewed, wherever it leads.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	content := filepath.Join(dir, "content")
	for _, err := range []error{
		os.WriteFile(secret, []byte("secret"), 0o600), os.MkdirAll(filepath.Join(content, "templates", "html"), 0o755),
		os.Symlink(secret, filepath.Join(content, "templates", "html", "a.html")),
		os.Symlink("../../publisher.yaml", filepath.Join(content, "templates", "html", "b.html")),
		os.WriteFile(filepath.Join(content, "publisher.yaml"), []byte("x"), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(content)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, list := theme.Open(root.FS(), builtin)
	if len(list) != 2 || list[0].Rule != "file-type" || list[1].Rule != "file-type" {
		t.Errorf("%+v", list)
	}
}
