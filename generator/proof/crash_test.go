package proof

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

var errCrash = errors.New("crash")

// failure makes the at-th file operation fail, once, or from then on all, as
// after a crash.
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

// crashCount is what proof 7 counts.
type crashCount struct{ faults, fetches, kills, midway, injected, caught atomic.Int64 }

// TestCrash is proof 7: whatever fails, and wherever the process dies, every
// file is whole, nothing points at a missing page, and the next build ends in
// what a clean one gives.
func TestCrash(t *testing.T) {
	var c crashCount
	dir := scratch(t)
	tr := crashTransition(t, dir, nil)
	if len(tr.old) < 20 || difference(tr.old, tr.new) == "" {
		t.Fatalf("%d files: the transition is too small", len(tr.old))
	}
	t.Run("seam", func(t *testing.T) { everyFault(t, tr, &c) })
	t.Run("wrong publishers", func(t *testing.T) { noticed(t, tr, &c) })
	t.Run("kill", func(t *testing.T) { killed(t, &c) })
	outside := "no strace here"
	t.Run("outside", func(t *testing.T) {
		if err := exec.Command("strace", "-f", "-o", "/dev/null", "true").Run(); err != nil {
			fmt.Println("\nprove 7 NOTICE: strace is absent or may not trace; no faults were injected from outside")
			return
		}
		injected(t, &c)
		outside = fmt.Sprintf("%d runs with faults injected by strace", c.injected.Load())
	})
	if whole && (c.faults.Load() < 500 || c.kills.Load() < 50 || c.midway.Load() < 10) {
		t.Errorf("%d faults, %d kills, %d of them midway: the proof has lost its teeth", c.faults.Load(), c.kills.Load(), c.midway.Load())
	}
	figures(t, "7 crash: %s faults through the seam (EIO, ENOSPC, crash at every operation), %d processes killed (%d amid publishing), %s, %s pages fetched meanwhile, %d of %d wrong publishers noticed: always whole, always repaired",
		thousands(c.faults.Load()), c.kills.Load(), c.midway.Load(), outside, thousands(c.fetches.Load()), c.caught.Load(), len(wrongPublishers(tr)))
}

// everyFault lets every file operation of a build fail in three ways, each
// with a visitor reading all the while.
func everyFault(t *testing.T, tr *transition, c *crashCount) {
	dir := scratch(t)
	var operations atomic.Int64
	operations.Store(1 << 40) // until a build without a fault has counted them
	kinds := []error{syscall.EIO, syscall.ENOSPC, errCrash}
	parallel(3*2000, func(i int) {
		kind, at := kinds[i%3], int64(i/3)
		if at > operations.Load() || t.Failed() || !whole && i%61 != 0 {
			return
		}
		here := filepath.Join(dir, fmt.Sprint(i))
		f := &failure{at: at, err: kind}
		if err := tr.attempt(t, here, uint64(i), f, c, tr.publish); err != nil {
			t.Errorf("%v at operation %d: %v", kind, at, err)
		}
		if !f.hit.Load() {
			operations.Store(min(operations.Load(), at))
		} else {
			c.faults.Add(1)
		}
		os.RemoveAll(here)
	})
	if whole && operations.Load() > 2000 {
		t.Error("the build makes more operations than were tried")
	}
}

// publish is the real thing.
func (tr *transition) publish(out string, fault func(op, path string) error) error {
	_, list, err := generator.Build(generator.Options{Content: tr.content, Templates: templates.FS, Out: out, Now: then, AsOf: tr.asOf, Jobs: 1, Fault: fault})
	if err == nil && list.Errors() > 0 {
		err = errors.New("the content has errors")
	}
	return err
}

