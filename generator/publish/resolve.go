package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// place is a folder under the name that the caller gave it and under its
// resolved one, free of symbolic links.
type place struct {
	name   string // for messages
	path   string // absolute; need not exist
	exists bool
}

// resolvePlaces finds both folders and refuses a pair that could harm: one
// inside the other, the root, a file in place of a folder, two file systems,
// between which no rename is atomic, or a folder that the build reads from. It
// changes nothing.
func resolvePlaces(outName, stateName string, reads []string) (out, state place, err error) {
	if outName == "" {
		return out, state, optionError("no output folder is given")
	}
	if out, err = resolve(filepath.Clean(outName)); err != nil {
		return out, state, err
	}
	if stateName == "" {
		stateName = defaultState(out)
	}
	if state, err = resolve(filepath.Clean(stateName)); err != nil {
		return out, state, err
	}
	for _, p := range []place{out, state} {
		if filepath.Dir(p.path) == p.path {
			return out, state, optionError("%s: the root of the file system cannot be the output or the state folder", p.name)
		}
	}
	if within(out.path, state.path) || within(state.path, out.path) {
		return out, state, optionError("output folder %s and state folder %s are the same or one lies in the other; "+
			"put them side by side", out.name, state.name)
	}
	if err := apart([]place{out, state}, reads); err != nil {
		return out, state, err
	}
	same, err := sameFileSystem(existing(out.path), existing(state.path))
	if err != nil {
		return out, state, &Error{"stat", state.name, cause(err)}
	}
	if !same {
		return out, state, optionError("output folder %s and state folder %s are on different file systems, "+
			"where no file can be moved in one step; choose a state folder beside the output", out.name, state.name)
	}
	return out, state, nil
}

// StateFolder is where the state of an output lies, as Open finds it. It need not
// exist.
func StateFolder(out, state string) (string, error) {
	_, at, err := resolvePlaces(out, state, nil)
	return at.path, err
}

// apart refuses a place that is a folder to read from, lies in one or holds one.
func apart(places []place, reads []string) error {
	for _, name := range reads {
		read, err := resolve(filepath.Clean(name))
		if err != nil {
			return err
		}
		for _, p := range places {
			if within(p.path, read.path) || within(read.path, p.path) {
				return optionError("%s is or holds the content folder %s, or lies in it; choose a folder of its own for the output", p.name, read.name)
			}
		}
	}
	return nil
}

// defaultState is the output's name with .advgen behind it. "." and ".." have
// no name of their own, so theirs is taken from the real folder.
func defaultState(out place) string {
	if base := filepath.Base(out.name); base == "." || base == ".." {
		return filepath.Join(out.name, "..", filepath.Base(out.path)+".advgen")
	}
	return out.name + ".advgen"
}

// resolve follows symbolic links in that part of the path that exists.
func resolve(name string) (place, error) {
	p := place{name: name}
	abs := name
	if !filepath.IsAbs(name) {
		// From the real working folder: "../x" from one that was entered
		// through a link would else lie beside the link.
		wd, err := os.Getwd()
		if err == nil {
			wd, err = filepath.EvalSymlinks(wd)
		}
		if err != nil {
			return p, &Error{"resolve", name, cause(err)}
		}
		abs = filepath.Join(wd, name)
	}
	rest := ""
	for dir := abs; ; dir = filepath.Dir(dir) {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil {
			p.path = filepath.Join(real, rest)
			break
		}
		if _, linkErr := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) || linkErr == nil || dir == filepath.Dir(dir) {
			return p, &Error{"resolve", name, cause(err)} // a dangling link, no access, a file on the way
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
	info, err := os.Stat(p.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err != nil:
		return p, &Error{"stat", name, cause(err)}
	case !info.IsDir():
		return p, optionError("%s is not a folder; choose another name, or remove it", name)
	}
	p.exists = true
	return p, nil
}

// within says whether a is b or lies below it. Both are resolved.
func within(a, b string) bool {
	rel, err := filepath.Rel(b, a)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// existing is the nearest folder on the way up that exists.
func existing(path string) string {
	for {
		if _, err := os.Stat(path); err == nil || path == filepath.Dir(path) {
			return path
		}
		path = filepath.Dir(path)
	}
}
