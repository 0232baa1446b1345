package generator_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/advgen/advgen/"

// mayImport is the import table of docs/architecture.md: which packages of the
// house each package may import, and which modules from outside. The standard
// library is free to all.
var mayImport = map[string]string{
	"generator/advisory":            "",
	"generator/problem":             "",
	"generator/artifact":            "",
	"generator/words":               "generator/advisory",
	"generator/cvss":                "github.com/pandatix/go-cvss",
	"generator/markup":              "github.com/yuin/goldmark golang.org/x/text",
	"generator/source":              "generator/problem golang.org/x/sys gopkg.in/yaml.v3",
	"schema":                        "",
	"templates":                     "",
	"generator/check":               "generator/artifact generator/source generator/advisory generator/problem generator/markup generator/cvss generator/words generator/logo schema github.com/santhosh-tekuri/jsonschema/v5",
	"generator/catalog":             "generator/check generator/advisory generator/problem generator/markup",
	"generator/disclosure":          "golang.org/x/text generator/logo generator/catalog generator/check generator/advisory generator/markup generator/cvss generator/words",
	"generator/pagetemplate":        "",
	"generator/weakness":            "",
	"generator/render/html":         "generator/render/part generator/weakness generator/pagetemplate generator/render/lists generator/disclosure generator/artifact generator/advisory generator/markup generator/cvss generator/words",
	"generator/render/lists":        "",
	"generator/render/part":         "generator/disclosure generator/artifact",
	"generator/render/channel":      "generator/disclosure generator/advisory generator/words",
	"generator/render/feed":         "generator/render/part generator/render/channel generator/disclosure generator/artifact generator/advisory generator/markup generator/words github.com/gorilla/feeds",
	"generator/render/jsonfeed":     "generator/render/channel generator/disclosure generator/artifact generator/advisory",
	"generator/render/jvnrss":       "generator/render/channel generator/disclosure generator/artifact generator/advisory generator/cvss",
	"generator/render/openvex":      "generator/disclosure generator/artifact generator/advisory generator/markup",
	"generator/render/osv":          "generator/disclosure generator/artifact generator/advisory generator/cvss",
	"generator/render/index":        "generator/render/lists generator/disclosure generator/artifact generator/advisory generator/markup generator/cvss generator/words schema",
	"generator/render/search":       "generator/disclosure generator/artifact generator/advisory golang.org/x/text",
	"generator/render/csaf":         "generator/weakness generator/disclosure generator/artifact generator/advisory generator/markup generator/words generator/signing",
	"generator/signing":             "github.com/ProtonMail/go-crypto",
	"generator/manuscript":          "generator/advisory",
	"generator/render/mirror":       "generator/disclosure generator/artifact generator/advisory generator/manuscript schema",
	"generator/vendorlane":          "generator/source generator/advisory generator/problem",
	"generator/lane":                "generator/catalog generator/check generator/source generator/manuscript generator/vendorlane generator/artifact generator/advisory generator/markup generator/problem schema",
	"generator/publish":             "generator/artifact golang.org/x/sys",
	"generator/cache":               "",
	"generator/continuity":          "generator/disclosure generator/artifact generator/advisory generator/problem",
	"generator/logo":                "",
	"generator/hosting":             "",
	"generator/theme":               "generator/source generator/problem",
	"generator/verify":              "generator/problem generator/advisory golang.org/x/net",
	"generator/scaffold":            "generator/hosting generator/check generator/source generator/advisory generator/problem generator/words schema gopkg.in/yaml.v3",
	"generator/amend":               "generator/catalog generator/check generator/source generator/advisory generator/problem generator/words",
	"generator/tidy":                "generator/source generator/advisory generator/words gopkg.in/yaml.v3",
	"generator/wait":                "",
	"generator/preview":             "generator generator/catalog generator/check generator/disclosure generator/artifact generator/advisory generator/problem",
	"generator/importer/csaf":       "generator/importer/plaintext generator/check generator/markup generator/cvss generator/words generator/advisory gopkg.in/yaml.v3",
	"generator/importer/plaintext":  "",
	"generator/importer/certcc":     "generator/importer/plaintext generator/advisory gopkg.in/yaml.v3 golang.org/x/text",
	"generator/importer/osv":        "generator/advisory generator/cvss generator/markup generator/check generator/render/osv gopkg.in/yaml.v3",
	"generator/signature":           "github.com/ProtonMail/go-crypto golang.org/x/crypto",
	"generator/review":              "generator/review/gitobj generator/vendorlane generator/signature generator/check generator/source generator/markup generator/advisory generator/problem golang.org/x/text golang.org/x/net",
	"generator/review/gitobj":       "",
	"generator/testsite":            "generator/advisory generator/catalog generator/check generator/disclosure github.com/rogpeppe/go-internal",
	"generator/testsite/heldsite":   "",
	"generator/testsite/hostile":    "generator/check generator/advisory generator/problem generator/words schema github.com/rogpeppe/go-internal gopkg.in/yaml.v3",
	"generator/testsite/randomsite": "generator/testsite generator/disclosure",
	"generator":                     "generator/advisory generator/artifact generator/cache generator/catalog generator/check generator/continuity generator/disclosure generator/lane generator/problem generator/publish generator/render/csaf generator/render/feed generator/render/html generator/render/index generator/render/jsonfeed generator/render/jvnrss generator/render/openvex generator/render/osv generator/render/mirror generator/render/search generator/signing generator/theme generator/hosting templates",
}

