package main

import (
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/importer/csaf"
)

func newImportCSAFCommand(env *environment) *cobra.Command {
	var f importing
	var zone string
	cmd := &cobra.Command{
		Use:   "csaf SRC --to DIR",
		Short: "Import CSAF 2.0 documents",
		Long: `csaf reads the CSAF 2.0 documents in a folder, such as what csaf_downloader
stores or a provider publishes, and writes a content repository. What build
publishes is read back to the same records. A document that is not labeled
TLP:WHITE, or is a draft, gives an advisory that stays held. docs/import.md
tells what becomes what.`,
		Example: "  advgen import csaf public/.well-known/csaf --to my-advisories --time-zone Asia/Tokyo",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			location, err := time.LoadLocation(zone)
			if err != nil || zone == "Local" || zone == "" {
				return &failure{code: exitUsage, err: fmt.Errorf("--time-zone %s: there is no such time zone", zone), hint: "write an IANA zone, as in --time-zone Asia/Tokyo"}
			}
			return f.run(env, args[0], "give a folder with CSAF documents in it, or below",
				func(src fs.FS, write func(path string, data []byte) error) (report, error) {
					return csaf.Import(src, location, write)
				})
		},
	}
	cmd.Flags().StringVar(&zone, "time-zone", "UTC", "the IANA `zone` in which the publisher counts days, which CSAF does not tell")
	f.addTo(cmd)
	return cmd
}
