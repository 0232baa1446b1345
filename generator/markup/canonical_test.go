package markup

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/source"
)

// again says why the canonical form of a text is not the same text, or "". A
// text with errors need not be: it never gets so far.
func again(r *Renderer, src string) string {
	o := Options{IDPrefix: "x-", Markdown: true}
	h := r.Render(src, o)
	if n := 20*len(src) + outputFloor; len(h.markdown) > n {
		return "it grows too much"
	}
	for _, f := range r.Check(src) {
		if !f.Warning {
			return ""
		}
	}
	// The parser ends a table at a line of equals signs, after which text stands
	// in the item of a tight list. No other source gives that.
	if tableThenText.MatchString(h.html) {
		return ""
	}
	b := r.Render(h.markdown, o)
	switch {
	case b.html != h.html:
		return "the HTML differs:\n" + h.html + "\n---\n" + b.html + "\n--- from\n" + h.markdown
	case b.text != h.text:
		return "the plain text differs:\n" + h.text + "\n---\n" + b.text + "\n--- from\n" + h.markdown
	case b.markdown != h.markdown:
		return "it is not settled:\n" + h.markdown + "\n---\n" + b.markdown
	}
	if alone(src) && !alone(h.markdown) {
		return "a reader of sections sees something else in it:\n" + h.markdown
	}
	for _, f := range r.Check(h.markdown) {
		if !f.Warning {
			return "it has an error: " + f.Rule + "\n" + h.markdown
		}
	}
	return ""
}

var tableThenText = regexp.MustCompile(`</table>\n</div>\n(?:[^<]|<(?:a|em|strong|del|code|br)\b)`)

// alone says that a text can be a section of a file, with another one below it.
func alone(src string) bool {
	doc, list := source.ParseMarkdown("x", []byte("---\na: b\n---\n## A\n\n"+src+"\n\n## B\n\nb\n"))
	return len(list) == 0 && len(doc.Sections) == 2 && doc.Sections[0].Body == strings.Trim(src, "\n") && doc.Sections[1].Body == "b"
}

// TestCanonical has what a canonical form looks like, and what random texts do
// not hit upon.
func TestCanonical(t *testing.T) {
	r := New()
	for _, tt := range []struct{ src, want string }{
		{"a  \nb\\\nc\nd", "a\\\nb\\\nc\nd"},
		{"__a__ _b_ ***c*** ~~d~~", "**a** *b* *__c__* ~~d~~"},
		{"**「x」**は`y`", "**「x」**は`y`"},
		{"*a*\\ *b* *c*d", "*a*\\ *b* *c*d"},
		{"[t][r] https://a.example/x.\n\n[r]: https://r.example/a(b) 't'", "[t](https://r.example/a\\(b\\) \"t\") <https://a.example/x>."},
		{"snake_case 2 * 3 a < b C:\\dir 1.0~2.0", "snake_case 2 * 3 a < b C:\\dir 1.0~2.0"},
		{"\\# a\n\\- b\n1\\. c\n\\> d", "\\# a\n\\- b\n1\\. c\n\\> d"},
		{"&lt;!-- a --&gt; `<!--`", "\\<\\!-- a --\\> `<!--`"},
		{"`<!--` a --&gt;", "`<!--` a --\\>"},
		{"* a\n+ b\n\n* c", "- a\n\n* b\n\n- c"},
		{"* a\n\n      ## b\n", "-   a\n\n    ```\n    ## b\n    ```"},
		{"1. a\n   ```\n   ## b\n   ```\n2. c", "1.  a\n    ```\n    ## b\n    ```\n2.  c"},
		{"3) a\n\n   b", "3. a\n\n   b"},
		{"Title\n\n***\n\n    code", "Title\n\n___\n\n```\ncode\n```"},
		{"~~~sh\n```\n~~~", "````sh\n```\n````"},
		{"|a|b|\n|:-|-|\n|`\\|`|\\||\n|x|", "| a | b |\n| :-- | --- |\n| `\\|` | \\| |\n| x | |"},
		{"### a #\n\n#### `b` <i>", "### a\n\n#### `b` <i>"},
		{"> a\n>\n> - b", "> a\n>\n> - b"},
		{"<div>\n*a*\n</div>", "```\n<div>\n*a*\n</div>\n```"},
		{"[up](#x-a) [here](#a)\n\n### a", "[up](#x-a) [here](#a)\n\n### a"},
	} {
		if got := r.Render(tt.src, Options{IDPrefix: "y-", Markdown: true}).Markdown(); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.src, got, tt.want)
		}
		if problem := again(r, tt.src); problem != "" {
			t.Errorf("%q: %s", tt.src, problem)
		}
	}
	if got := r.Render("*a*", Options{}).Markdown(); got != "" {
		t.Errorf("nobody asked for %q", got)
	}
}

