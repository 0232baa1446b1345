package generator

import (
	"time"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
)

// Waiting warns of the redirects that are not written at asOf, since what they
// lead to is not public. Whether it is held or nowhere at all makes no
// difference to the words. Content that is not sound gives nothing.
func Waiting(c *catalog.Catalog, asOf time.Time) problem.List {
	if len(c.Publisher().Redirects) == 0 {
		return nil
	}
	site, err := disclosure.Gate(c, asOf)
	if err != nil {
		return nil
	}
	written := map[string]bool{}
	for _, r := range site.Redirects() {
		written[r.From()] = true
	}
	var list problem.List
	for _, r := range c.Publisher().Redirects {
		if !written[r.From] {
			list.Add(problem.Problem{
				Level: problem.Warning, Rule: "redirect-waits",
				Path: check.PublisherFile, Line: r.ToAt.Line, Col: r.ToAt.Col, Pointer: r.ToAt.Pointer,
				Message: "no public page has this address or id, so that the redirect is not there",
				Hint:    "it appears by itself when what it leads to is public; if that is not to come, correct `to`, or remove the redirect",
			})
		}
	}
	return list
}
