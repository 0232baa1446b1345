// Package vendorlane holds the rules of what a vendor may do to its own record:
// whatever it likes with its words, its status and its plans, and nothing with
// what the coordinator wrote or readers have seen.
package vendorlane

import (
	"slices"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Change is a record that a vendor adds or changes. Nodes are the fields of the
// file: the whole of a .yaml, the front matter of a .md.
type Change struct {
	Path string
	// Before is the record as it was; nil if there was none.
	Before *source.Node
	// Replaces is, for a new staged update, the record that it will replace.
	Replaces *source.Node
	After    *source.Node
	From     advisory.When // of the advisory
	Now      time.Time
}

// Rules lists the names of the rules of Check, in order.
func Rules() []string {
	return []string{"addendum-changed", "back-under-embargo", "disclose-at-earlier", "revisions-changed"}
}

// Check says what of a change a vendor may not do.
func Check(c Change) problem.List {
	if c.After == nil {
		return nil // it cannot be read, and check says why
	}
	var list problem.List
	say := func(rule, key, message, hint string) {
		pos := c.After.KeyPos(key)
		if pos.Line == 0 {
			pos = source.Pos{Line: 1, Col: 1}
		}
		list.Add(problem.Problem{Rule: rule, Path: c.Path, Line: pos.Line, Col: pos.Col, Pointer: "/" + key, Message: message, Hint: hint})
	}
	held := c.Before
	if held == nil {
		held = c.Replaces
	}
	if !Same(held.Get("addendum"), c.After.Get("addendum")) {
		say("addendum-changed", "addendum", "`addendum` holds the coordinator's words and was changed", "put it back as it was")
	}
	old, now := items(held.Get("revisions")), items(c.After.Get("revisions"))
	if len(now) < len(old) || !slices.EqualFunc(old, now[:len(old)], Same) {
		say("revisions-changed", "revisions", "an entry of `revisions` was changed or removed", "put it back as it was, and add new ones at the end")
	}
	if c.Before == nil {
		return list // its instant is new too, and check holds it to the advisory's
	}
	before, after := c.Before.Get("disclose_at"), c.After.Get("disclose_at")
	if before != nil && (after == nil || isEarlier(instant(after), instant(before))) {
		say("disclose-at-earlier", "disclose_at", "`disclose_at` was moved to an earlier instant, or removed", "a vendor may only move it to a later one; ask the coordinator")
	}
	if Seen(c.From, before).Reached(c.Now) && !Seen(c.From, after).Reached(c.Now) {
		say("back-under-embargo", "disclose_at", "this would take back what is public already", "change the text or the status instead")
	}
	return list
}

// Seen is the instant from which a record may be seen whose advisory is
// disclosed at from, and whose own disclose_at is own; nil if it has none.
func Seen(from advisory.When, own *source.Node) advisory.When {
	if own == nil {
		return from
	}
	return advisory.Later(from, instant(own))
}

// Same compares two values, wherever they stand in their files.
func Same(a, b *source.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Text == b.Text && slices.EqualFunc(a.Items, b.Items, Same) &&
		slices.EqualFunc(a.Fields, b.Fields, func(x, y source.Field) bool { return x.Key == y.Key && Same(x.Value, y.Value) })
}

func items(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// instant reads a disclose_at; what cannot be read is held without end.
func instant(n *source.Node) advisory.When {
	t, err := advisory.ParseInstant(n.Text)
	if err != nil {
		return advisory.When{}
	}
	return advisory.At(t)
}

// isEarlier says whether a comes before b; held without end comes last.
func isEarlier(a, b advisory.When) bool { return advisory.Later(a, b) != a }
