//go:build interop

package search

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// node runs node in interop/search; without node the test is skipped.
func node(t *testing.T, input string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		fmt.Fprintf(os.Stderr, "NOTICE: %s is skipped: there is no node on this machine\n", t.Name())
		t.Skip("there is no node on this machine")
	}
	run := exec.Command("node", args...)
	run.Dir = "../../../interop/search"
	run.Stdin = strings.NewReader(input)
	var errors strings.Builder
	run.Stderr = &errors
	out, err := run.Output()
	if err != nil {
		t.Fatalf("node %v: %v\n%s\n%s", args, err, errors.String(), out)
	}
	return out
}

func TestScript(t *testing.T) {
	t.Logf("%s", node(t, "", "--test", "."))
}

// TestScriptAgrees: the script of the pages finds what the searcher of these
// tests finds, and loads as much, on 100,000 advisories. So what plain tests
// prove of the searcher holds for the script.
func TestScriptAgrees(t *testing.T) {
	const n = 100_000
	files := files(t, n)
	dir := t.TempDir()
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	queries := append(realistic(n), odd(300)...)
	input, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	var answers []struct {
		Count, Loaded int
		Numbers       []int
		LeftOut, IDs  []string
	}
	if err := json.Unmarshal(node(t, string(input), "ask.mjs", dir), &answers); err != nil {
		t.Fatal(err)
	}
	worst := 0
	for i, got := range answers {
		s := &searcher{t: t, files: files}
		found, leftOut := s.search(queries[i])
		var ids []string
		for _, d := range s.documents(found[:min(len(found), pageSize)]) {
			ids = append(ids, d.ID)
		}
		if got.Count != len(found) || !slices.Equal(got.Numbers, found[:min(len(found), 200)]) || !slices.Equal(got.LeftOut, leftOut) ||
			!slices.Equal(got.IDs, ids) || got.Loaded != s.loaded {
			t.Errorf("%q: the script finds %d %v without %q, %d bytes; want %d %v without %q, %d bytes",
				queries[i], got.Count, got.IDs, got.LeftOut, got.Loaded, len(found), ids, leftOut, s.loaded)
		}
		worst = max(worst, got.Loaded)
	}
	t.Logf("%d queries on %d advisories: the script loads at most %d bytes of index files", len(queries), n, worst)
}

// odd makes queries of any characters, so that both cut texts alike.
func odd(n int) []string {
	rng := rand.New(rand.NewPCG(5, 5))
	ranges := [][2]rune{{0x20, 0x7f}, {0xa0, 0x24f}, {0x370, 0x3ff}, {0x3000, 0x30ff}, {0x4e00, 0x4eff}, {0xac00, 0xacff}, {0xff00, 0xffef}, {0x1f600, 0x1f640}, {'0', '9'}}
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		r := ranges[rng.IntN(len(ranges))]
		for range 1 + rng.IntN(30) {
			if rng.IntN(4) == 0 {
				r = ranges[rng.IntN(len(ranges))]
			}
			b.WriteRune(r[0] + rng.Int32N(r[1]-r[0]+1))
		}
		out[i] = b.String()
	}
	return out
}
