package amend

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/source"
)

// Ways to write fields, each the way some author would.
var (
	ids = []string{"id: EX#1\n", "id: 'EX#1'   # the number\n", "\"id\": \"EX#1\"\n"}

	titles = []string{
		"title: A title\n", "title: \"Quoted: # 'title'\"  # why\n", "title: 'It''s one'\n",
		"title: A title that\n  goes on\n  and on # here\n", "title: >-\n  folded\n  # no comment\n\n  text\n",
		"title: |\n    kept\n\n  # a comment behind it\n", "title: |+\n  kept\n\n\n", "title: \"over\n\n  lines \\\n  more\"\n",
		"'title': 日本語の題 # 題\n", "title:\n  below\n",
	}

	dates = []string{
		"", "disclose_at: 2026-12-01T12:00:00+09:00\n", "disclose_at:   2026-12-01T12:00:00+09:00   # agreed: 5 vendors\n",
		"disclose_at: \"2026-12-01T12:00:00+09:00\"\n", "'disclose_at': '2026-12-01T12:00:00+09:00' # x\n",
		"disclose_at:\n  # on the next line\n  2026-12-01T12:00:00+09:00\n", "disclose_at : 2026-12-01T12:00:00+09:00\n",
	}

	lists = []string{
		"", "extensions: []\n", "extensions: [ ] # none ]\n", "extensions:\n  - {to: a, recorded: b, reason: \"x ] y\"}\n",
		"extensions:\n- to: a\n  recorded: b\n  reason: |\n    # text\n\n", "extensions: # moved twice\n    - to: a\n\n    # between\n    - to: b # x\n      reason: >\n        folded\n        # text\n",
		"extensions:\n  -\n    to: a\n", "extensions: [{to: a}, {to: b}] # ] both\n", "extensions: [\n  {to: a}, # first ]\n  {to: 'b]'},\n  # last\n]\n",
		"extensions: [{to: a},]\n", "extensions:\n  - to: a\n    reason: two\n      lines # c\n\n\n", "extensions:\n  [{to: a}]\n",
	}

	others = []string{
		"aliases: [CVE-2026-1, CVE-2026-2]\n", "notified:\n  - a\n  # not yet: b\n  - c\n", "notified: []\n",
		"products:\n  - name: {ja: 名, en: \"Na: me\"}\n    versions: 1.10 # text\n", "cwe: [\n  CWE-1,\n  # CWE-2\n]\n",
		"credits:\n- name: |\n    one\n  organization: \"o\"\n", "note: ''\n", "words: {a: 'b', \"c\": [d, {e: f}]}\n", "text: |2\n    indented\n   less\n",
	}

	fillers = []string{"\n", "# a comment\n", "  # indented: comment\n", "#\n", "   \n", "# - [ { \" '\n", "\n\n"}
)

// randomFront gives front matter, its fields in any order.
func randomFront(rng *rand.Rand) string {
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	parts := []string{pick(ids), pick(titles), pick(dates), pick(lists)}
	for _, i := range rng.Perm(len(others))[:rng.IntN(4)] {
		if !slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, others[i][:5]) }) {
			parts = append(parts, others[i])
		}
	}
	rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	var out strings.Builder
	for _, p := range parts {
		for rng.IntN(3) == 0 {
			out.WriteString(pick(fillers))
		}
		out.WriteString(p)
	}
	for rng.IntN(2) == 0 {
		out.WriteString(pick(fillers))
	}
	front := out.String()
	if rng.IntN(4) == 0 {
		front = "  " + strings.ReplaceAll(strings.TrimSuffix(front, "\n"), "\n", "\n  ") + "\n"
	}
	file := "---\n" + front + "--- \n## Overview\nText.\n---\nid: no field\n"
	if rng.IntN(3) == 0 {
		file = strings.ReplaceAll(file, "\n", "\r\n")
	}
	if rng.IntN(8) == 0 {
		file = "\uFEFF" + file
	}
	return file
}

// plainly is a value without what does not belong to its meaning.
func plainly(n *source.Node) any {
	switch {
	case n == nil:
		return nil
	case n.Kind == source.Map:
		out := map[string]any{}
		for _, f := range n.Fields {
			out[f.Key] = plainly(f.Value)
		}
		return out
	case n.Kind == source.Seq:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, plainly(item))
		}
		return out
	}
	return n.Text
}

