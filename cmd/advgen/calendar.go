package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/catalog"
)

const (
	calendarInstant = "20060102T150405Z" // RFC 5545 section 3.3.5, form 2
	lineOctets      = 75                 // section 3.1, without the line break
)

// printHeldCalendar writes an iCalendar object (RFC 5545) with an event at each
// agreed instant. It says ids and never titles, because calendars are shared
// and synchronised. An event keeps its UID when its date moves.
func printHeldCalendar(to io.Writer, held []catalog.Held, asOf time.Time, baseURL string) error {
	host := "advgen"
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	w := &calendarWriter{bufio.NewWriter(to)}
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//advgen//advgen held//EN")
	w.line("CALSCALE:GREGORIAN")
	for _, h := range held {
		at, ok := h.From.Agreed()
		if !ok {
			continue
		}
		w.line("BEGIN:VEVENT")
		sum := sha256.Sum256([]byte(h.ID + "\x00" + h.Kind + "\x00" + h.Path))
		w.text("UID", hex.EncodeToString(sum[:16])+"@"+host)
		w.line("DTSTAMP:" + asOf.UTC().Format(calendarInstant))
		w.line("DTSTART:" + at.UTC().Format(calendarInstant))
		w.text("SUMMARY", h.ID)
		w.text("DESCRIPTION", what(h.Kind)+" becomes public")
		w.line("CLASS:CONFIDENTIAL")
		w.line("TRANSP:TRANSPARENT")
		w.line("END:VEVENT")
	}
	w.line("END:VCALENDAR")
	return w.out.Flush()
}

// what words a kind of held thing.
func what(kind string) string {
	switch kind {
	case "record":
		return "a vendor record"
	case "update":
		return "a staged update"
	}
	return "the " + kind
}

type calendarWriter struct{ out *bufio.Writer }

// line writes a content line, folded after at most 75 octets and never within a
// character (RFC 5545 section 3.1).
func (w *calendarWriter) line(s string) {
	for room := lineOctets; len(s) > room; room = lineOctets - 1 { // the space counts
		cut := room
		for cut > 1 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		fmt.Fprintf(w.out, "%s\r\n ", s[:cut])
		s = s[cut:]
	}
	fmt.Fprintf(w.out, "%s\r\n", s)
}

// textEscapes are those of RFC 5545 section 3.3.11.
var textEscapes = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text writes a property whose value is a text. Other control characters, which
// no text may have, are left out.
func (w *calendarWriter) text(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, "\ufffd"))
	w.line(name + ":" + textEscapes.Replace(value))
}
