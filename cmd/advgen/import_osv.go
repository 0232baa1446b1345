package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/importer/osv"
)

func newImportOSVCommand(env *environment) *cobra.Command {
	var to string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "osv SRC --to DIR",
		Short: "Import a folder of OSV documents",
		Long: `osv reads every .json file in a folder, each an OSV document, and writes a content
repository. What cannot be taken over as it stands is mended by named rules; the
summary says how often. docs/import.md tells what becomes what.`,
		Example: "  advgen import osv advisory-database --to my-advisories",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runImportOSV(env, args[0], to, quiet)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the `folder` to write, absent or empty")
	_ = cmd.MarkFlagRequired("to") // the flag was defined one line above
	quietFlag(cmd, &quiet)
	return cmd
}

func runImportOSV(env *environment, src, to string, quiet bool) error {
	info, err := os.Stat(src)
	if err != nil || !info.IsDir() {
		return &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", src), hint: "give the folder of the .json files; unpack a zip first"}
	}
	if err := requireEmpty(to); err != nil {
		return err
	}
	show := env.progress(quiet)
	files := 0
	report, err := osv.Import(os.DirFS(src), env.now(), func(path string, data []byte) error {
		files++
		show.count("import", "importing, files written:", files)
		return writeNew(filepath.Join(to, filepath.FromSlash(path)), data)
	})
	show.end()
	if err != nil {
		return outside(err)
	}
	if err := report.Print(env.stdout); err != nil {
		return outside(err)
	}
	return nil
}
