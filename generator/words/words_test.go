package words

import (
	"slices"
	"testing"

	"github.com/advgen/advgen/generator/advisory"
)

func TestEveryLanguageHasEveryWord(t *testing.T) {
	for key, word := range english {
		other, ok := japanese[key]
		if !ok {
			t.Errorf("japanese lacks %s", key)
		}
		if !slices.Equal(placeholders(word), placeholders(other)) {
			t.Errorf("%s: placeholders differ: %v and %v", key, placeholders(word), placeholders(other))
		}
	}
	for key := range japanese {
		if _, ok := english[key]; !ok {
			t.Errorf("english lacks %s", key)
		}
	}
	for _, lang := range advisory.Languages() {
		words := For(lang, nil)
		for _, s := range advisory.Statuses() {
			if got := words.Status(s); got[0] == '[' {
				t.Errorf("%s: no word for status %s", lang, s)
			}
		}
		for _, s := range advisory.Sections() {
			if got := words.Section(s); got[0] == '[' {
				t.Errorf("%s: no word for section %s", lang, s.Key())
			}
		}
	}
}

func TestOwnWording(t *testing.T) {
	words := For(advisory.English, map[string]string{"status.unknown": "No answer", "no.such": "x"})
	if got := words.Get("status.unknown"); got != "No answer" {
		t.Errorf("own wording is not used: %q", got)
	}
	if got := words.Get("no.such"); got != "[no.such]" {
		t.Errorf("an unknown key entered the table: %q", got)
	}
	if got := For(advisory.English, nil).Get("status.unknown"); got != "Unknown" {
		t.Errorf("one publisher's wording leaks into another table: %q", got)
	}
}

func TestPlaceholders(t *testing.T) {
	words := For(advisory.Japanese, nil)
	if got := words.Get("feed.vendor", "publisher", "{vendor}", "vendor", "例"); got != "{vendor}：例 に関する脆弱性情報" {
		t.Errorf("a value is not taken literally: %q", got)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		key, word string
		ok        bool
	}{
		{"status.unknown", "No answer", true},
		{"status.unknown", "No answer {id}", false},
		{"feed.series", "{series} of {publisher}", true},
		{"feed.series", "{series}", false},
		{"status.nope", "x", false},
	} {
		if got := Check(c.key, c.word); (got == "") != c.ok {
			t.Errorf("Check(%q, %q) = %q", c.key, c.word, got)
		}
	}
}
