//go:build unix

package publish

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
)

func TestKeep(t *testing.T) {
	o := setup(t)
	o.Keep = []string{"CNAME", ".nojekyll", "google*.html", "host/**", "a/own-?.txt", "en/*/files/**"}
	kept := []string{"CNAME", ".nojekyll", "google12.html", "host/x/y", "a/own-1.txt", "en/q/files/z/z"}
	for _, p := range kept {
		write(t, filepath.Join(o.Out, p), "mine")
	}
	os.Symlink("/nowhere", o.Out+"/host/link")
	mine := snapshot(t, o.Out, false)
	for _, files := range []tree{small, {}, small} {
		mustBuild(t, o, files)
		got := snapshot(t, o.Out, false)
		for p, text := range mine {
			if got[p] != text {
				t.Errorf("%s: %q, before %q", p, got[p], text)
			}
		}
	}
	for _, p := range append(kept, "host", "host/new") {
		if _, err := build(o, treeOf(file(p, artifact.List, ""))); err == nil || !strings.Contains(err.Error(), "keep:") {
			t.Errorf("%s: %v", p, err)
		}
	}
	for _, p := range []string{"cname", "CNAME/x", "a", "HOST/x", "en"} {
		before := snapshot(t, o.Out, true)
		_, err := build(o, treeOf(file(p, artifact.List, "")))
		if err == nil || !strings.Contains(err.Error(), "belongs to the host") {
			t.Errorf("%s: %v", p, err)
		}
		if !maps.Equal(before, snapshot(t, o.Out, true)) {
			t.Errorf("%s: the output was touched", p)
		}
	}
	// What becomes the host's is left alone from then on.
	o.Keep = append(o.Keep, "style.css")
	rest := maps.Clone(small)
	delete(rest, "style.css")
	mustBuild(t, o, rest)
	if _, err := os.Stat(o.Out + "/style.css"); err != nil {
		t.Error(err)
	}
}

func TestKeepPatterns(t *testing.T) {
	for _, p := range []string{"", "/a", "a/", "../a", "a/../b", "./a", "**", "/**", "a/**/b", "a**", "[", "**/a", "a//b"} {
		o := setup(t)
		o.Keep = []string{p}
		if _, err := Open(o); err == nil || !strings.HasPrefix(err.Error(), "keep:") {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestFoldersThatAreRefused(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"real", "full"} {
		os.Mkdir(filepath.Join(root, dir), 0o755)
	}
	write(t, root+"/file", "")
	write(t, root+"/full/x", "")
	os.Symlink("real", root+"/link")
	os.Symlink("nothing", root+"/dangling")
	tests := []struct{ out, state, want string }{
		{"", "", "no output"},
		{"/", "", "root"},
		{"o", "/", "root"},
		{"o", "o", "the same"},
		{"o", "o/s", "in the other"},
		{"o/p", "o", "in the other"},
		{"link", "real", "the same"},
		{"link", "real/s", "in the other"},
		{"real/o", "link", "in the other"},
		{"file", "", "not a folder"},
		{"file/x", "", "not a directory"},
		{"o", "file", "not a folder"},
		{"dangling", "", "no such file"},
		{"o", "full", "not a state folder"},
	}
	if runtime.GOOS == "linux" {
		tests = append(tests, struct{ out, state, want string }{"o", "/proc/x", "different file systems"})
	}
	t.Chdir(root)
	before := snapshot(t, root, true)
	for _, tt := range tests {
		_, err := Open(Options{Out: tt.out, State: tt.state})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v", tt, err)
		}
		if err != nil && strings.Contains(err.Error(), root) {
			t.Errorf("%v: the message has the machine's path: %v", tt, err)
		}
	}
	if !maps.Equal(before, snapshot(t, root, true)) {
		t.Error("something was changed")
	}
}

// The output is for everybody and content is not, whatever keep: says.
func TestFoldersThatAreReadAreNoPlaceToPublish(t *testing.T) {
	root := t.TempDir()
	os.MkdirAll(root+"/site/content/vendors", 0o755)
	os.Symlink("site/content", root+"/link")
	reads := []string{"site/content/advisories", "link/vendors"} // the first is not there
	t.Chdir(root)
	before := snapshot(t, root, true)
	for _, tt := range []struct{ out, state string }{
		{".", "../s"}, {"site", ""}, {"site/content", ""}, {"link", ""}, {"link/vendors", ""}, {"site/content/advisories/x", ""},
		{"o", "site/content"}, {"o", "link/advisories/x"},
	} {
		_, err := Open(Options{Out: tt.out, State: tt.state, Keep: []string{"content/**"}, Reads: reads})
		var wrong *OptionError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "content") {
			t.Errorf("%v: %v", tt, err)
		}
	}
	if !maps.Equal(before, snapshot(t, root, true)) {
		t.Error("something was changed")
	}
	if _, err := build(Options{Out: "site/content/public", Reads: reads}, small); err != nil {
		t.Errorf("beside what is read: %v", err)
	}
}

func TestNamesOfFolders(t *testing.T) {
	for out, state := range map[string]string{
		"public": "public.advgen", "public/": "public.advgen", "./x/../public": "public.advgen", "new/deep/out": "new/deep/out.advgen",
		".": "../work.advgen", "public/..": "../work.advgen", "link": "link.advgen", "sub/..": "../work.advgen",
	} {
		root := filepath.Join(quickDir(t), "work")
		os.MkdirAll(root+"/target", 0o755)
		os.Symlink("target", root+"/link")
		t.Chdir(root)
		keep := []string{"target/**", "link"}
		if _, err := build(Options{Out: out, Keep: keep}, small); err != nil {
			t.Errorf("%s: %v", out, err)
		}
		if _, err := os.Stat(filepath.Join(state, "manifest.json")); err != nil {
			t.Errorf("%s: %v", out, err)
		}
		if _, err := os.Stat(filepath.Join(out, "a/index.html")); err != nil {
			t.Errorf("%s: %v", out, err)
		}
		if info, _ := os.Lstat("link"); info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: the link is gone", out)
		}
	}
}
