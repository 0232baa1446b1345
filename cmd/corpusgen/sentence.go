package main

// Sentences of advisories. The words in braces are those of the case.

var overviews = []text{
	{"{maker}が提供する{kind}{product}には、{weakness}の脆弱性が存在します。", "{Kind} {product} provided by {maker} is vulnerable to {weakness}."},
	{"{kind}{product}には、{part}に起因する{weakness}の脆弱性が存在します。", "{Kind} {product} is vulnerable to {weakness} because of a flaw in {part}."},
	{"{product}の{part}には、{weakness}の脆弱性が存在します。", "A vulnerability of the type {weakness} exists in {part} of {product}."},
}

var severalOverviews = []text{
	{"{maker}が提供する{kind}{product}には、複数の脆弱性が存在します。", "{Kind} {product} provided by {maker} contains multiple vulnerabilities."},
	{"{kind}{product}には、{weakness}を含む複数の脆弱性が存在します。", "{Kind} {product} contains multiple vulnerabilities, among them {weakness}."},
}

var libraryOverviews = []text{
	{"{kind}{product}には、{weakness}の脆弱性が存在します。{product}を組み込んだ製品も影響を受ける可能性があります。", "{Kind} {product} is vulnerable to {weakness}. Products that embed {product} may be affected as well."},
	{"多くの製品に組み込まれている{kind}{product}に、{weakness}の脆弱性が見つかりました。", "A vulnerability of the type {weakness} has been found in {kind} {product}, which is built into many products."},
}

var versionNotes = []text{
	{"クラウド版は、本脆弱性の影響を受けません。", "The cloud edition is not affected."},
	{"開発者によると、サポートが終了した旧バージョンも影響を受けます。", "According to the developer, older versions whose support has ended are affected as well."},
	{"影響を受けるバージョンの詳細は、開発者が提供する情報を参照してください。", "For details of the affected versions, refer to the information provided by the developer."},
	{"試用版も影響を受けます。", "The trial edition is affected as well."},
}

var firmwareNotes = []text{
	{"製品名は本体底面のラベルで、バージョンは管理画面で確認できます。", "The label at the bottom of the device shows the name of the product, the web interface its version."},
	{"OEM製品として、別の名称で販売されているものがあります。", "Some are sold under other names as OEM products."},
	{"販売を終了した旧機種も影響を受けますが、対策版は提供されません。", "Older models that are no longer sold are affected as well and will not be fixed."},
}

var circumstances = []text{
	{"当該機能は、初期設定で有効です。", "The function is enabled by default."},
	{"当該機能は初期設定で無効ですが、設置の際に有効にされていることが少なくありません。", "The function is disabled by default, but it is often enabled at installation."},
	{"本脆弱性を悪用するには、当該製品と同じネットワークに接続できる必要があります。", "To exploit the vulnerability, an attacker has to be able to connect to the same network as the product."},
	{"検証用のコードがすでに公開されていることを確認しています。", "Proof-of-concept code is known to have been published."},
	{"同様の問題は以前のバージョンでも修正されましたが、対策が不十分でした。", "A similar problem was fixed in an earlier version, but the fix was not sufficient."},
	{"開発者によると、この処理は他社から提供を受けた部品によるもので、ほかの製品にも含まれている可能性があります。", "According to the developer, this code comes from a supplier, and other products may contain it too."},
}

var updates = []text{
	{"開発者が提供する情報をもとに、最新版へアップデートしてください。開発者は、本脆弱性を修正した次のバージョンをリリースしています。", "Update to the latest version according to the information provided by the developer. The developer has released the following versions that fix the vulnerability."},
	{"次のバージョンで修正されています。速やかにアップデートしてください。", "The following versions contain a fix. Update without delay."},
	{"開発者は、対策版として次のバージョンを公開しています。アップデートの手順は、製品の説明書を参照してください。", "The developer has released the following versions with a fix. Refer to the manual for the steps of the update."},
}

var workaroundLeads = []text{
	{"アップデートするまでの間、次の回避策を適用することで、本脆弱性の影響を軽減できます。", "Until the update is applied, the following workarounds reduce the impact."},
	{"すぐにアップデートできない場合は、次の対応を検討してください。", "Where the update cannot be applied at once, consider the following."},
	{"開発者は、アップデートとあわせて次の対応を推奨しています。", "Beside the update, the developer recommends the following."},
}

var retirements = []text{
	{"### 使用を停止する\n\n当該製品のサポートはすでに終了しています。後継製品への移行、または使用の停止を検討してください。", "### Stop using the product\n\nThe support of the product has ended. Consider moving to a successor, or stop using the product."},
	{"### ワークアラウンドを実施する\n\n修正版の提供は予定されていません。当該製品をインターネットから到達できないネットワークに設置し、接続できる端末を限定してください。", "### Apply a workaround\n\nNo fix is planned. Install {product} on a network that cannot be reached from the internet, and restrict which terminals can connect to it."},
	{"### 代替製品に移行する\n\n開発者は、{product}の提供を終了し、代替製品への移行を呼びかけています。", "### Move to another product\n\nThe developer has discontinued {product} and asks its users to move to another product."},
}

