package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/templates"
)

type buildFlags struct {
	content, out, state, asOf string
	jobs                      int
	quiet, fresh              bool
	againstFlags
}

func newBuildCommand(env *environment) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Publish what is disclosed into a folder",
		Long: `build checks the content, lets through what is disclosed, renders it, and makes
the output folder equal to it. If anything is wrong, the folder stays as it is.
It ends with one line of public figures; "advgen held" tells what is held.

What was published stays: against the last build of the folder, and against what
is live if --against names it, a build is refused that would lose an advisory,
hold it back again, or turn its dates back. With --against, more than 20 percent
of what is live (and more than 10 advisories) at once is refused too. Each
refusal names the flag that lets it through.

An output that ends in .tar is an archive, "-" an archive on standard output. It
has no last build to compare with: only --against looks after what is live.`,
		Example: `  advgen build
  advgen build --content my-advisories --out /srv/www/advisories
  advgen build --out site.tar --against https://advisories.example.org/
  advgen build --against https://advisories.example.org/`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(cmd); err != nil {
				return err
			}
			return runBuild(cmd.Context(), env, f)
		},
	}
	asOfFlag(cmd, &f.asOf, "publish what was disclosed")
	f.addTo(cmd)
	return cmd
}

// addTo adds the flags that every command that builds has.
func (f *buildFlags) addTo(cmd *cobra.Command) {
	contentFlag(cmd, &f.content)
	cmd.Flags().StringVar(&f.out, "out", "./public", "the output `folder`, a file that ends in .tar, or - for an archive on standard output")
	cmd.Flags().StringVar(&f.state, "state", "", "the `folder` for manifest and staging (default: the output folder + .advgen)")
	cmd.Flags().IntVar(&f.jobs, "jobs", 0, "how many advisories are worked on at once (default: one per core)")
	cmd.Flags().BoolVar(&f.fresh, "fresh", false, "use nothing of the last build, and compare every file of the output")
	quietFlag(cmd, &f.quiet)
	f.add(cmd)
}

func runBuild(ctx context.Context, env *environment, f buildFlags) error {
	now := env.now()
	asOf, err := parseAsOf(f.asOf, now)
	if err != nil {
		return err
	}
	if publish.IsArchive(f.out) && (f.state != "" || f.fresh) {
		return usage(fmt.Errorf("--state and --fresh are for an output folder; an archive has no last build"))
	}
	if f.jobs < 0 {
		return usage(fmt.Errorf("--jobs is a number from 1, or 0 for one per core"))
	}
	result, err := f.build(ctx, env, now, asOf)
	if err != nil {
		return err
	}
	if result.First && !f.quiet {
		fmt.Fprintln(env.stderr, "no last state to compare with: the brake on mass changes is off")
	}
	if f.out == "-" { // the archive itself is there
		env.stdout = env.stderr
	}
	printSummary(env, result)
	return nil
}

// printSummary says in public figures what is published now.
func printSummary(env *environment, result generator.Result) {
	for _, note := range result.Notes {
		fmt.Fprintf(env.stderr, "note: %s\n", note)
	}
	fmt.Fprintf(env.stdout, "%s, %s: %s written, %d unchanged, %d removed\n",
		count(result.Advisories, "advisory", "advisories"), count(result.Records, "vendor record"),
		count(result.Written, "file"), result.Unchanged, result.Removed)
}

// build makes the output folder equal to what is disclosed at asOf, and prints
// what stands in the way.
func (f buildFlags) build(ctx context.Context, env *environment, now, asOf time.Time) (generator.Result, error) {
	fsys, root, err := openContent(f.content)
	if err != nil {
		return generator.Result{}, err
	}
	live, err := f.live(ctx)
	if err != nil {
		return generator.Result{}, err
	}
	key, err := signingKey(now)
	if err != nil {
		return generator.Result{}, err
	}
	show := env.progress(f.quiet)
	o := generator.Options{
		Content: fsys, Folder: cmp.Or(root, "."), Templates: templates.FS, Out: f.out, State: f.state,
		Now: now, AsOf: asOf, Jobs: f.jobs, Against: live, Overrides: f.overrides, Key: key, Progress: buildProgress(show),
		Fresh: f.fresh, Context: ctx,
	}
	var result generator.Result
	var list problem.List
	if publish.IsArchive(f.out) {
		result, list, err = generator.BuildArchive(o, env.stdout)
	} else {
		o.Program = program()
		result, list, err = generator.Build(o)
	}
	show.end()
	var refused *generator.RefusedError
	if errors.As(err, &refused) {
		list, root, err = refused.Problems, "", nil // about what is live, not about a file of the content
	}
	if err != nil {
		return result, buildFailure(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list, root); err != nil {
			return result, outside(err)
		}
		fmt.Fprintf(env.stderr, "%s; nothing was written\n", count(list.Errors(), "error"))
		return result, problemsFound()
	}
	return result, nil
}

// program names the program that runs by its bytes, whatever version it says it
// has; "" if they cannot be read.
var program = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return ""
	}
	return hex.EncodeToString(digest.Sum(nil))
})

// buildProgress words the stages of a build. It never tells how much was read,
// since that counts what is held.
func buildProgress(show *progress) func(generator.Progress) {
	var mu sync.Mutex
	return func(p generator.Progress) {
		mu.Lock()
		defer mu.Unlock()
		switch p.Stage {
		case "check":
			show.report(p.Stage, "checking the content", 0, 0)
		case "render":
			show.report(p.Stage, "rendering advisories", p.Done, p.Of)
		case "publish":
			show.report(p.Stage, "publishing", 0, 0)
		}
	}
}
