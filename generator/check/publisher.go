package check

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
	"github.com/advgen/advgen/generator/words"
)

// PublisherFile is where the publisher is described.
const PublisherFile = "publisher.yaml"

// Defaults of publisher.yaml.
const (
	defaultWindowDays   = 30
	defaultMinEntries   = 20
	defaultHandlingDays = 45
)

// readPublisher reads publisher.yaml. The result always has a zone; without a
// language nothing else can be understood.
func readPublisher(in *register, s *schemas) (*Publisher, problem.List) {
	p := &Publisher{
		Zone:       time.UTC,
		WindowDays: defaultWindowDays, MinEntries: defaultMinEntries, HandlingDays: defaultHandlingDays,
		Words: map[advisory.Language]map[string]string{},
	}
	data, list := in.read(PublisherFile, source.MaxYAML)
	if data == nil {
		if _, err := fs.Stat(in.fsys, PublisherFile); errors.Is(err, fs.ErrNotExist) {
			list[0].Message = "there is no such file, so this is not a content folder"
			list[0].Hint = "--content names the folder; advgen init DIR makes a new one"
		}
		return p, list
	}
	root, problems := source.ParseYAML(PublisherFile, data)
	list.Add(problems...)
	if root == nil {
		return p, list
	}
	f := file{PublisherFile, &list}
	s.validate(f, kindPublisher, root)
	p.read(in, s, f, root)
	return p, list
}

func (p *Publisher) read(in *register, s *schemas, f file, root *source.Node) {
	p.readLanguages(root.Get("languages"))
	if len(p.Languages) == 0 {
		return
	}
	p.readZone(f, root.Get("time_zone"))
	r := reader{f, p.First(), p.Zone}
	p.Name = r.text(root.Get("name"))
	p.Organization = r.text(root.Get("organization"))
	p.Description = r.text(root.Get("description"))
	p.BaseURL = str(root.Get("base_url"))
	p.Category = str(root.Get("category"))
	if p.Category == "" {
		p.Category = "coordinator"
	}
	p.Contact = r.contact(root.Get("contact"))
	p.readSeries(r, root.Get("series"))
	f.list.Add(p.readPages(in, s)...)
	p.readRedirects(f, root.Get("redirects"))
	p.readColors(f, root.Get("colors"))
	p.readLogo(in, r, root.Get("logo"))
	p.readFooter(r, root.Get("footer"))
	p.readWords(f, root.Get("words"))
	p.Formats = strs(root.Get("formats"))
	p.Keep = strs(root.Get("keep"))
	setInt(&p.WindowDays, root.At("/feeds/window_days"))
	setInt(&p.MinEntries, root.At("/feeds/min_entries"))
	setInt(&p.HandlingDays, root.Get("handling_days"))
	if n := root.Get("security_txt"); n != nil {
		p.SecurityTxt = &SecurityTxt{
			Contact:         strs(n.Get("contact")),
			Expires:         r.instant(n.Get("expires"), "/security_txt/expires"),
			Encryption:      str(n.Get("encryption")),
			Policy:          str(n.Get("policy")),
			Acknowledgments: str(n.Get("acknowledgments")),
		}
	}
}

func (r reader) contact(n *source.Node) Contact {
	return Contact{Email: str(n.Get("email")), URL: str(n.Get("url"))}
}

func setInt(to *int, n *source.Node) {
	if i, err := strconv.Atoi(str(n)); err == nil && i >= 0 {
		*to = i
	}
}

func (p *Publisher) readLanguages(n *source.Node) {
	var langs []advisory.Language
	for _, s := range strs(n) {
		if lang, ok := advisory.ParseLanguage(s); ok {
			langs = append(langs, lang)
		}
	}
	p.Languages = langs
}

func (p *Publisher) readZone(f file, n *source.Node) {
	name := str(n)
	if name == "" {
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		f.error("unknown-zone", n.Pos, "/time_zone", "there is no such time zone", "write an IANA zone, as in time_zone: Asia/Tokyo")
		return
	}
	p.Zone = zone
}

// folders of the output that no series can have, and no page of the publisher.
var takenPaths = []string{"assets", "browse", "cve", "cwe", "en", "feeds", "index", "ja", "osv", "pages", "products", "rss", "schema", "search", "vendors", "years"}

// IsTakenPath says that no series can have this path, since the site needs the
// folder itself.
func IsTakenPath(path string) bool { return contains(takenPaths, path) }

func (p *Publisher) readSeries(r reader, n *source.Node) {
	paths := map[string]bool{}
	for i, item := range items(n) {
		pointer := "/series/" + strconv.Itoa(i)
		s := Series{Name: r.text(item.Get("name"))}
		s.Prefix = str(item.Get("prefix"))
		s.Path = str(item.Get("path"))
		pattern := item.Get("pattern")
		_, err := regexp.Compile(str(pattern)) // by itself: "a)|(b" must not break out
		expr, errWhole := regexp.Compile(`^(?:` + str(pattern) + `)$`)
		if err != nil || errWhole != nil {
			r.error("bad-pattern", pattern.Pos, pointer+"/pattern", "this is not a regular expression", "as in pattern: '[0-9]{8}'")
			continue
		}
		s.Pattern = expr
		if contains(takenPaths, s.Path) {
			r.error("series-path-taken", item.Get("path").Pos, pointer+"/path", "the site needs this folder for something else", "taken are: "+strings.Join(takenPaths, ", "))
		}
		if paths[s.Path] {
			r.error("series-path-twice", item.Get("path").Pos, pointer+"/path", "two series have the same path", "give each a folder of its own")
		}
		paths[s.Path] = true
		if s.Name == nil {
			name := s.Prefix
			if name == "" {
				name = s.Path
			}
			s.Name = Text{p.First(): strings.TrimRight(name, "#:-_. ")}
		}
		p.Series = append(p.Series, s)
	}
}

func (p *Publisher) readWords(f file, n *source.Node) {
	if n == nil {
		return
	}
	for _, byLang := range n.Fields {
		lang, ok := advisory.ParseLanguage(byLang.Key)
		if !ok {
			continue
		}
		own := map[string]string{}
		for _, field := range byLang.Value.Fields {
			if msg := words.Check(field.Key, str(field.Value)); msg != "" {
				hint := "docs/format.md lists the keys"
				if near, ok := problem.Nearest(field.Key, words.Keys()); ok && near != field.Key {
					hint = fmt.Sprintf("did you mean `%s`?", near)
				}
				f.error("bad-word", field.Pos, "/words/"+byLang.Key, msg, hint)
				continue
			}
			own[field.Key] = str(field.Value)
		}
		p.Words[lang] = own
	}
}
