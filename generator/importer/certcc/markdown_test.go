package certcc

import (
	"bytes"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/advgen/advgen/generator/importer/plaintext"
	"github.com/advgen/advgen/generator/markup"
)

// gfm is another reading of Markdown than ours, with everything that GFM and
// goldmark have on top.
var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))

var tag = regexp.MustCompile(`</?[a-z][a-z0-9]*[^<>]*>`)

// seen is what a reader of a page sees, line by line, bullets left out: in a
// list they are the browser's.
func seen(page string) []string {
	page = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "<li>", "\n", "<p>", "\n").Replace(page)
	return words(html.UnescapeString(tag.ReplaceAllString(page, "")))
}

// words folds white space and leaves bullets at the start of a line out.
func words(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = fold(line)
		if mark := plaintext.Bullet(line); mark != "" {
			line = strings.TrimPrefix(line, mark)
		}
		out = append(out, strings.Fields(line)...)
	}
	return out
}

// faithful fails if a text does not read the same on a page.
func faithful(t *testing.T, ours *markup.Renderer, text string) {
	t.Helper()
	text, _ = clean(text)
	md := escape(text)
	want := strings.Join(words(text), " ")
	var page bytes.Buffer
	if err := gfm.Convert([]byte(md), &page); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(seen(page.String()), " "); got != want {
		t.Errorf("text %q\nMarkdown %q\nGFM reads %q\nwant %q", text, md, got, want)
	}
	h := ours.Render(md, markup.Options{})
	if got := strings.Join(seen(h.String()), " "); got != want {
		t.Errorf("text %q\nMarkdown %q\nwe read %q\nwant %q", text, md, got, want)
	}
	for _, f := range ours.Check(md) {
		t.Errorf("text %q\nMarkdown %q\n%d:%d: %s", text, md, f.Line, f.Col, f.Message)
	}
}

func TestTextsReadTheSame(t *testing.T) {
	ours := markup.New()
	for _, text := range []string{
		"", "plain", "two\nlines", "two\n\nparagraphs", "a  b\t c", "    code", "\tcode",
		"<script>x</script>", "<!-- c -->", "<!DOCTYPE x [<!ENTITY y>]>", "<?php ?>", "a <b> c", "a<b", "<a@example.net>",
		"&lt;b&gt; &amp;lt; &#60; &copy; &copy AT&T &;", "# h", "###### h", "#5", "## Overview", "> quote", ">quote",
		"a\n===", "a\n---", "a\n--- -", "***", "___", "- - -", "* * *", "+ a", "+", "-", "- ", "1. a", "1) a", "12345678901. a", "2021.", "1.2",
		"```\ncode\n```", "~~~\ncode", "`code`", "`` ` ``", "~/x ~~y~~", "*a* **b** _c_ __d__ a_b_c a__b _ * ~", "a*b*c", "_a", "a_", "(_a_)",
		"[a](b)", "![a](b)", "[a]: b", "[^1]: b", "[x] done", "- [ ] todo\n- [x] done", "a ] b", "Term\n: definition",
		"| a | b |\n| - | - |\n| c | d |", "a | b\n--|--\nc | d", "a\n:-:\nb", "a\n-|-\nb", "a\n:--\nb",
		"end\\", "end\\\nnext", `\*`, `\\`, `a\ b`, `C:\x\_y`, "\\", "\\\n\\",
		"http://a.example.net/x_y_z*w", "see http://a.example.net.", "(http://a.example.net/(b)) (http://a.example.net/b)", "<http://a.example.net/>",
		"http://a.example.net/?a=1&b=2&copy;", "http://a.example.net/\\~x", "http://x/", "http://127.0.0.1:80/_a_", "http://[::1]/*", "https://u:p@a.example.net/~~b~~",
		"xhttp://a.example.net/_b_", "_http://a.example.net/_b_", "www.example.net/~a_b_", "ftp://a.example.net/~b", "mailto:a@example.net", "a_b_@example.net",
		"http://a.example.net/漢字", "漢http://a.example.net/字", "HTTP://A.example.net/", "http://", "http://a.example.net:99999/", "\"http://a.example.net/\"", "'http://a.example.net/'",
		"- one\n- two\nafter", "before\n- one\n- two", "* one\n- two\n* three", "* one\n* two\n- three\n- four", "• one\n• two\n- three\n- four", "- 1. one\n- # two", "- one", "- -- x\n- - y",
		"-----BEGIN X-----\nHash: Y\n\n- -----BEGIN", "\u201cquoted\u201d \u2014", "$x$ {#id} ^a^ ==b== :smile:", "a\n\n\n\n\nb\n", "1\\. a", "a\u00a0b\u3000c",
	} {
		faithful(t, ours, text)
	}
}

