package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/amend"
)

func newWithdrawCommand(env *environment) *cobra.Command {
	var content, first string
	cmd := &cobra.Command{
		Use:   "withdraw ID --reason TEXT",
		Short: "Retract an advisory: its page stays and says so",
		Long: `withdraw writes into a disclosed advisory that it was retracted, with the reason,
which readers will see, and adds a revision. ID is the id or the name of the
folder.`,
		Example: `  advgen withdraw 'JVN#12345678' --reason "The report was a duplicate."
  advgen withdraw 'JVN#12345678' --reason-ja 重複した届出でした。 --reason-en "The report was a duplicate."`,
		Args:                  cobra.ExactArgs(1),
		DisableFlagsInUseLine: true,
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&first, "reason", "", "why, for readers, in the publisher's first language")
	byLanguage := map[advisory.Language]*string{}
	for _, lang := range advisory.Languages() {
		byLanguage[lang] = cmd.Flags().String("reason-"+string(lang), "", "why, for readers, in this language")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return runAmend(env, content, "", func(c *amend.Content) (*amend.Change, error) {
			reasons := map[advisory.Language]string{}
			for lang, reason := range byLanguage {
				if cmd.Flags().Changed("reason-" + string(lang)) {
					reasons[lang] = *reason
				}
			}
			if cmd.Flags().Changed("reason") {
				if _, twice := reasons[c.First()]; twice {
					return nil, usage(fmt.Errorf("--reason and --reason-%s are the same text", c.First()))
				}
				reasons[c.First()] = first
			}
			return c.Withdraw(args[0], reasons)
		})
	}
	return cmd
}

func newRecallCommand(env *environment) *cobra.Command {
	var content, reason string
	cmd := &cobra.Command{
		Use:   "recall ID --reason TEXT",
		Short: "Take back an advisory that should not have got out",
		Long: `recall writes into a disclosed advisory that it should not have got out. From the
next build on only a notice with its id is public, for good. The reason is
confidential. ID is the id or the name of the folder.`,
		Example:               `  advgen recall 'JVN#12345678' --reason "Published before the agreed instant by mistake."`,
		Args:                  cobra.ExactArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			const next = `next: build and publish at once, because until then it is still there; what was read, mirrored or
sent by feeds cannot be taken back. docs/embargo.md has the drill.`
			return runAmend(env, content, next, func(c *amend.Content) (*amend.Change, error) {
				return c.Recall(args[0], reason)
			})
		},
	}
	contentFlag(cmd, &content)
	reasonFlag(cmd, &reason)
	return cmd
}
