package channel

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/testsite"
)

// entriesAt makes a site with one advisory for every instant.
func entriesAt(t *testing.T, instants []time.Time) []*disclosure.Entry {
	t.Helper()
	var archive strings.Builder
	archive.WriteString("-- publisher.yaml --\nname: Example\nbase_url: https://example.org/\nlanguages: [en]\ntime_zone: UTC\n" +
		"series:\n  - {prefix: X-, pattern: \"[0-9]+\", path: x}\n")
	for i, at := range instants {
		fmt.Fprintf(&archive, "-- advisories/X-%d/advisory.md --\n---\nid: X-%d\ntitle: T\ndisclose_at: %s\nnotified: []\n---\n", i, i, at.Format(time.RFC3339))
	}
	return NewestFirst(slices.Clone(testsite.Site(t, archive.String(), "2026-06-01T00:00:00Z").Entries()))
}

func shape(documents []Document) string {
	var out []string
	for _, d := range documents {
		out = append(out, fmt.Sprintf("%s:%d", d.Span, len(d.Entries)))
	}
	return strings.Join(out, " ")
}

func TestSplit(t *testing.T) {
	newest := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	entries := entriesAt(t, []time.Time{
		newest, newest.AddDate(0, 0, -30), newest.AddDate(0, 0, -30).Add(-time.Second),
		time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2020, 5, 1, 0, 0, 0, 0, time.UTC),
	})
	for _, c := range []struct {
		days, least int
		want        string
	}{
		{30, 1, ":2 2026:1 2025:1 2024:1 2020:1"}, // the edge of the window is in it
		{31, 1, ":3 2025:1 2024:1 2020:1"},
		{30, 4, ":4 2024:1 2020:1"},
		{30, 100, ":6"},
		{4000, 1, ":6"},
	} {
		if got := shape(split(entries, c.days, c.least)); got != c.want {
			t.Errorf("%d days, at least %d: %s, want %s", c.days, c.least, got, c.want)
		}
	}
	if got := shape(split(nil, 30, 20)); got != ":0" {
		t.Errorf("no entries: %s", got)
	}
}

func TestLargeArchivesAreDivided(t *testing.T) {
	var instants []time.Time
	add := func(n int, at time.Time) {
		for range n {
			instants = append(instants, at)
		}
	}
	add(1, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	add(200, time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)) // just fits
	add(1, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	add(200, time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC))
	add(201, time.Date(2023, 3, 5, 0, 0, 0, 0, time.UTC))
	add(2, time.Date(2023, 3, 4, 0, 0, 0, 0, time.UTC))
	add(1, time.Date(2023, 2, 4, 0, 0, 0, 0, time.UTC))
	want := ":1 2025:200 2024-12:200 2024-01:1 2023-03-05:201 2023-03-04:2 2023-02:1"
	if got := shape(split(entriesAt(t, instants), 1, 1)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
