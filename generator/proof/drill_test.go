package proof

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// source reads a file of the generator, by its path below generator/.
func (m mutant) source(t *testing.T) (path, text string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", m.file))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, string(data)
}

// TestMutantsAreFresh: every text that the drill changes is there, once, so
// that the list does not rot.
func TestMutantsAreFresh(t *testing.T) {
	for _, m := range mutants {
		path, text := m.source(t)
		if n := strings.Count(text, m.old); n != 1 {
			t.Errorf("%s: %s has the text %d times: %q", m.name, filepath.Base(path), n, m.old)
		}
	}
}

// TestDrill is proof 6: each gate rule is broken on purpose, and a test must
// notice.
func TestDrill(t *testing.T) {
	if !whole {
		t.Skip("the drill compiles the tests once for every mutant: make prove")
	}
	dir := t.TempDir()
	var mu sync.Mutex
	var lines []string
	killed := 0
	parallel(len(mutants), func(i int) {
		m := mutants[i]
		by := m.killedBy(t, filepath.Join(dir, fmt.Sprint(i)))
		mu.Lock()
		defer mu.Unlock()
		line := fmt.Sprintf("prove 6   %-20s %-46s ", strings.TrimPrefix(m.file, "../"), m.name)
		if by == "" {
			t.Errorf("nobody noticed the mutant %q of %s", m.name, m.file)
			line += "LIVES"
		} else {
			killed++
			line += "killed by " + by
		}
		lines = append(lines, line)
	})
	slices.Sort(lines)
	fmt.Println("\n" + strings.Join(lines, "\n"))
	figures(t, "6 drill: %d mutants killed of %d made", killed, len(mutants))
}

var failed = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// killedBy runs the killers of a mutant, one after the other, until one fails;
// it gives that one's name, or "". The mutant is an overlay: nothing is copied.
func (m mutant) killedBy(t *testing.T, dir string) string {
	path, text := m.source(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Error(err)
		return ""
	}
	changed, overlay := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{path: changed}})
	if err != nil {
		t.Error(err)
		return ""
	}
	os.WriteFile(changed, []byte(strings.Replace(text, m.old, m.new, 1)), 0o644)
	os.WriteFile(overlay, list, 0o644)
	for _, k := range m.killers {
		cmd := exec.Command("go", "test", "-short", "-count=1", "-vet=off", "-timeout=3m", "-run", k.tests, "./"+k.pkg)
		cmd.Dir = ".."
		cmd.Env = append(os.Environ(), "GOFLAGS=-overlay="+overlay) // also for what the tests compile
		out, err := cmd.CombinedOutput()
		if err == nil {
			continue
		}
		if strings.Contains(string(out), "[build failed]") || strings.Contains(string(out), "[setup failed]") {
			t.Errorf("the mutant %q does not compile:\n%s", m.name, out)
			return ""
		}
		name := "a panic"
		if all := failed.FindAllStringSubmatch(string(out), -1); all != nil {
			name = all[len(all)-1][1]
		}
		return strings.TrimPrefix(filepath.Join("generator", k.pkg), "./") + " " + name
	}
	return ""
}
