package certcc

import (
	"fmt"
	"strings"
	"testing"
)

// hostile holds values that every text field gets in turn.
var hostile = []any{
	"<script>alert(1)</script> <!-- note --> <![CDATA[x]]> &lt;b&gt; &#x3c;", "a\r\nb\rc\u0085d\u2028e\u2029f\vg", "\u200b\u202ehidden\u2066\ufeff\u00ad\u0001\u009b",
	"---\nid: x\n---", "## Overview\n\n## Overview", "# x\n===\n---\n***\n```\ncode\n~~~", "\t\tcode\n    code", "| a | b |\n|---|---|\n| c | d |\n:-: | -",
	"1. one\n2) two\n- a\n- b\n* c\n* d\n• e\n• f", "[a]: https://x.example.net/ \"t\"\n[a] ![i](j) [^1]", "*b* _e_ `c` ~~s~~ __x__ a_b_c \\* \\\nend\\",
	"http://a.example.net/_x_ https://user:pw@b.example.net http://[::1]/ http://127.0.0.1/ http://x HTTP://Y.example.net/ ftp://z.example.net/~q (http://c.example.net/(d)).",
	[]any{"one", 2, nil, "three"}, 7, true, map[string]any{"a": "b"}, []any{[]any{"deep"}}, "\uf0b7 one\n\uf0b7 two\nend \ufffd \uf0ff \ufff0",
	strings.Repeat("*[_", 1000), strings.Repeat("long & ", 12000), strings.Repeat("x\n", 40000), strings.Repeat("漢\n\n", 20000), strings.Repeat("http://h.example.net/ ", 3000),
	strings.Repeat("]", 5000) + strings.Repeat(" _", 5000), strings.Repeat("> - ", 100) + "deep",
}

func TestHostileFieldsMakeSoundContent(t *testing.T) {
	note := []string{"Title", "Overview", "Description", "Impact", "Resolution", "Workarounds", "SystemsAffectedPreamble", "ThanksAndCredit",
		"Author", "References", "CVEIDs", "CERTAdvisory", "US-CERTTechnicalAlert", "CVSS_BaseVector", "DateCreated", "DateLastUpdated"}
	record := []string{"Vendor", "Status", "VendorStatement", "VendorInformation", "Addendum", "VendorReferences", "DateNotified", "DateResponded", "DateLastUpdated"}
	a := newArchive(t)
	for i, value := range hostile {
		n, r := fields{}, fields{}
		for _, f := range note {
			n[f] = value
		}
		for _, f := range record {
			r[f] = value
		}
		n["DateFirstPublished"] = published
		a.note(fmt.Sprint(1000+i), n, r, fields{"Vendor": "Fern"})
	}
	out, report := a.imported()
	sound(t, out)
	if report.Published != len(hostile) || report.SourceRecords.Published != 2*len(hostile) {
		t.Errorf("report %v", report)
	}
	for _, m := range report.Mended {
		if m.Description == "" {
			t.Errorf("%s has no description", m.Rule)
		}
	}
	for name, f := range out {
		if strings.HasSuffix(name, ".yaml") && len(f.Data) > 200<<10 {
			t.Errorf("%s has %d bytes", name, len(f.Data))
		}
	}
	again, _ := a.imported()
	for name, f := range out {
		if string(again[name].Data) != string(f.Data) {
			t.Errorf("%s: not the same bytes again", name)
		}
	}
}

func TestManyReferencesFit(t *testing.T) {
	var refs []any
	for i := range 900 {
		refs = append(refs, fmt.Sprintf("https://a.example.net/%0300d", i))
	}
	out, report := newArchive(t).note("12", fields{"References": refs}, fields{"Vendor": "Fern", "VendorReferences": refs}).imported()
	sound(t, out)
	if got := strings.Count(string(out["advisories/VU12/advisory.md"].Data), "  - url:"); got == 0 || got > maxLinks {
		t.Errorf("%d references", got)
	}
	if report.mends("reference-text") == 0 {
		t.Errorf("rules %v", report.Mended)
	}
}
