package review

import (
	"strings"
	"testing"
	"time"
)

func textTricks() []hostile {
	say := func(statement string) func(p *pr) {
		return func(p *pr) { p.put(undated, okRecord+"statement: |\n  "+statement+"\n"); p.commit() }
	}
	raw := func(text string) func(p *pr) { return func(p *pr) { p.put(undated, okRecord+text+"\n"); p.commit() } }
	return []hostile{
		{"bidirectional override", "bidi-character md-bidi", say("safe \u202egnp.exe")},
		{"bidirectional isolate in a comment", "bidi-character", raw("# \u2066 status: not_affected \u2069")},
		{"zero-width space", "invisible-character md-zero-width", say("pass\u200bword")},
		{"zero-width joiner", "invisible-character", say("a\u200db")},
		{"soft hyphen in a comment", "invisible-character", raw("# a\u00adb")},
		{"tag characters", "invisible-character md-zero-width", say("x\U000e0061\U000e0062")},
		{"Hangul filler", "invisible-character", say("x \u3164 y")},
		{"variation selector on a letter", "invisible-character", say("x\ufe00")},
		{"line separator in a comment", "private-character line-break", raw("# a\u2028b")},
		{"private use", "private-character", say("\ue000")},
		{"control character", "private-character control-character", say("a\x07b")},
		{"not UTF-8", "not-utf8", raw("# \xff")},
		{"mixed scripts", "confusable", say("Visit pаypal now")},
		{"all in Cyrillic look-alikes", "confusable", say("рауреа")},
		{"letters of mathematics", "confusable", say("𝐀dmin")},
		{"mixed scripts behind an escape", "confusable", raw("statement: \"p\\u0430ypal\"")},
		{"mixed scripts behind an entity", "confusable", say("p&#x430;ypal")},
		{"set-output behind an entity", "workflow-command", say("&colon;:set-output name=x::y")},
		{"host in Cyrillic look-alikes", "confusable-host", say("https://xn--80ak6aa92e.example/ tells more")},
		{"host of mixed scripts", "confusable-host", raw("links:\n  - {title: N, url: \"https://xn--pypal-4ve.example/\"}")},
		{"link that shows another host", "link-text", say("[https://www.example.com/fix](https://evil.example.net/fix)")},
		{"script link", "md-link", say("[x](javascript:alert(1))")},
		{"data link in a field", "bad-link", raw("links:\n  - {title: N, url: \"data:text/html,x\"}")},
		{"credentials in a link", "bad-link", raw("links:\n  - {title: N, url: \"https://www.example.com:x@evil.example.net/\"}")},
		{"remote image", "md-image", say("![x](https://evil.example.net/pixel.png)")},
		{"HTML comment", "md-html-comment", say("a <!-- note --> b")},
		{"set-output in a value", "workflow-command", say("::set-output name=x::y")},
		{"set-env behind an escape", "workflow-command", raw("statement: \"\\x3a:set-env name=PATH::x\"")},
		{"stop-commands in a comment", "workflow-command", raw("# ::stop-commands::x")},
		{"command of another build server", "workflow-command", say("##vso[task.setvariable variable=x]y")},
	}
}

