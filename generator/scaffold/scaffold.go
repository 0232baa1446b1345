// Package scaffold makes files for people to start from: a whole content
// repository, an advisory, an entry of the vendor register, a vendor's record.
// What it makes passes check as it is. Nothing in it is published by accident:
// guidance stands in YAML comments, which never leave the repository, and what
// is new is held. Ids are drawn at random, because a sequence would tell how
// many cases are under embargo.
package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"text/template"

	"github.com/advgen/advgen/generator/problem"
)

// files holds the templates. The delimiters are [[ and ]], since workflows of
// GitHub use braces.
//
//go:embed all:files
var files embed.FS

// File is a file to be written: its path with slashes, relative to the content
// root, and its bytes.
type File struct {
	Path string
	Data []byte
}

// Refusal says why nothing was made, in words for people.
type Refusal struct {
	// Usage is true if the request is wrong, false if the content is.
	Usage bool
	// Reason is a clause without a final full stop; Hint says what to do.
	Reason, Hint string
	// Problems are the problems behind it, if there are any.
	Problems problem.List
}

func (r *Refusal) Error() string { return r.Reason }

// usage refuses a request that is wrong in itself.
func usage(hint, format string, args ...any) *Refusal {
	return &Refusal{Usage: true, Reason: fmt.Sprintf(format, args...), Hint: hint}
}

// refuse refuses a request that the content does not allow.
func refuse(hint, format string, args ...any) *Refusal {
	return &Refusal{Reason: fmt.Sprintf(format, args...), Hint: hint}
}

// Write writes files that must not exist yet, with the folders above them. If
// one cannot be written, what was made before it is removed again. An existing
// file is a Refusal, anything else an error of the file system.
func Write(root *os.Root, list []File) error {
	var made []string
	for _, f := range list {
		if err := writeNew(root, f, &made); err != nil {
			for i := len(made) - 1; i >= 0; i-- {
				_ = root.Remove(made[i]) // the first error is the one to tell
			}
			if errors.Is(err, fs.ErrExist) {
				return refuse("nothing was written; remove it first, or choose another name", "%s exists already", f.Path)
			}
			return err
		}
	}
	return nil
}

// writeNew writes one file and adds what it made to made, folders first.
func writeNew(root *os.Root, f File, made *[]string) error {
	for i, c := range f.Path {
		if c != '/' {
			continue
		}
		dir := f.Path[:i]
		err := root.Mkdir(dir, 0o755)
		switch {
		case err == nil:
			*made = append(*made, dir)
		case !errors.Is(err, fs.ErrExist):
			return err
		}
	}
	out, err := root.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	*made = append(*made, f.Path)
	if _, err := out.Write(f.Data); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}

// render executes the template of an embedded file.
func render(name string, data any) ([]byte, error) {
	text, err := fs.ReadFile(files, path.Join("files", name))
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Delims("[[", "]]").Option("missingkey=error").
		Funcs(template.FuncMap{"quote": quote, "comment": comment}).Parse(string(text))
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	if err := t.Execute(&out, data); err != nil {
		return nil, err
	}
	return []byte(out.String()), nil
}
