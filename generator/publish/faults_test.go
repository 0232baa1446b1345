package publish

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
)

var errCrash = errors.New("crash")

// failure makes the at-th operation fail: with an error once, or like a crash,
// after which nothing works any more.
type failure struct {
	at    int64
	err   error
	count atomic.Int64
	hit   atomic.Bool
}

func (f *failure) fault(string, string) error {
	n := f.count.Add(1) - 1
	if n == f.at || n > f.at && f.err == errCrash {
		f.hit.Store(true)
		return f.err
	}
	return nil
}

// buildWith runs a build with a failure. A crashed one is left as it is; only
// its lock goes, as that of a dead process does.
func buildWith(o Options, files tree, f *failure) error {
	o.Fault = f.fault
	s, err := Open(o)
	if err != nil {
		return err
	}
	_, err = buildIn(s, files)
	if errors.Is(err, errCrash) {
		s.release()
		return err
	}
	if closeErr := s.Close(); err == nil {
		err = closeErr
	}
	return err
}

func failures() []error { return []error{syscall.EIO, syscall.ENOSPC, errCrash} }

func addHost(t *testing.T, out string) []string {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(out, "host/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"CNAME", "host/page.html"} {
		if err := os.WriteFile(filepath.Join(out, p), []byte("host"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"CNAME", "host", "host/empty", "host/page.html"}
}

// Every operation of a build that meets every kind of change fails once in
// every way; the next build repairs it.
func TestEveryOperationCanFail(t *testing.T) {
	old := treeOf(
		file("a.css", artifact.Asset, "a1"), file("gone.css", artifact.Asset, "g"),
		file("r1/index.html", artifact.Record, "r1\n-> a.css"), file("r2/index.html", artifact.Record, "r2\n-> gone.css"),
		file("r3", artifact.Record, "r3"), file("deep/er/list.html", artifact.List, "-> r2/index.html\n-> gone.css"),
		file("index.json", artifact.Index, "-> r1/index.html\n-> r2/index.html\n-> r3"))
	next := treeOf(
		file("a.css", artifact.Asset, "a2"), file("b.css", artifact.Asset, "b"),
		file("r1/index.html", artifact.Record, "r1 changed\n-> b.css"), file("r3/index.html", artifact.Record, "r3"),
		file("r4/x/y.html", artifact.Record, "r4\n-> a.css"), file("deep", artifact.List, "-> r4/x/y.html"),
		file("index.json", artifact.Index, "-> r1/index.html\n-> r4/x/y.html\n-> deep"))
	for _, withHost := range []bool{false, true} {
		for _, kind := range failures() {
			for k := int64(0); ; k++ {
				out := filepath.Join(quickDir(t), "public")
				o := Options{Out: out, Keep: hostPatterns, noSync: true}
				mustBuild(t, o, old)
				var host []string
				if withHost {
					host = addHost(t, out)
				}
				var h history
				h.done(old)
				h.begin(next)
				f := &failure{at: k, err: kind}
				err := buildWith(o, next, f)
				if err := h.check(out); err != nil {
					t.Fatalf("%v at operation %d: %v", kind, k, err)
				}
				if !f.hit.Load() {
					if err != nil || k < 50 {
						t.Fatalf("%d operations, %v", k, err)
					}
					break
				}
				var typed *Error
				if !errors.As(err, &typed) || !errors.Is(err, kind) {
					t.Fatalf("%v at operation %d came back as %v", kind, k, err)
				}
				mustBuild(t, o, next)
				checkClean(t, out, next, host...)
			}
		}
	}
}

// Random builds fail at random places, one after the other; the output is
// right at every moment, and a build that ends leaves what a clean one does.
func TestRandomFailures(t *testing.T) {
	faults, repaired := 0, 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		out := filepath.Join(quickDir(t), "public")
		o := Options{Out: out, Keep: hostPatterns, noSync: true}
		var host []string
		if seed%2 == 0 {
			host = addHost(t, out)
		}
		var h history
		h.done(nil)
		for round := range 25 {
			files := randomTree(rng)
			if len(host) == 0 && len(files) == 0 {
				continue // may leave no folder at all, which another test looks at
			}
			where := fmt.Sprintf("seed %d round %d", seed, round)
			h.begin(files)
			f := &failure{at: int64(rng.IntN(130)), err: failures()[rng.IntN(3)]}
			err := buildWith(o, files, f)
			if err := h.check(out); err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			if f.hit.Load() {
				faults++
				if !errors.Is(err, f.err) {
					t.Fatalf("%s: %v came back as %v", where, f.err, err)
				}
				if rng.IntN(3) > 0 {
					continue // the next build fails again, or repairs with other files
				}
				mustBuild(t, o, files)
				repaired++
			} else if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			checkClean(t, out, files, host...)
			h.done(files)
		}
	}
	t.Logf("%d faults, %d repaired at once", faults, repaired)
	if faults < 500 {
		t.Errorf("only %d faults; the test has lost its teeth", faults)
	}
}

// crashAt runs a build that dies before the operation.
func crashAt(t *testing.T, o Options, op, path string, files tree) {
	t.Helper()
	f := &failure{at: 1 << 60, err: errCrash}
	o.Fault = func(gotOp, gotPath string) error {
		if gotOp == op && gotPath == path {
			f.at = 0
		}
		return f.fault(op, path)
	}
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := buildIn(s, files); !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	s.release()
}

// The renames of a dead process may not be durable yet when the next build
// finds nothing left to do.
func TestRepairWithoutStepsHasABarrier(t *testing.T) {
	o := Options{Out: filepath.Join(quickDir(t), "public")}
	files := treeOf(file("r/index.html", artifact.Record, "r"), file("i.json", artifact.Index, "i"))
	crashAt(t, o, "rename", o.Out+".advgen/manifest.json", files)
	var ops []string
	o.Fault = func(op, path string) error {
		ops = append(ops, op+" "+strings.TrimPrefix(path, o.Out))
		return nil
	}
	if got := mustBuild(t, o, files); got != (Result{Unchanged: 2}) {
		t.Error(got)
	}
	checkClean(t, o.Out, files)
	synced := slices.Index(ops, "sync ")
	if manifest := slices.Index(ops, "rename .advgen/manifest.json"); synced < 0 || manifest < synced {
		t.Errorf("no barrier before the manifest: %q", ops)
	}
}

// Where a crashed build changed the case of a path, a file system that folds
// case would answer for the wrong one, so the bytes are not compared.
func TestTwoSpellingsAfterACrash(t *testing.T) {
	o := Options{Out: filepath.Join(quickDir(t), "public")}
	mustBuild(t, o, treeOf(file("A", artifact.List, "x")))
	lower := treeOf(file("a", artifact.List, "x"))
	crashAt(t, o, "rename", o.Out+".advgen/manifest.json", lower)
	if got := mustBuild(t, o, lower); got != (Result{Written: 1}) {
		t.Error(got)
	}
	checkClean(t, o.Out, lower)
}
