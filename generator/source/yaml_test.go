package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/advgen/advgen/generator/problem"
)

// shown writes problems the way the tests compare them.
func shown(list problem.List) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, "%d:%d %s: %s\n", p.Line, p.Col, p.Rule, p.Message)
	}
	return b.String()
}

// outline writes a tree on one line: text in quotes, plain text with a p.
func outline(n *Node) string {
	if n == nil {
		return "nil"
	}
	switch n.Kind {
	case Null:
		return "null"
	case Scalar:
		if n.Plain {
			return "p" + fmt.Sprintf("%q", n.Text)
		}
		return fmt.Sprintf("%q", n.Text)
	case Seq:
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, outline(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	default:
		var parts []string
		for _, f := range n.Fields {
			parts = append(parts, f.Key+":"+outline(f.Value))
		}
		return "{" + strings.Join(parts, " ") + "}"
	}
}

func TestParseYAMLValues(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a: 1.10", `{a:p"1.10"}`},
		{"a: 0x10\nb: 1e3\nc: yes\nd: 2026-01-01\ne: 012\nf: true\ng: .inf\nh: 0o7\ni: 1_000\nj: 12:30:45",
			`{a:p"0x10" b:p"1e3" c:p"yes" d:p"2026-01-01" e:p"012" f:p"true" g:p".inf" h:p"0o7" i:p"1_000" j:p"12:30:45"}`},
		{`{a: "1.10", b: '0x10', c: "yes", d: "~", e: 'null', f: ""}`, `{a:"1.10" b:"0x10" c:"yes" d:"~" e:"null" f:""}`},
		{"a:\nb: ~\nc: null\nd: NULL\ne: Null\nf: nULL", `{a:null b:null c:null d:null e:null f:p"nULL"}`},
		{"a: |\n  x\n  y\n\nb: >-\n  x\n  y\nc: |+\n  x\n\n", `{a:"x\ny\n" b:"x y" c:"x\n\n"}`},
		{"a: |\r\n  x\r\n  y\r\n", `{a:"x\ny\n"}`},
		{"- a\n- [b, c]\n- {d: e}\n-\n", `[p"a" [p"b" p"c"] {d:p"e"} null]`},
		{"1: a\ntrue: b\n1.10: c\n'': d\n\"<<\": e\n'null': f", `{1:p"a" true:p"b" 1.10:p"c" :p"d" <<:p"e" null:p"f"}`},
		{"\uFEFF題名: 製品の脆弱性 # 注\n", `{題名:p"製品の脆弱性"}`},
		{"---\na: b\n...\n", `{a:p"b"}`},
		{"---\n# c\na: <<\nb: a!b\nc: 50%\n", `{a:p"<<" b:p"a!b" c:p"50%"}`},
		{`a: "tab\tlf\ncr\rquote\"\u3042"`, `{a:"tab\tlf\ncr\rquote\"あ"}`},
		{"text", `p"text"`},
	} {
		n, list := ParseYAML("f.yaml", []byte(c.in))
		if got := outline(n); got != c.want || len(list) > 0 {
			t.Errorf("%q:\n got %s %s\nwant %s", c.in, got, shown(list), c.want)
		}
	}
}

func TestParseYAMLPositions(t *testing.T) {
	in := "\uFEFF# 注釈\r\n題名: 製品\r\n一覧:\r\n  - 甲\r\n  - {乙: '丙', 丁: 戊}\r\n空:\r\n文: |\r\n  x\r\n"
	n, list := ParseYAML("f.yaml", []byte(in))
	if len(list) > 0 {
		t.Fatal(shown(list))
	}
	for pointer, want := range map[string]Pos{
		"": {2, 1}, "/題名": {2, 5}, "/一覧": {4, 3}, "/一覧/0": {4, 5}, "/一覧/1": {5, 5},
		"/一覧/1/乙": {5, 9}, "/一覧/1/丁": {5, 17}, "/空": {6, 3}, "/文": {7, 4},
	} {
		if got := n.At(pointer); got == nil || got.Pos != want {
			t.Errorf("At(%q) = %+v, want %v", pointer, got, want)
		}
	}
	for in, want := range map[string]Pos{"? a": {1, 3}, "? a\n# c\n? b\n": {1, 3}, "? a\n:\n": {1, 3}, "x: y\na:": {2, 3}, "{a, b}": {1, 3}} {
		n, list := ParseYAML("f.yaml", []byte(in))
		if a := n.Get("a"); a == nil || a.Kind != Null || a.Pos != want || len(list) > 0 {
			t.Errorf("%q: %+v %s", in, a, shown(list))
		}
	}
	if got := n.At("/一覧/1").KeyPos("丁"); got != (Pos{5, 14}) {
		t.Errorf("KeyPos = %v", got)
	}
}

