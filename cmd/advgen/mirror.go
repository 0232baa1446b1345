package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/lane"
)

type mirrorFlags struct {
	content, to, state, vendor, asOf string
}

func newMirrorCommand(env *environment) *cobra.Command {
	var f mirrorFlags
	cmd := &cobra.Command{
		Use:   "mirror --to DIR",
		Short: "Write the disclosed records, or a vendor's lane, as a repository of its own",
		Long: `mirror writes a content repository of the disclosed records and nothing else, for
the public to read and to correct. Every file is written anew: no comment, no
confidential field, no history and no held name is in it.

With --for VENDOR it writes the vendor's private lane instead: the cases that
notified the vendor, held or not, without the other vendors, and the vendor's own
records. A lane is confidential. advgen collect brings the records back.

Files of git and of the host in DIR stay as they are.`,
		Example: "  advgen mirror --to ../public-advisories\n  advgen mirror --for example-networks --to ../lanes/example-networks",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.vendor != "" && cmd.Flags().Changed("as-of") {
				return usage(errors.New("--as-of is for the public mirror; a lane holds what is held too"))
			}
			return runMirror(env, f)
		},
	}
	contentFlag(cmd, &f.content)
	cmd.Flags().StringVar(&f.to, "to", "", "the `folder` to write")
	cmd.Flags().StringVar(&f.vendor, "for", "", "write the private lane of this `vendor`")
	cmd.Flags().StringVar(&f.state, "state", "", "the `folder` for manifest and staging (default: the folder of --to + .advgen)")
	asOfFlag(cmd, &f.asOf, "mirror what was disclosed")
	return cmd
}

func runMirror(env *environment, f mirrorFlags) error {
	if f.to == "" {
		return usage(errors.New("--to is required"))
	}
	now := env.now()
	asOf, err := parseAsOf(f.asOf, now)
	if err != nil {
		return err
	}
	fsys, root, err := openContent(f.content)
	if err != nil {
		return err
	}
	result, list, err := generator.Mirror(generator.MirrorOptions{
		Content: fsys, Folder: cmp.Or(root, "."), To: f.to, State: f.state, For: f.vendor, Now: now, AsOf: asOf,
	})
	if err != nil {
		return mirrorFailure(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list, root); err != nil {
			return outside(err)
		}
		fmt.Fprintf(env.stderr, "%s; nothing was written\n", count(list.Errors(), "error"))
		return problemsFound()
	}
	fmt.Fprintf(env.stdout, "%s written, %d unchanged, %d removed\n", count(result.Written, "file"), result.Unchanged, result.Removed)
	return nil
}

// mirrorFailure says what kind of failure an error of generator.Mirror is.
func mirrorFailure(err error) *failure {
	var refused *generator.MirrorError
	switch {
	case errors.As(err, &refused):
		return &failure{code: exitUsage, err: err, hint: refused.Hint()}
	case errors.Is(err, lane.ErrNoVendor):
		return &failure{code: exitUsage, err: err, hint: "the ids are the names of the files in vendors/"}
	}
	return buildFailure(err)
}
