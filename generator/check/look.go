package check

import (
	"fmt"
	"math"
	"strconv"

	"github.com/advgen/advgen/generator/logo"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/source"
)

// Colors are colours of the publisher's own, as #rrggbb; empty ones are ours.
type Colors struct{ Brand, Link, Visited, Ink string }

// Logo is a picture before the name of the site.
type Logo struct {
	logo.Picture
	Alt Text // may be empty
}

// FooterLink leads to an address, or to a page of the publisher's own.
type FooterLink struct {
	Title     Text // of an address
	URL, Page string
}

// The grounds of pages, the papers and panels of templates/css/10-tokens.css.
var (
	lightGrounds = []string{"#ffffff", "#f3f5f7"}
	darkGrounds  = []string{"#14181c", "#1e242a"}
)

// minContrast is what WCAG 2.2 asks of text (1.4.3, level AA).
const minContrast = 4.5

func (p *Publisher) readColors(f file, n *source.Node) {
	read := func(scheme string, grounds []string) Colors {
		get := func(name string) string {
			value := n.At("/" + scheme + "/" + name)
			text := str(value)
			colour, ok := luminance(text)
			if !ok {
				return "" // the schema has said so
			}
			least := math.Inf(1)
			for _, ground := range grounds {
				g, _ := luminance(ground)
				least = min(least, contrast(colour, g))
			}
			if least < minContrast {
				f.error("low-contrast", value.Pos, "/colors/"+scheme+"/"+name,
					fmt.Sprintf("this colour stands out from the ground of the page by only %s to 1", ratio(least)),
					fmt.Sprintf("4.5 to 1 is the least that can be read well; the grounds are %s and %s", grounds[0], grounds[1]))
			}
			return text
		}
		return Colors{get("brand"), get("link"), get("visited"), get("ink")}
	}
	p.Light, p.Dark = read("light", lightGrounds), read("dark", darkGrounds)
}

// ratio writes a contrast with one decimal, never rounded up to one that would
// do.
func ratio(c float64) string { return strconv.FormatFloat(math.Floor(c*10)/10, 'f', 1, 64) }

// luminance is the relative luminance of #rrggbb (WCAG 2.2, "relative
// luminance").
func luminance(colour string) (float64, bool) {
	if len(colour) != 7 || colour[0] != '#' {
		return 0, false
	}
	rgb, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return 0, false
	}
	part := func(shift uint) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0), true
}

// contrast is the contrast ratio of two luminances (WCAG 2.2, "contrast ratio").
func contrast(a, b float64) float64 {
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func (p *Publisher) readLogo(in *register, r reader, n *source.Node) {
	name := n.Get("file")
	if str(name) == "" {
		return
	}
	data, problems := in.read(str(name), logo.MaxBytes)
	for _, q := range problems {
		r.error(q.Rule, name.Pos, "/logo/file", "the logo: "+q.Message, q.Hint)
	}
	if data == nil {
		return
	}
	picture, err := logo.Read(data)
	if err != nil {
		place := problem.Problem{Rule: "bad-logo", Path: str(name), Message: err.Message, Hint: err.Hint}
		if err.Offset > 0 {
			pos := source.PosAt(data, err.Offset)
			place.Line, place.Col = pos.Line, pos.Col
		}
		r.list.Add(place)
		return
	}
	p.Logo = &Logo{picture, r.text(n.Get("alt"))}
}

func (p *Publisher) readFooter(r reader, n *source.Node) {
	for i, item := range items(n) {
		pointer := "/footer/" + strconv.Itoa(i)
		link := FooterLink{r.text(item.Get("title")), str(item.Get("url")), str(item.Get("page"))}
		switch {
		case (link.URL == "") == (link.Page == ""):
			r.error("footer-link", item.Pos, pointer, "a link of the footer leads either to an address or to a page", "write `title` and `url`, or `page`")
			continue
		case link.Page != "" && p.page(link.Page) == nil:
			r.error("footer-link", item.Get("page").Pos, pointer+"/page", "there is no page of this name", p.pageHint(link.Page))
			continue
		case link.URL != "" && link.Title == nil:
			r.error("footer-link", item.Pos, pointer, "this link has no words", "add `title`")
			continue
		case link.Page != "" && link.Title != nil:
			r.error("footer-link", item.Get("title").Pos, pointer+"/title", "a page has its own title", "remove `title`")
			continue
		}
		p.Footer = append(p.Footer, link)
	}
}

func (p *Publisher) pageHint(name string) string {
	var names []string
	for _, page := range p.Pages {
		names = append(names, page.Name)
	}
	if near, ok := problem.Nearest(name, names); ok {
		return fmt.Sprintf("did you mean `%s`?", near)
	}
	return "pages are files pages/<name>.md"
}
