package osv

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/cvss"
	"github.com/advgen/advgen/generator/markup"
)

// The limits of schema/advisory.schema.json.
const (
	maxLine     = 500
	maxVersions = 2000
	maxURL      = 2000
	maxAliases  = 500
	maxRelated  = 200
	maxCredits  = 200
	maxLinks    = 500
	maxRanges   = 100
	maxProducts = 5000
	maxVectors  = 500
)

type advisoryYAML struct {
	ID         string          `yaml:"id"`
	Title      string          `yaml:"title"`
	DiscloseAt string          `yaml:"disclose_at"`
	Aliases    []string        `yaml:"aliases,omitempty"`
	Products   []productYAML   `yaml:"products,omitempty"`
	Severity   []vectorYAML    `yaml:"severity,omitempty"`
	CWE        []string        `yaml:"cwe,omitempty"`
	References []linkYAML      `yaml:"references,omitempty"`
	Related    []string        `yaml:"related,omitempty"`
	Credits    []creditYAML    `yaml:"credits,omitempty"`
	Revisions  []revisionYAML  `yaml:"revisions"`
	Withdrawn  *withdrawalYAML `yaml:"withdrawn,omitempty"`
}

type productYAML struct {
	Name     string       `yaml:"name"`
	Versions string       `yaml:"versions,omitempty"`
	PURL     string       `yaml:"purl,omitempty"`
	Package  *packageYAML `yaml:"package,omitempty"`
	Ranges   []rangeYAML  `yaml:"ranges,omitempty"`
}

type packageYAML struct {
	Ecosystem string `yaml:"ecosystem"`
	Name      string `yaml:"name"`
}

type rangeYAML struct {
	Introduced   string `yaml:"introduced"`
	Fixed        string `yaml:"fixed,omitempty"`
	LastAffected string `yaml:"last_affected,omitempty"`
}

type vectorYAML struct {
	Vector string `yaml:"vector"`
}

type linkYAML struct {
	URL string `yaml:"url"`
}

type creditYAML struct {
	Name string `yaml:"name"`
}

type revisionYAML struct {
	Number  int    `yaml:"number"`
	Date    string `yaml:"date"`
	Summary string `yaml:"summary"`
}

type withdrawalYAML struct {
	Date   string `yaml:"date"`
	Reason string `yaml:"reason"`
}

// advisory writes advisory.md of a document.
func (im *importer) advisory(d *document, write func(string, []byte) error) error {
	at, err := im.published(d)
	if err != nil {
		return err
	}
	y := advisoryYAML{
		ID: d.id, Title: im.line(d.Summary), DiscloseAt: stamp(at),
		Aliases: im.aliases(d), Products: im.products(d), Severity: im.vectors(d), CWE: im.weaknesses(d),
		References: im.links(d), Related: im.related(d), Credits: im.credits(d),
	}
	if y.Title == "" {
		im.tally.add("title-missing")
		y.Title = d.id
	}
	im.history(&y, d, at)
	head, err := yaml.Marshal(y)
	if err != nil {
		return err
	}
	im.report.Advisories++
	folder := fmt.Sprintf("advisories/%d/%s", at.Year(), advisory.Slug(d.id))
	return write(folder+"/advisory.md", []byte("---\n"+string(head)+"---\n"+im.sections(d.Details)))
}

// published is the instant of disclosure. A document without one was public
// when it was modified.
func (im *importer) published(d *document) (time.Time, error) {
	if at, ok := instant(d.Published); ok {
		return at, nil
	}
	at, ok := instant(d.Modified)
	if !ok {
		return at, fmt.Errorf("%s: it has neither a date of publication nor one of modification: mend it", d.path)
	}
	im.tally.add("published-missing")
	return at, nil
}

// past reads a date that must lie between the publication and asOf.
func (im *importer) past(s string, since time.Time) (time.Time, bool) {
	at, ok := instant(s)
	switch {
	case !ok:
		im.tally.add("date-broken")
		return at, false
	case at.After(im.asOf) && at.After(since):
		im.tally.add("date-in-future")
		return at, false
	case at.Before(since):
		im.tally.add("date-before-release")
		return at, false
	}
	return at, true
}

// history writes the two dates that a document has as revisions, and its
// withdrawal.
func (im *importer) history(y *advisoryYAML, d *document, at time.Time) {
	y.Revisions = []revisionYAML{{1, stamp(at), "Published"}}
	if modified, ok := im.past(d.Modified, at); ok && modified.After(at) {
		y.Revisions = append(y.Revisions, revisionYAML{2, stamp(modified), "Last updated. The imported document does not say what changed."})
	}
	if d.Withdrawn == "" {
		return
	}
	im.report.Withdrawn++
	when, ok := im.past(d.Withdrawn, at)
	if !ok {
		when = at
	}
	y.Withdrawn = &withdrawalYAML{stamp(when), "The imported document says that it was withdrawn, and gives no reason."}
}

var aliasForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:#/-]{1,79}$`)

// aliases joins the other ids of a document, those it comes downstream of
// among them, each once.
func (im *importer) aliases(d *document) []string {
	var out []string
	for _, alias := range slices.Concat(d.Aliases, d.Upstream) {
		isCVE := strings.HasPrefix(strings.ToUpper(alias), "CVE")
		switch {
		case slices.Contains(out, alias):
		case !aliasForm.MatchString(alias) || isCVE && !advisory.IsCVE(alias) || len(out) == maxAliases:
			im.tally.add("alias-left-out")
		default:
			out = append(out, alias)
		}
	}
	return out
}

