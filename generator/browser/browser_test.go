//go:build browser

// Package browser opens published sites in Chromium: the sample, half of the
// CERT/CC archive where it is at hand, and sites whose every field is hostile.
// The tests of the pages are programs in interop/browser; here the sites are
// made.
package browser

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ulikunitz/xz"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/hostile"
	"github.com/advgen/advgen/templates"
)

// root is the checkout.
const root = "../.."

// sampleAsOf is an instant at which all but one advisory of the sample are
// disclosed.
const sampleAsOf = "2026-11-23T00:00:00Z"

// TestBrowser makes the sites, and runs each program over them. The folder that
// BROWSER_SITES names keeps the sites, and those that it has are used again.
func TestBrowser(t *testing.T) {
	dir := t.TempDir()
	if keep := os.Getenv("BROWSER_SITES"); keep != "" {
		dir = keep
	}
	if _, err := os.Stat(filepath.Join(dir, "hostile")); err != nil {
		makeSites(t, dir)
	}
	tests, err := filepath.Glob(filepath.Join(root, "interop", "browser", "*.test.mjs"))
	if err != nil || len(tests) == 0 {
		t.Fatal("interop/browser has no tests", err)
	}
	for _, name := range tests {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".test.mjs"), func(t *testing.T) {
			t.Parallel()
			program := exec.Command("node", "--test", "--test-reporter=spec", filepath.Base(name))
			program.Dir = filepath.Dir(name)
			program.Env = append(os.Environ(), "ADVGEN_SITES="+dir)
			out, err := program.CombinedOutput()
			t.Logf("%s", out)
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func makeSites(t *testing.T, dir string) {
	advgen := filepath.Join(t.TempDir(), "advgen")
	run(t, root, "go", "build", "-o", advgen, "./cmd/advgen")
	run(t, root, advgen, "build", "--quiet", "--content", "content", "--as-of", sampleAsOf, "--out", filepath.Join(dir, "plain", "sample"))
	certcc(t, advgen, filepath.Join(dir, "plain", "certcc"))
	filterSite(t, filepath.Join(dir, "filters", "names"))
	hostileSites(t, filepath.Join(dir, "hostile"))
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
}

// certcc imports and builds the archive beside the checkout, in HTML only.
func certcc(t *testing.T, advgen, out string) {
	t.Helper()
	archive, err := os.Open(filepath.Join(root, "..", "shared", "corpora", "certcc-archive.tar.xz"))
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(os.Stderr, "NOTICE: the CERT/CC archive is not beside this checkout; its pages are not opened")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	dir := t.TempDir()
	unpack(t, archive, filepath.Join(dir, "archive"))
	run(t, dir, advgen, "import", "certcc", "archive", "--to", "content")
	run(t, dir, advgen, "build", "--quiet", "--content", "content", "--out", out)
}

// unpack extracts a .tar.xz of plain files and folders.
func unpack(t *testing.T, r io.Reader, dir string) {
	t.Helper()
	plain, err := xz.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	for files := tar.NewReader(plain); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg || !filepath.IsLocal(h.Name) {
			continue
		}
		var data bytes.Buffer
		if _, err := io.Copy(&data, files); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, h.Name), data.Bytes())
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// hostileSites builds a site for each hostile text, which stands in every field
// that takes it.
func hostileSites(t *testing.T, dir string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, hostile.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	places := 0
	for i, text := range hostile.Texts {
		content, fields, err := hostile.Everywhere(text, i%2 == 1, check.Options{Now: at, AsOf: at})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		places += len(fields)
		to := filepath.Join(dir, fmt.Sprintf("%02d", i))
		writeSite(t, to, content)
		write(t, filepath.Join(to, "text.txt"), []byte(text))
	}
	t.Logf("%d hostile texts in %d places", len(hostile.Texts), places)
}

// filterSite builds a site with an advisory and a register so long that they
// have filters; the hostile texts are the vendors' names.
func filterSite(t *testing.T, dir string) {
	t.Helper()
	content, used := hostile.Vendors()
	writeSite(t, dir, content)
	write(t, filepath.Join(dir, "texts.txt"), []byte(strings.Join(used, "\x00")))
}

// writeSite renders what of a content repository a browser asks for.
func writeSite(t *testing.T, dir string, content fs.FS) {
	t.Helper()
	var out artifact.Memory
	if err := generator.Render(testsite.FromFS(t, content, hostile.AsOf), templates.FS, 0, &out); err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Files() {
		top, _, _ := strings.Cut(f.Path, "/")
		if ext := filepath.Ext(f.Path); ext == ".html" || ext == ".json" || ext == ".bin" || top == "assets" {
			write(t, filepath.Join(dir, filepath.FromSlash(f.Path)), f.Data)
		}
	}
}
