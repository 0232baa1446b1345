package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the command advgen available to scripts. There the clock can
// be set with ADVGEN_TEST_NOW; the real command has no such door.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"advgen": func() { os.Exit(runInScript()) }})
}

func runInScript() int {
	env := &environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now,
		asks: isTerminal(os.Stdin)}
	if s := os.Getenv("ADVGEN_TEST_NOW"); s != "" {
		t, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			panic(err)
		}
		env.now = func() time.Time { return t }
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return execute(ctx, env, os.Args[1:])
}

// TestScripts runs every script of testdata/script: one for each behaviour.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: false,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"snapshot":  snapshotCommand,
			"unchanged": unchangedCommand,
			"exitcode":  exitcodeCommand,
			"edit":      editCommand,
			"soon":      soonCommand,
			"until":     untilCommand,
		},
		Setup: func(env *testscript.Env) error {
			repo, err := filepath.Abs("../..")
			env.Setenv("REPO", repo)
			return err
		},
	})
}
