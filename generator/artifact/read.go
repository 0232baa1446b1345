package artifact

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// manifestReader reads a manifest line by line, so that a large one is never in
// memory as a text.
type manifestReader struct {
	lines *bufio.Reader
	long  []byte // a line that was longer than the buffer
}

var errBytes = errors.New("its bytes are not as this program writes them")

// line gives the next line without its end, valid until the next call.
func (r *manifestReader) line() (string, error) {
	text, err := r.lines.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		r.long = append(r.long[:0], text...)
		for errors.Is(err, bufio.ErrBufferFull) {
			text, err = r.lines.ReadSlice('\n')
			r.long = append(r.long, text...)
		}
		text = r.long
	}
	if errors.Is(err, io.EOF) {
		return "", errBytes // also if there is a line without an end
	}
	if err != nil {
		return "", err
	}
	return string(text[:len(text)-1]), nil
}

func (r *manifestReader) read() (Manifest, error) {
	m := Manifest{Version: ManifestVersion}
	head, err := r.line()
	if err != nil {
		return m, err
	}
	keep, isHead := strings.CutPrefix(head, manifestStart)
	if !isHead {
		return m, refuseStart(head)
	}
	keep, ok := strings.CutSuffix(keep, `,"advisories":[`)
	if !ok || json.Unmarshal([]byte(keep), &m.Keep) != nil || !sameJSON(m.Keep, keep) {
		return m, errBytes
	}
	err = r.items(manifestFiles, func(line string) error {
		var a Advisory
		if json.Unmarshal([]byte(line), &a) != nil || !sameJSON(a, line) {
			return errBytes
		}
		m.Advisories = append(m.Advisories, a)
		return nil
	})
	if err != nil {
		return m, err
	}
	m.Files, err = readFiles(r.lines)
	return m, err
}

// items reads the lines of a list until the line that ends it. Every item but
// the last has a comma behind it.
func (r *manifestReader) items(end string, item func(line string) error) error {
	for more, first := true, true; ; first = false {
		line, err := r.line()
		if err != nil {
			return err
		}
		if line == end {
			if more && !first {
				return errBytes
			}
			return nil
		}
		if !more {
			return errBytes
		}
		line, more = strings.CutSuffix(line, ",")
		if err := item(line); err != nil {
			return err
		}
	}
}

// sameJSON finds unknown and doubled keys, which Unmarshal passes over.
func sameJSON(value any, text string) bool {
	written, err := json.Marshal(value)
	return err == nil && string(written) == text
}

// refuseStart tells a manifest of another version from one that is damaged.
func refuseStart(line string) error {
	rest, ok := strings.CutPrefix(line, `{"version":`)
	version := 0
	if _, err := fmt.Sscanf(rest, "%d,", &version); !ok || err != nil || version == ManifestVersion {
		return errBytes
	}
	return fmt.Errorf("it has version %d and this program knows only %d; use the program that wrote it", version, ManifestVersion)
}
