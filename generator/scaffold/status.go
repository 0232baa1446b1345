package scaffold

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/words"
)

// NewStatus is a request for a vendor's record in an advisory.
type NewStatus struct {
	Advisory  string // its id or slug
	Vendor    string
	Status    string            // one of advisory.Statuses, or empty if not decided
	Statement string            // Markdown, or empty
	Language  advisory.Language // of the statement
}

// Status makes the record of a notified vendor.
func (c *Content) Status(want NewStatus) ([]File, error) {
	f, err := c.advisory(want.Advisory)
	if err != nil {
		return nil, err
	}
	if err := c.notified(f, want.Vendor); err != nil {
		return nil, err
	}
	dir := path.Join(f.Dir, check.VendorsDir)
	for _, ending := range []string{".yaml", ".md"} {
		if err := c.absent(path.Join(dir, want.Vendor+ending)); err != nil {
			return nil, err
		}
	}
	name := path.Join(dir, want.Vendor+".yaml")
	data, err := render("new/status.yaml", map[string]any{
		"Schema": schemaLine(c.schemas, name, "vendor-status"),
		"ID":     f.ID, "Titles": c.titles(f), "Vendor": want.Vendor,
		"Today":    c.now.In(c.repo.Publisher.Zone).Format(time.DateOnly),
		"Statuses": statusLines(), "Status": want.Status, "StatementLanguage": want.Language,
		"Statement": strings.Split(want.Statement, "\n"), "CVEs": cves(f.Main.Aliases), "Languages": c.repo.Publisher.Languages,
	})
	if err != nil {
		return nil, err
	}
	list := []File{{name, data}}
	return list, c.verify(list, documents(f, want.Vendor)...)
}

// notified holds the vendor to the register and to the advisory.
func (c *Content) notified(f *check.Facts, vendor string) error {
	if _, ok := c.repo.Vendors[vendor]; !ok {
		var ids []string
		for id := range c.repo.Vendors {
			ids = append(ids, id)
		}
		hint := "add it with: advgen new vendor"
		if near, ok := problem.Nearest(vendor, ids); ok {
			hint = fmt.Sprintf("did you mean %s? if not, %s", near, hint)
		}
		return refuse(hint, "this vendor is not in the register")
	}
	if !slices.Contains(f.Main.Notified, vendor) {
		return refuse(fmt.Sprintf("add it to `notified` in %s if it was given the details", f.Main.Path), "this vendor is not among the notified of the advisory")
	}
	return nil
}

func (c *Content) titles(f *check.Facts) []string {
	var out []string
	for _, title := range f.Main.Title {
		if slices.Contains(c.repo.Publisher.Languages, title.Language) {
			out = append(out, title.Text)
		}
	}
	return out
}

// statusLines explains the statuses in two languages, one a line.
func statusLines() []string {
	ja, en := words.For(advisory.Japanese, nil), words.For(advisory.English, nil)
	var out []string
	for _, s := range advisory.Statuses() {
		out = append(out, fmt.Sprintf("%-26s  %s / %s", s, en.Status(s), ja.Status(s)))
	}
	return out
}

func cves(aliases []string) []string {
	var out []string
	for _, a := range aliases {
		if advisory.IsCVE(a) {
			out = append(out, a)
		}
	}
	return out
}

// documents lists the files that a record of the vendor is checked against.
func documents(f *check.Facts, vendor string) []string {
	out := []string{path.Join(check.VendorsDir, vendor+".yaml"), f.Main.Path}
	if f.Next != nil {
		out = append(out, f.Next.Path)
	}
	return out
}