var yamlProblems = []struct{ in, want string }{
	// Not text.
	{"a: \xff", "1:4 not-utf8: the file is not UTF-8 text\n"},
	{"\xff\xfea\x00", "1:1 not-utf8: the file is UTF-16, not UTF-8 text\n"},
	{"日: \x00\x01", "1:4 control-character: the file holds a control character\n"},
	{"a: 1\nb: \u009b", "2:4 control-character: the file holds a control character\n"},
	{"a: x\rb: 1\rc: 1", "1:5 line-break: the file holds a line break other than LF or CR LF\n"},
	{"a: x\u0085b: 1", "1:5 line-break: the file holds a line break other than LF or CR LF\n"},
	{"a: x\u2028b: 1", "1:5 line-break: the file holds a line break other than LF or CR LF\n"},
	{"a: x\u2029b: \x7f", "1:9 control-character: the file holds a control character\n1:5 line-break: the file holds a line break other than LF or CR LF\n"},
	{"a: 1\n\uFEFFb: 1", "2:1 byte-order-mark: the file holds a byte order mark that is not at its start\n"},
	{`a: "x\0y"`, "1:4 control-character: an escape in this text stands for a control character\n"},
	{`"x\e": 1`, "1:1 control-character: an escape in this text stands for a control character\n"},
	// Empty.
	{"", "1:1 yaml-empty: there is nothing here but blank lines or comments\n"},
	{"# a\n\n#b", "1:1 yaml-empty: there is nothing here but blank lines or comments\n"},
	{"---\n~\n", "1:1 yaml-empty: there is nothing here but blank lines or comments\n"},
	// What is not accepted.
	{"a: &x 1\nb: *x", "1:4 yaml-anchor: a name with & (a YAML anchor) is not accepted\n2:4 yaml-alias: a reference with * (a YAML alias) is not accepted\n"},
	{"a: 1\nb: [c, *foo ]", "2:8 yaml-alias: a reference with * (a YAML alias) is not accepted\n"},
	{"&k a: 1\n*k : 2", "1:1 yaml-anchor: a name with & (a YAML anchor) is not accepted\n2:1 yaml-alias: a reference with * (a YAML alias) is not accepted as a key\n"},
	{"a: !x 1\nb: !!str 2\nc: ! 3\nd: !\n!!str e: ![]", strings.Join([]string{
		"1:4 yaml-tag: a type with ! (a YAML tag) is not accepted", "2:4 yaml-tag: a type with ! (a YAML tag) is not accepted",
		"3:4 yaml-tag: a type with ! (a YAML tag) is not accepted", "4:4 yaml-tag: a type with ! (a YAML tag) is not accepted",
		"5:1 yaml-tag: a type with ! (a YAML tag) is not accepted", "5:10 yaml-tag: a type with ! (a YAML tag) is not accepted", ""}, "\n")},
	{"日本: [！, ! x]", "1:9 yaml-tag: a type with ! (a YAML tag) is not accepted\n"},
	{"a: !h!x 1", "1:6 yaml-tag: a type with ! (a YAML tag) is not accepted\n"},
	{"a: !<x 1", "1:4 yaml-tag: a type with ! (a YAML tag) is not accepted\n"},
	{"# c\n%YAML 1.2\n---\na: 1", "2:1 yaml-directive: a line that starts with % is a YAML directive, which is not accepted\n"},
	{"a: b\n%x", "2:1 yaml-directive: a line that starts with % is a YAML directive, which is not accepted\n"},
	{"a: 1\n---\nb: 2", "2:1 yaml-second-document: a second YAML document starts here\n"},
	{"a: 1\n---\n", "2:1 yaml-second-document: a second YAML document starts here\n"},
	{"a: 1\n...\n--- b", "3:1 yaml-second-document: a second YAML document starts here\n"},
	{"a: 1\n...\nb: 2", "3:1 yaml-syntax: this does not belong to what stands above it\n"},
	{"<<: {a: 1}", "1:1 yaml-merge-key: a merge key (<<) is not accepted\n"},
	{"a: 1\nb: 2\n\"a\": 3", "3:1 yaml-duplicate-key: this key is already given on line 1\n"},
	{"? [a]\n: b", "1:3 yaml-key-type: a key is not a word or a piece of text in quotes\n"},
	{"{a: b}: &x c", "1:1 yaml-key-type: a key is not a word or a piece of text in quotes\n1:9 yaml-anchor: a name with & (a YAML anchor) is not accepted\n"},
	{"? |\n  a\n: b", "1:3 yaml-key-type: a key is not a word or a piece of text in quotes\n"},
	{"null: 1\n~: 2", "1:1 yaml-key-type: a key is empty or null\n2:1 yaml-key-type: a key is empty or null\n"},
	{"\"\": {? : 1}", "1:8 yaml-key-type: a key is empty or null\n"},
	{strings.Repeat("[", 17) + strings.Repeat("]", 17), "1:17 yaml-depth: lists and maps stand more than 16 deep inside each other\n"},
	{strings.Repeat("[", 20000), "1:10001 yaml-depth: lists and maps stand too deep inside each other\n"},
	// Syntax.
	{"a: 1\n\tb: 2", "2:1 yaml-tab: a tab character is used to indent\n"},
	{"a:\n\tb: 2", "2:1 yaml-tab: a tab character is used to indent\n"},
	{"a: |\n  x\n\ty", "3:1 yaml-tab: a tab character is used to indent\n"},
	{"a: b: c", "1:5 yaml-syntax: a colon with a space after it is not allowed here\n"},
	{"題: 製品: 概要", "1:6 yaml-syntax: a colon with a space after it is not allowed here\n"},
	{"a:\r\n    b: 1\r\n  c: 2\r\n", "3:3 yaml-syntax: this does not fit the lines above it\n"},
	{"題: \"あ\" い", "1:8 yaml-syntax: this does not fit the lines above it\n"},
	{"k:\n  - a\n  b: c", "3:3 yaml-syntax: this is not an entry of the list above it\n"},
	{"a: 1\nfoo\nb: 2", "2:1 yaml-syntax: this is not a \"key: value\" pair\n"},
	{"foo bar\nb: 2", "2:2 yaml-syntax: a colon with a space after it is not allowed here\n"},
	{"a: 1\nb: \"it's open\nc: 2", "2:4 yaml-syntax: text in quotes is not closed\n"},
	{"a: \"it's open\nb: c\n", "1:4 yaml-syntax: text in quotes is not closed\n"},
	{"a: 1\nb: 'x\n---\n", "2:4 yaml-syntax: text in quotes is not closed\n"},
	{"a: [1, 2\nb: 3", "1:4 yaml-syntax: a list in square brackets is not closed, or lacks a comma\n"},
	{"a: 0\nb: {x: [1,2], y: 3\nc: 1", "2:4 yaml-syntax: a map in braces is not closed, or lacks a comma\n"},
	{"a: [b, , c]", "1:6 yaml-syntax: a value is missing here\n"},
	{"a: 1\nb: @x", "2:4 yaml-syntax: a value cannot start with this character\n"},
	{"a: `x`", "1:4 yaml-syntax: a value cannot start with this character\n"},
	{"a: - b", "1:4 yaml-syntax: an entry of a list is not allowed here\n"},
	{"a: ? b", "1:4 yaml-syntax: a question mark is not allowed here\n"},
	{"a: |0\n  x", "1:5 yaml-syntax: the number after | or > is not allowed\n"},
	{"a: |x\n  x", "1:5 yaml-syntax: text stands on the line of | or >\n"},
	{`a: "C:\Windows"`, "1:7 yaml-escape: a backslash in double quotes starts an escape that YAML does not know\n"},
	{`a: "\xzz"`, "1:6 yaml-escape: an escape lacks hexadecimal digits\n"},
	{`a: "\ud83d\ude00"`, "1:10 yaml-escape: an escape does not stand for a character\n"},
	{"a: * x", "1:4 yaml-syntax: a value cannot start with * or &\n"},
	{`"a" b`, "1:5 yaml-syntax: this does not belong to what stands above it\n"},
}

