package problem

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Formats are the names of the output formats that Write knows.
func Formats() []string { return []string{"text", "json", "github", "sarif"} }

// Options say how problems are written.
type Options struct {
	// Root is put before every path, with slashes, such as "content". May be
	// empty.
	Root string
	// ToolVersion is the version of advgen, shown in SARIF. May be empty.
	ToolVersion string
	// Lang is a language of Languages for messages, hints and the words around
	// them; "" is English. Names of levels and rules in JSON and SARIF stay.
	Lang string
}

// path gives the path that is shown, or nothing for a problem without one.
func (o Options) path(p Problem) string {
	if o.Root == "" || p.Path == "" {
		return p.Path
	}
	return strings.TrimSuffix(o.Root, "/") + "/" + p.Path
}

// Write writes the problems of list, sorted, in a format of Formats. The text
// format is for people: path:line:col: message, and a line with the hint. The
// github format is that of the workflow commands of GitHub Actions, the sarif
// format SARIF 2.1.0 (OASIS). An empty list gives an empty text, or a document
// with an empty list. The error is that of w, or tells an unknown format.
func Write(w io.Writer, format string, list List, opts Options) error {
	list = list.Sorted().In(opts.Lang) // in the order of the English, whatever the language
	switch format {
	case "text":
		return writeText(w, list, opts)
	case "json":
		return writeJSON(w, list, opts)
	case "github":
		return writeGitHub(w, list, opts)
	case "sarif":
		return writeSARIF(w, list, opts)
	default:
		return fmt.Errorf("unknown format %q: use one of %s", format, strings.Join(Formats(), ", "))
	}
}

func writeText(w io.Writer, list List, opts Options) error {
	out := bufio.NewWriter(w)
	for _, p := range list {
		p.Path = opts.path(p)
		if where := p.Position(); where != "" {
			fmt.Fprintf(out, "%s: ", visible(where))
		}
		if p.Level != Error {
			fmt.Fprint(out, Label(opts.Lang, p.Level.String()))
		}
		fmt.Fprintln(out, visible(p.Message))
		if p.Hint != "" {
			fmt.Fprintf(out, "    %s%s\n", Label(opts.Lang, "hint"), visible(p.Hint))
		}
	}
	return out.Flush()
}

// visible writes characters that cannot be seen, or that change how a terminal
// shows others (control, bidirectional and zero-width characters), as escapes
// such as \u202e, so that the name of a file cannot forge a message.
func visible(text string) string {
	plain := func(r rune) bool { return unicode.IsPrint(r) || r == '\u3000' }
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case plain(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += n
	}
	return b.String()
}

// writeGitHub follows "Workflow commands for GitHub Actions".
func writeGitHub(w io.Writer, list List, opts Options) error {
	out := bufio.NewWriter(w)
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, p := range list {
		command := p.Level.String()
		if p.Level == Note {
			command = "notice"
		}
		var properties []string
		add := func(name, value string) {
			properties = append(properties, name+"="+property.Replace(visible(value)))
		}
		if p.Path != "" {
			add("file", opts.path(p))
			if p.Line > 0 {
				add("line", fmt.Sprint(p.Line))
			}
			if p.Line > 0 && p.Col > 0 {
				add("col", fmt.Sprint(p.Col))
			}
		}
		add("title", p.Rule)
		text := visible(p.Message)
		if p.Hint != "" {
			text += "\n" + Label(opts.Lang, "hint") + visible(p.Hint)
		}
		fmt.Fprintf(out, "::%s %s::%s\n", command, strings.Join(properties, ","), data.Replace(text))
	}
	return out.Flush()
}

// encode writes indented JSON without the escapes that are meant for HTML.
func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

type jsonProblem struct {
	Level   string `json:"level"`
	Rule    string `json:"rule"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Pointer string `json:"pointer"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func writeJSON(w io.Writer, list List, opts Options) error {
	doc := struct {
		Problems []jsonProblem `json:"problems"`
		Errors   int           `json:"errors"`
		Warnings int           `json:"warnings"`
		Notes    int           `json:"notes"`
	}{Problems: []jsonProblem{}}
	for _, p := range list {
		doc.Problems = append(doc.Problems, jsonProblem{
			p.Level.String(), p.Rule, opts.path(p), p.Line, p.Col, p.Pointer, p.Message, p.Hint,
		})
		switch p.Level {
		case Error:
			doc.Errors++
		case Warning:
			doc.Warnings++
		default:
			doc.Notes++
		}
	}
	return encode(w, doc)
}

// The parts of SARIF 2.1.0 that are used.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		// ColumnKind says that columns count characters, not UTF-16 units.
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID string `json:"id"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPlace     `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPlace struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)

func writeSARIF(w io.Writer, list List, opts Options) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "advgen", Version: opts.ToolVersion, Rules: []sarifRule{}}
	var rules []string
	for _, p := range list {
		rules = append(rules, p.Rule)
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	for _, r := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: r})
	}
	for _, p := range list {
		index, _ := slices.BinarySearch(rules, p.Rule)
		run.Results = append(run.Results, sarifOf(p, index, opts))
	}
	return encode(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func sarifOf(p Problem, rule int, opts Options) sarifResult {
	r := sarifResult{RuleID: p.Rule, RuleIndex: rule, Level: p.Level.String(), Message: sarifText{p.Message}}
	if p.Hint != "" {
		r.Message.Text += "\n" + Label(opts.Lang, "hint") + p.Hint
	}
	if p.Path == "" {
		return r
	}
	var at sarifLocation
	// As a URL, so that a colon in the first segment is no scheme.
	at.Physical.Artifact.URI = (&url.URL{Path: opts.path(p)}).String()
	if p.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: p.Line, StartColumn: p.Col}
	}
	if p.Pointer != "" {
		at.Logical = []sarifLogical{{p.Pointer}}
	}
	r.Locations = []sarifLocation{at}
	return r
}
