package plaintext

import (
	"regexp"
	"strings"
)

// Fold puts a text on one line, with single spaces.
func Fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// Reference is a character reference, as CommonMark 0.31 section 2.5 has it.
var (
	Reference     = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
	referenceHere = regexp.MustCompile(`^` + Reference.String())
)
