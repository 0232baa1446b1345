package mirror

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/disclosure"
)

var readmeTexts = map[advisory.Language]string{
	advisory.English: `# %s

This repository holds what is published at <%s>: one folder for each advisory,
one file for each vendor's status. advgen writes it anew from the published
records; it holds nothing that is not public.

## How to send a correction

Change the file that is wrong and open a pull request. A vendor changes its own
record, ` + "`advisories/<year>/<advisory>/vendors/<vendor-id>.yaml`" + `. The schemas in
` + "`schema/`" + ` let an editor complete and check the fields, and ` + "`advgen check --content .`" + `
says what is wrong. A correction is taken over by hand, and comes back here with
the next publication; changes that are made only here are overwritten.

Do not write anything here that is not public yet. Report a vulnerability, or
anything confidential, to %s.
`,
	advisory.Japanese: `# %s

このリポジトリには、<%s> で公表している内容を収めています。アドバイザリごとに
一つのフォルダ、ベンダのステータスごとに一つのファイルがあります。公表済みの
記録から advgen が新たに書き出したもので、公表していない情報は含みません。

## 訂正を送るには

誤りのあるファイルを直して、プルリクエストを送ってください。ベンダは自社の記録
` + "`advisories/<year>/<advisory>/vendors/<vendor-id>.yaml`" + ` を直します。` + "`schema/`" + ` のスキーマに
よりエディタで項目の補完と確認ができ、` + "`advgen check --content .`" + ` で誤りがわかります。
訂正は人手で取り込み、次の公表のときにここに反映します。ここだけに加えた変更は
上書きされます。

まだ公表されていない情報をここに書かないでください。脆弱性の報告や機密の連絡は
%s にお願いします。
`,
}

// readme tells visitors what this is, in every language of the site.
func readme(site *disclosure.Site) []byte {
	p := site.Publisher()
	var parts []string
	for _, lang := range p.Languages() {
		name, _ := p.Name().In(lang)
		contact := cmp.Or(p.Contact().Email(), p.Contact().URL(), p.BaseURL())
		parts = append(parts, fmt.Sprintf(readmeTexts[lang], cmp.Or(name, p.BaseURL()), p.BaseURL(), "<"+contact+">"))
	}
	return []byte(strings.Join(parts, "\n"))
}