func TestParseYAMLProblems(t *testing.T) {
	for _, c := range yamlProblems {
		_, list := ParseYAML("f.yaml", []byte(c.in))
		if got := shown(list); got != c.want {
			t.Errorf("%.80q:\n got %swant %s", c.in, got, c.want)
		}
		for _, p := range list {
			if p.Path != "f.yaml" || p.Hint == "" || p.Level != problem.Error || strings.HasSuffix(p.Message, ".") {
				t.Errorf("%.80q: %+v", c.in, p)
			}
		}
	}
}

func TestParseYAMLKeepsTheRest(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a: 1\na: 2\nb: 3", `{a:p"1" b:p"3"}`},
		{"a: &x 1\nb: *x\nc: [*x, d]", `{a:p"1" c:[p"d"]}`},
		{"a: !!int 1\n<<: {b: 2}\n[c]: d\ne: f", `{a:p"1" e:p"f"}`},
		{"a: 1\n---\nb: 2", `{a:p"1"}`},
		{"a: 1\n b", `{a:p"1 b"}`},
		{"a: b: c", `nil`},
	} {
		n, _ := ParseYAML("f", []byte(c.in))
		if got := outline(n); got != c.want {
			t.Errorf("%q: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestParseYAMLManyKeys(t *testing.T) {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "k%d: v\n", i)
	}
	n, list := ParseYAML("f", []byte(b.String()+"k0: v\nk16: v\nk39: v\n"))
	if len(n.Fields) != 40 || len(list) != 3 || !strings.HasSuffix(list[1].Message, "line 17") {
		t.Errorf("%d fields, %s", len(n.Fields), shown(list))
	}
}

func TestParseYAMLLimits(t *testing.T) {
	fits := "a: " + strings.Repeat("x", MaxYAML-3)
	if _, list := ParseYAML("f", []byte(fits)); len(list) > 0 {
		t.Error(shown(list))
	}
	if n, list := ParseYAML("f", []byte(fits+"x")); n != nil || shown(list) != "0:0 file-too-large: the file is larger than 256 KiB\n" {
		t.Error(shown(list))
	}
	_, list := ParseYAML("f", []byte(strings.Repeat("- &a b\n", 500)))
	if len(list) != maxProblems+1 || list[maxProblems].Rule != "too-many-problems" {
		t.Errorf("%d problems, last %+v", len(list), list[len(list)-1])
	}
}

// TestParseYAMLCost feeds shapes that make naive parsers slow. The limit is
// generous, for slow machines and -race: the point is to notice what grows with
// the square of the size, or worse.
func TestParseYAMLCost(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c,", c-1), 8), c-1)
	}
	for name, in := range map[string]string{
		"alias bomb": bomb,
		"brackets":   strings.Repeat("[", MaxYAML), "braces": strings.Repeat("{", MaxYAML),
		"dashes":    strings.Repeat("- ", MaxYAML/2),
		"tags":      "[" + strings.Repeat("! x,", MaxYAML/4-1) + "]",
		"keys":      "{" + strings.Repeat("a: b,", MaxYAML/5-1) + "}",
		"quotes":    "a: " + strings.Repeat(`"'`, MaxYAML/2-2),
		"comments":  "a: b\n" + strings.Repeat("#\n", MaxYAML/2-3),
		"indents":   strings.Repeat("# c\n - b\n", MaxYAML/9),
		"colons":    strings.Repeat("a: b\n", MaxYAML/5-1) + "c: d: e",
		"questions": strings.Repeat("? ", MaxYAML/2),
		"open":      strings.Repeat("a: b\n", MaxYAML/5-10) + "c: \"" + strings.Repeat("'", 40),
	} {
		start := time.Now()
		ParseYAML("f", []byte(in))
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%s took %v", name, d)
		} else {
			t.Logf("%s took %v", name, d)
		}
	}
}
