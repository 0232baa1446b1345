package main

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
)

// TestCalendarText: whatever a text holds, its lines are short, whole and
// ended as RFC 5545 wants, and unfolding and unescaping gives the text back.
func TestCalendarText(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	alphabet := []string{"a", "b", "件", "🜁", "é", ",", ";", `\`, "\n", "\r\n", ":", `"`, " ", "EX#1", "END:VCALENDAR"}
	for range 3000 {
		var text strings.Builder
		for range rng.IntN(90) {
			text.WriteString(alphabet[rng.IntN(len(alphabet))])
		}
		var out bytes.Buffer
		w := &calendarWriter{bufio.NewWriter(&out)}
		w.text("SUMMARY", text.String())
		if err := w.out.Flush(); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\r\n"), "\r\n")
		for i, line := range lines {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") || (i > 0) != strings.HasPrefix(line, " ") {
				t.Fatalf("line %d of %q: %q", i, text.String(), line)
			}
		}
		joined := strings.ReplaceAll(strings.TrimSuffix(out.String(), "\r\n"), "\r\n ", "")
		back := strings.NewReplacer(`\\`, `\`, `\;`, `;`, `\,`, `,`, `\n`, "\n").Replace(strings.TrimPrefix(joined, "SUMMARY:"))
		if want := strings.ReplaceAll(text.String(), "\r\n", "\n"); back != want {
			t.Fatalf("%q comes back as %q", want, back)
		}
	}
}

func TestCalendarEvents(t *testing.T) {
	at := time.Date(2026, 12, 1, 12, 0, 0, 0, time.FixedZone("", 9*3600))
	held := []catalog.Held{
		{Kind: "advisory", ID: "EX#1", Path: "advisories/EX1/advisory.md", From: advisory.At(at)},
		{Kind: "record", ID: "EX#1", Path: "advisories/EX1/vendors/a.yaml", From: advisory.At(at)},
		{Kind: "advisory", ID: "EX#2", Path: "advisories/EX2/advisory.md"},
	}
	var out bytes.Buffer
	if err := printHeldCalendar(&out, held, at.Add(-time.Hour), "https://x.example.org/"); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if strings.Count(text, "BEGIN:VEVENT\r\n") != 2 || strings.Contains(text, "EX#2") {
		t.Errorf("events: %s", text)
	}
	for line, n := range map[string]int{
		"DTSTAMP:20261201T020000Z": 2, "DTSTART:20261201T030000Z": 2, "SUMMARY:EX#1": 2, "CLASS:CONFIDENTIAL": 2,
		"BEGIN:VCALENDAR": 1, "VERSION:2.0": 1, "END:VCALENDAR": 1, "END:VEVENT": 2,
	} {
		if got := strings.Count(text, line+"\r\n"); got != n {
			t.Errorf("%s: %d times, want %d", line, got, n)
		}
	}
	uids := map[string]bool{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "UID:") {
			uids[line] = true
			if !strings.HasSuffix(line, "@x.example.org\r\n") {
				t.Errorf("%q", line)
			}
		}
	}
	if len(uids) != 2 {
		t.Errorf("uids: %v", uids)
	}
}

func TestHandling(t *testing.T) {
	started := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		asOf time.Duration
		days int
		want string
	}{
		{0, 45, "0 of 45 days, 45 left"}, {-time.Hour, 45, "0 of 45 days, 45 left"},
		{24*time.Hour - 1, 45, "0 of 45 days, 45 left"}, {24 * time.Hour, 45, "1 of 45 days, 44 left"},
		{45 * 24 * time.Hour, 45, "45 of 45 days, 0 left"}, {46 * 24 * time.Hour, 45, "46 of 45 days, 1 over"},
		{24 * time.Hour, 1, "1 of 1 day, 0 left"}, {24 * time.Hour, 0, "1 day"},
	} {
		if got := handling(started, started.Add(c.asOf), c.days); got != c.want {
			t.Errorf("%s of %d days: %q, want %q", c.asOf, c.days, got, c.want)
		}
	}
	if got := handling(time.Time{}, started, 45); got != "-" {
		t.Errorf("not said: %q", got)
	}
}
