package main

import (
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/templates"
)

type buildFlags struct {
	content, out, state, asOf string
	jobs                      int
	quiet                     bool
}

func newBuildCommand(env *environment) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Publish what is disclosed into a folder",
		Long: `build checks the content, lets through what is disclosed, renders it, and makes
the output folder equal to it. If anything is wrong, the folder stays as it is.
It ends with one line of public figures; "advgen held" tells what is held.`,
		Example: "  advgen build\n  advgen build --content my-advisories --out /srv/www/advisories",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runBuild(env, f)
		},
	}
	contentFlag(cmd, &f.content)
	cmd.Flags().StringVar(&f.out, "out", "./public", "the output `folder`")
	cmd.Flags().StringVar(&f.state, "state", "", "the `folder` for manifest and staging (default: the output folder + .advgen)")
	asOfFlag(cmd, &f.asOf, "publish what was disclosed")
	cmd.Flags().IntVar(&f.jobs, "jobs", 0, "how many advisories are worked on at once (default: one per core)")
	cmd.Flags().BoolVar(&f.quiet, "quiet", false, "show no progress")
	return cmd
}

func runBuild(env *environment, f buildFlags) error {
	now := env.now()
	asOf, err := parseAsOf(f.asOf, now)
	if err != nil {
		return err
	}
	if f.jobs < 0 {
		return usage(fmt.Errorf("--jobs is a number from 1, or 0 for one per core"))
	}
	fsys, root, err := openContent(f.content)
	if err != nil {
		return err
	}
	show := &progress{to: env.stderr, terminal: env.terminal, quiet: f.quiet}
	result, list, err := generator.Build(generator.Options{
		Content: fsys, Templates: templates.FS, Out: f.out, State: f.state,
		Now: now, AsOf: asOf, Jobs: f.jobs, Progress: buildProgress(show),
	})
	show.end()
	if err != nil {
		return buildFailure(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list, root); err != nil {
			return outside(err)
		}
		fmt.Fprintf(env.stderr, "%s; nothing was written\n", count(list.Errors(), "error"))
		return problemsFound()
	}
	fmt.Fprintf(env.stdout, "%s, %s: %s written, %d unchanged, %d removed\n",
		count(result.Advisories, "advisory", "advisories"), count(result.Records, "vendor record"),
		count(result.Written, "file"), result.Unchanged, result.Removed)
	return nil
}

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
