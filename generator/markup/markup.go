// Package markup turns the Markdown of advisories and statements into HTML that
// is safe to put in a page, and says what an author should change.
//
// The dialect is CommonMark 0.31 with GFM tables, "~~" strikethrough and bare
// http(s) URLs, and with emphasis that works next to Japanese, Chinese and
// Korean text (see emphasis.go). What differs from it is there for safety:
//
//   - raw HTML is never interpreted, it is shown as text;
//   - an HTML comment is never rendered, nor is anything that may be one;
//   - links go to https, http, mailto or a place in the same page, or nowhere;
//   - there are no images; their description is shown;
//   - depth, size and cost are bounded: a text that exceeds a limit is shown as
//     plain text, and Check says so.
//
// Render and Check share one pass, so that what one refuses the other reports.
// Neither panics, and the same input gives the same bytes.
package markup

// HTML is rendered Markdown that is safe to put in a page. Only this package
// makes one; its zero value is an empty text.
type HTML struct {
	html, text, markdown string
	headings             []Heading
}

// String is the HTML: whole block elements, lines end in \n, the last line does
// not. It has no style attributes and no scripts.
func (h HTML) String() string { return h.html }

// Text is the same as plain text: paragraphs separated by an empty line, list
// items as "- …" or "1. …", quotes as "> …", links as "text <url>" (just the URL
// where the text is the URL), code as it is, tables row by row with " | ".
func (h HTML) Text() string { return h.text }

// Markdown is the text written anew in one canonical form, if Options asked for
// it: rendering it gives the same HTML and plain text. It is made from what is
// shown, so comments, definitions and the author's spelling do not get into it.
// It holds for a text without errors, but for one oddity of the parser (text
// right below a table in a list item); of one with errors it is what is shown.
func (h HTML) Markdown() string { return h.markdown }

// Headings lists the headings of a text, in order, but for those in quotes and
// lists.
func (h HTML) Headings() []Heading { return h.headings }

// Heading is a heading with the id that leads to it. Text is plain text in one
// line.
type Heading struct{ ID, Text string }

// IsZero says that there is nothing to show.
func (h HTML) IsZero() bool { return h.html == "" }

// Options says how a text fits into its page.
type Options struct {
	// IDPrefix is put before every heading id, so that several texts can share
	// a page, such as "solution-".
	IDPrefix string
	// Heading is the level that a top heading of a body (###) is rendered as;
	// 0 means 3. Deeper ones follow, capped at 6.
	Heading int
	// Markdown asks for HTML.Markdown, which pages do not need.
	Markdown bool
}

// Finding is one thing in a Markdown text that an author should change. It
// never quotes the text. Line counts from 1 within the text, Col from 1 in
// characters; a Col of 0 means that only the line is known.
type Finding struct {
	Line, Col int
	// Warning is a thing that need not stop a build.
	Warning bool
	// Rule is the stable name of the rule, such as "md-link".
	Rule string
	// Message says what is wrong, Hint what to write instead.
	Message, Hint string
}

// Render turns Markdown into HTML and plain text. Whatever Check reports as an
// error is left out or shown as text; it is never interpreted.
func (r *Renderer) Render(src string, o Options) HTML {
	h, _ := r.process(src, o)
	return h
}

// Check reports everything an author should change, in the order of the text.
func (r *Renderer) Check(src string) []Finding {
	_, found := r.process(src, Options{})
	return found
}

func (r *Renderer) process(src string, o Options) (HTML, []Finding) {
	notes := &notes{}
	text := clean(src, notes)
	doc, cuts := r.withoutComments(text, notes)
	if doc.limit == nil {
		w := newWriter(doc, o, notes)
		w.document()
		if w.limit == nil {
			h := HTML{string(trimNewlines(w.html)), w.plain.String(), w.md.String(), w.headings}
			return h, notes.list(text, cuts)
		}
		doc.limit, doc.limitAt = w.limit, w.limitAt
	}
	notes.error(doc.limitAt, *doc.limit)
	return fallback(text, o), notes.list(text, cuts)
}
