package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// site is what index.json and the files of the years say.
type site struct {
	base       *url.URL                 // nil if index.json does not tell
	indexed    bool                     // index.json could be read
	advisories map[string]*advisoryItem // by folder: "jvn/JVN12345678/"
	order      []*advisoryItem          // newest disclosure first
}

// advisoryItem is an advisory of the index.
type advisoryItem struct {
	id, folder, published, updated string
}

// item is an advisory as index.json and index/<yyyy>.json list it; other keys
// are left to the schema.
type item struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	JSON      string `json:"json"`
	Published string `json:"published"`
	Updated   string `json:"updated"`
}

type yearLink struct {
	Year    int     `json:"year"`
	URL     string  `json:"url"`
	Count   int     `json:"count"`
	Updated *string `json:"updated"`
	SHA256  string  `json:"sha256"`
}

// readIndex reads index.json and the years that it lists, before anything
// else: other checks compare with them.
func (t *tree) readIndex() {
	const name = "index.json"
	var index struct {
		BaseURL string     `json:"base_url"`
		Updated *string    `json:"updated"`
		Latest  []item     `json:"latest"`
		Years   []yearLink `json:"years"`
	}
	if f := t.files[name]; f == nil || !f.exists {
		t.fault("index-missing", name, rebuild, "there is no index.json, so that nothing can be compared with it")
		return
	}
	if _, err := t.readJSON(name, &index); err != nil {
		t.fault("json-malformed", name, rebuild, "%v", err)
		return
	}
	base, err := url.Parse(index.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" || !strings.HasSuffix(base.Path, "/") {
		t.fault("index-base", name, rebuild, "base_url is not an absolute address with a final slash")
		return
	}
	t.base, t.indexed = base, true
	known := map[string]bool{}
	for i, year := range index.Years {
		if i > 0 && index.Years[i-1].Year <= year.Year {
			t.fault("index-order", name, reportBug, "the years are not in order, the newest first")
		}
		known[yearPath(year.Year)] = true
		t.readYear(year)
	}
	for p, f := range t.files {
		if f.exists && strings.HasPrefix(p, "index/") && strings.HasSuffix(p, ".json") && !known[p] {
			t.fault("index-years", p, reportBug, "index.json does not list this year")
		}
	}
	t.stats.Advisories = len(t.order)
	if !sameInstant(index.Updated, t.order) {
		t.fault("index-updated", name, reportBug, "updated is not that of the newest change")
	}
	t.checkLatest(index.Latest)
}

func yearPath(year int) string { return fmt.Sprintf("index/%04d.json", year) }

// readYear reads the file of a year and compares it with its line in
// index.json.
func (t *tree) readYear(link yearLink) {
	const index = "index.json"
	name := yearPath(link.Year)
	if target, _ := t.locate("", link.URL); target != name {
		t.fault("index-years", index, reportBug, "the address of the year %d is not that of %s", link.Year, name)
	}
	if f := t.files[name]; f == nil || !f.exists {
		t.fault("index-years", index, rebuild, "it lists the year %d, and %s is not there", link.Year, name)
		return
	}
	var year struct {
		Year       int    `json:"year"`
		Advisories []item `json:"advisories"`
	}
	sum, err := t.readJSON(name, &year)
	if sum != link.SHA256 {
		t.fault("index-digest", name, rebuild, "its sha256 is not the one in index.json")
	}
	if err != nil {
		t.fault("json-malformed", name, rebuild, "%v", err)
		return
	}
	if year.Year != link.Year || len(year.Advisories) != link.Count || link.Count == 0 {
		t.fault("index-count", name, reportBug, "its year or the number of its advisories is not the one in index.json")
	}
	first := len(t.order)
	for _, it := range year.Advisories {
		t.addItem(name, link.Year, it)
	}
	if len(t.order) > first && !sameInstant(link.Updated, t.order[first:]) {
		t.fault("index-updated", index, reportBug, "updated of the year %d is not that of the newest change", link.Year)
	}
}

