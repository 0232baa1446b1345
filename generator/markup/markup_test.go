package markup

import (
	"slices"
	"strings"
	"testing"
)

func TestRender(t *testing.T) {
	tests := []struct{ name, src, html, text string }{
		{"empty", "", "", ""},
		{"blank", " \n\n", "", ""},
		{"paragraphs", "a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>", "a b\n\nc"},
		{"escaping", "a < b & c > \"d\"", "<p>a &lt; b &amp; c &gt; \"d\"</p>", "a < b & c > \"d\""},
		{"references once", `&lt;b&gt; &amp;lt; &#60; \&lt; &nosuch; &#x110000;`,
			"<p>&lt;b&gt; &amp;lt; &lt; &amp;lt; &amp;nosuch; \ufffd</p>", "<b> &lt; < &lt; &nosuch; \ufffd"},
		{"hard breaks", "a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>", "a\nb\nc"},
		{"emphasis", "*a* **b** ***c*** _d_ ~~e~~ snake_case_name", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <em>d</em> <del>e</del> snake_case_name</p>",
			"a b c d e snake_case_name"},
		{"range is no strikethrough", "1.0~2.0、3.0~4.0", "<p>1.0~2.0、3.0~4.0</p>", "1.0~2.0、3.0~4.0"},
		{"Japanese emphasis", "これは**重要（じゅうよう）**です", "<p>これは<strong>重要（じゅうよう）</strong>です</p>", "これは重要（じゅうよう）です"},
		{"Japanese brackets inside", "**「強調」**は", "<p><strong>「強調」</strong>は</p>", "「強調」は"},
		{"Japanese before", "は**「強調」**", "<p>は<strong>「強調」</strong></p>", "は「強調」"},
		{"ASCII punctuation beside Japanese", `は**"強調"**は~~(x)~~は`, `<p>は<strong>"強調"</strong>は<del>(x)</del>は</p>`, `は"強調"は(x)は`},
		{"code and Japanese", "関数**`npm`**を", "<p>関数<strong><code>npm</code></strong>を</p>", "関数npmを"},
		{"Korean", "**스크립트(script)**라고", "<p><strong>스크립트(script)</strong>라고</p>", "스크립트(script)라고"},
		{"variation selector", "葛\U000e0100**(かつ)**", "<p>葛\U000e0100<strong>(かつ)</strong></p>", "葛\U000e0100(かつ)"},
		{"Western flanking stays", `a**"b"**c`, `<p>a**"b"**c</p>`, `a**"b"**c`},
		{"line break in Japanese", "改行\nした。\n**次**\n（注）", "<p>改行した。<strong>次</strong>（注）</p>", "改行した。次（注）"},
		{"line break beside Latin", "改行\nabc\n改行", "<p>改行\nabc\n改行</p>", "改行 abc 改行"},
		{"line break in Korean", "한국\n사람", "<p>한국\n사람</p>", "한국 사람"},
		{"link", "[t](https://a.example/x?a=1&b=2 \"T\\\"\")", `<p><a href="https://a.example/x?a=1&amp;b=2" title="T&quot;" rel="noreferrer">t</a></p>`, "t <https://a.example/x?a=1&b=2>"},
		{"reference link", "[t][r]\n\n[R]: <http://a.example>", `<p><a href="http://a.example" rel="noreferrer">t</a></p>`, "t <http://a.example>"},
		{"mail", "<psirt@a.example> [mail](mailto:psirt@a.example)", `<p><a href="mailto:psirt@a.example">psirt@a.example</a> <a href="mailto:psirt@a.example">mail</a></p>`,
			"psirt@a.example mail <mailto:psirt@a.example>"},
		{"autolink", "<https://a.example/>", `<p><a href="https://a.example/" rel="noreferrer">https://a.example/</a></p>`, "https://a.example/"},
		{"bare URL in Japanese", "詳細はhttps://a.example/foo）を参照。https://a.example/。", `<p>詳細は<a href="https://a.example/foo" rel="noreferrer">https://a.example/foo</a>）を参照。<a href="https://a.example/" rel="noreferrer">https://a.example/</a>。</p>`,
			"詳細はhttps://a.example/foo）を参照。https://a.example/。"},
		{"bare URL ends", "(https://a.example/b_(c)_d), *https://a.example/e*.", `<p>(<a href="https://a.example/b_(c)_d" rel="noreferrer">https://a.example/b_(c)_d</a>), <em><a href="https://a.example/e" rel="noreferrer">https://a.example/e</a></em>.</p>`,
			"(https://a.example/b_(c)_d), https://a.example/e."},
		{"no bare URL", "xhttps://a.example https://<host>/ ftp://a.example www.a.example `https://a.example`", "<p>xhttps://a.example https://&lt;host&gt;/ ftp://a.example www.a.example <code>https://a.example</code></p>",
			"xhttps://a.example https://<host>/ ftp://a.example www.a.example https://a.example"},
		{"URL as its own text", "[https://a.example/](https://a.example/)", `<p><a href="https://a.example/" rel="noreferrer">https://a.example/</a></p>`, "https://a.example/"},
		{"image", "a ![d *e* [f](https://x.example)](https://a.example/b.png) g", "<p>a d e f g</p>", "a d e f g"},
		{"headings", "### A b\n\n##### 見出し：Ａ\n\n### a B\n\n### !\n", "<h3 id=\"a-b\">A b</h3>\n<h5 id=\"見出し-ａ\">見出し：Ａ</h5>\n<h3 id=\"a-b-2\">a B</h3>\n<h3 id=\"section\">!</h3>",
			"A b\n\n見出し：Ａ\n\na B\n\n!"},
		{"lists", "- a\n- b\n  1. c\n  2. d\n\n3. x\n4. y", "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n<li>d</li>\n</ol>\n</li>\n</ul>\n<ol start=\"3\">\n<li>x</li>\n<li>y</li>\n</ol>",
			"- a\n- b\n  1. c\n  2. d\n\n3. x\n4. y"},
		{"loose list", "- a\n\n  b\n- c", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>", "- a\n\n  b\n\n- c"},
		{"no task list", "- [x] a", "<ul>\n<li>[x] a</li>\n</ul>", "- [x] a"},
		{"quote", "> a\n> b\n>\n> - c", "<blockquote>\n<p>a\nb</p>\n<ul>\n<li>c</li>\n</ul>\n</blockquote>", "> a b\n\n> - c"},
		{"code", "```sh\n$ a <b> &amp;\n\n# x\n```\n\n    d", "<pre tabindex=\"0\"><code class=\"language-sh\">$ a &lt;b&gt; &amp;amp;\n\n# x\n</code></pre>\n<pre tabindex=\"0\"><code>d\n</code></pre>",
			"$ a <b> &amp;\n\n# x\n\nd"},
		{"table", "|製品|v|n|\n|-|:-|:-:|\n|a\\|b|`c\\|d`|\n", "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">製品</th>\n<th scope=\"col\" class=\"left\">v</th>\n<th scope=\"col\" class=\"center\">n</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>a|b</td>\n<td class=\"left\"><code>c|d</code></td>\n<td class=\"center\"></td>\n</tr>\n</tbody>\n</table>\n</div>",
			"製品 | v | n\na|b | c|d |"},
		{"rule", "a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>", "a\n\nb"},
		{"raw HTML", "a <b onclick=\"x\">c</b>\n\n<div>\n*d*\n</div>", "<p>a &lt;b onclick=\"x\"&gt;c&lt;/b&gt;</p>\n<pre tabindex=\"0\"><code>&lt;div&gt;\n*d*\n&lt;/div&gt;\n</code></pre>",
			"a <b onclick=\"x\">c</b>\n\n<div>\n*d*\n</div>"},
		{"odd HTML is text", "<?x?>\n\n<![CDATA[y]]>\n\n<!DOCTYPE z>", "<pre tabindex=\"0\"><code>&lt;?x?&gt;\n</code></pre>\n<pre tabindex=\"0\"><code>&lt;![CDATA[y]]&gt;\n</code></pre>\n<pre tabindex=\"0\"><code>&lt;!DOCTYPE z&gt;\n</code></pre>",
			"<?x?>\n\n<![CDATA[y]]>\n\n<!DOCTYPE z>"},
		{"line ends", "a\r\nb\rc", "<p>a\nb\nc</p>", "a b c"},
		{"controls", "a\x00b\x1bc\u202ed\u200be&#x202e;f&#8203;g&#0;h\xffi", "<p>a\ufffdb\ufffdcdefg\ufffdh\ufffdi</p>", "a\ufffdb\ufffdcdefg\ufffdh\ufffdi"},
		{"definitions", "[//]: # (note)\n\na", "<p>a</p>", "a"},
	}
	r := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := r.Render(tt.src, Options{})
			if h.String() != tt.html {
				t.Errorf("html\n got %q\nwant %q", h, tt.html)
			}
			if h.Text() != tt.text {
				t.Errorf("text\n got %q\nwant %q", h.Text(), tt.text)
			}
			if h.IsZero() != (tt.html == "") {
				t.Errorf("IsZero is %v", h.IsZero())
			}
		})
	}
}

