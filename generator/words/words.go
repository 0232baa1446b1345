// Package words holds the words that advgen itself puts on pages and into
// feeds, in every language it speaks. A publisher can reword each of them in
// publisher.yaml.
package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
)

// Key names one wording, such as "status.affected".
type Key string

// Table has a wording for every key, in one language. It is immutable.
type Table struct{ words map[Key]string }

// For gives the words of a language, with the publisher's own wordings over
// ours. Own wordings with an unknown key are left out; Check reports them.
func For(lang advisory.Language, own map[string]string) Table {
	t := maps.Clone(table(lang))
	for key, word := range own {
		if _, ok := t[Key(key)]; ok {
			t[Key(key)] = word
		}
	}
	return Table{t}
}

// Get gives the wording of a key. Its placeholders, such as {id}, are replaced
// by the values that follow: name, value, name, value. An unknown key gives
// the key itself in brackets; a test keeps that from happening.
func (t Table) Get(key Key, values ...string) string {
	word, ok := t.words[key]
	if !ok {
		return "[" + string(key) + "]"
	}
	if len(values) == 0 {
		return word
	}
	return Fill(word, values...)
}

// Fill replaces the placeholders of a wording as Get does. (A strings.Replacer
// costs more to make than all else on a small page.)
func Fill(word string, values ...string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(word, '{')
		if i < 0 {
			b.WriteString(word)
			return b.String()
		}
		b.WriteString(word[:i])
		word = word[i+1:]
		name, after, ok := strings.Cut(word, "}")
		value, known := valueOf(name, values)
		if !ok || !known {
			b.WriteByte('{')
			continue
		}
		b.WriteString(value)
		word = after
	}
}

func valueOf(name string, values []string) (string, bool) {
	for i := 0; i+1 < len(values); i += 2 {
		if values[i] == name {
			return values[i+1], true
		}
	}
	return "", false
}

// Status is the wording of a vendor status.
func (t Table) Status(s advisory.VendorStatus) string { return t.Get(Key("status." + s.String())) }

// Section is the heading of a section.
func (t Table) Section(s advisory.Section) string { return t.Get(Key("section." + s.Key())) }

// Keys lists all keys in order.
func Keys() []string {
	var out []string
	for k := range english {
		out = append(out, string(k))
	}
	slices.Sort(out)
	return out
}

// Check says what is wrong with a publisher's own wording: an unknown key, or
// placeholders other than those of our wording. It returns "" if nothing is.
func Check(key, word string) string {
	ours, ok := english[Key(key)]
	if !ok {
		return "there is no such word"
	}
	want, got := placeholders(ours), placeholders(word)
	if !slices.Equal(want, got) {
		if len(want) == 0 {
			return "this word has no placeholders"
		}
		return fmt.Sprintf("the placeholders of this word are %s, each at least once", strings.Join(want, " "))
	}
	return ""
}

// placeholders lists the distinct {name} parts of a wording, sorted.
func placeholders(s string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(s, "{")
		if !ok {
			break
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			break
		}
		out = append(out, "{"+name+"}")
		s = after
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func table(lang advisory.Language) map[Key]string {
	if lang == advisory.Japanese {
		return japanese
	}
	return english
}
