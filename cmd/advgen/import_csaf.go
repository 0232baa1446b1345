package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/importer/csaf"
)

func newImportCSAFCommand(env *environment) *cobra.Command {
	var to, zone string
	var quiet bool
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
			return runImportCSAF(env, args[0], to, zone, quiet)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the `folder` to write, absent or empty")
	_ = cmd.MarkFlagRequired("to") // the flag was defined one line above
	cmd.Flags().StringVar(&zone, "time-zone", "UTC", "the IANA `zone` in which the publisher counts days, which CSAF does not tell")
	quietFlag(cmd, &quiet)
	return cmd
}

func runImportCSAF(env *environment, src, to, zoneName string, quiet bool) error {
	zone, err := time.LoadLocation(zoneName)
	if err != nil || zoneName == "Local" || zoneName == "" {
		return &failure{code: exitUsage, err: fmt.Errorf("--time-zone %s: there is no such time zone", zoneName), hint: "write an IANA zone, as in --time-zone Asia/Tokyo"}
	}
	info, err := os.Stat(src)
	if err != nil || !info.IsDir() {
		return &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", src), hint: "give a folder with CSAF documents in it, or below"}
	}
	if err := requireEmpty(to); err != nil {
		return err
	}
	show := env.progress(quiet)
	files := 0
	report, err := csaf.Import(os.DirFS(src), zone, func(path string, data []byte) error {
		files++
		show.count("import", "importing, files written:", files)
		return writeNew(filepath.Join(to, filepath.FromSlash(path)), data)
	})
	show.end()
	switch {
	case errors.Is(err, csaf.ErrNone):
		return &failure{code: exitUsage, err: fmt.Errorf("%s: %w", src, err), hint: "nothing was written"}
	case err != nil:
		return outside(err)
	}
	if err := report.Print(env.stdout); err != nil {
		return outside(err)
	}
	return nil
}
