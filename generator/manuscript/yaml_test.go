package manuscript

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/source"
)

var pieces = []string{
	"a", "B", "1", "é", "日本", "。", "🙂", " ", "  ", "\n", "\n\n", "\t", "#", " #", ":", ": ", "- ", "-", "---", "\n---\n", "...", "|", ">", "&", "*", "!", "!!str",
	"%", "@", "`", "'", "\"", "\\", "{", "}", "[", "]", ",", "?", "? ", "~", "null", "true", "yes", "0x1", "1e3", "2026-01-01", "=", "<<", "\u00a0", "\u3000", "\u200d",
}

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range 1 + rng.IntN(8) {
		b.WriteString(pieces[rng.IntN(len(pieces))])
	}
	return b.String()
}

func randomValue(rng *rand.Rand, depth int) Value {
	switch n := rng.IntN(6); {
	case n == 0 && depth < 4:
		out := List{}
		for range rng.IntN(4) {
			out = append(out, randomValue(rng, depth+1))
		}
		return out
	case n == 1 && depth < 4:
		m := Map{}
		for i := range 1 + rng.IntN(4) {
			m = append(m, Field{"k" + string(rune('a'+i)) + randomText(rng), randomValue(rng, depth+1)})
		}
		return m
	case n == 2:
		return Word("true")
	}
	return Text(randomText(rng))
}

// same says whether a reader gets what was written.
func same(v Value, n *source.Node) bool {
	switch v := v.(type) {
	case Text:
		return n != nil && n.Kind == source.Scalar && n.Text == string(v)
	case Word:
		return n != nil && n.Kind == source.Scalar && n.Plain && n.Text == string(v)
	case List:
		if n == nil || n.Kind != source.Seq || len(n.Items) != len(v) {
			return false
		}
		for i := range v {
			if !same(v[i], n.Items[i]) {
				return false
			}
		}
		return true
	case Map:
		if n == nil || n.Kind != source.Map || len(n.Fields) != len(v) {
			return false
		}
		for i, f := range v {
			if n.Fields[i].Key != f.Key || !same(f.Value, n.Fields[i].Value) {
				return false
			}
		}
		return true
	}
	return false
}

// TestReadBack: whatever is written, the strict reader reads the same.
func TestReadBack(t *testing.T) {
	for seed := range uint64(30000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		m := Map{{"first", Text(randomText(rng))}, {"second", randomValue(rng, 1)}}
		data := m.YAML("../schema/x.schema.json")
		n, list := source.ParseYAML("x", data)
		if len(list) > 0 || !same(m, n) {
			t.Fatalf("seed %d: %v\n%#v\n%s", seed, list, m, data)
		}
		// Nothing in a value ends front matter.
		front, _, _, list := source.SplitFrontMatter("x", Statement(m, "", "body"))
		if len(list) > 0 || !same(m, front) {
			t.Fatalf("seed %d: as front matter: %v\n%s", seed, list, data)
		}
	}
}

func TestAbsent(t *testing.T) {
	m := Map{{"a", Text("")}, {"b", nil}, {"c", Map{{"d", Text("")}}}, {"e", List(nil)}, {"f", Text("x")}, {"g", List{}}, {"h", Texts(nil)}}
	if got, want := string(m.YAML("")), "f: x\ng: []\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDocument(t *testing.T) {
	front := Map{{"title", Text("x")}}
	got := string(Document(front, Schema("a/b/c.md", "advisory"), advisory.Japanese, []Section{{advisory.Overview, "one"}, {advisory.Impact, ""}, {advisory.Solution, "two"}}))
	want := "---\n# yaml-language-server: $schema=../../schema/advisory.schema.json\ntitle: x\n---\n## 概要\n\none\n\n## 対策方法\n\ntwo\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDates(t *testing.T) {
	zone := time.FixedZone("", 9*3600)
	odd := time.FixedZone("", 9*3600+59) // as before there were time zones
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, zone)
	for _, tt := range []struct {
		got  Value
		want string
	}{
		{Instant(at), "2026-01-02T03:04:05+09:00"},
		{Instant(at.In(odd)), "2026-01-01T18:04:05Z"},
		{Day(at, time.UTC), "2026-01-01"},
		{Day(at, zone), "2026-01-02"},
	} {
		if tt.got != Text(tt.want) {
			t.Errorf("got %v, want %s", tt.got, tt.want)
		}
	}
	if Instant(time.Time{}) != nil || Day(time.Time{}, zone) != nil {
		t.Error("no date gives a value")
	}
}
