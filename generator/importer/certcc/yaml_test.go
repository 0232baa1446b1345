package certcc

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/source"
)

// readsBack fails if a text does not come back from YAML, by the library and by
// the strict reader.
func readsBack(t *testing.T, text string, strict bool) {
	t.Helper()
	var y yamlWriter
	y.text("a", text)
	y.block("b", text)
	y.list("c", []string{text, text})
	y.plain("d", "end")
	var got struct {
		A, B, D string
		C       []string
	}
	if err := yaml.Unmarshal(y.bytes(), &got); err != nil {
		t.Fatalf("%q: %v\n%s", text, err, y.bytes())
	}
	if got.A != text || got.B != text || got.C[0] != text || got.C[1] != text || got.D != "end" {
		t.Fatalf("%q reads back as %q", text, got)
	}
	root, list := source.ParseYAML("x.yaml", y.bytes())
	if !strict {
		return
	}
	if len(list) > 0 {
		t.Fatalf("%q: %s\n%s", text, list[0].Message, y.bytes())
	}
	for _, pointer := range []string{"/a", "/b", "/c/0", "/c/1"} {
		if n := root.At(pointer); text != "" && (n == nil || n.Text != text || n.Plain) {
			t.Fatalf("%q: %s reads back as %v", text, pointer, n)
		}
	}
}

func TestYAMLReadsBack(t *testing.T) {
	for _, text := range []string{
		"a", "null", "~", "true", "1.10", "0x1", "2021-01-01", "- a", "? a", ": a", "a: b", "a #b", "# a", "&a", "*a", "!a", "!!str a", "| a", "> a", "'a'", "\"a\"", "{a}", "[a]", "%a", "@a", "`a`",
		"---", "...", "--- a\n...\n%YAML 1.2", "a\nb", "a\n\n\nb", "a\nb\n", "\na", " a", "a ", "a \nb", "a\n b", "\ta", "a\tb", "<<", "=", "\\", "\\n", "a\\\nb", "é漢😀", "a\u00a0b", "\\\"",
		strings.Repeat("a long text ", 500), strings.Repeat("x", 5000),
	} {
		readsBack(t, text, true)
	}
	for _, text := range []string{"\r", "a\r\nb", "\x00", "\x1b", "\x7f", "\u0085", "\u2028", "\u2029", "\ufeff", "\ufeffa", "\u200b", "\ufffe", "\U000e0001", "\U0010ffff", "\u00ad"} {
		readsBack(t, "a"+text+"b", false)
		readsBack(t, text, false)
	}
}

func TestRandomYAMLReadsBack(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	odd := []rune{0, 7, '\t', '\r', 0x1b, 0x7f, 0x85, 0xa0, 0xad, 0x200b, 0x2028, 0x2029, 0x202e, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xfffe, 0x1f600, 0x10ffff}
	for range 8000 {
		var b strings.Builder
		strict := true
		for range random.IntN(14) {
			if random.IntN(10) == 0 {
				b.WriteRune(odd[random.IntN(len(odd))])
				strict = false
				continue
			}
			b.WriteString(nasty[random.IntN(len(nasty))])
		}
		readsBack(t, b.String(), strict)
	}
}

// What clean lets through is what the strict reader accepts.
func TestCleanTextIsStrictYAML(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 8000 {
		runes := make([]rune, random.IntN(12))
		for i := range runes {
			switch random.IntN(3) {
			case 0:
				runes[i] = rune(random.IntN(0x300))
			case 1:
				runes[i] = rune(random.IntN(0x3000))
			default:
				runes[i] = rune(random.IntN(utf8.MaxRune + 1))
			}
		}
		text, _ := clean(string(runes))
		if strings.Contains(text, "\ufffd") {
			t.Fatalf("%q", text)
		}
		readsBack(t, text, true)
	}
}
