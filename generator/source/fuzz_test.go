package source

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/problem"
)

// inFile reports whether a place lies in a text, or just after a line of it.
func inFile(text string, pos Pos) bool {
	lines := strings.Split(strings.TrimPrefix(text, "\uFEFF"), "\n")
	return pos.Line >= 1 && pos.Line <= len(lines) && pos.Col >= 1 && pos.Col <= utf8.RuneCountInString(lines[pos.Line-1])+1
}

func checkProblems(t *testing.T, text string, list problem.List) {
	t.Helper()
	for _, p := range list {
		whole := p.Line == 0 && p.Col == 0 || p.Col == 0 && p.Rule == "file-too-large"
		if !whole && !inFile(text, Pos{p.Line, p.Col}) {
			t.Errorf("problem outside the file: %+v", p)
		}
		if p.Path != "f" || p.Rule == "" || p.Message == "" || p.Hint == "" {
			t.Errorf("incomplete problem: %+v", p)
		}
	}
}

// checkTree walks a tree: places lie in the file, At finds every node, Get the
// first field of a key, and each kind has only its own fields.
func checkTree(t *testing.T, text string, root, n *Node, pointer string) {
	t.Helper()
	if !inFile(text, n.Pos) {
		t.Errorf("%q: %v is outside the file", pointer, n.Pos)
	}
	if root.At(pointer) != n {
		t.Errorf("At(%q) is another node", pointer)
	}
	if n.Kind != Scalar && (n.Text != "" || n.Plain) || n.Kind != Seq && n.Items != nil || n.Kind != Map && n.Fields != nil {
		t.Errorf("%q: fields of another kind: %+v", pointer, n)
	}
	for i, item := range n.Items {
		checkTree(t, text, root, item, pointer+"/"+strconv.Itoa(i))
	}
	for _, f := range n.Fields {
		if !inFile(text, f.Pos) || n.KeyPos(f.Key) != f.Pos || n.Get(f.Key) != f.Value {
			t.Errorf("%q: field %+v", pointer, f)
		}
		checkTree(t, text, root, f.Value, pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(f.Key))
	}
}

func FuzzParseYAML(f *testing.F) {
	for _, c := range yamlProblems {
		if len(c.in) < 1000 {
			f.Add(c.in)
		}
	}
	f.Add("---\n題名: \"製品\"\nlist:\n  - a: 1\n    b: |\n      x\n  - [c, {d: e}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		n, list := ParseYAML("f", []byte(text))
		checkProblems(t, text, list)
		if n == nil {
			if len(list) == 0 {
				t.Error("nothing, and no problem")
			}
			return
		}
		checkTree(t, text, n, n, "")
	})
}

func FuzzParseMarkdown(f *testing.F) {
	for _, s := range []string{
		"---\na: 1\n---\nintro\n\n## 概要\n\nx\n\n```go\n## y\n```\n### z\n# t\n##\n", "", "---", "---\n", "\uFEFF---\r\na: b: c\r\n---\r\n## a ##\r\n",
		"---\na: \"x\n---\n  ## # #\n~~~\n", "## a\n\n\n## b\n    c\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, list := ParseMarkdown("f", []byte(text))
		checkProblems(t, text, list)
		if doc.Front == nil && len(list) == 0 {
			t.Error("no front matter, and no problem")
		}
		if doc.Front != nil {
			checkTree(t, text, doc.Front, doc.Front, "")
		}
		lines := strings.Split(strings.TrimPrefix(text, "\uFEFF"), "\n")
		for _, s := range append([]Section{doc.Intro}, doc.Sections...) {
			if s == (Section{}) {
				continue
			}
			if !inFile(text, s.Pos) || s.Line < 1 || s.Line > len(lines) {
				t.Errorf("outside the file: %+v", s)
				continue
			}
			first, _, _ := strings.Cut(s.Body, "\n")
			if s.Body != "" && !strings.HasPrefix(lines[s.Line-1], first) {
				t.Errorf("line %d does not start with %q", s.Line, first)
			}
			rest := lines[s.Pos.Line-1]
			if rest = rest[byteIndex([]byte(rest), s.Pos.Col-1):]; !strings.HasPrefix(rest, s.Heading) {
				t.Errorf("no heading at %v", s.Pos)
			}
			if strings.Contains(s.Body, "\r") {
				t.Error("a carriage return in a body")
			}
		}
		if _, _, line, list := SplitFrontMatter("f", []byte(text)); line < 1 || line > len(lines) {
			t.Errorf("body on line %d of %d", line, len(lines))
		} else {
			checkProblems(t, text, list)
		}
	})
}