var furtherReading = []text{
	{"{weakness}の一般的な対策については、[安全なウェブサイトの作り方](https://guides.example.org/secure-website/)などの資料を参照してください。", "For general measures against this type of flaw, see guides such as [How to secure your website](https://guides.example.org/secure-website/)."},
	{"影響の有無は、開発者が公開している[確認用ツール](https://www.{host}/tools/checker/)で調べることができます。", "A [tool provided by the developer](https://www.{host}/tools/checker/) tells whether an installation is affected."},
	{"ログに `{notice}` で始まる行が残っている場合は、攻撃を受けた可能性があります。", "A log line that begins with `{notice}` may be a trace of an attack."},
}

var remarks = []text{
	{"例示調整センターは、本脆弱性を悪用する通信を観測しています。早急に対策を実施してください。", "The Example Coordination Center has observed traffic that exploits this vulnerability. Take measures at once."},
	{"ステータスが「不明」のベンダには、引き続き回答を求めています。「不明」は影響を受けないことを示すものではありません。", "We continue to ask the vendors whose status is *Unknown* for an answer. *Unknown* does not mean that a vendor is not affected."},
	{"{product}は、同じ製品群のなかで名称が似ているものが複数あります。型番まで確認してください。", "Several products of the same line have names that resemble {product}. Check the model number as well."},
	{"本件は、国外の調整機関と協力して公開日を調整しました。", "The date of publication was coordinated with a coordination centre abroad."},
}

var analyses = []text{
	{"CVSSの評価は、{product}が初期設定のまま、インターネットから到達できる場所で使用されている場合を想定しています。", "The CVSS scores assume that {product} is used with its default settings where it can be reached from the internet."},
	{"攻撃にはログインが必要ですが、初期パスワードのまま使用されている場合が多いことから、現状評価では緊急性が高いと判断しています。", "An attack requires a login. Since many installations still use the initial password, we nevertheless judge it to be urgent."},
}

var verifications = []text{
	{"例示調整センターでは、開発者から提供を受けた {last} を用いて問題が再現すること、{fixed} では再現しないことを確認しました。", "With {last}, provided by the developer, the Example Coordination Center reproduced the problem; with {fixed} it did not occur."},
	{"報告者が提供した手順を用いて、{product}の初期設定で問題が再現することを確認しました。", "Following the steps of the reporter, the problem was reproduced on {product} with its default settings."},
}

var thanks = []text{
	{"この脆弱性情報は、下記の方が例示調整センターに報告し、例示調整センターが開発者との調整を行いました。", "The persons below reported this vulnerability to the Example Coordination Center, which coordinated with the developer."},
	{"この脆弱性は、下記の方が開発者に直接報告し、製品利用者への周知を目的に、開発者が例示調整センターに報告したものです。", "The persons below reported this vulnerability to the developer directly, and the developer reported it to the Example Coordination Center to inform the users of the product."},
	{"この脆弱性情報は、製品利用者への周知を目的に、開発者が例示調整センターに報告し、例示調整センターが開発者との調整を行いました。", "The developer reported this vulnerability to the Example Coordination Center to inform the users of the product, and the center coordinated the publication."},
}

var published = text{"公開しました。", "First published."}

var changes = []text{
	{"対策方法に修正版の情報を追記しました。", "Added the fixed version to the solution."},
	{"影響を受けるシステムの記載を修正しました。", "Corrected the affected products."},
	{"参考情報を追加しました。", "Added references."},
	{"CVSSの評価を見直しました。", "Reviewed the CVSS scores."},
	{"悪用が確認されたことを補足情報に追記しました。", "Noted in the addendum that the vulnerability is being exploited."},
	{"謝辞を追記しました。", "Added the credit."},
	{"英語版を公開しました。", "Published the English version."},
}

var withdrawals = []text{
	{"報告の内容が仕様によるものであり、脆弱性ではないことが判明したため。", "What was reported turned out to be intended behaviour and not a vulnerability."},
	{"すでに公開している脆弱性情報と同じ問題であることが判明したため。", "The problem turned out to be the same as that of an advisory already published."},
	{"影響を受けるとしていた製品が、実際には流通していないことが判明したため。", "The product that had been listed as affected turned out never to have been distributed."},
}

// Persons and places, all invented.
var (
	families = []text{{"仮名", "Kamei"}, {"雛形", "Hinagata"}, {"架空", "Kakuu"}, {"見本", "Mihon"}, {"例示", "Reiji"}, {"空似", "Sorani"}, {"名無", "Nanashi"}}
	givens   = []text{{"航", "Wataru"}, {"あおい", "Aoi"}, {"みのり", "Minori"}, {"太郎", "Taro"}, {"花子", "Hanako"}, {"蓮", "Ren"}, {"陽菜", "Hina"}, {"直樹", "Naoki"}, {"千尋", "Chihiro"}, {"悠", "Yu"}, {"翔太", "Shota"}, {"美咲", "Misaki"}}
	teams    = []string{"Team Paper Lantern", "R. Specimen", "Placeholder Research", "N. Nobody", "Blue Heron Group", "Quiet Harbor Lab"}

	organizations = []text{
		{"どこでもない大学 情報基盤センター", "Nowhere University Information Center"}, {"例示セキュリティ研究所", "Example Security Laboratory"},
		{"株式会社見本診断", "Mihon Assessment Inc."}, {"架空工業高等専門学校", "Kakuu College of Technology"}, {"仮枠ネットワーク研究会", "Kariwaku Network Society"},
	}
)
