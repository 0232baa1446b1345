// Command advgen publishes security advisories from a content repository and
// holds each back until its agreed public instant.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the publisher's time zone, also where the machine has none

	"github.com/spf13/cobra"
)

// Exit codes, which other programs rely on.
const (
	exitFine     = 0
	exitProblems = 1 // problems were found in the content or the output
	exitUsage    = 2 // the command line is wrong
	exitOutside  = 3 // something outside failed: a disk, a lock
	exitOverdue  = 4 // something should be public and is not
)

// environment is what a command takes from the world around it. The clock is
// read through it and nowhere else.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stderr is a terminal
	asks           bool // stdin is one too, so that somebody can answer
	now            func() time.Time
}

func main() { os.Exit(run()) }

func run() int {
	tuneMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever asks again does not want to wait
	env := &environment{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		terminal: isTerminal(os.Stderr),
		asks:     isTerminal(os.Stdin) && isTerminal(os.Stderr),
		now:      time.Now,
	}
	return execute(ctx, env, os.Args[1:])
}

// execute runs one command line and gives its exit code.
func execute(ctx context.Context, env *environment, args []string) int {
	root := newRootCommand(env)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	var failed *failure
	if !errors.As(err, &failed) {
		failed = usage(err) // cobra's own errors are about the command line
	}
	env.printFailure(failed)
	return failed.code
}

func newRootCommand(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "advgen",
		Short: "Publish security advisories, each at its agreed instant",
		Long: `advgen publishes security advisories from a repository of YAML and Markdown:
pages, vendor status tables, Atom feeds and JSON, in the style of JVN. What is
under embargo reaches none of them before its instant.`,
		Example: `  advgen init my-advisories
  cd my-advisories
  advgen check --content .
  advgen build --content . --out public`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(env.stdin)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.AddCommand(
		newInitCommand(env),
		newNewCommand(env),
		newCheckCommand(env),
		newFmtCommand(env),
		newServeCommand(env),
		newBuildCommand(env),
		newWaitCommand(env),
		newHeldCommand(env),
		newEmbargoCommand(env),
		newPromoteCommand(env),
		newWithdrawCommand(env),
		newRecallCommand(env),
		newVerifyCommand(env),
		newImportCommand(env),
		newMirrorCommand(env),
		newCollectCommand(env),
		newReviewCommand(env),
		newTemplatesCommand(env),
		newHostingCommand(env),
		newVersionCommand(env),
	)
	return root
}
