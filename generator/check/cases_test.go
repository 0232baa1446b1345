package check_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

type edit func(testing.TB, fstest.MapFS)

const (
	one    = "advisories/2026/EX11111111/advisory.md"
	oneEn  = "advisories/2026/EX11111111/advisory.en.md"
	two    = "advisories/2026/EX22222222/advisory.md"
	next   = "advisories/2026/EX22222222/advisory.next.md"
	four   = "advisories/2027/EX44444444/advisory.md"
	record = "advisories/2026/EX11111111/vendors/alpha.yaml"
	recNxt = "advisories/2026/EX22222222/vendors/alpha.next.yaml"
	recMD  = "advisories/2026/EX22222222/vendors/alpha.md"
)

// replace changes the first occurrence of a text, which must be there.
func replace(name, old, with string) edit {
	return func(t testing.TB, files fstest.MapFS) {
		t.Helper()
		f, ok := files[name]
		if !ok || !strings.Contains(string(f.Data), old) {
			t.Fatalf("%s: there is no %q", name, old)
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(f.Data), old, with, 1)), Mode: 0o644}
	}
}

func write(name, data string) edit {
	return func(_ testing.TB, files fstest.MapFS) {
		files[name] = &fstest.MapFile{Data: []byte(data), Mode: 0o644}
	}
}

func remove(name string) edit {
	return func(_ testing.TB, files fstest.MapFS) { delete(files, name) }
}

func date(value string) edit {
	return replace(one, "disclose_at: 2026-03-01T12:00:00+09:00", "disclose_at: "+value)
}

// redirects adds redirects to publisher.yaml.
func redirects(items ...string) edit {
	return replace("publisher.yaml", "languages:", "redirects:\n  - "+strings.Join(items, "\n  - ")+"\nlanguages:")
}

// look adds to publisher.yaml what a publisher makes its own.
func look(line string) edit { return replace("publisher.yaml", "languages:", line+"\nlanguages:") }

const page = "---\ntitle: Page\n---\nText.\n\n"

// pattern adds a numbering that accepts any id.
func pattern(t testing.TB, files fstest.MapFS) {
	replace("publisher.yaml", "path: vu}", "path: vu}\n  - {pattern: \".+\", path: any}")(t, files)
}

