package csaf_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/render/csaf"
	"github.com/advgen/advgen/generator/testsite"
)

var update = flag.Bool("update", false, "write the golden files")

const small = `
-- publisher.yaml --
name: Example Vulnerability Notes
organization: Example Center
base_url: https://advisories.example.org/
languages: [en, ja]
time_zone: Asia/Tokyo
category: coordinator
formats: [csaf]
contact: {email: desk@example.org, url: https://example.org/contact}
series:
  - {prefix: "EXVN#", pattern: "[0-9]{8}", path: exvn}
-- vendors/aff.yaml --
name: Aff, Inc.
-- vendors/affinv.yaml --
name: {en: Affinv, ja: アフィンブ}
-- vendors/plain.yaml --
name: Plain
-- vendors/not.yaml --
name: Not
-- vendors/notinv.yaml --
name: Notinv
-- vendors/told.yaml --
name: Told
-- vendors/quiet.yaml --
name: Quiet
-- vendors/mixed.yaml --
name: Mixed
-- vendors/denies.yaml --
name: Denies
-- advisories/EXVN12345678/advisory.md --
---
id: "EXVN#12345678"
title: Example Router <b> & OS command injection
disclose_at: 2025-12-31T23:30:00-05:00
critical: true
aliases: [CVE-2025-10001, CVE-2025-10002]
notified: [aff, affinv, plain, not, notinv, told, quiet, mixed, denies]
unreachable: [quiet]
cwe: [CWE-78]
severity:
  - {vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", cve: CVE-2025-10001, note: With the default settings.}
  - {vector: "AV:N/AC:L/Au:N/C:P/I:P/A:P"}
  - {vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}
products:
  - vendor: aff
    name: Example Router
    versions: 1.10 and earlier
    cpe: cpe:2.3:o:example:router_firmware:*:*:*:*:*:*:*:*
    purl: pkg:npm/example-router
    ranges: [{introduced: "0", fixed: "1.11"}, {introduced: "2.0", last_affected: "2.1 b"}]
  - {vendor: affinv, name: Gate}
  - {vendor: denies, name: Box}
  - {name: Nobody's Library, versions: all}
references:
  - {title: Release notes, url: "https://example.org/notes?a=1&b=2"}
credits: [{name: Hanako, organization: Example University}]
revisions:
  - {number: 1, date: 2026-01-01, summary: Published.}
  - {number: 2, date: 2026-02-01, summary: Added a workaround.}
---

## Overview

The *router* runs <commands>.

## Solution

Update.
-- advisories/EXVN12345678/vendors/aff.yaml --
status: affected
updated: 2026-01-10T00:00:00Z
links: [{title: Notice, url: https://aff.example/notice}]
-- advisories/EXVN12345678/vendors/affinv.yaml --
status: affected_investigating
statement: {en: We look., ja: 調査中です。}
-- advisories/EXVN12345678/vendors/plain.yaml --
status: affected
-- advisories/EXVN12345678/vendors/not.yaml --
status: not_affected
addendum: Verified by us.
-- advisories/EXVN12345678/vendors/notinv.yaml --
status: not_affected_investigating
-- advisories/EXVN12345678/vendors/told.yaml --
status: informed
-- advisories/EXVN12345678/vendors/mixed.yaml --
status: affected
updated: 2026-03-01T12:00:00Z
products: [{name: Mixer, versions: "3"}]
by_cve: {CVE-2025-10001: affected, CVE-2025-10002: not_affected}
-- advisories/EXVN12345678/vendors/denies.yaml --
status: not_affected
`

const smallPath = ".well-known/csaf/white/2026/exvn_12345678.json"

