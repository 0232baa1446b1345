package disclosure

import (
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/check"
)

func named(name string) Text {
	return Text{check.Pack(check.Text{advisory.Japanese: name}, nil)}
}

func TestProductSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Alpha Router": "alpha-router", "ALPHA  Router ": "alpha-router", "Ａｌｐｈａ　Ｒｏｕｔｅｒ": "alpha-router", "Alpha-Router": "alpha-router",
		"X-1-2": "x-1-2", "Router 1.10": "router-1.10", "7-Zip": "7-zip", "node.js": "node.js",
		"HOSHIZORA AX シリーズ": "hoshizora-ax_", "見守り": "product_", "C++": "c_", "C": "c", "con": "con_", "page": "page_", "a_b": "a-b_", "-x": "x_", ".x": "x_",
		strings.Repeat("a", 61): strings.Repeat("a", 40) + "_", strings.Repeat("a", 60): strings.Repeat("a", 60),
	} {
		got := productSlug(named(name))
		if strings.HasSuffix(want, "_") {
			if !strings.HasPrefix(got, want) || len(got) != len(want)+16 {
				t.Errorf("%q: %s, want %s and 16 digits", name, got, want)
			}
		} else if got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
		if !advisory.ValidSlug(got) || artifact.CheckPath("products/x/"+got+"/index.html") != nil {
			t.Errorf("%q: %s cannot be a folder", name, got)
		}
	}
	seen := map[string]string{}
	for _, name := range []string{"C", "C++", "C#", "c-", "a b", "a_b", "a.b", "a/b", "ab", "あ", "い", "か\u3099", "con", "a b_0123456789abcdef", "product"} {
		slug := productSlug(named(name))
		if other, ok := seen[slug]; ok {
			t.Errorf("%q and %q have the slug %s", name, other, slug)
		}
		seen[slug] = name
	}
	if productSlug(named("か\u3099")) != productSlug(named("が")) {
		t.Error("two spellings of one letter differ")
	}
}

func TestCompareNumbers(t *testing.T) {
	order := []string{"CVE-1999-0001", "CVE-2026-0999", "CVE-2026-1000", "CVE-2026-10000", "CVE-2027-0001", "CWE-9", "CWE-79", "CWE-1000"}
	for i := range order {
		for j := range order {
			if got := compareNumbers(order[i], order[j]); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%s and %s: %d", order[i], order[j], got)
			}
		}
	}
}

func TestPackedText(t *testing.T) {
	both := check.Text{advisory.Japanese: "日", advisory.English: "e"}
	text := Text{check.Pack(both, []advisory.Language{advisory.English})}
	for lang, want := range both {
		if got, in := text.In(lang); got != want || in != lang {
			t.Errorf("%s: %q in %s", lang, got, in)
		}
	}
	if l := text.Languages(); len(l) != 2 || l[0] != advisory.English {
		t.Errorf("languages %v", l)
	}
	if got, in := named("x").In(advisory.English); got != "x" || in != advisory.Japanese {
		t.Errorf("%q in %s", got, in)
	}
}
