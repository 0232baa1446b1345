package markup

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowed is every element that may come out, with its attributes.
var allowed = map[string]string{
	"p": "", "h3": "id", "h4": "id", "h5": "id", "h6": "id", "ul": "", "ol": "start", "li": "",
	"blockquote": "", "pre": "tabindex", "code": "class", "hr": "", "br": "", "em": "", "strong": "", "del": "",
	"a": "href title rel", "div": "class tabindex", "table": "", "thead": "", "tbody": "", "tr": "",
	"th": "scope class", "td": "class",
}

// unsafe says why an output may not go into a page, or "".
func unsafe(h HTML) string {
	if !utf8.ValidString(h.html) || !utf8.ValidString(h.text) {
		return "not UTF-8"
	}
	for _, r := range h.html + h.text {
		if c := classOf(r); c != charFine && c != charJoiner {
			return fmt.Sprintf("holds U+%04X", r)
		}
	}
	if strings.HasSuffix(h.html, "\n") || strings.TrimSpace(h.text) != strings.Trim(h.text, " ") && strings.HasSuffix(h.text, "\n") {
		return "ends in white space"
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(h.html), body)
	if err != nil {
		return err.Error()
	}
	ids := map[string]bool{}
	var visit func(n *html.Node, inLink bool) string
	visit = func(n *html.Node, inLink bool) string {
		switch n.Type {
		case html.TextNode:
			return ""
		case html.ElementNode:
		default:
			return fmt.Sprintf("node of type %d", n.Type)
		}
		attributes, ok := allowed[n.Data]
		if !ok {
			return "element " + n.Data
		}
		for _, a := range n.Attr {
			if a.Namespace != "" || !strings.Contains(" "+attributes+" ", " "+a.Key+" ") {
				return "attribute " + a.Key + " on " + n.Data
			}
			if _, ok := CheckURL(a.Val); a.Key == "href" && !ok && !strings.HasPrefix(a.Val, "#") {
				return "href " + a.Val
			}
			if a.Key == "class" && strings.Trim(a.Val, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#._-") != "" {
				return "class " + a.Val
			}
			if a.Key == "id" && (ids[a.Val] || a.Val == "") {
				return "id " + a.Val + " twice"
			}
			ids[a.Val] = ids[a.Val] || a.Key == "id"
		}
		if n.Data == "a" && inLink {
			return "a link in a link"
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if problem := visit(c, inLink || n.Data == "a"); problem != "" {
				return problem
			}
		}
		return ""
	}
	var out strings.Builder
	for _, n := range nodes {
		if problem := visit(n, false); problem != "" {
			return problem
		}
		_ = html.Render(&out, n)
	}
	// A parser that has nothing to repair gives back the same elements.
	if a, b := strings.Count(h.html, "<"), strings.Count(out.String(), "<"); a != b {
		return fmt.Sprintf("not well-formed: %d tags, parsed as %d", a, b)
	}
	return ""
}

