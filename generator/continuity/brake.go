package continuity

import (
	"fmt"

	"github.com/advgen/advgen/generator/problem"
)

// What Brake lets through without being asked.
const (
	DefaultMaxChange = 20 // percent of the advisories that are live
	// Floor is how many advisories may change at once however few are live, so
	// that a young site can grow.
	Floor = 10
)

// changes counts the advisories that would not be as they are: new ones, those
// with another date of disclosure or update, and those that go, recalled or
// not. New ones count too, because disclosing many by mistake is what cannot be
// undone. live is how many there are.
func changes(last, next State) (changed, live int) {
	for _, was := range last.Advisories {
		if was.Recalled {
			continue
		}
		live++
		if is, _ := next.find(was.ID); is != was {
			changed++
		}
	}
	for _, is := range next.Advisories {
		if was, ok := last.find(is.ID); !is.Recalled && (!ok || was.Recalled) {
			changed++
		}
	}
	return changed, live
}

// Brake refuses a change of more than o.MaxChange percent of the live
// advisories at once, and of more than Floor, unless o.Mass is exactly the
// number of changes.
func Brake(last, next State, o Overrides) problem.List {
	changed, live := changes(last, next)
	if changed <= Floor || changed*100 <= live*o.MaxChange || changed == o.Mass {
		return nil
	}
	return problem.List{{
		Rule: "changed-too-much", Path: last.Name,
		Message: fmt.Sprintf("%d advisories would appear, change or go at once, and %d are live; that is more than %d percent", changed, live, o.MaxChange),
		Hint:    fmt.Sprintf("look at the dates in the content, and at what is compared with; if all of it is meant: --allow-mass %d", changed),
	}}
}

// Overdue finds what next makes public and live does not show: advisories that
// are not there, or not with their newest update, and recalled ones that are
// there still. It names nothing that is held.
func Overdue(live, next State) problem.List {
	var list problem.List
	add := func(rule, message string) {
		list.Add(problem.Problem{Rule: rule, Path: live.Name, Message: message, Hint: "publish: advgen build, and put its output where readers look"})
	}
	for _, is := range next.Advisories {
		was, ok := live.find(is.ID)
		there := ok && !was.Recalled
		switch {
		case is.Recalled && there:
			add("overdue-recall", is.ID+" is recalled, and it is still there")
		case is.Recalled:
		case !there:
			add("overdue", fmt.Sprintf("%s is public since %s, and it is not there", is.ID, is.Published))
		case was.Updated < is.Updated:
			add("overdue-update", fmt.Sprintf("%s was updated at %s, and what is there is of %s", is.ID, is.Updated, was.Updated))
		}
	}
	return list
}
