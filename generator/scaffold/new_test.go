package scaffold

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
)

// uncommented takes the # off every example of a scaffold: lines of comment
// that look like a field, an item or a text below one. What is not an example
// is prose, and does not look like that.
func uncommented(data []byte) []byte {
	example := regexp.MustCompile(`(?m)^# ([a-z_]+:.*|  .*)$`)
	statuses := regexp.MustCompile(`(?m)^#   [a-z_]+  .*\n`)
	return example.ReplaceAll(statuses.ReplaceAll(data, nil), []byte("$1"))
}

func TestNewAdvisory(t *testing.T) {
	for seed := range byte(4) {
		dir, root := initialised(t, seed)
		for _, title := range []string{"", `"引用" #1: [a] {b} \ 'c' & <d>`, "null", "1.10"} {
			list, err := open(t, root, dir).Advisory(NewAdvisory{Title: title}, randomness(seed+100))
			add(t, root, list, err)
			if len(list) != 2 || !strings.HasPrefix(list[0].Path, "advisories/2027/EXAMPLE") {
				t.Errorf("made %s and %d more, want a folder of the year in Tokyo and a translation", list[0].Path, len(list)-1)
			}
			repo, _, err := check.Run(os.DirFS(dir), check.Options{Now: now, AsOf: now})
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(repo.Advisories, func(f *check.Facts) bool { return f.Dir == path.Dir(list[0].Path) })
			f := repo.Advisories[i]
			if _, agreed := f.Main.DiscloseAt.Agreed(); agreed {
				t.Error("a new advisory has a public instant")
			}
			if want := title; want != "" && !slices.Contains(f.Main.Title, check.InLanguage{Language: advisory.Japanese, Text: want}) {
				t.Errorf("title %q, want %q", f.Main.Title, want)
			}
		}
		clean(t, dir)
		schemasResolve(t, dir, true)
	}
}

