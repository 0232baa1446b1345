package html_test

import (
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/testsite"
)

// headOf renders an advisory with some facts and sections and gives its page.
func headOf(t *testing.T, facts, sections string) string {
	t.Helper()
	files := render(t, testsite.Site(t, `
-- publisher.yaml --
name: Head
base_url: https://head.example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- vendors/v.yaml --
name: V
-- advisories/E-1/advisory.md --
---
id: E-1
title: T
disclose_at: 2026-01-01T00:00:00Z
notified: [v]
`+facts+"---\n"+sections, asOf))
	crawl(t, files, "https://head.example.org/")
	return string(files["e/E-1/index.html"])
}

// The head of an advisory tells what is affected and what to do in the words of
// the advisory, and how bad it is.
func TestHead(t *testing.T) {
	const high, critical = "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
	for _, c := range []struct {
		name, facts, sections string
		has, lacks            []string
	}{
		{"products, with the rest counted", `products:
  - {name: A, versions: before 2}
  - {name: B}
  - {name: C}
  - {name: D}
  - {name: E}
`, "## Products Affected\n\nWords.\n", []string{
			`<dt><a href="#products_affected">Products Affected</a></dt>`, "<li>A: before 2</li>\n<li>B</li>\n<li>C</li>\n<li><a href=\"#products_affected\">and 2 more</a></li>",
		}, []string{"<li>Words.</li>", "<li>D</li>"}},
		{"words where no products are listed", "", "## Products Affected\n\n- All *versions*\n- And more\n\nText.\n", []string{
			"<li>All versions</li>\n<li>And more</li>\n</ul></dd>",
		}, nil},
		{"the steps of a solution", "", "## Solution\n\n### Update\n\nText.\n\n### Work around\n\nText.\n", []string{
			`<li><a href="#solution-update">Update</a></li>`, `<li><a href="#solution-work-around">Work around</a></li>`,
		}, nil},
		{"a solution that begins with words", "", "## Solution\n\nUpdate & restart.\n\n### Work around\n\nText.\n", []string{
			"<li>Update &amp; restart.</li>\n</ul></dd>",
		}, []string{`href="#solution-work-around"`}},
		{"nothing to tell", "", "## Overview\n\nText.\n", nil, []string{"#products_affected", "#solution", `class="severity`}},
		{"one analysis", "severity: [{vector: " + high + "}]\n", "", []string{
			`<span class="severity severity-high">High 8.8</span> <span class="remark">CVSS v3.1 Base Score</span></dd>`,
		}, nil},
		{"the highest of several", "aliases: [CVE-2026-1001, CVE-2026-1002]\nseverity:\n  - {cve: CVE-2026-1001, vector: " + high + "}\n  - {cve: CVE-2026-1002, vector: " + critical + "}\n", "", []string{
			`<span class="severity severity-critical">Critical 9.3</span> <span class="remark">CVSS v4.0 Base Score (<span class="id">CVE-2026-1002</span>)</span>`,
		}, nil},
		{"a short page", "", "## Overview\n\nText.\n\n## Impact\n\nText.\n", nil, []string{`class="contents"`}},
		{"a long page", "", "## Overview\n\nText.\n\n## Description\n\nText.\n\n## Impact\n\nText.\n\n## Solution\n\nText.\n", []string{
			"</section>\n<nav class=\"contents\"", `<li><a href="#vendor_status">Vendor Status</a></li>`,
		}, nil},
		{"the counts lead to their groups", "", "", []string{
			`<a href="#vendors-unknown"><span class="status status-unknown">Unknown</span></a>`, `<tbody id="vendors-unknown">`, `<tr id="row-v"`,
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := headOf(t, c.facts, c.sections)
			for _, s := range c.has {
				if !strings.Contains(page, s) {
					t.Errorf("the page lacks %s", s)
				}
			}
			for _, s := range c.lacks {
				if strings.Contains(page, s) {
					t.Errorf("the page has %s", s)
				}
			}
		})
	}
}
