package scaffold

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
)

// now is early on New Year's Day in Tokyo, and still the old year in UTC.
var now = time.Date(2026, 12, 31, 20, 30, 15, 987654321, time.UTC)

// randomness gives random bytes that are the same in every run.
func randomness(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// initialised writes a new repository into a temporary folder.
func initialised(t *testing.T, seed byte) (dir string, root *os.Root) {
	t.Helper()
	list, err := Repository(NewRepository{Now: now, Version: "v1.2.3"}, randomness(seed))
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(t.TempDir(), "content")
	root, err = OpenEmpty(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	if err := Write(root, list); err != nil {
		t.Fatal(err)
	}
	return dir, root
}

// problems lists everything that check says, warnings and notes too.
func problems(t *testing.T, dir string, at time.Time) problem.List {
	t.Helper()
	_, list, err := check.Run(os.DirFS(dir), check.Options{Now: at, AsOf: at})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func clean(t *testing.T, dir string) {
	t.Helper()
	for _, at := range []time.Time{now, now.AddDate(0, 0, 1), now.AddDate(0, 1, 0), now.AddDate(1, 0, 0), now.AddDate(1, 0, 1)} {
		for _, p := range problems(t, dir, at) {
			t.Errorf("%s: %s: %s (%s)", at.Format(time.DateOnly), p.Level, p, p.Hint)
		}
	}
}

// open opens the content in dir.
func open(t *testing.T, root *os.Root, dir string) *Content {
	t.Helper()
	c, err := Open(root, dir, now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// add makes files and writes them.
func add(t *testing.T, root *os.Root, list []File, err error) []File {
	t.Helper()
	if err != nil {
		var r *Refusal
		if errors.As(err, &r) {
			t.Fatalf("%v (%s) %v", err, r.Hint, r.Problems)
		}
		t.Fatal(err)
	}
	if err := Write(root, list); err != nil {
		t.Fatal(err)
	}
	return list
}

// schemasResolve holds every YAML text in dir to naming a schema that exists,
// or to naming none.
func schemasResolve(t *testing.T, dir string, wanted bool) {
	t.Helper()
	line := regexp.MustCompile(`(?m)\A(?:---\n)?# yaml-language-server: \$schema=(\S+)$`)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		isText := path.Ext(name) == ".yaml" || path.Ext(name) == ".md" && path.Base(name) != "README.md" && !strings.HasPrefix(name, ".github/")
		if err != nil || e.IsDir() || !isText {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		m := line.FindSubmatch(data)
		if (m != nil) != wanted {
			t.Errorf("%s: schema line: %v, want %v", name, m != nil, wanted)
		}
		if m == nil {
			return nil
		}
		if _, err := os.Stat(filepath.Join(dir, filepath.Dir(name), string(m[1]))); err != nil {
			t.Errorf("%s names a schema that is not there: %s", name, m[1])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNewRepositoryIsClean(t *testing.T) {
	ids := map[string]bool{}
	for seed := range byte(8) {
		dir, _ := initialised(t, seed)
		clean(t, dir)
		schemasResolve(t, dir, true)
		repo, _, err := check.Run(os.DirFS(dir), check.Options{Now: now, AsOf: now})
		if err != nil {
			t.Fatal(err)
		}
		disclosed, held := 0, 0
		for _, f := range repo.Advisories {
			if !regexp.MustCompile(`[0-9]{8}$`).MatchString(f.ID) || ids[f.ID] {
				t.Errorf("id %s: want eight random digits at the end", f.ID)
			}
			ids[f.ID] = true
			if f.Main.DiscloseAt.Reached(now) {
				disclosed++
			} else {
				held++
			}
		}
		if disclosed != 1 || held != 1 {
			t.Errorf("%d disclosed and %d held, want 1 and 1", disclosed, held)
		}
		for _, any8 := range []string{"EXAMPLE#00000000", "EXAMPLE#99999999"} {
			if _, ok := repo.Publisher.SeriesOf(any8); !ok {
				t.Errorf("no series accepts %s", any8)
			}
		}
	}
}

func TestNewRepositorySettingsAreReadable(t *testing.T) {
	dir, _ := initialised(t, 1)
	for _, name := range []string{".vscode/settings.json", ".vscode/extensions.json"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(data) {
			t.Errorf("%s is not JSON", name)
		}
	}
	uses := regexp.MustCompile(`(?m)^ +(?:- )?uses: (\S+)`)
	pinned := regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40}$`)
	for _, name := range []string{".github/workflows/check.yml", ".github/workflows/publish.yml", ".gitlab-ci.yml"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var v map[string]any
		if err := yaml.Unmarshal(data, &v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := strings.Count(string(data), "v1.2.3"); n != 1 {
			t.Errorf("%s has the version %d times, want once", name, n)
		}
		for _, m := range uses.FindAllStringSubmatch(string(data), -1) {
			if !pinned.MatchString(m[1]) {
				t.Errorf("%s: %s is not pinned to a commit", name, m[1])
			}
		}
	}
}

func TestVersionOfCI(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3": "v1.2.3", "v1.2.3-rc.1": "v1.2.3-rc.1", "": "latest", "(devel)": "latest",
		"v0.0.0-20260101000000-0123456789ab+dirty": "latest", "v1.2.3\nx": "latest",
	} {
		e, err := newExample(NewRepository{Now: now, Version: version}, randomness(0))
		if err != nil {
			t.Fatal(err)
		}
		if e.Version != want {
			t.Errorf("version %q: CI installs %q, want %q", version, e.Version, want)
		}
	}
}

func TestOpenEmptyRefuses(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := OpenEmpty(dir)
	if err != nil {
		t.Fatalf("a lone .git: %v", err)
	}
	root.Close()
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenEmpty(dir); !isRefusal(err, true) {
		t.Errorf("a folder with a file in it: %v", err)
	}
}

func isRefusal(err error, usage bool) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Usage == usage && r.Hint != ""
}

func TestWriteOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Write(root, []File{{"a/old", []byte("old")}}); err != nil {
		t.Fatal(err)
	}
	err = Write(root, []File{{"b/c/new", []byte("new")}, {"a/other", nil}, {"a/old", []byte("new")}})
	if !isRefusal(err, false) {
		t.Errorf("an existing file: %v", err)
	}
	var left []string
	_ = fs.WalkDir(os.DirFS(dir), ".", func(name string, _ fs.DirEntry, _ error) error {
		left = append(left, name)
		return nil
	})
	if data, _ := os.ReadFile(filepath.Join(dir, "a/old")); string(data) != "old" || !slices.Equal(left, []string{".", "a", "a/old"}) {
		t.Errorf("left: %q, a/old: %q", left, data)
	}
}
