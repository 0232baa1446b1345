package check

import (
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
)

// Packed is a Text for what stays in memory in great numbers, where a map for
// each would cost most of it. The publisher's languages come first.
type Packed []InLanguage

// InLanguage is a text in one language.
type InLanguage struct {
	Language advisory.Language
	Text     string
}

// Pack makes a Packed of a Text; languages are the publisher's. Its texts are
// copies, so that the file they were a part of is let go.
func Pack(t Text, languages []advisory.Language) Packed {
	out := InOrder(t, languages)
	for i := range out {
		out[i].Text = strings.Clone(out[i].Text)
	}
	return out
}

// InOrder is Pack for texts that are kept anyway: it shares them.
func InOrder(t Text, languages []advisory.Language) Packed {
	if len(t) == 0 {
		return nil
	}
	out := make(Packed, 0, len(t))
	for _, list := range [][]advisory.Language{languages, advisory.Languages()} {
		for _, lang := range list {
			known := slices.ContainsFunc(out, func(x InLanguage) bool { return x.Language == lang })
			if s := t[lang]; s != "" && !known {
				out = append(out, InLanguage{lang, s})
			}
		}
	}
	return out
}
