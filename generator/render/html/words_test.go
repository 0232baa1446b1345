package html_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/advgen/advgen/generator/words"
	"github.com/advgen/advgen/templates"
)

func templateFiles(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"html/*.html", "css/*.css", "js/*.js", "img/*.svg"} {
		matches, err := fs.Glob(templates.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, matches...)
	}
	return names
}

// Every word that a template or this package asks for exists, and every word
// that is only for pages is asked for. Without this a slip in a branch that no
// sample reaches would show on a page.
func TestWords(t *testing.T) {
	var text strings.Builder
	for _, name := range templateFiles(t) {
		data, err := templates.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`word "([^"]+)"`).FindAllStringSubmatch(string(data), -1) {
			if !slices.Contains(words.Keys(), m[1]) {
				t.Errorf("%s: there is no word %s", name, m[1])
			}
		}
		text.Write(data)
	}
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:words\.Get|\.word)\(\s*"([^"]+)"`).FindAllStringSubmatch(string(data), -1) {
			if !slices.Contains(words.Keys(), m[1]) {
				t.Errorf("%s: there is no word %s", name, m[1])
			}
		}
		text.Write(data)
	}
	for _, key := range words.Keys() {
		// These are put together from a prefix and a value, or are for feeds.
		family, _, _ := strings.Cut(key, ".")
		if slices.Contains([]string{"status", "section", "feed", "severity", "document", "language"}, family) {
			continue
		}
		if !strings.Contains(text.String(), `"`+key+`"`) {
			t.Errorf("nothing uses the word %s", key)
		}
	}
}
