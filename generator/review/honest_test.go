package review

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestHonest: what a vendor sends in good faith is accepted.
func TestHonest(t *testing.T) {
	w, k := newWorld(t)
	newRecord := "vendor: alpha\nstatus: affected\nupdated: 2026-11-20\nstatement: Please update.\n"
	signedBy := func(p *pr) {
		p.sign = func(s string) string { return sshSign(k.alpha, "git", s) }
		p.options.RequireSignature = true
	}
	for name, build := range map[string]func(p *pr){
		"a new status":   func(p *pr) { p.edit(publicAlpha, "affected_investigating", "affected"); p.commit() },
		"a first record": func(p *pr) { p.put(undated, newRecord); p.commit() },
		"a first record as Markdown": func(p *pr) {
			p.put(strings.TrimSuffix(undated, ".yaml")+".md", "---\nvendor: alpha\nstatus: affected\n---\n修正版をご利用ください。[お知らせ](https://www.example.com/psirt/1)\n")
			p.commit()
		},
		"a record without vendor": func(p *pr) { p.put(undated, "status: unknown\n"); p.commit() },
		"another statement in Markdown": func(p *pr) {
			p.edit(mdAlpha, "Nothing of ours.", "製品 A・B（V1.0）は対象外です。")
			p.commit()
		},
		"both languages": func(p *pr) {
			p.edit(publicAlpha, "statement: We look into it.", "statement: {ja: ＡＢＣルータを調査中です。, en: We are looking into ABC Router.}")
			p.commit()
		},
		"a held case":                      func(p *pr) { p.edit(heldAlpha, "status: affected", "status: not_affected"); p.commit() },
		"a later instant":                  func(p *pr) { p.edit(heldAlpha, "2026-12-10T12", "2026-12-20T12"); p.commit() },
		"the same instant in another zone": func(p *pr) { p.edit(heldAlpha, "2026-12-10T12:00:00+09:00", "2026-12-10T03:00:00Z"); p.commit() },
		"one more revision": func(p *pr) {
			p.edit(publicAlpha, "summary: First}\n", "summary: First}\n  - {number: 2, date: 2026-11-20, summary: Second}\n")
			p.commit()
		},
		"two commits": func(p *pr) {
			p.edit(publicAlpha, "affected_investigating", "affected")
			p.commit()
			p.edit(publicAlpha, "status: affected", "status: not_affected")
			p.commit()
		},
		"several advisories at once": func(p *pr) {
			p.edit(publicAlpha, "affected_investigating", "affected")
			p.put(undated, newRecord)
			p.edit(rootAlpha, "Update.", "Update now.")
			p.commit()
		},
		"a staged update": func(p *pr) {
			p.put(strings.Replace(publicAlpha, ".yaml", ".next.yaml", 1), p.files[publicAlpha].data+"disclose_at: 2026-12-24T12:00:00+09:00\n")
			p.commit()
		},
		"a staged update, later": func(p *pr) { p.edit(stagedAlpha, "2026-12-24", "2026-12-25"); p.commit() },
		"a comment":              func(p *pr) { p.put(publicAlpha, "# 連絡先は PSIRT です\n"+p.files[publicAlpha].data); p.commit() },
		"emoji, ideographic variants and a name in Cyrillic": func(p *pr) {
			p.put(undated, "vendor: alpha\nstatus: affected\nstatement: \"葛\U000e0100飾区 ☺\ufe0f Российская компания, Ελληνική εταιρεία, std::vector<T>::size\"\n")
			p.commit()
		},
		"links": func(p *pr) {
			p.put(undated, newRecord+"links:\n  - {title: Notice, url: \"https://www.example.com/psirt/1\"}\n  - {title: Mail, url: \"mailto:psirt@example.com\"}\n")
			p.commit()
		},
		"no change in a commit":    func(p *pr) { p.commit(); p.edit(publicAlpha, "affected_investigating", "affected"); p.commit() },
		"a commit signed with SSH": func(p *pr) { signedBy(p); p.edit(publicAlpha, "affected_investigating", "affected"); p.commit() },
		"a commit signed with OpenPGP": func(p *pr) {
			p.options.RequireSignature = true
			p.sign = func(s string) string { return pgpSign(t, k.pgp, s, now) }
			p.edit(publicAlpha, "affected_investigating", "affected")
			p.commit()
		},
		"a detached signature with SSH": func(p *pr) {
			p.options.RequireSignature = true
			p.put(undated, newRecord)
			p.put(undated+".sig", sshSign(k.alpha, "file", newRecord))
			p.commit()
		},
		"a detached signature with OpenPGP": func(p *pr) {
			p.options.RequireSignature = true
			p.put(undated, newRecord)
			p.put(undated+".asc", pgpSign(t, k.pgp, newRecord, now))
			p.commit()
		},
		"an expired key that was valid when it came in": func(p *pr) {
			p.options.RequireSignature = true
			p.options.Received = time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC)
			p.sign = func(s string) string { return sshSign(k.expired, "git", s) }
			p.put(undated, newRecord)
			p.commit()
		},
		"a key that was revoked later": func(p *pr) {
			p.options.RequireSignature = true
			p.options.Received = time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)
			p.sign = func(s string) string { return sshSign(k.revoked, "git", s) }
			p.put(undated, newRecord)
			p.commit()
		},
		"an author with an odd name and date": func(p *pr) {
			p.who = "::error::x <> 99999999999 +9999"
			p.edit(publicAlpha, "affected_investigating", "affected")
			p.commit()
		},
		"a coordinator's advisory": func(p *pr) {
			p.options.As = Coordinator
			p.put("content/advisories/2026/EX77777777/advisory.md", "---\nid: EX#77777777\ntitle: G\nnotified: [beta]\n---\n## 概要\nText.\n")
			p.commit()
		},
		"a coordinator removes a staged update": func(p *pr) { p.options.As = Coordinator; p.remove(stagedAlpha); p.commit() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := w.pr()
			p.t = t
			build(p)
			v, err := p.run()
			if err != nil {
				t.Fatal(err)
			}
			if !v.Accepted {
				t.Fatalf("refused: %v", v.Findings)
			}
			if v.Base != w.base || v.Head != p.head || v.Commits == 0 {
				t.Errorf("the verdict pins %s..%s, %d commits", v.Base, v.Head, v.Commits)
			}
			var out bytes.Buffer
			if err := Write(&out, "text", v); err != nil || strings.Contains(out.String(), canary) {
				t.Errorf("%v, %s", err, out.String())
			}
		})
	}
}