var hostile = []string{
	"<script>alert(1)</script>", "<SCRIPT SRC=//x.example></SCRIPT>", "a <script>b", "<scr<script>ipt>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <img/src=x/onerror=alert(1)> b",
	"<svg onload=alert(1)>", "<svg><style><img src=x onerror=alert(1)></style></svg>", "<math><mtext></p><script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)</script>'>", "<a href=javascript:alert(1)>x</a>",
	"<div style=\"background:url(javascript:alert(1))\">", "</p><script>alert(1)</script>", "<?xml version='1.0'?><x onload=a>", "<![CDATA[<script>alert(1)</script>]]>", "<!DOCTYPE html><script>alert(1)</script>", "<b onclick=alert(1)", "<b\nonclick=alert(1)\n>x",
	"<textarea><script>alert(1)</script>", "<style>@import'//x.example'</style>", "<base href=//x.example>", "<meta http-equiv=refresh content='0;javascript:alert(1)'>", "<form action=javascript:alert(1)><input type=submit>",
	"[x](javascript:alert(1))", "[x](JAVASCRIPT:alert(1))", "[x](<javascript:alert(1)>)", "[x](<java\tscript:alert(1)>)", "[x]( javascript:alert(1) )", "[x](&#106;avascript:alert(1))", "[x](&#x6A;avascript:alert(1))", "[x](&#0000106avascript:alert(1))",
	"[x](java&Tab;script:alert(1))", "[x](java&NewLine;script:alert(1))", "[x](javascript&colon;alert(1))", "[x](javascript&amp;colon;alert(1))", "[x](\\javascript:alert(1))", "[x](javascript\\:alert(1))", "[x](%6Aavascript:alert(1))", "[x](&#1;javascript:alert(1))",
	"[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](data:image/png;base64,AAAA)", "[x](vbscript:msgbox(1))", "[x](view-source:https://a.example)", "[x](file:///etc/passwd)", "[x](//x.example)", "[x](\\\\\\\\x.example)", "[x](/\\x.example)", "[x](https:x.example)",
	"[x](https://u:p@x.example)", "[x](https://a.example\\@x.example)", "[x](https://a.example&#64;x.example)", "[x](https://a.example/\u202etxt.exe)", "[x](https://a.example/&#x202e;txt)", "[x](https://\u0430pple.example)", "[x](https://a.example/\u200b)",
	"[x](https://a.example/\"onmouseover=alert(1)//)", "[x](<https://a.example/\" onmouseover=\"alert(1)>)", "[x](https://a.example/ \"t\" onmouseover=alert(1)\")", "[x](https://a.example/ '\"><script>alert(1)</script>')", "[x](https://a.example/ \"&quot;><img src=x onerror=alert(1)>\")",
	"[x](#\"><script>alert(1)</script>)", "[x](#javascript:alert(1))", "[x](<# onmouseover=alert(1)>)", "[x]\n\n[x]: javascript:alert(1)", "[x]\n\n[x]: <javascript:alert(1)> 'a'", "[x][y]\n\n[y]: data:text/html,a\n[y]: https://a.example/",
	"<javascript:alert(1)>", "<JAVASCRIPT:alert(1)>", "<data:text/html,a>", "<vbscript:x>", "<https://u@x.example>", "<https://a.example/\"onmouseover=alert(1)>", "<x@a.example\"onclick=alert(1)>", "https://a.example/'onmouseover='alert(1)", "https://a.example/\"><script>alert(1)</script>", "https://u:p@x.example/",
	"[![x](javascript:alert(1))](https://a.example/)", "[![x](y)](javascript:alert(1))", "![x\"onerror=alert(1)](y)", "![<script>alert(1)</script>](y)", "![[x](javascript:a)](https://a.example/x.png)", "[a [b](https://b.example/) c](https://c.example/)", "[a <https://b.example/> c](https://c.example/)", "[https://b.example/ c](https://c.example/)",
	"![a [b](https://b.example/ \"t\")](c)", "### <script>alert(1)</script>", "### \"><script>alert(1)</script>", "### a {#x onclick=alert(1)}", "```\"><script>alert(1)</script>\nx\n```", "```html\n</code></pre><script>alert(1)</script>\n```", "    </code></pre><script>alert(1)</script>", "`</code><script>alert(1)</script>`",
	"|<script>|\n|-|\n|</td><script>alert(1)</script>|", "|`a\\|</code><script>`|\n|-|\n|x|", "| a |\n|:-\" onclick=alert(1)|\n| b |", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\<script>alert(1)\\</script>", "<scr\u200bipt>alert(1)</scr\u200bipt>", "\u202e<script>", "\x00<script>\x00", "<\x00script>",
	"1. <script>\n\n   alert(1)\n\n   </script>", "> <script>\n\nalert(1)</script>", "*<script>*alert(1)*</script>*", "**[x](javascript:alert(1))**", "~~<img src=x onerror=alert(1)>~~", "<a href='x'>[y](javascript:z)</a>", "<https://a.example/<script>>", "[x](https://a.example/<script>)", "\xff<script>\xfe",
	"<<script>alert(1)//<</script>", "<script\x0cx>alert(1)</script>", "<a\x00href=javascript:x>", "<ﬆyle>", "＜script＞alert(1)＜/script＞", "[x](javascript://%0aalert(1))", "[x](\u2028javascript:alert(1))", "[x](\ufeffjavascript:alert(1))", "[\u202ex](https://a.example/)", "<plaintext>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
}

func TestHostile(t *testing.T) {
	r := New()
	for _, src := range hostile {
		for _, wrap := range []string{"X", "> X", "- a\n  - X", "### X", "**X**", "[X](https://a.example/)", "|X|\n|-|\n|X|", "X\n\nX", strings.Repeat("> ", 40) + "X"} {
			src := strings.ReplaceAll(wrap, "X", src)
			h := r.Render(src, Options{IDPrefix: "p-"})
			if problem := unsafe(h); problem != "" {
				t.Errorf("%q: %s\n%s", src, problem, h)
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	for _, s := range []string{"a\n\n- b\n  1. c\n\n> d **「e」**は", "|a|b|\n|-|:-:|\n|`c\\|d`|e|", "[a]: b 'c'\n[a] <!-- d --> `<!-- e -->`", "```x\n<!--\n```\n-->", "https://a.example/。次", "a\\\n b  \nc\td", "# a\nb\n===\n- - 1) x\n\t\ty", "葛\U000e0100**(a)**\u3099"} {
		f.Add(s)
	}
	r := New()
	f.Fuzz(func(t *testing.T, src string) {
		h := r.Render(src, Options{IDPrefix: "p-"})
		if problem := unsafe(h); problem != "" {
			t.Errorf("%s\n%s", problem, h)
		}
		if n := outputFactor*len(src) + 2*outputFloor; len(h.html) > n || len(h.text) > n {
			t.Errorf("%d bytes give %d and %d", len(src), len(h.html), len(h.text))
		}
		if again := r.Render(src, Options{IDPrefix: "p-"}); !reflect.DeepEqual(again, h) {
			t.Error("rendered twice, not the same")
		}
		lines := strings.Count(strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n"), "\n") + 1
		for _, n := range r.Check(src) {
			if n.Line < 1 || n.Line > lines || n.Col < 0 {
				t.Errorf("finding at %d:%d of %d lines", n.Line, n.Col, lines)
			}
		}
		if e := Excerpt(h, 20); utf8.RuneCountInString(e) > 20 || strings.ContainsAny(e, "\n\t") {
			t.Errorf("excerpt %q", e)
		}
	})
}
