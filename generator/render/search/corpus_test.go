package search

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
)

// corpus makes advisories as long and as alike as real ones: the same phrases
// again and again, names that are common and rare, numbers that never repeat.
type corpus struct {
	*rand.Rand
	vendors, products []name
	functions         []string
}

type name struct{ ja, en string }

func newCorpus(advisories int) *corpus {
	c := &corpus{Rand: rand.New(rand.NewPCG(7, 7))}
	for range 50 + advisories/50 {
		c.vendors = append(c.vendors, name{c.katakana() + pick(c, "株式会社", "", "ソフトウェア", "電機"), title(c.latin()) + pick(c, " Inc.", " Corporation", "", " Project")})
	}
	for _, known := range []string{"OpenSSL", "Apache HTTP Server", "WordPress", "Cisco IOS", "MySQL", "PostgreSQL", "Log4j", "Movable Type", "GitLab", "一太郎"} {
		c.products = append(c.products, name{known, known})
	}
	for range 100 + advisories/10 {
		en := title(c.latin()) + pick(c, "", " Router", " Server", " for WordPress", "-"+fmt.Sprint(1000+c.IntN(9000)))
		c.products = append(c.products, name{pick(c, en, en, c.katakana(), c.katakana()+"管理システム"), en})
	}
	for range 500 + advisories/20 {
		c.functions = append(c.functions, c.latin()+"_"+c.latin())
	}
	return c
}

func pick[T any](c *corpus, from ...T) T { return from[c.IntN(len(from))] }

