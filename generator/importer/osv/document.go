package osv

import (
	"strings"
	"time"
)

// document is what is read of an OSV document.
type document struct {
	path string // in the source
	id   string // of the advisory

	OSV        string      `json:"id"`
	Published  string      `json:"published"`
	Modified   string      `json:"modified"`
	Withdrawn  string      `json:"withdrawn"`
	Aliases    []string    `json:"aliases"`
	Upstream   []string    `json:"upstream"`
	Related    []string    `json:"related"`
	Summary    string      `json:"summary"`
	Details    string      `json:"details"`
	Severity   []severity  `json:"severity"`
	Affected   []affected  `json:"affected"`
	References []reference `json:"references"`
	Credits    []credit    `json:"credits"`
	Specific   struct {
		ID     string   `json:"id"`
		CWEIDs []string `json:"cwe_ids"`
	} `json:"database_specific"`
}

type severity struct {
	Score string `json:"score"`
}

type affected struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
		PURL      string `json:"purl"`
	} `json:"package"`
	Severity []severity `json:"severity"`
	Ranges   []struct {
		Type   string  `json:"type"`
		Events []event `json:"events"`
	} `json:"ranges"`
	Versions []string `json:"versions"`
}

type event struct {
	Introduced   string `json:"introduced"`
	Fixed        string `json:"fixed"`
	LastAffected string `json:"last_affected"`
}

type reference struct {
	URL string `json:"url"`
}

type credit struct {
	Name string `json:"name"`
}

// instant reads a date of OSV; false if there is none that can be.
func instant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(s))
	if err != nil || t.Year() < 1970 || t.Year() > 9998 {
		return time.Time{}, false
	}
	return t.UTC().Truncate(time.Second), true
}

// stamp is an instant as content has it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
