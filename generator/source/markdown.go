package source

import (
	"bytes"
	"strings"

	"github.com/advgen/advgen/generator/problem"
)

// Document is a Markdown file: facts in its front matter, texts in its sections.
type Document struct {
	// Front is the map of the front matter, nil where it could not be read.
	Front *Node
	// Intro is the text before the first heading. Its Heading is empty; an
	// advisory has none.
	Intro Section
	// Sections are in the order of the file.
	Sections []Section
}

// Section is the text below one second-level heading.
type Section struct {
	// Heading is the text of the heading as written, without the #s and white
	// space around it, and Pos the place of its first character. For an intro,
	// Pos is where the text starts.
	Heading string
	Pos     Pos
	// Body is the Markdown below the heading with LF line ends, without blank
	// lines at its start and end. Line is the line of the file on which it
	// starts; if it is empty, the line of the heading.
	Body string
	Line int
}

// ParseMarkdown reads a file of front matter and sections. Sections start at ATX
// headings of the second level (CommonMark 0.31 section 4.2) that stand outside
// fenced code blocks (section 4.5); deeper headings belong to the body.
//
// The document is never nil. Beside problems it holds what could be read.
func ParseMarkdown(path string, data []byte) (*Document, problem.List) {
	doc := &Document{}
	front, body, line, list := split(path, data)
	doc.Front = front
	s := splitter{path: path, doc: doc, text: body, problems: list}
	s.run(line)
	return doc, s.problems
}

// SplitFrontMatter reads a file of front matter and one text, such as a vendor
// record whose body is the statement. The body has LF line ends and no blank
// lines at its start and end; bodyLine is the line of the file on which it
// starts, or the last line if it is empty.
func SplitFrontMatter(path string, data []byte) (front *Node, body string, bodyLine int, problems problem.List) {
	front, text, line, problems := split(path, data)
	body, bodyLine = trimBlank(text, line)
	if body == "" {
		bodyLine = max(1, line-1)
	}
	if len(body) > MaxSection {
		problems.Add(sectionTooLarge(path, Pos{Line: bodyLine, Col: 1}, "the text below the front matter"))
	}
	return front, body, bodyLine, problems
}

// split cuts a file into front matter and the rest with LF line ends, which
// starts on line. A file that is not fit as text gives nothing.
func split(path string, data []byte) (front *Node, text string, line int, list problem.List) {
	if len(data) > MaxMarkdown {
		return nil, "", 1, problem.List{tooLarge(path, 0, "the file", MaxMarkdown)}
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	if list := checkText(path, data); len(list) > 0 {
		return nil, "", 1, list
	}
	first, rest, _ := bytes.Cut(data, []byte{'\n'})
	if !isFence(first) {
		list.Add(problem.Problem{
			Rule: "front-matter-missing", Path: path, Line: 1, Col: 1,
			Message: "the file does not start with front matter",
			Hint:    "make --- the first line, then the fields as YAML, then a line with --- again",
		})
		return nil, lineFeeds(data), 1, list
	}
	yamlText, body, lines, ok := untilFence(rest)
	if !ok {
		list.Add(problem.Problem{
			Rule: "front-matter-unclosed", Path: path, Line: 1, Col: 1,
			Message: "the front matter is not closed",
			Hint:    "put a line with --- below its last field",
		})
		return nil, "", 1, list
	}
	front, list = frontMatter(path, yamlText)
	return front, lineFeeds(body), lines + 3, list
}

func frontMatter(path string, data []byte) (*Node, problem.List) {
	if len(data) > MaxYAML {
		return nil, problem.List{tooLarge(path, 1, "the front matter", MaxYAML)}
	}
	front, list := parseYAML(path, data, 1)
	if front != nil && front.Kind != Map {
		list.Add(problem.Problem{
			Rule: "front-matter-type", Path: path, Line: front.Pos.Line, Col: front.Pos.Col,
			Message: "the front matter is not made of fields",
			Hint:    `write lines such as "title: text"`,
		})
		return nil, list
	}
	return front, list
}

// isFence reports a line of front matter that is --- and nothing else.
func isFence(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("---"))
	return ok && len(bytes.TrimRight(rest, " \t\r")) == 0
}

// untilFence cuts text at the first line that is ---, and counts the lines
// before it.
func untilFence(text []byte) (before, after []byte, lines int, ok bool) {
	for at := 0; at < len(text); lines++ {
		line, _, found := bytes.Cut(text[at:], []byte{'\n'})
		next := at + len(line)
		if found {
			next++
		}
		if isFence(line) {
			return text[:at], text[next:], lines, true
		}
		at = next
	}
	return nil, nil, 0, false
}

// lineFeeds copies text with LF line ends.
func lineFeeds(data []byte) string {
	text := string(data)
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return text
}

// splitter cuts text into sections.
type splitter struct {
	path     string
	text     string
	doc      *Document
	problems problem.List

	current Section // the section that is being read
	named   bool    // it has a heading, and one that is not empty
	dropped bool    // its heading is empty
	start   int     // where its body starts
	line    int     // the line on which its body starts
}

