package main

import (
	"math/rand/v2"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
)

// What vendors say is put together from an opening, a detail and a closing.
type statements struct{ openings, details, closings []text }

var sayings = map[advisory.VendorStatus]statements{
	advisory.Affected: {
		openings: []text{
			{"弊社製品{own}が、本脆弱性の影響を受けます。", "Our product {own} is affected by this vulnerability."},
			{"{own}のバージョン {last} およびそれ以前が該当します。", "Version {last} and earlier of {own} are affected."},
			{"調査の結果、{own}に該当する機能が含まれることを確認しました。", "We have confirmed that {own} contains the affected function."},
			{"{own}は、影響を受けるバージョンのソフトウェアを使用しています。", "{own} uses an affected version of the software."},
			{"現在販売している製品のうち、{own}が該当します。後継機種は該当しません。", "Of the products on sale, {own} is affected. Its successor is not."},
		},
		details: []text{
			{"対策版 {fixed} をサポートページで公開しております。", "The fixed version {fixed} is available on our support page."},
			{"自動更新を有効にしているお客様には、順次 {fixed} が配信されます。", "Customers with automatic updates will receive {fixed} in stages."},
			{"対策版 {fixed} への更新には、機器の再起動が必要です。設備を停止できる時間帯に実施してください。", "The update to {fixed} requires a restart. Please perform it when the equipment can be stopped."},
			{"保守契約を結ばれているお客様には、担当者から個別にご連絡いたします。", "We will contact customers with a maintenance contract individually."},
			{"更新が難しい場合は、{part}を無効にすることで影響を回避できます。", "Where the update is not possible, switching off {part} avoids the impact."},
			{"初期設定では当該機能は無効になっているため、影響を受けるのは設定を変更した場合に限られます。", "The function is switched off by default, so that only changed configurations are affected."},
		},
		closings: []text{
			{"", ""},
			{"お客様にはご迷惑をおかけしますが、早めの更新をお願いいたします。", "We apologize for the inconvenience and ask you to update soon."},
			{"詳しくは[弊社の告知](https://www.{host}/security/{notice}/)をご覧ください。", "For details, see [our notice](https://www.{host}/security/{notice}/)."},
			{"ご不明な点は、サポート窓口（support@{host}）までお問い合わせください。", "If you have any questions, please contact support@{host}."},
			{"本件を悪用した被害は、現時点で報告されておりません。", "No abuse has been reported to us so far."},
		},
	},
	advisory.AffectedInvestigating: {
		openings: []text{
			{"{own}が影響を受けることを確認しました。ほかの製品については調査を続けています。", "We have confirmed that {own} is affected and are still examining other products."},
			{"{own}の一部の機種について、影響を確認しています。", "Some models of {own} are affected."},
			{"弊社の複数の製品が該当する見込みです。対象の機種を特定しています。", "Several of our products are likely to be affected. We are identifying the models."},
		},
		details: []text{
			{"対象の一覧は、確定しだい弊社のページに掲載します。", "The list will be published on our page once it is settled."},
			{"調査が終わるまでの間は、{part}への接続元を限定してください。", "Until then, please restrict who can connect to {part}."},
			{"販売を終了した製品についても確認を進めています。", "We are checking products that are no longer sold as well."},
		},
		closings: []text{{"", ""}, {"次の更新は、2週間以内を予定しています。", "We plan the next update within two weeks."}, {"結果は改めてお知らせいたします。", "We will report the result."}},
	},
	advisory.NotAffected: {
		openings: []text{
			{"弊社製品に該当するものはありません。", "None of our products is affected."},
			{"{own}を含むすべての製品を調査し、影響を受けないことを確認しました。", "We have examined all products, including {own}, and confirmed that they are not affected."},
			{"当該ソフトウェアを使用している製品はありません。", "We have no product that uses the software."},
			{"{own}は、影響を受ける機能を有していないため、該当しません。", "{own} does not have the affected function and is not affected."},
			{"{own}は、影響を受けるバージョンより前のものを使用しています。", "{own} uses a version that predates the affected ones."},
			{"社内で運用しているサービスも含めて確認しましたが、該当するものはありませんでした。", "We have checked our hosted services too and found nothing that is affected."},
		},
		details: []text{
			{"", ""},
			{"今後の製品で採用する場合は、対策済みのバージョンを使用します。", "Should we use it in a future product, it will be a fixed version."},
			{"なお、{own}と組み合わせて使用する他社製品については、各社の情報をご確認ください。", "For products of others that are used together with {own}, please refer to their vendors."},
			{"調査の対象は、サポート期間中のすべての製品です。", "The examination covered all products under support."},
		},
		closings: []text{{"", ""}, {"", ""}, {"お客様に行っていただく作業はありません。", "Customers do not need to do anything."}, {"新たな情報が得られた場合は、改めてお知らせいたします。", "We will report again should we learn more."}},
	},
	advisory.NotAffectedInvestigating: {
		openings: []text{
			{"現時点で該当する製品は確認されていません。", "No affected product has been found so far."},
			{"主要な製品の調査を終え、影響がないことを確認しました。残る製品の調査を続けています。", "The main products have been examined and are not affected. We are examining the others."},
			{"{own}は該当しません。そのほかの製品は確認中です。", "{own} is not affected. Other products are being checked."},
		},
		details:  []text{{"", ""}, {"部品の供給元にも照会しています。", "We have asked our suppliers as well."}, {"組み込みソフトウェアの構成表をもとに確認を進めています。", "We are going through the bills of materials of our firmware."}},
		closings: []text{{"", ""}, {"調査が終わりしだい、情報を更新します。", "This will be updated when the examination is complete."}},
	},
	advisory.Informed: {
		openings: []text{{"情報を受領しました。製品への影響を確認しています。", "We have received the information and are checking the impact on our products."}},
		details:  []text{{"", ""}},
		closings: []text{{"", ""}},
	},
}

