// Command corpusgen writes a content repository of any size for measuring and
// trying advgen: invented advisories, vendors and statements in Japanese and
// English, of which some are held, staged or withdrawn.
//
// The same flags give the same bytes, on any machine and at any time. Nothing
// in a corpus depends on the clock: what is held has no date yet or one far
// off, so that a build shows the same site in every year.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const (
	exitUsage   = 2
	exitOutside = 3
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("corpusgen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "corpusgen writes a content repository of invented advisories, for measuring.\n"+
			"The same flags give the same bytes.\n\n"+
			"  go run ./cmd/corpusgen --advisories 1000 --records 5000 --seed 1 --to corpus\n\n")
		flags.PrintDefaults()
	}
	var size size
	flags.IntVar(&size.advisories, "advisories", 1000, "how many `advisories`")
	flags.IntVar(&size.records, "records", -1, "how many vendor `records` in all of them (default: five for each advisory)")
	flags.Uint64Var(&size.seed, "seed", 1, "another `seed` gives another corpus")
	to := flags.String("to", "", "the `folder` to write into: a new or an empty one")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return exitUsage
	}
	plan, err := newPlan(size.withDefaults())
	if err == nil && (*to == "" || flags.NArg() > 0) {
		err = errors.New("--to names the folder to write into, and there are no other arguments")
	}
	if err != nil {
		fmt.Fprintf(stderr, "error: %s\n", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := write(ctx, plan, *to); err != nil {
		fmt.Fprintf(stderr, "error: %s\n", err)
		return exitOutside
	}
	fmt.Fprintf(stdout, "%d advisories, %d vendor records, %d vendors in %s\n", size.advisories, plan.countRecords(), len(plan.vendors), *to)
	return 0
}
