package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/words"
	"github.com/advgen/advgen/templates"
)

// hugoSite is what does not depend on the content: settings and layouts that
// make the pages of advgen, as near as Hugo's own means allow.
//
//go:embed all:hugo
var hugoSite embed.FS

// measureHugo has Hugo build the same pages, if it is there. Only its CPU for
// each file is compared: it makes fewer files, since it has no archives of feeds
// and no search.
func (b *bench) measureHugo(f *figures, dir, content string) error {
	program, err := exec.LookPath("hugo")
	if err != nil {
		b.say("there is no hugo on this machine; the figure of the plan stands for it")
		return nil
	}
	site := filepath.Join(dir, "hugo")
	if _, err := start(b.ctx, b.self, "hugo", content, site); err != nil {
		return err
	}
	for round := range min(b.times(f.Advisories), 2) {
		b.say("%d advisories: hugo, round %d", f.Advisories, round+1)
		out := filepath.Join(dir, fmt.Sprintf("hugo-out-%d", round))
		s, err := b.measured(program, "--source", site, "--destination", out, "--quiet")
		if err != nil {
			return err
		}
		b.add(f, "hugo", s)
		if f.HugoFiles, _, err = sizeOf(out); err != nil {
			return err
		}
		b.lying = append(b.lying, out)
	}
	return nil
}

// writeHugo writes the disclosed part of a content repository as a site for
// Hugo.
func writeHugo(content, dir string, stdout io.Writer) error {
	now := time.Now()
	c, list, err := catalog.Open(os.DirFS(content), check.Options{Now: now, AsOf: now})
	if err != nil {
		return err
	}
	if list.Errors() > 0 {
		return fmt.Errorf("the content has errors: %s", list[0].Message)
	}
	site, err := disclosure.Gate(c, now)
	if err != nil {
		return err
	}
	h := &hugoWriter{dir: dir, site: site, metrics: map[string]any{}}
	if err := h.frame(); err != nil {
		return err
	}
	for _, e := range site.Entries() {
		a, err := site.Manuscript(e)
		if err != nil {
			return err
		}
		for _, lang := range site.Publisher().Languages() {
			if err := h.advisory(a, lang); err != nil {
				return err
			}
		}
	}
	for _, v := range site.Vendors() {
		for _, lang := range site.Publisher().Languages() {
			name, _ := v.Name().In(lang)
			if err := h.page(fmt.Sprintf("content/%s/vendors/%s/_index.md", lang, v.ID()), map[string]any{"title": name}, ""); err != nil {
				return err
			}
		}
	}
	data, err := json.Marshal(h.metrics)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d advisories for hugo in %s\n", len(site.Entries()), dir)
	return h.put("data/cvss.json", data)
}

type hugoWriter struct {
	dir     string
	site    *disclosure.Site
	metrics map[string]any // of each version of CVSS, in each language
}

func (h *hugoWriter) put(name string, data []byte) error {
	name = filepath.Join(h.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

func (h *hugoWriter) page(name string, front map[string]any, body string) error {
	data, err := json.Marshal(front)
	if err != nil {
		return err
	}
	return h.put(name, append(append(data, "\n\n"...), body...))
}

// frame writes layouts, words and the style sheet.
func (h *hugoWriter) frame() error {
	err := fs.WalkDir(hugoSite, "hugo", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := hugoSite.ReadFile(name)
		if err != nil {
			return err
		}
		return h.put(strings.TrimPrefix(name, "hugo/"), data)
	})
	if err != nil {
		return err
	}
	for _, lang := range h.site.Publisher().Languages() {
		table := map[string]string{}
		for _, key := range words.Keys() {
			table[strings.ReplaceAll(key, ".", "_")] = h.site.Publisher().Words(lang).Get(words.Key(key))
		}
		data, err := json.Marshal(table)
		if err != nil {
			return err
		}
		if err := h.put("i18n/"+string(lang)+".json", data); err != nil {
			return err
		}
		unlisted := map[string]any{"title": "", "_build": map[string]string{"render": "never", "list": "never"}}
		if err := h.page("content/"+string(lang)+"/records/_index.md", unlisted, ""); err != nil {
			return err
		}
	}
	var style bytes.Buffer
	names, err := fs.Glob(templates.FS, "css/*.css")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			return err
		}
		style.Write(data)
	}
	return h.put("static/style.css", style.Bytes())
}

// advisory writes the page of an advisory and those of its vendors.
func (h *hugoWriter) advisory(a *disclosure.Advisory, lang advisory.Language) error {
	title, _ := a.Title().In(lang)
	front := h.facts(a, lang)
	front["title"] = title
	outputs := []string{"HTML"}
	if lang == h.site.Publisher().Languages()[0] {
		outputs = append(outputs, "JSON")
	}
	front["outputs"] = outputs
	var body strings.Builder
	for _, s := range advisory.Sections() {
		if text, in := a.Section(s).In(lang); !text.IsZero() {
			fmt.Fprintf(&body, "## %s\n\n%s\n\n", s.Heading(in), text.Markdown())
		}
	}
	name := fmt.Sprintf("content/%s/%s%s.md", lang, path.Dir(strings.TrimSuffix(a.Path(), "/"))+"/", a.Slug())
	if err := h.page(name, front, body.String()); err != nil {
		return err
	}
	for _, r := range a.Records() {
		if err := h.record(a, r, title, lang); err != nil {
			return err
		}
	}
	return nil
}

