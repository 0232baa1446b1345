package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/source"
)

// contentFlag adds --content, which is ./content if there is one, else the
// current folder.
func contentFlag(cmd *cobra.Command, content *string) {
	cmd.Flags().StringVar(content, "content", "", "the content `folder` (default ./content, else .)")
}

// contentDir is what --content names, or what it is without.
func contentDir(flag string) string {
	if flag != "" {
		return flag
	}
	if info, err := os.Stat("content"); err == nil && info.IsDir() {
		return "content"
	}
	return "."
}

// openContent opens a content folder. Its files cannot lead out of it. root is
// how the folder is called in messages, "" for the current one.
func openContent(dir string) (fsys fs.FS, root string, err error) {
	dir = contentDir(dir)
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, "", &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", dir), hint: "--content names the folder with publisher.yaml in it"}
	}
	opened, err := source.OpenFolder(dir)
	if err != nil {
		return nil, "", outside(err)
	}
	root = filepath.ToSlash(filepath.Clean(dir))
	if root == "." {
		root = ""
	}
	return opened, root, nil
}

// asOfNow stands for the clock. It is not the empty text, which a variable that
// is not set would give.
const asOfNow = "now"

// asOfFlag adds --as-of.
func asOfFlag(cmd *cobra.Command, asOf *string, what string) {
	cmd.Flags().StringVar(asOf, "as-of", asOfNow, what+" at this `instant`, as in 2026-11-24T12:00:00+09:00")
}

// parseAsOf reads --as-of.
func parseAsOf(asOf string, now time.Time) (time.Time, error) {
	if asOf == asOfNow {
		return now, nil
	}
	t, err := advisory.ParseClock(asOf)
	if err != nil {
		return time.Time{}, &failure{code: exitUsage, err: fmt.Errorf("--as-of %w", err), hint: advisory.InstantHint()}
	}
	return t, nil
}

// contentAbove finds the content folder that a file or folder is in: the next
// one above it with a publisher.yaml. It is "" if there is none.
func contentAbove(name string) string {
	dir := filepath.Clean(name)
	for range 100 {
		if _, err := os.Stat(filepath.Join(dir, check.PublisherFile)); err == nil {
			return dir
		}
		parent := filepath.Join(dir, "..")
		if abs, err := filepath.Abs(dir); err != nil || abs == filepath.Dir(abs) {
			return ""
		}
		dir = parent
	}
	return ""
}

// insideContent turns paths as the user gave them into paths of the content
// folder, with slashes.
func insideContent(root string, paths []string) ([]string, error) {
	base, err := filepath.Abs(filepath.FromSlash(root))
	if err != nil {
		return nil, outside(err)
	}
	var out []string
	for _, name := range paths {
		if _, err := os.Lstat(name); err != nil {
			return nil, &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such file or folder", name)}
		}
		abs, err := filepath.Abs(name)
		if err != nil {
			return nil, outside(err)
		}
		rel, err := filepath.Rel(base, abs)
		if err != nil || !filepath.IsLocal(rel) {
			return nil, &failure{code: exitUsage, err: fmt.Errorf("%s: this is not in the content folder", name), hint: "--content names the content folder"}
		}
		out = append(out, filepath.ToSlash(rel))
	}
	return out, nil
}