func TestOptions(t *testing.T) {
	src := "### A\n\n###### B\n\n[a](#a) [up](#elsewhere) [e](#%61) [日](#日本)\n\n### 日本"
	got := New().Render(src, Options{IDPrefix: `x"-`, Heading: 4}).String()
	want := `<h4 id="x&quot;-a">A</h4>
<h6 id="x&quot;-b">B</h6>
<p><a href="#x&quot;-a">a</a> <a href="#elsewhere">up</a> <a href="#x&quot;-a">e</a> <a href="#x&quot;-日本">日</a></p>
<h4 id="x&quot;-日本">日本</h4>`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := New().Render("### A", Options{Heading: -3}).String(); got != `<h1 id="a">A</h1>` {
		t.Errorf("Heading -3: %s", got)
	}
	if got := New().Render("### A", Options{Heading: 9}).String(); got != `<h6 id="a">A</h6>` {
		t.Errorf("Heading 9: %s", got)
	}
}

func TestSlugsAreUnique(t *testing.T) {
	got := New().Render("### a\n### a-2\n### a\n### a\n### a-2\n", Options{}).String()
	for _, id := range []string{"a", "a-2", "a-3", "a-4", "a-2-2"} {
		if strings.Count(got, `"`+id+`"`) != 1 {
			t.Errorf("id %s is not there once:\n%s", id, got)
		}
	}
}

