package pagetemplate

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// jsReplacements are for texts in quotes in a script.
var jsReplacements = func() (t [256]string) {
	for c := range 0x20 {
		t[c] = fmt.Sprintf(`\u%04x`, c)
	}
	for c, with := range map[byte]string{
		'\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\u0022`, '`': `\u0060`, '&': `\u0026`, '\'': `\u0027`,
		'+': `\u002b`, '/': `\/`, '<': `\u003c`, '>': `\u003e`, '\\': `\\`,
	} {
		t[c] = with
	}
	return t
}()

func escapeJSString(dst []byte, s string) []byte {
	start := len(dst)
	dst = replaceBytes(dst, s, &jsReplacements)
	if strings.Contains(s, "\u2028") || strings.Contains(s, "\u2029") {
		dst = append(dst[:start], lineBreaks.Replace(string(dst[start:]))...)
	}
	return dst
}

// lineBreaks are line breaks of scripts that JSON and texts need not escape.
var lineBreaks = strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`)

// jsWriter gives what writes a value as JSON into a script or a data block.
func jsWriter(e expr, chain []string) (block, error) {
	if len(chain) > 1 {
		return nil, errors.New("a script in an attribute")
	}
	if err := plainJSON(e.typ, map[reflect.Type]bool{}); err != nil {
		return nil, err
	}
	eval := e.eval
	return func(r *run, dot reflect.Value) signal {
		data, err := json.Marshal(eval(r, dot).Interface())
		if err != nil {
			r.failed = true
			return next
		}
		r.out = appendJS(r.out, data)
		return next
	}, nil
}

// appendJS keeps names and numbers apart from what stands beside them, as
// html/template does: by spaces, of which it writes both or, if it had nothing
// to escape, none.
func appendJS(dst, data []byte) []byte {
	first, _ := utf8.DecodeRune(data)
	last, _ := utf8.DecodeLastRune(data)
	if isJSIdentPart(first) || isJSIdentPart(last) {
		dst = append(append(dst, ' '), data...)
		return append(dst, ' ')
	}
	return append(dst, data...)
}

func isJSIdentPart(r rune) bool {
	return r == '$' || r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// plainJSON says that values of a type are written by encoding/json as they
// are, and by nothing that they bring along.
func plainJSON(typ reflect.Type, seen map[reflect.Type]bool) error {
	if seen[typ] {
		return nil
	}
	seen[typ] = true
	for _, t := range []reflect.Type{typ, reflect.PointerTo(typ)} {
		if t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) || t.Implements(reflect.TypeFor[fmt.Stringer]()) {
			return errors.New("a type that writes itself: " + typ.String())
		}
	}
	switch typ.Kind() {
	case reflect.String:
		if typ.PkgPath() == "html/template" {
			return errors.New("content of type " + typ.String())
		}
		return nil
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return nil
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return plainJSON(typ.Elem(), seen)
	case reflect.Struct:
		for i := range typ.NumField() {
			if err := plainJSON(typ.Field(i).Type, seen); err != nil {
				return err
			}
		}
		return nil
	}
	return errors.New("a value of type " + typ.String())
}
