package templates

import (
	"io/fs"
	"regexp"
	"strings"
)

// Purpose says in one clause what a built-in file is for: the first sentence of
// the comment that it begins with. It is empty if there is no such file.
func Purpose(name string) string {
	data, err := fs.ReadFile(FS, name)
	if err != nil {
		return ""
	}
	m := opening.FindStringSubmatch(string(data))
	if m == nil {
		return ""
	}
	sentence, _, _ := strings.Cut(strings.Join(strings.Fields(strings.ReplaceAll(m[1]+m[2]+m[3], "\n//", "\n")), " "), ". ")
	return strings.TrimSuffix(sentence, ".")
}

// opening is the comment at the start of a file: {{/* … */}} of a template,
// /* … */ of a style sheet or script, <!-- … --> of a picture, or the // lines of
// a script.
var opening = regexp.MustCompile(`(?s)\A(?:\{\{-? ?)?/\*(.*?)\*/|\A<!--(.*?)-->|\A//(.*?)\n(?:[^/]|/[^/])`)
