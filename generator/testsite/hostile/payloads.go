package hostile

// Trap is the name of a function that hostile texts call. A test that opens
// the pages defines it and fails when it is called.
const Trap = "advgenTrap"

// Elsewhere is a host that hostile texts point at. Nothing may be asked of it.
const Elsewhere = "elsewhere.example"

// Texts are texts that become active where a page, a script or a program takes
// them for something else: markup, an attribute, a script, a template, an
// address, a regular expression, a name of JavaScript's own. Check accepts most
// of them, since an advisory has to be able to speak of such things.
var Texts = []string{
	// Elements, and what leaves the element that the text is in.
	`<script>advgenTrap()</script>`,
	`</script><script>advgenTrap()</script>`,
	`</title></textarea></style></template></noscript><img src=x onerror=advgenTrap()>`,
	`<img src=x onerror=advgenTrap()>`,
	`<svg onload=advgenTrap()><animate onbegin=advgenTrap() attributeName=x dur=1s>`,
	`<svg><script>advgenTrap()</script></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img src=x onerror=advgenTrap()>`,
	`<noscript><p title="</noscript><img src=x onerror=advgenTrap()>">`,
	`<details open ontoggle=advgenTrap()><summary>x</summary></details>`,
	`<input autofocus onfocus=advgenTrap()>`,
	`<video><source onerror=advgenTrap()></video>`,
	`<iframe srcdoc="<script>parent.advgenTrap()</script>"></iframe>`,
	`<object data="//elsewhere.example/x"></object><embed src="//elsewhere.example/x">`,
	`<base href="//elsewhere.example/"><link rel=stylesheet href="//elsewhere.example/x.css">`,
	`<meta http-equiv=refresh content="0;url=https://elsewhere.example/">`,
	`<style>@import "https://elsewhere.example/x.css"; body{background:url(https://elsewhere.example/x)}</style>`,
	`<form action="https://elsewhere.example/"><button autofocus formaction=javascript:advgenTrap()>x</button></form>`,
	`<a href="javascript:advgenTrap()" style="position:fixed;inset:0">x</a>`,
	`<p id=main class=skip style=animation-name:x onanimationstart=advgenTrap()>x</p>`,
	"<scr\u0131pt>advgenTrap()</scr\u0131pt>",
	// Comments and sections.
	`--><img src=x onerror=advgenTrap()>`,
	`]]><script>advgenTrap()</script>`,
	// Attributes.
	`" autofocus onfocus=advgenTrap() x="`,
	`' autofocus onfocus=advgenTrap() x='`,
	"` onmouseover=advgenTrap() `",
	`x"onmouseover="advgenTrap()" href="javascript:advgenTrap()`,
	// Scripts and data.
	`"};advgenTrap();//`,
	`';advgenTrap();//`,
	`\";advgenTrap();//`,
	`${advgenTrap()}`,
	`</script><!--<script>`,
	`<!--<script>`,
	`{"@context":"https://elsewhere.example/","__proto__":{"x":"advgenTrap()"}}`,
	`__proto__`,
	`constructor`,
	`hasOwnProperty`,
	// Templates.
	`{{constructor.constructor('advgenTrap()')()}}`,
	`{{define "content"}}<script>advgenTrap()</script>{{end}}`,
	`{id} {title} {vendor} {publisher}`,
	`%s%d%n%!x(MISSING)`,
	// Written otherwise, and undone once too often.
	`&lt;script&gt;advgenTrap()&lt;/script&gt;`,
	`&#60;img src=x onerror=advgenTrap()&#62;`,
	`%3Cscript%3EadvgenTrap()%3C/script%3E`,
	`\u003cscript\u003eadvgenTrap()\u003c/script\u003e`,
	`＜ｓｃｒｉｐｔ＞advgenTrap()＜／ｓｃｒｉｐｔ＞`, // markup once NFKC has been applied
	`＂ onfocus=advgenTrap() autofocus x=＂`,
	// Regular expressions and search.
	`(a+)+$.*[`,
	`.*+?^${}()|[]\`,
	`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!`,
	// Addresses as text.
	`javascript:advgenTrap()`,
	`data:text/html,<script>advgenTrap()</script>`,
	`//elsewhere.example/x`,
	`https://elsewhere.example/x`,
	`https://elsewhere.example/'onmouseover='advgenTrap()`,
	`javascript:advgenTrap()//@x.example`,
	`/../../../x`,
	`x?subject=<script>advgenTrap()</script>`,
	// Markdown.
	`[x](https://elsewhere.example/ "onmouseover=advgenTrap()")`,
	`![x](https://elsewhere.example/x.png)`,
	`<https://elsewhere.example/?"onmouseover="advgenTrap()>`,
	"```<img src=x onerror=advgenTrap()>\n<script>advgenTrap()</script>\n```",
	"`<script>advgenTrap()</script>`",
	`\<script>advgenTrap()\</script>`,
	`**<script>advgenTrap()</script>**`,
	`| <script>advgenTrap()</script> |` + "\n| --- |\n| `<img src=x onerror=advgenTrap()>` |",
	`# x <script>advgenTrap()</script> {onclick=advgenTrap() #x}`,
	`[x]: https://elsewhere.example/x 'onmouseover=advgenTrap()'` + "\n\n[x]",
}

