package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/publish"
	"github.com/advgen/advgen/generator/verify"
)

func newVerifyCommand(env *environment) *cobra.Command {
	var state string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Re-read a published folder and say what is wrong with it",
		Long: `verify reads a published folder again: every link, the digest of every file, the
feeds, the indexes, and files that no build put there. Digests and stray files
are judged by the manifest of the last build, in DIR.advgen.`,
		Example: "  advgen verify public",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runVerify(env, args[0], state, quiet)
		},
	}
	cmd.Flags().StringVar(&state, "state", "", "the `folder` with the manifest (default: DIR + .advgen)")
	quietFlag(cmd, &quiet)
	return cmd
}

func runVerify(env *environment, dir, state string, quiet bool) error {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", dir), hint: "give the folder that advgen build wrote, as in advgen verify public"}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return outside(err)
	}
	defer root.Close()
	if state == "" {
		state = filepath.Clean(dir) + ".advgen"
	}
	name := filepath.Join(state, publish.ManifestName)
	manifest, err := os.ReadFile(name)
	var list problem.List
	switch {
	case errors.Is(err, fs.ErrNotExist):
		list.Add(problem.Problem{Rule: "no-manifest", Path: filepath.ToSlash(name),
			Message: "there is no manifest, so that digests and stray files cannot be judged",
			Hint:    "--state names the folder that the build kept it in"})
		manifest = nil
	case err != nil:
		return outside(err)
	}
	show := env.progress(quiet)
	show.report("verify", "reading "+dir, 0, 0)
	found, stats := verify.Tree(root.FS(), manifest, keepers(manifest))
	show.end()
	for i := range found {
		found[i].Path = filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(found[i].Path)))
	}
	list.Add(found...)
	if err := problem.Write(env.stdout, "text", list, problem.Options{}); err != nil {
		return outside(err)
	}
	fmt.Fprintf(env.stdout, "%s, %s, %s, %s, %s: ", count(stats.Advisories, "advisory", "advisories"), count(stats.Files, "file"),
		count(stats.Pages, "page"), count(stats.Links, "link"), count(stats.Feeds, "feed"))
	if list.Errors() > 0 {
		fmt.Fprintln(env.stdout, count(list.Errors(), "error"))
		return problemsFound()
	}
	fmt.Fprintln(env.stdout, "no problems")
	return nil
}

// keepers reads the patterns of the host's files from a manifest. A damaged one
// has none here; verify says that it is damaged.
func keepers(manifest []byte) []string {
	m, err := artifact.ReadManifest(bytes.NewReader(manifest))
	if err != nil {
		return nil
	}
	return m.Keep
}
