package catalog_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/testsite"
)

const repository = `
-- publisher.yaml --
name: Example
base_url: https://advisories.example.org/
languages: [en]
time_zone: UTC
series: [{prefix: "EX#", pattern: "[0-9]{8}", path: ex}]
-- vendors/alpha.yaml --
name: Alpha
-- vendors/beta.yaml --
name: Beta
-- vendors/gamma.yaml --
name: Gamma
-- advisories/EX11111111/advisory.md --
---
id: EX#11111111
title: Public, with a staged update
disclose_at: 2026-03-01T00:00:00Z
notified: [gamma, beta, alpha]
---
-- advisories/EX11111111/advisory.next.md --
---
id: EX#11111111
title: Its update
disclose_at: 2026-06-01T00:00:00Z
notified: [alpha, beta, gamma]
---
-- advisories/EX11111111/vendors/alpha.yaml --
status: affected
-- advisories/EX11111111/vendors/alpha.next.yaml --
status: not_affected
disclose_at: 2026-05-01T00:00:00Z
-- advisories/EX11111111/vendors/beta.yaml --
status: affected
disclose_at: 2026-04-01T00:00:00Z
-- advisories/EX11111111/vendors/gamma.yaml --
statement: No status in it.
-- advisories/EX22222222/advisory.md --
---
id: EX#22222222
title: No date is agreed
notified: [beta, alpha]
---
-- advisories/EX22222222/advisory.next.md --
---
id: EX#22222222
title: Its update has a date, which does not make it public
disclose_at: 2026-02-01T00:00:00Z
notified: [alpha, beta]
---
-- advisories/EX22222222/vendors/alpha.yaml --
status: affected
-- advisories/EX22222222/vendors/alpha.next.yaml --
status: affected
disclose_at: 2026-02-01T00:00:00Z
-- advisories/EX22222222/vendors/beta.yaml --
status: affected
disclose_at: 2026-02-01T00:00:00Z
-- advisories/EX33333333/advisory.md --
---
id: EX#33333333
title: Later
disclose_at: 2026-04-01T00:00:00Z
notified: [gamma, alpha]
---
`

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := advisory.ParseClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func open(t *testing.T, files fstest.MapFS) *catalog.Catalog {
	t.Helper()
	at := instant(t, "2026-11-23T00:00:00Z")
	c, list, err := catalog.Open(files, check.Options{Now: at, AsOf: at})
	if err != nil {
		t.Fatal(err)
	}
	if c.Sound() != (list.Errors() == 0) {
		t.Errorf("sound %t with %d errors", c.Sound(), list.Errors())
	}
	return c
}

func held(c *catalog.Catalog, asOf time.Time) string {
	var out []string
	for _, h := range c.Held(asOf) {
		from := "never"
		if at, ok := h.From.Agreed(); ok {
			from = advisory.Stamp(at)[5:10]
		}
		silent := ""
		if len(h.Silent) > 0 {
			silent = fmt.Sprint(" ", h.Silent)
		}
		out = append(out, from+" "+h.Kind+" "+strings.TrimPrefix(h.Path, "advisories/")+silent)
	}
	return strings.Join(out, "\n")
}

func TestHeld(t *testing.T) {
	c := open(t, testsite.Files(repository))
	const never = "never advisory EX22222222/advisory.md\nnever update EX22222222/advisory.next.md\n" +
		"never update EX22222222/vendors/alpha.next.yaml\nnever record EX22222222/vendors/beta.yaml"
	const later = "04-01 record EX11111111/vendors/beta.yaml\n04-01 advisory EX33333333/advisory.md [alpha gamma]\n"
	const updates = "05-01 update EX11111111/vendors/alpha.next.yaml\n06-01 update EX11111111/advisory.next.md\n"
	for _, tt := range []struct{ asOf, want, next string }{
		{"2026-02-28T23:59:59.999999999Z", "03-01 advisory EX11111111/advisory.md [gamma]\n" + later + updates + never, "2026-03-01T00:00:00Z"},
		{"2026-03-01T00:00:00Z", later + updates + never, "2026-04-01T00:00:00Z"},
		{"2026-03-31T23:59:59.999999999Z", later + updates + never, "2026-04-01T00:00:00Z"},
		{"2026-04-01T00:00:00Z", updates + never, "2026-05-01T00:00:00Z"},
		{"2026-06-01T00:00:00Z", never, ""},
	} {
		asOf := instant(t, tt.asOf)
		if got := held(c, asOf); got != tt.want {
			t.Errorf("at %s:\n%s\nwant\n%s", tt.asOf, got, tt.want)
		}
		next, ok := c.Next(asOf)
		if got := advisory.Stamp(next); ok != (tt.next != "") || ok && got != tt.next {
			t.Errorf("at %s the next instant is %s, want %s", tt.asOf, got, tt.next)
		}
	}
}