// Addresses are links that check refuses in every field that takes an address,
// and in Markdown.
var Addresses = []string{
	`javascript:advgenTrap()`,
	`JavaScript:advgenTrap()`,
	`javascript://advisories.example.org/%0AadvgenTrap()`,
	`javascript&colon;advgenTrap()`,
	`java%73cript:advgenTrap()`,
	`vbscript:x`,
	`livescript:x`,
	`data:text/html,%3Cscript%3EadvgenTrap()%3C/script%3E`,
	`data:text/html;base64,PHNjcmlwdD4=`,
	`view-source:https://elsewhere.example/`,
	`blob:https://elsewhere.example/1d2c`,
	`filesystem:https://elsewhere.example/x`,
	`about:blank`,
	`file:///etc/passwd`,
	`ms-word:ofe|u|https://elsewhere.example/x.docx`,
	`ms-msdt:/id`,
	`ms-settings:x`,
	`search-ms:query=x`,
	`intent://elsewhere.example/#Intent;end`,
	`jar:https://elsewhere.example!/`,
	`feed:https://elsewhere.example/`,
	`chrome://settings`,
	`tel:110`,
	`sms:110`,
	`ftp://elsewhere.example/`,
	`ws://elsewhere.example/`,
	`ssh://elsewhere.example/`,
	`//elsewhere.example/x`,
	`/\elsewhere.example/x`,
	`\\elsewhere.example\x`,
	`https:elsewhere.example`,
	`https:/elsewhere.example`,
	`https:///elsewhere.example`,
	`https://advisories.example.org@elsewhere.example/`,
	`https://a:b@elsewhere.example/`,
	`https://@elsewhere.example/`,
	`https://advisories.example.org%40elsewhere.example/`,
	`https://advisories.example.org\@elsewhere.example/`,
	"https://elsewhere.example/\u202egpj.exe",
	"https://elsewhere.example/\u2066x\u2069",
	"https://elsewhere.example/\u200fx",
	"https://else\u200bwhere.example/",
	"https://els\u0435where.example/", // a Cyrillic letter
	"https://\uff45lsewhere.example/", // full-width
	"https://elsewhere\u3002example/",
	"https://elsewhere.example/\tx",
	`https://elsewhere.example:99999/`,
	`https://0x7f000001:/`,
	`https://[javascript:x]/`,
	`mailto:a@b.example,c@elsewhere.example`,
	`mailto:a@b.example?cc=c@elsewhere.example`,
	`mailto:a@b.example?subject=x&body=y`,
	`mailto:a@b.example%0d%0acc:c@elsewhere.example`,
}