func (s *splitter) run(line int) {
	s.line = line
	var fence codeFence
	for at := 0; at < len(s.text); line++ {
		next := len(s.text)
		if i := strings.IndexByte(s.text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		l := strings.TrimSuffix(s.text[at:next], "\n")
		if !fence.takes(l) {
			s.heading(l, line, at, next)
		}
		at = next
	}
	s.finish(len(s.text))
}

// heading looks at one line outside code blocks.
func (s *splitter) heading(l string, line, at, next int) {
	level, indent, text := atxHeading(l)
	switch {
	case level == 1:
		s.problems.Add(problem.Problem{
			Rule: "md-h1", Path: s.path, Line: line, Col: indent + 1,
			Message: "a heading of the first level is not accepted: the title stands in the front matter",
			Hint:    "start a section with ##, and what is inside a section with ###",
		})
	case level == 2:
		s.finish(at)
		pos := Pos{Line: line, Col: indent + 1}
		if text != "" {
			marks := indent + level // all before the text is ASCII
			pos.Col = 1 + len(l) - len(strings.TrimLeft(l[marks:], " \t"))
		} else {
			s.problems.Add(problem.Problem{
				Rule: "md-heading-empty", Path: s.path, Line: pos.Line, Col: pos.Col,
				Message: "a section has an empty heading",
				Hint:    "write the name of the section after ##, or delete the line",
			})
		}
		s.current = Section{Heading: text, Pos: pos}
		s.named, s.dropped = text != "", text == ""
		s.start, s.line = next, line+1
	}
}

// finish puts the section that ends here into the document.
func (s *splitter) finish(end int) {
	sec := s.current
	sec.Body, sec.Line = trimBlank(s.text[s.start:end], s.line)
	if sec.Body == "" {
		sec.Line = max(1, s.line-1)
	}
	if !s.named {
		sec.Pos = Pos{Line: sec.Line, Col: 1}
		if sec.Body != "" {
			sec.Pos.Col += len(sec.Body) - len(strings.TrimLeft(sec.Body, " \t"))
		}
	}
	if len(sec.Body) > MaxSection {
		s.problems.Add(sectionTooLarge(s.path, sec.Pos, "the section"))
	}
	switch {
	case s.named:
		s.doc.Sections = append(s.doc.Sections, sec)
	case !s.dropped:
		s.doc.Intro = sec
	}
}

func sectionTooLarge(path string, pos Pos, what string) problem.Problem {
	return problem.Problem{
		Rule: "section-too-large", Path: path, Line: pos.Line, Col: pos.Col,
		Message: what + " is larger than " + size(MaxSection),
		Hint:    "shorten it, or publish the long part elsewhere and link to it",
	}
}

// trimBlank leaves out the blank lines at the start and end of text that starts
// on line. The indentation of the first line stays: it may mean something.
func trimBlank(text string, line int) (string, int) {
	text = strings.TrimRight(text, " \t\n")
	for {
		l, rest, found := strings.Cut(text, "\n")
		if !found || strings.Trim(l, " \t") != "" {
			return text, line
		}
		text, line = rest, line+1
	}
}

// atxHeading reads an ATX heading (CommonMark 0.31 section 4.2): its level from
// 1 to 6 or 0 for any other line, the spaces before it, and its text without
// the closing #s.
func atxHeading(l string) (level, indent int, text string) {
	for indent < len(l) && l[indent] == ' ' {
		indent++
	}
	rest := strings.TrimLeft(l[indent:], "#")
	level = len(l) - indent - len(rest)
	if indent > 3 || level == 0 || level > 6 {
		return 0, 0, ""
	}
	if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return 0, 0, ""
	}
	text = strings.TrimRight(rest, " \t")
	if open := strings.TrimRight(text, "#"); open == "" || strings.HasSuffix(open, " ") || strings.HasSuffix(open, "\t") {
		text = open
	}
	return level, indent, strings.Trim(text, " \t")
}

// codeFence follows fenced code blocks (CommonMark 0.31 section 4.5). Fences
// inside lists and quotations are seen as far as they are indented by at most
// three spaces.
type codeFence struct {
	char   byte // 0 outside a block
	length int
}

// takes reports whether a line is part of a fenced code block, its fences
// included. A block that is not closed runs to the end of the file.
func (f *codeFence) takes(l string) bool {
	indent := 0
	for indent < len(l) && l[indent] == ' ' {
		indent++
	}
	l = l[indent:]
	if indent > 3 || l == "" || l[0] != '`' && l[0] != '~' {
		return f.char != 0
	}
	length := len(l) - len(strings.TrimLeft(l, l[:1]))
	after := l[length:]
	if f.char != 0 {
		if l[0] == f.char && length >= f.length && strings.Trim(after, " \t") == "" {
			f.char = 0
		}
		return true
	}
	// The info string after backticks holds none: "```x```" is a code span.
	if length < 3 || l[0] == '`' && strings.Contains(after, "`") {
		return false
	}
	f.char, f.length = l[0], length
	return true
}