// nasty are pieces that mean something in Markdown, alone or together.
var nasty = []string{
	"a", "b", "x1", " ", " ", "\n", "\n", "\n\n", "    ", "\t", "*", "**", "_", "__", "`", "```", "~", "~~", "#", "##", ">", "<", "<!--", "-->", "<b>", "</b>", "<a href=\"x\">",
	"-", "--", "---", "- ", "* ", "• ", "+ ", "1. ", "2) ", "=", "===", "|", ":", ":-", "|-|", "[", "]", "(", ")", "![", "](", "]:", "[^1]", "\\", "\\\\", "&", "&lt;", "&#1", ";", "!",
	"http://", "https://a.example.net", "http://a.example.net/", "/", "?", ".", ",", "www.", "ftp://", "@", "a@b.example.net", "mailto:", "'", "\"", "漢", "。", "é", "\u00a0", "$", "{", "}", "%", "^",
}

func TestRandomTextsReadTheSame(t *testing.T) {
	ours := markup.New()
	random := rand.New(rand.NewPCG(1, 2))
	rounds := 10000
	if testing.Short() {
		rounds = 2000
	}
	for range rounds {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(nasty[random.IntN(len(nasty))])
		}
		faithful(t, ours, b.String())
		if t.Failed() {
			return
		}
	}
}

func FuzzTextsReadTheSame(f *testing.F) {
	for _, s := range nasty {
		f.Add(s + "a " + s)
	}
	ours := markup.New()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1000 {
			faithful(t, ours, text)
		}
	})
}

func TestListsAreListsOnlyIfPlainlySo(t *testing.T) {
	for text, want := range map[string]string{
		"- a\n- b":         "- a\n- b",
		"• a\n• b":         "- a\n- b",
		"* a\n* b":         "* a\n* b",
		"- a":              "\\- a",
		"- a\n* b":         "\\- a\\\n\\* b",
		"x\n- a\n- b\ny":   "x\n\n- a\n- b\n\ny",
		"- a\n- b\n\n- c":  "- a\n- b\n\n\\- c",
		"- -f\n- -g":       "\\- -f\\\n\\- -g",
		"1. a\n2. b":       "1\\. a\\\n2\\. b",
		"a\nb\n\nc":        "a\\\nb\n\nc",
		"a_b [1] c*d <e> ": "a_b \\[1\\] c\\*d \\<e>",
		// Half a link is worse than none, and CommonMark decodes references.
		"http://a.example.net/?a&copy;b": "http\\://a.example.net/?a\\&copy;b",
		"xhttp://a.example.net/":         "xhttp://a.example.net/",
	} {
		if got := escape(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhatWeLinkMarkupAccepts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := append([]string{"%", "%41", ":80", ":0", ":", "a.", "-a", "u@", "#", "..", "_", "example.net", "1.2.3.4", "[::1]"}, nasty...)
	for range 30000 {
		s := "http://a.example.net"
		if random.IntN(2) == 0 {
			s = "https://"
		}
		for range random.IntN(6) {
			s += pieces[random.IntN(len(pieces))]
		}
		if linkable(s) {
			if problem, ok := markup.CheckURL(s); !ok {
				t.Fatalf("%q %s", s, problem)
			}
		}
	}
	for _, s := range []string{"https://a.example.net", "http://a.example.net/b?c=d&e=%20#f", "http://a-b.example.co.uk:8080/(x)"} {
		if !linkable(s) {
			t.Errorf("%q is not linked", s)
		}
	}
	for _, s := range []string{"", "http://", "http://localhost/", "http://127.0.0.1/", "ftp://a.example.net/", "javascript:alert(1)", "http:a.example.net",
		"http:///a.example.net", "http://u@a.example.net/", "http://a.example.net/%zz", "http://a..net/", "http://-a.net/", "http://a.example.net:0/", "http://a.example.net:/", "//a.example.net/"} {
		if linkable(s) {
			t.Errorf("%q is linked", s)
		}
	}
}
