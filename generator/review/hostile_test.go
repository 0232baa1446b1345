package review

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// hostile is a pull request that has to be refused, by exactly these rules; the
// first is the one that it is there for.
type hostile struct {
	name, rules string
	build       func(p *pr)
}

// TestHostile: every trick is refused, by its own rule, and nothing of what is
// held shows in the verdict.
func TestHostile(t *testing.T) {
	w, k := newWorld(t)
	cases := slices.Concat(rangeTricks(w), pathTricks(w), outsideTricks(w), recordTricks(), textTricks(), signatureTricks(t, k), coordinatorTricks(w))
	if len(cases) < 80 {
		t.Errorf("%d tricks", len(cases))
	}
	used := map[string]bool{}
	for _, c := range cases {
		for rule := range strings.FieldsSeq(c.rules) {
			used[rule] = true
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := w.pr()
			p.t = t
			c.build(p)
			v, err := p.run()
			if err != nil {
				t.Fatal(err)
			}
			got, want := rulesOf(v), strings.Fields(c.rules)
			slices.Sort(got)
			slices.Sort(want)
			if v.Accepted || !slices.Equal(got, want) {
				t.Errorf("accepted: %v, rules %v, want %v\n%v", v.Accepted, got, want, v.Findings)
			}
			if len(v.Changes) > 0 {
				t.Error("a refused change is summarised")
			}
			leaks(t, v, canary, "gamma")
		})
	}
	// A shallow clone has a test of its own; that a record makes something else
	// wrong cannot happen with the rules that check has today.
	for _, rule := range Rules() {
		if !used[rule] && rule != "shallow-clone" && rule != "introduces-problem" {
			t.Errorf("no trick is refused by %s", rule)
		}
	}
}

// leaks looks for what may not be in a verdict, in both forms and in the
// summary: texts of records, ids that the vendor does not know, and whatever a
// build server would act on.
func leaks(t *testing.T, v *Verdict, words ...string) {
	t.Helper()
	var text, json, summary bytes.Buffer
	if err := Write(&text, "text", v); err != nil {
		t.Fatal(err)
	}
	if err := Write(&json, "json", v); err != nil {
		t.Fatal(err)
	}
	if err := WriteSummary(&summary, v); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), json.String(), summary.String()} {
		for _, word := range words {
			if strings.Contains(out, word) && !v.Accepted {
				t.Errorf("the verdict shows what is held:\n%s", out)
			}
		}
		for line := range strings.SplitSeq(out, "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r > 0x2192 }) {
				t.Errorf("a line of the verdict is not inert: %q", line)
			}
		}
	}
}

const okRecord = "vendor: alpha\nstatus: affected\n"

func rangeTricks(w *world) []hostile {
	return []hostile{
		{"merge commit", "merge-commit", func(p *pr) {
			p.put(undated, okRecord)
			side := p.object("commit", []byte(commitText(p.writeTree(p.files), []string{w.base}, someone, "side")))
			p.commitTree(p.writeTree(p.files), w.base, side)
		}},
		{"merge in the middle", "merge-commit", func(p *pr) {
			p.put(undated, okRecord)
			side := p.object("commit", []byte(commitText(p.writeTree(p.files), []string{w.base}, someone, "side")))
			p.commitTree(p.writeTree(p.files), w.base, side)
			p.commit()
		}},
		{"octopus", "merge-commit", func(p *pr) {
			tree := p.writeTree(p.files)
			var sides []string
			for i := range 3 {
				sides = append(sides, p.object("commit", []byte(commitText(tree, []string{w.base}, someone, fmt.Sprint(i)))))
			}
			p.commitTree(tree, sides...)
		}},
		{"history of its own", "base-not-ancestor", func(p *pr) {
			p.head = p.object("commit", []byte(commitText(p.writeTree(p.files), nil, someone, "root")))
		}},
		{"head behind base", "base-not-ancestor", func(p *pr) { p.options.Head = w.base + "~1" }},
		{"nothing", "empty-range", func(p *pr) {}},
		{"a hundred and one commits", "too-many-commits", func(p *pr) {
			for range 101 {
				p.commit()
			}
		}},
		{"history leak in an earlier commit", "outside", func(p *pr) {
			p.put("content/notes.txt", "x")
			p.commit()
			p.remove("content/notes.txt")
			p.put(undated, okRecord)
			p.commit()
		}},
		{"another vendor's record and back again", "outside", func(p *pr) {
			before := p.files[publicBeta]
			p.put(publicBeta, "vendor: beta\nstatus: affected\n")
			p.commit()
			p.files[publicBeta] = before
			p.commit()
		}},
		{"commit with two trees", "bad-object", func(p *pr) {
			tree := p.writeTree(p.files)
			p.head = p.object("commit", []byte("tree "+tree+"\n"+commitText(tree, []string{w.base}, someone, "x")))
		}},
		{"commit with two signatures", "bad-object", func(p *pr) {
			text := withSignature(commitText(p.writeTree(p.files), []string{w.base}, someone, "x"), "gpgsig", "a")
			p.head = p.object("commit", []byte(withSignature(text, "gpgsig", "b")))
		}},
		{"signature for another hash", "bad-object", func(p *pr) {
			p.head = p.object("commit", []byte(withSignature(commitText(p.writeTree(p.files), []string{w.base}, someone, "x"), "gpgsig-sha256", "a")))
		}},
		{"commit with a message of a megabyte", "bad-object", func(p *pr) {
			p.head = p.object("commit", []byte(commitText(p.writeTree(p.files), []string{w.base}, someone, strings.Repeat("x", 1<<20))))
		}},
	}
}