// skewed picks the first ones far more often, as the popularity of words is.
func skewed[T any](c *corpus, from []T) T {
	f := c.Float64()
	return from[int(f*f*f*float64(len(from)))]
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (c *corpus) latin() string {
	var b strings.Builder
	for range 2 + c.IntN(3) {
		b.WriteString(pick(c, "ba", "con", "da", "ser", "lo", "mi", "net", "or", "pro", "ra", "sec", "ti", "vi", "wa", "xe", "zu", "open", "sys", "tec", "fi"))
	}
	return b.String()
}

func (c *corpus) katakana() string {
	var b strings.Builder
	for range 3 + c.IntN(4) {
		b.WriteString(pick(c, "ア", "イン", "エス", "オー", "カ", "キー", "クラ", "サ", "シス", "タ", "テック", "ネット", "パ", "フト", "マ", "ラ", "リ", "ロ", "ワー", "ン"))
	}
	return b.String()
}

var flaws = []name{
	{"クロスサイトスクリプティング", "Cross-site scripting"}, {"SQL インジェクション", "SQL injection"},
	{"OS コマンドインジェクション", "OS command injection"}, {"バッファオーバーフロー", "Buffer overflow"},
	{"認証不備", "Improper authentication"}, {"アクセス制限不備", "Improper access control"},
	{"サービス運用妨害 (DoS)", "Denial-of-service (DoS)"}, {"情報漏えい", "Information disclosure"},
	{"ディレクトリトラバーサル", "Directory traversal"}, {"クロスサイトリクエストフォージェリ", "Cross-site request forgery"},
	{"権限昇格", "Privilege escalation"}, {"解放済みメモリの使用 (use-after-free)", "Use after free"},
	{"整数オーバーフロー", "Integer overflow"}, {"XML 外部エンティティ参照 (XXE)", "XML external entity (XXE)"},
	{"サーバサイドリクエストフォージェリ", "Server-side request forgery"}, {"信頼できないデータのデシリアライゼーション", "Deserialization of untrusted data"},
	{"ハードコードされた認証情報の使用", "Use of hard-coded credentials"}, {"DLL 読み込み", "DLL preloading"},
	{"オープンリダイレクト", "Open redirect"}, {"証明書の検証不備", "Improper certificate validation"},
}

// subject makes the advisory with a number.
func (c *corpus) subject(i int) subject {
	flaw, product, vendor := skewed(c, flaws), skewed(c, c.products), skewed(c, c.vendors)
	version := fmt.Sprintf("%d.%d.%d", c.IntN(9), c.IntN(20), c.IntN(30))
	function, year := skewed(c, c.functions), 2002+i*25/100_000
	s := subject{
		Document: Document{
			ID: fmt.Sprintf("JVN#%08d", 10_000_000+(i*7919)%90_000_000), Path: fmt.Sprintf("jvn/JVN%08d/", 10_000_000+(i*7919)%90_000_000),
			Titles: map[advisory.Language]string{
				advisory.Japanese: product.ja + " における" + flaw.ja + "の脆弱性",
				advisory.English:  flaw.en + " vulnerability in " + product.en,
			},
			Published: fmt.Sprintf("%04d/%02d/%02d", year, 1+c.IntN(12), 1+c.IntN(28)),
			Severity:  pick(c, "low", "medium", "high", "critical"), Score: fmt.Sprintf("%.1f", c.Float64()*10),
		},
	}
	if c.IntN(3) == 0 {
		s.Updated = s.Published
	}
	s.numbers = []string{s.ID, fmt.Sprintf("CVE-%d-%d", year, 1000+c.IntN(50_000)), fmt.Sprintf("CWE-%d", 20+c.IntN(900))}
	if c.IntN(3) == 0 {
		s.numbers = append(s.numbers, fmt.Sprintf("CVE-%d-%d", year, 1000+c.IntN(50_000)))
	}
	s.texts = []string{c.japanese(flaw, product, vendor, version, function), c.english(flaw, product, vendor, version, function)}
	for range 1 + c.IntN(8) {
		v := skewed(c, c.vendors)
		s.names = append(s.names, v.ja, v.en)
	}
	s.names = append(s.names, product.ja, product.en)
	return s
}

func (c *corpus) japanese(flaw, product, vendor name, version, function string) string {
	sentences := []string{
		fmt.Sprintf("%s が提供する %s には、%sの脆弱性が存在します。", vendor.ja, product.ja, flaw.ja),
		fmt.Sprintf("%s は、%s における%sです。", product.ja, pick(c, "企業向けのグループウェア", "ネットワーク機器の管理画面", "組込み機器向けのライブラリ", "オープンソースのコンテンツ管理システム", "無線 LAN ルータのファームウェア", "医療機関で利用される画像管理サーバ"), pick(c, "主要な構成要素", "標準の実装", "代表的な製品")),
		fmt.Sprintf("%s 関数の処理に問題があり、%s。", function, pick(c, "細工されたパケットを受信するとメモリ領域が破壊されます", "入力値の検証が適切に行われません", "ファイルのパスが正しく処理されません", "セッションの管理に不備があります", "境界外の領域を読み取る可能性があります")),
		fmt.Sprintf("遠隔の第三者によって、%s可能性があります。", pick(c, "任意のコードを実行される", "機微な情報を窃取される", "サービス運用妨害 (DoS) 攻撃を受ける", "任意のスクリプトを実行される", "管理者権限で操作される", "設定を変更される")),
		fmt.Sprintf("バージョン %s より前のものが影響を受けます。", version),
		pick(c, "開発者が提供する情報をもとに、最新版へアップデートしてください。", "ワークアラウンドを実施することで、影響を軽減できます。", "本製品のサポートは終了しているため、使用を停止してください。", "この脆弱性を悪用した攻撃が確認されています。"),
	}
	c.Shuffle(len(sentences)-1, func(a, b int) { sentences[a+1], sentences[b+1] = sentences[b+1], sentences[a+1] })
	return cut(strings.Join(sentences, ""))
}

func (c *corpus) english(flaw, product, vendor name, version, function string) string {
	sentences := []string{
		fmt.Sprintf("%s provided by %s contains %s vulnerability.", product.en, vendor.en, pick(c, "a ", "an ", "the ")+strings.ToLower(flaw.en)),
		fmt.Sprintf("%s is %s.", product.en, pick(c, "groupware for enterprises", "an administration console for network appliances", "a library for embedded devices", "an open source content management system", "firmware of wireless LAN routers", "an imaging server used in hospitals")),
		fmt.Sprintf("The function %s %s.", function, pick(c, "corrupts memory when it receives a crafted packet", "does not validate its input properly", "handles file paths incorrectly", "manages sessions improperly", "may read out of bounds")),
		fmt.Sprintf("A remote %s attacker may be able to %s.", pick(c, "unauthenticated", "authenticated"), pick(c, "execute arbitrary code", "obtain sensitive information", "cause a denial-of-service condition", "execute an arbitrary script", "operate with administrative privileges", "alter the configuration")),
		fmt.Sprintf("Versions prior to %s are affected.", version),
		pick(c, "Update to the latest version according to the information provided by the developer.", "Applying a workaround may mitigate the impacts.", "The product is no longer supported; stop using it.", "Attacks exploiting this vulnerability have been observed in the wild."),
	}
	c.Shuffle(len(sentences)-1, func(a, b int) { sentences[a+1], sentences[b+1] = sentences[b+1], sentences[a+1] })
	return cut(strings.Join(sentences, " "))
}

// cut makes a text as short as a summary is.
func cut(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 300)])
}
