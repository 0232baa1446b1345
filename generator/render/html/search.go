package html

import (
	"strings"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/words"
)

// SearchPage is given to search.html. Without script it leads to the lists;
// js/search.js fills it with what it finds in the files of render/search.
type SearchPage struct {
	Page   Page
	Action string // this page, where the form leads
	Index  string // folder of the search index
	Base   string // root of the page's language, where advisories are
	Lists  []MenuItem
	// Samples are entries of a list with placeholders ({id}, {title}, {score},
	// {published}, {updated}), as they look without a severity and with each
	// level of Levels, and then the same of withdrawn advisories: results look
	// as the theme lets lists look. All are critical and updated: the script
	// takes out what is not so.
	Samples []Entry
	Levels  string // separated by spaces
}

// severityLevels are the levels of a severity, as classes and words name them.
var severityLevels = []string{
	cvss.None.String(), cvss.Low.String(), cvss.Medium.String(), cvss.High.String(), cvss.Critical.String(),
}

func (r *Renderer) search(lang *language, sink artifact.Sink) error {
	at := lang.at(searchFolder + "index.html")
	title := lang.words.Get("search.title")
	p := SearchPage{
		Page:   r.page(at, title, MenuItem{Name: Text{Text: title}, Link: at.folder(searchFolder)}),
		Action: "index.html", Index: at.shared(searchFolder), Base: at.toLang,
		Lists: r.ways(at), Samples: lang.samples(at), Levels: strings.Join(severityLevels, " "),
	}
	p.Page.Search = "" // the page has its own form
	p.Page.Scripts = r.scripts(at, searchScript)
	return r.put(sink, artifact.List, at, searchTemplate, p)
}

const searchFolder = "search/"

func (l *language) samples(at place) []Entry {
	updated := l.updated.line(Date{"2000-01-02", "{updated}"})
	var out []Entry
	for _, withdrawn := range []bool{false, true} {
		e := Entry{
			ID: "{id}", Link: at.folder(""), Title: Text{"{title}", unsaid},
			Published: l.published.line(Date{"2000-01-01", "{published}"}), Updated: &updated,
			Critical: true, Withdrawn: withdrawn,
		}
		out = append(out, e)
		for _, level := range severityLevels {
			e.Severity = &Severity{level, l.words.Get(words.Key("severity." + level)), "{score}"}
			out = append(out, e)
		}
	}
	return out
}

// unsaid is the tag of a text whose language is not said (BCP 47, RFC 5646
// section 4.1).
const unsaid = "und"
