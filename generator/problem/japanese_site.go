package problem

// japaneseSite has the texts about what a publisher makes its own: templates,
// pages, colours, the logo.
var japaneseSite = []entry{
	// templates
	{"this is not a folder", "フォルダではありません"},
	{"put the templates into a folder templates", "テンプレートは templates フォルダに置いてください。"},
	{"there are more than {} files in this folder", "このフォルダのファイルが {1} 個を超えています"},
	{"keep only what overrides a built-in template", "組み込みのテンプレートを置き換えるファイルだけを残してください。"},
	{"this file overrides no built-in template", "このファイルに当たる組み込みのテンプレートがありません"},
	{"a style sheet of your own is named css/NN-name.css, with two digits that say where in the order it comes", "独自のスタイルシートの名前は css/NN-name.css とします。NN は読み込む順番を表す 2 桁の数字です。"},
	{"advgen templates list shows the names there are", "使える名前は advgen templates list で確認できます。"},
	{"this style sheet loads something, which the pages do not allow", "このスタイルシートは別のファイルを読み込みますが、ページでは許可されません"},
	{"a page loads nothing but its style sheet, its scripts and its logo; draw with colours and borders instead", "ページが読み込むのは、スタイルシート、スクリプト、ロゴだけです。色や罫線で表現してください。"},
	{"beside what is here, the built-in {} fails on line {}: {*}", "ここにあるものと組み合わせると、組み込みの {1} が {2} 行目で失敗します：{3}"},
	{"beside what is here, the built-in {} fails: {*}", "ここにあるものと組み合わせると、組み込みの {1} が失敗します：{2}"},
	{"docs/templates.md says what a template is given and what it may use", "テンプレートに渡される値と使える機能は docs/templates.md にあります。"},
	{"docs/templates.md lists the fields", "項目の一覧は docs/templates.md にあります。"},
	{"there is no field `{}` in {}", "{2} に `{1}` という項目はありません"},
	{"there is no template `{}`", "`{1}` というテンプレートはありません"},
	{"define it, or look for the name in html/partials.html", "define で定義するか、html/partials.html にある名前を確認してください。"},
	{"there is no function `{}`", "`{1}` という関数はありません"},
	{"there are word, and those of html/template: and, or, not, eq, len, index, print", "使えるのは、word と html/template の関数（and、or、not、eq、len、index、print）です。"},
	{"this file does not define the template `content`", "このファイルには `content` というテンプレートの定義がありません"},
	{`a page stands between {{define "content"}} and {{end}}`, `ページの内容は、{{define "content"}} と {{end}} の間に書きます。`},
	{"there is no word with this key", "このキーの文言はありません"},
	{"docs/format.md lists the keys", "使えるキーは docs/format.md にあります。"},
	{"this template cannot be read: {}", "テンプレートを読み取れません：{1}"},
	{"this template cannot be filled in: {}", "テンプレートに値を入れられません：{1}"},
	{"this template cannot be filled in: {} at {}", "テンプレートに値を入れられません：{1}（{2}）"},
}
