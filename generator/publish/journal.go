package publish

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/advgen/advgen/generator/artifact"
)

// The journal is JSON, one value per line: a head with the version, an entry
// per file, a foot with their number. It is on the disk before the first
// change of the output and goes after the manifest is there, so that the next
// build knows every file that an unfinished one can have left.

const journalVersion = 1

type journalHead struct {
	Version int `json:"version"`
}

type journalLine struct {
	Do string `json:"do"` // write, delete, or earlier: from the journal of a build before that did not finish either
	artifact.Entry
}

type journalFoot struct {
	Entries int `json:"entries"`
}

// writeJournal notes what the plan may write and delete, and what builds
// before may have left.
func writeJournal(w io.Writer, earlier, known []artifact.Entry, present []bool, puts []put, paths *artifact.Paths) error {
	out := bufio.NewWriter(w)
	count := 0
	line := func(do string, e artifact.Entry) error {
		count++
		return writeLine(out, journalLine{do, e})
	}
	err := writeLine(out, journalHead{journalVersion})
	for i := 0; i < len(earlier) && err == nil; i++ {
		err = line("earlier", earlier[i])
	}
	for i := 0; i < len(known) && err == nil; i++ {
		if present[i] && !paths.HasFile(known[i].Path) {
			err = line("delete", known[i])
		}
	}
	for i := 0; i < len(puts) && err == nil; i++ {
		if puts[i].file != unchanged {
			err = line("write", puts[i].Entry)
		}
	}
	if err == nil {
		err = writeLine(out, journalFoot{count})
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func writeLine(out *bufio.Writer, value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = out.Write(append(line, '\n'))
	return err
}

// readJournal returns every file that is named, once. A path that any line
// calls a record stays a record: that is the class that goes first.
func readJournal(r io.Reader) ([]artifact.Entry, error) {
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	var head journalHead
	if err := decoder.Decode(&head); err != nil {
		return nil, errors.New("the journal is damaged: its first line is not a head")
	}
	if head.Version != journalVersion {
		return nil, fmt.Errorf("the journal has version %d and this program knows only %d; use the program that wrote it",
			head.Version, journalVersion)
	}
	var entries []artifact.Entry
	index := map[string]int{}
	for count := 0; ; count++ {
		var line struct {
			journalLine
			Entries *int `json:"entries"`
		}
		if err := decoder.Decode(&line); err != nil {
			return nil, fmt.Errorf("the journal is damaged: line %d cannot be read", count+2)
		}
		if line.Entries != nil {
			if *line.Entries != count || decoder.More() {
				return nil, errors.New("the journal is damaged: its foot does not fit")
			}
			return entries, nil
		}
		if err := line.Entry.Check(); err != nil {
			return nil, fmt.Errorf("the journal is damaged: line %d: %w", count+2, err)
		}
		entries = merge(entries, index, line.Entry)
	}
}

// merge adds e to the files that may be in the output.
func merge(entries []artifact.Entry, index map[string]int, e artifact.Entry) []artifact.Entry {
	i, ok := index[e.Path]
	if !ok {
		index[e.Path] = len(entries)
		return append(entries, e)
	}
	if e.Class == artifact.Record {
		entries[i].Class = artifact.Record
	}
	return entries
}
