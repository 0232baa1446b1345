// Package part lets a renderer of lists say which advisories each list is made
// of, so that a build that knows the list already need not have it rendered
// again.
package part

import (
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
)

// Skipper is a sink that passes over what it has as it would be rendered.
type Skipper interface {
	artifact.Sink
	// Part has a part rendered into the sink that it hands over, or knows its
	// files already. See Render.
	Part(name string, entries []*disclosure.Entry, more string, render func(artifact.Sink) error) error
}

// Render renders a part of a site's lists, unless the sink has it. No other part
// has its name. Its files depend on nothing but the publisher, the templates,
// what is disclosed of the advisories given and of the vendors that they notify,
// and on more, which stands for anything else.
func Render(sink artifact.Sink, name string, entries []*disclosure.Entry, more string, render func(artifact.Sink) error) error {
	if s, ok := sink.(Skipper); ok {
		return s.Part(name, entries, more, render)
	}
	return render(sink)
}
