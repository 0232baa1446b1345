package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Error is a failed operation of the operating system: something outside the
// content and the program. Path begins with the name of the folder as the
// caller gave it.
type Error struct {
	Op   string // what was tried: read, write, rename, ...
	Path string
	Err  error
}

func (e *Error) Error() string {
	message := e.Op + " " + e.Path + ": " + e.Err.Error()
	if errors.Is(e.Err, syscall.EXDEV) {
		message += "; the output and the state folder must lie on one file system, so choose another state folder"
	}
	return message
}

// Unwrap returns the error of the operating system.
func (e *Error) Unwrap() error { return e.Err }

// OptionError means that the folders asked for cannot be used, wherever the
// build runs.
type OptionError struct{ message string }

func (e *OptionError) Error() string { return e.message }

func optionError(format string, args ...any) error {
	return &OptionError{fmt.Sprintf(format, args...)}
}

// BusyError means that another build holds the lock.
type BusyError struct {
	Path string // the lock, beginning with the name of the state folder
}

func (e *BusyError) Error() string {
	return e.Path + ": another build is using this output folder; wait until it has ended"
}

// StrayError lists files in the output folder that no build put there and
// that Keep does not name. A folder ends in a slash: it is empty and stands
// where a file must go.
type StrayError struct {
	Out   string   // the output folder as the caller named it
	Paths []string // relative to the output folder, sorted
}

func (e *StrayError) Error() string {
	const shown = 5
	names := make([]string, 0, shown+1)
	for _, p := range e.Paths[:min(shown, len(e.Paths))] {
		names = append(names, printable(p))
	}
	if more := len(e.Paths) - shown; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	what := fmt.Sprintf("%d files", len(e.Paths))
	if len(e.Paths) == 1 {
		what = "1 file"
	}
	return fmt.Sprintf("%s: %s that no build put there (%s); nothing was changed: "+
		"remove them, or list them under keep: in publisher.yaml", e.Out, what, strings.Join(names, ", "))
}

// printable quotes a name only where it could upset a terminal.
func printable(name string) string {
	if quoted := strconv.Quote(name); quoted != `"`+name+`"` {
		return quoted
	}
	return name
}

// cause takes the operation and the machine's own path off an error of
// package os; Error says both in the caller's words.
func cause(err error) error {
	var pathError *fs.PathError
	var linkError *os.LinkError
	var callError *os.SyscallError
	switch {
	case errors.As(err, &pathError):
		return cause(pathError.Err)
	case errors.As(err, &linkError):
		return cause(linkError.Err)
	case errors.As(err, &callError):
		return cause(callError.Err)
	}
	return err
}
