package html_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/theme"
	"github.com/advgen/advgen/templates"
)

const templatesDocument = "../../../docs/templates.md"

// TestTemplatesDocument holds docs/templates.md to the page structs, which are
// where its tables come from.
func TestTemplatesDocument(t *testing.T) {
	data, err := os.ReadFile(templatesDocument)
	if err != nil {
		t.Fatal(err)
	}
	structs := parseStructs(t)
	want := regexp.MustCompile(`(?s)(<!-- (files|types) -->\n).*?(<!-- end -->)`).ReplaceAllStringFunc(string(data), func(part string) string {
		if strings.HasPrefix(part, "<!-- files -->") {
			return "<!-- files -->\n" + filesTable(t, structs) + "<!-- end -->"
		}
		return "<!-- types -->\n" + typesTables(t, structs) + "<!-- end -->"
	})
	if *update {
		if err := os.WriteFile(templatesDocument, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(data) != want {
		t.Error("docs/templates.md is not what the page structs say: go test ./generator/render/html -run TemplatesDocument -update")
	}
}

// TestWorkedExample tries the files that docs/templates.md shows.
func TestWorkedExample(t *testing.T) {
	data, err := os.ReadFile(templatesDocument)
	if err != nil {
		t.Fatal(err)
	}
	content := fstest.MapFS{}
	for _, m := range regexp.MustCompile("(?s)<!-- file: (\\S+) -->\n```\n(.*?)```").FindAllStringSubmatch(string(data), -1) {
		content["templates/"+m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	look, list := theme.Open(content, templates.FS)
	if len(list) > 0 || len(look.Own()) != 2 {
		t.Fatalf("%v, %v", look.Own(), list)
	}
	for _, err := range html.Try(look) {
		t.Error(err)
	}
}

// structDoc is what the source says of a struct.
type structDoc struct {
	doc    string
	fields []fieldDoc
}

type fieldDoc struct{ name, kind, doc string }

// parseStructs reads the structs of the package from its source.
func parseStructs(t *testing.T) map[string]structDoc {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]structDoc{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			decl, ok := n.(*ast.GenDecl)
			if !ok {
				return true
			}
			for _, spec := range decl.Specs {
				s, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				if of, ok := s.Type.(*ast.StructType); ok {
					out[s.Name.Name] = structDoc{oneLine(decl.Doc.Text()), fieldDocs(of)}
				}
			}
			return true
		})
	}
	return out
}

func fieldDocs(s *ast.StructType) []fieldDoc {
	var out []fieldDoc
	for _, f := range s.Fields.List {
		doc := oneLine(f.Doc.Text() + " " + f.Comment.Text())
		if len(f.Names) == 0 {
			out = append(out, fieldDoc{"", kindOf(f.Type), "the fields of " + kindOf(f.Type)})
		}
		for _, name := range f.Names {
			out = append(out, fieldDoc{name.Name, kindOf(f.Type), doc})
		}
	}
	return out
}

// kindOf words a type as the document does.
func kindOf(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return kindOf(x.X) + "?"
	case *ast.ArrayType:
		return "[]" + kindOf(x.Elt)
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.Ident:
		return map[string]string{"string": "text", "bool": "true or false", "int": "number"}[x.Name] + ifType(x.Name)
	}
	return "?"
}

func ifType(name string) string {
	if ast.IsExported(name) {
		return name
	}
	return ""
}

// inShort is what the comment of a struct says in its first clause, for a field
// that has no comment of its own.
func inShort(kind string, structs map[string]structDoc) string {
	_, rest, ok := strings.Cut(structs[kind].doc, " is ")
	if _, many, are := strings.Cut(structs[kind].doc, " are "); are && (!ok || len(many) > len(rest)) {
		rest = many
	}
	first, _, _ := strings.Cut(rest, ". ")
	first, _, _ = strings.Cut(first, ": ")
	first, _, _ = strings.Cut(first, "; ")
	return strings.TrimSuffix(first, ".")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func filesTable(t *testing.T, structs map[string]structDoc) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| file | what it is for | what it is given |\n|---|---|---|\n")
	given := html.Given()
	for _, name := range theme.Names(templates.FS) {
		of := ""
		if kind := given[name]; kind != "" {
			of = "[" + kind + "](#" + strings.ToLower(kind) + ")"
			if structs[kind].doc == "" {
				t.Errorf("%s has no comment", kind)
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, templates.Purpose(name), of)
	}
	return b.String()
}

// typesTables lists the structs: those of pages first, then what is in them.
func typesTables(t *testing.T, structs map[string]structDoc) string {
	t.Helper()
	types := html.PageTypes()
	order := slices.SortedFunc(maps.Keys(types), func(a, b string) int {
		rank := func(name string) string {
			switch {
			case name == "Page":
				return "0"
			case strings.HasSuffix(name, "Page"):
				return "1" + name
			}
			return "2" + name
		}
		return strings.Compare(rank(a), rank(b))
	})
	var b strings.Builder
	for _, name := range order {
		s, ok := structs[name]
		if !ok {
			t.Errorf("%s is not in the source", name)
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n| field | kind | meaning |\n|---|---|---|\n", name, s.doc)
		for _, f := range s.fields {
			kind := f.kind
			if f.doc == "" {
				f.doc = inShort(strings.Trim(kind, "[]?"), structs)
			}
			if base := strings.Trim(kind, "[]?"); types[base] != nil {
				kind = strings.Replace(kind, base, "["+base+"](#"+strings.ToLower(base)+")", 1)
				kind = strings.Replace(kind, "[][", `\[\][`, 1)
			}
			label := ""
			if f.name != "" {
				label = "`" + f.name + "`"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", label, kind, strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(f.doc))
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
