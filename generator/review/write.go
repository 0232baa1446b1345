package review

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/advgen/advgen/generator/problem"
)

// String is one line: where, the rule, and what is wrong.
func (f Finding) String() string { return f.in(wordsEnglish) }

// in is String with the words of a language around the message.
func (f Finding) in(words verdictWords) string {
	where := Visible(f.Path)
	switch {
	case f.Path == "" && f.Commit != "":
		where = words.commit + short(f.Commit)
	case f.Path == "":
		where = words.whole
	case f.Line > 0 && f.Col > 0:
		where = fmt.Sprintf("%s:%d:%d", where, f.Line, f.Col)
	case f.Line > 0:
		where = fmt.Sprintf("%s:%d", where, f.Line)
	}
	return fmt.Sprintf("%s: %s: %s", where, f.Rule, f.Message)
}

func short(id string) string { return id[:min(12, len(id))] }

// Write writes a verdict as "text" for people or "json" for programs. Both may
// be shown to the vendor, and are safe in the log of a build server: every path
// is written by Visible, and the rest are words of ours.
func Write(w io.Writer, format string, v *Verdict) error { return WriteIn(w, format, "en", v) }

// verdictWords are the words around the findings.
type verdictWords struct{ commit, whole, accepted, refused, ids string }

var (
	wordsEnglish  = verdictWords{"commit ", "range", "accepted: ", "refused: ", "as %s, base %s, head %s"}
	wordsJapanese = verdictWords{"コミット ", "コミットの範囲", "受け付けました：", "受け付けられません：", "提出者 %s、base %s、head %s"}
)

// WriteIn is Write in a language of problem.Languages. The names in JSON stay.
func WriteIn(w io.Writer, format, lang string, v *Verdict) error {
	words := wordsEnglish
	if lang == "ja" {
		words = wordsJapanese
		v = v.in(lang)
	}
	if format == "json" {
		return writeJSON(w, v)
	}
	out := bufio.NewWriter(w)
	commit := ""
	for _, f := range v.Findings {
		if f.Commit != commit && f.Commit != "" {
			fmt.Fprintf(out, "%s%s\n", words.commit, f.Commit)
		}
		commit = f.Commit
		fmt.Fprintf(out, "  %s\n", f.in(words))
		if f.Hint != "" {
			fmt.Fprintf(out, "      %s%s\n", problem.Label(lang, "hint"), f.Hint)
		}
	}
	word := words.refused
	if v.Accepted {
		word = words.accepted
	}
	fmt.Fprintf(out, word+words.ids+"\n", v.As, v.Base, v.Head)
	return out.Flush()
}

// in gives the verdict with its findings in a language.
func (v *Verdict) in(lang string) *Verdict {
	out := *v
	out.Findings = make([]Finding, 0, len(v.Findings))
	for _, f := range v.Findings {
		f.Message, f.Hint = problem.Translate(lang, f.Message), problem.Translate(lang, f.Hint)
		out.Findings = append(out.Findings, f)
	}
	return &out
}

// verdictJSON is the shape that other programs rely on.
type verdictJSON struct {
	Accepted bool          `json:"accepted"`
	As       string        `json:"as"`
	Base     string        `json:"base"`
	Head     string        `json:"head"`
	Commits  int           `json:"commits"`
	Findings []findingJSON `json:"findings"`
}

type findingJSON struct {
	Rule    string `json:"rule"`
	Commit  string `json:"commit"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func writeJSON(w io.Writer, v *Verdict) error {
	doc := verdictJSON{v.Accepted, v.As, v.Base, v.Head, v.Commits, []findingJSON{}}
	for _, f := range v.Findings {
		doc.Findings = append(doc.Findings, findingJSON{f.Rule, f.Commit, Visible(f.Path), f.Line, f.Col, f.Message, f.Hint})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
