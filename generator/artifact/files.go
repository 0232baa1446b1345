package artifact

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// fileBlock is how much of a list of files is read and parsed at once.
const fileBlock = 1 << 18

// filesPart is what was parsed of a list of files.
type filesPart struct {
	entries []Entry
	more    bool // there is a comma behind the last one
	err     error
}

// readFiles reads the list of files and what ends a manifest. A large site has
// millions, so the lines are parsed on all cores.
func readFiles(in *bufio.Reader) ([]Entry, error) {
	parts := make(chan chan filesPart, runtime.GOMAXPROCS(0))
	go func() {
		defer close(parts)
		for last := false; !last; {
			part := make(chan filesPart, 1)
			parts <- part
			var block string
			var err error
			if block, last, err = readBlock(in); err != nil {
				part <- filesPart{err: err}
				return
			}
			go func() { part <- parseFiles(block) }()
		}
	}()
	var files []Entry
	var err error
	more := true
	for part := range parts {
		p := <-part
		if err != nil || len(p.entries) == 0 && p.err == nil {
			continue
		}
		if err = p.err; err != nil {
			continue // and let the others end
		}
		if n := len(files); !more {
			err = errBytes
		} else if n > 0 && files[n-1].Path >= p.entries[0].Path {
			err = outOfOrder(p.entries[0])
		}
		files, more = append(files, p.entries...), p.more
	}
	if err == nil && more && len(files) > 0 {
		err = errBytes
	}
	return files, err
}

// readBlock reads whole lines, up to the one that ends the manifest, behind which
// there is nothing.
func readBlock(in *bufio.Reader) (block string, last bool, err error) {
	var text strings.Builder
	text.Grow(fileBlock + 4<<10)
	for text.Len() < fileBlock {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) {
			return "", false, errBytes
		}
		if err != nil {
			return "", false, err
		}
		if string(line) == manifestEnd+"\n" {
			if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
				return "", false, errBytes
			}
			return text.String(), true, nil
		}
		text.Write(line)
	}
	return text.String(), false, nil
}

// parseFiles parses whole lines. Every item but the last of a list has a comma
// behind it.
func parseFiles(block string) (p filesPart) {
	var paths texts
	p.entries = make([]Entry, 0, strings.Count(block, "\n"))
	p.more = true
	for line := range strings.Lines(block) {
		if !p.more {
			return filesPart{err: errBytes}
		}
		line, p.more = strings.CutSuffix(strings.TrimSuffix(line, "\n"), ",")
		fields, ok := strings.CutPrefix(line, "{")
		fields, closed := strings.CutSuffix(fields, "}")
		if !ok || !closed {
			return filesPart{err: errBytes}
		}
		e, err := ParseFields(fields)
		if err != nil {
			return filesPart{err: err}
		}
		if n := len(p.entries); n > 0 && p.entries[n-1].Path >= e.Path {
			return filesPart{err: outOfOrder(e)}
		}
		e.Path = paths.at(paths.keep(e.Path))
		p.entries = append(p.entries, e)
	}
	return p
}

func outOfOrder(e Entry) error { return fmt.Errorf("%s is out of order", e.Path) }