// related keeps the ids of other documents of the folder that are public.
func (im *importer) related(d *document) []string {
	var out []string
	for _, id := range d.Related {
		other := im.ids[id]
		if other != nil && other != d && len(out) < maxRelated && !slices.Contains(out, other.id) {
			if at, ok := instant(cmp.Or(other.Published, other.Modified)); ok && !at.After(im.asOf) {
				out = append(out, other.id)
				continue
			}
		}
		im.tally.add("related-left-out")
	}
	return out
}

func (im *importer) vectors(d *document) []vectorYAML {
	list := slices.Clone(d.Severity)
	for _, a := range d.Affected {
		list = append(list, a.Severity...)
	}
	var out []vectorYAML
	for _, s := range list {
		v := vectorYAML{s.Score}
		if _, err := cvss.Parse(s.Score); err != nil || len(out) == maxVectors {
			im.tally.add("severity-left-out")
		} else if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (im *importer) weaknesses(d *document) []string {
	var out []string
	for _, cwe := range d.Specific.CWEIDs {
		if !advisory.IsCWE(cwe) || slices.Contains(out, cwe) || len(out) == 50 {
			im.tally.add("weakness-left-out")
			continue
		}
		out = append(out, cwe)
	}
	return out
}

func (im *importer) links(d *document) []linkYAML {
	var out []linkYAML
	for _, r := range d.References {
		l := linkYAML(r)
		if _, ok := markup.CheckURL(r.URL); !ok || len(r.URL) > maxURL || len(out) == maxLinks {
			im.tally.add("reference-left-out")
		} else if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func (im *importer) credits(d *document) []creditYAML {
	var out []creditYAML
	for _, c := range d.Credits {
		name := im.line(c.Name)
		if name == "" || len(out) == maxCredits {
			im.tally.add("credit-left-out")
			continue
		}
		out = append(out, creditYAML{name})
	}
	return out
}

var purlForm = regexp.MustCompile(`^pkg:[A-Za-z0-9.+-]+/.+$`)

// products makes a product of every package.
func (im *importer) products(d *document) []productYAML {
	var out []productYAML
	for _, a := range d.Affected {
		name := im.line(a.Package.Name)
		if name == "" || len(out) == maxProducts {
			im.tally.add("package-left-out")
			continue
		}
		p := productYAML{Name: name, Ranges: im.ranges(a)}
		p.Versions = im.cut(words(p.Ranges), maxVersions)
		if purl := a.Package.PURL; purlForm.MatchString(purl) && len(purl) <= 400 && im.clean(purl) == purl {
			p.PURL = purl
		} else if purl != "" {
			im.tally.add("purl-left-out")
		}
		if system := a.Package.Ecosystem; check.IsEcosystem(system) && im.line(system) == system && len(system) <= 100 && len([]rune(name)) <= 300 {
			p.Package = &packageYAML{system, name}
		} else {
			im.tally.add("ecosystem-unknown")
		}
		im.report.Packages++
		out = append(out, p)
	}
	return out
}

// ranges pairs the events of every range. Where there is none, every version
// that is listed is a range of its own.
func (im *importer) ranges(a affected) []rangeYAML {
	var out []rangeYAML
	add := func(r rangeYAML) {
		for _, v := range []string{r.Introduced, r.Fixed, r.LastAffected} {
			if len(v) > 100 || im.clean(v) != v || strings.TrimSpace(v) != v {
				im.tally.add("range-left-out")
				return
			}
		}
		if len(out) == maxRanges {
			im.tally.add("range-left-out")
			return
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	for _, r := range a.Ranges {
		if r.Type == "GIT" {
			im.tally.add("range-git")
			continue
		}
		pair(r.Events, add)
	}
	if len(out) == 0 {
		for _, v := range a.Versions {
			if v != "" {
				add(rangeYAML{Introduced: v, LastAffected: v})
			}
		}
	}
	return out
}

// pair joins each introduced with the fixed or last affected that follows it.
func pair(events []event, add func(rangeYAML)) {
	var open *rangeYAML
	for _, e := range events {
		switch {
		case e.Introduced != "":
			if open != nil {
				add(*open)
			}
			open = &rangeYAML{Introduced: e.Introduced}
		case open != nil && (e.Fixed != "" || e.LastAffected != ""):
			open.Fixed, open.LastAffected = e.Fixed, e.LastAffected
			add(*open)
			open = nil
		}
	}
	if open != nil {
		add(*open)
	}
}

// words says for people which versions the ranges hold.
func words(list []rangeYAML) string {
	var out []string
	for _, r := range list {
		from := "from " + r.Introduced + " "
		if r.Introduced == "0" {
			from = ""
		}
		switch {
		case r.Introduced == r.LastAffected:
			out = append(out, r.Introduced)
		case r.Fixed != "":
			out = append(out, from+"before "+r.Fixed)
		case r.LastAffected != "":
			out = append(out, from+"up to "+r.LastAffected)
		case from != "":
			out = append(out, from+"on")
		default:
			out = append(out, "all")
		}
	}
	return strings.Join(out, ", ")
}