func TestExamplesOfNewAdvisoryAreValid(t *testing.T) {
	dir, root := initialised(t, 3)
	list, err := open(t, root, dir).Advisory(NewAdvisory{}, randomness(4))
	add(t, root, list, err)
	data := uncommented(list[0].Data)
	if n := strings.Count(string(data), "\n"); !strings.Contains(string(data), "\ndisclose_at: 2027-02-15T12:00:00+09:00\n") || n < 20 {
		t.Fatalf("the examples are not found:\n%s", data)
	}
	if err := os.WriteFile(filepath.Join(dir, list[0].Path), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if p := problems(t, dir, now); len(p) > 0 {
		t.Errorf("problems with the examples: %v", p)
	}
}

func TestChoosingAnID(t *testing.T) {
	dir, root := initialised(t, 5)
	publisher := filepath.Join(dir, "publisher.yaml")
	data, err := os.ReadFile(publisher)
	if err != nil {
		t.Fatal(err)
	}
	more := "\nseries:\n  - {prefix: 'VU#', pattern: '[0-9]{5}', path: vu}\n  - {prefix: 'ONE#', pattern: '1', path: one}\n  - {pattern: '[가-힣]', path: hangul}\n"
	data = regexp.MustCompile(`\nseries:\n`).ReplaceAll(data, []byte(more))
	if err := os.WriteFile(publisher, data, 0o644); err != nil {
		t.Fatal(err)
	}
	c := open(t, root, dir)
	list, err := c.Advisory(NewAdvisory{Series: "one"}, randomness(1))
	add(t, root, list, err)
	c = open(t, root, dir)
	taken := c.repo.Advisories[0].ID
	for _, id := range []string{strings.ToLower(taken), strings.Replace(taken, "#", ":", 1), strings.Replace(taken, "#", "", 1)} {
		if !c.taken(id) {
			t.Errorf("%s makes the folder of %s and counts as free", id, taken)
		}
	}
	for _, test := range []struct {
		name  string
		want  NewAdvisory
		usage bool
	}{
		{"several series", NewAdvisory{}, true},
		{"no such series", NewAdvisory{Series: "vx"}, true},
		{"id of no series", NewAdvisory{ID: "VU#1"}, true},
		{"id of another series", NewAdvisory{ID: "VU#12345", Series: "notes"}, true},
		{"id in use", NewAdvisory{ID: taken}, false},
		{"nothing left", NewAdvisory{Series: "one"}, false},
		{"nothing that can be drawn", NewAdvisory{Series: "hangul"}, false},
		{"hidden character", NewAdvisory{Series: "vu", Title: "a\u202eb"}, true},
	} {
		if list, err := c.Advisory(test.want, randomness(1)); !isRefusal(err, test.usage) {
			t.Errorf("%s: %v, %v", test.name, list, err)
		}
	}
	list, err = c.Advisory(NewAdvisory{ID: "VU#12345", Series: "vu"}, nil)
	add(t, root, list, err)
	if list[0].Path != "advisories/2027/VU12345/advisory.md" {
		t.Errorf("made %s", list[0].Path)
	}
	clean(t, dir)
}

func TestNewVendor(t *testing.T) {
	dir, root := initialised(t, 6)
	both := map[advisory.Language]string{"ja": "ソフト", "en": "Soft: # Inc."}
	for _, want := range []NewVendor{
		{ID: "soft-a", Name: "yes"}, {ID: "soft-b", Names: both},
		{ID: "soft-c", Name: "ソフト", Names: map[advisory.Language]string{"en": "Soft"}},
		{ID: "soft-d", Names: map[advisory.Language]string{"en": "Soft"}},
	} {
		list, err := open(t, root, dir).Vendor(want)
		add(t, root, list, err)
		if _, err := open(t, root, dir).Vendor(want); !isRefusal(err, false) {
			t.Errorf("%s again: %v", want.ID, err)
		}
	}
	clean(t, dir)
	schemasResolve(t, dir, true)
	c := open(t, root, dir)
	if got := c.repo.Vendors["soft-b"].Name; got["ja"] != both["ja"] || got["en"] != both["en"] {
		t.Errorf("names %v, want %v", got, both)
	}
	for name, want := range map[string]NewVendor{
		"bad id": {ID: "Soft"}, "path": {ID: "../x", Name: "x"}, "no name": {ID: "soft-e"},
		"twice":            {ID: "soft-e", Name: "x", Names: map[advisory.Language]string{"ja": "y"}},
		"hidden character": {ID: "soft-e", Name: "a\u200bb"},
	} {
		if _, err := c.Vendor(want); !isRefusal(err, true) {
			t.Errorf("%s: %v", name, err)
		}
	}
	entry := filepath.Join(dir, "vendors", "soft-a.yaml")
	data, err := os.ReadFile(entry)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(entry, uncommented(data), 0o644); err != nil {
		t.Fatal(err)
	}
	clean(t, dir)
}

func TestNewStatus(t *testing.T) {
	dir, root := initialised(t, 7)
	held := heldAdvisory(t, open(t, root, dir))
	main := filepath.Join(dir, held.Main.Path)
	data, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	data = []byte(strings.Replace(string(data), "\nnotified:", "\naliases: [CVE-2026-99999]\nnotified:", 1))
	if err := os.WriteFile(main, data, 0o644); err != nil {
		t.Fatal(err)
	}
	// Errors elsewhere do not matter, in the same folder neither.
	for _, name := range []string{"vendors/broken.yaml", held.Dir + "/stray.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("a: [\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list, err := open(t, root, dir).Status(NewStatus{Advisory: held.Slug, Vendor: "sample-systems"})
	add(t, root, list, err)
	list, err = open(t, root, dir).Status(NewStatus{Advisory: held.ID, Vendor: "hinagata-electric"})
	add(t, root, list, err)
	for _, name := range []string{"vendors/broken.yaml", held.Dir + "/stray.txt"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	clean(t, dir)
	schemasResolve(t, dir, true)
	text := string(list[0].Data)
	for _, want := range []string{held.ID, "Sample Gateway における", "Improper authentication", "CVE-2026-99999: affected", "該当製品なし：調査中", "Not Vulnerable, investigating"} {
		if !strings.Contains(text, want) {
			t.Errorf("the record does not tell %q:\n%s", want, text)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, list[0].Path), uncommented(list[0].Data), 0o644); err != nil {
		t.Fatal(err)
	}
	clean(t, dir)
	repo := open(t, root, dir).repo
	for _, f := range repo.Advisories {
		for _, r := range f.Records {
			if r.Vendor == "hinagata-electric" && (!r.Main.Answered || r.Main.Status != advisory.Affected) {
				t.Error("the examples of the record are not found")
			}
			if r.Vendor == "sample-systems" && f.ID == held.ID && r.Main.Answered {
				t.Error("a new record has a status")
			}
		}
	}
}

func heldAdvisory(t *testing.T, c *Content) *check.Facts {
	t.Helper()
	for _, f := range c.repo.Advisories {
		if !f.Main.DiscloseAt.Reached(now) {
			return f
		}
	}
	t.Fatal("nothing is held")
	return nil
}

func TestNewStatusRefuses(t *testing.T) {
	dir, root := initialised(t, 8)
	c := open(t, root, dir)
	held := heldAdvisory(t, c)
	disclosed := c.repo.Advisories[slices.IndexFunc(c.repo.Advisories, func(f *check.Facts) bool { return f != held })]
	for name, want := range map[string]NewStatus{
		"no such advisory": {Advisory: "EXAMPLE#1", Vendor: "sample-systems"},
		"no such vendor":   {Advisory: held.ID, Vendor: "sample-system"},
		"not notified":     {Advisory: held.ID, Vendor: "example-networks"},
		"record as .yaml":  {Advisory: disclosed.ID, Vendor: "example-networks"},
		"record as .md":    {Advisory: disclosed.ID, Vendor: "sample-systems"},
		"nothing":          {Advisory: "", Vendor: ""},
	} {
		list, err := c.Status(want)
		if !isRefusal(err, false) {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
}

func TestBrokenPublisherIsRefused(t *testing.T) {
	dir, root := initialised(t, 9)
	if err := root.WriteFile("publisher.yaml", []byte("languages: [xx]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Open(root, dir, now)
	var r *Refusal
	if !errors.As(err, &r) || len(r.Problems) == 0 {
		t.Errorf("got %v", err)
	}
}

// The schemas may lie in the content, beside it, or nowhere.
func TestSchemaLine(t *testing.T) {
	dir, root := initialised(t, 10)
	if err := os.Rename(filepath.Join(dir, "schema"), filepath.Join(dir, "..", "schema")); err != nil {
		t.Fatal(err)
	}
	list, err := open(t, root, dir).Advisory(NewAdvisory{ID: "EXAMPLE#12345678"}, nil)
	add(t, root, list, err)
	if want := "---\n# yaml-language-server: $schema=../../../../schema/advisory.schema.json\n"; !strings.HasPrefix(string(list[0].Data), want) {
		t.Errorf("schema beside the content: %.90s", list[0].Data)
	}
	if err := os.RemoveAll(filepath.Join(dir, "..", "schema")); err != nil {
		t.Fatal(err)
	}
	c := open(t, root, dir)
	list, err = c.Advisory(NewAdvisory{ID: "EXAMPLE#12345679"}, nil)
	add(t, root, list, err)
	vendor, err := c.Vendor(NewVendor{ID: "soft", Name: "Soft"})
	add(t, root, vendor, err)
	for _, f := range append(list, vendor...) {
		if strings.Contains(string(f.Data), "yaml-language-server") {
			t.Errorf("%s names a schema that is not there", f.Path)
		}
	}
	clean(t, dir)
}