func TestLead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{""}},
		{"paragraph", "One two.\\\nThree.\n\nFour.", []string{"One two. Three."}},
		{"list", "- one\n- two\n  - within\n- three\n  more\n\nText.", []string{"one", "two", "three more"}},
		{"numbers", "9. one\n10. two\n\nText.", []string{"one", "two"}},
		{"a year is no marker", "2024 年に公開\n\n- a", []string{"2024 年に公開"}},
		{"cut", "- 一二三四五六七八九十一二三四五六七八九十一\n- b", []string{"一二三四五六七八九十一二三四五六七八九…", "b"}},
	} {
		if got := Lead(New().Render(c.text, Options{}), 20); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHeadings(t *testing.T) {
	h := New().Render("Text.   \n\n### Update &  `now`\n\n> ### Quoted\n\n- ### Listed\n\n#### Again\n### Again", Options{IDPrefix: "s-"})
	want := []Heading{{"s-update-now", "Update & now"}, {"s-again", "Again"}, {"s-again-2", "Again"}}
	if !slices.Equal(h.Headings(), want) {
		t.Errorf("got %q, want %q", h.Headings(), want)
	}
}

func TestExcerpt(t *testing.T) {
	tests := []struct {
		name, text string
		max        int
		want       string
	}{
		{"fits", "a\n\nb  c", 5, "a b c"},
		{"Japanese paragraphs", "該当します。\n\n見本 太郎\nA", 20, "該当します。見本 太郎 A"},
		{"zero", "abc", 0, ""},
		{"empty", "", 10, ""},
		{"word", "alpha beta gamma", 13, "alpha beta…"},
		{"word ends there", "alpha beta gamma", 11, "alpha beta…"},
		{"long word", "a https://a.example/very/long", 12, "a https://a…"},
		{"Japanese", "脆弱性が存在します", 5, "脆弱性が…"},
		{"Japanese and Latin", "脆弱性は Widget にあります", 8, "脆弱性は…"},
		{"no comma before the dots", "製品、次の", 4, "製品…"},
		{"combining", "aaa e\u0301\u0302x", 7, "aaa…"},
		{"dakuten", "あいう\u3099え", 4, "あい…"},
		{"family", "x👩\u200d👩\u200d👧y", 5, "x…"},
		{"flags", "🇯🇵🇺🇸🇫🇷", 4, "🇯🇵…"},
		{"one", "abc", 1, "…"},
	}
	for _, tt := range tests {
		if got := Excerpt(HTML{text: tt.text}, tt.max); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
