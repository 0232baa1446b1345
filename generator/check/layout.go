package check

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
)

// The folders of a content repository.
const (
	VendorsDir    = "vendors"
	AdvisoriesDir = "advisories"
)

var yearName = regexp.MustCompile(`^[0-9]{4}$`)

// layout lists the files of a repository that mean something.
type layout struct {
	vendors []string // paths of register entries
	folders []folder // advisory folders
}

// folder lists the files of one advisory folder, by name.
type folder struct {
	dir     string
	files   []string // advisory.md and its companions
	records []string // the files below vendors/
}

func findLayout(fsys fs.FS, jobs int) (layout, problem.List) {
	var l layout
	var list problem.List
	for _, e := range readDir(fsys, VendorsDir, &list) {
		name := path.Join(VendorsDir, e.Name())
		switch {
		case ignored(e.Name()):
		case !e.IsDir() && path.Ext(name) == ".yaml":
			l.vendors = append(l.vendors, name)
		default:
			list.Add(stray(name, "the register holds one file <vendor-id>.yaml for each vendor"))
		}
	}
	for _, e := range readDir(fsys, AdvisoriesDir, &list) {
		l.group(fsys, e, &list)
	}
	lists := make([]problem.List, len(l.folders))
	parallel(len(l.folders), jobs, func(i int) { l.folders[i].read(fsys, &lists[i]) }, nil)
	for _, problems := range lists {
		list.Add(problems...)
	}
	return l, list
}

// group takes an entry of advisories/: an advisory folder, or a year with
// advisory folders in it.
func (l *layout) group(fsys fs.FS, e fs.DirEntry, list *problem.List) {
	dir := path.Join(AdvisoriesDir, e.Name())
	if ignored(e.Name()) {
		hidden(fsys, dir, e, list)
		return
	}
	if !e.IsDir() {
		list.Add(stray(dir, "put each advisory into a folder of its own, advisories/<slug>/advisory.md"))
		return
	}
	if !yearName.MatchString(e.Name()) {
		l.folders = append(l.folders, folder{dir: dir})
		return
	}
	var problems problem.List // comes up again if the folder is that of an advisory
	entries := readDir(fsys, dir, &problems)
	if hasName(entries, "advisory.md") {
		l.folders = append(l.folders, folder{dir: dir})
		return
	}
	list.Add(problems...)
	for _, inner := range entries {
		name := path.Join(dir, inner.Name())
		switch {
		case ignored(inner.Name()):
			hidden(fsys, name, inner, list)
		case inner.IsDir():
			l.folders = append(l.folders, folder{dir: name})
		default:
			list.Add(stray(name, "put each advisory into a folder of its own, advisories/<year>/<slug>/advisory.md"))
		}
	}
}

// listFolder finds the files of an advisory folder that was listed before.
func listFolder(fsys fs.FS, dir string) folder {
	f := folder{dir: dir}
	f.read(fsys, &problem.List{}) // told the first time
	return f
}

// read finds the files of an advisory folder.
func (f *folder) read(fsys fs.FS, list *problem.List) {
	for _, e := range readDir(fsys, f.dir, list) {
		name := e.Name()
		switch {
		case ignored(name):
		case name == VendorsDir && e.IsDir():
			f.records = readRecordNames(fsys, path.Join(f.dir, name), list)
		case documentName(name):
			f.files = append(f.files, name)
		default:
			list.Add(stray(path.Join(f.dir, name), "an advisory folder holds advisory.md, advisory.<lang>.md, advisory.next.md, advisory.next.<lang>.md and vendors/"))
		}
	}
}

func readRecordNames(fsys fs.FS, dir string, list *problem.List) []string {
	var out []string
	entries := readDir(fsys, dir, list)
	for _, e := range entries {
		if ignored(e.Name()) || !e.IsDir() && signatureOf(entries, e.Name()) {
			continue
		}
		if ext := path.Ext(e.Name()); ext != ".yaml" && ext != ".md" {
			list.Add(stray(path.Join(dir, e.Name()), "this folder holds <vendor-id>.yaml or <vendor-id>.md, and <vendor-id>.next.yaml or .next.md"))
			continue
		}
		out = append(out, e.Name())
	}
	return out
}

// signatureOf says whether a name is that of a detached signature, <record>.sig
// (SSH) or <record>.asc (OpenPGP), of a record in the same folder. Signatures
// belong to the review of a change; nothing else reads them.
func signatureOf(entries []fs.DirEntry, name string) bool {
	ext := path.Ext(name)
	record := strings.TrimSuffix(name, ext)
	return (ext == ".sig" || ext == ".asc") && (path.Ext(record) == ".yaml" || path.Ext(record) == ".md") && hasName(entries, record)
}

// documentName accepts advisory.md, advisory.<lang>.md, advisory.next.md and
// advisory.next.<lang>.md.
func documentName(name string) bool {
	rest, ok := strings.CutPrefix(name, "advisory.")
	if !ok {
		return false
	}
	rest = strings.TrimPrefix(rest, "next.")
	if rest == "md" {
		return true
	}
	lang, ok := strings.CutSuffix(rest, ".md")
	if !ok {
		return false
	}
	_, ok = advisory.ParseLanguage(lang)
	return ok
}

// ignored says whether a name is none of ours: hidden files such as .DS_Store
// and notes for people.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || name == "README.md"
}

// hidden reports an advisory that would be passed over without a word.
func hidden(fsys fs.FS, dir string, e fs.DirEntry, list *problem.List) {
	if e.IsDir() && hasName(readDir(fsys, dir, list), "advisory.md") {
		list.Add(problem.Problem{Rule: "hidden-folder", Path: path.Join(dir, "advisory.md"), Message: "this advisory is in a hidden folder",
			Hint: "rename the folder so that it does not start with a dot, or move it out of the repository"})
	}
}

func hasName(entries []fs.DirEntry, name string) bool {
	for _, e := range entries {
		if e.Name() == name {
			return true
		}
	}
	return false
}

// readDir lists a folder; one that is not there is empty.
func readDir(fsys fs.FS, dir string, list *problem.List) []fs.DirEntry {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		list.Add(problem.Problem{Rule: "unreadable", Path: dir, Message: "this folder cannot be read", Hint: "look at its kind and its permissions"})
	}
	return entries
}

func stray(name, hint string) problem.Problem {
	return problem.Problem{Rule: "stray-file", Path: name, Message: "advgen does not know what this is", Hint: hint}
}
