package markup

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// rule is a fixed pair of message and hint. Messages never hold content.
type rule struct{ name, message, hint string }

var (
	ruleComment = rule{"md-html-comment", "an HTML comment is source that readers never see, and it is not a place for notes",
		"delete it, or keep the note outside the repository; to show a comment as text, put all of it in a code span"}
	ruleUnused = rule{"md-unused-definition", "a link definition is used by no link, so readers never see it",
		"delete it, or use it, as in [text][label] with [label]: https://example.com/"}
	ruleRawHTML = rule{"md-raw-html", "raw HTML is not interpreted, it is shown as text",
		"use Markdown, such as **strong**; to show a tag, put it in a code span, as in `<b>`"}
	ruleImage = rule{"md-image", "images are not supported, only the description is shown",
		"describe what it shows in words, or link to it, as in [screenshot](https://example.com/a.png)"}
	ruleHeading = rule{"md-heading", "a heading in a body starts at level 3",
		"write ### and deeper; for a line of dashes or equals signs below a text, leave an empty line before it"}
	ruleInfo = rule{"md-code-info", "a code fence has words after its language that readers never see",
		"keep the language only, as in ```console"}
	ruleCells = rule{"md-table", "a table row has more cells than the header, so readers never see the rest",
		`give every row as many cells as the header; write \| for a bar inside a cell`}
	ruleBidi = rule{"md-bidi", "", "delete it; text in both directions needs no control character"}
	ruleZero = rule{"md-zero-width", "", "delete it; it often comes with copied text"}
	ruleCtrl = rule{"md-control", "", "delete it; only line feeds and tabs are allowed"}
	ruleUTF8 = rule{"md-utf8", "the text is not valid UTF-8", "save the file as UTF-8"}

	limitSize  = rule{"md-size", "the text is longer than 64 KiB", "shorten it, or publish the long part elsewhere and link to it"}
	limitDepth = rule{"md-depth", "the text is nested too deeply", "keep lists, quotes and emphasis at most ten levels deep"}
	limitLinks = rule{"md-limit", "a text has more than 200 link definitions, or a paragraph more than 1000 brackets or emphasis marks",
		"split the paragraph, or put the text in a code block"}
	limitTable  = rule{"md-limit", "a table has far more columns than its rows have cells", "give every row as many cells as the header, at most 200"}
	limitOutput = rule{"md-limit", "the text grows too much when it is rendered", "use fewer references to long link definitions, or smaller tables"}
	limitParse  = rule{"md-limit", "the text cannot be read as Markdown", "simplify its structure, and please report it"}
)

// linkRule is md-link with the clause of CheckURL.
func linkRule(problem string) rule {
	return rule{"md-link", "a link address " + problem + ", so it is shown without a link",
		"write a full address such as https://example.com/notice, mailto:psirt@example.com, or #heading; put an address that is an example in a code span"}
}

// maxWarnings bounds the warnings of one text; errors are never dropped.
const maxWarnings = 100

type note struct {
	at      int // byte offset in the text that was parsed; whole is "the whole text"
	warning bool
	cut     bool // at is an offset in the text before comments were cut
	rule
}

const whole = -1

type notes struct {
	all      []note
	warnings int
}

func (n *notes) error(at int, r rule) { n.all = append(n.all, note{at: at, rule: r}) }

func (n *notes) warn(at int, r rule) {
	if n.warnings++; n.warnings <= maxWarnings {
		n.all = append(n.all, note{at: at, warning: true, rule: r})
	}
}

// list turns offsets into lines and columns of text, the text before the cuts.
func (n *notes) list(text string, cuts []cut) []Finding {
	for i := range n.all {
		if !n.all[i].cut {
			n.all[i].at = original(n.all[i].at, cuts)
		}
	}
	slices.SortStableFunc(n.all, func(a, b note) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.name, b.name), strings.Compare(a.message, b.message))
	})
	var out []Finding
	line, start, pos := 1, 0, 0
	for _, f := range n.all {
		col := 0
		if f.at >= 0 {
			at := min(f.at, len(text))
			line += strings.Count(text[pos:at], "\n")
			if i := strings.LastIndexByte(text[pos:at], '\n'); i >= 0 {
				start = pos + i + 1
			}
			pos = at
			col = utf8.RuneCountInString(text[start:at]) + 1
		}
		out = append(out, Finding{Line: line, Col: col, Warning: f.warning, Rule: f.name, Message: f.message, Hint: f.hint})
	}
	return slices.Compact(out)
}
