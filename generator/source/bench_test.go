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

// BenchmarkParseYAML reads a vendor's record of a usual size.
func BenchmarkParseYAML(b *testing.B) {
	data := []byte("vendor: vendor-one\nstatus: affected\nupdated: 2026-01-01\nnotified_at: 2025-12-01\nresponded_at: 2025-12-09\n" +
		"statement:\n  ja: |-\n    本製品は影響を受けます。\n\n    修正版に更新してください。\n  en: |-\n    This product is affected.\n\n    Update to the fixed version.\n" +
		"links:\n  - title: {ja: 告知, en: Notice}\n    url: https://example.com/1\nby_cve:\n  CVE-2026-10001: affected\n  CVE-2026-10002: not_affected\n")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, list := ParseYAML("a.yaml", data); len(list) > 0 {
			b.Fatal(list)
		}
	}
}
