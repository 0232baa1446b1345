package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
)

func newCheckCommand(env *environment) *cobra.Command {
	var content, format string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say everything that is wrong with the content",
		Long: `check reads the whole content repository and says everything that is wrong with
it at once, as path:line:col: message with a hint. It looks at what is public
now and at every later instant in the content, so that nothing that can be known
before stops a build on the day. Exit code: 0 fine, 1 errors; warnings and notes
do not count.`,
		Example: "  advgen check\n  advgen check --content my-advisories --format github",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runCheck(env, content, format)
		},
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&format, "format", "text", "text, json, github or sarif")
	return cmd
}

func runCheck(env *environment, content, format string) error {
	switch format {
	case "text", "json", "github", "sarif":
	default:
		return usage(fmt.Errorf("--format is text, json, github or sarif"))
	}
	fsys, root, err := openContent(content)
	if err != nil {
		return err
	}
	now := env.now()
	c, list, err := catalog.Open(fsys, check.Options{Now: now, AsOf: now})
	if err != nil {
		return outside(err)
	}
	if err := problem.Write(env.stdout, format, list, problem.Options{Root: root, ToolVersion: version()}); err != nil {
		return outside(err)
	}
	if format == "text" {
		fmt.Fprintln(env.stdout, checkSummary(c, list))
	}
	if list.Errors() > 0 {
		return problemsFound()
	}
	return nil
}

// checkSummary is the last line of check: what was read, and what was found.
func checkSummary(c *catalog.Catalog, list problem.List) string {
	n := map[problem.Level]int{}
	for _, p := range list {
		n[p.Level]++
	}
	read := count(len(c.Advisories()), "advisory", "advisories")
	if len(list) == 0 {
		return read + ": no problems"
	}
	return fmt.Sprintf("%s: %s, %s, %s", read,
		count(n[problem.Error], "error"), count(n[problem.Warning], "warning"), count(n[problem.Note], "note"))
}