// fragments are what random texts are made of.
var fragments = []string{
	"a", "b c", "あい", "。", "「", "」", "１", "\n", "\n", "\n\n", "\n\n", " ", "  \n", "\\\n", "\t", "    ",
	"*", "**", "***", "_", "__", "~~", "~", "`", "``", "```\n", "```go\n", "~~~\n", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ", ">",
	"### ", "#### ", "#", "---\n", "***\n", "___\n", "===\n", "|", "|a|b|\n|-|:-:|\n", "|c|d|\n", "\\|", "[", "]", "(", ")", "!", "<", ">", "&", ";",
	"[x](https://a.example/)", "[y](https://a.example/b_(c) \"t \\\" & <\")", "[z][r]", "[r]: https://r.example/\n", "[w](#a)", "<https://a.example/?a=1&b>", "https://b.example/c_d*e",
	"http", "://", "<p@a.example>", "<b>", "</b>", "<div>\n", "<?x?>", "&lt;", "&amp;", "&#10;", "&#32;", "&nbsp;", "&copy;", "&#x3042;", "\\*", "\\ ", "\\", "\\\\",
	"*a*", "**b**", "_c_", "~~d~~", "`e`", "`` f` ``", "snake_case", "\u00a0", "\u3000", "\u200d", "🙂", "--", "-->", "`<!--`", "'", "\"", "  ", "   ", ":", "=", "+", "-", ".", "1", "한국",
	"\n- ", "\n  - ", "\n\n  ", "\n> ", "\n1. ", "\n\n    ", "\n   ", "\n    ",
}

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range 1 + rng.IntN(14) {
		b.WriteString(fragments[rng.IntN(len(fragments))])
	}
	return b.String()
}

func TestCanonicalRandom(t *testing.T) {
	r := New()
	n := 60000
	if testing.Short() || raceDetector {
		n = 20000
	}
	bad := 0
	for seed := range n {
		src := randomText(rand.New(rand.NewPCG(uint64(seed), 7)))
		if problem := again(r, src); problem != "" {
			t.Errorf("%q: %s", src, problem)
			if bad++; bad > 20 {
				t.FailNow()
			}
		}
	}
}

func TestCanonicalContent(t *testing.T) {
	r := New()
	for _, root := range []string{"../../content", "../../docs"} {
		files := 0
		err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			if problem := again(r, string(data)); problem != "" {
				t.Errorf("%s: %s", name, problem)
			}
			files++
			return err
		})
		if err != nil || files == 0 {
			t.Errorf("%s: %d files, %v", root, files, err)
		}
	}
}

func TestCanonicalOfHostile(t *testing.T) {
	r := New()
	for _, src := range hostile {
		if problem := again(r, src); problem != "" {
			t.Errorf("%q: %s", src, problem)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, src := range hostile {
		f.Add(src)
	}
	for seed := range uint64(200) {
		f.Add(randomText(rand.New(rand.NewPCG(seed, 7))))
	}
	r := New()
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 {
			return
		}
		if problem := again(r, src); problem != "" {
			t.Error(problem)
		}
	})
}
