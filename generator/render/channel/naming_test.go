package channel

import (
	"testing"
	"time"
)

// TestIDs holds ids to what makes them permanent and distinct.
func TestIDs(t *testing.T) {
	n, err := NewNaming("https://Notes.Example.org:8080/base/")
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Feed("series/ex", "ja"); got != "tag:notes.example.org,2020:base/feeds/series/ex/ja" {
		t.Errorf("feed: %s", got)
	}
	e := entriesAt(t, []time.Time{time.Date(2023, 12, 31, 15, 0, 0, 0, time.UTC)})[0]
	if got := n.Entry(e, "en"); got != "tag:notes.example.org,2023-12-31:base/X-0/en" {
		t.Errorf("entry: %s", got)
	}
	if _, err := NewNaming("/relative/"); err == nil {
		t.Error("took a relative address")
	}
}