// tops are the entries of the root of BASE, to make a tree that is not sorted
// or has an entry twice.
func tops(p *pr, more ...rawEntry) []rawEntry {
	sub := map[string]file{}
	for name, f := range p.files {
		if rest, ok := strings.CutPrefix(name, "content/"); ok {
			sub[rest] = f
		}
	}
	hidden := p.writeTree(map[string]file{"CODEOWNERS": p.files[".github/CODEOWNERS"]})
	return append([]rawEntry{
		{"40000", ".github", hidden},
		{"100644", "README.md", p.object("blob", []byte(p.files["README.md"].data))},
		{"40000", "content", p.writeTree(sub)},
	}, more...)
}

func pathTricks(w *world) []hostile {
	dir := path.Dir(undated)
	twin := func(name string) func(p *pr) {
		return func(p *pr) { p.put(name, okRecord); p.commit() }
	}
	return []hostile{
		{"symlink out", "symlink", func(p *pr) { p.as("120000", undated, "../../../../../../etc/passwd"); p.commit() }},
		{"symlink in", "symlink", func(p *pr) { p.as("120000", publicAlpha, "beta.yaml"); p.commit() }},
		{"folder of symlink", "symlink", func(p *pr) { p.as("120000", dir, "../EX22222222/vendors"); p.commit() }},
		{"gitlink for a record", "submodule", func(p *pr) { p.files[undated] = file{mode: "160000", raw: w.base}; p.commit() }},
		{"gitlink for a folder", "submodule", func(p *pr) { p.files[dir] = file{mode: "160000", raw: w.base}; p.commit() }},
		{"executable record", "executable", func(p *pr) { p.as("100755", undated, okRecord); p.commit() }},
		{"record made executable", "executable", func(p *pr) { p.as("100755", publicAlpha, p.files[publicAlpha].data); p.commit() }},
		{"group-writable mode", "file-mode", func(p *pr) { p.as("100664", undated, okRecord); p.commit() }},
		{"mode with a leading zero", "file-mode", func(p *pr) { p.as("0100644", undated, okRecord); p.commit() }},
		{"mode of a device", "file-mode", func(p *pr) { p.as("60000", undated, okRecord); p.commit() }},
		{"folder in the place of a record", "not-a-file", func(p *pr) { p.put(undated+"/x", okRecord); p.commit() }},
		{"file in the place of vendors", "not-a-folder", func(p *pr) { p.put(dir, okRecord); p.commit() }},
		{"file in the place of the content", "not-a-folder", func(p *pr) {
			p.files = map[string]file{"README.md": p.files["README.md"], ".github/CODEOWNERS": p.files[".github/CODEOWNERS"], "content": {mode: "100644", data: "x"}}
			p.commit()
		}},
		{"case-fold twin of the record", "case-twin outside", twin(dir + "/Alpha.yaml")},
		{"case-fold twin of the extension", "case-twin outside", twin(dir + "/alpha.YAML")},
		{"case-fold twin of vendors", "case-twin outside", twin(path.Dir(dir) + "/Vendors/alpha.yaml")},
		{"case-fold twin of the advisory", "case-twin outside", twin("content/advisories/2026/ex44444444/vendors/alpha.yaml")},
		{"case-fold twin of advisories", "case-twin outside", twin("content/Advisories/2026/EX44444444/vendors/alpha.yaml")},
		{"case-fold twin of content", "case-twin outside", twin("Content/publisher.yaml")},
		{"NFC twin", "normalization-twin outside path-non-ascii", twin(dir + "/ａlpha.yaml")},
		{"Kelvin and long s", "normalization-twin outside path-non-ascii", twin(path.Dir(dir) + "/vendorſ/alpha.yaml")},
		{"invisible twin", "normalization-twin outside path-non-ascii", twin(dir + "/al\u200bpha.yaml")},
		{"right-to-left name", "path-control-character normalization-twin outside path-non-ascii", twin(dir + "/alpha\u202e.yaml")},
		{"newline path", "path-control-character path-unportable outside", twin(dir + "/alpha.yaml\n::set-output name=x::y")},
		{"escape sequence path", "path-control-character outside", twin(dir + "/\x1b[2Jalpha.yaml")},
		{"not UTF-8 path", "path-non-ascii outside", twin(dir + "/alpha\xff.yaml")},
		{"confusable path", "path-non-ascii outside", twin(dir + "/аlpha.yaml")},
		{"overlong path", "path-too-long outside", twin(dir + "/" + strings.Repeat("a", 200) + ".yaml")},
		{"backslash path", "path-unportable outside", twin(`..\..\x.yaml`)},
		{"stream path", "path-unportable outside", twin(dir + "/alpha.yaml:stream")},
		{"trailing dot", "path-unportable outside", twin(dir + "/alpha.yaml.")},
		{"device name", "path-unportable outside", twin(dir + "/con.yaml")},
		{"name like an option", "path-unportable outside", twin("--help")},
		{".git folder", "git-name outside", twin(".git/config")},
		{".GIT folder", "git-name outside", twin("content/.GIT/config")},
		{".git for HFS", "git-name path-non-ascii outside", twin("content/.g\u200cit/config")},
		{".git for NTFS", "git-name outside", twin("content/git~1/config")},
		{".git with a stream", "git-name path-unportable outside", twin("content/.git::$INDEX_ALLOCATION/config")},
		{".gitattributes in the lane", "git-name outside", twin(dir + "/.gitattributes")},
		{".gitmodules", "git-name outside", twin(".gitmodules")},
		{"workflow", "git-name outside", twin(".github/workflows/x.yml")},
		{"workflow command as a path", "path-unportable outside", twin("::set-output name=x::y")},
		{"tree with an entry twice", "bad-object", func(p *pr) {
			p.put(undated, okRecord)
			p.commitTree(p.rawTree(tops(p, rawEntry{"100644", "content", p.object("blob", []byte("x"))}), false))
		}},
		{"file and folder of one name", "bad-object", func(p *pr) {
			p.commitTree(p.rawTree(tops(p, rawEntry{"100644", "content", p.object("blob", []byte("x"))}), true))
		}},
		{"tree out of order", "bad-object", func(p *pr) {
			p.put(undated, okRecord)
			p.commitTree(p.rawTree(tops(p, rawEntry{"100644", "aaa", p.object("blob", []byte("x"))}), false))
		}},
		{"dot dot", "bad-object", func(p *pr) {
			p.commitTree(p.rawTree(tops(p, rawEntry{"100644", "..", p.object("blob", []byte("x"))}), true))
		}},
		{"name with a slash", "bad-object", func(p *pr) {
			p.commitTree(p.rawTree(tops(p, rawEntry{"100644", "content/x", p.object("blob", []byte("x"))}), true))
		}},
		{"tree cut short", "bad-object", func(p *pr) { p.commitTree(p.object("tree", []byte("40000 content\x00abc"))) }},
		{"commit of a blob", "bad-object", func(p *pr) { p.commitTree(p.object("blob", []byte("x"))) }},
	}
}