// attempt publishes with a fault, and says what was wrong on the way or after
// the next run, which has none.
func (tr *transition) attempt(t *testing.T, dir string, seed uint64, f *failure, c *crashCount, publish publisher) error {
	tr.reset(t, dir)
	out := filepath.Join(dir, "out")
	stop := make(chan struct{})
	var visitor sync.WaitGroup
	var seen error
	visitor.Go(func() {
		n, err := tr.fetch(out, seed, stop)
		c.fetches.Add(int64(n))
		seen = err
	})
	err := publish(out, f.fault)
	close(stop)
	visitor.Wait()
	switch {
	case seen != nil:
		return seen
	case f.hit.Load() && err == nil:
		return errors.New("the fault was passed over in silence")
	case !f.hit.Load() && err != nil:
		return fmt.Errorf("without a fault: %w", err)
	}
	got, err := readTree(out)
	if err == nil {
		err = tr.check(got)
	}
	if err != nil {
		return err
	}
	if err := publish(out, func(string, string) error { return nil }); err != nil {
		return fmt.Errorf("the next run: %w", err)
	}
	if diff := difference(tr.new, read(t, out)); diff != "" {
		return fmt.Errorf("after the next run %s", diff)
	}
	return nil
}

// noticed runs the same suite with publishers that are wrong on purpose.
func noticed(t *testing.T, tr *transition, c *crashCount) {
	dir := scratch(t)
	for name, publish := range wrongPublishers(tr) {
		caught := ""
		for at := int64(0); at < 400 && caught == ""; at++ {
			var ignored crashCount
			if err := tr.attempt(t, filepath.Join(dir, "wrong"), uint64(at), &failure{at: at, err: errCrash}, &ignored, publish); err != nil {
				caught = err.Error()
			}
		}
		if caught == "" || strings.HasPrefix(caught, "without a fault") || strings.HasPrefix(caught, "the fault was passed") {
			t.Errorf("nobody noticed the publisher %q (%s)", name, caught)
			continue
		}
		c.caught.Add(1)
	}
}

// bulk is more content, so that the command has something to write.
func bulk() fstest.MapFS {
	site := string(testsite.Files(crashSite)["publisher.yaml"].Data)
	content := fstest.MapFS{"publisher.yaml": file(site + "formats: [csaf, osv, jsonfeed]\n")}
	for i := range 25 {
		id := fmt.Sprintf("%08d", 50000000+i)
		content["advisories/EX"+id+"/advisory.md"] = file(fmt.Sprintf(
			"---\nid: EX#%s\ntitle: one of many\ndisclose_at: %s\nnotified: [alpha, beta]\n---\n## Overview\n%s\n",
			id, []string{"2020-05-01T00:00:00Z", "2024-01-01T00:00:00Z"}[i%2], strings.Repeat("words ", 50*i)))
	}
	return content
}

// killed kills the real process at random moments, half of them as soon as it
// has begun to change the output.
func killed(t *testing.T, c *crashCount) {
	dir := scratch(t)
	tr := crashTransition(t, dir, bulk())
	write(t, filepath.Join(dir, "content"), tr.content)
	longest := 400 * time.Millisecond
	tries := size(4, 240)
	parallel(tries, func(i int) {
		enough := c.kills.Load() >= 60 && c.midway.Load() >= 20
		if t.Failed() || whole && enough {
			return
		}
		rng := rand.New(rand.NewPCG(uint64(i), 4))
		out := filepath.Join(dir, fmt.Sprint("kill", i), "out")
		tr.reset(t, filepath.Dir(out))
		err := tr.during(out, uint64(i), c, func() error {
			cmd := exec.Command(command(t), "build", "--quiet", "--content", filepath.Join(dir, "content"), "--out", out, "--as-of", instant(tr.asOf))
			if err := cmd.Start(); err != nil {
				return err
			}
			ended := make(chan struct{})
			go func() { cmd.Wait(); close(ended) }()
			if i%2 == 0 {
				time.Sleep(time.Duration(rng.Int64N(int64(longest))))
			} else {
				waitFor(filepath.Join(out+".advgen", "journal"), ended)
				time.Sleep(time.Duration(rng.Int64N(int64(6 * time.Millisecond))))
			}
			cmd.Process.Kill()
			<-ended
			if cmd.ProcessState.ExitCode() == -1 {
				c.kills.Add(1)
			}
			return nil
		})
		if tr.afterwards(t, fmt.Sprintf("kill %d", i), out, err, filepath.Join(dir, "content")) {
			c.midway.Add(1)
		}
		os.RemoveAll(filepath.Dir(out))
	})
}

