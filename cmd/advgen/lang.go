package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
)

// langFlag adds --lang.
func langFlag(cmd *cobra.Command, lang *string) {
	cmd.Flags().StringVar(lang, "lang", "", "the `language` of what is said: ja or en (default: that of the locale, for people; en for programs)")
}

// spoken is the language of what a command says: that of --lang, else that of
// the locale where people read it, and English where programs do.
func spoken(lang, format string) (string, error) {
	switch {
	case slices.Contains(problem.Languages(), lang):
		return lang, nil
	case lang != "":
		return "", usage(errors.New("--lang is ja or en"))
	case format == "text" || format == "github":
		return string(locale()), nil
	}
	return "en", nil
}

// checkSummary is the last line of check: how many advisories, or paths if some
// were given, were looked at, and what was found.
func checkSummary(lang string, advisories, paths int, list problem.List) string {
	n := map[problem.Level]int{}
	for _, p := range list {
		n[p.Level]++
	}
	if lang == string(advisory.Japanese) {
		read := fmt.Sprintf("脆弱性情報 %d 件", advisories)
		if paths > 0 {
			read = fmt.Sprintf("指定された %d か所", paths)
		}
		if len(list) == 0 {
			return read + "：問題はありません"
		}
		return fmt.Sprintf("%s：エラー %d 件、警告 %d 件、参考 %d 件", read, n[problem.Error], n[problem.Warning], n[problem.Note])
	}
	read := count(advisories, "advisory", "advisories")
	if paths > 0 {
		read = count(paths, "path")
	}
	if len(list) == 0 {
		return read + ": no problems"
	}
	return fmt.Sprintf("%s: %s, %s, %s", read,
		count(n[problem.Error], "error"), count(n[problem.Warning], "warning"), count(n[problem.Note], "note"))
}

// checking is what the progress of check says.
func checking(lang string) string {
	if lang == string(advisory.Japanese) {
		return "内容を確認しています"
	}
	return "checking the content"
}