func TestCurrent(t *testing.T) {
	c := open(t, testsite.Files(repository))
	one, two := c.Advisories()[0], c.Advisories()[1]
	for _, tt := range []struct {
		asOf                                 string
		one, alpha, beta, two, alpha2, beta2 int
	}{
		{"2026-02-28T23:59:59.999999999Z", -1, -1, -1, -1, -1, -1},
		{"2026-03-01T00:00:00Z", 0, 0, -1, -1, -1, -1},
		{"2026-04-01T00:00:00Z", 0, 0, 0, -1, -1, -1},
		{"2026-05-01T00:00:00Z", 0, 1, 0, -1, -1, -1},
		{"2026-06-01T00:00:00Z", 1, 1, 0, -1, -1, -1},
		{"9999-12-31T23:59:59Z", 1, 1, 0, -1, -1, -1},
	} {
		at := instant(t, tt.asOf)
		got := []int{one.Current(at), one.Record("alpha").Current(at), one.Record("beta").Current(at),
			two.Current(at), two.Record("alpha").Current(at), two.Record("beta").Current(at)}
		if want := []int{tt.one, tt.alpha, tt.beta, tt.two, tt.alpha2, tt.beta2}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("at %s: %v, want %v", tt.asOf, got, want)
		}
	}
	if two.Record("gamma") != nil || one.Record("") != nil {
		t.Error("a record that is not there was found")
	}
}

// A staged update never comes before what it updates, even if its own instant
// has passed: content that was not sound is listed all the same.
func TestAnUpdateWaitsForWhatItUpdates(t *testing.T) {
	files := testsite.Files(repository)
	for name, with := range map[string][2]string{
		"advisories/EX11111111/advisory.next.md":        {"2026-06-01", "2026-01-01"},
		"advisories/EX11111111/vendors/alpha.next.yaml": {"2026-05-01", "2026-01-01"},
	} {
		files[name].Data = []byte(strings.Replace(string(files[name].Data), with[0], with[1], 1))
	}
	c := open(t, files)
	if c.Sound() {
		t.Error("an update before its advisory is sound")
	}
	one := c.Advisories()[0]
	if at := instant(t, "2026-02-01T00:00:00Z"); one.Current(at) != -1 || one.Record("alpha").Current(at) != -1 {
		t.Error("an update is seen before what it updates")
	}
}

// What cannot be read is held, and listed under the name of its folder.
func TestBrokenIsHeld(t *testing.T) {
	for _, text := range []string{"", "no front matter", "---\n: [\n---\n", "---\nid: EX#11111111\ntitle: x\ndisclose_at: 2026-03-01\n---\n",
		"---\nid: [EX#11111111]\ntitle: x\ndisclose_at: [2026-03-01T00:00:00Z]\n---\n"} {
		files := testsite.Files(repository)
		files["advisories/EX11111111/advisory.md"].Data = []byte(text)
		c := open(t, files)
		if c.Sound() {
			t.Errorf("%q is sound", text)
		}
		at := instant(t, "2026-11-23T00:00:00Z")
		one := c.Advisories()[0]
		if one.Current(at) != -1 || one.Record("alpha").Current(at) != -1 {
			t.Errorf("%q is seen", text)
		}
		if !strings.Contains(held(c, at), "never advisory EX11111111/advisory.md") || strings.Contains(fmt.Sprint(c.Held(at)), "%!") {
			t.Errorf("%q is not listed:\n%s", text, held(c, at))
		}
		if one.ID != "EX#11111111" && one.ID != "EX11111111" {
			t.Errorf("%q is called %q", text, one.ID)
		}
	}
}
