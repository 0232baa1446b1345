package verify

import "fmt"

// checkSearch looks whether the files of the search know the advisories of the
// index and no others.
func (t *tree) checkSearch() {
	const name = "search/meta.json"
	if !t.indexed || !t.has("search/index.html") {
		return // a tree without a search, or with nothing to compare it with
	}
	var meta struct {
		Documents int `json:"documents"`
		PerFile   int `json:"per_file"`
		Shards    int `json:"shards"`
	}
	if _, err := t.readJSON(name, &meta); err != nil || meta.PerFile < 1 || meta.Documents != len(t.order) {
		t.fault("search-differs", name, rebuild, "it is missing, or tells of another number of advisories than the index")
		return
	}
	for n := range min(meta.Shards, len(t.files)) {
		if shard := fmt.Sprintf("search/terms/%d.bin", n); !t.has(shard) {
			t.fault("search-differs", shard, rebuild, "the search needs it, and it is not there")
		}
	}
	for from := 0; from < len(t.order); from += meta.PerFile {
		t.checkFound(fmt.Sprintf("search/documents/%d.json", from/meta.PerFile), from, min(from+meta.PerFile, len(t.order)))
	}
}

// checkFound compares a file of what is found with the advisories of the index
// from one number to another, counted from the oldest.
func (t *tree) checkFound(name string, from, to int) {
	var found []struct {
		ID   string `json:"id"`
		Path string `json:"path"`
	}
	_, err := t.readJSON(name, &found)
	same := err == nil && len(found) == to-from
	for i := 0; same && i < len(found); i++ {
		a := t.order[len(t.order)-1-from-i]
		same = found[i].ID == a.id && found[i].Path == a.folder
	}
	if !same {
		t.fault("search-differs", name, rebuild, "it is missing, or its advisories are not those of the index, the oldest first")
	}
}
