package osv

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

type documentJSON struct {
	SchemaVersion string          `json:"schema_version"`
	ID            string          `json:"id"`
	Modified      string          `json:"modified"`
	Published     string          `json:"published"`
	Withdrawn     string          `json:"withdrawn,omitempty"`
	Aliases       []string        `json:"aliases,omitempty"`
	Upstream      []string        `json:"upstream,omitempty"`
	Related       []string        `json:"related,omitempty"`
	Summary       string          `json:"summary"`
	Details       string          `json:"details,omitempty"`
	Severity      []severityJSON  `json:"severity,omitempty"`
	Affected      []affectedJSON  `json:"affected"`
	References    []referenceJSON `json:"references"`
	Credits       []creditJSON    `json:"credits,omitempty"`
	Specific      specificJSON    `json:"database_specific"`
}

type severityJSON struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

type affectedJSON struct {
	Package packageJSON `json:"package"`
	Ranges  []rangeJSON `json:"ranges"`
}

type packageJSON struct {
	Ecosystem string `json:"ecosystem"`
	Name      string `json:"name"`
	PURL      string `json:"purl,omitempty"`
}

type rangeJSON struct {
	Type   string              `json:"type"`
	Events []map[string]string `json:"events"`
}

type referenceJSON struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type creditJSON struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// specificJSON is what only this database says: the id as its readers know it,
// and the weaknesses.
type specificJSON struct {
	ID     string   `json:"id"`
	CWEIDs []string `json:"cwe_ids,omitempty"`
}

// document is an advisory as OSV has it, in the publisher's first language; ok
// is false if it is about no package.
func (r *Renderer) document(a *disclosure.Advisory) (doc documentJSON, ok bool) {
	p := r.site.Publisher()
	lang := p.Languages()[0]
	affected := packages(a)
	if len(affected) == 0 {
		return documentJSON{}, false
	}
	summary, _ := a.Title().In(lang)
	doc = documentJSON{
		SchemaVersion: schemaVersion, ID: r.ids[a.Slug()],
		Modified: advisory.Stamp(a.Updated()), Published: advisory.Stamp(a.Published()),
		Summary: summary, Details: details(a, lang), Severity: severities(a.Severities()),
		Affected: affected, References: references(p, a), Credits: credits(a, lang),
		Specific: specificJSON{ID: a.ID(), CWEIDs: a.CWEs()},
	}
	doc.Aliases, doc.Upstream = otherIDs(a)
	for _, e := range a.Related() {
		doc.Related = append(doc.Related, r.ids[e.Slug()])
	}
	if w := a.Withdrawal(); w != nil {
		at := w.Date().Time()
		if at.Before(a.Published()) { // a day begins before the hour of disclosure
			at = a.Published()
		}
		doc.Withdrawn = advisory.Stamp(at)
	}
	return doc, true
}

// otherIDs divides the aliases. For OSV two ids are aliases if they are the
// same vulnerability; an advisory about several CVEs is the same as none of
// them, but comes downstream of each.
func otherIDs(a *disclosure.Advisory) (aliases, upstream []string) {
	if len(a.CVEs()) < 2 {
		return a.Aliases(), nil
	}
	return nil, a.Aliases()
}

// packages lists the affected packages with their ranges, each once.
func packages(a *disclosure.Advisory) []affectedJSON {
	products := slices.Clone(a.Products())
	for _, rec := range a.Records() {
		if rec.Status() == advisory.Affected || rec.Status() == advisory.AffectedInvestigating {
			products = append(products, rec.Products()...)
		}
	}
	var out []affectedJSON
	for _, p := range products {
		system, name := p.Package()
		if system == "" || name == "" || len(p.Ranges()) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(o affectedJSON) bool { return o.Package.Ecosystem == system && o.Package.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, affectedJSON{Package: packageJSON{Ecosystem: system, Name: name}})
		}
		if out[i].Package.PURL == "" {
			out[i].Package.PURL = withoutVersion(p.PURL())
		}
		for _, r := range ranges(system, p.Ranges()) {
			if !slices.ContainsFunc(out[i].Ranges, func(o rangeJSON) bool { return same(o, r) }) {
				out[i].Ranges = append(out[i].Ranges, r)
			}
		}
	}
	return out
}

// withoutVersion leaves the package URL out if it names a version: OSV wants
// that of the package.
func withoutVersion(purl string) string {
	path, _, _ := strings.Cut(purl, "?")
	if i := strings.LastIndexByte(path, '@'); i > strings.LastIndexByte(path, '/') {
		return ""
	}
	return purl
}

