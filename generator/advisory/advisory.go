// Package advisory is the vocabulary of the house: ids and slugs, vendor
// statuses, sections, languages, instants and dates. It knows no files.
package advisory

import (
	"regexp"
	"strings"
)

// Language is a language that advgen has words for, as a BCP 47 tag.
type Language string

// The languages that advgen speaks.
const (
	Japanese Language = "ja"
	English  Language = "en"
)

// Languages lists every supported language.
func Languages() []Language { return []Language{Japanese, English} }

// ParseLanguage accepts exactly the tags of Languages.
func ParseLanguage(s string) (Language, bool) {
	for _, l := range Languages() {
		if s == string(l) {
			return l, true
		}
	}
	return "", false
}

// Slug is the id as it stands in paths: the characters outside
// [A-Za-z0-9._-] left out, case kept, so that JVN#12345678 is JVN12345678.
func Slug(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9',
			r == '.', r == '_', r == '-':
			return r
		}
		return -1
	}, id)
}

// ValidSlug says whether a slug can be the folder of an advisory: not hidden,
// no name that Windows keeps for a device or cannot have, and none of what stands
// beside such folders.
func ValidSlug(slug string) bool {
	name, _, _ := strings.Cut(Fold(slug), ".")
	switch {
	case slug == "", slug[0] == '.', slug[len(slug)-1] == '.', reserved.MatchString(name):
		return false
	}
	return Fold(slug) != "index.html" && Fold(slug) != "page"
}

// Fold is the form under which two ids or slugs count as the same: file
// systems and readers do not tell case apart.
func Fold(id string) string { return strings.ToLower(id) }

// Series is one numbering of a publisher, such as JVNVU.
type Series struct {
	Prefix  string         // "JVNVU#"
	Pattern *regexp.Regexp // of what follows the prefix, anchored at both ends
	Path    string         // "vu": the folder of its advisories in the output
}

// Matches says whether the id belongs to the series.
func (s Series) Matches(id string) bool {
	rest, ok := strings.CutPrefix(id, s.Prefix)
	return ok && s.Pattern.MatchString(rest)
}

var (
	vendorID = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$`)
	cve      = regexp.MustCompile(`^CVE-[0-9]{4}-[0-9]{4,19}$`)
	cwe      = regexp.MustCompile(`^CWE-[1-9][0-9]{0,5}$`)
	reserved = regexp.MustCompile(`^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$`)
)

// ValidVendorID says whether the id can name a vendor: lower-case ASCII
// letters, digits and inner hyphens, at most 64, and no device name of Windows,
// since it becomes a folder.
func ValidVendorID(id string) bool {
	return vendorID.MatchString(id) && !reserved.MatchString(id)
}

// IsCVE says whether s has the form of a CVE id.
func IsCVE(s string) bool { return cve.MatchString(s) }

// IsCWE says whether s has the form of a CWE id.
func IsCWE(s string) bool { return cwe.MatchString(s) }
