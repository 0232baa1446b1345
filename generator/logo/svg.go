package logo

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// elements are the elements of SVG that draw and do nothing else (SVG 2):
// without scripts, foreign content, animation, links, pictures and style
// sheets.
var elements = set("svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line",
	"polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern")

func set(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		out[n] = true
	}
	return out
}

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	plainSVG   = "save it as plain SVG, without scripts, styles and data of the drawing program"
)

// reference is an address within the picture, local what url() may hold.
var (
	reference = regexp.MustCompile(`^#[A-Za-z_][A-Za-z0-9_.:-]*$`)
	local     = regexp.MustCompile(`^url\(#[A-Za-z_][A-Za-z0-9_.:-]*\)$`)
	attribute = regexp.MustCompile(`^[a-z][A-Za-z0-9-]*$`)
)

// readSVG writes an SVG anew from its elements and attributes.
func readSVG(data []byte) (Picture, *Error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	w := svgWriter{}
	for {
		at := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Picture{}, &Error{Message: "the logo is an SVG that cannot be read", Hint: "save it again; it must be UTF-8 and well formed", Offset: at}
		}
		if wrong := w.token(token); wrong != nil {
			wrong.Offset = at
			return Picture{}, wrong
		}
	}
	if !w.done || len(w.open) > 0 {
		return Picture{}, &Error{Message: "the logo is an SVG that cannot be read", Hint: "save it again; it must be UTF-8 and well formed"}
	}
	if w.width == 0 || w.height == 0 {
		return Picture{}, &Error{Message: "the logo does not say how large it is", Hint: `add viewBox, as in <svg viewBox="0 0 120 40">`}
	}
	return Picture{"svg", w.width, w.height, append(w.out.Bytes(), '\n')}, nil
}

type svgWriter struct {
	out           bytes.Buffer
	open          []string
	done          bool // the root is closed
	width, height int
}

func (w *svgWriter) token(token xml.Token) *Error {
	switch t := token.(type) {
	case xml.StartElement:
		return w.start(t)
	case xml.EndElement:
		if len(w.open) == 0 || w.open[len(w.open)-1] != t.Name.Local || t.Name.Space != "" {
			return &Error{Message: "the logo is an SVG that cannot be read", Hint: "save it again; it must be UTF-8 and well formed"}
		}
		w.open = w.open[:len(w.open)-1]
		w.done = len(w.open) == 0
		w.out.WriteString("</" + t.Name.Local + ">")
	case xml.CharData:
		if len(w.open) > 0 {
			_ = xml.EscapeText(&w.out, t) // a bytes.Buffer takes everything
		}
	case xml.ProcInst:
		if t.Target != "xml" {
			return &Error{Message: "the logo refers to a style sheet or the like", Hint: plainSVG}
		}
	case xml.Directive: // a document type: entities, and addresses of definitions
		return &Error{Message: "the logo has a document type", Hint: "remove <!DOCTYPE …> from the SVG"}
	}
	return nil // comments are left out
}

func (w *svgWriter) start(t xml.StartElement) *Error {
	if t.Name.Space != "" || !elements[t.Name.Local] || w.done || len(w.open) == 0 && t.Name.Local != "svg" {
		return &Error{Message: "the logo has an element that a logo cannot have", Hint: plainSVG + "; a logo has paths, shapes, texts and gradients"}
	}
	w.out.WriteString("<" + t.Name.Local)
	if len(w.open) == 0 {
		w.out.WriteString(` xmlns="` + svgSpace + `"`)
		w.size(t.Attr)
	}
	w.open = append(w.open, t.Name.Local)
	for _, a := range t.Attr {
		name := a.Name.Local
		switch {
		case a.Name.Space == "" && name == "xmlns" && a.Value == svgSpace, a.Name.Space == "xmlns" && name == "xlink" && a.Value == xlinkSpace:
			continue
		case a.Name.Space == "xlink" && name == "href" || a.Name.Space == "" && name == "href":
			if !reference.MatchString(a.Value) {
				return &Error{Message: "the logo refers to something outside of itself", Hint: plainSVG}
			}
			name = "href"
		case a.Name.Space == "xml" && (name == "space" || name == "lang"):
			continue
		case a.Name.Space != "" || !attribute.MatchString(name):
			return &Error{Message: "the logo has an attribute that a logo cannot have", Hint: plainSVG}
		case strings.HasPrefix(name, "on"):
			return &Error{Message: "the logo has a script", Hint: plainSVG}
		case name == "style" || name == "class":
			return &Error{Message: "the logo has a style", Hint: `write colours as attributes, as in fill="#123f66"`}
		case strings.ContainsAny(a.Value, "(") && outward(a.Value):
			return &Error{Message: "the logo refers to something outside of itself", Hint: plainSVG}
		}
		w.out.WriteString(" " + name + `="`)
		_ = xml.EscapeText(&w.out, []byte(a.Value))
		w.out.WriteString(`"`)
	}
	w.out.WriteString(">")
	return nil
}

// functions are those that a value may call: colours and movements.
var functions = regexp.MustCompile(`(?i)\b(?:rgba?|hsla?|matrix|translate|scale|rotate|skewX|skewY)\s*\(`)

// outward says that a value may refer to another place.
func outward(value string) bool {
	value = strings.TrimSpace(value)
	return !local.MatchString(value) && strings.Contains(functions.ReplaceAllString(value, ""), "(")
}

// size reads the size in pixels from viewBox, or from width and height.
func (w *svgWriter) size(attributes []xml.Attr) {
	var box, width, height string
	for _, a := range attributes {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "viewBox":
			box = a.Value
		case "width":
			width = a.Value
		case "height":
			height = a.Value
		}
	}
	if sides := strings.FieldsFunc(box, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }); len(sides) == 4 {
		width, height = sides[2], sides[3]
	}
	w.width, w.height = pixels(width), pixels(height)
}

// pixels reads a length; 0 is none.
func pixels(s string) int {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || math.IsNaN(f) || f <= 0 || f > 100_000 {
		return 0
	}
	return max(1, int(math.Round(f)))
}
