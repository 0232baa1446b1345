// Package problem is the one form in which advgen tells people what is wrong
// with their content: where (file, line, column, JSON pointer), what, and what
// to do about it.
//
// A problem never quotes the text of a record: the record may be under
// embargo, and messages end up in CI logs. It may name a field, a path, a rule,
// and what would be allowed.
package problem

import (
	"cmp"
	"fmt"
	"slices"
)

// Level says how much a problem weighs.
type Level int

const (
	// Error stops a build and makes check exit with 1.
	Error Level = iota
	// Warning is shown by check and never changes an exit code.
	Warning
	// Note is worth knowing; nothing needs to be done.
	Note
)

// String is the word shown to people: error, warning or note.
func (l Level) String() string {
	switch l {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "note"
	}
}

// Problem is one thing that is wrong in one place.
type Problem struct {
	Level Level
	// Rule is the stable kebab-case name of the rule, such as "yaml-alias".
	Rule string
	// Path is the file, with slashes, relative to the content root.
	Path string
	// Line and Col count from 1, columns in characters; 0 is "the whole file".
	Line, Col int
	// Pointer is the RFC 6901 JSON pointer of the value, where there is one.
	Pointer string
	// Message says what is wrong, in a clause without a final full stop.
	Message string
	// Hint says what to do, or what is allowed, with an example. May be empty.
	Hint string
}

// String is the first line that people see: path:line:col: message.
func (p Problem) String() string {
	return p.Position() + ": " + p.Message
}

// Position is path:line:col, leaving out what is not known.
func (p Problem) Position() string {
	switch {
	case p.Line == 0:
		return p.Path
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Col)
	}
}

// List holds every problem of a run. The zero value is ready to use. It is not
// safe for concurrent use: each worker fills its own, and they are joined.
type List []Problem

// Add appends problems.
func (l *List) Add(p ...Problem) { *l = append(*l, p...) }

// Errors counts the problems that stop a build.
func (l List) Errors() int {
	n := 0
	for _, p := range l {
		if p.Level == Error {
			n++
		}
	}
	return n
}

// OnlyErrors leaves out warnings and notes.
func (l List) OnlyErrors() List {
	var out List
	for _, p := range l {
		if p.Level == Error {
			out = append(out, p)
		}
	}
	return out
}

// Sorted gives the problems in reading order (path, line, column, level, rule,
// message) with exact repetitions left out, so that the order in which workers
// finished does not show.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortFunc(out, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Level, b.Level),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Pointer, b.Pointer),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Hint, b.Hint),
		)
	})
	return slices.Compact(out)
}
