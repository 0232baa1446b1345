package tidy

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/generator/words"
)

// Change is one thing that was mended: the field, in our words, and what was
// done. It quotes nothing of the file but field names of the schema.
type Change struct {
	Line, Col int
	What      string // as in "`status` is spelt affected now"
}

// Fix mends the problems of a file that have one right answer: the spelling of
// a status, the form of a date, a misspelt field name, a `vendor` that is not
// the name of the file, spaces at the ends of lines. Everything else stays as it
// is, byte for byte. A file that cannot be read as YAML is given back unchanged.
func (s Schemas) Fix(name string, data []byte) ([]byte, []Change) {
	kind, ok := KindOf(name)
	if !ok {
		return data, nil
	}
	text := string(data)
	root := parse(name, text)
	if root == nil {
		return data, nil
	}
	f := &fixer{lines: strings.SplitAfter(text, "\n")}
	if kind == "vendor-status" {
		f.vendor = strings.TrimSuffix(strings.TrimSuffix(path.Base(name), path.Ext(name)), ".next")
	}
	f.walk(s[kind], root)
	f.apply()
	if path.Ext(name) == ".yaml" {
		f.trimLines()
	}
	return []byte(strings.Join(f.lines, "")), f.changes
}

// parse reads the YAML of a file. Positions are of the whole file.
func parse(name, text string) *source.Node {
	if path.Ext(name) == ".yaml" {
		root, _ := source.ParseYAML(name, []byte(text))
		return root
	}
	root, _, _, _ := source.SplitFrontMatter(name, []byte(text))
	return root
}

// edit replaces one token of a line.
type edit struct {
	pos      source.Pos
	old, new string
	what     string
}

type fixer struct {
	lines   []string
	vendor  string // of the file, for a vendor status record
	edits   []edit
	changes []Change
}

func (f *fixer) walk(r *rule, n *source.Node) {
	for _, item := range n.Items {
		if r != nil {
			f.walk(r.Items, item)
		}
	}
	for _, field := range n.Fields {
		rule := r.child(field.Key)
		key := field.Key
		if rule == nil && r != nil && len(r.Properties.order) > 0 {
			if near, ok := oneEditFrom(key, r.Properties.order); ok && n.Get(near) == nil {
				f.edits = append(f.edits, edit{field.Pos, key, near, fmt.Sprintf("the field is called `%s` now", near)})
				rule, key = r.child(near), near
			}
		}
		if field.Value.Kind == source.Scalar {
			f.scalar(rule, key, field.Value)
		} else {
			f.walk(rule, field.Value)
		}
	}
}

func (f *fixer) scalar(r *rule, key string, n *source.Node) {
	if r == nil {
		return
	}
	to := n.Text
	switch {
	case r.Kind == "instant" || r.Kind == "date":
		to = date(n.Text, r.Kind == "date")
	case key == "status":
		to = status(n.Text)
	case key == "vendor" && f.vendor != "":
		to = f.vendor
	}
	if to != n.Text {
		f.edits = append(f.edits, edit{n.Pos, n.Text, to, fmt.Sprintf("`%s` is written %s now", key, to)})
	}
}

var (
	slashDate = regexp.MustCompile(`^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})$`)
	looseTime = regexp.MustCompile(`^([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})[Tt ]([0-9]{2}:[0-9]{2})(:[0-9]{2})? ?([Zz]|[+-][0-9]{2}:?[0-9]{2})$`)
)

// date writes a date in the form that is read, if it can mean only one thing:
// year, month and day in this order, and for an instant an explicit offset.
func date(s string, dayAllowed bool) string {
	if m := slashDate.FindStringSubmatch(s); m != nil && dayAllowed {
		return fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
	}
	m := looseTime.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	seconds, offset := m[5], strings.ToUpper(m[6])
	if seconds == "" {
		seconds = ":00"
	}
	if len(offset) == 5 {
		offset = offset[:3] + ":" + offset[3:]
	}
	out := fmt.Sprintf("%s-%02s-%02sT%s%s%s", m[1], m[2], m[3], m[4], seconds, offset)
	if _, err := advisory.ParseInstant(out); err != nil {
		return s
	}
	return out
}

// status finds the status that a word means: our value, however it is spelt, or
// the words of the pages in any language.
func status(s string) string {
	plain := func(s string) string {
		return strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "", ",", "", "：", "", ":", "", "（", "", "）", "", "(", "", ")", "", "無し", "なし").Replace(s))
	}
	var values []string
	for _, v := range advisory.Statuses() {
		values = append(values, v.String())
		names := []string{v.String()}
		for _, lang := range advisory.Languages() {
			names = append(names, words.For(lang, nil).Status(v))
		}
		if slices.ContainsFunc(names, func(name string) bool { return plain(name) == plain(s) }) {
			return v.String()
		}
	}
	if near, ok := oneEditFrom(s, values); ok {
		return near
	}
	return s
}

// oneEditFrom finds the only word that is one slip of the finger away: a
// character too many, missing, wrong, or two swapped. More might mean another
// word: unaffected is not affected.
func oneEditFrom(s string, words []string) (string, bool) {
	found := ""
	for _, w := range words {
		if oneEdit(s, w) {
			if found != "" {
				return "", false
			}
			found = w
		}
	}
	return found, found != ""
}

func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || len(a) < 3 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	return swapped || a[i+1:] == b[i+1:]
}

// apply makes the edits, the last first, so that positions stay right.
func (f *fixer) apply() {
	slices.SortFunc(f.edits, func(a, b edit) int {
		if a.pos.Line != b.pos.Line {
			return b.pos.Line - a.pos.Line
		}
		return b.pos.Col - a.pos.Col
	})
	for _, e := range f.edits {
		line := e.pos.Line - 1
		if line < 0 || line >= len(f.lines) {
			continue
		}
		runes := []rune(f.lines[line])
		if e.pos.Col < 1 || e.pos.Col > len(runes) {
			continue
		}
		rest := string(runes[e.pos.Col-1:])
		for _, quote := range []string{"", `"`, "'"} {
			after, ok := strings.CutPrefix(rest, quote+e.old+quote)
			if !ok {
				continue
			}
			f.lines[line] = string(runes[:e.pos.Col-1]) + e.new + after
			f.changes = append(f.changes, Change{e.pos.Line, e.pos.Col, e.what})
			break
		}
	}
	slices.Reverse(f.changes)
}

// trimLines removes spaces at the ends of lines. In a block of text they may
// mean a line break of Markdown, so that lines inside one stay.
func (f *fixer) trimLines() {
	n := 0
	block := -1 // indentation of the field whose block of text this is
	for i, line := range f.lines {
		body := strings.TrimRight(line, "\r\n")
		indent := len(body) - len(strings.TrimLeft(body, " "))
		if block >= 0 && (strings.TrimSpace(body) == "" || indent > block) {
			continue
		}
		block = -1
		trimmed := strings.TrimRight(body, " \t")
		if strings.HasSuffix(trimmed, "|") || strings.HasSuffix(trimmed, ">") || strings.HasSuffix(trimmed, "-") && strings.ContainsAny(trimmed, "|>") {
			block = indent
		}
		if trimmed != body && strings.Count(body, `"`)%2 == 0 {
			f.lines[i] = trimmed + line[len(body):]
			n++
		}
	}
	if n > 0 {
		f.changes = append(f.changes, Change{1, 1, fmt.Sprintf("spaces at the ends of lines are gone (%d)", n)})
	}
}
