package main

import (
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseSizes(t *testing.T) {
	for in, want := range map[string]int{"1000": 1, "1000 10000": 2, "1,2, 3": 3, "": 0, "many": 0, "0": 0, "-5": 0} {
		sizes, err := parseSizes(in)
		if len(sizes) != want || (err == nil) != (want > 0) {
			t.Errorf("%q gives %v, %v", in, sizes, err)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		of   []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := median(test.of); got != test.want {
			t.Errorf("the median of %v is %v", test.of, got)
		}
	}
}

// TestRatioOfPairs: a round in which the machine was busy for both runs of a
// pair does not count for more than others.
func TestRatioOfPairs(t *testing.T) {
	f := &figures{Runs: map[string][]sample{}}
	for _, slow := range []float64{1, 10, 1} {
		f.add("full build", sample{Wall: 3 * slow})
		f.add("cp -r", sample{Wall: 2 * slow})
	}
	if got := f.ratio("full build", "cp -r"); got != 1.5 {
		t.Errorf("the ratio is %v", got)
	}
}

func TestJudged(t *testing.T) {
	for _, test := range []struct {
		judged
		met bool
	}{
		{judged{Got: 1.5, AtMost: 1.5}, true}, {judged{Got: 1.51, AtMost: 1.5}, false},
		{judged{Got: 0}, true}, {judged{Got: 1}, false}, // nothing may be written
		{judged{Got: 5, Least: 5}, true}, {judged{Got: 4.9, Least: 5}, false},
	} {
		if test.judged.met() != test.met {
			t.Errorf("%+v is met: %v", test.judged, !test.met)
		}
	}
}

// TestTargets: each target applies at the sizes that it is set for.
func TestTargets(t *testing.T) {
	size := func(n int, wall float64) *figures {
		f := &figures{Advisories: n, OutputFiles: 7 * n, Files: map[string]int{}, Runs: map[string][]sample{}}
		for _, name := range []string{"full build", "cp -r", "bare reader", "nothing changed", "one advisory changed"} {
			f.add(name, sample{Wall: wall, CPU: wall, RSS: 100e6})
		}
		return f
	}
	r := report{Sizes: []*figures{size(1000, 1), size(10_000, 9), size(100_000, 200)}}
	r.judge()
	var out bytes.Buffer
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	for what, wants := range map[string]string{
		"peak memory of a full build at 10000":             "met",
		"full build / cp -r of its output at 10000":        "met",
		"growth of the full build from 1000 at 10000":      "met",
		"growth of the full build from 10000 at 100000":    "missed",
		"files written with nothing changed at 100000":     "met",
		"(the plan's figure) at 10000":                     "missed",
		"one advisory changed / bare reader at 1000 ":      "met",
		"nothing changed / bare reader at 100000         ": "",
	} {
		line := ""
		for l := range strings.Lines(out.String()) {
			if strings.Contains(l, what) {
				line = l
			}
		}
		if wants == "" != (line == "") || !strings.Contains(line, wants) {
			t.Errorf("%s: %q", what, line)
		}
	}
}

// TestBare: the bare writer makes the same files with the same bytes, and the
// bare reader sees them all.
func TestBare(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "to")
	want := map[string]string{"a": "1", "b/c": strings.Repeat("2", 70_000), "b/d/e": ""}
	for name, text := range want {
		name = filepath.Join(from, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := bareWrite(from, to, io.Discard); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name := range want {
		data, err := os.ReadFile(filepath.Join(to, name))
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(data)
	}
	if !maps.Equal(got, want) {
		t.Error("the files are not the same")
	}
	var out bytes.Buffer
	if err := bareRead(to, &out); err != nil || out.String() != "3 files, 70001 bytes\n" {
		t.Errorf("%v %s", err, out.String())
	}
}

// TestEditor: each edit changes one file, and can be made again.
func TestEditor(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"vendors/kamome.yaml":                 "name:\n  ja: 株式会社かもめ\n  en: Kamome, Inc.\nsite: https://kamome.example.jp/\n",
		"advisories/2023/EX1/advisory.md":     "---\nid: EX#1\ndisclose_at: 2050-01-01T10:00:00+09:00\nnotified:\n  - kamome\n---\n## 概要\n\n文。\n",
		"advisories/2023/EX2/advisory.md":     "---\nid: EX#2\ndisclose_at: 2023-01-01T10:00:00+09:00\nnotified:\n  - kamome\n---\n## 概要\n\n文。\n\n## 想定される影響\n\n文。\n",
		"advisories/2023/EX2/vendors/kamome.": "",
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e, err := newEditor(dir)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Base(filepath.Dir(e.advisory)) != "EX2" {
		t.Fatalf("edits %s", e.advisory)
	}
	for _, change := range []func() error{e.changeAdvisory, e.changeAdvisory, e.renameVendor, e.renameVendor, e.changeTemplate} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
	}
	advisory, _ := os.ReadFile(e.advisory)
	if !strings.Contains(string(advisory), "## 概要\n\n文。（第2版）\n\n## 想定される影響\n\n文。\n") {
		t.Errorf("%s", advisory)
	}
	vendor, _ := os.ReadFile(e.vendor)
	if string(vendor) != "name:\n  ja: 株式会社かもめ第4社\n  en: Kamome, Inc.\nsite: https://kamome.example.jp/\n" {
		t.Errorf("%s", vendor)
	}
	if own, err := os.ReadFile(filepath.Join(dir, "templates/html/advisory.html")); err != nil || !strings.Contains(string(own), "<p>5</p>\n</article>") {
		t.Errorf("%v %s", err, own)
	}
}

func TestUsage(t *testing.T) {
	for _, test := range []struct {
		args []string
		code int
	}{{[]string{"--sizes", "x"}, 2}, {[]string{"--unknown"}, 2}, {[]string{"nonsense"}, 3}, {[]string{"--help"}, 0}} {
		if code := run(context.Background(), test.args, io.Discard, io.Discard); code != test.code {
			t.Errorf("%v: exit code %d", test.args, code)
		}
	}
}

// TestHugo: the sample as a site for Hugo has every advisory in both languages,
// every record, and nothing that is held.
func TestHugo(t *testing.T) {
	dir := t.TempDir()
	if err := writeHugo(filepath.FromSlash("../../content"), dir, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"hugo.toml", "layouts/_default/baseof.html", "layouts/advisory/single.html", "i18n/ja.json", "data/cvss.json", "static/style.css",
		"content/ja/vu/EXVU93617204.md", "content/en/vu/EXVU93617204.md", "content/en/records/EXVU93617204/mihon-denki.md",
		"content/ja/vendors/mihon-denki/_index.md",
	} {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty", name)
		}
	}
	record, err := os.ReadFile(filepath.Join(dir, "content/ja/records/EXVU93617204/mihon-denki.md"))
	if err != nil || !strings.Contains(string(record), `"url":"/vu/EXVU93617204/vendors/mihon-denki/"`) || !strings.Contains(string(record), "シーケンサ") {
		t.Errorf("%v %s", err, record)
	}
}

// TestChanged counts new files and those with other bytes, and those that are
// gone.
func TestChanged(t *testing.T) {
	dir, list := t.TempDir(), filepath.Join(t.TempDir(), "list")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("same", "1")
	write("other", "2")
	write("gone", "3")
	if err := listDigests(dir, list); err != nil {
		t.Fatal(err)
	}
	write("same", "1")
	write("other", "22")
	write("new", "4")
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := countChanged(list, dir, &out); err != nil || out.String() != "2 changed, 1 gone\n" {
		t.Errorf("%v %s", err, out.String())
	}
}