// pieces are what random texts are made of: what YAML reads as something else,
// its special characters, and characters of several lengths.
var pieces = []string{
	"1.10", "0x10", "1e3", "yes", "no", "2026-01-01", "012", "~", "null", "true", ".inf", "<<", "=", "a", "製品", "脆弱性", "𠮷", "é",
	" ", "  ", "\t", "\n", "\n\n", ": ", " #", "- ", "? ", "*a", "&a", "!", "!!str ", "|", ">", "'", "''", `"`, `\`, `\n`, "%", "@", "`", "[", "]", "{", "}", ",", "---", "...", "\n---\n",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(6) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// quoted writes text in one of the two quoted styles.
func quoted(r *rand.Rand, text string) string {
	if r.IntN(2) == 0 && !strings.ContainsAny(text, "\n\t") {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(c))
		case c > 0x7F && r.IntN(3) == 0:
			fmt.Fprintf(&b, `\U%08X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// randomYAML writes a random tree with every text in quotes, and the outline
// that reading it must give.
func randomYAML(r *rand.Rand, indent string, depth int) (text, want string) {
	kind := r.IntN(3)
	if depth == 0 {
		kind = 0
	}
	switch kind {
	case 0:
		s := randomText(r)
		return " " + quoted(r, s) + "\n", fmt.Sprintf("%q", s)
	case 1:
		var items []string
		for range 1 + r.IntN(3) {
			t, w := randomYAML(r, indent+"  ", depth-1)
			text += "\n" + indent + "-" + t
			items = append(items, w)
		}
		return text + "\n", "[" + strings.Join(items, " ") + "]"
	default:
		var items []string
		seen := map[string]bool{}
		for range 1 + r.IntN(3) {
			key := randomText(r)
			if seen[key] {
				continue
			}
			seen[key] = true
			t, w := randomYAML(r, indent+"  ", depth-1)
			text += "\n" + indent + quoted(r, key) + ":" + t
			items = append(items, key+":"+w)
		}
		return text + "\n", "{" + strings.Join(items, " ") + "}"
	}
}

func TestQuotedTextIsPreserved(t *testing.T) {
	for seed := range uint64(5000) {
		r := rand.New(rand.NewPCG(seed, 1))
		text, want := randomYAML(r, "", 4)
		if seed%2 == 1 {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		n, list := ParseYAML("f", []byte(text))
		if got := outline(n); got != want || len(list) > 0 {
			t.Fatalf("seed %d: %s\n%s\n got %s\nwant %s", seed, shown(list), text, got, want)
		}
		checkTree(t, text, n, n, "")
	}
}

// TestNoProblemQuotesTheFile puts a token at every place where text can stand
// in documents that are broken in every known way, and in random ones.
func TestNoProblemQuotesTheFile(t *testing.T) {
	const canary = "Zq7x"
	look := func(text string) int {
		_, list := ParseYAML("f", []byte(text))
		_, more := ParseMarkdown("f", []byte("---\n"+text+"\n---\n# "+canary+"\n## "+canary+"\n##\n"))
		_, _, _, rest := SplitFrontMatter("f", []byte(text))
		for _, p := range append(append(list, more...), rest...) {
			if strings.Contains(p.Message+p.Hint+p.Rule+p.Pointer, canary) {
				t.Errorf("%q: %+v", text, p)
			}
		}
		return len(list)
	}
	found := 0
	for _, c := range yamlProblems {
		if len(c.in) > 1000 {
			continue
		}
		for i := range c.in {
			found += look(c.in[:i] + canary + c.in[i:])
		}
		found += look(c.in + canary)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var b strings.Builder
		for range 1 + r.IntN(8) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			b.WriteString([]string{canary, "", ": ", "\n"}[r.IntN(4)])
		}
		found += look(b.String())
	}
	if found < 1000 {
		t.Errorf("only %d problems were looked at", found)
	}
}
