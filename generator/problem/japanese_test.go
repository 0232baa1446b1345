package problem

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/cvss"
)

// hole stands for a part of a text that is not known before the program runs.
const hole = "\x00"

// sources are the files whose texts reach people who write content.
var sources = []string{
	"../check/*.go", "../source/*.go", "../markup/*.go", "../cvss/*.go", "../advisory/*.go", "../words/words.go",
	"../vendorlane/*.go", "../review/rules.go", "../tidy/fix.go", "../redirects.go",
	"../theme/*.go", "../logo/*.go", "../theme.go",
}

// notMessages are texts of the sources that nobody who writes content sees, or
// that stay as they are in every language.
var notMessages = map[string]bool{
	"the content changed while it was being read": true, // an error of the command
	"the parser failed":                           true,
	hole + " KiB":                                 true, // numbers with a unit, parts of hints
	hole + " MiB":                                 true,
	hole + " bytes":                               true,
	hole + ": " + hole:                            true,
	hole + " |":                                   true, // Markdown
}

// TestEveryTextHasJapanese reads the source of the packages that make messages
// and hints. A string of two words or more that begins with a small letter or a
// backquote is taken for one, with a hole for each part that is not fixed.
func TestEveryTextHasJapanese(t *testing.T) {
	d := japanese()
	d.any = hole
	texts := 0
	for _, text := range textsOf(t) {
		if notMessages[text] {
			continue
		}
		texts++
		if _, ok := d.translate(text, 0); !ok {
			t.Errorf("%q has no Japanese: add it to generator/problem/japanese_*.go, or to notMessages here if it is no message", strings.ReplaceAll(text, hole, "{}"))
		}
	}
	if texts < 200 {
		t.Errorf("only %d texts were found", texts)
	}
}

func textsOf(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range sources {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no files, %v", pattern, err)
		}
		var files []*ast.File
		constants := map[string]ast.Expr{}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
			collectConstants(f, constants)
		}
		for _, f := range files {
			s := scanner{constants: constants}
			ast.Inspect(f, s.visit)
			out = append(out, s.texts...)
		}
	}
	return out
}

func collectConstants(f *ast.File, into map[string]ast.Expr) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			if v := spec.(*ast.ValueSpec); len(v.Values) == len(v.Names) {
				for i, name := range v.Names {
					into[name.Name] = v.Values[i]
				}
			}
		}
	}
}

// scanner collects the texts of a file.
type scanner struct {
	constants map[string]ast.Expr
	texts     []string
}

var verb = regexp.MustCompile(`%[+#0-9.]*[a-zA-Z]`)

// begins says what is taken for a message: two words or more, of which the first
// is in small letters, an acronym, an option or not known.
var begins = regexp.MustCompile("^(?:(?:[a-z`\x00]|--)[^ ]* [^ ]|[A-Z]{2,} [a-z])")

func (s *scanner) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.Field: // its tag is none
		n.Tag = nil
	case *ast.KeyValueExpr: // the errors of yaml.v3, which are not shown
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "begins" {
			return false
		}
	case ast.Expr:
		if isCall(n, "fmt", "Errorf") || isCall(n, "fmt", "Fprintf") {
			return false
		}
		text, inner, ok := s.text(n)
		if !ok {
			return true
		}
		if begins.MatchString(text) && strings.Trim(text, hole+" ") != "" {
			s.texts = append(s.texts, text)
		}
		for _, x := range inner {
			ast.Inspect(x, s.visit)
		}
		return false
	}
	return true
}