func TestGolden(t *testing.T) {
	site := testsite.Site(t, small, "2026-06-01T00:00:00Z")
	files := render(t, site, nil)
	judge(t, files, false)
	for golden, name := range map[string]string{
		"document.json": smallPath, "provider-metadata.json": csaf.MetadataPath,
		"feed.json": ".well-known/csaf/white/csaf-feed-tlp-white.json", "changes.csv": ".well-known/csaf/white/changes.csv",
		"folder.html": ".well-known/csaf/white/2026/index.html",
	} {
		f, ok := files.Get(name)
		if !ok {
			t.Errorf("%s is not there", name)
		}
		golden = "testdata/" + golden
		if *update {
			if err := os.WriteFile(golden, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || string(want) != string(f.Data) {
			t.Errorf("%s is not as in %s (go test -update writes it)", name, golden)
		}
	}
}

// TestStatuses is the table of the statuses, for the CVE that they are all the
// same for and for the one that a vendor singles out.
func TestStatuses(t *testing.T) {
	f, _ := render(t, testsite.Site(t, small, "2026-06-01T00:00:00Z"), nil).Get(smallPath)
	var doc struct {
		ProductTree     map[string]any `json:"product_tree"`
		Vulnerabilities []struct {
			CVE    string
			Status map[string][]string `json:"product_status"`
		}
	}
	if err := json.Unmarshal(f.Data, &doc); err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{
		"aff:Example Router 1.10 and earlier": {"known_affected", "known_affected"},
		"affinv:Gate":                         {"known_affected", "known_affected"},
		"affinv:other":                        {"under_investigation", "under_investigation"},
		"plain":                               {"known_affected", "known_affected"},
		"not":                                 {"known_not_affected", "known_not_affected"},
		"notinv":                              {"under_investigation", "under_investigation"},
		"mixed:Mixer 3":                       {"known_affected", "known_not_affected"},
		"denies:Box":                          {"known_affected", "known_affected"},
		"denies:other":                        {"known_not_affected", "known_not_affected"},
		":Nobody's Library all":               {"known_affected", "known_affected"},
	}
	names := map[string]string{}
	walk(doc.ProductTree, "", names)
	got := map[string][2]string{}
	for i, v := range doc.Vulnerabilities {
		for status, ids := range v.Status {
			for _, id := range ids {
				name := id
				if !strings.HasSuffix(id, ":other") && strings.Contains(id, ":") {
					name, _, _ = strings.Cut(id, ":")
					name += ":" + names[id]
				}
				pair := got[name]
				if pair[i] != "" {
					t.Errorf("%s has two statuses", name)
				}
				pair[i] = status
				got[name] = pair
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: %v, want %v", name, got[name], want[name])
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("others have a status: %v", got)
	}
}

// walk collects the full names of products, without the vendor's.
func walk(node any, vendor string, names map[string]string) {
	switch n := node.(type) {
	case []any:
		for _, c := range n {
			walk(c, vendor, names)
		}
	case map[string]any:
		if n["category"] == "vendor" {
			vendor = n["name"].(string)
		}
		if p, ok := n["product"].(map[string]any); ok {
			names[p["product_id"].(string)] = strings.TrimPrefix(p["name"].(string), vendor+" ")
		}
		walk(n["branches"], vendor, names)
	}
}

// TestVersionsGrow publishes one advisory at every instant at which something
// of it becomes public: no version is given twice, and none is taken back.
func TestVersionsGrow(t *testing.T) {
	before := [2]int{}
	for _, asOf := range []string{"2026-01-02T00:00:00Z", "2026-01-11T00:00:00Z", "2026-02-02T00:00:00Z", "2026-03-02T00:00:00Z"} {
		content := strings.ReplaceAll(small, "updated: 2026", "disclose_at: 2026")
		if asOf < "2026-02-01" { // the second revision was not written yet
			content = strings.ReplaceAll(content, "  - {number: 2, date: 2026-02-01, summary: Added a workaround.}\n", "")
		}
		f, _ := render(t, testsite.Site(t, content, asOf), nil).Get(smallPath)
		var doc struct {
			Document struct{ Tracking struct{ Version string } }
		}
		if err := json.Unmarshal(f.Data, &doc); err != nil {
			t.Fatal(err)
		}
		var now [2]int
		if _, err := fmt.Sscanf(doc.Document.Tracking.Version, "%d.%d.0", &now[0], &now[1]); err != nil {
			t.Fatal(err)
		}
		if slices.Compare(now[:], before[:]) <= 0 {
			t.Errorf("at %s the version is %v after %v", asOf, now, before)
		}
		before = now
	}
}

func TestFileName(t *testing.T) {
	for id, want := range map[string]string{
		"JVN#12345678": "jvn_12345678.json", "VU#1": "vu_1.json", "a+b-c_d..e": "a+b-c_d_e.json", "脆弱性-1": "_-1.json",
	} {
		if got := csaf.FileName(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func TestSameFileName(t *testing.T) {
	content := strings.NewReplacer(`prefix: "EXVN#", pattern: "[0-9]{8}"`, `pattern: ".*"`).Replace(small) +
		"-- advisories/EXVN_12345678/advisory.md --\n---\nid: EXVN_12345678\ntitle: Another\ndisclose_at: 2026-02-01T00:00:00Z\n---\n\n## Overview\n\nText.\n"
	_, err := csaf.New(testsite.Site(t, content, "2026-06-01T00:00:00Z"), nil)
	if err == nil || !strings.Contains(err.Error(), "the same CSAF file name exvn_12345678.json") {
		t.Errorf("two documents of one name: %v", err)
	}
}
