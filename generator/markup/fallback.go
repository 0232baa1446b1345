package markup

import "strings"

// fallback shows a text that exceeds a limit as plain paragraphs. Source that
// Markdown would not show stays out: comments, paragraphs that may hold link
// definitions, and the lines of code fences.
func fallback(src string, o Options) HTML {
	md := newCanonical(o)
	var html []byte
	var text []string
	for _, p := range paragraphs(visible(dropComments(src))) {
		html = append(html, "<p>"...)
		html = appendEscaped(html, p)
		html = append(html, "</p>\n"...)
		text = append(text, p)
		md.block(2)
		md.text(p)
		md.paragraph()
	}
	return HTML{html: string(trimNewlines(html)), text: strings.Join(text, "\n\n"), markdown: md.String()}
}

func paragraphs(src string) []string {
	var out, lines []string
	end := func() {
		if p := strings.Join(lines, "\n"); p != "" && !strings.Contains(p, "]:") {
			out = append(out, p)
		}
		lines = lines[:0]
	}
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			end()
		case strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
		default:
			lines = append(lines, line)
		}
	}
	end()
	return out
}

func trimNewlines(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == '\n' {
		b = b[:len(b)-1]
	}
	return b
}