// text gives the text of an expression with holes, and the expressions in them.
// It is none if nothing in it is fixed.
func (s *scanner) text(x ast.Expr) (text string, inner []ast.Expr, ok bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return "", nil, false
		}
		text, err := strconv.Unquote(x.Value)
		return text, nil, err == nil
	case *ast.Ident:
		if value, found := s.constants[x.Name]; found {
			return s.text(value)
		}
	case *ast.BinaryExpr:
		if x.Op != token.ADD {
			return "", nil, false
		}
		for _, part := range []ast.Expr{x.X, x.Y} {
			t, in, fixed := s.text(part)
			if !fixed {
				t, in = hole, []ast.Expr{part}
			}
			text, inner, ok = text+t, append(inner, in...), ok || fixed
		}
		return text, inner, ok
	case *ast.CallExpr:
		if !isCall(x, "fmt", "Sprintf") {
			return "", nil, false
		}
		text, inner, ok = s.text(x.Args[0])
		return verb.ReplaceAllString(text, hole), append(inner, x.Args[1:]...), ok
	}
	return "", nil, false
}

func isCall(x ast.Expr, pkg, name string) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == pkg && sel.Sel.Name == name
}

// TestGoldensHaveJapanese holds the messages that check really gives.
func TestGoldensHaveJapanese(t *testing.T) {
	data, err := os.ReadFile("../check/testdata/messages.golden")
	if err != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`^\S+?(?::[0-9]+:[0-9]+|:[0-9]+)?: (?:warning: |note: )?(.*)$`)
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, hint := strings.CutPrefix(line, "    hint: ")
		if m := place.FindStringSubmatch(line); !hint {
			if m == nil {
				t.Fatalf("%q is no problem", line)
			}
			text = m[1]
		}
		if _, ok := japanese().translate(text, 0); !ok {
			t.Errorf("%q has no Japanese", text)
		}
	}
}

// TestVectorsHaveJapanese holds the messages about CVSS vectors, which are put
// together from many parts.
func TestVectorsHaveJapanese(t *testing.T) {
	for _, vector := range []string{
		"", "x", "CVSS:9.9/AV:N", "CVSS:3.1/", "CVSS:4.0/AV", "(AV:N", "cvss:3.1/AV:N", "AV:N AC:L", strings.Repeat("A", 500),
		"AV:X", "av:N", "AV:n", "AV:N/AV:N", "AV:N", "QQ:N", "CVSS:3.0/QQ:N", "CVSS:3.0/AV:N",
	} {
		_, err := cvss.Parse(vector)
		if err == nil {
			t.Fatalf("%q is a vector", vector)
		}
		for _, text := range []string{"this CVSS vector cannot be read: " + err.Error(), err.(*cvss.Error).Hint()} {
			if _, ok := japanese().translate(text, 0); !ok {
				t.Errorf("%q has no Japanese", text)
			}
		}
	}
}

// allEntries are the entries of every table.
func allEntries() []entry {
	return slices.Concat(japaneseCheck, japaneseSource, japaneseTexts, japaneseReview)
}

var (
	placeholder = regexp.MustCompile(`\{\*?\}`)
	number      = regexp.MustCompile(`\{([1-9])\}`)
	backquoted  = regexp.MustCompile("`[^`{}]+`")
	loose       = regexp.MustCompile(`[ぁ-んァ-ヶー一-龠](?: +[ぁ-んァ-ヶー一-龠]|[,;?()]|\.$)|[,;(][ぁ-んァ-ヶー一-龠]|[、。] `)
)

// TestEntries holds the form of the tables: each English text once, every
// placeholder and every name in backquotes in the Japanese too, and Japanese
// punctuation.
func TestEntries(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range allEntries() {
		if seen[e.english] {
			t.Errorf("%q is there twice", e.english)
		}
		seen[e.english] = true
		n := len(placeholder.FindAllString(e.english, -1))
		for i := range n {
			if want := "{" + strconv.Itoa(i+1) + "}"; !strings.Contains(e.japanese, want) {
				t.Errorf("%q lacks %s", e.japanese, want)
			}
		}
		for _, m := range number.FindAllStringSubmatch(e.japanese, -1) {
			if i, _ := strconv.Atoi(m[1]); i > n {
				t.Errorf("%q has %s, of which there is none", e.japanese, m[0])
			}
		}
		for _, name := range backquoted.FindAllString(e.english, -1) {
			if !strings.Contains(e.japanese, name) {
				t.Errorf("%q lacks %s", e.japanese, name)
			}
		}
		if m := loose.FindString(e.japanese); m != "" {
			t.Errorf("%q: %q is not how Japanese is set", e.japanese, m)
		}
	}
}

