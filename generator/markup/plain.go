package markup

import "strings"

// plain writes the plain text beside the HTML. Line breaks are owed until
// something follows, so that no blank line or space is left at an end.
type plain struct {
	b      []byte
	prefix string // before every line: the indent of lists, "> " of quotes
	marker string // stands for the end of prefix, once, on the next line
	gap    int    // line feeds owed
}

// block says that a new block starts, n line feeds below what was written.
func (p *plain) block(n int) {
	if p.marker == "" { // the first block of an item stands beside its marker
		p.gap = max(p.gap, n)
	}
}

// push starts a container: first is written before its first line, the width of
// first, or rest, before the others.
func (p *plain) push(first, rest string) (pop func()) {
	saved := p.prefix
	p.prefix += rest
	p.marker += first
	return func() {
		if p.marker != "" {
			p.open()
		}
		p.prefix = saved
	}
}

// open writes what is owed before text.
func (p *plain) open() {
	if p.gap == 0 && p.marker == "" && len(p.b) > 0 {
		return
	}
	p.trim()
	for ; p.gap > 0 && len(p.b) > 0; p.gap-- {
		p.b = append(p.b, '\n')
	}
	p.gap = 0
	p.b = append(p.b, p.prefix[:len(p.prefix)-len(p.marker)]...)
	p.b = append(p.b, p.marker...)
	p.marker = ""
}

func (p *plain) trim() {
	for len(p.b) > 0 && (p.b[len(p.b)-1] == ' ' || p.b[len(p.b)-1] == '\t') {
		p.b = p.b[:len(p.b)-1]
	}
}

func (p *plain) write(s string) {
	for {
		line, rest, more := strings.Cut(s, "\n")
		if line != "" {
			p.open()
			p.b = append(p.b, line...)
		}
		if !more {
			return
		}
		p.gap++
		s = rest
	}
}

func (p *plain) String() string {
	p.trim()
	return strings.Trim(string(p.b), "\n")
}
