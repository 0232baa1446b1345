package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// folderReader reads the files of one advisory folder.
type folderReader struct {
	schemas   *schemas
	publisher *Publisher
	register  map[string]*Vendor
	suggest   []string // vendors that a message may name
	folder    folder
	content   content
	list      problem.List
	// again says that the folder was checked before, without errors. As its
	// digest has to be the same, texts and values are not judged again.
	again bool
}

// readFolder reads and checks everything that can be said of a folder alone.
func (s *schemas) readFolder(c content, repo *Repository, f folder, again bool) (*Advisory, problem.List) {
	r := &folderReader{schemas: s, publisher: repo.Publisher, register: repo.Vendors, suggest: repo.suggest, folder: f, content: c, again: again}
	a := &Advisory{Dir: f.dir}
	a.Main = r.document("advisory", true)
	a.Next = r.document("advisory.next", false)
	r.staged(a)
	a.Records = r.records(a)
	a.hold()
	return a, r.list
}

// hold takes the instants off files that could not be read in whole: what is
// not understood is held. It comes last, so that nobody is told to add a date.
func (a *Advisory) hold() {
	for _, d := range []*Document{a.Main, a.Next} {
		if d != nil && d.garbled {
			d.DiscloseAt = advisory.When{}
		}
	}
	for _, rec := range a.Records {
		for _, d := range []*RecordDocument{rec.Main, rec.Next} {
			if d != nil && d.garbled {
				d.OwnDate, d.DiscloseAt = true, advisory.When{}
			}
		}
	}
}

func (r *folderReader) file(name string) file {
	return file{path.Join(r.folder.dir, name), &r.list}
}

// read gives the bytes of a file of the folder; nil if they could not be read.
func (r *folderReader) read(name string) []byte {
	file := r.content.files[name]
	r.list.Add(file.problems...)
	return file.data
}

func (r *folderReader) validate(f file, kind string, n *source.Node) {
	if !r.again {
		r.schemas.validate(f, kind, n)
	}
}

func (r *folderReader) markdown(f file, text string, pos func(line, col int) source.Pos) {
	if !r.again {
		r.schemas.markdown(f, text, pos, "")
	}
}

// document reads <stem>.md and its translations; nil if there is none.
func (r *folderReader) document(stem string, required bool) *Document {
	name := stem + ".md"
	var translations []string
	found := false
	for _, f := range r.folder.files {
		isNext := strings.HasPrefix(f, "advisory.next.")
		switch {
		case f == name:
			found = true
		case isNext == (stem == "advisory.next"):
			translations = append(translations, f)
		}
	}
	if !found {
		if required || len(translations) > 0 {
			r.file(name).error("missing-file", source.Pos{}, "", "this file is missing",
				"a folder for an advisory has an "+name+" with its facts and its text in the first language")
		}
		return nil
	}
	d := r.facts(name)
	for _, t := range translations {
		r.translation(d, stem, t)
	}
	return d
}

// facts reads advisory.md or advisory.next.md.
func (r *folderReader) facts(name string) *Document {
	f := r.file(name)
	d := &Document{Path: f.path, Title: Text{}, Sections: map[advisory.Language]map[advisory.Section]string{}}
	data := r.read(name)
	if data == nil {
		return d
	}
	doc, list := source.ParseMarkdown(f.path, data)
	r.list.Add(list...)
	d.garbled = list.Errors() > 0
	first := r.publisher.First()
	d.Sections[first] = r.sections(f, doc)
	if doc.Front == nil {
		return d
	}
	d.readable = true
	r.validate(f, kindAdvisory, doc.Front)
	reader{f, first, r.publisher.Zone}.document(d, doc.Front)
	r.identity(f, d, doc.Front)
	for i, item := range items(doc.Front.Get("notified")) {
		if id := str(item); id != "" && r.register[id] == nil {
			f.error("unknown-vendor", item.Pos, fmt.Sprintf("/notified/%d", i), "this vendor is not in the register", r.vendorHint(id))
		}
	}
	r.makers(f, doc.Front.Get("products"))
	return d
}

// makers warns of products that nobody makes where CSAF documents are written:
// their product tree is made of vendors (CSAF 2.0, 3.1.2).
func (r *folderReader) makers(f file, products *source.Node) {
	if !slices.Contains(r.publisher.Formats, "csaf") {
		return
	}
	for i, item := range items(products) {
		if item.Get("vendor") == nil {
			f.add(problem.Warning, "product-without-vendor", item.Pos, fmt.Sprintf("/products/%d", i),
				"this product has no vendor, so that CSAF readers cannot tell who makes it",
				"add `vendor` with an id from `notified`")
		}
	}
}

// vendorHint tells how a vendor gets into the register, or which one may be
// meant. It never offers one that is not public.
func (r *folderReader) vendorHint(id string) string {
	hint := "add it as vendors/<vendor-id>.yaml; advgen new vendor writes one"
	if near, ok := problem.Nearest(id, r.suggest); ok {
		hint = fmt.Sprintf("did you mean %s? %s", near, hint)
	}
	return hint
}