func (h *hugoWriter) record(a *disclosure.Advisory, r *disclosure.Record, title string, lang advisory.Language) error {
	row := h.row(r, lang)
	front := map[string]any{
		"type": "record", "title": fmt.Sprintf("%s: %s", row["name"], a.ID()), "url": "/" + h.site.Publisher().Root(lang) + a.Path() + "vendors/" + r.Vendor().ID() + "/",
		"advisory": a.ID(), "advisory_title": title, "record": row,
		"notified": day(r.NotifiedAt().Time()), "responded": day(r.RespondedAt().Time()),
		"products": h.products(r.Products(), lang), "revisions": h.revisions(r.Revisions(), lang),
	}
	text, _ := r.Statement().In(lang)
	return h.page(fmt.Sprintf("content/%s/records/%s/%s.md", lang, a.Slug(), r.Vendor().ID()), front, text.Markdown())
}

func (h *hugoWriter) facts(a *disclosure.Advisory, lang advisory.Language) map[string]any {
	table := h.site.Publisher().Words(lang)
	var vendors []string
	var rows, counts, severities, credits []any
	for _, r := range a.Records() {
		vendors = append(vendors, r.Vendor().ID())
		rows = append(rows, h.row(r, lang))
	}
	for _, c := range a.Counts() {
		counts = append(counts, map[string]any{"key": c.Status().String(), "name": table.Status(c.Status()), "count": c.Count()})
	}
	for _, s := range a.Severities() {
		v := s.Vector()
		severities = append(severities, map[string]any{
			"cve": s.CVE(), "version": v.Version(), "vector": v.String(), "score": v.BaseScore(), "level": v.Severity().String(),
			"name": v.SeverityName(string(lang)), "data": h.metricsOf(s, lang),
		})
	}
	for _, c := range a.Credits() {
		name, _ := c.Name().In(lang)
		organization, _ := c.Organization().In(lang)
		credits = append(credits, name+" "+organization)
	}
	return map[string]any{
		"type": "advisory", "id": a.ID(), "date": a.Published().Format(time.RFC3339), "lastmod": a.Updated().Format(time.RFC3339),
		"critical": a.Critical(), "cves": a.Aliases(), "cwes": a.CWEs(), "vendors": vendors, "years": []string{fmt.Sprint(a.Year())},
		"table": rows, "counts": counts, "severities": severities, "credits": credits, "products": h.products(a.Products(), lang),
		"references": links(a.References(), lang), "revisions": h.revisions(a.Revisions(), lang),
	}
}

// metricsOf notes the metrics of a version of CVSS for all pages and gives the
// name that the page finds them by.
func (h *hugoWriter) metricsOf(s disclosure.Severity, lang advisory.Language) string {
	key := strings.ReplaceAll("v"+s.Vector().Version(), ".", "") + string(lang)
	if h.metrics[key] != nil {
		return key
	}
	var groups []any
	for _, g := range s.Vector().Groups() {
		var metrics []any
		for _, m := range g.Metrics {
			var choices []any
			for _, c := range m.Choices {
				choices = append(choices, map[string]string{"value": c.Value, "name": c.Name(string(lang))})
			}
			metrics = append(metrics, map[string]any{"key": m.Key, "name": m.Name(string(lang)), "choices": choices})
		}
		groups = append(groups, map[string]any{"name": g.Name(string(lang)), "metrics": metrics})
	}
	h.metrics[key] = groups
	return key
}

// row is a vendor's row in the table of an advisory.
func (h *hugoWriter) row(r *disclosure.Record, lang advisory.Language) map[string]any {
	name, _ := r.Vendor().Name().In(lang)
	comment, _ := r.Statement().In(lang)
	return map[string]any{
		"id": r.Vendor().ID(), "name": name, "key": r.Status().String(), "status": h.site.Publisher().Words(lang).Status(r.Status()),
		"updated": day(r.Updated()), "comment": comment.Text(), "links": links(r.Links(), lang),
	}
}

func (h *hugoWriter) products(all []disclosure.Product, lang advisory.Language) []any {
	var out []any
	for _, p := range all {
		name, _ := p.Name().In(lang)
		versions, _ := p.Versions().In(lang)
		vendor := ""
		if p.Vendor() != nil {
			vendor, _ = p.Vendor().Name().In(lang)
		}
		out = append(out, map[string]string{"name": name, "versions": versions, "vendor": vendor})
	}
	return out
}

func (h *hugoWriter) revisions(all []disclosure.Revision, lang advisory.Language) []any {
	var out []any
	for _, r := range all {
		summary, _ := r.Summary().In(lang)
		out = append(out, map[string]any{"number": r.Number(), "date": day(r.Date().Time()), "summary": summary})
	}
	return out
}

func links(all []disclosure.Link, lang advisory.Language) []any {
	var out []any
	for _, l := range all {
		title, _ := l.Title().In(lang)
		out = append(out, map[string]string{"title": title, "url": l.URL()})
	}
	return out
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
