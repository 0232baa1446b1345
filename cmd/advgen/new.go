package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/scaffold"
)

func newNewCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Add an advisory, a vendor or a vendor's record to the content",
		Long: `new writes a file that passes check as it is and explains its fields in comments,
which are never published. It overwrites nothing, and prints what it wrote.`,
		Example: `  advgen new vendor example-soft --name "Example Soft, Inc."
  advgen new advisory --title "Example Router vulnerable to OS command injection"
  advgen new status --advisory JVN#12345678 --vendor example-soft`,
		Args:                  cobra.NoArgs,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(fmt.Errorf("say what to add: advisory, vendor or status"))
		},
	}
	cmd.AddCommand(newNewAdvisoryCommand(env), newNewVendorCommand(env), newNewStatusCommand(env))
	return cmd
}

func newNewAdvisoryCommand(env *environment) *cobra.Command {
	var content string
	var want scaffold.NewAdvisory
	cmd := &cobra.Command{
		Use:   "advisory",
		Short: "Add an advisory, held until it is given a date",
		Long: `advisory makes the folder of an advisory, with a file for each language and all
headings. It has no disclose_at yet, so it is held. Its id is drawn at random: a
sequence would tell how many cases are under embargo.`,
		Example: `  advgen new advisory --title "Example Router vulnerable to OS command injection"
  advgen new advisory --series vu`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runNew(env, content, func(c *scaffold.Content) ([]scaffold.File, error) {
				return c.Advisory(want, rand.Reader)
			})
		},
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&want.Series, "series", "", "the `path` of the series in publisher.yaml, if there are several")
	cmd.Flags().StringVar(&want.Title, "title", "", "the `title` in the first language (default: the id)")
	cmd.Flags().StringVar(&want.ID, "id", "", "an `id` that was assigned already (default: drawn at random)")
	return cmd
}

func newNewVendorCommand(env *environment) *cobra.Command {
	var content string
	var want scaffold.NewVendor
	cmd := &cobra.Command{
		Use:   "vendor ID",
		Short: "Add a vendor to the register",
		Long: `vendor adds an entry to the register. The id stands in addresses: small letters,
digits and hyphens. A vendor is public once a disclosed advisory notifies it.`,
		Example: `  advgen new vendor example-soft --name "Example Soft, Inc."
  advgen new vendor example-soft --name-ja 例示ソフト --name-en "Example Soft, Inc."`,
		Args: cobra.ExactArgs(1),
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&want.Name, "name", "", "the `name`; with others, that in the first language")
	byLanguage := map[advisory.Language]*string{}
	for _, lang := range advisory.Languages() {
		byLanguage[lang] = cmd.Flags().String("name-"+string(lang), "", "the `name` in this language")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		want.ID = args[0]
		want.Names = map[advisory.Language]string{}
		for lang, name := range byLanguage {
			if *name != "" {
				want.Names[lang] = *name
			}
		}
		return runNew(env, content, func(c *scaffold.Content) ([]scaffold.File, error) { return c.Vendor(want) })
	}
	return cmd
}

func newNewStatusCommand(env *environment) *cobra.Command {
	var content string
	var want scaffold.NewStatus
	cmd := &cobra.Command{
		Use:   "status [--advisory ID --vendor ID]",
		Short: "Add a vendor's record to an advisory",
		Long: `status makes the record in which a notified vendor gives its status and its
words. Until the record has a status, the vendor shows as unknown. On a terminal,
without flags, it asks.`,
		Example: "  advgen new status --advisory JVN#12345678 --vendor example-soft",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case want.Advisory != "" && want.Vendor != "":
			case env.asks:
				if err := askStatus(env, locale(), &want); err != nil {
					return err
				}
			default:
				return usage(errors.New("--advisory and --vendor say whose record it is"))
			}
			return runNew(env, content, func(c *scaffold.Content) ([]scaffold.File, error) { return c.Status(want) })
		},
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&want.Advisory, "advisory", "", "the `id` of the advisory, or the name of its folder")
	cmd.Flags().StringVar(&want.Vendor, "vendor", "", "the `id` of the vendor in the register")
	return cmd
}

// runNew opens the content, makes files, writes them, and prints their paths.
func runNew(env *environment, content string, draft func(*scaffold.Content) ([]scaffold.File, error)) error {
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
	c, err := scaffold.Open(root, dir, env.now())
	if err != nil {
		return scaffoldFailure(env, err, name)
	}
	list, err := draft(c)
	if err != nil {
		return scaffoldFailure(env, err, name)
	}
	if err := scaffold.Write(root, list); err != nil {
		return scaffoldFailure(env, err, name)
	}
	for _, f := range list {
		if _, err := fmt.Fprintln(env.stdout, path.Join(name, f.Path)); err != nil {
			return outside(err)
		}
	}
	return nil
}
