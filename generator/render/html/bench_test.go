package html_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/render/html"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/templates"
)

// discard is a sink that counts.
type discard struct{ files, bytes int }

func (d *discard) Put(f artifact.File) error {
	d.files++
	d.bytes += len(f.Data)
	return nil
}

// BenchmarkVendors renders an advisory that notifies 400 vendors.
func BenchmarkVendors(b *testing.B) {
	var archive, notified strings.Builder
	for i := range 400 {
		id := fmt.Sprintf("vendor-%03d", i)
		fmt.Fprintf(&notified, "  - %s\n", id)
		fmt.Fprintf(&archive, "-- vendors/%s.yaml --\nname: Vendor %d\n", id, i)
		fmt.Fprintf(&archive, "-- advisories/E-1/vendors/%s.yaml --\nstatus: affected\nupdated: 2026-01-02\nstatement: %s\n",
			id, strings.Repeat("Update to the newest version. ", 10))
	}
	site := testsite.Site(b, `
-- publisher.yaml --
name: Bench
base_url: https://bench.example.org/
languages: [en, ja]
time_zone: UTC
series:
  - {prefix: "E-", pattern: "[0-9]+", path: e, name: E}
-- advisories/E-1/advisory.md --
---
id: E-1
title: Many vendors
disclose_at: 2026-01-01T00:00:00Z
notified:
`+notified.String()+`---
## Overview

Many.
`+archive.String(), asOf)
	r, err := html.New(site, templates.FS)
	if err != nil {
		b.Fatal(err)
	}
	a := testsite.Advisories(b, site)[0]
	var d discard
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Advisory(a, &d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(d.files), "µs/page")
}
