package verify

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
)

// manifestName stands for the manifest in problems; it is not in the tree.
const manifestName = "manifest"

// readManifest notes what the manifest lists.
func (t *tree) readManifest(data []byte) {
	if data == nil {
		return
	}
	if err := t.parseManifest(data); err != nil {
		t.fault("manifest", manifestName, "publish again to have a new one", "the manifest is damaged: %v", err)
		clear(t.files)
		return
	}
	t.listed = true
}

// parseManifest reads {"version":1,"files":[{"path","class","size","sha256"}]}
// piece by piece. Further keys are left alone.
func (t *tree) parseManifest(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return errors.New("it is not a JSON object")
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		key, _ := token.(string)
		switch {
		case err != nil:
			return errors.New("it is not JSON")
		case seen[key]:
			return errors.New("it has a key twice")
		case key == "version":
			var version int
			if d.Decode(&version) != nil || version != 1 {
				return errors.New("its version is not 1")
			}
		case key == "files":
			err = t.parseFiles(d)
		default:
			var skipped json.RawMessage
			err = d.Decode(&skipped)
		}
		if err != nil {
			return err
		}
		seen[key] = true
	}
	if _, err := d.Token(); err != nil {
		return errors.New("it ends early")
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows it")
	}
	if !seen["version"] || !seen["files"] {
		return errors.New("it has no version or no files")
	}
	return nil
}

func (t *tree) parseFiles(d *json.Decoder) error {
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return errors.New("its files are not a list")
	}
	for d.More() {
		var entry struct {
			Path, Class, SHA256 *string
			Size                *int64
		}
		if err := d.Decode(&entry); err != nil || entry.Path == nil || entry.Class == nil || entry.SHA256 == nil || entry.Size == nil {
			return errors.New("a file has no path, class, size or sha256")
		}
		f := &file{listed: true, size: *entry.Size, notice: *entry.Class == "notice"}
		sum, err := hex.DecodeString(*entry.SHA256)
		if err != nil || len(sum) != len(f.sum) || *entry.Size < 0 || !fs.ValidPath(*entry.Path) || *entry.Path == "." {
			return errors.New("a file has a path, size or sha256 that cannot be")
		}
		if t.files[*entry.Path] != nil {
			return errors.New("it lists a file twice")
		}
		copy(f.sum[:], sum)
		t.files[*entry.Path] = f
	}
	if _, err := d.Token(); err != nil {
		return errors.New("it ends early")
	}
	return nil
}

// walk finds all files, and what is there and should not be.
func (t *tree) walk() {
	var folders []string
	used := map[string]bool{".": true} // folders with a file in them or below
	_ = fs.WalkDir(t.fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			t.fault("tree-read", p, "look at the file system and at the permissions", "it cannot be read")
			used[p] = true // what is in it is not known
		case d.IsDir():
			folders = append(folders, p)
		default:
			t.meet(p, d.Type())
			markUsed(used, p)
		}
		return nil // one bad folder does not hide the others
	})
	for _, dir := range folders {
		if parent := path.Dir(dir); !used[dir] && used[parent] && !t.keep.match(dir) && !t.keep.match(dir+"/x") {
			t.fault("tree-empty-folder", dir, "remove it: its name alone may tell something", "a folder without a file")
		}
	}
	for p, f := range t.files {
		if !f.exists {
			t.fault("tree-missing", p, rebuild, "the manifest lists it, and it is not there")
		}
	}
}

// markUsed notes the folders that p lies in.
func markUsed(used map[string]bool, p string) {
	for dir := path.Dir(p); !used[dir]; dir = path.Dir(dir) {
		used[dir] = true
	}
}

// meet notes a file of the tree.
func (t *tree) meet(p string, kind fs.FileMode) {
	f := t.files[p]
	switch {
	case f == nil && t.keep.match(p):
		return
	case kind != 0:
		if f != nil {
			f.exists = true // not missing, but not to be read either
			delete(t.files, p)
		}
		t.fault("tree-odd", p, rebuild, "not a regular file")
		return
	case f == nil:
		if t.listed {
			t.fault("tree-stray", p, "remove it, or list it under keep: in publisher.yaml if it belongs to the host",
				"the manifest does not list it")
		}
		f = &file{}
		t.files[p] = f
	}
	f.exists = true
}

// findLayout learns the series and the languages of the site, and finds pages
// of advisories that the index does not have.
func (t *tree) findLayout() {
	for p := range t.advisories {
		series, _, _ := strings.Cut(p, "/")
		t.series[series] = true
	}
	folders := map[string]bool{}
	for p, f := range t.files {
		if !f.exists {
			continue
		}
		parts := strings.Split(p, "/")
		if len(parts) > 1 {
			folders[parts[0]] = true
		}
		if name, ok := strings.CutSuffix(parts[len(parts)-1], ".atom"); ok && len(parts) == 3 && parts[0] == "feeds" && parts[1] == "series" {
			t.series[name] = true
		}
		if len(parts) == 3 && parts[2] == "index.json" {
			t.series[parts[0]] = true
		}
	}
	t.languages = []string{""}
	for _, lang := range advisory.Languages() {
		if folders[string(lang)] && !t.series[string(lang)] {
			t.languages = append(t.languages, string(lang)+"/")
		}
	}
	for p, f := range t.files {
		if folder, ok := t.advisoryFolder(p); ok && f.exists && t.indexed && t.advisories[folder] == nil && !f.notice {
			t.unlisted = append(t.unlisted, p)
		}
	}
}

// checkUnlisted judges the files in folders of advisories that the index does
// not have. A page that leads on stands where an advisory was.
func (t *tree) checkUnlisted() {
	moved := set(t.moved...)
	for _, p := range t.unlisted {
		if !moved[p] {
			t.fault("index-lacks", p, reportBug, "it belongs to an advisory that index.json and its years do not list")
		}
	}
}

// olderPages is the folder of the older pages of a list, which no advisory has.
const olderPages = "page"

// advisoryFolder gives the folder, below the root of a language, of the
// advisory that a path belongs to: "jvn/JVN12345678/" for
// "en/jvn/JVN12345678/vendors/x/index.html".
func (t *tree) advisoryFolder(p string) (string, bool) {
	parts := strings.SplitN(t.withoutLanguage(p), "/", 3)
	if len(parts) < 3 || !t.series[parts[0]] || parts[1] == "" || parts[1] == olderPages {
		return "", false
	}
	return parts[0] + "/" + parts[1] + "/", true
}

func (t *tree) withoutLanguage(p string) string {
	for _, root := range t.languages {
		if root != "" && strings.HasPrefix(p, root) {
			return p[len(root):]
		}
	}
	return p
}

// keepers decides which files belong to the host. A pattern is a path in which
// * and ? stand for parts of a name (see path.Match); folder/** is all that is
// in a folder.
type keepers []string

func (k keepers) check() problem.List {
	var out problem.List
	for _, pattern := range k {
		if _, err := path.Match(strings.TrimSuffix(pattern, "/**"), ""); err != nil {
			out.Add(fault("keep", "publisher.yaml", "write a path with * and ?, or folder/**", "a pattern of keep: cannot be read"))
		}
	}
	return out
}

func (k keepers) match(p string) bool {
	for _, pattern := range k {
		base, subtree := strings.CutSuffix(pattern, "/**")
		candidate := p
		if subtree {
			parts := strings.Split(p, "/")
			n := strings.Count(base, "/") + 1
			if len(parts) <= n {
				continue
			}
			candidate = strings.Join(parts[:n], "/")
		}
		if ok, _ := path.Match(base, candidate); ok {
			return true
		}
	}
	return false
}
