package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/tidy"
	"github.com/advgen/advgen/schema"
)

func newFmtCommand(env *environment) *cobra.Command {
	var content string
	cmd := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Rewrite content files in canonical form",
		Long: `fmt puts the fields of content files into the order of docs/format.md, and tidies
indentation and the ends of lines. Comments are kept, and no value changes; a file
for which that cannot be made sure is left alone and named. Without paths it
rewrites the whole content folder.`,
		Example: "  advgen fmt\n  advgen fmt content/advisories/2026/JVN12345678/vendors/example-networks.yaml",
		RunE: func(cmd *cobra.Command, args []string) error {
			return runFmt(env, args, content)
		},
	}
	contentFlag(cmd, &content)
	return cmd
}

func runFmt(env *environment, paths []string, content string) error {
	schemas, err := tidy.ReadSchemas(schema.FS)
	if err != nil {
		return outside(err)
	}
	var list problem.List
	root, err := eachContentFile(content, paths, func(name, shown string, data []byte) ([]byte, error) {
		out, err := schemas.Format(name, data)
		if errors.Is(err, tidy.ErrUnsure) {
			list.Add(problem.Problem{Rule: "not-tidied", Path: name, Message: "this file is left as it is: " + err.Error()})
			return data, nil
		}
		if err == nil && !bytes.Equal(out, data) {
			fmt.Fprintf(env.stdout, "%s: tidied\n", shown)
		}
		return out, err
	})
	if err != nil {
		return err
	}
	if len(list) > 0 {
		if err := env.printProblems(list, root); err != nil {
			return outside(err)
		}
		return problemsFound()
	}
	return nil
}

// fixContent mends what has one right answer, before check looks.
func fixContent(env *environment, content, lang string, paths []string) error {
	schemas, err := tidy.ReadSchemas(schema.FS)
	if err != nil {
		return outside(err)
	}
	_, err = eachContentFile(content, paths, func(name, shown string, data []byte) ([]byte, error) {
		out, changes := schemas.Fix(name, data)
		for _, c := range changes {
			fmt.Fprintf(env.stderr, "%s:%d:%d: %s%s\n", shown, c.Line, c.Col, problem.Label(lang, "mended"), problem.Translate(lang, c.What))
		}
		return out, nil
	})
	return err
}

// eachContentFile hands every content file, or those of the paths, to rewrite,
// and writes what comes back if it differs.
func eachContentFile(content string, paths []string, rewrite func(name, shown string, data []byte) ([]byte, error)) (root string, err error) {
	if content == "" && len(paths) > 0 {
		content = contentAbove(paths[0])
	}
	fsys, root, err := openContent(content)
	if err != nil {
		return "", err
	}
	only, err := insideContent(root, paths)
	if err != nil {
		return "", err
	}
	if len(only) == 0 {
		only = []string{"."}
	}
	for _, start := range only {
		err := fs.WalkDir(fsys, start, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return outside(err)
			}
			if d.IsDir() && name != "." && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			if _, ok := tidy.KindOf(name); !ok || !d.Type().IsRegular() {
				return nil
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return outside(err)
			}
			out, err := rewrite(name, path.Join(root, name), data)
			if err != nil {
				return outside(err)
			}
			if bytes.Equal(out, data) {
				return nil
			}
			return replaceFile(filepath.Join(filepath.FromSlash(root), filepath.FromSlash(name)), out)
		})
		if err != nil {
			return "", err
		}
	}
	return root, nil
}

// replaceFile writes a file that is there anew, whole or not at all.
func replaceFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".advgen-*")
	if err != nil {
		return outside(err)
	}
	defer os.Remove(f.Name()) // when it could not be renamed
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return outside(err)
	}
	return nil
}
