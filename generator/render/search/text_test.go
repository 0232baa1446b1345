package search

import (
	"slices"
	"strings"
	"testing"
)

// terms lists the terms of a text.
func terms(s string) string {
	var out []string
	runs(fold(nil, s), func(a, b rune) { out = append(out, string([]rune{a, b})) }, func(w []rune) { out = append(out, string(w)) })
	return strings.Join(out, " ")
}

func TestTerms(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"OpenSSL", "openssl"},
		{"ＯｐｅｎＳＳＬ", "openssl"},
		{"a C x86", "x86"},
		{"JVN#12345678", "jvn 12345678"},
		{"CVE-2026-1234", "cve 2026 1234"},
		{"1.2.3 10. .5 v2.4.", "1.2.3 10 v2.4"},
		{"Müller’s ﬁle", "müller file"},
		{"脆弱性", "脆弱 弱性"},
		{"OpenSSLの脆弱性", "openssl 脆弱 弱性"},
		{"管理者の権限で", "管理 理者 権限"},
		{"取り扱いを停止", "取り 扱い いを 停止"},
		{"なりすまし", "なり りす すま まし"},
		{"ｻｰﾊﾞｰ", "サー ーバ"},
		{"サーバー管理", "サー ーバ バ管 管理"},
		{"サーバーサイド", "サー ーバ バー ーサ サイ イド"},
		{"キー コピー", "キー コピ"},
		{"バッファ・オーバーフロー", "バッ ッフ ファ ァオ オー ーバ バー ーフ フロ"},
		{"㍿", "株式 式会 会社"},
		{"한국어", "한국 국어"},
		{strings.Repeat("x", 40), strings.Repeat("x", 32)},
		{"🙂<b>&amp;", "amp"},
		{"\x00\xff", ""},
	} {
		if got := terms(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// However a name is written, its terms are the same.
func TestTermsOfVariants(t *testing.T) {
	for _, same := range [][]string{
		{"サーバー", "サーバ", "ｻｰﾊﾞ", "ｻｰﾊﾞｰ"},
		{"クロスサイト・スクリプティング", "クロスサイトスクリプティング"},
		{"Ｗｅｂ２．０", "web2.0", "WEB2.0"},
	} {
		for _, s := range same[1:] {
			if terms(s) != terms(same[0]) {
				t.Errorf("%q: %q, want those of %q: %q", s, terms(s), same[0], terms(same[0]))
			}
		}
	}
}

func FuzzTerms(f *testing.F) {
	f.Add("サーバーの A.1.2 ー")
	f.Fuzz(func(t *testing.T, s string) {
		for _, term := range strings.Fields(terms(s)) {
			if n := len([]rune(term)); n < 2 || n > longestWord || len(term) > 255 {
				t.Errorf("%q has the term %q", s, term)
			}
			if again := strings.Fields(terms(term)); !slices.Contains(again, term) && strings.TrimRight(term, "ー") == term {
				t.Errorf("the term %q is not one of itself: %q", term, again)
			}
		}
	})
}
