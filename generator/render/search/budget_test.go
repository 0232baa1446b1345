package search

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// budget is what one query may load in all, on a site of 100,000 advisories.
const budget = 300_000

// TestBudget asks what readers ask, and what would cost most, and counts the
// bytes: the script, the index files and the first page of results.
func TestBudget(t *testing.T) {
	n := large
	if testing.Short() {
		n = min(n, 20_000)
	}
	files := files(t, n)
	script, err := os.ReadFile("../../../templates/js/search.js")
	if err != nil {
		t.Fatal(err)
	}
	worst, sum, queries := 0, 0, realistic(n)
	worstQuery, empty := "", 0
	for _, q := range queries {
		s := &searcher{t: t, files: files, loaded: len(script)}
		found, _ := s.search(q)
		s.documents(found[:min(len(found), pageSize)])
		if s.loaded > budget {
			t.Errorf("%q loads %d bytes", q, s.loaded)
		}
		if s.loaded > worst {
			worst, worstQuery = s.loaded, q
		}
		if len(found) == 0 {
			empty++
		}
		sum += s.loaded
	}
	t.Logf("%d advisories, %d files, %d queries (%d find nothing): at most %d bytes (%q), on average %d",
		n, len(files), len(queries), empty, worst, worstQuery, sum/len(queries))
	if empty > len(queries)/4 {
		t.Errorf("%d of %d queries find nothing: they prove little", empty, len(queries))
	}
}

// realistic makes queries from what the corpus has, its commonest words among
// them.
func realistic(n int) []string {
	queries := []string{
		"vulnerability", "脆弱性", "5678", "2026", "openss", "サーバー", "CWE-79", "CVE", "JVN",
		"remote unauthenticated attacker execute arbitrary code",
		"remote attacker may be able to obtain sensitive information",
		"the developer provides information contains the product update version attackers",
		"attackers authenticated execute information provided versions developer vulnerability",
		"遠隔の第三者によって任意のコードを実行される可能性",
		"サービス運用妨害 (DoS) 攻撃を受ける可能性があります", "バッファオーバーフローの脆弱性が存在します",
		"クロスサイトスクリプティング クロスサイトリクエストフォージェリ", "信頼できないデータのデシリアライゼーション",
		"されます します です ます する なります", "ワークアラウンド アップデート バージョン サポート",
		strings.Repeat("脆弱性情報", 60), strings.Repeat("attacker ", 60),
	}
	c := newCorpus(n)
	for i := range 500 {
		s := c.subject(i * n / 500)
		f := skewed(c, flaws)
		title := strings.Fields(s.Titles["en"])
		queries = append(queries, []string{
			s.ID, s.numbers[1], s.names[0], s.names[1], s.Titles["ja"], s.Titles["en"], f.ja, f.en,
			strings.Join(title[len(title)-1:], ""), s.ID[len(s.ID)-4:], s.names[len(s.names)-1] + " " + f.en,
			string([]rune(s.texts[0])[:20]), s.names[len(s.names)-2] + "の" + f.ja, fmt.Sprint(s.names[1], " ", s.numbers[2]),
		}[i%14])
	}
	return slices.Compact(queries)
}
