package review

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSilence: what a vendor is told about a case that did not notify it is the
// same whether the case exists or not, whatever it sends.
func TestSilence(t *testing.T) {
	with, _ := newWorld(t)
	const dir, top = "content/advisories/2026/EX33333333", "content/advisories/EX77777776"
	without := &world{t: t, dir: with.dir, tree: map[string]file{}, made: with.made}
	for name, f := range with.tree {
		if !strings.HasPrefix(name, dir+"/") && !strings.HasPrefix(name, top+"/") {
			without.tree[name] = f
		}
	}
	without.base = without.object("commit", []byte(commitText(without.writeTree(without.tree), nil, someone, "other base")))

	for name, change := range map[string]func(files map[string]file){
		"a record": func(f map[string]file) { f[dir+"/vendors/alpha.yaml"] = file{mode: "100644", data: okRecord} },
		"a twin of the folder": func(f map[string]file) {
			f["content/advisories/2026/ex33333333/vendors/alpha.yaml"] = file{mode: "100644", data: okRecord}
		},
		"an advisory": func(f map[string]file) { f[dir+"/advisory.md"] = file{mode: "100644", data: "x"} },
		"a link":      func(f map[string]file) { f[dir] = file{mode: "120000", data: "x"} },
		"a submodule": func(f map[string]file) { f[dir] = file{mode: "160000", raw: with.base} },
		"a file":      func(f map[string]file) { f[dir] = file{mode: "100755", data: "x"} },
		"beside a good one": func(f map[string]file) {
			f[undated] = file{mode: "100644", data: okRecord}
			f[dir+"/x"] = file{mode: "100644", data: "x"}
		},
		"only a guess": func(f map[string]file) {
			clear(f)
			f[dir+"/advisory.md"] = file{mode: "100644", data: "x"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			for _, w := range []*world{with, without} {
				p := w.pr()
				// The very same tree is sent, made without knowing the case.
				p.files = map[string]file{}
				for name, f := range without.tree {
					p.files[name] = f
				}
				change(p.files)
				p.commit()
				v, err := p.run()
				if err != nil {
					t.Fatal(err)
				}
				var out bytes.Buffer
				if err := Write(&out, "json", v); err != nil {
					t.Fatal(err)
				}
				said = append(said, regexp.MustCompile(`[0-9a-f]{40}`).ReplaceAllString(out.String(), "ID"))
			}
			if said[0] != said[1] {
				t.Errorf("with the case:\n%s\nwithout it:\n%s", said[0], said[1])
			}
			if !strings.Contains(said[0], `"outside"`) {
				t.Errorf("accepted: %s", said[0])
			}
		})
	}
}

