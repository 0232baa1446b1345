package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/importer/certcc"
	"github.com/advgen/advgen/generator/importer/csaf"
)

func newImportCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "import",
		Short:   "Make a content repository from another publisher's records",
		Example: "  advgen import certcc Vulnerability-Data-Archive --to my-advisories",
	}
	cmd.AddCommand(newImportCERTCCCommand(env), newImportCSAFCommand(env), newImportOSVCommand(env))
	return cmd
}

func newImportCERTCCCommand(env *environment) *cobra.Command {
	var f importing
	cmd := &cobra.Command{
		Use:   "certcc SRC --to DIR",
		Short: "Import a CERT/CC Vulnerability Data Archive",
		Long: `certcc reads a CERT/CC Vulnerability Data Archive and writes a content repository.
Notes that were never published have no public instant, so they stay held. What
cannot be taken over as it stands is mended by named rules; the summary says how
often. docs/import.md tells what becomes what.`,
		Example: "  advgen import certcc Vulnerability-Data-Archive --to my-advisories",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(env, args[0], "give the unpacked archive, with data/ in it",
				func(src fs.FS, write func(path string, data []byte) error) (report, error) {
					return certcc.Import(src, env.now(), write)
				})
		},
	}
	f.addTo(cmd)
	return cmd
}

// importing is what the commands that import have in common.
type importing struct {
	to    string
	quiet bool
}

func (f *importing) addTo(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.to, "to", "", "the `folder` to write, absent or empty")
	_ = cmd.MarkFlagRequired("to") // the flag was defined one line above
	quietFlag(cmd, &f.quiet)
}

// report is what an importer says at its end.
type report interface{ Print(io.Writer) error }

// run reads the folder src with an importer and writes what it makes. hint says
// what src should be.
func (f importing) run(env *environment, src, hint string, read func(src fs.FS, write func(path string, data []byte) error) (report, error)) error {
	info, err := os.Stat(src)
	if err != nil || !info.IsDir() {
		return &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", src), hint: hint}
	}
	if err := requireEmpty(f.to); err != nil {
		return err
	}
	show := env.progress(f.quiet)
	files := 0
	done, err := read(os.DirFS(src), func(path string, data []byte) error {
		files++
		show.count("import", "importing, files written:", files)
		return writeNew(filepath.Join(f.to, filepath.FromSlash(path)), data)
	})
	show.end()
	switch {
	case errors.Is(err, csaf.ErrNone):
		return &failure{code: exitUsage, err: fmt.Errorf("%s: %w", src, err), hint: "nothing was written"}
	case err != nil:
		return outside(err)
	}
	if err := done.Print(env.stdout); err != nil {
		return outside(err)
	}
	return nil
}

// requireEmpty refuses a folder that has something in it.
func requireEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case os.IsNotExist(err):
		return nil
	case err != nil:
		return outside(err)
	case len(entries) > 0:
		return &failure{code: exitUsage, err: fmt.Errorf("%s: this folder is not empty", dir), hint: "name a new one; nothing was written"}
	}
	return nil
}

// writeNew writes a file that must not exist, with the folders above it.
func writeNew(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
