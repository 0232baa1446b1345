package proof

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

const cachedSite = `
-- publisher.yaml --
name: Example
base_url: https://example.org/
languages: [en]
time_zone: UTC
series:
  - {prefix: "EX#", pattern: "[0-9]+", path: ex}
-- vendors/alpha.yaml --
name: Alpha Works
-- vendors/beta.yaml --
name: Beta Works
-- advisories/EX1/advisory.md --
---
id: EX#1
title: first title
disclose_at: 2020-01-01T00:00:00Z
related: [EX#3]
notified: [alpha]
---
-- advisories/EX1/vendors/alpha.yaml --
vendor: alpha
status: affected
updated: 2020-01-02
-- advisories/EX2/advisory.md --
---
id: EX#2
title: second title
disclose_at: 2021-01-01T00:00:00Z
notified: [alpha, beta]
---
-- advisories/EX2/vendors/beta.yaml --
vendor: beta
status: affected
disclose_at: 2024-06-01T00:00:00Z
statement: secret-statement
-- advisories/EX3/advisory.md --
---
id: EX#3
title: third title
disclose_at: 2022-01-01T00:00:00Z
notified: []
---
-- advisories/EX4/advisory.md --
---
id: EX#4
title: recalled-title
disclose_at: 2022-01-01T00:00:00Z
recalled: {date: 2022-01-02, reason: it got out}
notified: []
---
-- advisories/EX5/advisory.md --
---
id: EX#5
title: held-title
disclose_at: 2029-01-01T00:00:00Z
notified: []
---
`

// TestCached changes one thing after the other of those that a page depends on,
// and looks at what the cache keeps.
func TestCached(t *testing.T) {
	for name, edit := range map[string][3]string{
		"the name of a vendor":     {"vendors/alpha.yaml", "Alpha Works", "Alpha Labs"},
		"the title of a neighbour": {"advisories/EX2/advisory.md", "second title", "other title"},
		"the title of a related":   {"advisories/EX3/advisory.md", "third title", "other title"},
		"the name of the site":     {"publisher.yaml", "name: Example", "name: Another"},
		"the zone of the site":     {"publisher.yaml", "time_zone: UTC", "time_zone: America/New_York"},
		"the status of a vendor":   {"advisories/EX1/vendors/alpha.yaml", "affected", "not_affected"},
		"the day of an update":     {"advisories/EX1/vendors/alpha.yaml", "2020-01-02", "2020-01-03"},
	} {
		t.Run(name, func(t *testing.T) {
			content, dir := testsite.Files(cachedSite), scratch(t)
			warm, cold := filepath.Join(dir, "warm"), filepath.Join(dir, "cold")
			buildCached(t, content, warm, "x")
			if r := buildCached(t, content, warm, "x"); r.Written > 0 || r.Removed > 0 {
				t.Errorf("nothing changed, but %v", r)
			}
			old := string(content[edit[0]].Data)
			content[edit[0]] = file(strings.Replace(old, edit[1], edit[2], 1))
			if string(content[edit[0]].Data) == old {
				t.Fatal("the edit changes nothing")
			}
			r := buildCached(t, content, warm, "x")
			if r.Written == 0 {
				t.Error("nothing was written")
			}
			buildCached(t, content, cold, "")
			if diff := difference(published(t, warm), published(t, cold)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCachedIsPublic holds the cache to what is wholly public. The digests in
// it tell nothing, since another cache has others.
func TestCachedIsPublic(t *testing.T) {
	content, dir := testsite.Files(cachedSite), scratch(t)
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	buildCached(t, content, a, "x")
	buildCached(t, content, b, "x")
	first, second := read(t, a+".advgen/cache"), read(t, b+".advgen/cache")
	if !strings.Contains(first["facts"], "first title") || len(first) != 4 {
		t.Fatalf("the cache has %d files, and not what is public", len(first))
	}
	for _, secret := range []string{"secret-statement", "second title", "recalled-title", "held-title", "EX#4", "EX#5", "EX4", "EX5"} {
		for name, text := range first {
			if strings.Contains(text, secret) && !(name == "units" && strings.Contains("EX#2", secret)) {
				t.Errorf("%s has %q", name, secret)
			}
		}
	}
	for name, text := range first {
		if text == second[name] {
			t.Errorf("%s is the same with another key", name)
		}
	}
}

func buildCached(t *testing.T, content fstest.MapFS, out, program string) generator.Result {
	t.Helper()
	r, list, err := generator.Build(generator.Options{Content: content, Templates: templates.FS, Out: out, Now: then, AsOf: crashBefore, Jobs: 2, Program: program})
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list)
	}
	return r
}
