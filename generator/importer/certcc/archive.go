package certcc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxDigits bounds the number of a note.
const maxDigits = 20

var (
	noteFolder = regexp.MustCompile(`^vu_([0-9]{1,20})$`)
	vendorFile = regexp.MustCompile(`^vendor_.+\.json$`)
)

// noteDir is the folder of one note: data/<last two digits>/vu_<number>.
type noteDir struct{ path, number string }

// findNotes lists the folders of all notes by ascending number.
func findNotes(src fs.FS) ([]noteDir, error) {
	root, err := findData(src)
	if err != nil {
		return nil, err
	}
	groups, err := fs.ReadDir(src, root)
	if err != nil {
		return nil, err
	}
	var notes []noteDir
	for _, g := range groups {
		if !g.IsDir() {
			continue
		}
		dir := path.Join(root, g.Name())
		entries, err := fs.ReadDir(src, dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if m := noteFolder.FindStringSubmatch(e.Name()); m != nil && e.IsDir() {
				notes = append(notes, noteDir{path.Join(dir, e.Name()), m[1]})
			}
		}
	}
	if len(notes) == 0 {
		return nil, errors.New("there are no notes here: give the folder of the unpacked archive, which holds data/<two digits>/vu_<number>/")
	}
	slices.SortFunc(notes, func(a, b noteDir) int {
		return cmp.Or(cmp.Compare(len(a.number), len(b.number)), strings.Compare(a.number, b.number), strings.Compare(a.path, b.path))
	})
	return notes, nil
}

// findData finds the data folder: in the folder given, in the one folder in it
// that has one, or it is the folder given.
func findData(src fs.FS) (string, error) {
	if info, err := fs.Stat(src, "data"); err == nil && info.IsDir() {
		return "data", nil
	}
	below, err := fs.Glob(src, "*/data")
	if err != nil {
		return "", err
	}
	switch len(below) {
	case 0:
		return ".", nil
	case 1:
		return below[0], nil
	}
	return "", errors.New("there is more than one archive here: give the folder of one of them")
}

// note is the folder of one note as it was read.
type note struct {
	fields   record
	records  []record // the vendor records, by file name
	oddities []string // rules that reading used
}

// readNote reads one folder.
func readNote(src fs.FS, dir noteDir) (note, error) {
	var n note
	entries, err := fs.ReadDir(src, dir.path)
	if err != nil {
		return n, err
	}
	main := "vu_" + dir.number + ".json"
	for _, e := range entries {
		switch {
		case e.Name() == main:
			n.fields, err = n.read(src, path.Join(dir.path, main))
		case vendorFile.MatchString(e.Name()):
			var r record
			r, err = n.read(src, path.Join(dir.path, e.Name()))
			n.records = append(n.records, r)
		default:
			n.oddities = append(n.oddities, "other-file")
		}
		if err != nil {
			return n, err
		}
	}
	if n.fields == nil {
		return n, fmt.Errorf("%s: the folder has no %s: leave the folder out, or complete it", dir.path, main)
	}
	return n, nil
}

func (n *note) read(src fs.FS, name string) (record, error) {
	r, oddities, err := readRecord(src, name)
	n.oddities = append(n.oddities, oddities...)
	return r, err
}

// record holds the fields of one file: each a list of texts, whether the
// archive has a text, a list, a number or nothing there.
type record map[string][]string

// text joins the texts of a field, one a line.
func (r record) text(field string) string { return strings.Join(r[field], "\n") }

// line is the text of a field with white space folded.
func (r record) line(field string) string { return fold(r.text(field)) }

// readRecord reads one file. Errors give a place and quote nothing, since the
// note may be unpublished.
func readRecord(src fs.FS, name string) (r record, oddities []string, err error) {
	data, err := fs.ReadFile(src, name)
	if err != nil {
		return nil, nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		// The JSON reader puts U+FFFD there, which clean makes a question mark.
		oddities = append(oddities, "not-utf8")
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil || raw == nil {
		var at *json.SyntaxError
		if errors.As(err, &at) {
			return nil, nil, fmt.Errorf("%s: the file is not JSON from byte %d on: take it from the archive anew", name, at.Offset)
		}
		return nil, nil, fmt.Errorf("%s: the file is not a JSON object: take it from the archive anew", name)
	}
	r = record{}
	for key, value := range raw {
		texts, ok := texts(value)
		if !ok {
			oddities = append(oddities, "field-type")
		}
		r[key] = texts
	}
	return r, oddities, nil
}

// texts reads a field; ok is false if part of it is neither text nor number.
func texts(value json.RawMessage) (out []string, ok bool) {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		list = []json.RawMessage{value}
	}
	ok = true
	for _, item := range list {
		var s string
		var n json.Number
		switch {
		case string(item) == "null":
		case json.Unmarshal(item, &s) == nil:
			out = append(out, s)
		case json.Unmarshal(item, &n) == nil:
			out = append(out, n.String())
		default:
			ok = false
		}
	}
	return out, ok
}