func outsideTricks(w *world) []hostile {
	put := func(name, data string) func(p *pr) { return func(p *pr) { p.put(name, data); p.commit() } }
	return []hostile{
		{"another vendor's record", "outside", put(publicBeta, "vendor: beta\nstatus: affected\n")},
		{"a new record of another vendor", "outside", put("content/advisories/2026/EX11111111/vendors/gomma.yaml", okRecord)},
		{"a record in a case that was not theirs", "outside", put(foreign, okRecord)},
		{"a record in a case that does not exist", "outside", put("content/advisories/2026/EX99999999/vendors/alpha.yaml", okRecord)},
		{"a case of their own making", "outside", put("content/advisories/2026/EX99999999/advisory.md", "---\nid: EX#99999999\ntitle: x\nnotified: [alpha]\n---\n")},
		{"notify oneself", "outside", func(p *pr) {
			p.edit("content/advisories/2026/EX33333333/advisory.md", "notified: [gamma]", "notified: [gamma, alpha]")
			p.put(foreign, okRecord)
			p.commit()
		}},
		{"notify oneself, then answer", "outside", func(p *pr) {
			p.edit("content/advisories/2026/EX33333333/advisory.md", "notified: [gamma]", "notified: [gamma, alpha]")
			p.commit()
			p.put(foreign, okRecord)
			p.commit()
		}},
		{"the advisory itself", "outside", func(p *pr) {
			p.edit("content/advisories/2026/EX22222222/advisory.md", "2026-12-01", "2026-11-01")
			p.commit()
		}},
		{"the register", "outside", func(p *pr) { p.edit("content/vendors/alpha.yaml", "name: Alpha", "name: Alfa"); p.commit() }},
		{"publisher", "outside", func(p *pr) { p.edit("content/publisher.yaml", "Notes", "Other"); p.commit() }},
		{"a file at the root", "outside", put("Makefile", "all:\n")},
		{"a file beside the record", "outside", put("content/advisories/2026/EX44444444/vendors/alpha.txt", "x")},
		{"rename theft", "outside", func(p *pr) {
			p.files[publicAlpha] = p.files[publicBeta]
			p.edit(publicAlpha, "vendor: beta", "vendor: alpha", canary, "x", "not_affected", "not_affected\naddendum: The desk says so.\nrevisions:\n  - {number: 1, date: 2026-03-01, summary: First}")
			p.remove(publicBeta)
			p.commit()
		}},
		{"swap of two records", "outside addendum-changed revisions-changed vendor-name", func(p *pr) {
			p.files[publicAlpha], p.files[publicBeta] = p.files[publicBeta], p.files[publicAlpha]
			p.commit()
		}},
		{"empty tree", "outside", func(p *pr) { p.files = map[string]file{}; p.commit() }},
		{"only their own files", "outside", func(p *pr) {
			own := map[string]file{}
			for name, f := range p.files {
				if strings.HasPrefix(path.Base(name), "alpha.") && strings.Contains(name, "advisories") {
					own[name] = f
				}
			}
			p.files = own
			p.commit()
		}},
		{"tree bomb", "outside", func(p *pr) {
			id := p.object("blob", []byte("x"))
			mode := "100644"
			for range 12 {
				var entries []rawEntry
				for i := range 40 {
					entries = append(entries, rawEntry{mode, fmt.Sprintf("d%02d", i), id})
				}
				id, mode = p.rawTree(entries, true), "40000"
			}
			p.commitTree(p.rawTree(tops(p, rawEntry{"40000", "zzz", id}), true))
		}},
		{"folder of a thousand files", "too-many-changes", func(p *pr) {
			for i := range 1000 {
				p.put(fmt.Sprintf("content/advisories/2026/EX44444444/vendors/f%03d.yaml", i), "x")
			}
			p.commit()
		}},
		{"deleted record", "deletion", func(p *pr) { p.remove(publicAlpha); p.commit() }},
		{"deleted and put back", "deletion addendum-changed", func(p *pr) {
			before := p.files[publicAlpha]
			p.remove(publicAlpha)
			p.commit()
			p.files[publicAlpha] = before
			p.commit()
		}},
		{"deleted staged update", "deletion", func(p *pr) { p.remove(stagedAlpha); p.commit() }},
		{"from YAML to Markdown", "deletion", func(p *pr) {
			p.remove(heldAlpha)
			p.put(strings.TrimSuffix(heldAlpha, ".yaml")+".md", "---\nvendor: alpha\nstatus: affected\ndisclose_at: 2026-12-10T12:00:00+09:00\n---\nx\n")
			p.commit()
		}},
		{"moved to another case", "deletion", func(p *pr) { p.files[undated] = file{mode: "100644", data: okRecord}; p.remove(heldAlpha); p.commit() }},
	}
}

