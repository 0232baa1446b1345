package proof

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"
	"gopkg.in/yaml.v3"
)

// archive is half of the CERT/CC Vulnerability Data Archive, test input that
// is not part of the project.
const archive = "../../../shared/corpora/certcc-archive.tar.xz"

// sameArchive imports the real archive, of which about a third was never
// published, and builds it with and without what is held, on new folders and
// on top of each other.
func sameArchive(t *testing.T) string {
	packed, err := os.Open(archive)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Println("\nprove 1 NOTICE: the CERT/CC archive is not beside this checkout; nothing was tried on real records")
		return "no real archive"
	}
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	dir := scratch(t)
	if err := unpack(packed, filepath.Join(dir, "archive")); err != nil {
		t.Fatal(err)
	}
	must := func(args ...string) ran {
		got := run(t, dir, nil, args...)
		if got.code != 0 {
			t.Fatalf("%v: exit %d\n%s", args, got.code, got.stderr)
		}
		return got
	}
	must("import", "certcc", "archive", "--to", "content")
	if err := os.RemoveAll(filepath.Join(dir, "archive")); err != nil {
		t.Fatal(err)
	}
	as := []string{"--as-of", instant(then.AddDate(1, 0, 0))}
	build := func(out string) string {
		got := must(append([]string{"build", "--content", "content", "--out", out}, as...)...)
		return got.stdout + got.stderr
	}
	said := []string{build("a/out"), build("b/out")}
	public, held := deleteHeld(t, dir, as)
	said = append(said, build("a/out"), build("c/out")) // on top of the build with held things, and new
	if said[0] != said[1] || said[0] != said[3] {
		t.Errorf("it says\n%s", strings.Join(said, "\n"))
	}
	if !strings.Contains(said[2], ": 0 files written, ") || !strings.Contains(said[2], ", 0 removed") {
		t.Errorf("without the held things the build changed something: %s", said[2])
	}
	trees := []files{digests(t, filepath.Join(dir, "a/out")), digests(t, filepath.Join(dir, "b/out")), digests(t, filepath.Join(dir, "c/out"))}
	for _, tree := range trees[1:] {
		if diff := difference(trees[0], tree); diff != "" {
			t.Error(diff)
		}
	}
	return fmt.Sprintf("the real archive (%s public, %s held, %s files)", thousands(public), thousands(held), thousands(len(trees[0])))
}

// digests is published with digests in place of the bytes: three times this
// output would not fit into the memory of a small machine.
func digests(t *testing.T, out string) files {
	tree := published(t, out)
	for name, text := range tree {
		tree[name] = fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	}
	return tree
}

// deleteHeld takes away the folders of held advisories, and the entries of the
// register that no other names.
func deleteHeld(t *testing.T, dir string, as []string) (public, held int) {
	t.Helper()
	got := run(t, dir, nil, append([]string{"held", "--content", "content", "--format", "json"}, as...)...)
	var list struct {
		Held []struct{ Kind, Path string }
	}
	if err := json.Unmarshal([]byte(got.stdout), &list); err != nil || got.code != 0 {
		t.Fatal(err, got.stderr)
	}
	for _, h := range list.Held {
		if h.Kind != "advisory" {
			t.Fatalf("%s is held in an open advisory", h.Path)
		}
		if err := os.RemoveAll(filepath.Join(dir, "content", filepath.Dir(h.Path))); err != nil {
			t.Fatal(err)
		}
	}
	named := map[string]bool{}
	for name, data := range read(t, filepath.Join(dir, "content/advisories")) {
		if filepath.Base(name) != "advisory.md" {
			continue
		}
		public++
		var facts struct{ Notified []string }
		if err := yaml.Unmarshal([]byte(strings.SplitN(data, "\n---\n", 2)[0]), &facts); err != nil {
			t.Fatal(name, err)
		}
		for _, v := range facts.Notified {
			named[v+".yaml"] = true
		}
	}
	gone := 0
	for name := range read(t, filepath.Join(dir, "content/vendors")) {
		if !named[name] {
			gone++
			if err := os.Remove(filepath.Join(dir, "content/vendors", name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if gone == 0 || len(list.Held) == 0 {
		t.Fatalf("%d held advisories, %d vendors of theirs: nothing was tried", len(list.Held), gone)
	}
	return public, len(list.Held)
}

// unpack extracts a .tar.xz of plain files and folders.
func unpack(r io.Reader, dir string) error {
	plain, err := xz.NewReader(r)
	if err != nil {
		return err
	}
	packed := tar.NewReader(plain)
	for {
		h, err := packed.Next()
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
		data, err := io.ReadAll(packed)
		if err = errors.Join(err, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, data, 0o644)); err != nil {
			return err
		}
	}
}
