package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/wait"
)

type waitFlags struct {
	buildFlags
	poll    time.Duration
	publish []string // the command and its arguments
}

func newWaitCommand(env *environment) *cobra.Command {
	var f waitFlags
	cmd := &cobra.Command{
		Use:   "wait [-- COMMAND [ARG...]]",
		Short: "Build and publish at each instant, as one long-running process",
		Long: `wait builds now, sleeps until the next instant at which something is disclosed,
builds again, and goes on. It looks at the content every --poll and builds when it
changed. After a build that changed the output it runs COMMAND, without a shell;
what fails is tried again. A signal stops it between builds and publishes, never
in one. It survives a clock that is set, and takes nothing back when it is set
back. It prints no instant and nothing of what is held.`,
		Example: `  advgen wait --out /srv/www/advisories
  advgen wait --out public -- rsync -a --delete-after public/ web:/srv/www/advisories/`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd); err != nil {
				return err
			}
			if len(args) > 0 && cmd.ArgsLenAtDash() != 0 {
				return usage(errors.New("the command that publishes stands behind --"))
			}
			if f.poll < time.Second {
				return usage(errors.New("--poll is at least 1s"))
			}
			f.publish = args
			return runWait(cmd.Context(), env, f)
		},
	}
	f.addTo(cmd)
	cmd.Flags().DurationVar(&f.poll, "poll", 10*time.Second, "how often to look whether the content changed, and to try again what failed")
	return cmd
}

func runWait(ctx context.Context, env *environment, f waitFlags) error {
	if _, _, err := openContent(f.content); err != nil {
		return err
	}
	f.quiet = true // a log wants events, not stages
	seen := ""
	loop := wait.Loop{
		Now:   env.now,
		Sleep: sleep,
		Poll:  f.poll,
		Build: func(asOf time.Time) (bool, time.Time, error) {
			seen = contentStamp(f.content)
			return f.buildAndLookAhead(ctx, env, asOf)
		},
		Changed: func() bool { return contentStamp(f.content) != seen },
		Publish: func() error { return runPublish(env, f.publish) },
		Failed: func(err error) {
			var failed *failure
			if !errors.As(err, &failed) {
				failed = outside(err)
			}
			env.printFailure(failed)
			fmt.Fprintf(env.stderr, "trying again every %s, and when the content changes\n", f.poll)
		},
	}
	loop.Run(ctx)
	fmt.Fprintln(env.stdout, "stopped")
	return nil
}

// buildAndLookAhead builds for asOf and finds the next instant of disclosure.
func (f waitFlags) buildAndLookAhead(ctx context.Context, env *environment, asOf time.Time) (changed bool, next time.Time, err error) {
	result, err := f.build(ctx, env, asOf, asOf)
	if err != nil {
		return false, time.Time{}, err
	}
	if changed = result.Written+result.Removed > 0; changed {
		printSummary(env, result)
	}
	fsys, _, err := openContent(f.content)
	if err != nil {
		return changed, time.Time{}, err
	}
	c, _, err := catalog.Open(fsys, check.Options{Now: asOf, AsOf: asOf, Jobs: f.jobs})
	if err != nil {
		return changed, time.Time{}, err
	}
	next, _ = c.Next(asOf)
	return changed, next, nil
}

// runPublish runs the command that hands the output on, if there is one. It is
// not a child of the signal that stops wait: a publish that has begun ends.
func runPublish(env *environment, command []string) error {
	if len(command) == 0 {
		return nil
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = env.stderr, env.stderr
	shield(cmd)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the command that publishes failed: %w", err)
	}
	fmt.Fprintln(env.stdout, "published")
	return nil
}

// sleep waits, or returns early when ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// contentStamp changes when files of the content do, as far as names, sizes and
// times tell. It is a hint for when to build, nothing more: a build reads every
// byte.
func contentStamp(content string) string {
	h := sha256.New()
	err := fs.WalkDir(os.DirFS(contentDir(content)), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, os.ErrNotExist) {
			return nil // it went while we looked; the next look sees that
		}
		if err == nil && !d.IsDir() {
			fmt.Fprintf(h, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	return fmt.Sprintf("%x %v", h.Sum(nil), err)
}