func recordTricks() []hostile {
	put := func(name, data string) func(p *pr) { return func(p *pr) { p.put(name, data); p.commit() } }
	edit := func(name string, pairs ...string) func(p *pr) {
		return func(p *pr) { p.edit(name, pairs...); p.commit() }
	}
	next := strings.Replace(publicAlpha, ".yaml", ".next.yaml", 1)
	return []hostile{
		{"vendor in the file is another", "vendor-name", put(undated, "vendor: beta\nstatus: affected\n")},
		{"moved-forward embargo", "disclose-at-earlier", edit(heldAlpha, "2026-12-10", "2026-12-05")},
		{"moved forward by the offset", "disclose-at-earlier", edit(heldAlpha, "12:00:00+09:00", "12:00:00+14:00")},
		{"embargo before the advisory's", "record-date disclose-at-earlier", edit(heldAlpha, "2026-12-10", "2026-11-24")},
		{"embargo removed", "disclose-at-earlier", edit(heldAlpha, "disclose_at: 2026-12-10T12:00:00+09:00\n", "")},
		{"first record before its advisory", "record-date", put(strings.Replace(publicAlpha, "EX11111111", "EX88888888", 1), okRecord+"disclose_at: 2026-11-24T12:00:00+09:00\n")},
		{"embargo moved by two steps", "disclose-at-earlier", func(p *pr) {
			p.edit(heldAlpha, "2026-12-10", "2026-12-31")
			p.commit()
			p.edit(heldAlpha, "2026-12-31", "2026-12-10")
			p.commit()
		}},
		{"staged update moved forward", "disclose-at-earlier", edit(stagedAlpha, "2026-12-24", "2026-12-01")},
		{"embargo without a time", "bad-instant", edit(heldAlpha, "2026-12-10T12:00:00+09:00", "2026-12-10")},
		{"published statement taken back", "back-under-embargo", edit(publicAlpha, "statement:", "disclose_at: 2027-12-01T12:00:00+09:00\nstatement:")},
		{"addendum changed", "addendum-changed", edit(publicAlpha, "The desk says so.", "The desk says otherwise.")},
		{"addendum removed", "addendum-changed", edit(publicAlpha, "addendum: The desk says so.\n", "")},
		{"addendum added", "addendum-changed", edit(heldAlpha, "status: affected", "addendum: The desk recommends us.\nstatus: affected")},
		{"first record with an addendum", "addendum-changed", put(undated, okRecord+"addendum: The desk recommends us.\n")},
		{"addendum dropped by a staged update", "addendum-changed", put(next, okRecord+"disclose_at: 2026-12-24T12:00:00+09:00\nrevisions:\n  - {number: 1, date: 2026-03-01, summary: First}\n")},
		{"addendum in another form", "addendum-changed", edit(publicAlpha, "addendum: The desk says so.", "addendum: {ja: The desk says so., en: Nothing.}")},
		{"revision rewritten", "revisions-changed", edit(publicAlpha, "summary: First", "summary: Second")},
		{"revision removed", "revisions-changed", edit(publicAlpha, "revisions:\n  - {number: 1, date: 2026-03-01, summary: First}\n", "")},
		{"revision put before", "revisions-changed", edit(publicAlpha, "  - {number: 1, date: 2026-03-01, summary: First}\n", "  - {number: 1, date: 2026-02-01, summary: Zero}\n  - {number: 2, date: 2026-03-01, summary: First}\n")},
		{"unknown field", "unknown-field", put(undated, okRecord+"priority: high\n")},
		{"unknown status", "unknown-value", put(undated, "vendor: alpha\nstatus: fine\n")},
		{"YAML alias bomb", "yaml-anchor yaml-alias unknown-field", put(undated, okRecord+"a: &a [x]\nb: [*a, *a, *a]\n")},
		{"YAML of great depth", "yaml-depth unknown-field", put(undated, okRecord+"a: "+strings.Repeat("[", 40)+strings.Repeat("]", 40)+"\n")},
		{"second YAML document", "yaml-second-document", put(undated, okRecord+"---\nvendor: beta\n")},
		{"duplicate key", "yaml-duplicate-key", put(undated, okRecord+"status: not_affected\n")},
		{"record of a megabyte", "too-large", put(undated, okRecord+"statement: \""+strings.Repeat("x", 1<<20)+"\"\n")},
		{"the record twice", "record-twice", put(strings.TrimSuffix(heldAlpha, ".yaml")+".md", "---\nvendor: alpha\n---\nx\n")},
		{"a date in the future", "future-date", edit(publicAlpha, "updated: 2026-03-01", "updated: 2027-03-01")},
		{"a product of another vendor", "not-notified", put(undated, okRecord+"products:\n  - {name: X, vendor: beta}\n")},
		{"not YAML", "base-unreadable", func(p *pr) {
			p.files[undated] = file{mode: "100644", data: "{"}
			p.commit()
			p.options.Base = p.head
			p.put(undated, okRecord)
			p.commit()
		}},
	}
}
