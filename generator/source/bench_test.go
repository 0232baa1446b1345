package source

import (
	"strings"
	"testing"
)

// BenchmarkParseMarkdown reads an advisory of a usual size (about 3 KiB).
func BenchmarkParseMarkdown(b *testing.B) {
	data := []byte("---\nid: JVN#12345678\ntitle: 製品における脆弱性\ndisclose_at: 2026-01-01T12:00:00+09:00\nnotified:\n" +
		strings.Repeat("  - vendor-one\n", 20) + "references:\n" + strings.Repeat("  - {title: \"a: b\", url: https://example.com/}\n", 5) +
		"---\n" + strings.Repeat("## 概要\n\n本文が続きます。本文が続きます。\n\n- 一\n- 二\n\n", 12))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, list := ParseMarkdown("a.md", data); len(list) > 0 {
			b.Fatal(list)
		}
	}
}