// say makes a statement; fill knows the words in braces.
func say(r *rand.Rand, status advisory.VendorStatus, fill filler) text {
	s, ok := sayings[status]
	if !ok {
		return text{}
	}
	opening, detail, closing := pick(r, s.openings), pick(r, s.details), pick(r, s.closings)
	gap := "\n"
	if chance(r, 15) {
		gap = "\n\n"
	}
	return fill.text(text{
		joined("", opening.ja, detail.ja) + following(gap, closing.ja),
		joined(" ", opening.en, detail.en) + following(gap, closing.en),
	})
}

func joined(gap, a, b string) string { return a + following(gap, b) }

func following(gap, s string) string {
	if s == "" {
		return ""
	}
	return gap + s
}

// addenda are the coordinator's words on a vendor.
var addenda = []text{
	{"当該ベンダの製品には、販売地域により名称が異なるものがあります。", "Products of this vendor may have other names in other regions."},
	{"サポートが終了した製品への対策は提供されません。後継製品への移行を検討してください。", "No fix is provided for products whose support has ended. Consider moving to a successor."},
	{"当該ベンダから製品の供給を受けている事業者は、個別に問い合わせてください。", "Businesses that receive products from this vendor should contact it individually."},
	{"修正版の提供時期は、機種により異なります。", "When the fix becomes available depends on the model."},
}

// notices are the titles of vendors' own notices.
var notices = []text{
	{"{own}における脆弱性について", "Vulnerability in {own}"},
	{"{own}をご利用のお客様へのお願い", "To the users of {own}"},
	{"製品セキュリティ情報 {notice}", "Product security notice {notice}"},
	{"{own} {fixed} リリースノート", "{own} {fixed} release notes"},
}

// filler replaces the words in braces, per language.
type filler struct{ ja, en *strings.Replacer }

func newFiller(words map[string]text) filler {
	var ja, en []string
	for _, key := range fillerKeys {
		if t, ok := words[key]; ok {
			ja = append(ja, "{"+key+"}", t.ja)
			if strings.HasSuffix(t.en, ".") { // "Inc." at the end of a sentence
				en = append(en, "{"+key+"}.", t.en)
			}
			en = append(en, "{"+key+"}", t.en)
			if t.en != "" {
				en = append(en, "{"+strings.ToUpper(key[:1])+key[1:]+"}", strings.ToUpper(t.en[:1])+t.en[1:])
			}
		}
	}
	return filler{strings.NewReplacer(ja...), strings.NewReplacer(en...)}
}

// fillerKeys are in a fixed order, though no key is within another.
var fillerKeys = []string{"product", "part", "maker", "kind", "own", "last", "fixed", "host", "notice", "weakness", "names"}

func (f filler) text(t text) text { return text{f.ja.Replace(t.ja), f.en.Replace(t.en)} }
