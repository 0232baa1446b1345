package scaffold

import (
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
)

// NewAdvisory is a request for an advisory. All of it may be left out.
type NewAdvisory struct {
	Series string // the path of the series; needed if there are several
	Title  string // in the first language; the id stands in for it
	ID     string // drawn at random if empty
}

// Advisory makes the folder of a new advisory: advisory.md and a file for each
// further language, with all headings and no text. It is held, because it has
// no public instant. A drawn id reads its bytes from random, which should be
// crypto/rand.Reader.
func (c *Content) Advisory(want NewAdvisory, random io.Reader) ([]File, error) {
	id, err := c.chooseID(want, random)
	if err != nil {
		return nil, err
	}
	day := c.now.In(c.repo.Publisher.Zone)
	dir := path.Join(check.AdvisoriesDir, day.Format("2006"), advisory.Slug(id))
	if err := c.absent(dir); err != nil {
		return nil, err
	}
	title := want.Title
	if title == "" {
		title = id
	}
	var list []File
	name := path.Join(dir, "advisory.md")
	data, err := render("new/advisory.md", map[string]any{
		"Schema": schemaLine(c.schemas, name, "advisory"),
		"ID":     id, "Title": title, "Today": day.Format(time.DateOnly),
		"DiscloseAt": noon(day.AddDate(0, 0, c.repo.Publisher.HandlingDays)),
		"Vendor":     c.someVendor(), "Languages": c.repo.Publisher.Languages,
		"Headings": advisory.Headings(c.first()),
	})
	if err != nil {
		return nil, err
	}
	list = append(list, File{name, data})
	for _, lang := range c.further() {
		name := path.Join(dir, "advisory."+string(lang)+".md")
		data, err := render("new/translation.md", map[string]any{
			"Schema": schemaLine(c.schemas, name, "translation"),
			"Title":  id, "Language": lang, "Headings": advisory.Headings(lang),
		})
		if err != nil {
			return nil, err
		}
		list = append(list, File{name, data})
	}
	return list, c.verify(list)
}

// noon is the instant that scaffolds propose: 12:00 on the day, with its offset.
func noon(day time.Time) string {
	y, m, d := day.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, day.Location()).Format(time.RFC3339)
}

// someVendor is an id for an example.
func (c *Content) someVendor() string {
	least := ""
	for id := range c.repo.Vendors {
		if advisory.ValidVendorID(id) && (least == "" || id < least) {
			least = id
		}
	}
	if least == "" {
		return "example-networks"
	}
	return least
}

// chooseID takes the id that is asked for, or draws one.
func (c *Content) chooseID(want NewAdvisory, random io.Reader) (string, error) {
	if want.ID == "" {
		s, err := c.series(want.Series)
		if err != nil {
			return "", err
		}
		return drawID(random, s.Series, c.taken)
	}
	s, ok := c.repo.Publisher.SeriesOf(want.ID)
	switch {
	case !ok:
		return "", usage("the series are "+c.seriesForms(), "--id fits no series of publisher.yaml")
	case want.Series != "" && want.Series != s.Path:
		return "", usage("leave --series out: an id tells its series", "--id belongs to the series %q", s.Path)
	case c.taken(want.ID):
		return "", refuse("leave --id out, and a free one is drawn", "this id is in use")
	}
	return want.ID, nil
}

// series finds a series by its path. "" is the only one.
func (c *Content) series(name string) (check.Series, error) {
	all := c.repo.Publisher.Series
	if name == "" && len(all) == 1 {
		return all[0], nil
	}
	for _, s := range all {
		if s.Path == name {
			return s, nil
		}
	}
	if name == "" {
		return check.Series{}, usage("give one as --series: "+c.seriesForms(), "there are %d series to choose from", len(all))
	}
	return check.Series{}, usage("the series are "+c.seriesForms(), "there is no series %q", name)
}

// seriesForms lists the series for a hint.
func (c *Content) seriesForms() string {
	var out []string
	for _, s := range c.repo.Publisher.Series {
		form := strings.TrimSuffix(strings.TrimPrefix(s.Pattern.String(), "^(?:"), ")$")
		out = append(out, fmt.Sprintf("%s (%s%s)", s.Path, s.Prefix, form))
	}
	return strings.Join(out, ", ")
}
