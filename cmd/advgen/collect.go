package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/lane"
)

type collectFlags struct{ content, from, vendor string }

func newCollectCommand(env *environment) *cobra.Command {
	var f collectFlags
	cmd := &cobra.Command{
		Use:   "collect --from DIR --as VENDOR",
		Short: "Bring a vendor's records back from its lane",
		Long: `collect takes the records that a vendor changed in its lane (see advgen mirror
--for) over into the content: only the vendor's own, of advisories that notified
it, and only if the content has no problem with them in it. If anything else is
in the lane, or a record has changed what is not the vendor's, nothing is taken.
It prints the files that it wrote.`,
		Example: "  advgen collect --from ../lanes/example-networks --as example-networks",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runCollect(env, f)
		},
	}
	contentFlag(cmd, &f.content)
	cmd.Flags().StringVar(&f.from, "from", "", "the `folder` of the lane")
	cmd.Flags().StringVar(&f.vendor, "as", "", "the `vendor` whose lane it is")
	return cmd
}

func runCollect(env *environment, f collectFlags) error {
	if f.from == "" || f.vendor == "" {
		return usage(errors.New("--from and --as are required"))
	}
	fsys, root, err := openContent(f.content)
	if err != nil {
		return err
	}
	from, err := os.OpenRoot(f.from)
	if err != nil {
		return &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", f.from), hint: "--from names the folder of the lane"}
	}
	defer from.Close()
	now := env.now()
	c, list, err := catalog.Open(fsys, check.Options{Now: now, AsOf: now})
	if err != nil {
		return outside(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list.OnlyErrors(), root); err != nil {
			return outside(err)
		}
		fmt.Fprintf(env.stderr, "the content has %s already; nothing was taken\n", count(list.Errors(), "error"))
		return problemsFound()
	}
	changes, list, err := lane.Collect(fsys, c, from.FS(), f.vendor, now)
	if err != nil {
		return mirrorFailure(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list, filepath.ToSlash(filepath.Clean(f.from))); err != nil {
			return outside(err)
		}
		fmt.Fprintf(env.stderr, "%s; nothing was taken\n", count(list.Errors(), "error"))
		return problemsFound()
	}
	return takeOver(env, root, changes)
}

// takeOver writes the records and names each.
func takeOver(env *environment, root string, changes []lane.Change) error {
	if len(changes) == 0 {
		fmt.Fprintln(env.stdout, "nothing has changed")
		return nil
	}
	to, err := os.OpenRoot(filepath.FromSlash(cmp.Or(root, ".")))
	if err != nil {
		return outside(err)
	}
	defer to.Close()
	if err := lane.Write(to, changes); err != nil {
		return outside(err)
	}
	for _, c := range changes {
		word := "changed"
		if c.New {
			word = "new"
		}
		fmt.Fprintf(env.stdout, "%s: %s\n", path.Join(root, c.Path), word)
	}
	return nil
}
