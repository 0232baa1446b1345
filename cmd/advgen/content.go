package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
)

// contentFlag adds --content, which is ./content if there is one, else the
// current folder.
func contentFlag(cmd *cobra.Command, content *string) {
	cmd.Flags().StringVar(content, "content", "", "the content `folder` (default ./content, else .)")
}

// openContent opens a content folder. Its files cannot lead out of it. root is
// how the folder is called in messages, "" for the current one.
func openContent(dir string) (fsys fs.FS, root string, err error) {
	if dir == "" {
		dir = "."
		if info, err := os.Stat("content"); err == nil && info.IsDir() {
			dir = "content"
		}
	}
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, "", &failure{code: exitUsage, err: fmt.Errorf("%s: there is no such folder", dir), hint: "--content names the folder with publisher.yaml in it"}
	}
	opened, err := os.OpenRoot(dir)
	if err != nil {
		return nil, "", outside(err)
	}
	root = filepath.ToSlash(filepath.Clean(dir))
	if root == "." {
		root = ""
	}
	return opened.FS(), root, nil
}

// asOfFlag adds --as-of.
func asOfFlag(cmd *cobra.Command, asOf *string, what string) {
	cmd.Flags().StringVar(asOf, "as-of", "", what+" at this `instant`, as in 2026-11-24T12:00:00+09:00 (default: now)")
}

// parseAsOf reads --as-of; now if it is not given.
func parseAsOf(asOf string, now time.Time) (time.Time, error) {
	if asOf == "" {
		return now, nil
	}
	t, err := advisory.ParseClock(asOf)
	if err != nil {
		return time.Time{}, &failure{code: exitUsage, err: fmt.Errorf("--as-of %w", err), hint: advisory.InstantHint()}
	}
	return t, nil
}
