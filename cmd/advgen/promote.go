package main

import (
	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/amend"
)

func newPromoteCommand(env *environment) *cobra.Command {
	var content string
	cmd := &cobra.Command{
		Use:   "promote [ID]",
		Short: "Fold staged updates that have passed into the main files",
		Long: `promote puts advisory.next.md and vendors/<id>.next.yaml, once their instant has
passed, in the place of what they update. What is public does not change by it.
Without an ID it does so for all advisories. Interrupted, it is simply run again.`,
		Example:               "  advgen promote\n  advgen promote 'JVN#12345678'",
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runAmend(env, content, "", func(c *amend.Content) (*amend.Change, error) {
				if len(args) == 0 {
					return c.Promote(nil)
				}
				return c.Promote(&args[0])
			})
		},
	}
	contentFlag(cmd, &content)
	return cmd
}
