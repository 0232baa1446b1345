package preview

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"time"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/problem"
)

//go:embed files
var files embed.FS

var pages = template.Must(template.ParseFS(files, "files/*.html"))

// texts are the words of the preview itself. They are not among the words of
// the site, since they never get there.
type texts struct {
	mark, warning      string
	everything, asOf   string // what is shown
	public, notPublic  string // of an advisory
	until, undated     string
	parts              string // of an advisory with parts that are held
	problems, warnings string
	broken, brokenHint string
	missing, home      string
}

var inJapanese = texts{
	mark: "公開前プレビュー", warning: "公開前の情報が含まれています。転送や公開をしないでください。",
	everything: "公開日時にかかわらず、すべてを表示しています。", asOf: "%s 時点の内容を表示しています。",
	public: "この脆弱性情報は公開済みです。", notPublic: "この脆弱性情報は未公開です：%s", until: "%s まで非公開", undated: "公開日時は未定",
	parts:    "非公開の部分",
	problems: "内容に問題があります", warnings: "確認事項：%d 件",
	broken: "ページを作成できません", brokenHint: "直して保存すると、自動的に再表示されます。",
	missing: "ページが見つかりません", home: "最初のページ",
}

var inEnglish = texts{
	mark: "Preview: under embargo", warning: "It shows information that is not public. Do not forward or publish it.",
	everything: "Everything is shown, whatever its date.", asOf: "Shown as of %s.",
	public: "This advisory is public.", notPublic: "This advisory is not public: %s.", until: "held until %s", undated: "held, no date agreed",
	parts:    "Parts that are held",
	problems: "The content has problems", warnings: "Warnings and notes: %d",
	broken: "The pages cannot be made", brokenHint: "Mend it and save; this page then reloads by itself.",
	missing: "There is no such page", home: "First page",
}

func textsIn(lang advisory.Language) texts {
	if lang == advisory.Japanese {
		return inJapanese
	}
	return inEnglish
}

// banner is what stands above every page.
type banner struct {
	Lang                advisory.Language
	Mark, Warning, What string
	State               string // of the advisory that the page is about
	PartsTitle          string
	Parts               []part
	Warnings            string // how many there are, with a link
}

// part is something of an advisory that is held.
type part struct{ Path, When string }

func (st *state) banner(lang advisory.Language, e *disclosure.Entry) banner {
	t := textsIn(lang)
	b := banner{Lang: lang, Mark: t.mark, Warning: t.warning, What: t.everything}
	if !st.options.AsOf.IsZero() {
		b.What = fmt.Sprintf(t.asOf, st.options.AsOf.In(st.zone).Format("2006/01/02 15:04:05 MST"))
	}
	if n := len(st.problems); n > 0 {
		b.Warnings = fmt.Sprintf(t.warnings, n)
	}
	if e == nil {
		return b
	}
	b.State, b.PartsTitle = t.public, t.parts
	for _, h := range st.held[e.ID()] {
		if h.Kind == "advisory" {
			b.State = fmt.Sprintf(t.notPublic, st.when(h.From, t))
		} else {
			b.Parts = append(b.Parts, part{h.Path, st.when(h.From, t)})
		}
	}
	return b
}

// mark puts the banner into a page, a mark into its title, and a word to search
// engines into its head. A page that a template of the publisher makes may lack
// any of these places: then the banner comes first.
func mark(page []byte, b banner) []byte {
	var top bytes.Buffer
	if err := pages.ExecuteTemplate(&top, "banner.html", b); err != nil {
		return []byte("preview: " + template.HTMLEscapeString(err.Error()))
	}
	head := `<meta name="robots" content="noindex"><link rel="stylesheet" href="/` + own + `preview.css">` +
		`<script type="module" src="/` + own + `reload.js"></script>`
	page, inHead := insertAfter(page, "<head", head)
	page, _ = insertAfter(page, "<title", "["+template.HTMLEscapeString(b.Mark)+"] ")
	if !inHead {
		top.WriteString(head)
	}
	page, inBody := insertAfter(page, "<body", top.String())
	if !inBody {
		page = append(top.Bytes(), page...)
	}
	return page
}