func values(t *testing.T, data string) (map[string]any, string) {
	t.Helper()
	doc, list := source.ParseMarkdown("advisory.md", []byte(data))
	if len(list) > 0 {
		t.Fatalf("%v in %q", list, data)
	}
	return plainly(doc.Front).(map[string]any), fmt.Sprint(doc.Sections[0].Heading, doc.Sections[0].Body)
}

// inserted says whether b is a with one run of bytes put in, in the place of a
// run of at most replaced bytes.
func inserted(a, b string, replaced int) bool {
	before := 0
	for before < min(len(a), len(b)) && a[before] == b[before] {
		before++
	}
	behind := 0
	for behind < min(len(a), len(b))-before && a[len(a)-1-behind] == b[len(b)-1-behind] {
		behind++
	}
	return before+behind >= len(a)-replaced
}

const awkward = "why: # \"not\" 'this' \\ ] }\n--- 理由\t{x}"

// TestEditsKeepTheRest tries every edit on random front matter: it gives the
// old values and the change, and the other bytes are what they were.
func TestEditsKeepTheRest(t *testing.T) {
	const to = "2027-01-31T09:30:00Z"
	item := group(source.Field{Key: "to", Value: plain(to)}, source.Field{Key: "reason", Value: quoted(awkward)})
	list := func(v any) []any { l, _ := v.([]any); return l }
	edits := []struct {
		name     string
		do       func(*document) error
		expect   func(map[string]any)
		replaced int
	}{
		{"set a date", func(d *document) error { return d.set("disclose_at", to, "title") },
			func(m map[string]any) { m["disclose_at"] = to }, len("2026-12-01T12:00:00+09:00")},
		{"append to a list", func(d *document) error { return d.appendTo("extensions", item) },
			func(m map[string]any) { m["extensions"] = append(list(m["extensions"]), plainly(item)) }, 0},
		{"add a group", func(d *document) error {
			return d.add("withdrawn", group(source.Field{Key: "date", Value: plain(to)}, source.Field{Key: "reason", Value: item}))
		}, func(m map[string]any) { m["withdrawn"] = map[string]any{"date": to, "reason": plainly(item)} }, 0},
		{"set a new field", func(d *document) error { return d.set("updated", to, "disclose_at") },
			func(m map[string]any) { m["updated"] = to }, 0},
	}
	refused := map[string]int{}
	const files = 600
	for seed := range uint64(files) {
		before := randomFront(rand.New(rand.NewPCG(seed, 7)))
		for _, e := range edits {
			d, err := parse("advisory.md", []byte(before))
			if err != nil {
				t.Fatalf("seed %d: %v in %q", seed, err.(*Refusal).Problems, before)
			}
			want, body := values(t, before)
			e.expect(want)
			if err := e.do(d); err != nil {
				var r *Refusal
				if !errors.As(err, &r) || strings.Contains(r.Reason, "why") {
					t.Fatalf("seed %d: %s: %v", seed, e.name, err)
				}
				refused[e.name]++
				continue
			}
			after := string(d.data)
			got, gotBody := values(t, after)
			if fmt.Sprint(got) != fmt.Sprint(want) || body != gotBody {
				t.Fatalf("seed %d: %s:\n%q\n%q\n got %v\nwant %v", seed, e.name, before, after, got, want)
			}
			if !inserted(before, after, e.replaced) {
				t.Fatalf("seed %d: %s: other bytes changed:\n%q\n%q", seed, e.name, before, after)
			}
			if strings.Contains(before, "\r\n") && strings.Count(after, "\n") != strings.Count(after, "\r\n") {
				t.Fatalf("seed %d: %s: line ends are mixed: %q", seed, e.name, after)
			}
		}
	}
	for name, n := range refused {
		t.Logf("%s: refused %d of %d", name, n, files)
		if n > files/50 {
			t.Errorf("%s: refused %d of %d", name, n, files)
		}
	}
}

