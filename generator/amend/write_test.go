package amend

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

// onDisk writes files below a new folder.
func onDisk(t *testing.T, files fstest.MapFS) *os.Root {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

func tree(t *testing.T, fsys fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWriteIsWhatWasJudged: the disk ends as the overlay that check saw.
func TestWriteIsWhatWasJudged(t *testing.T) {
	written := 0
	for seed := range uint64(12) {
		r := heldsite.New(seed)
		sign(r.Files, seed)
		root := onDisk(t, r.Files)
		c, err := Open(root, r.Now)
		if err != nil {
			t.Fatal(err)
		}
		ch, err := c.Promote(nil)
		if err != nil {
			t.Fatal(err)
		}
		judged := tree(t, newOverlay(r.Files, ch.steps))
		if err := Write(root, ch); err != nil {
			t.Fatal(err)
		}
		written += len(ch.steps)
		if name := sameTree(judged, tree(t, root.FS())); name != "" {
			t.Errorf("seed %d: %s differs", seed, name)
		}
	}
	if written == 0 {
		t.Error("nothing was written")
	}
}

func TestWriteKeepsTheMode(t *testing.T) {
	root := onDisk(t, fstest.MapFS{"a/advisory.md": {Data: []byte("old"), Mode: 0o640}})
	ch := &Change{steps: []step{writeStep("a/advisory.md", []byte("new"))}, read: map[string][]byte{"a/advisory.md": []byte("old")}}
	if err := os.Chmod(filepath.Join(root.Name(), "a/advisory.md"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := Write(root, ch); err != nil {
		t.Fatal(err)
	}
	info, err := root.Stat("a/advisory.md")
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	entries, err := fs.ReadDir(root.FS(), "a")
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	// A file that changed since it was read is not overwritten.
	if err := Write(root, ch); !errors.Is(err, ErrChanged) {
		t.Errorf("written over another text: %v", err)
	}
}

// TestExtendAndRelease moves the dates of random advisories: an extension
// changes nothing public, a release to now makes the advisory public, and what
// is not refused passes check.
func TestExtendAndRelease(t *testing.T) {
	moved, refused := 0, 0
	for seed := range uint64(12) {
		r := heldsite.New(seed)
		before, ok := public(t, r.Files, r.Now, r.Now)
		if !ok {
			t.Fatalf("seed %d: the repository has problems", seed)
		}
		c, err := open(r.Files, r.Now)
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		for _, a := range c.catalog.Advisories() {
			from, dated := a.From().Agreed()
			if a.From().Reached(r.Now) || tried == 2 {
				continue // two of each, because rendering takes long
			}
			tried++
			later := "2031-01-01T00:00:00Z"
			if dated {
				later = advisory.Stamp(from.Add(time.Second))
			}
			for _, m := range []struct {
				to string
				do func(id, to, reason string) (*Change, error)
			}{
				{later, c.Extend}, {Now, c.Release},
			} {
				ch, err := m.do(a.ID, m.to, awkward)
				var no *Refusal
				if errors.As(err, &no) {
					refused++ // another date in the content contradicts
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				moved++
				files := after(t, r.Files, ch.steps)
				out, ok := public(t, files, r.Now, r.Now)
				_, shown := out["ex/"+a.Slug+"/index.html"]
				switch {
				case !ok:
					t.Errorf("seed %d: problems after %v", seed, ch.Lines)
				case m.to != Now && differs(before, out) != "":
					t.Errorf("seed %d: %v changed %s", seed, ch.Lines, differs(before, out))
				case m.to == Now && a.Series.Path == "ex" && !shown:
					t.Errorf("seed %d: %v: it is not public", seed, ch.Lines)
				}
				if strings.Contains(strings.Join(slices.Concat(ch.Lines, ch.Notes), "\n"), "why:") {
					t.Errorf("the lines quote the reason: %v", ch.Lines)
				}
			}
		}
	}
	t.Logf("%d dates moved, %d refused", moved, refused)
	if moved < 12 {
		t.Errorf("only %d dates were moved", moved)
	}
}

// TestUnreadable: what cannot be understood is not edited.
func TestUnreadable(t *testing.T) {
	now := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	base := func(front string) fstest.MapFS {
		return fstest.MapFS{
			"publisher.yaml":            {Data: []byte("name: x\nbase_url: https://a.example/\nlanguages: [en]\ntime_zone: UTC\nseries: [{prefix: X, pattern: \"[0-9]\", path: x}]\n")},
			"advisories/X1/advisory.md": {Data: []byte("---\nid: X1\ntitle: x\n" + front + "---\n")},
		}
	}
	for name, c := range map[string]struct{ front, problem string }{
		"a date that cannot be read": {"disclose_at: soon\n", ""},
		"a list with a date to come": {"extensions: [{to: 2026-12-01T00:00:00Z, recorded: 2030-01-01, reason: x}]\ndisclose_at: 2026-12-01T00:00:00Z\n", ""},
		"no YAML":                    {"notified: [\n", "advisories/X1/advisory.md"},
		"a date twice":               {"disclose_at: 2026-12-01T00:00:00Z\ndisclose_at: 2026-12-02T00:00:00Z\n", "advisories/X1/advisory.md"},
	} {
		content, err := open(base(c.front), now)
		if err != nil {
			t.Fatal(err)
		}
		_, err = content.Extend("X1", "2027-01-01T00:00:00Z", "why")
		var no *Refusal
		if !errors.As(err, &no) || no.Usage || c.problem != "" && (len(no.Problems) == 0 || no.Problems[0].Path != c.problem) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := open(fstest.MapFS{}, now); err == nil {
		t.Error("content without a publisher was opened")
	}
	// One language: a text and no map.
	files := base("disclose_at: 2026-11-01T00:00:00Z\n")
	content, err := open(files, now)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := content.Withdraw("X1", map[advisory.Language]string{"en": "Twice."})
	if err != nil {
		t.Fatal(err)
	}
	const want = "withdrawn:\n  date: 2026-11-20T00:00:00Z\n  reason: \"Twice.\"\nrevisions:\n  - number: 1\n    date: 2026-11-20T00:00:00Z\n    summary: \"Withdrawn\"\n---\n"
	if got := string(ch.steps[0].data); !strings.HasSuffix(got, want) {
		t.Errorf("wrote %s", got)
	}
	if _, err := content.Withdraw("X1", map[advisory.Language]string{"ja": "x"}); err == nil {
		t.Error("a reason in a language of no page was taken")
	}
	if _, list, err := check.Run(after(t, files, ch.steps), check.Options{Now: now, AsOf: now}); err != nil || len(list) > 0 {
		t.Errorf("%v %v", list, err)
	}
}
