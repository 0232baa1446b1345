package html_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

// structuredOf reads the JSON-LD of a page.
func structuredOf(t *testing.T, page []byte) html.Structured {
	t.Helper()
	_, rest, ok := strings.Cut(string(page), `<script type="application/ld+json">`)
	if !ok {
		t.Fatal("there is no JSON-LD")
	}
	data, _, _ := strings.Cut(rest, "</script>")
	var out html.Structured
	d := json.NewDecoder(strings.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Titles come back as they were, whatever is in them.
func TestStructuredHostile(t *testing.T) {
	for _, title := range []string{
		`</script><script>alert(1)</script>`, `<!--<script>`, `]]>`, `"}],"@id":"x`, `\"`, `{{.}}`, `*/ //`, `&lt;&amp;`,
	} {
		files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: N
base_url: https://hostile.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- advisories/E-1/advisory.md --
---
id: E-1
title: '`+strings.ReplaceAll(title, "'", "''")+`'
disclose_at: 2026-01-01T00:00:00Z
---
## Overview

Plain.
`, asOf))
		page := files["e/E-1/index.html"]
		if got := structuredOf(t, page).Graph[0].Headline; got != title {
			t.Errorf("%q became %q", title, got)
		}
		if n := strings.Count(strings.ToLower(string(page)), "<script"); n != 1 {
			t.Errorf("%q: the page has %d scripts", title, n)
		}
	}
}

func TestStructured(t *testing.T) {
	files := render(t, testsite.Site(t, small(t), asOf))
	g := structuredOf(t, files["en/svn/SVN12345678/index.html"]).Graph
	const base = "https://notes.example.org/base/"
	article := g[0]
	if article.Type != "TechArticle" || article.URL != base+"en/svn/SVN12345678/" || article.InLanguage != "en" ||
		article.DatePublished != "2026-11-24T03:00:00Z" || article.DateModified != "2026-11-26T01:00:00Z" || article.WorkStatus != "" {
		t.Errorf("the article is %+v", article)
	}
	want := []html.ListItem{
		{"ListItem", 1, "Home", base + "en/"},
		{"ListItem", 2, "SVN", base + "en/svn/"},
		{"ListItem", 3, "SVN#12345678", base + "en/svn/SVN12345678/"},
	}
	if !reflect.DeepEqual(g[1].Items, want) {
		t.Errorf("the way is %+v, want %+v", g[1].Items, want)
	}
	if got := structuredOf(t, files["vu/SVU00000001/index.html"]).Graph[0].WorkStatus; got != "Withdrawn" {
		t.Errorf("the status of a withdrawn advisory is %q", got)
	}
	if strings.Contains(string(files["404.html"]), "ld+json") {
		t.Error("404.html presents itself to search engines")
	}
}

// A page leads to the files that it is told of, from its head and its text.
func TestFormats(t *testing.T) {
	site := testsite.Site(t, small(t), asOf)
	r, err := html.New(site, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	var sink artifact.Memory
	a := testsite.Advisories(t, site)[0]
	if err := r.Advisory(a, &sink, html.File{Format: "Sample 1.0", Path: "samples/a.json"}); err != nil {
		t.Fatal(err)
	}
	for _, f := range sink.Files() {
		if f.Path != "en/"+a.Path()+"index.html" {
			continue
		}
		for _, want := range []string{
			`<link rel="alternate" type="application/json" title="Sample 1.0" href="https://notes.example.org/base/samples/a.json">`,
			`<a href="../../../samples/a.json" type="application/json">Sample 1.0</a>`,
			`<a href="../../../` + a.Path() + `index.json" type="application/json">JSON</a>`,
		} {
			if !strings.Contains(string(f.Data), want) {
				t.Errorf("%s lacks %s", f.Path, want)
			}
		}
	}
}
