package problem

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Languages are the languages in which problems can be written. Programs speak
// English; Japanese is put in its place when problems are written, so that rules
// have one wording to care for.
func Languages() []string { return []string{"en", "ja"} }

// entry is one English text and the same in Japanese. In the English, {} stands
// for anything without a backquote (a name, a number, an example) and goes over
// as it is; {*} stands for a text that is itself an entry. In the Japanese, {1}
// is the first of them, {2} the second.
type entry struct{ english, japanese string }

// Translate gives a message or a hint in a language of Languages. What has no
// translation, which a test keeps from happening, stays English.
func Translate(lang, text string) string {
	if lang != "ja" {
		return text
	}
	if out, ok := japanese().translate(text, 0); ok {
		return out
	}
	return text
}

// In gives the problems with message and hint in a language of Languages.
func (l List) In(lang string) List {
	if lang != "ja" {
		return l
	}
	out := slices.Clone(l)
	for i := range out {
		out[i].Message, out[i].Hint = Translate(lang, out[i].Message), Translate(lang, out[i].Hint)
	}
	return out
}

// Label gives the words that stand before a text, with what parts them from it:
// of a level, or of "hint" and "mended".
func Label(lang, word string) string {
	if lang == "ja" {
		for _, l := range japaneseLabels {
			if l.english == word {
				return l.japanese + "："
			}
		}
	}
	return word + ": "
}

var japaneseLabels = []entry{{"error", "エラー"}, {"warning", "警告"}, {"note", "参考"}, {"hint", "ヒント"}, {"mended", "修正"}}

// japanese is the dictionary, made ready at its first use.
var japanese = sync.OnceValue(func() dictionary {
	return newDictionary(slices.Concat(japaneseCheck, japaneseSource, japaneseTexts, japaneseReview, japaneseSite))
})

// dictionary finds the translation of a text.
type dictionary struct {
	exact    map[string]string
	patterns []pattern // those with more fixed text first
	any      string    // in tests, what matches every {*}; else ""
}

// pattern is an entry with placeholders: what stands before the first, between
// each two, and after the last.
type pattern struct {
	fixed    []string
	clause   []bool // which placeholders are {*}
	length   int    // of all that is fixed
	japanese string
}

func newDictionary(entries []entry) dictionary {
	d := dictionary{exact: map[string]string{}}
	for _, e := range entries {
		p := pattern{japanese: e.japanese}
		rest := e.english
		for {
			i := strings.IndexByte(rest, '{')
			for i >= 0 && !strings.HasPrefix(rest[i:], "{}") && !strings.HasPrefix(rest[i:], "{*}") {
				next := strings.IndexByte(rest[i+1:], '{')
				if i += 1 + next; next < 0 {
					i = -1
				}
			}
			if i < 0 {
				break
			}
			clause := strings.HasPrefix(rest[i:], "{*}")
			p.fixed, p.clause = append(p.fixed, rest[:i]), append(p.clause, clause)
			p.length += i
			_, rest, _ = strings.Cut(rest[i:], "}")
		}
		if p.clause == nil {
			d.exact[e.english] = e.japanese
			continue
		}
		p.fixed = append(p.fixed, rest)
		p.length += len(rest)
		d.patterns = append(d.patterns, p)
	}
	slices.SortStableFunc(d.patterns, func(a, b pattern) int { return cmp.Compare(b.length, a.length) })
	return d
}

// maxClauses bounds how deep texts stand inside each other.
const maxClauses = 3

func (d dictionary) translate(text string, depth int) (string, bool) {
	if out, ok := d.exact[text]; ok {
		return out, true
	}
	for _, p := range d.patterns {
		values, ok := p.match(text)
		if !ok {
			continue
		}
		for i, clause := range p.clause {
			if !clause || values[i] == d.any {
				continue
			}
			if depth == maxClauses {
				ok = false
				break
			}
			if values[i], ok = d.translate(values[i], depth+1); !ok {
				break
			}
		}
		if ok {
			return fill(p.japanese, values), true
		}
	}
	return "", false
}

// match takes a text apart, each fixed part as early as possible but the last,
// which ends the text.
func (p pattern) match(text string) ([]string, bool) {
	last := len(p.fixed) - 1
	rest, ok := strings.CutPrefix(text, p.fixed[0])
	if !ok {
		return nil, false
	}
	if rest, ok = strings.CutSuffix(rest, p.fixed[last]); !ok {
		return nil, false
	}
	values := make([]string, 0, last)
	for _, fixed := range p.fixed[1:last] {
		value, after, found := strings.Cut(rest, fixed)
		if !found {
			return nil, false
		}
		values, rest = append(values, value), after
	}
	values = append(values, rest)
	for i, v := range values {
		if v == "" || !p.clause[i] && strings.Contains(v, "`") {
			return nil, false
		}
	}
	return values, true
}

// fill puts values in the place of {1}, {2}, …, in one pass, so that braces in
// a value stay what they are.
func fill(text string, values []string) string {
	pairs := make([]string, 0, 2*len(values))
	for i, v := range values {
		pairs = append(pairs, "{"+strconv.Itoa(i+1)+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
