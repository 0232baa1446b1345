package lane

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/check"
)

var readmeTexts = map[advisory.Language]string{
	advisory.English: `# %[1]s: cases of %[2]s

This repository is confidential. It holds the cases that %[2]s was told of, and
your own records in them. Do not pass it on before a case is public.

Write your status and your statement into
` + "`advisories/<year>/<advisory>/vendors/%[2]s.yaml`" + ` and open a pull request. ` + "`schema/`" + `
lets an editor complete and check the fields; ` + "`advgen check --content .`" + ` says what is
wrong. Other files are written anew by the coordinator: changes in them are not
taken over. Leave ` + "`addendum`" + ` as it is; it holds the coordinator's words.
`,
	advisory.Japanese: `# %[1]s: %[2]s の案件

このリポジトリは機密です。%[2]s に連絡した案件と、各案件での貴社の記録を収めて
います。公表前の案件の内容を外に出さないでください。

ステータスとコメントを ` + "`advisories/<year>/<advisory>/vendors/%[2]s.yaml`" + ` に
書き、プルリクエストを送ってください。` + "`schema/`" + ` によりエディタで項目の補完と確認が
でき、` + "`advgen check --content .`" + ` で誤りがわかります。ほかのファイルは調整者が新たに
書き出すもので、変更しても取り込みません。` + "`addendum`" + ` は調整者の文章なので、その
ままにしてください。
`,
}

func readme(p *check.Publisher, vendor string) string {
	var parts []string
	for _, lang := range p.Languages {
		parts = append(parts, fmt.Sprintf(readmeTexts[lang], cmp.Or(p.Name[lang], p.Name[p.First()], p.BaseURL), vendor))
	}
	return strings.Join(parts, "\n")
}