// TestRealTools: what git, ssh-keygen and gpg make is understood.
func TestRealTools(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("there is no ssh-keygen")
	}
	w, _ := newWorld(t)
	key := filepath.Join(t.TempDir(), "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	p := w.pr()
	p.put("content/vendors/alpha.yaml", "name: Alpha\nkeys:\n  - {kind: ssh, key: \""+strings.TrimSpace(string(public))+"\"}\n")
	p.commit()
	base := p.head
	w.git("update-ref", "refs/heads/main", base)
	w.git("reset", "-q", "--hard")
	data := "vendor: alpha\nstatus: affected\n"
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(w.dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func() *Verdict {
		t.Helper()
		v, err := Run(t.Context(), Options{Dir: w.dir, Base: base, Head: "HEAD", As: "alpha", RequireSignature: true, Now: now, Received: now})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	write(undated, data)
	w.git("add", "-A")
	w.git("-c", "gpg.format=ssh", "-c", "user.signingkey="+key, "commit", "-q", "-S", "-m", "a status")
	if v := run(); !v.Accepted {
		t.Errorf("git commit -S: %v", v.Findings)
	}
	w.git("reset", "-q", "--hard", base)
	write(undated, data)
	if out, err := exec.Command("ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", key, filepath.Join(w.dir, undated)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	w.git("add", "-A")
	w.git("commit", "-q", "-m", "a status")
	if v := run(); !v.Accepted {
		t.Errorf("ssh-keygen -Y sign: %v", v.Findings)
	}
	w.git("reset", "-q", "--hard", base)
	write(undated, data)
	w.git("add", "-A")
	w.git("commit", "-q", "-m", "a status")
	if v := run(); v.Accepted {
		t.Error("an unsigned commit was accepted")
	}
}

func BenchmarkRun(b *testing.B) {
	w, _ := newWorld(b)
	p := w.pr()
	p.edit(publicAlpha, "affected_investigating", "affected")
	p.commit()
	for b.Loop() {
		if v, err := p.run(); err != nil || !v.Accepted {
			b.Fatal(err)
		}
	}
}

// TestRealOpenPGP: what gpg makes is understood, beside a file and in a commit.
func TestRealOpenPGP(t *testing.T) {
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("there is no gpg")
	}
	home, err := os.MkdirTemp("", "advgen-gpg") // the agent's socket needs a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	gpg := func(stdin string, args ...string) string {
		cmd := exec.Command("gpg", append([]string{"--homedir", home, "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback"}, args...)...)
		cmd.Stdin = strings.NewReader(stdin)
		out, err := cmd.Output()
		if err != nil {
			t.Skipf("gpg %v: %v", args[0], err)
		}
		return string(out)
	}
	gpg("", "--quick-generate-key", "a@example.com", "ed25519", "sign", "never")
	t.Cleanup(func() { exec.Command("gpgconf", "--homedir", home, "--kill", "gpg-agent").Run() })
	w, _ := newWorld(t)
	p := w.pr()
	p.put("content/vendors/alpha.yaml", "name: Alpha\nkeys:\n  - kind: openpgp\n    key: |\n"+indent(gpg("", "--armor", "--export"))+"\n")
	p.commit()
	base := p.head
	p.options.RequireSignature, p.options.Base = true, base
	p.options.Received, p.options.Now = time.Now(), time.Now()
	p.put(undated, okRecord)
	p.put(undated+".asc", gpg(okRecord, "--armor", "--detach-sign"))
	p.commit()
	if v, err := p.run(); err != nil || !v.Accepted {
		t.Errorf("beside a file: %+v, %v", v, err)
	}
	p.head = base
	p.remove(undated + ".asc")
	p.sign = func(s string) string { return gpg(s, "--armor", "--detach-sign") }
	p.commit()
	if v, err := p.run(); err != nil || !v.Accepted {
		t.Errorf("in a commit: %+v, %v", v, err)
	}
}
