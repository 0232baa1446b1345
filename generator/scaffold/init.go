package scaffold

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/hosting"
	"github.com/advgen/advgen/schema"
)

// NewRepository is a request for a content repository.
type NewRepository struct {
	Now     time.Time
	Version string // of advgen, for the CI; anything but a release is "latest"
}

// The series and the time zone of files/init/publisher.yaml.
const (
	exampleZone   = "Asia/Tokyo"
	examplePrefix = "EXAMPLE#"
)

// exampleSite is what files/init/publisher.yaml says, for web servers.
var exampleSite = hosting.Site{BaseURL: "https://advisories.example.org/", Roots: []string{"", "en/"}}

var examplePattern = regexp.MustCompile(`^(?:[0-9]{8})$`)

// The kinds of files that people write, whose schemas the repository has.
var contentSchemas = []string{"advisory", "page", "publisher", "translation", "vendor", "vendor-status"}

// release is a version that go install finds again: a tag, or a pseudo-version
// without changes of its own.
var release = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?$`)

// example is what the templates of a new repository are filled with.
type example struct {
	Version                           string
	Expires                           string // of security.txt
	Disclosed, DisclosedPath          string
	DiscloseAt, Day                   string
	Notified, Responded, Acknowledged string
	Held, HeldPath                    string
}

// Repository makes a whole content repository with CI and editor settings: a
// publisher, vendors, an advisory that was disclosed at noon of the day before,
// and one that is held. The ids read their bytes from random, which should be
// crypto/rand.Reader.
func Repository(want NewRepository, random io.Reader) ([]File, error) {
	e, err := newExample(want, random)
	if err != nil {
		return nil, err
	}
	var list []File
	err = fs.WalkDir(files, "files/init", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := render(strings.TrimPrefix(name, "files/"), e)
		if err != nil {
			return err
		}
		to := strings.TrimPrefix(name, "files/init/")
		to = strings.Replace(to, "advisories/year/disclosed", e.DisclosedPath, 1)
		to = strings.Replace(to, "advisories/year/held", e.HeldPath, 1)
		list = append(list, File{to, data})
		return nil
	})
	if err != nil {
		return nil, err
	}
	list = append(list, File{"deploy/nginx.conf", hosting.Nginx(exampleSite)}, File{"deploy/Caddyfile", hosting.Caddy(exampleSite)})
	for _, kind := range contentSchemas {
		name := kind + ".schema.json"
		data, err := fs.ReadFile(schema.FS, name)
		if err != nil {
			return nil, err
		}
		list = append(list, File{path.Join("schema", name), data})
	}
	slices.SortFunc(list, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return list, nil
}

func newExample(want NewRepository, random io.Reader) (*example, error) {
	zone, err := time.LoadLocation(exampleZone)
	if err != nil {
		return nil, fmt.Errorf("time zone %s: %w", exampleZone, err)
	}
	e := &example{Version: "latest", Expires: want.Now.AddDate(1, 0, 0).UTC().Format(time.RFC3339)}
	if release.MatchString(want.Version) {
		e.Version = want.Version
	}
	series := advisory.Series{Prefix: examplePrefix, Pattern: examplePattern}
	if e.Disclosed, err = drawID(random, series, func(string) bool { return false }); err != nil {
		return nil, err
	}
	if e.Held, err = drawID(random, series, func(id string) bool { return id == e.Disclosed }); err != nil {
		return nil, err
	}
	today := want.Now.In(zone)
	day := today.AddDate(0, 0, -1)
	e.DiscloseAt, e.Day = noon(day), day.Format(time.DateOnly)
	e.Notified = day.AddDate(0, 0, -40).Format(time.DateOnly)
	e.Acknowledged = day.AddDate(0, 0, -30).Format(time.DateOnly)
	e.Responded = day.AddDate(0, 0, -10).Format(time.DateOnly)
	e.DisclosedPath = path.Join("advisories", day.Format("2006"), advisory.Slug(e.Disclosed))
	e.HeldPath = path.Join("advisories", today.Format("2006"), advisory.Slug(e.Held))
	return e, nil
}

// OpenEmpty opens the folder dir for a new repository and makes it if it is
// absent. A folder with anything but .git in it is a Refusal.
func OpenEmpty(dir string) (*os.Root, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			return nil, usage("name a new one; nothing was written", "%s: this folder is not empty", dir)
		}
	}
	return os.OpenRoot(dir)
}
