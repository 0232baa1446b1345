package review

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/advgen/advgen/generator/source"
)

// What build servers take for commands in the output of a step: "::name" of
// GitHub Actions and Gitea, "##[" and "##vso[" of Azure Pipelines and of older
// runners, "##teamcity[" of TeamCity, "section_start:" of GitLab.
var workflowCommand = regexp.MustCompile(`(?i)(?:^|[^\w:])::(?:set-output|set-env|save-state|add-path|add-mask|set-secret|add-matcher|remove-matcher|debug|notice|warning|error|group|endgroup|echo|stop-commands)\b[^\n]*?::` +
	`|##(?:vso|teamcity)?\[|\bsection_(?:start|end):[0-9]`)

var (
	punycode = regexp.MustCompile(`(?i)\bxn--[a-z0-9-]+`)
	// mdLink finds [text](target), as it is written; the safe rendering is
	// markup's.
	mdLink   = regexp.MustCompile(`\[([^\[\]]{1,300})\]\(\s*<?(https?://[^\s<>)]{1,300})`)
	shownURL = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[a-z0-9.-]+`)
)

// texts looks at a file as its bytes are, comments too, and then at every
// value, since an escape may stand for what the bytes do not show.
func (s *session) texts(name string, data []byte) {
	raw := string(data)
	told := map[string]bool{}
	tell := func(rule string, line, col int) {
		if !told[rule] {
			told[rule] = true
			s.addAt(rule, name, line, col)
		}
	}
	for i, line := range strings.Split(raw, "\n") {
		for rule, at := range lineRules(line) {
			tell(rule, i+1, utf8.RuneCountInString(line[:at])+1)
		}
	}
	record := parseRecord(path.Base(name), data)
	values(record.front, func(n *source.Node) {
		for line := range strings.SplitSeq(n.Text, "\n") {
			for rule := range lineRules(line) {
				tell(rule, n.Pos.Line, n.Pos.Col)
			}
		}
	})
}

// values visits every scalar, and every key as a scalar.
func values(n *source.Node, visit func(*source.Node)) {
	if n == nil {
		return
	}
	if n.Kind == source.Scalar {
		visit(n)
	}
	for _, item := range n.Items {
		values(item, visit)
	}
	for _, f := range n.Fields {
		visit(&source.Node{Kind: source.Scalar, Text: f.Key, Pos: f.Pos})
		values(f.Value, visit)
	}
}

// lineRules gives the rules that a line breaks, with the byte at which it first
// does.
func lineRules(line string) map[string]int {
	out := map[string]int{}
	first := func(rule string, at int) {
		if before, ok := out[rule]; !ok || at < before {
			out[rule] = at
		}
	}
	before := rune(0)
	if plain := html.UnescapeString(line); plain != line { // "&#x430;" in Markdown
		if at := confusable(plain); at >= 0 {
			first("confusable", strings.IndexByte(line, '&'))
		}
		if workflowCommand.MatchString(plain) {
			first("workflow-command", strings.IndexByte(line, '&'))
		}
	}
	for i, r := range strings.TrimSuffix(line, "\r") {
		if i == 0 && r == 0xfeff {
			continue // a byte order mark at the start is check's to judge
		}
		if rule := characterRule(r, before); rule != "" {
			first(rule, i)
		}
		before = r
	}
	if at := confusable(line); at >= 0 {
		first("confusable", at)
	}
	if m := workflowCommand.FindStringIndex(line); m != nil {
		first("workflow-command", m[0])
	}
	for _, m := range punycode.FindAllStringIndex(line, -1) {
		label, err := idna.Punycode.ToUnicode(strings.ToLower(line[m[0]:m[1]]))
		if err != nil || confusable(label) >= 0 || characterIn(label) {
			first("confusable-host", m[0])
		}
	}
	for _, m := range mdLink.FindAllStringSubmatchIndex(line, -1) {
		if otherHost(line[m[2]:m[3]], line[m[4]:m[5]]) {
			first("link-text", m[0])
		}
	}
	return out
}

func characterIn(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return characterRule(r, 0) != "" }) >= 0
}

// characterRule is the rule against a character, or "". A variation selector
// may follow what it can vary: an ideograph or a symbol, not a letter of ASCII.
func characterRule(r, before rune) string {
	switch {
	case r == '\t' || r >= ' ' && r < 0x7f:
		return ""
	case unicode.Is(unicode.Bidi_Control, r):
		return "bidi-character"
	case unicode.Is(unicode.Variation_Selector, r):
		if before > 0xff && !unicode.Is(unicode.Variation_Selector, before) {
			return ""
		}
		return "invisible-character"
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), r == 0x2800:
		return "invisible-character"
	case unicode.Is(unicode.Cc, r), r == 0x2028, r == 0x2029, unicode.Is(unicode.Noncharacter_Code_Point, r), unicode.Is(unicode.Co, r):
		return "private-character"
	}
	return ""
}

// eastAsian are the scripts that are written beside Latin letters within a
// word in Japanese, Chinese and Korean (UTS 39, "highly restrictive").
var eastAsian = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo}

// lookalikes are letters of Cyrillic and Greek that are drawn like Latin ones
// (from the data of UTS 39).
const lookalikes = "аАеЕоОрРсСуУхХіІјЈѕЅԁһНВМКТԛԝӏгѵ" + "οΟνΝιΙΑΒΕΖΗΚΜΡΤΥΧρυα"

// confusable finds the first word that UTS 39 would not let pass: one that
// mixes Latin with a script other than the East Asian ones, or Cyrillic with
// Greek; one in which every letter looks like a Latin one and none is; or one in
// letters of mathematics. It gives the byte at which the word starts, or −1.
func confusable(s string) int {
	start := -1
	word := func(end int) bool {
		defer func() { start = -1 }()
		return start >= 0 && badWord(s[start:end])
	}
	for i, r := range s {
		inWord := unicode.IsLetter(r) || unicode.IsMark(r)
		if inWord && start < 0 {
			start = i
		}
		if at := start; !inWord && word(i) {
			return at
		}
	}
	if at := start; word(len(s)) {
		return at
	}
	return -1
}

func badWord(w string) bool {
	latin, cyrillic, greek, other, alike, letters := false, false, false, false, 0, 0
	for _, r := range w {
		switch {
		case r >= 0x1d400 && r <= 0x1d7ff:
			return true
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.Is(unicode.Common, r), unicode.Is(unicode.Inherited, r), unicode.IsOneOf(eastAsian, r):
			continue
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic = true
		case unicode.Is(unicode.Greek, r):
			greek = true
		default:
			other = true
		}
		letters++
		if strings.ContainsRune(lookalikes, r) {
			alike++
		}
	}
	mixed := latin && (cyrillic || greek || other) || cyrillic && greek
	return mixed || !latin && letters > 1 && alike == letters
}

// otherHost says whether the text of a link shows a host that it does not lead
// to.
func otherHost(shown, target string) bool {
	u, err := url.Parse(target)
	if err != nil {
		return false // check has a rule for it
	}
	bare := func(host string) string {
		return strings.TrimPrefix(strings.ToLower(strings.TrimRight(host, ".")), "www.")
	}
	return slices.ContainsFunc(shownURL.FindAllString(shown, -1), func(m string) bool {
		_, host, found := strings.Cut(m, "://")
		if !found {
			host = m
		}
		return bare(host) != bare(u.Hostname())
	})
}
