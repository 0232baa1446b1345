package generator

import (
	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/csaf"
	"github.com/advgen/advgen/generator/render/html"
)

// format is a renderer that publisher.yaml switches on.
type format interface {
	// Name is what the pages call the format.
	Name() string
	// Advisory puts what is about one advisory into the sink. It is called
	// from several goroutines.
	Advisory(a *disclosure.Advisory, sink artifact.Sink) error
	// Lists puts everything else into it.
	Lists(sink artifact.Sink) error
}

// formats gives the renderers of a site, and what the publisher should know of
// them; both tell of public things alone.
func (o Options) formats(site *disclosure.Site) (list []format, notes []string, err error) {
	if site.Publisher().Writes(csaf.Format) {
		provider, err := csaf.New(site, o.Key)
		if err != nil {
			return nil, nil, err
		}
		if provider.Icon, err = html.IconPath(o.Templates); err != nil {
			return nil, nil, err
		}
		list, notes = append(list, provider), append(notes, provider.Notes()...)
	}
	if site.Publisher().Writes(hostFormat) {
		list = append(list, hostFiles{site})
	}
	return list, notes, nil
}
