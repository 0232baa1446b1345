package review

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/advgen/advgen/generator/review/gitobj"
)

// Visible writes a path so that it can be put into a log or a message: what is
// not printable ASCII becomes \xNN, byte by byte, and nothing in it can be taken
// for a workflow command (GitHub Actions takes "::" at the start of a line and
// "##[" anywhere) or for a line of its own. It is cut after 300 characters.
func Visible(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case b.Len() > 300:
			return b.String() + "..."
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c > '~', (c == ':' || c == '#') && i > 0 && name[i-1] == c:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

var (
	gitShort   = regexp.MustCompile(`^gi[a-z0-9]{0,4}~[0-9]+$`) // the short name that NTFS gives .git*
	deviceName = regexp.MustCompile(`(?i)^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$`)
	yearName   = regexp.MustCompile(`^[0-9]{4}$`)
	unportable = `<>:"|?*\`
)

// fold is the form under which file systems may take two names for one: full
// case folding of the compatibility normal form, without what is ignored.
func fold(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, name)
	// Folding may undo the normal form, so it is taken twice.
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(name)))
}

// twinRule tells the kind of two names that fold to the same.
func twinRule(a, b string) string {
	if strings.EqualFold(a, b) && isASCII(a) && isASCII(b) {
		return "case-twin"
	}
	return "normalization-twin"
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 0x7e }) < 0
}

// nameRules are the rules of one name in a tree. They look at nothing else.
func nameRules(name string) []string {
	var out []string
	folded := strings.TrimRight(fold(name), ". ")
	if stream, _, ok := strings.Cut(folded, ":"); ok { // an NTFS stream of the file before it
		folded = stream
	}
	if strings.HasPrefix(folded, ".git") || gitShort.MatchString(folded) {
		out = append(out, "git-name")
	}
	control, foreign := false, false
	for _, r := range name {
		control = control || unicode.Is(unicode.C, r) && r < 0x100 || unicode.Is(unicode.Bidi_Control, r)
		foreign = foreign || r > 0x7e && r != 0x7f
	}
	if control {
		out = append(out, "path-control-character")
	}
	if foreign {
		out = append(out, "path-non-ascii")
	}
	if strings.ContainsAny(name, unportable) || strings.TrimRight(name, ". ") != name || strings.TrimLeft(name, " -~") != name || deviceName.MatchString(name) {
		out = append(out, "path-unportable")
	}
	return out
}

// kindRule is the rule against an entry that is not what it should be, or "".
func kindRule(e gitobj.Entry, folder bool) string {
	switch e.Mode {
	case gitobj.Link:
		return "symlink"
	case gitobj.Submodule:
		return "submodule"
	case gitobj.Folder:
		if !folder {
			return "not-a-file"
		}
		return ""
	case gitobj.File, gitobj.Executable:
		if folder {
			return "not-a-folder"
		}
		if e.Mode == gitobj.Executable {
			return "executable"
		}
		return ""
	}
	return "file-mode"
}
