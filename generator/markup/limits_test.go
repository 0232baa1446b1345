package markup

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// adversarial are 64 KiB texts that Markdown parsers are slow on or that grow.
func adversarial() map[string]string {
	rep := func(s string) string { return strings.Repeat(s, maxSize/len(s)) }
	after := func(head, s string) string { return head + strings.Repeat(s, (maxSize-len(head))/len(s)) }
	growing := func(s string, unit string) string {
		var b strings.Builder
		for i := 1; b.Len()+i*len(unit)+len(s) < maxSize; i++ {
			b.WriteString(strings.Repeat(unit, i) + s)
		}
		return b.String()
	}
	out := map[string]string{
		"backticks":        growing(" ", "`"),
		"indented list":    growing("- a\n", "  "),
		"wide table":       after(strings.Repeat("|a", 10000)+"\n"+strings.Repeat("|-", 10000)+"\n", "a\n"),
		"many empty cells": after(strings.Repeat("|a", 200)+"\n"+strings.Repeat("|-", 200)+"\n", "a\n"),
		"aligned cells":    after("|a|b|c|\n|:-:|:-:|:-:|\n", "||||\n"),
		"escaped bars":     after("|a|\n|-|\n", "|`\\|`|\n"),
		"lazy lines":       after(strings.Repeat("- ", 9)+"a\n", "a\\\n"),
		"blank lines":      after(strings.Repeat("- ", 9)+"a", "\n"),
		"long definition":  after("[a]: https://x.example/"+strings.Repeat("a", 1900)+"\n\n", "[a]\n\n"),
		"long title":       after("[a]: https://x.example/ '"+strings.Repeat("a", 30000)+"'\n\n", "[a]\n\n"),
		"code in brackets": strings.Repeat("[", 499) + strings.Repeat("`a`", 20000) + strings.Repeat("]", 499),
		"nested images":    strings.Repeat("![", 400) + "a" + strings.Repeat("](b)", 400),
		"nested emphasis":  strings.Repeat("**a *b ", 400) + strings.Repeat("c* d** ", 400),
		"stars":            strings.Repeat("*", 32000) + "a" + strings.Repeat("*", 32000),
		"amp in a URL":     after("http://a.example/?", "&a;"),
		"attributes":       after("<a", " b"),
		"open comments":    after("`<!--`", "`<!--` "),
		"deep list":        after(strings.Repeat("1. ", 9)+"a", "\n"+strings.Repeat("   ", 9)+"a\\"),
	}
	for _, s := range []string{"[", "]", "[]", "![", "[a](", "![a](", "[a](<b", "[a](b \"", "[a](b)", "[a\n](b\n)", "[a]: b\n", "[a]: b 'c\n", "[*a*](b)", "[`", "[^", "*a ", "a* ", "a*b_", "*a_ ", "***", "**a *b ", "_a_", "~~a", "a~~ ", "`a", "```\n",
		"> ", ">", ">\n", "- ", "-\t", "1. ", "+ a\n", "<", "<a ", "<a b='", "<a b=\"", "</a ", "<?", "<!A", "<![CDATA[", "<!--", "<!-- -->", "<!-- a --> `b", "-->", "<div>\n", "<script>\n\n", "&", "&#", "&a;", "&amp;", "\"", "\\", "\x00", "\u202e\n", "\u200d", "\t", " ", "\n", "\r",
		"http://a ", "http:", "https://a.b((((", "a@", "a@b.c ", "### a\n", "#", "a\n-\n", "-|-\n", "|", "a  \n", "**「", "あ\n", "\u3099", "\xff"} {
		out[s] = rep(s)
	}
	return out
}

func TestCostIsBounded(t *testing.T) {
	if raceDetector {
		t.Skip("it has nothing to race, and its times mean nothing")
	}
	r := New()
	cases := adversarial()
	// Measured by what a sane text of the same size takes here and now, because
	// the machine may be busy. The slowest takes about ten times that.
	_, sane := timed(r, strings.Repeat("*a* [b](https://c.example/)\n\n", maxSize/29))
	most := max(2*time.Second, 50*sane)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		for _, src := range []string{cases[name], "> " + strings.ReplaceAll(cases[name], "\n", "\n> ")} {
			src = src[:min(len(src), maxSize)]
			h, d := timed(r, src)
			if d > most { // a second try, because others share the machine
				_, d = timed(r, src)
			}
			if d > most {
				t.Errorf("%q takes %v, more than %v", name, d, most)
			}
			if n := 20*len(src) + outputFloor; len(h.html)+len(h.text) > n {
				t.Errorf("%q: %d bytes give %d and %d", name, len(src), len(h.html), len(h.text))
			}
			if len(h.html) < 100<<10 {
				if problem := unsafe(h); problem != "" {
					t.Errorf("%q: %s", name, problem)
				}
			}
		}
	}
}

