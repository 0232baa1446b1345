// Package logo reads a publisher's logo and writes it anew with nothing in it
// but the picture: no script, no address, no comment, no metadata.
package logo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
)

// Limits of a logo.
const (
	MaxBytes = 256 << 10
	maxSide  = 2000 // pixels of a PNG
)

// Picture is a picture that is safe to publish.
type Picture struct {
	Ext           string // svg or png
	Width, Height int    // in pixels, at least 1
	Data          []byte
}

// Error says why a file cannot be the logo, and what to do about it.
type Error struct {
	Message, Hint string
	Offset        int // where in the file, in bytes; 0 if it is about the whole of it
}

func (e *Error) Error() string { return e.Message }

// signature begins every PNG file (PNG, third edition, 5.2).
var signature = []byte("\x89PNG\r\n\x1a\n")

// Read reads a picture. What it is is told by its bytes, not by its name.
func Read(data []byte) (Picture, *Error) {
	switch {
	case len(data) > MaxBytes:
		return Picture{}, &Error{Message: fmt.Sprintf("the logo is larger than %d KiB", MaxBytes>>10), Hint: "make it smaller, or draw it as SVG"}
	case bytes.HasPrefix(data, signature):
		return readPNG(data)
	case bytes.Contains(data[:min(len(data), 1000)], []byte("<svg")):
		return readSVG(data)
	}
	return Picture{}, &Error{Message: "the logo is neither SVG nor PNG", Hint: "save the picture in one of these formats"}
}

// kept are the chunks of a PNG that make the picture (PNG, third edition,
// 11.2 and 11.3): texts, times and what cameras add are left out.
var kept = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true}

func readPNG(data []byte) (Picture, *Error) {
	broken := &Error{Message: "the logo is a PNG that cannot be read", Hint: "save it again"}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, broken
	}
	if config.Width > maxSide || config.Height > maxSide {
		return Picture{}, &Error{Message: fmt.Sprintf("the logo has more than %d pixels on a side", maxSide), Hint: "make it smaller; it is shown about 40 pixels high"}
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		return Picture{}, broken
	}
	out := bytes.Clone(signature)
	for rest := data[len(signature):]; len(rest) >= 12; {
		size := uint64(binary.BigEndian.Uint32(rest)) + 12
		if size > uint64(len(rest)) {
			return Picture{}, broken
		}
		chunk := rest[:size]
		if binary.BigEndian.Uint32(chunk[size-4:]) != crc32.ChecksumIEEE(chunk[4:size-4]) {
			return Picture{}, broken
		}
		kind := string(chunk[4:8])
		if kept[kind] {
			out = append(out, chunk...)
		}
		if kind == "IEND" {
			break
		}
		rest = rest[size:]
	}
	return Picture{"png", config.Width, config.Height, out}, nil
}
