package markup

import (
	"fmt"
	"strings"
	"testing"
)

// summary is what a test compares: place, rule, and "!" for an error.
func summary(found []Finding) string {
	var out []string
	for _, f := range found {
		mark := "!"
		if f.Warning {
			mark = "?"
		}
		out = append(out, fmt.Sprintf("%d:%d %s%s", f.Line, f.Col, f.Rule, mark))
	}
	return strings.Join(out, " ")
}

func TestCheck(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"fine", "### A\n\n**a** [b](https://a.example/) `<b> <!-- c -->`\n\n    <!-- d -->\n", ""},
		{"raw HTML", "日本 <b>x\n\n<div>\n", "1:4 md-raw-html? 3:1 md-raw-html?"},
		{"script", "<script>\nalert(1)\n\n</script>", "1:1 md-raw-html?"},
		{"image", "a ![b](https://a.example/c.png)", "1:3 md-image!"},
		{"headings", "# a\n\nb\n===\n\n## c\n\n> d\n> ---\n", "1:1 md-heading! 3:1 md-heading! 6:1 md-heading! 8:3 md-heading!"},
		{"links", "a [b](/c)\n<javascript:x> http://u:p@a.example/\n\n[d](#)", "1:3 md-link! 2:1 md-link! 2:16 md-link! 4:1 md-link!"},
		{"empty link", "[](https://a.example/) [&#8203;](https://a.example/)", "1:1 md-link! 1:24 md-link! 1:25 md-zero-width!"},
		{"definitions", "[a]\n\n[a]: https://a.example/\n[A]: https://b.example/\n[//]: # (note)\n> [q]: x", "4:1 md-unused-definition! 5:1 md-unused-definition! 6:3 md-unused-definition!"},
		{"fence", "```sh secret words\n```", "1:4 md-code-info!"},
		{"cells", "|a|\n|-|\n|b|\n|b|c|\n| b | c", "4:3 md-table! 5:4 md-table!"},
		{"bidi", "a\u202eb\u202ec\u2066\n\u202e `\u200f`", "1:2 md-bidi! 1:6 md-bidi! 2:1 md-bidi! 2:4 md-bidi!"},
		{"zero width", "a\u200bb\u200dc\ufeff", "1:2 md-zero-width! 1:4 md-zero-width? 1:6 md-zero-width!"},
		{"as references", "a &#x202E; &#x200b; &zwj; &#1;", "1:1 md-bidi! 1:1 md-control! 1:1 md-zero-width! 1:1 md-zero-width?"},
		{"control", "a\x07", "1:2 md-control!"},
		{"encoding", "a\xff", "1:0 md-utf8!"},
		{"comment", "a\n\nb <!-- c\n\nd --> e <b>\n# x", "3:3 md-html-comment! 5:9 md-raw-html? 6:1 md-heading!"},
		{"comments", "<!-- a --> <!-- b -->\n<!--> c", "1:1 md-html-comment! 1:12 md-html-comment! 2:1 md-html-comment!"},
		{"CRLF", "a\r\n\r\n![b](c)\r\n", "3:1 md-image!"},
	}
	r := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := r.Check(tt.src)
			if got := summary(found); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			for _, f := range found {
				if f.Message == "" || f.Hint == "" || strings.HasSuffix(f.Message, ".") {
					t.Errorf("clumsy finding: %+v", f)
				}
			}
		})
	}
}

func TestErrorsAreNotLostAmongWarnings(t *testing.T) {
	found := New().Check(strings.Repeat("<b> ", 5000) + "![x](y)")
	if len(found) != maxWarnings+1 || found[len(found)-1].Rule != "md-image" {
		t.Errorf("%d findings", len(found))
	}
}

func TestMessagesNeverQuote(t *testing.T) {
	const canary = "sekrit"
	src := strings.ReplaceAll("X <!-- X --> ![X](X) [X](X:X) <X@X> # X\n\n# X\n\n[X]: X (X)\n\n```a X\nX\n```\n<X> https://X@X.example/\n|X|\n|-|\n|X|X|\n", "X", canary)
	for _, f := range New().Check(src) {
		if strings.Contains(f.Message+f.Hint, canary) {
			t.Errorf("finding quotes content: %+v", f)
		}
	}
}

func TestCheckURL(t *testing.T) {
	fine := []string{"https://a.example", "http://a.example:8080/b?c=d&e=%20#f", "HTTPS://A.example/", "https://xn--r8jz45g.jp/", "https://192.0.2.1/", "https://[2001:db8::1]:8443/",
		"https://a.example/@user/(b)", "mailto:psirt@a.example", "mailto:a+b@a.example?subject=JVN%2312345678", "https://a_b.example/"}
	for _, u := range fine {
		if problem, ok := CheckURL(u); !ok || problem != "" {
			t.Errorf("%s: %s", u, problem)
		}
	}
	bad := []string{"", " ", "a", "/a", "//a.example", "#a", "a.example", "https:", "https:a.example", "https:/a.example", "https:///a.example", "https://", "https://u@a.example", "https://u:p@a.example",
		"https://@a.example", "https://a.example@b.example", "https://a.example\\@b.example", "https:\\\\a.example", "https://a.example/\\b", "javascript:alert(1)", "JaVaScRiPt:x", "java\tscript:x", "\x01javascript:x", "data:text/html,x",
		"vbscript:x", "view-source:https://a.example", "file:///etc/passwd", "ftp://a.example", "blob:https://a.example/x", "https://a.example/ b", "https://a.example/\n", "https://a.example/\u200b", "https://a.example/\u202e",
		"https://\u0430.example/", "https://例え.jp/", "https://a.example/日本", "https://a.example/%", "https://a.example/%zz", "https://a.example/?a=%2", "https://a%2eexample/", "https://a..example/", "https://-a.example/", "https://a.example./",
		"https://a.example:0/", "https://a.example:99999/", "https://a.example:/", "https://a.example:x/", "https://[::1/", "https://a.example/<b>", "https://a.example/\"", "https://a.example/{x}", "https://a.example/a|b", "https://a.example/[x]",
		"mailto:", "mailto:a", "mailto:a@b", "mailto:a@b.example,c@d.example", "mailto:a@b.example?bcc=c@d.example", "mailto:a@b.example?subject=x&body=y", "mailto://a@b.example", "mailto:a%0ab@c.example",
		"https://a.example/" + strings.Repeat("a", maxURL), "https://" + strings.Repeat("a", 64) + ".example/", "%68ttps://a.example", "&#106;avascript:x", "https&colon;//a.example"}
	for _, u := range bad {
		problem, ok := CheckURL(u)
		if ok || problem == "" {
			t.Errorf("accepted %q", u)
		}
		if len(u) > 6 && strings.Contains(problem, u) {
			t.Errorf("quotes the address: %s", problem)
		}
	}
}
