package check

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"

	"github.com/advgen/advgen/templates"
)

// TestGrounds: the grounds that colours are held against are those of the style
// sheet, and our own colours stand out from them.
func TestGrounds(t *testing.T) {
	data, err := fs.ReadFile(templates.FS, "css/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	values := func(token string) []string { // light, then dark
		var out []string
		for _, m := range regexp.MustCompile(`(?m)^\s+--`+token+`: (#[0-9a-f]{6});`).FindAllSubmatch(data, -1) {
			out = append(out, string(m[1]))
		}
		return out
	}
	paper, panel := values("paper"), values("panel")
	if len(paper) != 2 || len(panel) != 2 || !slices.Equal(lightGrounds, []string{paper[0], panel[0]}) || !slices.Equal(darkGrounds, []string{paper[1], panel[1]}) {
		t.Errorf("the style sheet has paper %v and panel %v", paper, panel)
	}
	for _, token := range []string{"brand", "link", "link-visited", "ink"} {
		for i, grounds := range [][]string{lightGrounds, darkGrounds} {
			colour, ok := luminance(values(token)[i])
			for _, ground := range grounds {
				g, _ := luminance(ground)
				if c := contrast(colour, g); !ok || c < minContrast {
					t.Errorf("--%s %s on %s: %.2f", token, values(token)[i], ground, c)
				}
			}
		}
	}
}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.478}, {"#767676", "#ffffff", 4.542}} {
		a, _ := luminance(c.a)
		b, _ := luminance(c.b)
		if got := contrast(a, b); got < c.want-0.001 || got > c.want+0.001 {
			t.Errorf("%s on %s: %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}