// TestRetireAndCarry: a list makes way for that of another file, and no line of
// either is lost.
func TestRetireAndCarry(t *testing.T) {
	refused := 0
	for seed := range uint64(600) {
		rng := rand.New(rand.NewPCG(seed, 8))
		before, other := randomFront(rng), randomFront(rng)
		d, err := parse("advisory.md", []byte(before))
		if err != nil {
			t.Fatal(err)
		}
		o, err := parse("advisory.next.md", []byte(other))
		if err != nil {
			t.Fatal(err)
		}
		want, body := values(t, before)
		theirs, _ := values(t, other)
		if err := d.retire("extensions"); err != nil {
			refused++
			continue
		}
		delete(want, "extensions")
		got, gotBody := values(t, string(d.data))
		if fmt.Sprint(got) != fmt.Sprint(want) || gotBody != body {
			t.Fatalf("seed %d: retire:\n%q\n%q", seed, before, d.data)
		}
		if n := lostLines(before, string(d.data)); n > 0 {
			t.Fatalf("seed %d: %d lines lost:\n%q\n%q", seed, n, before, d.data)
		}
		if theirs["extensions"] == nil {
			continue
		}
		middle := string(d.data)
		if err := d.carry(o, "extensions"); err != nil {
			refused++
			continue
		}
		want["extensions"] = theirs["extensions"]
		if got, _ := values(t, string(d.data)); fmt.Sprint(got) != fmt.Sprint(want) || !inserted(middle, string(d.data), 0) {
			t.Fatalf("seed %d: carry:\n%q\n%q", seed, before, d.data)
		}
	}
	if refused > 12 {
		t.Errorf("refused %d of 600", refused)
	}
}

// lostLines counts the lines of a that are not in b in the same order, as they
// are or as a comment.
func lostLines(a, b string) int {
	rest := strings.Split(b, "\n")
	lost := 0
	for _, line := range strings.Split(a, "\n") {
		i := slices.IndexFunc(rest, func(l string) bool { return l == line || l == "# "+line })
		if i < 0 {
			lost++
			continue
		}
		rest = rest[i+1:]
	}
	return lost
}

// TestLayout holds the new text to the style of the list it goes into.
func TestLayout(t *testing.T) {
	item := group(source.Field{Key: "to", Value: plain("b")}, source.Field{Key: "reason", Value: quoted("why # not")})
	for _, c := range []struct{ name, before, after string }{
		{"absent", "id: x\n# end\n", "id: x\n# end\nextensions:\n  - to: b\n    reason: \"why # not\"\n"},
		{"block", "extensions:\n    - to: a\n# about the id\nid: x\n", "extensions:\n    - to: a\n    - to: b\n      reason: \"why # not\"\n# about the id\nid: x\n"},
		{"not indented", "extensions:\n- to: a # x\n\nid: x\n", "extensions:\n- to: a # x\n- to: b\n  reason: \"why # not\"\n\nid: x\n"},
		{"flow", "extensions: [{to: a}] # x\nid: x\n", "extensions: [{to: a}, {to: b, reason: \"why # not\"}] # x\nid: x\n"},
		{"empty", "extensions: []\nid: x\n", "extensions: [{to: b, reason: \"why # not\"}]\nid: x\n"},
	} {
		d, err := parse("advisory.md", []byte("---\n"+c.before+"---\n"))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.appendTo("extensions", item); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := string(d.data); got != "---\n"+c.after+"---\n" {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
}

// TestRefusedLayouts: what cannot be edited is refused with what to write.
func TestRefusedLayouts(t *testing.T) {
	for _, front := range []string{"{id: x, title: y}\n", "id: x\nextensions: {}\n", "id: x\nextensions: a\n", "id: x\n...\n"} {
		d, err := parse("advisory.md", []byte("---\n"+front+"---\n"))
		if err != nil {
			t.Fatalf("%q: %v", front, err)
		}
		var r *Refusal
		err = d.appendTo("extensions", group(source.Field{Key: "to", Value: plain("b")}))
		if !errors.As(err, &r) || !strings.HasPrefix(r.Hint, "write it by hand: extensions: ") || !strings.Contains(r.Hint, "{to: b}") || string(d.data) != "---\n"+front+"---\n" {
			t.Errorf("%q: %v: %q", front, err, d.data)
		}
	}
}
