// Package proof holds the evidence for docs/embargo.md: the seven proofs that
// nothing gets out early, late or by halves. "go test" runs them in a short
// form; "make prove" sets the build tag prove and runs all of them. Each ends
// with a line of figures, "prove N name: …".
package proof

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/cache"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/templates"
)

// then is the clock of repositories that the command builds: it reads the real
// clock, which is later.
var then = time.Date(2024, 11, 23, 12, 0, 0, 0, time.UTC)

// size picks how often something is tried.
func size(short, full int) int {
	if whole {
		return full
	}
	return short
}

// figures prints the line of a proof that held.
func figures(t *testing.T, format string, args ...any) {
	if !t.Failed() {
		fmt.Printf("\nprove "+format+"\n", args...)
	}
}

// thousands writes a number as people read it.
func thousands[N int | int64](n N) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// parallel runs do for 0 … n−1 on all cores.
func parallel(n int, do func(i int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// scratch is a new folder, in memory where the system has such a place.
func scratch(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "advgen-proof-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

var built atomic.Bool // program was asked for

// program is the command, built once.
var program = sync.OnceValues(func() (string, error) {
	built.Store(true)
	dir, err := os.MkdirTemp("", "advgen-proof-program-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "advgen")
	out, err := exec.Command("go", "build", "-o", name, "../../cmd/advgen").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, out)
	}
	return name, err
})

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // many small catalogs, and memory enough
	code := m.Run()
	if built.Load() {
		if name, err := program(); err == nil {
			os.RemoveAll(filepath.Dir(name))
		}
	}
	os.Exit(code)
}

func command(t testing.TB) string {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// ran is what a run of the command gave.
type ran struct {
	stdout, stderr string
	code           int
}

// run runs the command in a folder, with more variables of the environment.
func run(t testing.TB, dir string, env []string, args ...string) ran {
	t.Helper()
	cmd := exec.Command(command(t), args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ran{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// files is a folder: every regular file by its path.
type files map[string]string

// read reads a folder; one that is absent is empty.
func read(t testing.TB, dir string) files {
	t.Helper()
	out := files{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// published reads an output folder and its state, as one, without the cache,
// which is made with a random key. TestWarm and TestCanary look at that.
func published(t testing.TB, out string) files {
	all := read(t, out)
	for name, data := range read(t, out+".advgen") {
		if !strings.HasPrefix(name, cache.Folder+"/") {
			all["<state>/"+name] = data
		}
	}
	return all
}

// difference says in what two folders differ, "" if in nothing.
func difference(a, b files) string {
	for _, name := range slices.Sorted(maps.Keys(a)) {
		other, ok := b[name]
		if !ok {
			return name + " is only in the first"
		}
		if a[name] != other {
			return name + " differs"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if _, ok := a[name]; !ok {
			return name + " is only in the second"
		}
	}
	return ""
}

// write writes a repository into a folder.
func write(t testing.TB, dir string, content fstest.MapFS) {
	t.Helper()
	for name, f := range content {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, f.Data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

// open reads a repository that must have no errors.
func open(t testing.TB, content fs.FS, now, asOf time.Time) *catalog.Catalog {
	t.Helper()
	c, list, err := catalog.Open(content, check.Options{Now: now, AsOf: asOf, Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.OnlyErrors() {
		t.Fatalf("the repository has a problem: %s\n\t%s", p, p.Hint)
	}
	return c
}

// render gives every output file, with the manifest of them.
func render(t testing.TB, content fs.FS, now, asOf time.Time) files {
	t.Helper()
	site, err := disclosure.Gate(open(t, content, now, asOf), asOf)
	if err != nil {
		t.Fatal(err)
	}
	var sink artifact.Memory
	if err := generator.Render(site, templates.FS, 1, &sink); err != nil {
		t.Fatal(err)
	}
	out := files{}
	for _, f := range sink.Files() {
		out[f.Path] = string(f.Data)
	}
	var manifest strings.Builder
	if err := sink.Manifest().Encode(&manifest); err != nil {
		t.Fatal(err)
	}
	out["<state>/"+publish.ManifestName] = manifest.String()
	return out
}

// build builds into a folder, in this process.
func build(t testing.TB, content fs.FS, now, asOf time.Time, out string) generator.Result {
	t.Helper()
	result, list, err := generator.Build(generator.Options{Content: content, Templates: templates.FS, Out: out, Now: now, AsOf: asOf, Jobs: 1})
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list)
	}
	return result
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
