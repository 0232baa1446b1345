package artifact

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// ManifestVersion is the only version of the manifest that this program reads
// and writes.
const ManifestVersion = 1

// Entry is one output file without its content.
type Entry struct {
	Path   string
	SHA256 [sha256.Size]byte // of the bytes
	Size   int64             // bytes
	Class  Class
}

// EntryOf describes f.
func EntryOf(f File) Entry {
	return Entry{Path: f.Path, Class: f.Class, Size: int64(len(f.Data)), SHA256: sha256.Sum256(f.Data)}
}

// Manifest lists every output file of one build. It is state of the
// publisher, never an output.
type Manifest struct {
	Version int      `json:"version"`
	Keep    []string `json:"keep"` // patterns of the host's files beside them
	// Advisories are those that the build published, sorted by id, so that the
	// next one can see what it must not lose.
	Advisories []Advisory `json:"advisories"`
	Files      []Entry    `json:"files"` // sorted by path
}

// Advisory is what a manifest notes of a disclosed advisory.
type Advisory struct {
	ID        string `json:"id"`
	Published string `json:"published"` // RFC 3339, UTC; empty if recalled
	Updated   string `json:"updated"`   // the same
	Recalled  bool   `json:"recalled"`
}

// NewManifest makes a manifest of entries, which it sorts in place.
func NewManifest(entries []Entry) Manifest {
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
	return Manifest{Version: ManifestVersion, Files: entries}
}

// Equal says whether both say the same.
func (m Manifest) Equal(other Manifest) bool {
	return m.Version == other.Version && slices.Equal(m.Keep, other.Keep) &&
		slices.Equal(m.Advisories, other.Advisories) && slices.Equal(m.Files, other.Files)
}

// manifestStart is how every manifest of this version begins.
var manifestStart = fmt.Sprintf("{\"version\":%d,\"keep\":", ManifestVersion)

const (
	manifestFiles = "],\"files\":["
	manifestEnd   = "]}"
)

// Encode writes the manifest as JSON, one file per line. Equal manifests give
// equal bytes.
func (m Manifest) Encode(w io.Writer) error {
	if m.Version != ManifestVersion {
		return fmt.Errorf("manifest version %d cannot be written", m.Version)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	keep, err := json.Marshal(append([]string{}, m.Keep...))
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	fmt.Fprintf(out, "%s%s,\"advisories\":[", manifestStart, keep)
	for i, a := range m.Advisories {
		line, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("write the manifest: %w", err)
		}
		out.WriteString(separator(i))
		out.Write(line)
	}
	out.WriteString("\n" + manifestFiles)
	var line []byte
	for i, e := range m.Files {
		line = e.AppendFields(append(line[:0], separator(i)+"{"...))
		out.Write(append(line, '}'))
	}
	out.WriteString("\n" + manifestEnd + "\n")
	return out.Flush()
}

// separator stands before an item of a list, each of which has a line.
func separator(i int) string {
	if i == 0 {
		return "\n"
	}
	return ",\n"
}

// AppendFields writes the entry as the members of a JSON object, without its
// braces. Its path needs no escapes, since CheckPath passed it.
func (e Entry) AppendFields(to []byte) []byte {
	to = append(append(to, pathField...), e.Path...)
	to = append(append(to, classField...), e.Class.String()...)
	to = strconv.AppendInt(append(to, sizeField...), e.Size, 10)
	to = hex.AppendEncode(append(to, digestField...), e.SHA256[:])
	return append(to, '"')
}

const (
	pathField   = `"path":"`
	classField  = `","class":"`
	sizeField   = `","size":`
	digestField = `,"sha256":"`
)

// ParseFields reads what AppendFields writes, and nothing else. The path of the
// entry is that part of text.
func ParseFields(text string) (e Entry, err error) {
	bad := errors.New("a line is not as this program writes it")
	rest, ok := strings.CutPrefix(text, pathField)
	end := strings.IndexByte(rest, '"')
	if !ok || end < 0 {
		return e, bad
	}
	e.Path, rest = rest[:end], rest[end:]
	if rest, ok = strings.CutPrefix(rest, classField); !ok {
		return e, bad
	}
	end = max(strings.IndexByte(rest, '"'), 0)
	if e.Class, err = ParseClass(rest[:end]); err != nil {
		return e, bad
	}
	if rest, ok = strings.CutPrefix(rest[end:], sizeField); !ok {
		return e, bad
	}
	end = max(strings.IndexByte(rest, ','), 0)
	e.Size, err = strconv.ParseInt(rest[:end], 10, 64)
	if err != nil || e.Size < 0 || strconv.FormatInt(e.Size, 10) != rest[:end] {
		return e, bad
	}
	digits, ok := strings.CutPrefix(rest[end:], digestField)
	if !ok || len(digits) != 2*len(e.SHA256)+1 || digits[len(digits)-1] != '"' || strings.ToLower(digits) != digits {
		return e, bad
	}
	if _, err := hex.Decode(e.SHA256[:], []byte(digits[:len(digits)-1])); err != nil {
		return e, bad
	}
	return e, CheckPath(e.Path)
}

// ReadManifest reads what Encode writes, and nothing else: another version,
// an unknown or doubled key, files out of order, an unsafe path or any other
// difference in the bytes is an error.
func ReadManifest(r io.Reader) (Manifest, error) {
	in := manifestReader{lines: bufio.NewReaderSize(r, 1<<16)}
	m, err := in.read()
	if err != nil {
		return Manifest{}, fmt.Errorf("the manifest is damaged: %w", err)
	}
	return m, nil
}
