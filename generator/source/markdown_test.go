package source

import (
	"fmt"
	"strings"
	"testing"
)

// sectionsOf writes sections as heading@line:col=body@line.
func sectionsOf(doc *Document) string {
	var parts []string
	if doc.Intro.Body != "" {
		parts = append(parts, fmt.Sprintf("intro@%d:%d=%q@%d", doc.Intro.Pos.Line, doc.Intro.Pos.Col, doc.Intro.Body, doc.Intro.Line))
	}
	for _, s := range doc.Sections {
		parts = append(parts, fmt.Sprintf("%s@%d:%d=%q@%d", s.Heading, s.Pos.Line, s.Pos.Col, s.Body, s.Line))
	}
	return strings.Join(parts, " ")
}

func TestParseMarkdownSections(t *testing.T) {
	const front = "---\nid: x\n---\n" // lines 1 to 3
	for _, c := range []struct{ in, want, problems string }{
		{"", ``, ""},
		{"\n\nhello\n", `intro@6:1="hello"@6`, ""},
		{"  hello\n", `intro@4:3="  hello"@4`, ""},
		{"## 概要\n\n\n本文\n続き\n\n\n## Impact\n    code\n", `概要@4:4="本文\n続き"@7 Impact@11:4="    code"@12`, ""},
		{"## a\n## b\n\n\n## c", `a@4:4=""@4 b@5:4=""@5 c@8:4=""@8`, ""},
		{"   ##   a b \t##  \nx", `a b@4:9="x"@5`, ""},
		{"##\ta#\n## b \\##\n## # #\n## c ##d", `a#@4:4=""@4 b \##@5:4=""@5 #@6:4=""@6 c ##d@7:4=""@7`, ""},
		{"    ## a\n\t## b\n##c\n\\## d\n- ## e\n> ## f\n### g\n####### h", `intro@4:5="    ## a\n\t## b\n##c\n\\## d\n- ## e\n> ## f\n### g\n####### h"@4`, ""},
		{"## a\n```\n## b\n``\n````\n## c", `a@4:4="` + "```\\n## b\\n``\\n````" + `"@5 c@9:4=""@9`, ""},
		{"## a\n~~~~ x`y\n## b\n~~~\n```\n~~~~ x\n## c\n", `a@4:4="` + "~~~~ x`y\\n## b\\n~~~\\n```\\n~~~~ x\\n## c" + `"@5`, ""},
		{"```a`b\n## c\n   ```\n# x\n    ```\n   ``` \t\n## d", "intro@4:1=\"```a`b\"@4 c@5:4=\"   ```\\n# x\\n    ```\\n   ```\"@6 d@10:4=\"\"@10", ""},
		{"    ```\n## a", `intro@4:5="` + "    ```" + `"@4 a@5:4=""@5`, ""},
		{"# t\n## a\n #\n#tag\n", `intro@4:1="# t"@4 a@5:4=" #\n#tag"@6`, "4:1 md-h1: a heading of the first level is not accepted: the title stands in the front matter\n6:2 md-h1: a heading of the first level is not accepted: the title stands in the front matter\n"},
		{"## a\n## ##\nx\n##\n## b", `a@4:4=""@4 b@8:4=""@8`, "5:1 md-heading-empty: a section has an empty heading\n7:1 md-heading-empty: a section has an empty heading\n"},
		{"## 題\r\n\r\n一\r\n二\r\n", `題@4:4="一\n二"@6`, ""},
	} {
		doc, list := ParseMarkdown("a.md", []byte(front+c.in))
		if got := sectionsOf(doc); got != c.want || shown(list) != c.problems {
			t.Errorf("%q:\n got %s %s\nwant %s %s", c.in, got, shown(list), c.want, c.problems)
		}
		if doc.Front.Get("id") == nil {
			t.Errorf("%q: no front matter", c.in)
		}
	}
}

func TestFrontMatter(t *testing.T) {
	for _, c := range []struct{ in, body, problems string }{
		{"---\na: 1\n---\n\nx\n", "x@5", ""},
		{"\uFEFF--- \r\na: 1\r\n---\t\r\nx\r\ny\r\n", "x\ny@4", ""},
		{"---\na: |\n  ---\n  b\n---\n--- x\n---\n", "--- x\n---@6", ""},
		{"---\na: 1\n---", "@3", ""},
		{"---\na: 1\n---\n\n\n", "@3", ""},
		{"", "@1", "1:1 front-matter-missing: the file does not start with front matter\n"},
		{"\n---\na: 1\n---\n", "---\na: 1\n---@2", "1:1 front-matter-missing: the file does not start with front matter\n"},
		{"----\na: 1\n----\nx", "----\na: 1\n----\nx@1", "1:1 front-matter-missing: the file does not start with front matter\n"},
		{"---\na: 1\n", "@1", "1:1 front-matter-unclosed: the front matter is not closed\n"},
		{"---", "@1", "1:1 front-matter-unclosed: the front matter is not closed\n"},
		{"---\n---\nx", "x@3", "2:1 yaml-empty: there is nothing here but blank lines or comments\n"},
		{"---\n- a\n---\nx", "x@4", "2:1 front-matter-type: the front matter is not made of fields\n"},
		{"---\nあ: 1\nb: あ: 2\n---\nx", "x@5", "3:5 yaml-syntax: a colon with a space after it is not allowed here\n"},
		{"---\na: 1\na: 1\n---\nx", "x@5", "3:1 yaml-duplicate-key: this key is already given on line 2\n"},
		{"---\na: 1\n---\nx\ry", "@1", "4:2 line-break: the file holds a line break other than LF or CR LF\n"},
	} {
		_, body, line, list := SplitFrontMatter("v.md", []byte(c.in))
		if got := fmt.Sprintf("%s@%d", body, line); got != c.body || shown(list) != c.problems {
			t.Errorf("%q:\n got %q %s\nwant %q %s", c.in, got, shown(list), c.body, c.problems)
		}
		for _, p := range list {
			if p.Path != "v.md" || p.Hint == "" {
				t.Errorf("%q: %+v", c.in, p)
			}
		}
	}
}

func TestMarkdownLimits(t *testing.T) {
	const front = "---\na: 1\n---\n"
	fits := strings.Repeat("x", MaxSection)
	for _, c := range []struct{ in, want string }{
		{front + fits + "\n\n## a\n" + fits, ""},
		{front + "## a\nx" + fits, "4:4 section-too-large: the section is larger than 64 KiB\n"},
		{front + "x" + fits, "4:1 section-too-large: the section is larger than 64 KiB\n"},
		{front + "##\nx" + fits, "4:1 md-heading-empty: a section has an empty heading\n5:1 section-too-large: the section is larger than 64 KiB\n"},
		{front + strings.Repeat("\n", MaxMarkdown), "0:0 file-too-large: the file is larger than 1 MiB\n"},
		{"---\n" + strings.Repeat("#\n", MaxYAML) + "---\n", "1:0 file-too-large: the front matter is larger than 256 KiB\n"},
	} {
		_, list := ParseMarkdown("a.md", []byte(c.in))
		if got := shown(list); got != c.want {
			t.Errorf("got %swant %s", got, c.want)
		}
	}
	_, _, _, list := SplitFrontMatter("v.md", []byte(front+"\nx"+fits))
	if got := shown(list); got != "5:1 section-too-large: the text below the front matter is larger than 64 KiB\n" {
		t.Error(got)
	}
}
