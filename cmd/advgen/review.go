package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/review"
)

type reviewFlags struct {
	options      review.Options
	received     string
	format, lang string
	summaryTo    string
}

func newReviewCommand(env *environment) *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review --base REV --head REV --as VENDOR",
		Short: "Decide whether commits of a vendor may be merged",
		Long: `review decides whether the commits from BASE to HEAD may be merged, by git
objects and never by a work tree: every commit against its parent, with register
and policy from BASE. A vendor may change its own records on advisories that
notified it, and nothing else; --as coordinator may change the whole content,
which must be free of problems at HEAD.

What it prints quotes no record and may be shown to the vendor. What the reviewer
wants to see (old and new status, the statement as text, the pages that change)
goes to the file of --summary and nowhere else. Run a program that was built from
BASE. Exit code: 0 accepted, 1 refused. docs/review.md lists the rules.`,
		Example: "  advgen review --base origin/main --head HEAD --as example-networks --summary summary.md",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runReview(cmd, env, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.options.Base, "base", "", "the `revision` that is merged into")
	flags.StringVar(&f.options.Head, "head", "", "the `revision` that is to be merged")
	flags.StringVar(&f.options.As, "as", "", "whose change it is: a `vendor` id of the register, or coordinator")
	flags.StringVar(&f.options.Dir, "repo", ".", "a `folder` in the git repository")
	flags.StringVar(&f.options.Content, "content", "", "the content's `folder` in the repository (default content if BASE has one there, else the root)")
	flags.BoolVar(&f.options.RequireSignature, "require-signature", false, "refuse what no valid key of the vendor has signed")
	flags.StringVar(&f.received, "received", "", "the `instant` at which the commits came in, for the validity of keys (default: now)")
	flags.StringVar(&f.format, "format", "text", "text or json")
	langFlag(cmd, &f.lang)
	flags.StringVar(&f.summaryTo, "summary", "", "write a confidential summary for the reviewer to this `file`")
	return cmd
}

func runReview(cmd *cobra.Command, env *environment, f reviewFlags) error {
	if f.format != "text" && f.format != "json" {
		return usage(errors.New("--format is text or json"))
	}
	if f.options.Base == "" || f.options.Head == "" || f.options.As == "" {
		return usage(errors.New("--base, --head and --as are required"))
	}
	lang, err := spoken(f.lang, f.format)
	if err != nil {
		return err
	}
	o := f.options
	o.Now = env.now()
	if o.Received, err = receivedAt(f.received, o.Now); err != nil {
		return err
	}
	v, err := review.Run(cmd.Context(), o)
	if err != nil {
		return reviewFailure(err)
	}
	if f.summaryTo != "" {
		if err := writeSummary(f.summaryTo, v); err != nil {
			return outside(err)
		}
	}
	if err := review.WriteIn(env.stdout, f.format, lang, v); err != nil {
		return outside(err)
	}
	if !v.Accepted {
		return problemsFound()
	}
	return nil
}

func receivedAt(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return now, nil
	}
	t, err := advisory.ParseClock(s)
	if err != nil {
		return t, &failure{code: exitUsage, err: fmt.Errorf("--received %w", err), hint: advisory.InstantHint()}
	}
	if t.After(now) {
		return t, &failure{code: exitUsage, err: errors.New("--received lies in the future"), hint: "give the instant at which the commits came in, or leave it out for now"}
	}
	return t, nil
}

// reviewFailure sorts the errors that say that there is no verdict.
func reviewFailure(err error) *failure {
	hints := map[error]string{
		review.ErrRevision:    "fetch it first; give an id, a branch or a tag",
		review.ErrVendor:      "--as takes the id under vendors/ of the content, or coordinator",
		review.ErrAmbiguous:   "give that vendor another id",
		review.ErrRequirement: "--require-signature is for vendors; let the host of the repository protect the branch",
		review.ErrContent:     "--content names the folder with publisher.yaml in it, inside the repository",
	}
	for known, hint := range hints {
		if errors.Is(err, known) {
			return &failure{code: exitUsage, err: err, hint: hint}
		}
	}
	return &failure{code: exitOutside, err: err, hint: "nothing was decided; look at the clone, its owner and its permissions"}
}

// writeSummary makes a file that only its owner reads.
func writeSummary(name string, v *review.Verdict) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := review.WriteSummary(file, v); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
