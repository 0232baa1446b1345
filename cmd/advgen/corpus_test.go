package main

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/ulikunitz/xz"
)

// corpus is half of the CERT/CC Vulnerability Data Archive, test input that is
// not part of the project.
const corpus = "../../../shared/corpora/certcc-archive.tar.xz"

// TestCorpus imports, builds and verifies the real archive, by the script in
// testdata/corpus. The command is built without the race detector: the input is
// large, and other tests look for races.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the real archive takes a minute")
	}
	if raceDetector {
		t.Skip("NOTICE: the test on real records runs a command without the race detector; make test has run it")
	}
	archive, err := os.Open(corpus)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("NOTICE: the CERT/CC archive is not beside this checkout; the test on real records did not run")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	dir := t.TempDir()
	src := filepath.Join(dir, "archive")
	if err := unpack(archive, src); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "advgen")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/corpus",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"nothing-held": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 1 {
					ts.Fatalf("usage: nothing-held DIR")
				}
				ts.Check(nothingHeld(ts, src, ts.MkAbs(args[0])))
			},
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("ARCHIVE", src)
			env.Setenv("ADVGEN", program)
			return nil
		},
	})
}

// unpack extracts a .tar.xz of plain files and folders.
func unpack(r io.Reader, dir string) error {
	plain, err := xz.NewReader(r)
	if err != nil {
		return err
	}
	files := tar.NewReader(plain)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if !filepath.IsLocal(h.Name) {
			return fmt.Errorf("%q leads out of the archive", h.Name)
		}
		name := filepath.Join(dir, h.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		data, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
}

// sourceNote is what this test reads of a note of the archive.
type sourceNote struct {
	ID, Title, DateFirstPublished string
}

// nothingHeld looks through the whole output for ids and titles that belong
// only to notes that were never published, and for vendors that only they name.
func nothingHeld(ts *testscript.TestScript, src, out string) error {
	var published, held []sourceNote
	everything, vendors := &strings.Builder{}, map[string]bool{}
	err := filepath.WalkDir(src, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasPrefix(d.Name(), "vu_") || filepath.Ext(name) != ".json" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var n sourceNote
		if err := json.Unmarshal(data, &n); err != nil {
			return err
		}
		if n.DateFirstPublished == "" {
			held = append(held, n)
			return nil
		}
		published = append(published, n)
		everything.Write(data)
		return recordVendors(filepath.Dir(name), everything, vendors)
	})
	if err != nil {
		return err
	}
	public := strings.ToLower(everything.String()) // a vendor's name is its id in small letters
	var wanted []string
	for _, n := range held {
		for _, text := range []string{n.ID, strings.ReplaceAll(n.ID, "#", ""), strings.TrimSpace(n.Title)} {
			if len(text) >= prefix && !strings.Contains(public, strings.ToLower(text)) { // or a published note says it too
				wanted = append(wanted, text)
			}
		}
	}
	if where, err := find(out, wanted); err != nil || where != "" {
		return errors.Join(err, fmt.Errorf("something of a held note is in the output: %s", where))
	}
	ts.Logf("%d notes published, %d held; %d ids and titles looked for, %d vendors are public", len(published), len(held), len(wanted), len(vendors))
	rows, err := os.ReadDir(filepath.Join(out, "vendors"))
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(d os.DirEntry) bool { // no vendor: the register and its parts
		return d.Name() == "index.html" || strings.HasPrefix(d.Name(), "initial_")
	})
	if got := len(rows); got > len(vendors) {
		return fmt.Errorf("%d vendors have a page, the published notes name %d", got, len(vendors))
	}
	return nil
}

var spaces = regexp.MustCompile(`[\s\x{a0}\x{2000}-\x{200a}]+`)

func recordVendors(dir string, everything io.Writer, vendors map[string]bool) error {
	files, err := filepath.Glob(filepath.Join(dir, "vendor_*.json"))
	if err != nil {
		return err
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var r struct{ Vendor string }
		if err := json.Unmarshal(data, &r); err != nil {
			return err
		}
		vendors[strings.TrimSpace(spaces.ReplaceAllString(r.Vendor, " "))] = true
		if _, err := everything.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// prefix is how many bytes of a text are enough to look closer.
const prefix = 8

// find looks for texts in all files of a folder, as they are and escaped for
// HTML, in names and inside. It gives the first place where one stands, not
// followed by another digit.
func find(dir string, texts []string) (where string, err error) {
	byPrefix := map[[prefix]byte][]string{}
	for _, text := range texts {
		for _, form := range []string{text, html.EscapeString(text)} {
			key := [prefix]byte([]byte(form))
			byPrefix[key] = append(byPrefix[key], form)
		}
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || where != "" {
			return err
		}
		data, err := os.ReadFile(name)
		all := name + "\n" + string(data)
		for i := 0; i+prefix <= len(all); i++ {
			for _, form := range byPrefix[[prefix]byte([]byte(all[i:i+prefix]))] {
				if rest, ok := strings.CutPrefix(all[i:], form); ok && (rest == "" || rest[0] < '0' || rest[0] > '9') {
					where = fmt.Sprintf("%q in %s", form, name)
				}
			}
		}
		return err
	})
	return where, err
}
