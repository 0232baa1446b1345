package continuity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/artifact"
)

// Limits of what Load reads.
const (
	maxIndex = 16 << 20  // bytes of index.json
	maxYear  = 256 << 20 // bytes of a year; 100,000 advisories have about 100 MB
	maxYears = 500
	maxID    = 200 // bytes
)

const indexFile = "index.json"

// ErrAddress says that an address is of a kind that is never asked.
var ErrAddress = errors.New("the address must begin with https:// and have no query")

// getter opens a file of a published site by its path below the root. Absent
// is fs.ErrNotExist.
type getter func(name string) (io.ReadCloser, error)

// Load reads what is published: from a folder, from an index.json with the
// years beside it, or from an https address (http only to this machine itself).
// Whatever is not whole and consistent is an error, never an empty state; where
// nothing is, the error is fs.ErrNotExist. ErrAddress is an address that cannot
// be meant. transport is that of requests; nil is Go's own.
func Load(ctx context.Context, where string, transport http.RoundTripper) (State, error) {
	if strings.Contains(where, "://") {
		return fetch(ctx, where, transport)
	}
	dir, index := filepath.Clean(where), indexFile
	switch info, err := os.Stat(where); {
	case err != nil:
		return State{}, fmt.Errorf("%s: %w", filepath.ToSlash(where), cause(err))
	case !info.IsDir():
		dir, index = filepath.Dir(where), filepath.Base(where)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return State{}, fmt.Errorf("%s: %w", filepath.ToSlash(where), cause(err))
	}
	defer root.Close()
	return read(func(name string) string { return filepath.ToSlash(filepath.Join(dir, name)) }, index,
		func(name string) (io.ReadCloser, error) {
			f, err := root.Open(filepath.FromSlash(name))
			if err != nil {
				return nil, cause(err) // a typed nil would not be nil
			}
			return f, nil
		})
}

// cause is what the operating system says, without the path.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// indexDocument and yearDocument are the parts of index.json and of
// index/<yyyy>.json that matter here. What must be there is a pointer.
type indexDocument struct {
	BaseURL *string     `json:"base_url"`
	Years   *[]yearLink `json:"years"`
}

type yearLink struct {
	Year   int    `json:"year"`
	Count  int    `json:"count"`
	SHA256 string `json:"sha256"`
}

type yearDocument struct {
	Year       int `json:"year"`
	Advisories []struct {
		ID        string `json:"id"`
		Published string `json:"published"`
		Updated   string `json:"updated"`
	} `json:"advisories"`
}

// read reads an index and the years that it lists. name is what messages call a
// file.
func read(name func(string) string, index string, get getter) (State, error) {
	s := State{Name: name(index)}
	data, err := readAll(get, index, maxIndex)
	if err != nil {
		return State{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	var doc indexDocument
	if err := decode(data, &doc); err != nil || doc.BaseURL == nil || doc.Years == nil || !isBase(*doc.BaseURL) || len(*doc.Years) > maxYears {
		return State{}, fmt.Errorf("%s: this is not an index that advgen wrote", s.Name)
	}
	s.BaseURL = *doc.BaseURL
	for _, link := range *doc.Years {
		file := fmt.Sprintf("index/%04d.json", link.Year)
		if link.Year < 1970 || link.Year > 9999 {
			return State{}, fmt.Errorf("%s: this is not an index that advgen wrote", s.Name)
		}
		data, err := readAll(get, file, maxYear)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("it is not there, and %s lists it", index) // not the same as nothing at all
		}
		if err == nil {
			err = s.addYear(link, data)
		}
		if err != nil {
			return State{}, fmt.Errorf("%s: %w", name(file), err)
		}
	}
	slices.SortFunc(s.Advisories, byID)
	for i := 1; i < len(s.Advisories); i++ {
		if s.Advisories[i-1].ID == s.Advisories[i].ID {
			return State{}, fmt.Errorf("%s: two advisories have the same id", s.Name)
		}
	}
	return s, nil
}

func (s *State) addYear(link yearLink, data []byte) error {
	if artifact.Digest(data) != link.SHA256 {
		return errors.New("its sha256 is not the one in the index; try again if the site was being updated")
	}
	var doc yearDocument
	if err := decode(data, &doc); err != nil || doc.Year != link.Year || len(doc.Advisories) != link.Count {
		return errors.New("this is not a year that advgen wrote")
	}
	for _, a := range doc.Advisories {
		published, errP := advisory.ParseInstant(a.Published)
		updated, errU := advisory.ParseInstant(a.Updated)
		if errP != nil || errU != nil || updated.Before(published) || published.Year() != doc.Year || !isID(a.ID) {
			return errors.New("it lists an advisory whose id or dates cannot be read")
		}
		s.Advisories = append(s.Advisories, artifact.Advisory{ID: a.ID, Published: advisory.Stamp(published), Updated: advisory.Stamp(updated)})
	}
	return nil
}

// isID: ids are printed, so they must not upset a terminal.
func isID(id string) bool {
	hidden := func(r rune) bool { return !unicode.IsPrint(r) }
	return id != "" && len(id) <= maxID && utf8.ValidString(id) && strings.IndexFunc(id, hidden) < 0
}

// isBase: an absolute address with a final slash.
func isBase(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && strings.HasSuffix(u.Path, "/")
}

// readAll reads a file of at most max bytes.
func readAll(get getter, name string, max int64) ([]byte, error) {
	f, err := get(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err != nil {
		return nil, cause(err)
	}
	if int64(len(data)) > max {
		return nil, fmt.Errorf("it is larger than %d MiB", max>>20)
	}
	return data, nil
}

// decode reads exactly one JSON value.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the JSON value")
	}
	return nil
}
