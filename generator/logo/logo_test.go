package logo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func svg(inside string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">` + inside + `</svg>`
}

func TestSVG(t *testing.T) {
	p, err := Read([]byte(`<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by somebody -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 119.6 40" width="2in">
<defs><linearGradient id="a"><stop offset="0" stop-color="rgb(1, 2, 3)"/></linearGradient></defs>
<g transform="translate(1 2) rotate(3)"><path fill="url(#a)" d="M0 0h1v1z"/><use xlink:href="#b" /><text>A &amp; B</text></g></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	want := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 119.6 40" width="2in">&#xA;<defs><linearGradient id="a"><stop offset="0" stop-color="rgb(1, 2, 3)"></stop></linearGradient></defs>&#xA;<g transform="translate(1 2) rotate(3)"><path fill="url(#a)" d="M0 0h1v1z"></path><use href="#b"></use><text>A &amp; B</text></g></svg>` + "\n"
	if p.Ext != "svg" || p.Width != 120 || p.Height != 40 || string(p.Data) != want {
		t.Errorf("%s %d × %d\n%s\nwant\n%s", p.Ext, p.Width, p.Height, p.Data, want)
	}
	again, err := Read(p.Data)
	if err != nil || !bytes.Equal(again.Data, p.Data) {
		t.Errorf("read again it is another: %v\n%s", err, again.Data)
	}
}

// What could do more than draw is refused, wherever it stands.
func TestHostileSVG(t *testing.T) {
	for _, s := range []string{
		svg(`<script>alert(1)</script>`), svg(`<SCRIPT>alert(1)</SCRIPT>`), svg(`<svg:script xmlns:svg="http://www.w3.org/2000/svg">x</svg:script>`),
		svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`),
		svg(`<path onclick="x()"/>`), svg(`<path ONLOAD="x()"/>`), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="x()"/>`,
		svg(`<a href="https://example.com/"><path/></a>`), svg(`<image href="https://example.com/a.png"/>`), svg(`<image href="data:image/png;base64,AA"/>`),
		svg(`<use href="https://example.com/a.svg#x"/>`), svg(`<use xlink:href="a.svg#x"/>`), svg(`<use href=" #x"/>`), svg(`<use href="javascript:x"/>`),
		svg(`<style>@import "https://example.com/a.css";</style>`), svg(`<style>p{}</style>`), svg(`<path style="fill:red"/>`), svg(`<path class="a"/>`),
		svg(`<path fill="url(https://example.com/#a)"/>`), svg(`<path fill="URL(//example.com/a)"/>`), svg(`<path fill="url( #a ), url(x)"/>`), svg(`<path fill="\75rl(x)"/>`),
		svg(`<path filter="image(x)"/>`), svg(`<path cursor="src(x)"/>`),
		svg(`<animate attributeName="href" to="javascript:x"/>`), svg(`<set attributeName="onload" to="x"/>`), svg(`<handler>x</handler>`), svg(`<metadata>who</metadata>`),
		svg(`<path sodipodi:x="y"/>`), svg(`<inkscape:grid/>`), svg(`<path xml:base="https://example.com/"/>`),
		`<?xml-stylesheet href="https://example.com/a.css"?>` + svg(""), `<!DOCTYPE svg [<!ENTITY a "b">]>` + svg("<text>&a;</text>"), `<!DOCTYPE svg SYSTEM "https://example.com/a.dtd">` + svg(""),
		svg(`<text>&nbsp;</text>`), svg(`<g>`), svg(`</g>`), svg("") + svg(""), svg("") + "<script/>", `<html><svg></svg></html>`, `<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 NaN 1"/>`, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 -1 1"/>`, "<svg", "\xff<svg/>",
	} {
		p, err := Read([]byte(s))
		if err == nil {
			t.Errorf("%s was taken, as %s", s, p.Data)
		} else if err.Message == "" || err.Hint == "" {
			t.Errorf("%s: %+v", s, err)
		}
	}
}

// A comment is no part of the picture.
func TestSVGComments(t *testing.T) {
	p, err := Read([]byte(svg("<!-- secret --><path/><!-- secret -->")))
	if err != nil || strings.Contains(string(p.Data), "secret") {
		t.Errorf("%v\n%s", err, p.Data)
	}
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	img.Set(0, 0, color.NRGBA{1, 2, 3, 4})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func chunk(kind, data string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(out, kind+data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(kind+data)))
}

func TestPNG(t *testing.T) {
	plain := picture(t, 3, 2)
	at := len(signature) + 25 // behind the header
	noted := append(append(bytes.Clone(plain[:at]), chunk("tEXt", "Author\x00secret")...), plain[at:]...)
	p, err := Read(noted)
	if err != nil || p.Ext != "png" || p.Width != 3 || p.Height != 2 || !bytes.Equal(p.Data, plain) {
		t.Errorf("%v: %+v, want the picture without its notes", err, p)
	}
	if p, err := Read(append(bytes.Clone(plain), "<script>secret"...)); err != nil || !bytes.Equal(p.Data, plain) {
		t.Errorf("%v: what stands behind the picture is in it", err)
	}
	for name, data := range map[string][]byte{
		"cut": plain[:len(plain)-20], "too wide": picture(t, maxSide+1, 1), "too large": append(bytes.Clone(plain), make([]byte, MaxBytes)...),
		"damaged": append(append(bytes.Clone(plain[:at]), "\x00\x00\x00\x01tEXtx\x00\x00\x00\x00"...), plain[at:]...),
		"empty":   {}, "text": []byte("hello"), "jpeg": []byte("\xff\xd8\xff\xe0"), "only the signature": signature,
	} {
		if _, err := Read(data); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(svg(`<path fill="url(#a)"/>`)))
	f.Add([]byte(svg(`<use href="#a"/>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(data)
		if err != nil {
			return
		}
		if again, err := Read(p.Data); err != nil || !bytes.Equal(again.Data, p.Data) {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}
