package markup

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestComments(t *testing.T) {
	const x = "sekrit"
	tests := []string{
		"<!-- sekrit -->", "a <!-- sekrit --> b", "a <!--sekrit", "<!--\n\nsekrit", "a <!-- b\n\nsekrit --> c", "<div>\n<!-- a\n\nsekrit\n-->\n</div>",
		"<script>\n<!--\nsekrit\n</script>\n\nsekrit -->", "<pre><!-- sekrit --></pre>", "<b title=\"<!-- sekrit -->\">", "<b <!-- sekrit --> c>", "> <!-- a\n\nsekrit", "> <!-- a\n> sekrit\n\nsekrit -->", "- <!-- a\n- sekrit\n\nsekrit",
		"<!--> sekrit -->", "<!---> sekrit -->", "<!-- a --!> sekrit", "<!-- a -- sekrit -->", "<!<!-- a -->-- sekrit -->", "<!-- <!-- a --> --><!-- sekrit -->", "\\<!-- sekrit -->", "\\\\<!-- sekrit -->", "a\n<!-- sekrit",
		"[a](<!-- sekrit -->)", "[a](https://a.example/ \"<!-- sekrit -->\")", "[a]\n\n[a]: https://a.example/ '<!-- sekrit -->'", "[<!-- sekrit -->]: b", "![<!-- sekrit -->](b)", "# <!-- sekrit -->", "|<!-- sekrit|\n|-|\n|sekrit -->|", "*<!-- *sekrit* -->*",
		"```<!-- sekrit -->\na\n```", "<!--\n```\nsekrit\n```\n-->", "<!-- a\n\n    sekrit\n\n-->", "<?x <!-- sekrit --> ?>", "<![CDATA[<!-- sekrit -->]]>", "<!X <!-- sekrit -->>", "<!-- a\r\n\r\nsekrit -->", "<!-- a\rsekrit -->", "<!--\x00sekrit-->", "<!-- \u202esekrit -->",
		"`a <!-- ` sekrit -->", "    <!-- a\n\nsekrit -->", strings.Repeat("<!-- a -->\n\n", 20) + "<!-- sekrit -->", "- <!--sekrit-->",
	}
	r := New()
	for _, src := range tests {
		h := r.Render(src, Options{})
		if strings.Contains(h.html+h.text, x) || strings.Contains(h.html, "<!--") {
			t.Errorf("%q is shown: %s", src, h)
		}
		if !strings.Contains(summary(r.Check(src)), "md-html-comment!") {
			t.Errorf("%q is not reported", src)
		}
	}
	for src, want := range map[string]string{
		"`<!-- a -->`": "<!-- a -->", "use `<!--` and `-->` here": "use <!-- and --> here", "```\n<!--\n```\n\nb": "<!--\n\nb", "    <!-- a": "<!-- a",
		"> `<!-- a\n> b -->`": "> <!-- a b -->", "|a|\n|-|\n|`<!-- b -->`|": "a\n<!-- b -->", "a -> b --> c": "a -> b --> c", "&lt;!-- a --&gt;": "<!-- a -->",
	} {
		if got := r.Render(src, Options{}).Text(); got != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
		if found := r.Check(src); len(found) != 0 {
			t.Errorf("%q: %s", src, summary(found))
		}
	}
}

// pieces make random documents that are full of edges.
var pieces = []string{"a", "あ", "「", "」", " ", "\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n    ", "\t", "*", "**", "_", "~~", "`", "``", "\n```\n", "\n~~~\n", "[", "]", "(", ")", "](https://a.example/", "[a]: b\n", "!", "<", ">", "<b>", "</b>", "<div>\n", "\n<script>\n",
	"</script>", "<pre>", "<?", "?>", "<!", "<!-", "--", "-->", "<![CDATA[", "]]>", "<!X", "|", "\n|a|b|\n|-|-|\n|", "\\", "&", "&lt;", "#", "\n### ", "\n---\n", "\n===\n", "\"", "'", "\r", "\x00", "\u200b", "https://a.example/", ":", "<https://a.example/", "{", "$"}

// TestCommentCanary puts comments anywhere in random documents. What is in one
// is never shown, unless all of it is code.
func TestCommentCanary(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	r := New()
	rounds := 6000
	if raceDetector {
		rounds = 500
	}
	for round := range rounds {
		var b strings.Builder
		var canaries []string
		for range rng.IntN(30) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
			if rng.IntN(8) == 0 {
				canary := fmt.Sprintf("sekrit%d", len(canaries))
				canaries = append(canaries, canary)
				// Backticks on both sides would make two code spans with the canary
				// between them, which is how one writes about comments.
				gaps := []string{"", " ", "\n", "\n\n", "\n- ", " `"}
				b.WriteString("<!--" + gaps[rng.IntN(6)] + canary + gaps[rng.IntN(5)] + "-->")
			}
		}
		src := b.String()
		h := r.Render(src, Options{})
		code := codeText(h.html)
		for _, c := range canaries {
			n := strings.Count(h.text, c) // not in the id of a heading, too
			if n == 0 && !strings.Contains(h.html, c) {
				if !strings.Contains(summary(r.Check(src)), "!") {
					t.Fatalf("round %d: %q is left out without an error", round, src)
				}
				continue
			}
			for _, s := range code {
				if open, end := strings.LastIndex(s, "<!--"), strings.LastIndex(s, "-->"); strings.Contains(s, c) && (open < end || strings.Index(s, "<!--") < strings.Index(s, c)) {
					n--
				}
			}
			if n > 0 {
				t.Fatalf("round %d: %q shows %s: %s", round, src, c, h)
			}
		}
		if problem := unsafe(h); problem != "" {
			t.Fatalf("round %d: %q: %s\n%s", round, src, problem, h)
		}
	}
}

// codeText is the text of every code element.
func codeText(s string) []string {
	var out []string
	z, depth := html.NewTokenizer(strings.NewReader(s)), 0
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "code" {
				if kind == html.StartTagToken {
					depth++
					out = append(out, "")
				} else {
					depth--
				}
			}
		case html.TextToken:
			if depth > 0 {
				out[len(out)-1] += string(z.Text())
			}
		}
	}
}
