package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/theme"
	"github.com/advgen/advgen/templates"
)

func newTemplatesCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "templates",
		Short: "List the templates, and copy one to change it",
		Long: `A file templates/NAME in the content folder stands in place of the built-in
template, style sheet or script of that name. docs/templates.md says what each is
given. Such files are public: nothing confidential belongs in them.`,
		Example: "  advgen templates list\n  advgen templates eject html/vendor.html",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage(errors.New("say what to do with the templates: list or eject"))
		},
	}
	cmd.AddCommand(newTemplatesListCommand(env), newTemplatesEjectCommand(env))
	return cmd
}

func newTemplatesListCommand(env *environment) *cobra.Command {
	var content string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Show every template, what it is for, and whether the content overrides it",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fsys, root, err := openContent(content)
			if err != nil {
				return err
			}
			return listTemplates(env, fsys, root)
		},
	}
	contentFlag(cmd, &content)
	return cmd
}

func listTemplates(env *environment, content fs.FS, root string) error {
	look, list := theme.Open(content, templates.FS)
	names := append(theme.Names(templates.FS), look.Own()...)
	slices.Sort(names)
	table := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	for _, name := range slices.Compact(names) {
		from := "built in"
		if look.Overrides(name) {
			from = "overridden"
		}
		purpose := templates.Purpose(name)
		if purpose == "" {
			from, purpose = "added", "a style sheet of your own"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", name, from, purpose)
	}
	if err := table.Flush(); err != nil {
		return outside(err)
	}
	if err := env.printProblems(list, root); err != nil {
		return outside(err)
	}
	if list.Errors() > 0 {
		return problemsFound()
	}
	return nil
}

func newTemplatesEjectCommand(env *environment) *cobra.Command {
	var content string
	var force bool
	cmd := &cobra.Command{
		Use:   "eject NAME...",
		Short: "Copy built-in templates into the content folder, to be changed there",
		Example: "  advgen templates eject html/vendor.html\n" +
			"  advgen templates eject --force css/10-tokens.css",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, names []string) error { return ejectTemplates(env, content, names, force) },
	}
	contentFlag(cmd, &content)
	cmd.Flags().BoolVar(&force, "force", false, "replace files of the content that are there already")
	return cmd
}

func ejectTemplates(env *environment, content string, names []string, force bool) error {
	_, folder, err := openContent(content)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(contentDir(content))
	if err != nil {
		return outside(err)
	}
	defer root.Close()
	known := theme.Names(templates.FS)
	for i, name := range names {
		names[i] = strings.TrimPrefix(filepath.ToSlash(name), theme.Dir+"/")
		if !slices.Contains(known, names[i]) {
			return noTemplate(names[i], known)
		}
		if _, err := root.Lstat(path.Join(theme.Dir, names[i])); err == nil && !force {
			return &failure{code: exitUsage, err: fmt.Errorf("%s exists already; nothing was written", path.Join(folder, theme.Dir, names[i])),
				hint: "--force replaces it with the built-in one"}
		}
	}
	for _, name := range names {
		if err := eject(root, name); err != nil {
			return outside(err)
		}
		fmt.Fprintln(env.stdout, path.Join(folder, theme.Dir, name))
	}
	return nil
}

func noTemplate(name string, known []string) error {
	hint := "advgen templates list shows the names there are"
	if near, ok := problem.Nearest(name, known); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return &failure{code: exitUsage, err: errors.New("there is no built-in template of the name " + name), hint: hint}
}

// eject writes one built-in template into the content. What stands there is
// removed first, so that a link is not written through.
func eject(root *os.Root, name string) error {
	data, err := fs.ReadFile(templates.FS, name)
	if err != nil {
		return err
	}
	to := path.Join(theme.Dir, name)
	if err := root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return err
	}
	if err := root.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := root.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
