package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
)

// How advgen speaks: results go to stdout; problems, progress and errors to
// stderr. Errors begin with "advgen: ", in small letters, without a full stop,
// and may have hint lines that say what to do.

// failure is an error with the exit code and the hint that belong to it.
type failure struct {
	code int
	err  error // nil if everything was said already
	hint string
}

func (f *failure) Error() string {
	if f.err == nil {
		return "problems were found"
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

func usage(err error) *failure {
	return &failure{code: exitUsage, err: err, hint: "advgen help, or --help after a command, shows what there is"}
}

// outside is a failure of the world: a disk, a lock, a permission.
func outside(err error) *failure { return &failure{code: exitOutside, err: err} }

// problemsFound ends a command whose problems were printed already.
func problemsFound() *failure { return &failure{code: exitProblems} }

func (e *environment) printFailure(f *failure) {
	if f.err == nil {
		return
	}
	fmt.Fprintf(e.stderr, "advgen: %s\n", f.err)
	if f.hint != "" {
		fmt.Fprintf(e.stderr, "hint: %s\n", f.hint)
	}
}

// printProblems shows problems on stderr as people read them.
func (e *environment) printProblems(list problem.List, root string) error {
	return problem.Write(e.stderr, "text", list, problem.Options{Root: root})
}

// buildFailure says what kind of failure an error of generator.Build is.
func buildFailure(err error) *failure {
	switch {
	case errors.Is(err, generator.ErrFuture):
		return &failure{code: exitUsage, err: errors.New("--as-of lies in the future"), hint: "a build shows what is disclosed now, or was at an earlier instant"}
	case errors.Is(err, check.ErrChanged):
		return &failure{code: exitOutside, err: err, hint: "nothing was written; build again when the content is at rest"}
	}
	var strays *publish.StrayError
	if errors.As(err, &strays) {
		return &failure{code: exitProblems, err: err}
	}
	var option *publish.OptionError
	if errors.As(err, &option) {
		return usage(err)
	}
	return outside(err)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// count writes "1 error", "2 errors"; the plural is given where it is not made
// with an s.
func count(n int, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		noun = plural[0]
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// quietFlag adds --quiet.
func quietFlag(cmd *cobra.Command, quiet *bool) {
	cmd.Flags().BoolVar(quiet, "quiet", false, "show no progress")
}

func (e *environment) progress(quiet bool) *progress {
	return &progress{to: e.stderr, terminal: e.terminal, quiet: quiet}
}

// progress shows how far long work is: in place on a terminal, otherwise a line
// for each stage.
type progress struct {
	to       io.Writer
	terminal bool
	quiet    bool
	stage    string
	shown    int
}

func (p *progress) report(stage, words string, done, of int) {
	if p.quiet {
		return
	}
	if !p.terminal {
		if stage != p.stage {
			fmt.Fprintln(p.to, words)
		}
		p.stage = stage
		return
	}
	if stage == p.stage && of > 0 && done < of && done-p.shown < of/100 {
		return
	}
	p.stage, p.shown = stage, done
	line := words
	if of > 0 {
		line = fmt.Sprintf("%s %d/%d", words, done, of)
	}
	fmt.Fprintf(p.to, "\r\x1b[K%s", line)
}

// count is report for work whose end is not known.
func (p *progress) count(stage, words string, done int) {
	if p.terminal && stage == p.stage && done < p.shown+100 {
		return
	}
	if p.terminal {
		words = fmt.Sprintf("%s %d", words, done)
	}
	p.report(stage, words, 0, 0)
	p.shown = done
}

// end clears the line of a terminal.
func (p *progress) end() {
	if p.terminal && !p.quiet && p.stage != "" {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}
