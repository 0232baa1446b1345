package artifact

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ManifestVersion is the only version of the manifest that this program reads
// and writes.
const ManifestVersion = 1

// Entry is one output file without its content.
type Entry struct {
	Path   string `json:"path"`
	Class  Class  `json:"class"`
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // as Digest writes it
}

// EntryOf describes f.
func EntryOf(f File) Entry {
	return Entry{Path: f.Path, Class: f.Class, Size: int64(len(f.Data)), SHA256: Digest(f.Data)}
}

// Check says whether e can describe an output file.
func (e Entry) Check() error {
	if err := (File{Path: e.Path, Class: e.Class}).Check(); err != nil {
		return err
	}
	if e.Size < 0 {
		return fmt.Errorf("%s: the size is negative", e.Path)
	}
	if b, err := hex.DecodeString(e.SHA256); err != nil || len(b) != 32 || strings.ToLower(e.SHA256) != e.SHA256 {
		return fmt.Errorf("%s: the digest is not 64 lower-case hexadecimal digits", e.Path)
	}
	return nil
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

// Encode writes the manifest as JSON, one file per line. Equal manifests give
// equal bytes.
func (m Manifest) Encode(w io.Writer) error {
	if m.Version != ManifestVersion {
		return fmt.Errorf("manifest version %d cannot be written", m.Version)
	}
	out := bufio.NewWriter(w)
	keep, err := json.Marshal(append([]string{}, m.Keep...))
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	out.WriteString(manifestStart)
	out.Write(keep)
	out.WriteString(",\"advisories\":[")
	if err := writeLines(out, m.Advisories); err != nil {
		return err
	}
	out.WriteString("\n],\"files\":[")
	if err := writeLines(out, m.Files); err != nil {
		return err
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

// writeLines writes the items of a JSON list, one on a line.
func writeLines[T any](out *bufio.Writer, items []T) error {
	for i, item := range items {
		line, err := json.Marshal(item)
		if err != nil {
			return fmt.Errorf("write the manifest: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	return nil
}

// ParseManifest reads what Encode writes, and nothing else: another version,
// an unknown or doubled key, files out of order, an unsafe path or any other
// difference in the bytes is an error.
func ParseManifest(data []byte) (Manifest, error) {
	if !bytes.HasPrefix(data, []byte(manifestStart)) {
		return Manifest{}, refuseStart(data)
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("the manifest is damaged: %w", err)
	}
	if err := m.check(); err != nil {
		return Manifest{}, fmt.Errorf("the manifest is damaged: %w", err)
	}
	rest := remainder{data} // also finds unknown and doubled keys, which Unmarshal passes over
	if err := m.Encode(&rest); err != nil || len(rest.data) != 0 {
		return Manifest{}, errors.New("the manifest is damaged: its bytes are not as this program writes them")
	}
	return m, nil
}

// refuseStart tells a manifest of another version from one that is damaged.
func refuseStart(data []byte) error {
	var head struct {
		Version int `json:"version"`
	}
	if json.Unmarshal(data, &head) == nil && head.Version != 0 && head.Version != ManifestVersion {
		return fmt.Errorf("the manifest has version %d and this program knows only %d; use the program that wrote it",
			head.Version, ManifestVersion)
	}
	return errors.New("the manifest is damaged: its bytes are not as this program writes them")
}

func (m Manifest) check() error {
	var paths Paths
	for i, e := range m.Files {
		if err := e.Check(); err != nil {
			return err
		}
		if i > 0 && m.Files[i-1].Path >= e.Path {
			return fmt.Errorf("%s is out of order", e.Path)
		}
		if err := paths.Add(e.Path); err != nil {
			return err
		}
	}
	return nil
}

// remainder is a writer that accepts only the bytes it holds, so that a
// comparison needs no second copy of a large manifest.
type remainder struct{ data []byte }

func (r *remainder) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(r.data, p) {
		return 0, errors.New("different")
	}
	r.data = r.data[len(p):]
	return len(p), nil
}