func signatureTricks(t *testing.T, k keyring) []hostile {
	signed := func(sign func(s string) string) func(p *pr) {
		return func(p *pr) {
			p.options.RequireSignature, p.sign = true, sign
			p.put(undated, okRecord)
			p.commit()
		}
	}
	beside := func(ext, signature string) func(p *pr) {
		return func(p *pr) {
			p.options.RequireSignature = true
			p.put(undated, okRecord)
			p.put(undated+ext, signature)
			p.commit()
		}
	}
	return []hostile{
		{"unsigned", "signature-missing", signed(nil)},
		{"signed at the end only", "signature-missing", func(p *pr) {
			p.options.RequireSignature = true
			p.put(undated, okRecord)
			p.commit()
			p.sign = func(s string) string { return sshSign(k.alpha, "git", s) }
			p.put(undated, okRecord+"updated: 2026-11-20\n")
			p.commit()
		}},
		{"another vendor's key", "signature-unknown-key", signed(func(s string) string { return sshSign(k.beta, "git", s) })},
		{"a stranger's key", "signature-unknown-key", signed(func(s string) string { return sshSign(k.stranger, "git", s) })},
		{"a stranger's OpenPGP key", "signature-unknown-key", signed(func(s string) string { return pgpSign(t, k.pgpStranger, s, now) })},
		{"backdated commit with an expired key", "signature-expired-key", func(p *pr) {
			p.who = "A <a@example.com> 1767225600 +0000" // 2026-01-01, when the key was valid
			signed(func(s string) string { return sshSign(k.expired, "git", s) })(p)
		}},
		{"backdated OpenPGP signature with an expired key", "signature-expired-key", signed(func(s string) string {
			return pgpSign(t, k.pgpExpired, s, time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC))
		})},
		{"revoked key", "signature-revoked-key", signed(func(s string) string { return sshSign(k.revoked, "git", s) })},
		{"key of next year", "signature-early-key", signed(func(s string) string { return sshSign(k.early, "git", s) })},
		{"signature of another commit", "signature-invalid", signed(func(s string) string { return sshSign(k.alpha, "git", s+" ") })},
		{"OpenPGP signature of another commit", "signature-invalid", signed(func(s string) string { return pgpSign(t, k.pgp, s+" ", now) })},
		{"signature for files on a commit", "signature-invalid", signed(func(s string) string { return sshSign(k.alpha, "file", s) })},
		{"garbage for a signature", "signature-malformed", signed(func(string) string { return "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----" })},
		{"hash that is too weak", "signature-weak", signed(func(s string) string {
			return sshSignHash(k.alpha, "git", s, "sha1")
		})},
		{"detached signature of other bytes", "signature-invalid", beside(".sig", sshSign(k.alpha, "file", okRecord+"\n"))},
		{"detached signature for commits", "signature-invalid", beside(".sig", sshSign(k.alpha, "git", okRecord))},
		{"detached signature by another vendor", "signature-unknown-key", beside(".sig", sshSign(k.beta, "file", okRecord))},
		{"signature file with a text in it", "bad-signature-file signature-malformed", beside(".sig", "hello\n"+sshSign(k.alpha, "file", okRecord))},
		{"OpenPGP in a .sig", "bad-signature-file", beside(".sig", pgpSign(t, k.pgp, okRecord, now))},
		{"huge signature file", "bad-signature-file signature-malformed", beside(".sig", strings.Repeat("A", 20<<10))},
		{"signature without a record", "stray-file", func(p *pr) { p.put(undated+".sig", sshSign(k.alpha, "file", okRecord)); p.commit() }},
		{"a signature replaced by a stranger's", "signature-unknown-key", func(p *pr) {
			p.put(undated, okRecord)
			p.put(undated+".sig", sshSign(k.alpha, "file", okRecord))
			p.commit()
			p.options.Base, p.options.RequireSignature = p.head, true
			p.put(undated+".sig", sshSign(k.stranger, "file", okRecord))
			p.commit()
		}},
		{"old record with its old signature", "signature-other-record", func(p *pr) {
			old := strings.Replace(p.files[publicAlpha].data, "affected_investigating\nupdated: 2026-03-01\nstatement: We look into it.", "not_affected", 1)
			p.options.RequireSignature = true
			p.put(publicAlpha, old)
			p.put(publicAlpha+".sig", sshSign(k.alpha, "file", old))
			p.commit()
		}},
		{"signed record of another case", "signature-other-record", func(p *pr) {
			data := p.files[heldAlpha].data
			p.options.RequireSignature = true
			p.put(undated, data)
			p.put(undated+".sig", sshSign(k.alpha, "file", data))
			p.commit()
		}},
	}
}

func coordinatorTricks(w *world) []hostile {
	put := func(mode, name, data string) func(p *pr) {
		return func(p *pr) { p.options.As = Coordinator; p.as(mode, name, data); p.commit() }
	}
	return []hostile{
		{"coordinator: symlink", "symlink", put("120000", "content/README.md", "../README.md")},
		{"coordinator: executable", "executable", put("100755", "content/README.md", "x")},
		{"coordinator: submodule", "submodule", func(p *pr) {
			p.options.As = Coordinator
			p.files["content/x"] = file{mode: "160000", raw: w.base}
			p.commit()
		}},
		{"coordinator: .gitattributes", "git-name", put("100644", "content/.gitattributes", "* filter=x\n")},
		{"coordinator: outside of the content", "outside", put("100644", "Makefile", "all:\n")},
		{"coordinator: deletion outside", "outside", func(p *pr) { p.options.As = Coordinator; p.remove("README.md"); p.commit() }},
		{"coordinator: case-fold twin", "case-twin", put("100644", "content/PUBLISHER.yaml", "x")},
		{"coordinator: NFC twins", "normalization-twin path-non-ascii", func(p *pr) {
			p.options.As = Coordinator
			p.put("content/caf\u00e9.txt", "x")
			p.put("content/cafe\u0301.txt", "x")
			p.commit()
		}},
		{"coordinator: broken content", "unknown-value", func(p *pr) {
			p.options.As = Coordinator
			p.edit(publicAlpha, "affected_investigating", "fine")
			p.commit()
		}},
		{"coordinator: depth", "too-deep", put("100644", "content/"+strings.Repeat("d/", 14)+"x", "x")},
		{"coordinator: merge", "merge-commit", func(p *pr) {
			p.options.As = Coordinator
			p.commitTree(p.writeTree(p.files), w.base, w.base)
		}},
	}
}