// document reads the front matter of an advisory.
func (r reader) document(d *Document, n *source.Node) {
	d.ID = str(n.Get("id"))
	d.Title[r.first] = str(n.Get("title"))
	d.DiscloseAt = r.when(n.Get("disclose_at"), "/disclose_at")
	d.datePos = n.KeyPos("disclose_at")
	d.idPos = n.Pos
	if id := n.Get("id"); id != nil {
		d.idPos = id.Pos
	}
	d.HandlingStarted = r.date(n.Get("handling_started"), "/handling_started")
	d.Critical = str(n.Get("critical")) == "true"
	d.Aliases = strs(n.Get("aliases"))
	d.Notified = strs(n.Get("notified"))
	d.Unreachable = strs(n.Get("unreachable"))
	d.Products = r.products(n.Get("products"))
	d.Severities = r.severities(n.Get("severity"), d.Aliases)
	d.CWEs = strs(n.Get("cwe"))
	d.References = r.links(n.Get("references"))
	d.Credits = r.credits(n.Get("credits"))
	d.Revisions = r.revisions(n.Get("revisions"))
	d.Updated = r.date(n.Get("updated"), "/updated")
	for i, item := range items(n.Get("related")) {
		d.Related = append(d.Related, Reference{str(item), item.Pos.Line, item.Pos.Col, fmt.Sprintf("/related/%d", i)})
	}
	if w := n.Get("withdrawn"); w != nil {
		d.Withdrawn = &Withdrawal{r.date(w.Get("date"), "/withdrawn/date"), r.text(w.Get("reason"))}
	}
	if rec := n.Get("recalled"); rec != nil {
		d.Recalled = r.date(rec.Get("date"), "/recalled/date")
	}
	r.aliases(n.Get("aliases"))
	r.vendorsNamed(d, n)
	r.dateChanges(d, n)
}

func (r reader) aliases(n *source.Node) {
	for i, item := range items(n) {
		if s := str(item); strings.HasPrefix(strings.ToUpper(s), "CVE") && !advisory.IsCVE(s) {
			r.error("bad-cve", item.Pos, fmt.Sprintf("/aliases/%d", i), "this is not a CVE id", "as in CVE-2026-12345, in capital letters")
		}
	}
}

// vendorsNamed holds unreachable vendors and the makers of products to those
// that were notified: naming another would publish that it is in the register.
func (r reader) vendorsNamed(d *Document, n *source.Node) {
	for i, item := range items(n.Get("unreachable")) {
		if !contains(d.Notified, str(item)) {
			r.error("not-notified", item.Pos, fmt.Sprintf("/unreachable/%d", i), "this vendor is not among the notified", "add it to `notified`, or remove it here")
		}
	}
	for i, item := range items(n.Get("products")) {
		if v := item.Get("vendor"); v != nil && !contains(d.Notified, str(v)) {
			r.error("not-notified", v.Pos, fmt.Sprintf("/products/%d/vendor", i), "the vendor of this product is not among the notified", "add it to `notified`, or leave `vendor` out and name it in `name`")
		}
	}
}

// dateChanges holds disclose_at to the last recorded change of it, so that a
// slip of the finger does not move a date.
func (r reader) dateChanges(d *Document, n *source.Node) {
	var last, lastRecorded = n.Get("disclose_at"), Date{}
	agreed := d.DiscloseAt
	for _, list := range []string{"extensions", "early_release"} {
		for i, item := range items(n.Get(list)) {
			pointer := fmt.Sprintf("/%s/%d", list, i)
			to := r.when(item.Get("to"), pointer+"/to")
			from := r.when(item.Get("from"), pointer+"/from")
			recorded := r.date(item.Get("recorded"), pointer+"/recorded")
			if !recorded.Time.Before(lastRecorded.Time) {
				last, lastRecorded, agreed = item, recorded, to
			}
			a, okA := from.Agreed()
			b, okB := to.Agreed()
			if okA && okB && (list == "extensions") != b.After(a) {
				r.error("date-change", item.Pos, pointer, "this change moves the date the wrong way", "`extensions` holds moves to a later instant, `early_release` to an earlier one")
			}
		}
	}
	if agreed != d.DiscloseAt {
		r.error("date-change", last.Pos, "/disclose_at", "`disclose_at` is not what the last recorded change of the date says", "correct `disclose_at`, or record the change with its reason in `extensions` or `early_release`")
	}
}

// identity holds the id to a series and to the folder.
func (r *folderReader) identity(f file, d *Document, n *source.Node) {
	id := n.Get("id")
	if d.ID == "" {
		return
	}
	if _, ok := r.publisher.SeriesOf(d.ID); !ok && len(r.publisher.Series) > 0 {
		var forms []string
		for _, s := range r.publisher.Series {
			forms = append(forms, s.Prefix+strings.TrimSuffix(strings.TrimPrefix(s.Pattern.String(), "^(?:"), ")$"))
		}
		f.error("bad-id", id.Pos, "/id", "the id fits no series of publisher.yaml", "the series are "+strings.Join(forms, ", "))
	}
	slug := advisory.Slug(d.ID)
	if !advisory.ValidSlug(slug) {
		f.error("bad-id", id.Pos, "/id", "the id makes a name that no folder of the site can have", "give it another number; not possible are a name with a dot at either end, index.html, page, and CON, NUL and the like")
		return
	}
	if base := path.Base(r.folder.dir); base != slug {
		f.error("folder-name", id.Pos, "/id", "the id and the name of the folder do not agree", "the folder bears the id without characters such as #, as in JVN12345678 for JVN#12345678")
	}
}

