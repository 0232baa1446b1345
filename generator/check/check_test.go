package check_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/testsite"
)

var update = flag.Bool("update", false, "write the goldens anew")

var now = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func run(t testing.TB, files fstest.MapFS) (*check.Repository, problem.List) {
	t.Helper()
	repo, list, err := check.Run(files, check.Options{Now: now, AsOf: now})
	if err != nil {
		t.Fatal(err)
	}
	return repo, list
}

func valid(t testing.TB) fstest.MapFS {
	t.Helper()
	data, err := os.ReadFile("testdata/valid.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return testsite.Files(string(data))
}

func TestValid(t *testing.T) {
	repo, list := run(t, valid(t))
	for _, p := range list {
		t.Errorf("%s: %s", p.Level, p)
	}
	if len(repo.Advisories) != 4 || len(repo.Vendors) != 3 {
		t.Errorf("%d advisories, %d vendors", len(repo.Advisories), len(repo.Vendors))
	}
}

// TestMessages changes one thing of a valid repository per case. The golden
// holds what people will read: it is product text.
func TestMessages(t *testing.T) {
	var got strings.Builder
	for _, c := range cases {
		files := valid(t)
		for _, e := range c.edits {
			e(t, files)
		}
		_, list := run(t, files)
		fmt.Fprintf(&got, "# %s\n", c.name)
		if err := problem.Write(&got, "text", list, problem.Options{}); err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			t.Errorf("%s: no problem was found", c.name)
		}
		got.WriteString("\n")
	}
	const golden = "testdata/messages.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("messages differ from %s; read them with -update and git diff:\n%s", golden, firstDifference(got.String(), string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return "one is longer than the other"
}

// TestOrderDoesNotShow reads the repository with many workers and with one.
func TestOrderDoesNotShow(t *testing.T) {
	files := valid(t)
	for _, c := range cases {
		if strings.HasPrefix(c.name, "a record") || strings.HasPrefix(c.name, "revision") {
			for _, e := range c.edits {
				e(t, files)
			}
		}
	}
	var outputs []string
	for _, jobs := range []int{1, 2, 16} {
		_, list, err := check.Run(files, check.Options{Now: now, AsOf: now, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		outputs = append(outputs, fmt.Sprint(list))
	}
	if outputs[0] != outputs[1] || outputs[0] != outputs[2] {
		t.Error("the problems depend on the number of workers")
	}
}

// TestMessagesQuoteNothing puts a token into every line of the held advisory
// and its records in turn, broken in some way, and looks for it in messages.
func TestMessagesQuoteNothing(t *testing.T) {
	const token = "Zq7Kanarienvogel"
	base := valid(t)
	for name, f := range base {
		if !strings.Contains(name, "EX33333333") && !strings.Contains(name, "gamma") {
			continue
		}
		lines := strings.Split(string(f.Data), "\n")
		for i, line := range lines {
			for j, broken := range []string{
				token + ": " + token, line + token, line + ": " + token + ": [", "- " + token, "\t" + token, "<!-- " + token + " -->",
				`  "` + token, "&" + token + " *" + token, "!" + token + " x", "## " + token, "[x](" + token + ":y)", "{" + token + ": {" + token, "id: " + token, "disclose_at: " + token, "notified: [" + token + "]", "status: " + token, "severity: [{vector: " + token + "}]", "by_cve: {" + token + ": " + token + "}", "withdrawn: " + token, "![" + token + "](https://" + token + ".example/)",
			} {
				if (i+j)%4 != 0 && strings.HasSuffix(name, "advisory.md") {
					continue // a quarter of them, all in all every break on many lines
				}
				files := valid(t)
				changed := append([]string(nil), lines...)
				changed[i] = broken
				files[name].Data = []byte(strings.Join(changed, "\n"))
				_, list := run(t, files)
				for _, p := range list {
					if strings.Contains(p.Message+p.Hint+p.Pointer, token) {
						t.Fatalf("%s line %d as %q: the message quotes it: %s (%s) %s", name, i+1, broken, p, p.Hint, p.Pointer)
					}
				}
			}
		}
	}
}
