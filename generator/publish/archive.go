package publish

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/artifact"
)

// IsArchive says whether the name of an output is that of an archive: one that
// ends in .tar, or "-" for one that is written to a stream.
func IsArchive(out string) bool { return out == "-" || strings.HasSuffix(out, ".tar") }

// Archive writes files into a tar archive (POSIX.1-2001), in the order in which
// they are added. The same files give the same bytes: owner, mode and times are
// fixed.
type Archive struct {
	out   *tar.Writer
	paths artifact.Paths
	count int
}

// NewArchive begins an archive.
func NewArchive(w io.Writer) *Archive { return &Archive{out: tar.NewWriter(w)} }

// Add writes files that changed last at an instant, of which the seconds count.
func (a *Archive) Add(files []artifact.File, changed time.Time) error {
	for _, f := range files {
		if err := f.Check(); err != nil {
			return err
		}
		if err := a.paths.Add(f.Path); err != nil {
			return err
		}
		head := &tar.Header{Typeflag: tar.TypeReg, Name: f.Path, Size: int64(len(f.Data)), Mode: fileMode, ModTime: changed.Truncate(time.Second)}
		if err := a.out.WriteHeader(head); err != nil {
			return archiveError(err)
		}
		if _, err := a.out.Write(f.Data); err != nil {
			return archiveError(err)
		}
		a.count++
	}
	return nil
}

// Close ends the archive and tells how many files are in it. It does not close
// the stream.
func (a *Archive) Close() (files int, err error) { return a.count, archiveError(a.out.Close()) }

func archiveError(err error) error {
	if err == nil {
		return nil
	}
	return &Error{"write", "the archive", cause(err)}
}

// ReplaceFile makes a file of what write writes. It replaces what is there in one
// step, and leaves it as it was if anything fails. reads are as in Options.
func ReplaceFile(name string, reads []string, write func(io.Writer) error) error {
	at, err := resolve(filepath.Dir(filepath.Clean(name)))
	if err != nil {
		return err
	}
	for _, read := range reads {
		from, err := resolve(filepath.Clean(read))
		if err != nil {
			return err
		}
		if within(at.path, from.path) {
			return optionError("%s lies in the content folder %s; choose another place for the output", name, read)
		}
	}
	fail := func(op string, err error) error {
		var ours *Error
		if err == nil || errors.As(err, &ours) {
			return err
		}
		return &Error{op, name, cause(err)}
	}
	if err := os.MkdirAll(at.path, dirMode); err != nil {
		return fail("mkdir", err)
	}
	f, err := os.CreateTemp(at.path, ".advgen-*")
	if err != nil {
		return fail("create", err)
	}
	defer os.Remove(f.Name()) // gone if all went well
	err = write(f)
	if err == nil {
		err = fail("write", errors.Join(f.Chmod(fileMode), f.Sync()))
	}
	if closeErr := f.Close(); err == nil {
		err = fail("close", closeErr)
	}
	if err == nil {
		err = fail("rename", os.Rename(f.Name(), filepath.Join(at.path, filepath.Base(name))))
	}
	return err
}