// TestNoStaleEntries finds entries without placeholders that no source has any
// more.
func TestNoStaleEntries(t *testing.T) {
	there := map[string]bool{"this value": true}
	for _, text := range textsOf(t) {
		there[text] = true
	}
	for _, e := range allEntries() {
		if !placeholder.MatchString(e.english) && !there[e.english] {
			t.Errorf("%q is in no source: remove it", e.english)
		}
	}
}

// TestPlaceholders puts values into every entry and finds them in the Japanese.
func TestPlaceholders(t *testing.T) {
	d := japanese()
	d.any = hole
	for _, e := range allEntries() {
		i := 0
		text := placeholder.ReplaceAllStringFunc(e.english, func(p string) string {
			if i++; p == "{*}" {
				return hole
			}
			return "値" + strconv.Itoa(i)
		})
		out, ok := d.translate(text, 0)
		if !ok {
			t.Errorf("%q: no Japanese", text)
		}
		for i := range i {
			if want := "値" + strconv.Itoa(i+1); strings.Contains(text, want) && !strings.Contains(out, want) {
				t.Errorf("%q: %q lacks %s", text, out, want)
			}
		}
	}
}

func TestTranslate(t *testing.T) {
	for english, want := range map[string]string{
		"`disclose_at` is a date without a time":                         "`disclose_at` に時刻がなく、日付だけです",
		"`status` has a value that is not known":                         "`status` の値が、決められたものではありません",
		"this value must be a group of fields, indented below it":        "この値は、字下げして書いた項目の組でなければなりません",
		"this text contains the invisible character U+200B":              "この文字列に、目に見えない文字 U+200B が含まれています",
		"the front matter is larger than 256 KiB":                        "フロントマターが 256 KiB を超えています",
		"did you mean affected? allowed: affected, unknown":              "affected の誤りではありませんか。使える値：affected, unknown",
		"the series are EX#[0-9]{8}, {1}":                                "使える番号の形：EX#[0-9]{8}, {1}",
		"this CVSS vector cannot be read: the base metric AV is missing": "CVSS ベクトルを読み取れません：基本評価基準の評価項目 AV がありません",
		"did you mean ## 対策方法?":                                          "「## 対策方法」の誤りではありませんか。", // the closest entry wins
		// nothing is translated in part
		"":                            "",
		"something new":               "something new",
		"`a` and more":                "`a` and more",
		"this address is green":       "this address is green",
		"did you mean a? or was it b": "did you mean a? or was it b",
		"`a` and `b` is missing":      "`a` and `b` is missing",
	} {
		if got := Translate("ja", english); got != want {
			t.Errorf("%q: got %q, want %q", english, got, want)
		}
		if got := Translate("en", english); got != english {
			t.Errorf("%q: English is %q", english, got)
		}
	}
}

// TestTranslateIsQuick holds texts that are made to match as much as they can:
// ten times the text may not take a hundred times as long, as it would if every
// character were tried with every other. Short times count as 5 ms, since they
// say nothing.
func TestTranslateIsQuick(t *testing.T) {
	timed := func(text string) time.Duration {
		start := time.Now()
		Translate("ja", text)
		return max(time.Since(start), 5*time.Millisecond)
	}
	for _, part := range []string{"did you mean a? ", "a must be ", "this text contains ", "`a` ", "this address ", " is larger than "} {
		small, large := timed(strings.Repeat(part, 20_000)), timed(strings.Repeat(part, 200_000))
		if large > 60*small {
			t.Errorf("%q: %s for 20,000 times, %s for ten times as much", part, small, large)
		}
	}
}

func FuzzTranslate(f *testing.F) {
	for _, e := range allEntries() {
		f.Add(e.english)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if out := Translate("ja", text); (out == "") != (text == "") {
			t.Errorf("%q gives %q", text, out)
		}
	})
}
