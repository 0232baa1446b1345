package problem

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is out of order on purpose.
var sample = List{
	{Level: Warning, Rule: "statement-old", Path: "vendors/例 社,1:2%.yaml", Line: 7, Message: "the statement is older than the advisory", Pointer: "/by_cve/a~1b"},
	{Rule: "yaml-tab", Path: "advisories/2026/JVN90055996/advisory.md", Line: 12, Col: 3, Pointer: "/title", Message: "a tab character is used to indent", Hint: "use spaces, two for each level"},
	{Rule: "file-missing", Path: "publisher.yaml", Message: "the file does not exist", Hint: "100% sure?\nadd it"},
	{Level: Note, Rule: "no-place", Message: "nothing is disclosed <yet> & held"},
	{Rule: "yaml-tab", Path: "a:b\x1b[31m\u202e\u200b\xff\n::error::x", Line: 1, Col: 1, Message: "a tab character is used to indent"},
	{Rule: "yaml-tab", Path: "a:b\x1b[31m\u202e\u200b\xff\n::error::x", Line: 1, Col: 1, Message: "a tab character is used to indent"},
}

func TestWrite(t *testing.T) {
	for _, format := range Formats() {
		for name, c := range map[string]struct {
			list List
			opts Options
		}{
			"sample": {sample, Options{}},
			"rooted": {sample[:2], Options{Root: "site/content/", ToolVersion: "1.2.3"}},
			"empty":  {nil, Options{Root: "content"}},
			"ja":     {sample, Options{Lang: "ja"}},
		} {
			var got bytes.Buffer
			if err := Write(&got, format, c.list, c.opts); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", name+"."+format)
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s %s:\n%s\nwant:\n%s", name, format, got.Bytes(), want)
			}
			if (format == "json" || format == "sarif") && !json.Valid(got.Bytes()) {
				t.Errorf("%s %s: not JSON", name, format)
			}
		}
	}
}

func TestWriteForgesNothing(t *testing.T) {
	for _, format := range []string{"text", "github"} {
		for r := range rune(0x3000) {
			if r == '\n' {
				continue
			}
			var b bytes.Buffer
			if err := Write(&b, format, List{{Rule: "r", Path: "a" + string(r), Message: "m" + string(r), Hint: "h" + string(r)}}, Options{}); err != nil {
				t.Fatal(err)
			}
			bad := r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x61C || r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2060 && r <= 0x2069
			if bad && strings.ContainsRune(b.String(), r) {
				t.Errorf("%s: %U is written as it is", format, r)
			}
		}
		var b bytes.Buffer
		_ = Write(&b, format, List{{Rule: "r", Path: "a\nb", Message: "m\r\nn", Hint: "h\n::error::x"}}, Options{})
		if n := strings.Count(b.String(), "\n"); format == "text" && n != 2 || format == "github" && n != 1 {
			t.Errorf("%s: %d lines: %s", format, n, b.String())
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriteErrors(t *testing.T) {
	for _, format := range Formats() {
		if err := Write(broken{}, format, sample, Options{}); err == nil {
			t.Errorf("%s: the error of the writer is lost", format)
		}
	}
	var b bytes.Buffer
	err := Write(&b, "xml", sample, Options{})
	if err == nil || err.Error() != `unknown format "xml": use one of text, json, github, sarif` || b.Len() > 0 {
		t.Errorf("%v, %q", err, b.String())
	}
}
