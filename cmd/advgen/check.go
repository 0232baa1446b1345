package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/templates"
)

func newCheckCommand(env *environment) *cobra.Command {
	var content, format, lang string
	var quiet, fix bool
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Say everything that is wrong with the content",
		Long: `check reads the whole content repository and says everything that is wrong with
it at once, as path:line:col: message with a hint. It looks at what is public
now and at every later instant in the content, so that nothing that can be known
before stops a build on the day. With paths, it says only what is wrong with these
files and folders. Exit code: 0 fine, 1 errors; warnings and notes do not count.`,
		Example: "  advgen check\n  advgen check content/advisories/2026/JVN12345678/vendors/example-networks.yaml\n  advgen check --content my-advisories --format github",
		RunE: func(cmd *cobra.Command, args []string) error {
			lang, err := spoken(lang, format)
			if err != nil {
				return err
			}
			if fix {
				if err := fixContent(env, content, lang, args); err != nil {
					return err
				}
			}
			return runCheck(env, args, content, format, lang, quiet)
		},
	}
	contentFlag(cmd, &content)
	cmd.Flags().StringVar(&format, "format", "text", "text, json, github or sarif")
	cmd.Flags().BoolVar(&fix, "fix", false, "first mend what has one right answer: the spelling of a status, the form of a date, …")
	langFlag(cmd, &lang)
	quietFlag(cmd, &quiet)
	return cmd
}

func runCheck(env *environment, paths []string, content, format, lang string, quiet bool) error {
	switch format {
	case "text", "json", "github", "sarif":
	default:
		return usage(fmt.Errorf("--format is text, json, github or sarif"))
	}
	if content == "" && len(paths) > 0 {
		content = contentAbove(paths[0])
	}
	fsys, root, err := openContent(content)
	if err != nil {
		return err
	}
	only, err := insideContent(root, paths)
	if err != nil {
		return err
	}
	now := env.now()
	show := env.progress(quiet)
	c, _, list, err := generator.Check(fsys, templates.FS, check.Options{Now: now, AsOf: now, Progress: func(done, of int) {
		show.report("check", checking(lang), done, of)
	}})
	show.end()
	if err != nil {
		return outside(err)
	}
	list = append(list, generator.Waiting(c, now)...).Sorted()
	if len(only) > 0 {
		list = within(list, only)
	}
	if err := problem.Write(env.stdout, format, list, problem.Options{Root: root, ToolVersion: version(), Lang: lang}); err != nil {
		return outside(err)
	}
	if format == "text" {
		fmt.Fprintln(env.stdout, checkSummary(lang, len(c.Advisories()), len(only), list))
	}
	if list.Errors() > 0 {
		return problemsFound()
	}
	return nil
}

// within leaves the problems of some files and folders, and of publisher.yaml,
// without which nothing else can be judged.
func within(list problem.List, only []string) problem.List {
	var out problem.List
	for _, p := range list {
		here := p.Path == check.PublisherFile && p.Level == problem.Error
		for _, name := range only {
			here = here || name == "." || p.Path == name || strings.HasPrefix(p.Path, name+"/")
		}
		if here {
			out.Add(p)
		}
	}
	return out
}