// waitFor waits until a file is there or the process has ended.
func waitFor(name string, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		default:
		}
		if _, err := os.Lstat(name); err == nil {
			return
		}
		time.Sleep(200 * time.Microsecond)
	}
}

// during lets a visitor read while something happens.
func (tr *transition) during(out string, seed uint64, c *crashCount, happen func() error) error {
	stop := make(chan struct{})
	var visitor sync.WaitGroup
	var seen error
	visitor.Go(func() {
		n, err := tr.fetch(out, seed, stop)
		c.fetches.Add(int64(n))
		seen = err
	})
	err := happen()
	close(stop)
	visitor.Wait()
	return errors.Join(err, seen)
}

// afterwards judges what a dead or failed run of the command left, and what
// the next run and verify make of it. It tells whether the run had begun to
// publish and not ended.
func (tr *transition) afterwards(t *testing.T, what, out string, err error, content string) (midway bool) {
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return false
	}
	got, err := readTree(out)
	if err == nil {
		err = tr.check(got)
	}
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return false
	}
	next := run(t, filepath.Dir(out), nil, "build", "--quiet", "--content", content, "--out", out, "--as-of", instant(tr.asOf))
	if next.code != 0 {
		t.Errorf("%s: the next run: %s", what, next.stderr)
	}
	if diff := difference(tr.want, published(t, out)); diff != "" {
		t.Errorf("%s: after the next run %s", what, diff)
	}
	if v := run(t, filepath.Dir(out), nil, "verify", out); v.code != 0 {
		t.Errorf("%s: verify says\n%s%s", what, v.stdout, v.stderr)
	}
	return difference(got, tr.old) != "" && difference(got, tr.new) != ""
}

// injected lets system calls of the real process fail, or kill it, from
// outside: at the n-th call of each kind.
func injected(t *testing.T, c *crashCount) {
	dir := scratch(t)
	tr := crashTransition(t, dir, nil)
	content := filepath.Join(dir, "content")
	write(t, content, tr.content)
	var cases []string
	for _, call := range []string{"renameat", "unlinkat", "mkdirat", "fchmod", "fchmodat", "syncfs", "fsync", "flock", "getdents64", "write", "openat", "newfstatat"} {
		for _, n := range []int{1, 2, 3, 5, 8, 13} {
			how := []string{"error=EIO", "error=ENOSPC"}
			if slices.Contains([]string{"renameat", "unlinkat", "mkdirat", "syncfs", "write"}, call) {
				how = append(how, "signal=KILL")
			}
			for _, h := range how {
				cases = append(cases, fmt.Sprintf("%s:%s:when=%d", call, h, n))
			}
		}
	}
	command(t)
	parallel(len(cases), func(i int) {
		if t.Failed() || !whole && i%29 != 0 {
			return
		}
		out := filepath.Join(dir, fmt.Sprint("inject", i), "out")
		tr.reset(t, filepath.Dir(out))
		code := 0
		err := tr.during(out, uint64(i), c, func() error {
			call, _, _ := strings.Cut(cases[i], ":")
			cmd := exec.Command("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call, "-e", "inject="+cases[i],
				command(t), "build", "--quiet", "--content", content, "--out", out, "--as-of", instant(tr.asOf))
			cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
			cmd.Run()
			code = cmd.ProcessState.ExitCode()
			return nil
		})
		if got, _ := readTree(out); code == 0 && err == nil && difference(got, tr.new) != "" {
			err = errors.New("it says that it has published, and has not")
		}
		tr.afterwards(t, cases[i], out, err, content)
		os.RemoveAll(filepath.Dir(out))
		c.injected.Add(1)
	})
}
