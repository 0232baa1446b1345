package tidy

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/schema"
)

func schemas(t testing.TB) Schemas {
	t.Helper()
	s, err := ReadSchemas(schema.FS)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const record = "advisories/2026/X1/vendors/acme.yaml"

func TestFormat(t *testing.T) {
	for name, c := range map[string]struct{ file, in, want string }{
		"fields in order, indentation, ends of lines": {record,
			"# why\r\nstatement:   Update.  \r\n# the status\r\nstatus: affected # sure\r\nvendor: acme\r\nlinks:\r\n-   url: https://a.example/\r\n    title: 'N'\r\n",
			"vendor: acme\n# the status\nstatus: affected # sure\n# why\nstatement: Update.\nlinks:\n  - title: 'N'\n    url: https://a.example/\n"},
		"the line for editors stays the first": {record,
			"# yaml-language-server: $schema=x.json\nstatus: affected\nvendor: acme\n", "# yaml-language-server: $schema=x.json\nvendor: acme\nstatus: affected\n"},
		"text stays text": {"vendors/acme.yaml",
			"name: \"1.10\"\nsite: https://a.example/\n", "name: \"1.10\"\nsite: https://a.example/\n"},
		"the body of a Markdown file": {"advisories/X1/advisory.md",
			"---\ntitle: T\nid: X1\n---\n## Overview\nline  \nbroken\n\n\n", "---\nid: X1\ntitle: T\n---\n## Overview\nline  \nbroken\n"},
	} {
		got, err := schemas(t).Format(c.file, []byte(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, c.want)
		}
	}
	for _, bad := range []string{"a: [", "a: *x\n", "", "a: 1\na: 2\n"} {
		if _, err := schemas(t).Format(record, []byte(bad)); !errors.Is(err, ErrUnsure) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestFormatKeepsWhatIsSaid: on random records the result says the same, has
// the same comments, and is its own canonical form; or the file is refused.
func TestFormatKeepsWhatIsSaid(t *testing.T) {
	s, refused := schemas(t), 0
	for seed := range uint64(3000) {
		in := randomRecord(rand.New(rand.NewPCG(seed, 5)))
		out, err := s.Format(record, []byte(in))
		if err != nil {
			refused++
			continue
		}
		a, _ := source.ParseYAML("", []byte(in))
		b, _ := source.ParseYAML("", out)
		if !sameValue(a, b) {
			t.Fatalf("seed %d: another value\n%s\n%s", seed, in, out)
		}
		for line := range strings.SplitSeq(in, "\n") {
			if c := strings.TrimSpace(line); strings.HasPrefix(c, "#") && !strings.Contains(string(out), c) {
				t.Fatalf("seed %d: the comment %q is lost\n%s\n%s", seed, c, in, out)
			}
		}
		again, err := s.Format(record, out)
		if err != nil || string(again) != string(out) {
			t.Fatalf("seed %d: not canonical: %v\n%s\n%s", seed, err, out, again)
		}
	}
	if refused > 600 {
		t.Errorf("%d of 3000 were refused", refused)
	}
}

func randomRecord(rng *rand.Rand) string {
	values := []string{"affected", `"1.10"`, "'yes'", "2026-11-24", "|\n  two\n\n  lines\n", ">-\n  folded\n  text\n",
		"{ja: あ, en: b}", "[a, 'b', \"c\"]", "\n  - x # eol\n  -   y\n", "\n  # inside\n  ja: い\n  en:   c\n", `"a # b"`, "a#b", `"tab\tend  "`}
	var b strings.Builder
	keys := []string{"vendor", "status", "updated", "statement", "addendum", "links", "zzz", "schedule"}
	rng.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	for i, key := range keys[:1+rng.IntN(len(keys))] {
		if rng.IntN(3) == 0 {
			fmt.Fprintf(&b, "# c%d\n", i)
		}
		if i > 0 && rng.IntN(5) == 0 {
			b.WriteString("\n")
		}
		v := values[rng.IntN(len(values))]
		fmt.Fprintf(&b, "%s: %s", key, v)
		if !strings.HasSuffix(v, "\n") {
			if rng.IntN(4) == 0 {
				fmt.Fprintf(&b, " # e%d", i)
			}
			b.WriteString(strings.Repeat(" ", rng.IntN(2)) + "\n")
		}
	}
	return b.String()
}

func TestFix(t *testing.T) {
	for in, want := range map[string]string{
		"status: 該当製品あり\n":                                "status: affected\n",
		"status: 該当製品無し（調査中）\n":                           "status: not_affected_investigating\n",
		"status: Not Vulnerable\n":                        "status: not_affected\n",
		"status: \"Affected\"\n":                          "status: affected\n",
		"status: afected # typo\n":                        "status: affected # typo\n",
		"status: unaffected\n":                            "status: unaffected\n", // two slips: not for us to say
		"updated: 2026/1/5\n":                             "updated: 2026-01-05\n",
		"disclose_at: 2026-11-24 12:00+0900\n":            "disclose_at: 2026-11-24T12:00:00+09:00\n",
		"disclose_at: 2026-11-24\n":                       "disclose_at: 2026-11-24\n",
		"disclose_at: 2026-11-24T12:00:00\n":              "disclose_at: 2026-11-24T12:00:00\n",
		"updated: 11/24/2026\n":                           "updated: 11/24/2026\n",
		"vendor: ACME\nstatus: affected\n":                "vendor: acme\nstatus: affected\n",
		"vender: acme\n":                                  "vendor: acme\n",
		"vender: x\nvendor: acme\n":                       "vender: x\nvendor: acme\n",
		"status: affected   \nstatement: |\n  a  \n  b\n": "status: affected\nstatement: |\n  a  \n  b\n",
		"statement: 'status: afected'\n":                  "statement: 'status: afected'\n",
		"a: [\n":                                          "a: [\n",
	} {
		got, changes := schemas(t).Fix(record, []byte(in))
		if string(got) != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if (len(changes) > 0) != (in != want) {
			t.Errorf("%q: %v", in, changes)
		}
		if again, more := schemas(t).Fix(record, got); string(again) != string(got) || len(more) > 0 {
			t.Errorf("%q is not mended at once: %q", in, again)
		}
	}
}

// TestSampleIsLeftAlone: what is right is not touched by Fix.
func TestSampleIsLeftAlone(t *testing.T) {
	s := schemas(t)
	root := os.DirFS("../../content")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if _, ok := KindOf(name); err != nil || d.IsDir() || !ok {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if out, changes := s.Fix(name, data); len(changes) > 0 || string(out) != string(data) {
			t.Errorf("%s: %v", filepath.ToSlash(name), changes)
		}
		if _, err := s.Format(name, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