// TestShallow: a shallow clone is refused, since its commits cannot all be seen.
func TestShallow(t *testing.T) {
	w, _ := newWorld(t)
	p := w.pr()
	p.put(undated, okRecord)
	p.commit()
	w.git("update-ref", "refs/heads/topic", p.head)
	clone := filepath.Join(t.TempDir(), "clone")
	w.git("clone", "-q", "--bare", "--depth", "2", "--branch", "topic", "file://"+w.dir, clone)
	p.options.Dir = clone
	v, err := p.run()
	if err != nil || v.Accepted || !slices.Equal(rulesOf(v), []string{"shallow-clone"}) {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestNoVerdict: what is not about the commits is an error and no verdict.
func TestNoVerdict(t *testing.T) {
	w, _ := newWorld(t)
	p := w.pr()
	p.put("content/vendors/coordinator.yaml", "name: A trickster\n")
	p.commit()
	trickster := p.head
	for name, o := range map[string]Options{
		"an option for a revision":       {Base: "--all", Head: "main", As: "alpha"},
		"a search for a revision":        {Base: "main", Head: ":/base", As: "alpha"},
		"a path for a revision":          {Base: "main", Head: "main:content", As: "alpha"},
		"a revision with a line feed":    {Base: "main", Head: "main\nmain", As: "alpha"},
		"a revision that does not exist": {Base: "main", Head: "0123456789012345678901234567890123456789", As: "alpha"},
		"a tree for a revision":          {Base: "main", Head: w.writeTree(w.tree), As: "alpha"},
		"a vendor that does not exist":   {Base: "main", Head: "main", As: "omega"},
		"a vendor that is a path":        {Base: "main", Head: "main", As: "../vendors/alpha"},
		"a vendor called coordinator":    {Base: trickster, Head: trickster, As: Coordinator},
		"no content":                     {Base: "main", Head: "main", As: "alpha", Content: "nowhere"},
		"content above the root":         {Base: "main", Head: "main", As: "alpha", Content: "../x"},
		"a coordinator's signature":      {Base: "main", Head: "main", As: Coordinator, RequireSignature: true},
	} {
		o.Dir, o.Now, o.Received = w.dir, now, now
		if v, err := Run(t.Context(), o); err == nil {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if _, err := Run(t.Context(), Options{Dir: t.TempDir(), Base: "a", Head: "b", As: "alpha"}); err == nil {
		t.Error("a folder without a repository gives a verdict")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, p.options); err == nil {
		t.Error("a review that was stopped gives a verdict")
	}
}

// TestNothingRuns: neither the configuration of the repository nor the
// environment makes git run or fetch anything.
func TestNothingRuns(t *testing.T) {
	w, k := newWorld(t)
	p := w.pr()
	p.options.RequireSignature = true
	p.put(undated, okRecord)
	p.put(undated+".sig", sshSign(k.alpha, "file", okRecord))
	p.commit()
	trap := filepath.Join(t.TempDir(), "trap")
	sprung := trap + ".sprung"
	if err := os.WriteFile(trap, []byte("#!/bin/sh\necho x > '"+sprung+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "gpg.program", "gpg.ssh.program", "diff.external", "diff.x.textconv", "filter.x.smudge", "filter.x.clean", "credential.helper", "alias.log", "alias.cat-file"} {
		w.git("config", key, trap)
	}
	w.git("config", "log.showSignature", "true")
	w.git("config", "core.commitGraph", "true")
	// A replacement that would show another commit in the place of HEAD.
	w.git("update-ref", "refs/replace/"+p.head, w.base)
	for _, name := range []string{"GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_PROXY_COMMAND", "GIT_EDITOR"} {
		t.Setenv(name, trap)
	}
	t.Setenv("GIT_DIR", t.TempDir())
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
	t.Setenv("GIT_CONFIG_VALUE_0", trap)
	v, err := p.run()
	if err != nil || !v.Accepted {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := os.Stat(sprung); err == nil {
		t.Error("a program of the repository's configuration was run")
	}
}

// TestSummary: the summary shows what changes, inert, and the verdict does not.
func TestSummary(t *testing.T) {
	w, _ := newWorld(t)
	p := w.pr()
	p.edit(publicAlpha, "affected_investigating", "affected", "We look into it.", "\"Update to **2.0**, [here](https://www.example.com/x)\"")
	p.edit(heldAlpha, "status: affected", "status: not_affected")
	p.commit()
	v, err := p.run()
	if err != nil || !v.Accepted {
		t.Fatalf("%+v, %v", v, err)
	}
	var summary, verdict bytes.Buffer
	if err := WriteSummary(&summary, v); err != nil {
		t.Fatal(err)
	}
	if err := Write(&verdict, "json", v); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"EX#11111111", "affected_investigating → affected", "        | Update to 2.0", "at once", "ex/EX11111111/vendors/alpha/index.html", "en/ex/EX11111111/index.html",
		"affected → not_affected", "from 2026-12-10T03:00:00Z", canary} {
		if !strings.Contains(summary.String(), want) {
			t.Errorf("the summary lacks %q:\n%s", want, summary.String())
		}
	}
	if strings.Contains(verdict.String(), "EX#") || strings.Contains(verdict.String(), canary) {
		t.Errorf("the verdict shows more than it may: %s", verdict.String())
	}
}

// TestVisible: whatever a path holds, it is one inert piece of a line.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"a/b.yaml": "a/b.yaml", "a\nb": `a\x0ab`, `a\b`: `a\\b`, "::error::x": `:\x3aerror:\x3ax`, "##[x": `#\x23[x`,
		"é": `\xc3\xa9`, "\xff\x00": `\xff\x00`, ":::": `:\x3a\x3a`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if got := Visible(strings.Repeat("x", 1000)); len(got) > 310 {
		t.Errorf("%d bytes", len(got))
	}
}

// Pieces of which random trees are made.
var (
	randomPaths = []string{
		publicAlpha, publicBeta, heldAlpha, heldGamma, foreign, undated, mdAlpha, rootAlpha, stagedAlpha,
		undated + ".sig", undated + ".asc", "content/publisher.yaml", "content/vendors/alpha.yaml", "README.md", ".gitmodules",
		"content/advisories/2026/EX44444444/advisory.md", "content/advisories/2026/EX44444444/vendors",
		"content/advisories/2026/EX44444444/vendors/Alpha.yaml", "content/advisories/2026/ex44444444/vendors/alpha.yaml",
		"content/advisories/2027/EX44444444/vendors/alpha.yaml", "content/advisories/EX44444444/vendors/alpha.yaml",
		"content/advisories/2026/EX44444444/vendors/alpha.yaml/alpha.yaml", "advisories/2026/EX44444444/vendors/alpha.yaml",
		"content/advisories/2026/EX44444444/vendors/vendors/alpha.yaml", "content/content/advisories/EX66666666/vendors/alpha.yaml",
	}
	randomModes = []string{"100644", "100644", "100644", "100755", "120000", "160000", "100664", "0"}
	randomData  = []string{okRecord, "vendor: beta\n", "", "{", "---\nvendor: alpha\n---\nx\n", "vendor: alpha\nstatus: not_affected\ndisclose_at: 2026-12-31T00:00:00Z\n", "a: &a\n", "\xff\xfe", "name: x\n"}
)

// randomPR makes a pull request out of bytes, and tells its paths by git.
func randomPR(w *world, bytes []byte) *pr {
	p := w.pr()
	next := func(n int) int {
		if len(bytes) == 0 {
			return 0
		}
		b := int(bytes[0])
		bytes = bytes[1:]
		return b % n
	}
	for range next(3) + 1 {
		for range next(2) + 1 {
			name := randomPaths[next(len(randomPaths))]
			if next(3) > 0 { // most of it honest, so that some is accepted
				p.files[undated] = file{mode: "100644", data: okRecord + "updated: 2026-11-0" + string(rune('1'+next(9))) + "\n"}
				continue
			}
			switch next(6) {
			case 0:
				delete(p.files, name)
			case 1:
				name = strings.Replace(name, "/", "/"+string(bytes[:min(len(bytes), next(4))]), 1)
				fallthrough
			default:
				f := file{mode: randomModes[next(len(randomModes))], data: randomData[next(len(randomData))]}
				if f.mode == "160000" {
					f.raw = w.base
				}
				if !strings.Contains(name, "//") && !strings.Contains(name, "\x00") && !strings.HasSuffix(name, "/") {
					p.files[name] = f
				}
			}
		}
		// A file and a folder of one name make a tree that is not well-formed.
		p.commit()
	}
	return p
}

// ownPath is the paths that alpha may change in the world.
var ownPath = regexp.MustCompile(`^content/advisories/(?:2026/EX11111111|2026/EX22222222|2026/EX44444444|2026/EX88888888|2025/EX55555555|EX66666666)/vendors/alpha(?:\.next)?\.(?:yaml|md)(?:\.sig|\.asc)?$`)

// onlyOwn holds an accepted pull request to what git itself says of it.
func onlyOwn(t *testing.T, w *world, p *pr) (accepted bool) {
	t.Helper()
	v, err := p.run()
	if err != nil {
		t.Fatal(err)
	}
	leaks(t, v, canary)
	if !v.Accepted {
		return false
	}
	commits := strings.Fields(w.git("rev-list", w.base+".."+p.head))
	for _, c := range commits {
		out := w.git("diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", c+"^", c)
		fields := strings.Split(strings.Trim(out, "\x00"), "\x00")
		for i := 0; i+1 < len(fields); i += 2 {
			meta := strings.Fields(fields[i])
			if meta[1] != "100644" || meta[4] == "D" || !ownPath.MatchString(fields[i+1]) {
				t.Fatalf("accepted: %s %q", fields[i], fields[i+1])
			}
		}
	}
	return true
}

// TestRandomTrees: a random pull request never makes review panic, and what it
// accepts is the vendor's by git's own account.
func TestRandomTrees(t *testing.T) {
	w, _ := newWorld(t)
	r := rand.New(rand.NewPCG(4, 4))
	start, accepted := time.Now(), 0
	for i := 0; i < 300 && time.Since(start) < 6*time.Second; i++ {
		seed := make([]byte, 40)
		for j := range seed {
			seed[j] = byte(r.Uint32())
		}
		if onlyOwn(t, w, randomPR(w, seed)) {
			accepted++
		}
	}
	if accepted == 0 {
		t.Error("nothing was accepted, so nothing was proved")
	}
}

// FuzzReview is the same with the inputs of the fuzzer.
func FuzzReview(f *testing.F) {
	w, _ := newWorld(f)
	f.Add([]byte{0, 0, 5, 2, 0, 0})
	f.Add([]byte("content/\x01\x02\x03"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := &world{t: t, dir: w.dir, base: w.base, tree: w.tree, made: map[string]bool{}}
		onlyOwn(t, w, randomPR(w, data))
	})
}

// TestDocs: docs/review.md lists every rule.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../../docs/review.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range Rules() {
		if !strings.Contains(string(doc), "`"+rule+"`") {
			t.Errorf("docs/review.md does not list %s", rule)
		}
	}
}
