package generator

import (
	"io/fs"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/hosting"
	"github.com/advgen/advgen/generator/problem"
)

// hostFormat switches on _headers and _redirects.
const hostFormat = "netlify"

// hostFiles writes _headers and _redirects, for hosts that read them.
type hostFiles struct{ site *disclosure.Site }

// Name is that of the format in publisher.yaml.
func (hostFiles) Name() string { return hostFormat }

// Advisory does nothing: the files are about the whole site.
func (hostFiles) Advisory(*disclosure.Advisory, artifact.Sink) error { return nil }

// Lists puts both files. They go last into the output, since redirects lead to
// pages.
func (h hostFiles) Lists(sink artifact.Sink) error {
	s := hosted(h.site)
	for name, data := range map[string][]byte{"_headers": hosting.Headers(s), "_redirects": hosting.Redirects(s)} {
		if err := sink.Put(artifact.File{Path: name, Class: artifact.Index, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

func hosted(site *disclosure.Site) hosting.Site {
	p := site.Publisher()
	s := hosting.Site{BaseURL: p.BaseURL()}
	for _, lang := range p.Languages() {
		s.Roots = append(s.Roots, p.Root(lang))
	}
	for _, r := range site.Redirects() {
		s.Redirects = append(s.Redirects, hosting.Redirect{From: r.From(), To: r.To()})
	}
	return s
}

// Hosting is what the configuration of a web server needs to know of the site
// as it is at the instants of o. With an error among the problems there is none.
func Hosting(content fs.FS, o check.Options) (hosting.Site, problem.List, error) {
	c, list, err := catalog.Open(content, o)
	if err != nil || list.Errors() > 0 {
		return hosting.Site{}, list.OnlyErrors(), err
	}
	site, err := disclosure.Gate(c, o.AsOf)
	if err != nil {
		return hosting.Site{}, nil, err
	}
	return hosted(site), nil, nil
}