var cases = []struct {
	name  string
	edits []edit
}{
	{"a date without a time", []edit{date("2026-03-01")}},
	{"a time without an offset", []edit{date("2026-03-01T12:00:00")}},
	{"an offset that does not exist", []edit{date("2026-03-01T12:00:00-00:00")}},
	{"month 13", []edit{date("2026-13-01T12:00:00Z")}},
	{"words for a date", []edit{date("soon")}},
	{"an empty date", []edit{date("")}},
	{"a date twice", []edit{date("2026-03-01T12:00:00Z\ndisclose_at: 2026-03-02T12:00:00Z")}},
	{"a list of dates", []edit{date("[2026-03-01T12:00:00Z]")}},
	{"a fraction of a second", []edit{date("2026-03-01T12:00:00.5Z")}},
	{"no id", []edit{replace(one, "id: EX#11111111\n", "")}},
	{"an id that is a device on Windows", []edit{pattern, write("advisories/CON/advisory.md", "---\nid: CON\ntitle: x\n---\n")}},
	{"an id that ends in a dot", []edit{pattern, write("advisories/X1./advisory.md", "---\nid: X1.\ntitle: x\n---\n")}},
	{"an id that is the name of a list", []edit{pattern, write("advisories/Index.html/advisory.md", "---\nid: Index.html\ntitle: x\n---\n")}},
	{"an advisory in a hidden folder", []edit{pattern, write("advisories/.x/advisory.md", "---\nid: .x\ntitle: x\n---\n")}},
	{"an advisory in a hidden folder of a year", []edit{pattern, write("advisories/2026/.x/advisory.md", "---\nid: .x\ntitle: x\n---\n")}},
	{"a list where fields belong", []edit{write("vendors/beta.yaml", "- name: x\n")}},
	{"a list in a list", []edit{replace(one, "cwe: [CWE-78]", "cwe: [[CWE-78]]")}},
	{"a list for a text", []edit{replace(one, "id: EX#11111111", "id: [EX#11111111]")}},
	{"a number that is too large", []edit{replace("publisher.yaml", "languages:", "handling_days: 99999999\nlanguages:")}},
	{"a pattern that breaks out", []edit{replace("publisher.yaml", "path: vu}", "path: vu}\n  - {prefix: X, pattern: \"a)|(.*\", path: x}")}},
	{"a key of another script", []edit{replace(record, "CVE-2026-11112: not", "脆弱性: not")}},
	{"a list under a key of another script", []edit{replace("publisher.yaml", "status.unknown:", "状態: [x]\n    status.unknown:")}},
	{"a section that is too long", []edit{replace(one, "## 概要\n", "## 概要\n"+strings.Repeat("あいう。\n", 6000))}},
	{"a file that is too large", []edit{write(record, "vendor: alpha\n# "+strings.Repeat("x", 256<<10))}},
	{"a key with a date that does not exist", []edit{replace("vendors/alpha.yaml", "name:", "keys:\n  - {fingerprint: \"0123456789ABCDEF0123456789ABCDEF01234567\", valid_from: 2026-02-30}\nname:")}},
	{"an id of no series", []edit{replace(one, "id: EX#11111111", "id: EX#1111111")}},
	{"an unknown field", []edit{replace(one, "handling_started:", "handling_start:")}},
	{"an unknown field far from all", []edit{replace(one, "handling_started:", "xyzzy:")}},
	{"a text where a list belongs", []edit{replace(one, "cwe: [CWE-78]", "cwe: CWE-78")}},
	{"a quoted number", []edit{replace(one, "number: 2", `number: "2"`)}},
	{"an unknown status", []edit{replace(record, "status: affected", "status: afected")}},
	{"a status in words", []edit{replace(record, "status: affected", "status: 該当製品あり")}},
	{"a vendor nobody knows", []edit{replace(one, "  - beta", "  - betaa"), replace(one, "[beta]", "[betaa]")}},
	{"a vendor nobody knows, near one that is public", []edit{replace(two, "notified: [alpha]", "notified: [alpah]")}},
	{"a record of a vendor that was not notified", []edit{write("advisories/2026/EX11111111/vendors/gamma.yaml", "status: affected\n")}},
	{"a record of an unknown vendor", []edit{write("advisories/2026/EX11111111/vendors/delta.yaml", "status: affected\n")}},
	{"a record that names another vendor", []edit{replace(record, "vendor: alpha", "vendor: beta")}},
	{"a record twice", []edit{write("advisories/2026/EX11111111/vendors/alpha.md", "---\nstatus: affected\n---\n")}},
	{"revision numbers", []edit{replace(one, "number: 2", "number: 1")}},
	{"revision dates", []edit{replace(one, "2026-04-01", "2026-02-01")}},
	{"a revision in the future", []edit{replace(one, "2026-04-01", "2062-04-01")}},
	{"a day that does not exist", []edit{replace(one, "2026-04-01", "2026-04-31")}},
	{"a broken CVSS vector", []edit{replace(one, "AV:N/", "AV:X/")}},
	{"a CVE in small letters", []edit{replace(one, "CVE-2026-11112]", "cve-2026-11112]")}},
	{"a CVE that is not an alias", []edit{replace(one, "cve: CVE-2026-11111", "cve: CVE-2026-99999")}},
	{"a status for a CVE that is not an alias", []edit{replace(record, "CVE-2026-11112: not", "CVE-2026-99999: not")}},
	{"a broken CWE", []edit{replace(one, "CWE-78", "78")}},
	{"a script for a link", []edit{replace(one, "https://alpha.example.com/notes", "javascript:alert(1)")}},
	{"a link without a host", []edit{replace(one, "https://alpha.example.com/notes", "/notes")}},
	{"a link with credentials", []edit{replace(one, "https://alpha", "https://user:secret@alpha")}},
	{"facts in a translation", []edit{replace(oneEn, "title:", "cwe: [CWE-79]\ntitle:")}},
	{"a translation without a title", []edit{replace(oneEn, "title: OS command injection in Alpha Router\n", "titel: x\n")}},
	{"a translation into the first language", []edit{write("advisories/2026/EX11111111/advisory.ja.md", "---\ntitle: x\n---\n")}},
	{"an id twice", []edit{write("advisories/EX11111111/advisory.md", "---\nid: EX#11111111\ntitle: x\n---\n")}},
	{"two ids, one address", []edit{
		replace("publisher.yaml", "path: vu}", "path: vu}\n  - {prefix: \"ex\", pattern: \"[0-9]{8}\", path: small}"),
		write("advisories/ex11111111/advisory.md", "---\nid: ex11111111\ntitle: x\n---\n"),
	}},
	{"a folder with another name", []edit{remove(one), write("advisories/2026/EX11111111/advisory.md", "---\nid: EX#55555555\ntitle: x\n---\n"), remove(record), remove(oneEn)}},
	{"an advisory without its file", []edit{remove(one)}},
	{"a misspelt file", []edit{write("advisories/2026/EX11111111/advisroy.en.md", "x")}},
	{"a stray file among the records", []edit{write("advisories/2026/EX11111111/vendors/alpha.yml", "x")}},
	{"a bidirectional control in a name", []edit{replace("vendors/alpha.yaml", "Alpha Networks", "Alpha\u202e Networks")}},
	{"an invisible character in an id", []edit{replace(one, "id: EX#11111111", "id: EX#1111\u200b1111")}},
	{"an unknown section", []edit{replace(one, "## 対策方法", "## 対策方")}},
	{"a generated section", []edit{replace(one, "## 対策方法", "## ベンダ情報")}},
	{"a section in two languages", []edit{replace(one, "## 対策方法", "## Overview")}},
	{"text before the first section", []edit{replace(one, "## 概要\n", "まえがき\n\n## 概要\n")}},
	{"an HTML comment", []edit{replace(one, "アップデート", "<!-- 未確認 -->アップデート")}},
	{"raw HTML", []edit{replace(one, "アップデート", "<b>アップデート</b>")}},
	{"a redirect from and to nothing that can be", []edit{redirects("{from: OLD#1, to: EX#11111111}", "{from: /a b/, to: /}", "{from: \"/a?b=1\", to: /}", "{from: /../x, to: /}", "{from: /日本/, to: /}", "{from: /old/, to: nowhere}")}},
	{"a redirect at an address of the site", []edit{redirects("{from: /, to: /vendors/}", "{from: /index.html, to: /vendors/}", "{from: /robots.txt, to: /}", "{from: /ex/page/1/, to: /}", "{from: /vu/, to: /}", "{from: /Assets/x, to: /}", "{from: /vendors/alpha/, to: /}", "{from: /CVE/x, to: /}")}},
	{"a redirect at the address of an advisory, held or not", []edit{redirects("{from: EX#11111111, to: EX#22222222}", "{from: /ex/ex33333333/vendors/x/, to: EX#22222222}")}},
	{"a redirect at the address of a page", []edit{write("pages/about.md", "---\ntitle: About\n---\n本文\n"), redirects("{from: /about, to: /}", "{from: /about.html, to: /about/}")}},
	{"a redirect in a language", []edit{redirects("{from: /en/old/, to: /}")}},
	{"a redirect twice", []edit{redirects("{from: EX#99999999, to: /}", "{from: /ex/EX99999999/, to: /}", "{from: /old.html, to: /}", "{from: /OLD.html/x/, to: /}")}},
	{"redirects in a row and in a ring", []edit{redirects("{from: /a/, to: /b/}", "{from: /b/, to: EX#11111111}", "{from: /c/, to: /d}", "{from: /d, to: /c/}", "{from: /e/, to: /e}", "{from: /f/, to: /c/}")}},
	{"a redirect with a field too many", []edit{redirects("{from: /a/, to: /, code: 301}")}},
	{"colours that cannot be read", []edit{look(`colors: {light: {brand: "#8ab4f8", link: "#0b4f8a"}, dark: {ink: "#777777"}}`)}},
	{"colours of another form", []edit{look(`colors: {light: {brand: red, line: "#000000"}, dark: {}}`)}},
	{"a logo that is not there", []edit{look(`logo: {file: assets/logo.svg}`)}},
	{"a logo with a script", []edit{look(`logo: {file: assets/logo.svg}`), write("assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">\n  <script>x</script>\n</svg>")}},
	{"a logo of another kind", []edit{look(`logo: {file: assets/logo.png}`), write("assets/logo.png", "GIF89a")}},
	{"a logo outside", []edit{look(`logo: {file: ../logo.svg}`)}},
	{"links of the footer", []edit{write("pages/about.md", page), look(`footer: [{title: x}, {url: "https://example.org/"}, {page: abuot}, {page: about, title: x}, {title: x, url: "javascript:x"}, {title: x, url: "https://example.org/", page: about}]`)}},
	{"pages with odd names", []edit{write("pages/About.md", page), write("pages/a.b.md", page), write("pages/x.txt", page), write("pages/vendors.md", page), write("pages/vu.md", page)}},
	{"a page without a title, one without a text", []edit{write("pages/a.md", "---\nmenu: top\n---\nText"), write("pages/b.md", "---\ntitle: B\n---\n")}},
	{"a page with a comment and a picture", []edit{write("pages/a.md", page+"## x\n\n<!-- note -->\n![a](https://example.com/a.png)\n")}},
	{"translations of pages", []edit{write("pages/a.ja.md", page), write("pages/a.md", page), write("pages/b.en.md", page), write("pages/a.en.md", "---\ntitle: A\nmenu: main\n---\nx")}},
	{"a redirect at the address of a page", []edit{write("pages/about.md", page), redirects("{from: /about/, to: /}", "{from: /about/old/, to: /about/}")}},
	{"a reference to nothing", []edit{replace(two, "related: [EX#11111111]", "related: [EX#98765432]")}},
	{"a reference to what is held", []edit{replace(two, "related: [EX#11111111]", "related: [EX#33333333]")}},
	{"a reference to what is disclosed later", []edit{replace(two, "related: [EX#11111111]", "related: [EX#44444444]")}},
	{"a staged update with a reference to what is disclosed later", []edit{replace(next, "related: [EX#11111111]", "related: [EX#44444444]")}},
	{"a staged update without a date", []edit{replace(next, "disclose_at: 2027-01-10T12:00:00+09:00\n", "")}},
	{"a staged update that is not later", []edit{replace(next, "2027-01-10", "2026-05-01")}},
	{"a staged update with another id", []edit{replace(next, "EX#22222222", "EX#22222223")}},
	{"a staged record without a date", []edit{replace(recNxt, "disclose_at: 2027-01-10T12:00:00+09:00\n", "")}},
	{"a staged record without a record", []edit{remove(recMD)}},
	{"a record before its advisory", []edit{replace(record, "updated:", "disclose_at: 2026-02-01T12:00:00+09:00\nupdated:")}},
	{"a record that a staged update leaves out", []edit{replace(next, "notified: [alpha, beta]", "notified: [beta]")}},
	{"a record that leans on a staged update", []edit{write("advisories/2026/EX22222222/vendors/beta.yaml", "status: affected\n")}},
	{"a date that was moved without a record", []edit{replace(four, "related:", "extensions:\n  - {from: \"2026-12-01T12:00:00+09:00\", to: \"2027-01-01T12:00:00+09:00\", recorded: 2026-11-01, reason: x}\nrelated:")}},
	{"an extension to an earlier date", []edit{replace(four, "related:", "extensions:\n  - {from: \"2027-12-01T12:00:00+09:00\", to: \"2027-02-01T12:00:00+09:00\", recorded: 2026-11-01, reason: x}\nrelated:")}},
	{"unreachable but not notified", []edit{replace(one, "unreachable: [beta]", "unreachable: [gamma]")}},
	{"a product of a vendor that was not notified", []edit{replace(one, "{vendor: alpha, name", "{vendor: gamma, name")}},
	{"a statement twice", []edit{replace(recMD, "status:", "statement: x\nstatus:")}},
	{"a product without a vendor, for CSAF", []edit{
		replace("publisher.yaml", "category: coordinator", "category: coordinator\nformats: [csaf]"),
		replace(one, "{vendor: alpha, name", "{name"),
	}},
	{"a long handling", []edit{replace(four, "related:", "handling_started: 2026-09-01\nrelated:")}},
	{"a CVE in two advisories", []edit{replace(two, "related:", "aliases: [CVE-2026-11111]\nrelated:")}},
	{"an anchor", []edit{replace(record, "vendor: alpha", "vendor: &v alpha")}},
	{"an alias", []edit{replace(record, "vendor: alpha", "vendor: &v alpha\nschedule: *v")}},
	{"a tag", []edit{replace(record, "vendor: alpha", "vendor: !!str alpha")}},
	{"a merge key", []edit{replace(record, "vendor: alpha", "<<: {vendor: alpha}")}},
	{"a second document", []edit{replace(record, "vendor: alpha", "vendor: alpha\n---")}},
	{"a duplicate key", []edit{replace(record, "vendor: alpha", "vendor: alpha\nvendor: alpha")}},
	{"a tab for indentation", []edit{replace(record, "  CVE-2026-11111", "\tCVE-2026-11111")}},
	{"no front matter", []edit{replace(one, "---\n#", "#")}},
	{"a publisher without a language", []edit{replace("publisher.yaml", "languages: [ja, en]\n", "")}},
	{"a publisher in an unknown language", []edit{replace("publisher.yaml", "[ja, en]", "[ja, fr]")}},
	{"an unknown time zone", []edit{replace("publisher.yaml", "Asia/Tokyo", "Asia/Tokio")}},
	{"a base address without a slash", []edit{replace("publisher.yaml", "example.org/", "example.org")}},
	{"a series path that is taken", []edit{replace("publisher.yaml", "path: vu", "path: vendors")}},
	{"a broken pattern", []edit{replace("publisher.yaml", "path: vu}", "path: vu}\n  - {prefix: X, pattern: \"[\", path: x}")}},
	{"an unknown word", []edit{replace("publisher.yaml", "status.unknown", "status.unknwon")}},
	{"no publisher", []edit{remove("publisher.yaml")}},
	{"a vendor without a name", []edit{write("vendors/beta.yaml", "site: https://beta.example.com/\n")}},
	{"a vendor id with capitals", []edit{write("vendors/Beta.yaml", "name: x\n")}},
	{"a public mail address with more in it", []edit{replace("vendors/alpha.yaml", "site:", "contact: {email: \"desk@alpha.example.com?bcc=x@example.net\"}\nsite:")}},
	{"a mail address that is none", []edit{replace("vendors/alpha.yaml", "psirt@alpha.example.com", "psirt")}},
}