// TestImports reads the imports of every package of the house and fails on one
// that the table does not allow. Tests may import what they like.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for _, dir := range []string{".", "../schema", "../templates"} {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			pkg := path.Join("generator", filepath.ToSlash(filepath.Dir(name)))
			if strings.Contains(pkg, "testdata") || strings.Contains(pkg, "/files/") {
				return nil
			}
			seen[pkg] = true
			allowed, listed := mayImport[pkg]
			if !listed {
				t.Errorf("%s is not in the import table", pkg)
				return nil
			}
			for _, imported := range imports(t, name) {
				if !allowedImport(imported, strings.Fields(allowed)) {
					t.Errorf("%s imports %s, which the table does not allow %s", name, imported, pkg)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for pkg := range mayImport {
		if !seen[pkg] {
			t.Errorf("%s is in the import table and not in the house", pkg)
		}
	}
}

func imports(t *testing.T, name string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func allowedImport(imported string, allowed []string) bool {
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return true // the standard library
	}
	imported = strings.TrimPrefix(imported, module)
	return slices.ContainsFunc(allowed, func(a string) bool {
		return imported == a || strings.Contains(a, ".") && strings.HasPrefix(imported, a+"/")
	})
}

// TestClock: the clock is read in cmd and nowhere else.
func TestClock(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile(name)
		if strings.Contains(string(data), "time."+"Now()") {
			t.Errorf("%s reads the clock", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSupposing: only the preview takes for disclosed what has no date.
func TestSupposing(t *testing.T) {
	for _, dir := range []string{".", "../cmd"} {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") ||
				filepath.Dir(name) == "preview" || name == filepath.Join("catalog", "catalog.go") {
				return err
			}
			data, err := os.ReadFile(name)
			if strings.Contains(string(data), "."+"Supposing(") {
				t.Errorf("%s makes a site of what has no date", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestForgingDoesNotCompile: outside of disclosure nobody can make a site, or
// put something into one.
func TestForgingDoesNotCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ body, want string }{
		"an honest reader": {"func f(s *disclosure.Site) int { return len(s.Entries()) }", ""},
		"a site with entries": {
			"var s = disclosure.Site{entries: nil}", "unexported field entries"},
		"an entry with an id": {
			`var e = disclosure.Entry{id: "X"}`, "unexported field id"},
		"a positional literal": {
			`var c = disclosure.Contact{"a", "b"}`, "implicit assignment to unexported field"},
		"changing a title": {
			"func f(e *disclosure.Entry) { e.title = disclosure.Text{} }", "e.title undefined"},
		"a conversion": {
			"type mine struct{ html, text string }\nvar h = markup.HTML(mine{})", "cannot convert"},
		"trusted HTML": {
			`var h = markup.HTML{html: "<script>"}`, "unexported field html"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, err := os.MkdirTemp("testdata", "forge") // where ./... does not look
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(dir)
			src := "package forge\n\nimport (\n\t\"" + module + "generator/disclosure\"\n\t\"" + module + "generator/markup\"\n)\n\n" +
				c.body + "\n\nvar _ disclosure.Site\nvar _ markup.HTML\n"
			if err := os.WriteFile(filepath.Join(dir, "forge.go"), []byte(src), 0o644); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("go", "vet", "./"+dir).CombinedOutput()
			switch {
			case c.want == "" && err != nil:
				t.Errorf("does not compile: %s", out)
			case c.want != "" && (err == nil || !strings.Contains(string(out), c.want)):
				t.Errorf("compiles, or fails for another reason: %s", out)
			}
		})
	}
}
