package certcc

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
)

var asOf = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

// fields is one file of an invented archive.
type fields map[string]any

// archive builds an invented archive below dir: for every note its fields and
// its vendor records.
type archive struct {
	t   *testing.T
	fs  fstest.MapFS
	dir string
}

func newArchive(t *testing.T) *archive { return &archive{t, fstest.MapFS{}, "data"} }

func (a *archive) note(number string, note fields, vendors ...fields) *archive {
	a.t.Helper()
	group := strings.TrimLeft(number[max(0, len(number)-2):], "0") + "0"
	dir := a.dir + "/" + group + "/vu_" + number
	complete := fields{"ID": "VU#" + number, "Title": "Note " + number}
	maps.Copy(complete, note)
	a.put(dir+"/vu_"+number+".json", complete)
	for i, v := range vendors {
		complete := fields{"ID": "VU#" + number, "Status": "Unknown"}
		maps.Copy(complete, v)
		a.put(fmt.Sprintf("%s/vendor_test-%03d.json", dir, i), complete)
	}
	return a
}

func (a *archive) put(name string, f fields) {
	data, err := json.Marshal(f)
	if err != nil {
		a.t.Fatal(err)
	}
	a.fs[name] = &fstest.MapFile{Data: data}
}

// imported is a repository in memory.
func (a *archive) imported() (fstest.MapFS, Report) {
	a.t.Helper()
	out := fstest.MapFS{}
	report, err := Import(a.fs, asOf, func(path string, data []byte) error {
		if out[path] != nil || !fs.ValidPath(path) {
			return fmt.Errorf("%s: written twice, or no path", path)
		}
		out[path] = &fstest.MapFile{Data: data, Mode: 0o644}
		return nil
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return out, report
}

// sound fails for every error that advgen check finds in a repository.
func sound(t *testing.T, out fs.FS) {
	t.Helper()
	_, list, err := check.Run(out, check.Options{Now: asOf, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Level == problem.Error {
			t.Errorf("%s:%d:%d: %s (%s)", p.Path, p.Line, p.Col, p.Message, p.Rule)
		}
	}
}

func (r Report) mends(rule string) int {
	for _, m := range r.Mended {
		if m.Rule == rule {
			return m.Count
		}
	}
	return 0
}

const published = "2021-03-04T05:06:07-05:00"

func TestANoteBecomesAnAdvisory(t *testing.T) {
	out, report := newArchive(t).note("4711", fields{
		"Title": "Bramble&#39;s gate &lt;opens&gt;\u00a0 too\nwide", "DateFirstPublished": published,
		"DateCreated": "2021-01-02T03:04:05-05:00", "DateLastUpdated": "2021-03-06T00:10:00-05:00",
		"CVEIDs":           []any{"CVE-2021-1111 ", "CAN-2021-2222", "cve-2021-3333CVE-2021-4444", "CVE-21-1", "CVE-2021-1111"},
		"CERTAdvisory":     "CA-1999-99\nhttps://cert.example.net/ca.html",
		"References":       []any{"https://one.example.net/a^b", "ftp://two.example.net/", "seen in a <b>paper</b>", "URL:http://three.example.net/, http://four.example.net/"},
		"Overview":         "It opens.\nToo wide.",
		"Description":      "See <http://bramble.example.net/x>.\n\n# Not a heading",
		"Impact":           "A visitor comes in.",
		"Resolution":       "Close it.",
		"Workarounds":      "- Stand there\n- Wait",
		"ThanksAndCredit":  "Thanks to Rowan Ashby.",
		"Author":           "Written by Hazel Thorne.",
		"CVSS_BaseVector":  "AV:N/AC:L/Au:N/C:P/I:P/A:P",
		"Revision":         7,
		"VRDA_D1_Impact":   "4",
		"Keywords":         []any{"left", "out"},
		"DatePublic":       "2021-03-04T00:00:00",
		"VulnerabilityCnt": nil,
	}, fields{
		"Vendor": "Bramble & Co.", "Status": "Vulnerable", "DateNotified": "2021-02-01T00:00:00",
		"DateResponded": "2021-02-02T03:04:05-05:00", "DateLastUpdated": "2021-03-05T01:02:03-05:00",
		"VendorStatement": "We *know*.", "VendorInformation": "They know.", "Addendum": "So do we.",
		"VendorReferences": "https://bramble.example.net/n\nsee the box",
	}).imported()
	sound(t, out)
	want := `---
id: "VU#4711"
title: "Bramble's gate <opens> too wide"
disclose_at: 2021-03-04T05:06:07-05:00
handling_started: 2021-01-02T03:04:05-05:00
aliases:
  - "CVE-2021-1111"
  - "CVE-2021-2222"
  - "CVE-2021-3333"
  - "CVE-2021-4444"
notified:
  - "bramble-co"
severity:
  - vector: "AV:N/AC:L/Au:N/C:P/I:P/A:P"
references:
  - url: "https://one.example.net/a%5Eb"
  - url: "http://three.example.net/"
  - url: "http://four.example.net/"
  - url: "https://cert.example.net/ca.html"
    kind: cert-advisory
revisions:
  - number: 1
    date: 2021-03-04T05:06:07-05:00
    summary: "Initial release"
  - number: 2
    date: 2021-03-06T00:10:00-05:00
    summary: "Last updated. The imported note does not say what changed."
---

## Overview

It opens.\
Too wide.

## Description

See \<<http://bramble.example.net/x>>.

\# Not a heading

## Impact

A visitor comes in.

## Solution

Close it.

### Workarounds

- Stand there
- Wait

## References

ftp\://two.example.net/\
seen in a \<b>paper\</b>

## Credit

Thanks to Rowan Ashby.

Written by Hazel Thorne.

## Other Information

CERT Advisory: CA-1999-99
`
	if got := string(out["advisories/2021/VU4711/advisory.md"].Data); got != want {
		t.Errorf("advisory.md:\n%s", got)
	}
	want = `vendor: "bramble-co"
status: affected
updated: 2021-03-05T01:02:03-05:00
notified_at: 2021-02-01
responded_at: 2021-02-02T03:04:05-05:00
statement: |-
  We \*know\*.
addendum: |-
  They know.

  So do we.

  see the box
links:
  - url: "https://bramble.example.net/n"
`
	if got := string(out["advisories/2021/VU4711/vendors/bramble-co.yaml"].Data); got != want {
		t.Errorf("record:\n%s", got)
	}
	if got := string(out["vendors/bramble-co.yaml"].Data); got != "name: \"Bramble & Co.\"\n" {
		t.Errorf("register: %s", got)
	}
	wantRules := map[string]int{
		"title-entities": 1, "no-break-space": 1, "alias-was-candidate": 1, "alias-case": 1, "alias-run-together": 1,
		"alias-left-out": 1, "reference-encoded": 1, "reference-prefix": 1, "reference-split": 1, "reference-text": 3,
	}
	for _, m := range report.Mended {
		if m.Count != wantRules[m.Rule] {
			t.Errorf("%s: %d times, want %d", m.Rule, m.Count, wantRules[m.Rule])
		}
		delete(wantRules, m.Rule)
	}
	if len(wantRules) > 0 {
		t.Errorf("rules not used: %v", wantRules)
	}
}

func TestPublicationOpensTheGateOnlyIfItIsPlain(t *testing.T) {
	for _, c := range []struct{ date, disclosed, rule string }{
		{"", "", ""},
		{" ", "", ""},
		{published, published, ""},
		{"2021-03-04T05:06:07+00:00", "2021-03-04T05:06:07+00:00", ""},
		{"2021-07-04T05:06:07", "2021-07-04T05:06:07-04:00", "publication-no-zone"},
		{"2021-01-04T00:00:00", "2021-01-04T00:00:00-05:00", "publication-no-zone"},
		{"2021-03-04", "", "publication-broken"},
		{"2021-02-30T05:06:07-05:00", "", "publication-broken"},
		{"2021-02-30T05:06:07", "", "publication-broken"},
		{"2021-03-04T05:06:07.5-05:00", "", "publication-broken"},
		{"2021-03-04T05:06:07-99:00", "", "publication-broken"},
		{"error 12: nothing there", "", "publication-broken"},
		{"published", "", "publication-broken"},
		{"1969-12-31T19:00:00-05:00", "", "publication-impossible"},
		{"1970-01-01T00:00:00Z", "", "publication-impossible"},
		{"0001-01-01T00:00:00", "", "publication-impossible"},
		{"2026-11-25T00:00:00Z", "", "publication-impossible"},
	} {
		out, report := newArchive(t).note("12", fields{"DateFirstPublished": c.date, "DateLastUpdated": "2021-08-01T00:00:00Z"}).imported()
		sound(t, out)
		name := "advisories/VU12/advisory.md"
		if c.disclosed != "" {
			name = "advisories/2021/VU12/advisory.md"
		}
		if out[name] == nil {
			t.Errorf("%q: %s is missing", c.date, name)
			continue
		}
		got := string(out[name].Data)
		if want := "disclose_at: " + c.disclosed + "\n"; strings.Contains(got, "disclose_at") != (c.disclosed != "") ||
			c.disclosed != "" && (!strings.Contains(got, want) || report.Published != 1) {
			t.Errorf("%q: %s", c.date, got)
		}
		if c.disclosed == "" && (report.Held != 1 || strings.Contains(got, "revisions")) {
			t.Errorf("%q: not held: %s", c.date, got)
		}
		if c.rule != "" && report.mends(c.rule) != 1 || c.rule == "" && len(report.Mended) > 0 {
			t.Errorf("%q: rules %v", c.date, report.Mended)
		}
	}
}

func TestOtherDates(t *testing.T) {
	for _, c := range []struct{ date, want, rule string }{
		{"2021-03-04T05:06:07-05:00", "2021-03-04T05:06:07-05:00", ""},
		{"2012-11-12T00:00:00", "2012-11-12", ""},
		{"2012-11-12", "2012-11-12", ""},
		{"2012-11-12T08:30:00", "2012-11-12T08:30:00-05:00", "date-no-zone"},
		{"error 12: nothing at that place", "", "date-broken"},
		{"2012-13-12T00:00:00", "", "date-broken"},
		{"0212-11-12T00:00:00", "", "date-impossible"},
		{"1969-11-12", "", "date-impossible"},
		{"2027-11-12T00:00:00", "", "date-impossible"},
	} {
		out, report := newArchive(t).note("12", fields{}, fields{"Vendor": "Fern", "DateNotified": c.date}).imported()
		sound(t, out)
		got := string(out["advisories/VU12/vendors/fern.yaml"].Data)
		if c.want == "" && strings.Contains(got, "notified_at") || c.want != "" && !strings.Contains(got, "notified_at: "+c.want+"\n") {
			t.Errorf("%q: %s", c.date, got)
		}
		if c.rule != "" && report.mends(c.rule) != 1 || c.rule == "" && len(report.Mended) > 0 {
			t.Errorf("%q: rules %v", c.date, report.Mended)
		}
	}
}

func TestHistory(t *testing.T) {
	for _, c := range []struct {
		created, updated, rule string
		second, started        bool
	}{
		{"2021-03-01T00:00:00-05:00", "2021-03-04T05:06:00-05:00", "", false, true}, // the seconds were lost
		{"2021-03-01T00:00:00-05:00", "2021-03-04T23:00:00-05:00", "", false, true},
		{"2021-03-01T00:00:00-05:00", "2021-03-05T04:59:59Z", "", false, true},
		{"2021-03-01T00:00:00-05:00", "2021-03-05T05:00:00Z", "", true, true},
		{"2021-03-01T00:00:00-05:00", "2021-03-03T23:00:00-05:00", "updated-before-release", false, true},
		{"2021-03-05T00:00:00-05:00", "", "started-after-publication", false, false},
	} {
		out, report := newArchive(t).note("12", fields{"DateFirstPublished": published, "DateCreated": c.created, "DateLastUpdated": c.updated}).imported()
		sound(t, out)
		got := string(out["advisories/2021/VU12/advisory.md"].Data)
		if strings.Contains(got, "number: 2") != c.second || strings.Contains(got, "handling_started") != c.started {
			t.Errorf("updated %s: %s", c.updated, got)
		}
		if c.rule != "" && report.mends(c.rule) != 1 || c.rule == "" && len(report.Mended) > 0 {
			t.Errorf("updated %s: rules %v", c.updated, report.Mended)
		}
	}
}

func TestStatuses(t *testing.T) {
	for word, want := range map[string]string{
		"Vulnerable": "affected", "Affected": "affected", "Not Vulnerable": "not_affected", "Not Affected": "not_affected",
		"Unknown": "unknown", " not  affected ": "not_affected", "Maybe": "unknown", "": "unknown",
	} {
		out, report := newArchive(t).note("12", fields{}, fields{"Vendor": "Fern", "Status": word, "Addendum": "Kept."}).imported()
		got := string(out["advisories/VU12/vendors/fern.yaml"].Data)
		if !strings.Contains(got, "status: "+want+"\n") || !strings.Contains(got, "Kept.") {
			t.Errorf("%q: %s", word, got)
		}
		if odd := word == "Maybe" || word == ""; (report.mends("status-unknown-word") == 1) != odd {
			t.Errorf("%q: rules %v", word, report.Mended)
		}
	}
}

func TestRecordsOfOneVendorAreJoined(t *testing.T) {
	out, report := newArchive(t).note("12", fields{"DateFirstPublished": published},
		fields{"Vendor": "Fern Works", "Status": "Not Vulnerable", "VendorStatement": "We are fine.", "Addendum": "Hm.",
			"DateNotified": "2021-02-02T00:00:00", "DateResponded": "2021-02-05T00:00:00", "DateLastUpdated": "2021-02-09T00:00:00Z",
			"VendorReferences": "https://fern.example.net/1"},
		fields{"Vendor": "Fern\u00a0Works ", "Status": "Affected", "VendorStatement": "We are not.", "Addendum": "Hm.",
			"DateNotified": "2021-02-01T00:00:00", "DateLastUpdated": "2021-02-08T00:00:00Z",
			"VendorReferences": "https://fern.example.net/1\nhttps://fern.example.net/2"},
		fields{"Vendor": "Fern Works", "Status": "Unknown", "VendorStatement": "We  are fine."},
	).note("13", fields{}, fields{"Vendor": "Moss"}, fields{"Vendor": "Moss"}).imported()
	sound(t, out)
	want := `vendor: "fern-works"
status: affected
updated: 2021-02-09T00:00:00Z
notified_at: 2021-02-01
responded_at: 2021-02-05
statement: |-
  We are fine.

  We are not.
addendum: |-
  Hm.
links:
  - url: "https://fern.example.net/1"
  - url: "https://fern.example.net/2"
`
	if got := string(out["advisories/2021/VU12/vendors/fern-works.yaml"].Data); got != want {
		t.Errorf("record:\n%s", got)
	}
	wantReport := Report{Notes: 2, Published: 1, Held: 1, Vendors: 2,
		SourceRecords: Split{3, 2}, RecordsWritten: Split{1, 1}, RecordsMerged: Split{2, 1}, Mended: report.Mended}
	if got := fmt.Sprint(report); got != fmt.Sprint(wantReport) {
		t.Errorf("report: %s", got)
	}
	if report.mends("record-merged") != 3 || report.mends("status-contradiction") != 2 || report.mends("vendor-name-spaces") != 1 {
		t.Errorf("rules %v", report.Mended)
	}
}

func TestVendorsKeepTheirOwnIDs(t *testing.T) {
	names := []string{
		"A.B", "A B", "a b", "A B-2", "Müller Størk", "CON", "日本", "♥", "", "  ", "Æther & Söhne GmbH",
		strings.Repeat("Long Name ", 12), strings.Repeat("Long Name ", 13), "- -", "O'Hara",
	}
	var vendors []fields
	for _, name := range names {
		vendors = append(vendors, fields{"Vendor": name})
	}
	out, report := newArchive(t).note("12", fields{"DateFirstPublished": published}, vendors...).imported()
	sound(t, out)
	slices.Reverse(vendors)
	again, _ := newArchive(t).note("12", fields{"DateFirstPublished": published}, vendors...).imported()
	got := map[string]string{}
	for name, f := range out {
		if strings.HasPrefix(name, "vendors/") {
			got[strings.TrimSuffix(strings.TrimPrefix(name, "vendors/"), ".yaml")] = string(f.Data)
			if a := again[name]; a == nil || string(a.Data) != string(f.Data) {
				t.Errorf("%s depends on the order of the records", name)
			}
		}
	}
	for id, name := range map[string]string{
		"a-b": "A B", "a-b-2": "A B-2", "a-b-3": "A.B", "a-b-4": "a b", "muller-stork": "Müller Størk", "vendor-con": "CON",
		"unnamed-vendor": unnamed, "aether-sohne-gmbh": "Æther & Söhne GmbH", "vendor": "- -", "vendor-2": "♥", "vendor-3": "日本", "o-hara": "O'Hara",
	} {
		if want := "name: " + quote(name) + "\n"; got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
	if report.Vendors != 14 || len(got) != 14 || report.RecordsMerged.Published != 1 || report.mends("vendor-unnamed") != 2 {
		t.Errorf("%d vendors, %d files, %v", report.Vendors, len(got), report.Mended)
	}
}

func TestSeverityOnlyOfCompleteVectors(t *testing.T) {
	for vector, rule := range map[string]string{
		"AV:L/AC:H/Au:M/C:N/I:C/A:P": "", "AV:--/AC:--/Au:--/C:--/I:--/A:--": "cvss-incomplete", "AV:N/AC:L/Au:N/C:P/I:P/A:--": "cvss-incomplete",
		"AV:X/AC:L/Au:N/C:P/I:P/A:P": "cvss-invalid", "AV:N/AC:L/Au:N/C:P/I:P": "cvss-invalid", "9.8": "cvss-invalid",
	} {
		out, report := newArchive(t).note("12", fields{"CVSS_BaseVector": vector}).imported()
		sound(t, out)
		if got := strings.Contains(string(out["advisories/VU12/advisory.md"].Data), "severity:"); got != (rule == "") || rule != "" && report.mends(rule) != 1 {
			t.Errorf("%s: %v %v", vector, got, report.Mended)
		}
	}
}

func TestWhereTheArchiveIs(t *testing.T) {
	for _, dir := range []string{"data", ".", "archive/data"} {
		a := newArchive(t)
		a.dir = dir
		a.fs["README.md"] = &fstest.MapFile{}
		a.note("7", fields{})
		moved := fstest.MapFS{}
		for name, f := range a.fs {
			moved[strings.TrimPrefix(name, "./")] = f
		}
		a.fs = moved
		if out, _ := a.imported(); out["advisories/VU7/advisory.md"] == nil {
			t.Errorf("%s: not found", dir)
		}
	}
}

func TestErrorsSayWhatToDoAndQuoteNothing(t *testing.T) {
	const secret = "brambleseekret"
	for name, change := range map[string]func(fstest.MapFS){
		"no notes":     func(f fstest.MapFS) { clear(f) },
		"two archives": func(f fstest.MapFS) { clear(f); f["a/data/x"] = &fstest.MapFile{}; f["b/data/x"] = &fstest.MapFile{} },
		"not JSON": func(f fstest.MapFS) {
			f["data/70/vu_7/vu_7.json"] = &fstest.MapFile{Data: []byte(`{"Title": "` + secret)}
		},
		"no object": func(f fstest.MapFS) {
			f["data/70/vu_7/vu_7.json"] = &fstest.MapFile{Data: []byte(`["` + secret + `"]`)}
		},
		"null":          func(f fstest.MapFS) { f["data/70/vu_7/vu_7.json"] = &fstest.MapFile{Data: []byte(`null`)} },
		"no note":       func(f fstest.MapFS) { delete(f, "data/70/vu_7/vu_7.json") },
		"same id":       func(f fstest.MapFS) { f["data/70/vu_8/vu_8.json"] = f["data/70/vu_7/vu_7.json"] },
		"broken record": func(f fstest.MapFS) { f["data/70/vu_7/vendor_x.json"] = &fstest.MapFile{Data: []byte(secret)} },
	} {
		a := newArchive(t).note("7", fields{"Title": secret}, fields{"Vendor": secret})
		change(a.fs)
		_, err := Import(a.fs, asOf, func(string, []byte) error { return nil })
		if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), ": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	full := errors.New("the disk is full")
	if _, err := Import(newArchive(t).note("7", fields{}).fs, asOf, func(string, []byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("error of write: %v", err)
	}
}

func TestOddFoldersAndIDs(t *testing.T) {
	a := newArchive(t).note("7", fields{"ID": "VU#oops"}).note("8", fields{}, fields{"ID": "VU#9", "Vendor": "Fern"})
	a.fs["data/80/vu_8/notes.txt"] = &fstest.MapFile{}
	a.fs["data/stray.json"] = &fstest.MapFile{}
	a.fs["data/70/vu_x/y.json"] = &fstest.MapFile{}
	out, report := a.imported()
	sound(t, out)
	if out["advisories/VU7/advisory.md"] == nil || out["advisories/VU8/vendors/fern.yaml"] == nil {
		t.Error("a note or a record is missing")
	}
	if report.mends("note-id") != 1 || report.mends("record-of-other-note") != 1 || report.mends("other-file") != 1 {
		t.Errorf("rules %v", report.Mended)
	}
}
