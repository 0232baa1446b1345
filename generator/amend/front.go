package amend

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/advgen/advgen/generator/source"
)

// document is a Markdown file whose front matter is edited in place: bytes that
// a change is not about stay what they are.
//
// No edit trusts its own idea of YAML. It proposes where the new text may go,
// and the first place is taken at which the file, read again, has the wanted
// values and no other change. If there is none, the edit is refused.
type document struct {
	path  string
	data  []byte
	front *source.Node
	lines []int // where each line starts
	fence int   // index in lines of the line that closes the front matter
	eol   string
}

// splice is a proposal: the bytes from start to end are replaced.
type splice struct {
	start, end int
	with       string
}

// parse reads a file that is to be edited. One with a problem in its front
// matter is refused with what source says about it.
func parse(path string, data []byte) (*document, error) {
	doc, list := source.ParseMarkdown(path, data)
	if len(list) > 0 || doc.Front == nil {
		r := refuse("correct it first; nothing was written", "%s cannot be edited as it is", path)
		r.Problems = list
		return nil, r
	}
	d := &document{path: path, data: data, front: doc.Front, lines: lineStarts(data), eol: "\n"}
	if first, _, _ := bytes.Cut(data, []byte{'\n'}); bytes.HasSuffix(first, []byte{'\r'}) {
		d.eol = "\r\n"
	}
	for d.fence = 1; d.fence < len(d.lines) && !isFence(d.line(d.fence)); d.fence++ {
	}
	return d, nil
}