func timed(r *Renderer, src string) (HTML, time.Duration) {
	start := time.Now()
	h := r.Render(src, Options{})
	return h, time.Since(start)
}

func TestLimits(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"size", strings.Repeat("a", maxSize+1), "md-size"},
		{"quotes", strings.Repeat("> ", 40) + "a", "md-depth"},
		{"list", strings.Repeat("- ", 30) + "a", "md-depth"},
		{"emphasis", strings.Repeat("*a **b ", 30) + strings.Repeat("c** d* ", 30), "md-depth"},
		{"brackets", strings.Repeat("[", maxMarks+1), "md-limit"},
		{"marks", strings.Repeat("*a ", maxMarks+1), "md-limit"},
		{"definitions", strings.Repeat("[a]: b\n", maxDefinitions+1), "md-limit"},
		{"columns", strings.Repeat("|a", 201) + "\n" + strings.Repeat("|-", 201), "md-limit"},
		{"cells", strings.Repeat("|a", 100) + "\n" + strings.Repeat("|-", 100) + strings.Repeat("\na", 50), "md-limit"},
		{"bars", "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", maxPipes+1), "md-limit"},
		{"expansion", "[a]: https://a.example/" + strings.Repeat("b", 1000) + "\n\n" + strings.Repeat("[a]", 300), "md-limit"},
	}
	r := New()
	for _, src := range []string{tests[7].src, tests[8].src} { // before the cells are made, not after
		if doc := r.parse([]byte(src)); doc.limit != &limitTable {
			t.Error("a table of empty cells is parsed")
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := r.Check("- x\n\n" + tt.src)
			if len(found) == 0 || found[0].Rule != tt.want || found[0].Warning {
				t.Fatalf("got %s, want %s", summary(found), tt.want)
			}
			html := r.Render("- x\n\n"+tt.src, Options{}).String()
			if !strings.HasPrefix(html, "<p>- x</p>") || strings.Contains(strings.ReplaceAll(strings.ReplaceAll(html, "<p>", ""), "</p>", ""), "</") {
				t.Errorf("not plain paragraphs: %.200s", html)
			}
		})
	}
	fine := strings.Repeat("> ", 15) + "a\n\n" + strings.Repeat("- ", 9) + "a\n\n" + strings.Repeat("*a* [b](https://c.example/)\n", 200) + "\n|a|b|\n|-|-|\n" + strings.Repeat("|a|b|\n", 3000)
	if found := r.Check(fine); len(found) != 0 {
		t.Errorf("a long sane text: %s", summary(found))
	}
}

func TestFallbackKeepsSecrets(t *testing.T) {
	deep := "\n\n" + strings.Repeat("> ", 60) + "shown\n\n"
	for _, secret := range []string{"<!-- sekrit -->", "<!-- a\n\nsekrit", "[//]: # (sekrit)", "[a\nb]: c\n'sekrit'", "```x sekrit\n```", "<!<!-- a -->-- sekrit", "> [//]: # (sekrit)", "`<!--` sekrit -->"} {
		for _, src := range []string{deep + secret, secret + "\n\n-->\n" + deep} {
			h := New().Render(src, Options{})
			if strings.Contains(h.html+h.text, "sekrit") {
				t.Errorf("%q shows it: %s", src, h)
			}
			if problem := unsafe(h); problem != "" {
				t.Errorf("%q: %s", src, problem)
			}
		}
	}
}

// TestConcurrent is for the race detector.
func TestConcurrent(t *testing.T) {
	r := New()
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, 2))
			for range 200 {
				src := hostile[rng.IntN(len(hostile))]
				r.Render(src, Options{})
				r.Check(src)
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	src := strings.Repeat("### 概要\n\n**Widget（ウィジェット）**には、[脆弱性](https://a.example/)が存在します。`code` と https://b.example/ を参照。\n\n- a\n- b\n\n|製品|版|\n|-|-|\n|A|1.0|\n\n", 8)
	r := New()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		r.Render(src, Options{})
	}
}
