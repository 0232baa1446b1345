package verify

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"time"
)

// Where a CSAF provider is, below the root of the site.
const (
	csafMetadata = ".well-known/csaf/provider-metadata.json"
	csafWhite    = ".well-known/csaf/white/"
)

// checkCSAF compares the lists of a CSAF provider with its documents: index.txt,
// changes.csv and the ROLIE feed have each of them, and nothing else, and the
// digests are theirs. What is in a document is left to the programs of CSAF.
func (t *tree) checkCSAF() {
	if f := t.files[csafMetadata]; f == nil || !f.exists {
		return
	}
	documents := map[string]bool{}
	for p, f := range t.files {
		if rest, ok := strings.CutPrefix(p, csafWhite); ok && f.exists && path.Ext(p) == ".json" && strings.Count(rest, "/") == 1 {
			documents[rest] = true
			t.checkDigests(p)
		}
	}
	t.compareCSAF("index.txt", documents, t.csafLines("index.txt"))
	changes := t.csafLines("changes.csv")
	last := ""
	for i, line := range changes {
		name, at, ok := strings.Cut(strings.Trim(line, `"`), `","`)
		if _, err := time.Parse(time.RFC3339, at); !ok || err != nil || i > 0 && at > last {
			t.fault("csaf-changes", csafWhite+"changes.csv", reportBug, "line %d has no date, or is not in order, the newest first", i+1)
		}
		changes[i], last = name, at
	}
	t.compareCSAF("changes.csv", documents, changes)
	t.compareCSAF("csaf-feed-tlp-white.json", documents, t.rolieEntries())
}

// compareCSAF says what a list has that is not there, and the other way round.
func (t *tree) compareCSAF(list string, documents map[string]bool, listed []string) {
	seen := map[string]bool{}
	for _, name := range listed {
		if !documents[name] {
			t.fault("csaf-list", csafWhite+list, rebuild, "it lists %q, which is not there", name)
		}
		seen[name] = true
	}
	for name := range documents {
		if !seen[name] {
			t.fault("csaf-list", csafWhite+list, reportBug, "it does not list %q", name)
		}
	}
}

func (t *tree) csafLines(list string) []string {
	data, err := fs.ReadFile(t.fsys, csafWhite+list)
	if err != nil {
		t.fault("csaf-list", csafWhite+list, rebuild, "it is not there, or cannot be read")
		return nil
	}
	if len(data) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// rolieEntries lists the documents of the feed, whose other addresses must be
// there too.
func (t *tree) rolieEntries() []string {
	const name = csafWhite + "csaf-feed-tlp-white.json"
	var doc struct {
		Feed struct {
			Entry []struct {
				Content struct{ Src string }
				Link    []struct{ Rel, Href string }
			}
		}
	}
	data, err := fs.ReadFile(t.fsys, name)
	if err != nil || json.Unmarshal(data, &doc) != nil {
		t.fault("csaf-list", name, rebuild, "it is not there, or cannot be read")
		return nil
	}
	var out []string
	for _, e := range doc.Feed.Entry {
		target, _ := t.locate(name, e.Content.Src)
		out = append(out, strings.TrimPrefix(target, csafWhite))
		for _, l := range e.Link {
			if at, ok := t.locate(name, l.Href); t.base != nil && (!ok || !t.has(at)) {
				t.fault("link-broken", name, rebuild, "a link leads to %q, which is not there", l.Href)
			}
		}
	}
	if t.base == nil {
		return nil
	}
	return out
}

// checkDigests compares a document with the digests beside it.
func (t *tree) checkDigests(name string) {
	data, err := fs.ReadFile(t.fsys, name)
	if err != nil {
		return // said already
	}
	sum256, sum512 := sha256.Sum256(data), sha512.Sum512(data)
	for suffix, sum := range map[string][]byte{".sha256": sum256[:], ".sha512": sum512[:]} {
		said, err := fs.ReadFile(t.fsys, name+suffix)
		if err != nil || string(said) != hex.EncodeToString(sum)+"  "+path.Base(name)+"\n" {
			t.fault("csaf-digest", name+suffix, rebuild, "it is not there, or not the digest of the document")
		}
	}
}
