// Command bench measures advgen on corpora of several sizes, in one run and as
// ratios: a full build against a copy of its own output and against a program
// that does nothing but write the same files; rebuilds against a program that
// does nothing but read the same content. Figures of one run on one machine can
// be compared with each other; those of two machines cannot, ratios can.
//
// It is no test: nothing fails when a target is missed. docs/performance.md has
// the targets and what was reached.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

const usageText = `bench measures advgen; run it from the folder of its sources, as "make bench" does.

  go run ./cmd/bench --sizes "1000 10000"              what "make bench" does
  go run ./cmd/bench profile CONTENT OUT PREFIX        one build, with PREFIX.cpu and PREFIX.heap for pprof

What it starts itself:
  bench read FOLDER         read every file, in parallel
  bench write FROM TO       write the files of FROM again, and nothing else
  bench list FOLDER LIST    note the digest of every file
  bench changed LIST FOLDER count the files that are not as noted
  bench hugo CONTENT TO     write what is disclosed as a site for Hugo

`

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o := options{log: stderr}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usageText)
		flags.PrintDefaults()
	}
	sizes := flags.String("sizes", "1000 10000", "how many `advisories` the corpora have; records are five times as many")
	flags.IntVar(&o.rounds, "rounds", 0, "how often each pair is measured (default: 5, at 100,000 advisories and more: 2)")
	flags.StringVar(&o.work, "work", "", "the `folder` to work in and to leave things in (default: a temporary one, removed at the end)")
	flags.StringVar(&o.json, "json", "", "a `file` for all figures")
	flags.BoolVar(&o.hugo, "hugo", false, "measure Hugo with equal pages too, if it is installed (at up to 10,000 advisories)")
	flags.Float64Var(&o.disk, "disk", 8, "how many `GB` of output may lie about before some is removed between runs")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if flags.NArg() > 0 {
		err = runPart(flags.Args(), stdout)
	} else if o.sizes, err = parseSizes(*sizes); err != nil {
		fmt.Fprintf(stderr, "error: %s\n", err)
		return 2
	} else {
		err = measure(ctx, o, stdout)
	}
	if err != nil {
		fmt.Fprintf(stderr, "error: %s\n", err)
		return 3
	}
	return 0
}

// runPart does one of the things that are measured, in a process of its own.
func runPart(args []string, stdout io.Writer) error {
	switch {
	case args[0] == "read" && len(args) == 2:
		return bareRead(args[1], stdout)
	case args[0] == "write" && len(args) == 3:
		return bareWrite(args[1], args[2], stdout)
	case args[0] == "list" && len(args) == 3:
		return listDigests(args[1], args[2])
	case args[0] == "changed" && len(args) == 3:
		return countChanged(args[1], args[2], stdout)
	case args[0] == "hugo" && len(args) == 3:
		return writeHugo(args[1], args[2], stdout)
	case args[0] == "profile" && len(args) == 4:
		return profile(args[1], args[2], args[3], stdout)
	}
	return fmt.Errorf("unknown arguments: %s", strings.Join(args, " "))
}

func parseSizes(s string) ([]int, error) {
	var out []int
	for _, field := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' }) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("--sizes are numbers from 1, as in --sizes \"1000 10000\"")
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		return nil, errors.New("--sizes names no size")
	}
	return out, nil
}