// sections reads the sections of a file.
func (r *folderReader) sections(f file, doc *source.Document) map[advisory.Section]string {
	out := map[advisory.Section]string{}
	if doc.Intro.Body != "" {
		f.error("text-before-section", source.Pos{Line: doc.Intro.Line, Col: 1}, "", "there is text before the first section", "put it below a heading such as ## Overview or ## 概要")
	}
	for _, s := range doc.Sections {
		section, ok := r.section(s.Heading)
		switch {
		case !ok:
			f.error("unknown-section", s.Pos, "", "there is no such section", sectionHint(s.Heading))
			continue
		case section.Generated():
			f.error("generated-section", s.Pos, "", "this section is made from the records", "remove it; vendors/ and `revisions` are where it comes from")
			continue
		}
		if _, twice := out[section]; twice {
			f.error("section-twice", s.Pos, "", "this section is there twice", "join the two; headings in Japanese and English mean the same section")
			continue
		}
		out[section] = s.Body
		line := s.Line
		r.markdown(f, s.Body, func(l, col int) source.Pos { return source.Pos{Line: line + max(l, 1) - 1, Col: col} })
	}
	return out
}

// section finds a section by its heading, in our words or the publisher's own.
func (r *folderReader) section(heading string) (advisory.Section, bool) {
	if s, ok := advisory.ParseSection(heading); ok {
		return s, true
	}
	for _, own := range r.publisher.Words {
		for _, s := range advisory.Sections() {
			if word, ok := own["section."+s.Key()]; ok && strings.EqualFold(word, heading) {
				return s, true
			}
		}
	}
	return 0, false
}

func sectionHint(heading string) string {
	all := append(advisory.Headings(advisory.Japanese), advisory.Headings(advisory.English)...)
	if near, ok := problem.Nearest(heading, all); ok {
		return fmt.Sprintf("did you mean ## %s?", near)
	}
	return "the sections are " + strings.Join(all, ", ")
}

// translation reads advisory.<lang>.md into the document.
func (r *folderReader) translation(d *Document, stem, name string) {
	f := r.file(name)
	data := r.read(name)
	lang, _ := advisory.ParseLanguage(strings.TrimSuffix(strings.TrimPrefix(name, stem+"."), ".md"))
	if lang == r.publisher.First() || !slices.Contains(r.publisher.Languages, lang) {
		f.error("unwanted-translation", source.Pos{}, "", "the publisher does not translate into this language",
			"`languages` of publisher.yaml lists them; the first stands in advisory.md itself")
		return
	}
	if data == nil {
		return
	}
	doc, list := source.ParseMarkdown(f.path, data)
	r.list.Add(list...)
	if doc.Front != nil {
		for _, field := range doc.Front.Fields {
			if _, fact := r.schemas.kinds[kindAdvisory].raw.Properties[field.Key]; fact && field.Key != "title" {
				f.error("fact-in-translation", field.Pos, "/"+field.Key, fmt.Sprintf("`%s` stands in %s.md and nowhere else", field.Key, stem), "remove it here; a translation has a title and sections")
				continue
			}
		}
		r.validate(f, kindTranslation, withoutFacts(doc.Front, r.schemas.kinds[kindAdvisory].raw))
		if title := str(doc.Front.Get("title")); title != "" {
			d.Title[lang] = title
		}
	}
	d.Sections[lang] = r.sections(f, doc)
}

// withoutFacts leaves out the fields that belong to the advisory, which have
// their own message.
func withoutFacts(n *source.Node, facts rule) *source.Node {
	out := *n
	out.Fields = slices.DeleteFunc(slices.Clone(n.Fields), func(f source.Field) bool {
		_, fact := facts.Properties[f.Key]
		return fact && f.Key != "title"
	})
	return &out
}

// staged holds a staged update to the advisory that it updates.
func (r *folderReader) staged(a *Advisory) {
	if a.Main == nil || a.Next == nil || !a.Next.readable {
		return
	}
	f := file{a.Next.Path, &r.list}
	if a.Next.ID != "" && a.Main.ID != "" && a.Next.ID != a.Main.ID {
		f.error("staged-id", a.Next.idPos, "/id", "the staged update has another id than the advisory", "an update keeps the id")
	}
	next, ok := a.Next.DiscloseAt.Agreed()
	if !ok {
		f.error("staged-date", a.Next.idPos, "/disclose_at", "a staged update needs an instant of its own", "add `disclose_at`; "+advisory.InstantHint())
		return
	}
	if main, ok := a.Main.DiscloseAt.Agreed(); ok && !next.After(main) {
		f.error("staged-date", a.Next.datePos, "/disclose_at", "the staged update is not later than the advisory", "give it a later instant, or put the text into advisory.md")
	}
}
