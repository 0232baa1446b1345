package lane

import (
	"encoding/json"
	"io/fs"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/source"
)

// ManifestName is the file of a lane that says what was written into it. From
// it Collect tells what the vendor changed from what the coordinator changed
// since.
const ManifestName = "lane.json"

type manifest struct {
	Vendor string            `json:"vendor"`
	Files  map[string]string `json:"files"` // path to SHA-256
}

func (l *lane) manifest() []byte {
	m := manifest{l.vendor, map[string]string{}}
	for name, data := range l.files {
		m.Files[name] = artifact.Digest(data)
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil // a map of texts can be written
	}
	return append(data, '\n')
}

// readManifest gives what was written into a lane; nothing if that is not
// known. A vendor could change the file, and gains nothing by it.
func readManifest(lane fs.FS) manifest {
	var m manifest
	data, list := source.ReadFile(lane, ManifestName, 64<<20)
	if list.Errors() > 0 || json.Unmarshal(data, &m) != nil {
		return manifest{}
	}
	return m
}
