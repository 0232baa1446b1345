package feed

import (
	"bytes"
	"encoding/xml"
	"math/rand/v2"
	"testing"
)

// Our escaping is that of encoding/xml, for any bytes.
func TestEscape(t *testing.T) {
	pieces := []string{"a", "日本", "é", "😀", "\xff", "\xed\xa0\x80", "\uFFFD", "\uFFFE", "\uFFFF", "\uFDD0", "\x7f", "\u0085", "\u2028",
		"\"", "'", "&", "<", ">", "\t", "\n", "\r", "\x00", "\x1f", "&amp;", "]]>"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var s string
		for range r.IntN(8) {
			s += pieces[r.IntN(len(pieces))]
		}
		var want bytes.Buffer
		if err := xml.EscapeText(&want, []byte(s)); err != nil {
			t.Fatal(err)
		}
		if got := escape([]byte("x"), s); string(got) != "x"+want.String() {
			t.Fatalf("%q is %q, want %q", s, got[1:], want.String())
		}
	}
}
