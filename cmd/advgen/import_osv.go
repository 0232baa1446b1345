package main

import (
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/importer/osv"
)

func newImportOSVCommand(env *environment) *cobra.Command {
	var f importing
	cmd := &cobra.Command{
		Use:   "osv SRC --to DIR",
		Short: "Import a folder of OSV documents",
		Long: `osv reads every .json file in a folder, each an OSV document, and writes a content
repository. What cannot be taken over as it stands is mended by named rules; the
summary says how often. docs/import.md tells what becomes what.`,
		Example: "  advgen import osv advisory-database --to my-advisories",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(env, args[0], "give the folder of the .json files; unpack a zip first",
				func(src fs.FS, write func(path string, data []byte) error) (report, error) {
					return osv.Import(src, env.now(), write)
				})
		},
	}
	f.addTo(cmd)
	return cmd
}
