package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/advgen/advgen/generator/theme"
	"github.com/advgen/advgen/templates"
)

// editor makes the changes that a rebuild is measured with. Each change is
// another one, so that it can be made again in the next round.
type editor struct {
	content  string
	advisory string // the file that is edited
	vendor   string
	count    int
}

var (
	reached  = regexp.MustCompile(`(?m)^disclose_at: 20[12]`) // corpusgen's other instants lie far off
	notified = regexp.MustCompile(`(?m)^notified:\n  - (\S+)`)
	overview = regexp.MustCompile(`(?m)^## 概要\n\n.*$`)
	nameJa   = regexp.MustCompile(`(?m)^  ja: (\S+?)(?:第\d+社)?$`)
)

// newEditor finds an advisory that is public, and its vendor.
func newEditor(content string) (*editor, error) {
	e := &editor{content: content}
	err := filepath.WalkDir(filepath.Join(content, "advisories", "2023"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "advisory.md" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if found := notified.FindSubmatch(data); found != nil && reached.Match(data) && overview.Match(data) {
			e.advisory, e.vendor = name, filepath.Join(content, "vendors", string(found[1])+".yaml")
			return fs.SkipAll
		}
		return nil
	})
	if err == nil && e.advisory == "" {
		err = errors.New("the corpus has no advisory to edit")
	}
	return e, err
}

// changeAdvisory adds a sentence to the overview, which is also in lists, feeds
// and the index.
func (e *editor) changeAdvisory() error {
	e.count++
	return edit(e.advisory, func(text string) string {
		return overview.ReplaceAllStringFunc(text, func(s string) string {
			s, _, _ = strings.Cut(s, "（第")
			return fmt.Sprintf("%s（第%d版）", s, e.count)
		})
	})
}

// renameVendor changes the name of a vendor, which is on the pages of all its
// advisories.
func (e *editor) renameVendor() error {
	e.count++
	return edit(e.vendor, func(text string) string {
		done := false
		return nameJa.ReplaceAllStringFunc(text, func(s string) string {
			if done {
				return s
			}
			done = true
			return fmt.Sprintf("  ja: %s第%d社", nameJa.FindStringSubmatch(s)[1], e.count)
		})
	})
}

// changeTemplate puts a template of the content in place of the built-in one, so
// that the page of every advisory changes.
func (e *editor) changeTemplate() error {
	e.count++
	const name = "html/advisory.html"
	builtin, err := fs.ReadFile(templates.FS, name)
	if err != nil {
		return err
	}
	changed := strings.Replace(string(builtin), "</article>", fmt.Sprintf("<p>%d</p>\n</article>", e.count), 1)
	own := filepath.Join(e.content, theme.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(own), 0o755); err != nil {
		return err
	}
	return os.WriteFile(own, []byte(changed), 0o644)
}

func edit(name string, change func(string) string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	changed := change(string(data))
	if changed == string(data) {
		return fmt.Errorf("%s: found nothing to change", name)
	}
	return os.WriteFile(name, []byte(changed), 0o644)
}
