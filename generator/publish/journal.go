package publish

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/artifact"
)

// The journal is JSON, one value per line: a head with the version, an entry
// per file, a foot with their number. It is on the disk before the first
// change of the output and goes after the manifest is there, so that the next
// build knows every file that an unfinished one can have left.

const journalVersion = 1

// What a line begins and ends with.
const (
	journalHead = `{"version":%d}` + "\n"
	journalDo   = `{"do":"`
	journalFoot = `{"entries":%d}` + "\n"
)

// What a line may say of a file; earlier is from the journal of a build before
// that did not finish either.
var journalActions = []string{"write", "delete", "earlier"}

// writeJournal notes what the plan may write and delete, and what builds
// before may have left.
func writeJournal(w io.Writer, earlier, known []artifact.Entry, present []bool, puts []put, paths *artifact.Paths) error {
	out := bufio.NewWriterSize(w, 1<<16)
	count := 0
	var text []byte
	line := func(do string, e artifact.Entry) {
		count++
		text = append(append(append(text[:0], journalDo...), do...), `",`...)
		text = append(e.AppendFields(text), "}\n"...)
		out.Write(text) // the first error stays until Flush
	}
	fmt.Fprintf(out, journalHead, journalVersion)
	for _, e := range earlier {
		line("earlier", e)
	}
	for i, e := range known {
		if present[i] && !paths.HasFile(e.Path) {
			line("delete", e)
		}
	}
	for _, p := range puts {
		if p.file != unchanged {
			line("write", p.Entry)
		}
	}
	fmt.Fprintf(out, journalFoot, count)
	return out.Flush()
}

// readJournal returns every file that is named, once, sorted by path. A path
// that any line calls a record stays a record: that is the class that goes
// first.
func readJournal(r io.Reader) ([]artifact.Entry, error) {
	in := bufio.NewReader(r)
	head, err := in.ReadString('\n')
	version := 0
	if _, scanErr := fmt.Sscanf(head, journalHead, &version); err != nil || scanErr != nil {
		return nil, errors.New("the journal is damaged: its first line is not a head")
	}
	if version != journalVersion {
		return nil, fmt.Errorf("the journal has version %d and this program knows only %d; use the program that wrote it",
			version, journalVersion)
	}
	var entries []artifact.Entry
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("the journal is damaged: line %d cannot be read", len(entries)+2)
		}
		if line == fmt.Sprintf(journalFoot, len(entries)) {
			break
		}
		e, err := readJournalLine(line)
		if err != nil {
			return nil, fmt.Errorf("the journal is damaged: line %d: %w", len(entries)+2, err)
		}
		entries = append(entries, e)
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return nil, errors.New("the journal is damaged: something follows its foot")
	}
	return mergeAll(nil, entries), nil
}

func readJournalLine(line string) (artifact.Entry, error) {
	rest, ok := strings.CutPrefix(line, journalDo)
	do, rest, _ := strings.Cut(rest, `",`)
	fields, closed := strings.CutSuffix(rest, "}\n")
	if !ok || !closed || !slices.Contains(journalActions, do) {
		return artifact.Entry{}, errors.New("it is not as this program writes it")
	}
	return artifact.ParseFields(fields)
}

// mergeAll gives the files that may be in the output, each once, sorted by path.
// A path that was a record at any time is one.
func mergeAll(known, more []artifact.Entry) []artifact.Entry {
	all := slices.Concat(known, more)
	slices.SortStableFunc(all, func(a, b artifact.Entry) int { return strings.Compare(a.Path, b.Path) })
	merged := all[:0]
	for _, e := range all {
		if n := len(merged); n == 0 || merged[n-1].Path != e.Path {
			merged = append(merged, e)
		} else if e.Class == artifact.Record {
			merged[n-1].Class = artifact.Record
		}
	}
	return merged
}

// findEntry finds a path among entries that are sorted by it.
func findEntry(entries []artifact.Entry, path string) (int, bool) {
	return slices.BinarySearchFunc(entries, path, func(e artifact.Entry, p string) int { return strings.Compare(e.Path, p) })
}

// inNewFolder says whether none of the known files, which are sorted by path,
// lies in the folder of p or below it. The output itself is never new.
func inNewFolder(known []artifact.Entry, p string) bool {
	folder := p[:strings.LastIndexByte(p, '/')+1]
	if folder == "" {
		return false
	}
	i, _ := findEntry(known, folder)
	return i == len(known) || !strings.HasPrefix(known[i].Path, folder)
}
