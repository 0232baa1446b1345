package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/amend"
)

func newEmbargoCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "embargo",
		Short: "Move the public instant of an advisory, on the record",
		Long: `embargo moves the disclose_at of a held advisory and records the old and the new
instant, when and why. Records and staged updates with an instant of their own
keep it; what would contradict is refused, and then nothing is written.`,
		Example: `  advgen embargo extend 'JVN#12345678' --to 2026-12-08T12:00:00+09:00 --reason "A vendor tests two weeks longer."
  advgen embargo release 'JVN#12345678' --reason "A mirror published the patch."`,
		Args:                  cobra.NoArgs,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(fmt.Errorf("say how to move the date: extend or release"))
		},
	}
	cmd.AddCommand(newEmbargoExtendCommand(env), newEmbargoReleaseCommand(env))
	return cmd
}

func newEmbargoExtendCommand(env *environment) *cobra.Command {
	var content, to, reason string
	cmd := &cobra.Command{
		Use:   "extend ID --to INSTANT --reason TEXT",
		Short: "Move the public instant to a later one",
		Long: `extend moves the disclose_at of a held advisory to a later instant and records
that in its extensions. An advisory without a date is given its first, which is
no extension and is not recorded. ID is the id or the name of the folder.`,
		Example:               `  advgen embargo extend 'JVN#12345678' --to 2026-12-08T12:00:00+09:00 --reason "A vendor tests two weeks longer."`,
		Args:                  cobra.ExactArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runAmend(env, content, "", func(c *amend.Content) (*amend.Change, error) {
				return c.Extend(args[0], to, reason)
			})
		},
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&to, "to", "", "the new `instant`, as in 2026-12-08T12:00:00+09:00")
	reasonFlag(cmd, &reason)
	required(cmd, "to")
	return cmd
}

func newEmbargoReleaseCommand(env *environment) *cobra.Command {
	var content, to, reason string
	cmd := &cobra.Command{
		Use:   "release ID --reason TEXT [--to INSTANT]",
		Short: "Move the public instant to an earlier one, or to now",
		Long: `release moves the disclose_at of a held advisory to an earlier instant, or to now,
and records that in its early_release. The next build publishes what is due.
ID is the id or the name of the folder.`,
		Example:               `  advgen embargo release 'JVN#12345678' --reason "A mirror published the patch."`,
		Args:                  cobra.ExactArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runAmend(env, content, "", func(c *amend.Content) (*amend.Change, error) {
				return c.Release(args[0], to, reason)
			})
		},
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&to, "to", amend.Now, "the new `instant`, as in 2026-11-24T12:00:00+09:00")
	reasonFlag(cmd, &reason)
	return cmd
}

// reasonFlag adds --reason, which is required.
func reasonFlag(cmd *cobra.Command, reason *string) {
	cmd.Flags().StringVar(reason, "reason", "", "why, for the record; it is never published")
	required(cmd, "reason")
}

func required(cmd *cobra.Command, flag string) {
	_ = cmd.MarkFlagRequired(flag) // the flag was defined before
}

// runAmend opens the content, makes a change, writes it, and prints what was
// changed; closing is what to say at the end of it.
func runAmend(env *environment, content, closing string, do func(*amend.Content) (*amend.Change, error)) error {
	_, name, err := openContent(content)
	if err != nil {
		return err
	}
	dir := name
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return outside(err)
	}
	defer root.Close()
	c, err := amend.Open(root, env.now())
	if err != nil {
		return amendFailure(env, err, name)
	}
	change, err := do(c)
	if err != nil {
		return amendFailure(env, err, name)
	}
	if err := amend.Write(root, change); err != nil {
		return amendFailure(env, err, name)
	}
	return printChange(env, change, name, closing)
}

func printChange(env *environment, change *amend.Change, root, closing string) error {
	if root != "" {
		root += "/"
	}
	var lines []string
	for _, line := range change.Lines {
		lines = append(lines, root+line)
	}
	for _, note := range change.Notes {
		lines = append(lines, "note: "+note)
	}
	if closing != "" {
		lines = append(lines, closing)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(env.stdout, line); err != nil {
			return outside(err)
		}
	}
	return nil
}

// amendFailure says what kind of failure an error of amend is. The problems
// behind a refusal are printed here.
func amendFailure(env *environment, err error, root string) error {
	var own *failure
	var refused *amend.Refusal
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, amend.ErrChanged):
		return &failure{code: exitOutside, err: err, hint: "nothing was written; try again when the content is at rest"}
	case !errors.As(err, &refused):
		return outside(err)
	}
	if len(refused.Problems) > 0 {
		if err := env.printProblems(refused.Problems, root); err != nil {
			return outside(err)
		}
	}
	code := exitProblems
	if refused.Usage {
		code = exitUsage
	}
	return &failure{code: code, err: refused, hint: refused.Hint}
}