// lineStarts gives where each line starts.
func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, b := range data {
		if b == '\n' && i+1 < len(data) {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// isFence reports the line that source takes for the end of the front matter.
func isFence(line string) bool {
	rest, ok := strings.CutPrefix(line, "---")
	return ok && strings.TrimRight(rest, " \t\r\n") == ""
}

// start is where a line starts; behind the last one, the end.
func (d *document) start(line int) int {
	if line < len(d.lines) {
		return d.lines[line]
	}
	return len(d.data)
}

// line is a line with its end.
func (d *document) line(i int) string { return string(d.data[d.start(i):d.start(i+1)]) }

// offset is where a position lies, which is in a line of the file.
func (d *document) offset(pos source.Pos) int {
	at := d.start(pos.Line - 1)
	for range pos.Col - 1 {
		_, n := utf8.DecodeRune(d.data[at:])
		at += n
	}
	return at
}

// field is the index of a key in the front matter, or −1.
func (d *document) field(key string) int {
	return slices.IndexFunc(d.front.Fields, func(f source.Field) bool { return f.Key == key })
}

// region is the lines of a field, from the key up to and without the next key.
func (d *document) region(i int) (from, to int) {
	to = d.fence
	if i+1 < len(d.front.Fields) {
		to = d.front.Fields[i+1].Pos.Line - 1
	}
	return d.front.Fields[i].Pos.Line - 1, to
}

// ends proposes up to which line a field goes: without the comments and blank
// lines behind it, which belong to what follows; or else with them, since what
// looks like a comment may be a line of text.
func (d *document) ends(i int) []int {
	from, to := d.region(i)
	end := to
	for end > from+1 {
		l := strings.TrimSpace(d.line(end - 1))
		if l != "" && l[0] != '#' {
			break
		}
		end--
	}
	if end == to {
		return []int{to}
	}
	return []int{end, to}
}

// indent is the white space before the keys of the front matter.
func (d *document) indent() string {
	return strings.Repeat(" ", max(0, d.front.Pos.Col-1))
}

// try takes the first proposal that gives the wanted fields, in any order.
func (d *document) try(want []source.Field, proposals []splice) bool {
	for _, p := range proposals {
		data := slices.Concat(d.data[:p.start], []byte(p.with), d.data[p.end:])
		changed, err := parse(d.path, data)
		if err == nil && sameFields(changed.front.Fields, want) {
			*d = *changed
			return true
		}
	}
	return false
}

// with is the fields with the value of one set.
func (d *document) with(key string, value *source.Node) []source.Field {
	out := slices.Clone(d.front.Fields)
	if i := d.field(key); i >= 0 {
		out[i].Value = value
		return out
	}
	return append(out, source.Field{Key: key, Value: value})
}

// set gives a field a new text of one line. If the field is absent, a line for
// it goes behind the field after, or else to the end.
func (d *document) set(key, value, after string) error {
	i := d.field(key)
	if i < 0 {
		node := plain(value)
		text := blockField(d.indent(), key, node, d.eol)
		var proposals []splice
		if i := d.field(after); i >= 0 {
			line, _ := d.region(i)
			for _, end := range append([]int{line + 1}, d.ends(i)...) {
				proposals = append(proposals, splice{d.start(end), d.start(end), text})
			}
		}
		proposals = append(proposals, splice{d.start(d.fence), d.start(d.fence), text})
		if !d.try(d.with(key, node), proposals) {
			return d.byHand(key, node)
		}
		return nil
	}
	old := d.front.Fields[i].Value
	node := &source.Node{Kind: source.Scalar, Text: value, Plain: old.Plain}
	at := d.offset(old.Pos)
	if !old.Plain {
		at++ // the quote
	}
	end := at + len(old.Text)
	if old.Kind != source.Scalar || end > len(d.data) || string(d.data[at:end]) != old.Text ||
		!d.try(d.with(key, node), []splice{{at, end, value}}) {
		return d.byHand(key, node)
	}
	return nil
}

// add puts a new field at the end of the front matter.
func (d *document) add(key string, value *source.Node) error {
	at := d.start(d.fence)
	if !d.try(d.with(key, value), []splice{{at, at, blockField(d.indent(), key, value, d.eol)}}) {
		return d.byHand(key, value)
	}
	return nil
}

// appendTo puts an item at the end of a list, which is made if it is absent, in
// the style of the list.
func (d *document) appendTo(key string, item *source.Node) error {
	i := d.field(key)
	if i < 0 {
		return d.add(key, &source.Node{Kind: source.Seq, Items: []*source.Node{item}})
	}
	old := d.front.Fields[i].Value
	want := &source.Node{Kind: source.Seq, Items: append(slices.Clone(old.Items), item)}
	if old.Kind != source.Seq || !d.try(d.with(key, want), d.placesFor(i, item)) {
		return d.byHand(key, item)
	}
	return nil
}

// maxPlaces bounds how many closing brackets are tried.
const maxPlaces = 64

// placesFor proposes where an item of a list may go.
func (d *document) placesFor(i int, item *source.Node) []splice {
	var out []splice
	list := d.front.Fields[i].Value
	begin := d.offset(list.Pos)
	if begin < len(d.data) && d.data[begin] == '-' {
		text := blockItem(strings.Repeat(" ", list.Pos.Col-1), item, d.eol)
		for _, end := range d.ends(i) {
			out = append(out, splice{d.start(end), d.start(end), text})
		}
		return out
	}
	_, to := d.region(i)
	for end := d.start(to); len(out) < 2*maxPlaces; {
		n := bytes.LastIndexByte(d.data[begin:end], ']')
		if n < 0 {
			break
		}
		end = begin + n
		out = append(out, splice{end, end, ", " + flow(item)}, splice{end, end, flow(item)})
	}
	return out
}

// retire makes comments of the lines of a field.
func (d *document) retire(key string) error {
	i := d.field(key)
	if i < 0 {
		return nil
	}
	from, _ := d.region(i)
	want := slices.Delete(slices.Clone(d.front.Fields), i, i+1)
	var proposals []splice
	for _, end := range d.ends(i) {
		var text strings.Builder
		for n := from; n < end; n++ {
			if strings.TrimSpace(d.line(n)) != "" {
				text.WriteString("# ")
			}
			text.WriteString(d.line(n))
		}
		proposals = append(proposals, splice{d.start(from), d.start(end), text.String()})
	}
	if !d.try(want, proposals) {
		return d.refuse("remove `"+key+"` from it by hand", key)
	}
	return nil
}

// carry copies a field of another document to the end of this one, with the
// comments between its lines.
func (d *document) carry(other *document, key string) error {
	i := other.field(key)
	from, _ := other.region(i)
	value := other.front.Fields[i].Value
	at := d.start(d.fence)
	var proposals []splice
	for _, end := range other.ends(i) {
		var text strings.Builder
		for n := from; n < end; n++ {
			text.WriteString(shift(other.line(n), len(other.indent()), len(d.indent()), d.eol))
		}
		proposals = append(proposals, splice{at, at, text.String()})
	}
	proposals = append(proposals, splice{at, at, blockField(d.indent(), key, value, d.eol)})
	if !d.try(d.with(key, value), proposals) {
		return d.refuse("copy `"+key+"` into it by hand", key)
	}
	return nil
}

// shift moves a line from one indentation to another, and gives it a line end.
func shift(line string, from, to int, eol string) string {
	line = strings.TrimRight(line, "\r\n")
	for range from {
		line = strings.TrimPrefix(line, " ")
	}
	if line != "" {
		line = strings.Repeat(" ", to) + line
	}
	return line + eol
}

// byHand refuses an edit with what should be written.
func (d *document) byHand(key string, value *source.Node) error {
	return d.refuse("write it by hand: "+key+": "+flow(value), key)
}

func (d *document) refuse(hint, key string) error {
	return refuse(hint+"; nothing was written", "%s: `%s` is laid out in a way that advgen does not edit", d.path, key)
}