func same(a, b rangeJSON) bool {
	return a.Type == b.Type && slices.EqualFunc(a.Events, b.Events, func(x, y map[string]string) bool {
		for k, v := range x {
			if y[k] != v {
				return false
			}
		}
		return len(x) == len(y)
	})
}

// semantic lists the ecosystems whose versions are Semantic Versions.
var semantic = []string{"Go", "Hex", "Pub", "SwiftURL", "crates.io", "npm"}

// version20 is a version of Semantic Versioning 2.0.0.
var version20 = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$`)

// ranges writes one range for each, of type SEMVER if all its versions are
// such.
func ranges(system string, list []disclosure.Range) []rangeJSON {
	var out []rangeJSON
	for _, r := range list {
		kind := "ECOSYSTEM"
		valid := func(v string) bool { return v == "" || v == "0" || version20.MatchString(v) }
		if slices.Contains(semantic, ecosystem(system)) && valid(r.Introduced()) && valid(r.Fixed()) && valid(r.LastAffected()) {
			kind = "SEMVER"
		}
		events := []map[string]string{{"introduced": r.Introduced()}}
		switch {
		case r.Fixed() != "":
			events = append(events, map[string]string{"fixed": r.Fixed()})
		case r.LastAffected() != "":
			events = append(events, map[string]string{"last_affected": r.LastAffected()})
		}
		out = append(out, rangeJSON{kind, events})
	}
	return out
}

// severities gives one vector of each version of CVSS: the one with the highest
// score.
func severities(list []disclosure.Severity) []severityJSON {
	var out []severityJSON
	for _, kind := range []struct{ name, major string }{{"CVSS_V4", "4"}, {"CVSS_V3", "3"}, {"CVSS_V2", "2"}} {
		best, score := "", -1.0
		for _, s := range list {
			if v := s.Vector(); strings.HasPrefix(v.Version(), kind.major) && v.BaseScore() > score {
				best, score = v.String(), v.BaseScore()
			}
		}
		if best != "" {
			out = append(out, severityJSON{kind.name, best})
		}
	}
	return out
}

// references lists the advisory's own page, the notices of vendors, and what
// the advisory refers to.
func references(p *disclosure.Publisher, a *disclosure.Advisory) []referenceJSON {
	var out []referenceJSON
	add := func(kind, address string) {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || slices.ContainsFunc(out, func(r referenceJSON) bool { return r.URL == address }) {
			return
		}
		out = append(out, referenceJSON{kind, address})
	}
	for _, lang := range p.Languages() {
		add("ADVISORY", p.BaseURL()+p.Root(lang)+a.Path())
	}
	for _, rec := range a.Records() {
		for _, l := range rec.Links() {
			add("ADVISORY", l.URL())
		}
	}
	for _, l := range a.References() {
		add("WEB", l.URL())
	}
	return out
}

func credits(a *disclosure.Advisory, lang advisory.Language) []creditJSON {
	var out []creditJSON
	for _, c := range a.Credits() {
		name, _ := c.Name().In(lang)
		if organization, _ := c.Organization().In(lang); organization != "" {
			name += " (" + organization + ")"
		}
		out = append(out, creditJSON{name, "REPORTER"})
	}
	return out
}

// details is the text of the sections as Markdown: headings, and below each the
// plain text of the section.
func details(a *disclosure.Advisory, lang advisory.Language) string {
	var parts []string
	for _, s := range []advisory.Section{advisory.Overview, advisory.ProductsAffected, advisory.Description, advisory.Impact, advisory.Solution} {
		h, _ := a.Section(s).In(lang)
		if text := strings.TrimSpace(h.Text()); text != "" {
			parts = append(parts, "## "+s.Heading(lang)+"\n\n"+markdown(text))
		}
	}
	return strings.Join(parts, "\n\n")
}

// special has the characters that would begin something within a line.
var special = strings.NewReplacer(`\`, `\\`, "<", `\<`, "`", "\\`", "*", `\*`, "[", `\[`, "]", `\]`)

// autolink is how plain texts write the address of a link.
var autolink = regexp.MustCompile(`<(?:https?://|mailto:)[^<>\s]*>`)

// markdown keeps a plain text from being taken for Markdown or HTML within a
// line, but for its links.
func markdown(text string) string {
	var b strings.Builder
	at := 0
	for _, link := range autolink.FindAllStringIndex(text, -1) {
		b.WriteString(special.Replace(text[at:link[0]]))
		b.WriteString(text[link[0]:link[1]])
		at = link[1]
	}
	b.WriteString(special.Replace(text[at:]))
	return b.String()
}