// addItem checks an advisory of the index and notes it.
func (t *tree) addItem(name string, year int, it item) {
	published, errP := time.Parse(time.RFC3339, it.Published)
	updated, errU := time.Parse(time.RFC3339, it.Updated)
	if errP != nil || errU != nil || updated.Before(published) || published.UTC().Year() != year {
		t.fault("index-dates", name, reportBug, "the dates of %q are not those of an advisory of this year", it.ID)
	}
	page, ok := t.locate("", it.URL)
	folder, isPage := strings.CutSuffix(page, "index.html")
	if !ok || !isPage || strings.Count(folder, "/") != 2 || it.ID == "" {
		t.fault("index-link", name, reportBug, "the address of %q is not that of a page of an advisory", it.ID)
		return
	}
	if !t.has(page) {
		t.fault("index-link", name, rebuild, "it lists %q, and its page %s is not there", it.ID, page)
	}
	if doc, _ := t.locate("", it.JSON); doc != folder+"index.json" || !t.has(doc) {
		t.fault("index-link", name, rebuild, "it lists %q, and its document %sindex.json is not there or has another address", it.ID, folder)
	}
	if t.advisories[folder] != nil {
		t.fault("index-twice", name, reportBug, "an advisory is listed twice: %q", it.ID)
		return
	}
	a := &advisoryItem{it.ID, folder, it.Published, it.Updated}
	if n := len(t.order); n > 0 && t.order[n-1].published < a.published {
		t.fault("index-order", name, reportBug, "%q is not in order, the newest disclosure first", it.ID)
	}
	t.advisories[folder] = a
	t.order = append(t.order, a)
}

// checkLatest says whether the advisories in index.json itself are the newest
// of the years.
func (t *tree) checkLatest(latest []item) {
	ok := len(latest) <= len(t.order) && (len(latest) > 0 || len(t.order) == 0)
	for i := 0; ok && i < len(latest); i++ {
		page, _ := t.locate("", latest[i].URL)
		a := t.order[i]
		ok = latest[i].ID == a.id && page == a.folder+"index.html" && latest[i].Published == a.published && latest[i].Updated == a.updated
	}
	if !ok {
		t.fault("index-latest", "index.json", reportBug, "the latest advisories are not the newest of the years")
	}
}

// checkIDs finds ids that two advisories share.
func (t *tree) checkIDs() {
	seen := map[string]bool{}
	for _, a := range t.order {
		if folded := strings.ToLower(a.id); seen[folded] {
			t.fault("index-twice", a.folder, reportBug, "another advisory has the same id %q", a.id)
		} else {
			seen[folded] = true
		}
	}
}

// sameInstant compares an update with the newest one of a list; nil stands for
// an empty list. Instants of one form compare as texts.
func sameInstant(updated *string, items []*advisoryItem) bool {
	if len(items) == 0 {
		return updated == nil
	}
	newest := slices.MaxFunc(items, func(a, b *advisoryItem) int { return strings.Compare(a.updated, b.updated) })
	return updated != nil && *updated == newest.updated
}

// readJSON reads a file that is one JSON value, and gives the SHA-256 of its
// bytes.
func (t *tree) readJSON(name string, into any) (sum string, err error) {
	f, err := t.fsys.Open(name)
	if err != nil {
		return "", errUnreadable
	}
	defer f.Close()
	digest := sha256.New()
	in := io.TeeReader(f, digest)
	err = decodeJSON(in, into)
	if _, failed := io.Copy(io.Discard, in); failed != nil {
		return "", errUnreadable
	}
	return hex.EncodeToString(digest.Sum(nil)), err
}

// decodeJSON reads exactly one value.
func decodeJSON(in io.Reader, into any) error {
	d := json.NewDecoder(in)
	if err := d.Decode(into); err != nil {
		return errJSON
	}
	if _, err := d.Token(); err != io.EOF {
		return errJSONTail
	}
	return nil
}