// insertAfter puts text behind the first tag that begins so, if there is one.
func insertAfter(page []byte, tag, text string) ([]byte, bool) {
	i := bytes.Index(page, []byte(tag+">"))
	if j := bytes.Index(page, []byte(tag+" ")); i < 0 || j >= 0 && j < i {
		i = j
	}
	if i < 0 {
		return page, false
	}
	end := bytes.IndexByte(page[i:], '>')
	if end < 0 {
		return page, false
	}
	end += i + 1
	return append(append(bytes.Clone(page[:end]), text...), page[end:]...), true
}

// notice is a page of the preview's own.
type notice struct {
	Lang         advisory.Language
	Banner       banner
	Title, Error string
	Problems     []finding
	Hint, Home   string
}

// finding is a problem as it is shown.
type finding struct{ Level, Where, Message, Hint string }

// serveProblems shows what is wrong with the content, and err if it is not
// about the content.
func (st *state) serveProblems(w http.ResponseWriter, status int, err error) {
	lang, ok := advisory.ParseLanguage(st.options.Lang)
	if !ok {
		lang = advisory.English
	}
	t := textsIn(lang)
	n := notice{Lang: lang, Banner: st.banner(lang, nil), Title: t.problems, Hint: t.brokenHint}
	n.Banner.Warnings = ""
	if err != nil {
		n.Title, n.Error = t.broken, err.Error()
	}
	for _, p := range st.problems.Sorted().In(st.options.Lang) {
		if st.options.Root != "" && p.Path != "" {
			p.Path = st.options.Root + "/" + p.Path
		}
		n.Problems = append(n.Problems, finding{
			problem.Label(st.options.Lang, p.Level.String()), p.Position(), p.Message, p.Hint,
		})
	}
	st.serveNotice(w, status, n)
}

func (st *state) serveMissing(w http.ResponseWriter, name string) {
	lang := st.language(name)
	t := textsIn(lang)
	st.serveNotice(w, http.StatusNotFound, notice{Lang: lang, Banner: st.banner(lang, nil), Title: t.missing, Home: t.home})
}

func (st *state) serveNotice(w http.ResponseWriter, status int, n notice) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if err := pages.ExecuteTemplate(w, "notice.html", n); err != nil {
		fmt.Fprintln(w, template.HTMLEscapeString(err.Error()))
	}
}

// heartbeat keeps a connection to an open page from being taken for dead.
const heartbeat = 20 * time.Second

// serveOwn gives the preview's own files and events.
func (s *Server) serveOwn(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "events":
		s.serveEvents(w, r)
	case "problems", "problems/index.html":
		st, _, _ := s.current()
		st.serveProblems(w, http.StatusOK, st.broken)
	case "preview.css", "reload.js", "icon.svg":
		data, err := s.ownFile(name)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", contentType(name))
		w.Write(data)
	default:
		http.NotFound(w, r)
	}
}

// ownFile reads a file of the preview's own. Its icon is the built-in one, since
// its pages also stand where no page of the site can be made.
func (s *Server) ownFile(name string) ([]byte, error) {
	if name == "icon.svg" {
		st, _, _ := s.current()
		return fs.ReadFile(st.options.Templates, "img/icon.svg")
	}
	return files.ReadFile("files/" + name)
}

// serveEvents tells an open page when the content was read again, as
// server-sent events (HTML, section 9.2). The page names the state that it
// so that a page whose connection broke sees that it missed one.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		_, number, changed := s.current()
		fmt.Fprintf(w, "data: %s-%d\n\n", s.run, number)
		for waiting := true; waiting; {
			if control.Flush() != nil {
				return
			}
			select {
			case <-r.Context().Done():
				return
			case <-changed:
				waiting = false
			case <-beat.C:
				fmt.Fprint(w, ":\n\n")
			}
		}
	}
}
