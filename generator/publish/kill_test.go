package publish

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The process that is killed is this test binary itself, told by the
// environment to build until it dies.
const (
	childOut   = "PUBLISH_TEST_CHILD_OUT"
	childFirst = "PUBLISH_TEST_CHILD_FIRST"
)

func TestMain(m *testing.M) {
	if out := os.Getenv(childOut); out != "" {
		if err := buildUntilKilled(out, os.Getenv(childFirst)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// numberedTree is the same in the child and in the test.
func numberedTree(n int) tree { return randomTree(rand.New(rand.NewPCG(uint64(n), 99))) }

func buildUntilKilled(out, first string) error {
	n, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	for ; ; n++ {
		fmt.Printf("begin %d\n", n)
		if _, err := build(Options{Out: out}, numberedTree(n)); err != nil {
			return err
		}
		fmt.Printf("done %d\n", n)
	}
}

// listener keeps what is written and tells when it begins.
type listener struct {
	strings.Builder
	once  sync.Once
	heard chan struct{}
}

func (l *listener) Write(p []byte) (int, error) {
	l.once.Do(func() { close(l.heard) })
	return l.Builder.Write(p)
}

// A killed process leaves whole files, no list that points at a missing page,
// and what the next build needs to repair the output and take the lock.
func TestKilledProcess(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	rng := rand.New(rand.NewPCG(8, 9))
	dir := quickDir(t)
	out := filepath.Join(dir, "public")
	var h history
	h.done(nil)
	next, unfinished := 1, 0
	for range 20 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), childOut+"="+out, childFirst+"="+strconv.Itoa(next))
		var stderr strings.Builder
		stdout := &listener{heard: make(chan struct{})}
		cmd.Stdout, cmd.Stderr = stdout, &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-stdout.heard: // it builds
		case <-time.After(30 * time.Second):
		}
		time.Sleep(time.Duration(rng.IntN(40_000)) * time.Microsecond)
		cmd.Process.Kill()
		cmd.Wait()
		if stderr.Len() > 0 {
			t.Fatalf("child: %s", stderr.String())
		}
		begun := 0
		for line := range strings.Lines(stdout.String()) {
			word, number, _ := strings.Cut(strings.TrimSpace(line), " ")
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatalf("child wrote %q", line)
			}
			if begun = n; word == "begin" {
				h.begin(numberedTree(n))
			} else {
				h.done(numberedTree(n))
			}
		}
		if err := h.check(out); err != nil {
			t.Fatalf("killed in build %d: %v", begun, err)
		}
		if begun == 0 {
			t.Fatal("the child did not begin")
		}
		if !strings.HasSuffix(stdout.String(), fmt.Sprintf("done %d\n", begun)) {
			unfinished++
		}
		next = begun + 1
		if rng.IntN(2) == 0 && len(numberedTree(begun)) > 0 {
			mustBuild(t, Options{Out: out}, numberedTree(begun))
			checkClean(t, out, numberedTree(begun))
			h.done(numberedTree(begun))
		}
	}
	t.Logf("%d builds, %d of 20 killed in the middle", next-1, unfinished)
	if unfinished < 5 {
		t.Errorf("only %d builds were killed in the middle", unfinished)
	}
}
