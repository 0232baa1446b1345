package lane_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/lane"
	"github.com/advgen/advgen/generator/testsite"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

const caseDir = "advisories/2027/EX11111111"

// base is a content repository with a held case that notified alpha and beta.
const base = `-- publisher.yaml --
name: Example
base_url: https://advisories.example.org/
languages: [ja, en]
time_zone: Asia/Tokyo
series: [{prefix: "EX#", pattern: "[0-9]{8}", path: ex}]
-- vendors/alpha.yaml --
name: Alpha
-- vendors/beta.yaml --
name: Beta
-- vendors/gamma.yaml --
name: Gamma
-- advisories/2027/EX11111111/advisory.md --
---
id: EX#11111111
title: x
disclose_at: 2027-03-01T12:00:00+09:00
aliases: [CVE-2027-11111]
notified: [beta, alpha]
---
-- advisories/2027/EX11111111/vendors/alpha.yaml --
# a note of the coordinator
status: unknown
addendum: words of the coordinator
disclose_at: 2027-03-02T12:00:00+09:00
revisions: [{number: 1, date: 2026-10-01, summary: a}]
-- advisories/2027/EX11111111/vendors/beta.yaml --
status: affected
-- advisories/2027/EX22222222/advisory.md --
---
id: EX#22222222
title: y
disclose_at: 2026-03-01T12:00:00+09:00
notified: [alpha]
---
-- advisories/2027/EX22222222/vendors/alpha.md --
---
status: affected
---
Words.
`

const honest = `status: not_affected
addendum: words of the coordinator
disclose_at: 2027-03-03T12:00:00+09:00
statement: fixed
revisions:
  - {number: 1, date: 2026-10-01, summary: a}
  - {number: 2, date: 2026-11-01, summary: b}
`

func put(name, data string) func(lane, content fstest.MapFS) {
	return func(lane, _ fstest.MapFS) { lane[name] = &fstest.MapFile{Data: []byte(data), Mode: 0o644} }
}

func edit(name, old, new string) func(lane, content fstest.MapFS) {
	return func(lane, _ fstest.MapFS) { replace(lane, name, old, new) }
}

func editContent(name, old, new string) func(lane, content fstest.MapFS) {
	return func(_, content fstest.MapFS) { replace(content, name, old, new) }
}

func replace(files fstest.MapFS, name, old, new string) {
	if !strings.Contains(string(files[name].Data), old) {
		panic("no such text in " + name + ":\n" + string(files[name].Data))
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), old, new, 1)), Mode: 0o644}
}

func TestCollect(t *testing.T) {
	const own = caseDir + "/vendors/alpha.yaml"
	for name, tt := range map[string]struct {
		edits []func(lane, content fstest.MapFS)
		want  string // paths that are taken, or the rules that refuse
	}{
		"nothing":            {nil, ""},
		"an honest change":   {[]func(lane, content fstest.MapFS){put(own, honest)}, own},
		"other bytes, same":  {[]func(lane, content fstest.MapFS){edit(own, "status: unknown", "status:   'unknown' # mine")}, ""},
		"a staged update":    {[]func(lane, content fstest.MapFS){put(caseDir+"/vendors/alpha.next.yaml", strings.Replace(honest, "03-03", "04-03", 1))}, caseDir + "/vendors/alpha.next.yaml"},
		"a signature":        {[]func(lane, content fstest.MapFS){put(own, honest), put(own+".sig", "x")}, own},
		"files of the host":  {[]func(lane, content fstest.MapFS){put(".git/config", "x"), put(".github/workflows/x.yml", "x")}, ""},
		"a disclosed case":   {[]func(lane, content fstest.MapFS){edit("advisories/2027/EX22222222/vendors/alpha.md", "Words.", "Other words.")}, "advisories/2027/EX22222222/vendors/alpha.md"},
		"a page of ours":     {[]func(lane, content fstest.MapFS){edit(caseDir+"/advisory.md", "title: x", "title: z"), put(own, honest)}, own},
		"moved on":           {[]func(lane, content fstest.MapFS){editContent(own, "words of", "other words of")}, ""},
		"changed twice":      {[]func(lane, content fstest.MapFS){put(own, honest), editContent(own, "words of", "other words of")}, "changed-twice"},
		"another's record":   {[]func(lane, content fstest.MapFS){put(caseDir+"/vendors/beta.yaml", "status: unknown\n")}, "outside"},
		"a case of others":   {[]func(lane, content fstest.MapFS){put("advisories/2027/EX33333333/vendors/alpha.yaml", "status: unknown\n")}, "outside"},
		"a register entry":   {[]func(lane, content fstest.MapFS){put("vendors/gamma.yaml", "name: x\n")}, "outside"},
		"a stray":            {[]func(lane, content fstest.MapFS){put("notes.txt", "x")}, "outside"},
		"a deletion":         {[]func(lane, content fstest.MapFS){func(l, _ fstest.MapFS) { delete(l, own) }}, "deletion"},
		"another form":       {[]func(lane, content fstest.MapFS){func(l, _ fstest.MapFS) { delete(l, own) }, put(caseDir+"/vendors/alpha.md", "---\n"+honest+"---\n")}, "addendum-changed deletion"},
		"the addendum":       {[]func(lane, content fstest.MapFS){edit(own, "words of", "my words of")}, "addendum-changed"},
		"an earlier date":    {[]func(lane, content fstest.MapFS){edit(own, "03-02", "03-01")}, "disclose-at-earlier"},
		"no date":            {[]func(lane, content fstest.MapFS){edit(own, "disclose_at: 2027-03-02T12:00:00+09:00\n", "")}, "disclose-at-earlier"},
		"history":            {[]func(lane, content fstest.MapFS){edit(own, "summary: a", "summary: c")}, "revisions-changed"},
		"back under embargo": {[]func(lane, content fstest.MapFS){edit("advisories/2027/EX22222222/vendors/alpha.md", "status: affected", "status: affected\ndisclose_at: 2027-03-03T12:00:00+09:00")}, "back-under-embargo"},
		"another vendor":     {[]func(lane, content fstest.MapFS){edit(own, "status: unknown", "vendor: beta\nstatus: unknown")}, "vendor-name"},
		"a wrong status":     {[]func(lane, content fstest.MapFS){edit(own, "status: unknown", "status: fine")}, "unknown-value"},
		"no YAML":            {[]func(lane, content fstest.MapFS){put(own, "a: [\n")}, "yaml-syntax"},
		"a link":             {[]func(lane, content fstest.MapFS){func(l, _ fstest.MapFS) { l[own] = &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink} }}, "symlink"},
		"a pipe":             {[]func(lane, content fstest.MapFS){func(l, _ fstest.MapFS) { l[own] = &fstest.MapFile{Mode: fs.ModeNamedPipe} }}, "not-a-file"},
		"a bomb":             {[]func(lane, content fstest.MapFS){put(own, strings.Repeat("# x\n", 1<<17))}, "file-too-large"},
		"staged without it":  {[]func(lane, content fstest.MapFS){put(caseDir+"/vendors/alpha.next.yaml", "status: affected\ndisclose_at: 2027-04-01T00:00:00Z\n")}, "addendum-changed revisions-changed"},
	} {
		t.Run(name, func(t *testing.T) {
			content := testsite.Files(base)
			l := render(t, content, "alpha")
			for _, e := range tt.edits {
				e(l, content)
			}
			changes, list, err := lane.Collect(content, open(t, "the content", content), l, "alpha", heldsite.Now)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				got = append(got, c.Path)
				if string(c.Data) != string(l[c.Path].Data) {
					t.Errorf("%s is not what is in the lane", c.Path)
				}
			}
			for _, p := range list {
				if !slices.Contains(got, p.Rule) {
					got = append(got, p.Rule)
				}
				if strings.Contains(p.Message+p.Hint, "beta") || strings.Contains(p.Message+p.Hint, "my words") {
					t.Errorf("%s quotes content: %s", p.Rule, p.Message)
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %q", got, tt.want)
			}
		})
	}
}

func TestOtherLane(t *testing.T) {
	content := testsite.Files(base)
	_, list, err := lane.Collect(content, open(t, "the content", content), render(t, content, "beta"), "alpha", heldsite.Now)
	if err != nil || len(list) != 1 || list[0].Rule != "other-vendor" {
		t.Errorf("%v, %v", list, err)
	}
}

// TestWithoutManifest: a lane that lost its manifest is held to the content as
// it is.
func TestWithoutManifest(t *testing.T) {
	content := testsite.Files(base)
	l := maps.Clone(render(t, content, "alpha"))
	delete(l, lane.ManifestName)
	put(caseDir+"/vendors/alpha.yaml", honest)(l, nil)
	changes, list, err := lane.Collect(content, open(t, "the content", content), l, "alpha", heldsite.Now)
	if err != nil || len(list) > 0 || len(changes) != 1 {
		t.Errorf("%v, %v, %v", changes, list, err)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.Mkdir(outside, 0o755); err != nil {
		t.Fatal(err)
	}
	changes := []lane.Change{{Path: "a/vendors/x.yaml", New: true, Data: []byte("one")}}
	for _, text := range []string{"one", "two"} {
		changes[0].Data = []byte(text)
		if err := lane.Write(root, changes); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "a/vendors/x.yaml")); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "a/vendors")); err != nil || len(entries) != 1 {
		t.Errorf("something was left over: %v, %v", entries, err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	if err := lane.Write(root, []lane.Change{{Path: "link/x.yaml", Data: []byte("x")}}); err == nil {
		t.Error("a link out of the content was followed")
	}
	if err := os.Symlink(filepath.Join(outside, "y"), filepath.Join(dir, "a/y.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := lane.Write(root, []lane.Change{{Path: "a/y.yaml", Data: []byte("x")}}); err == nil {
		t.Error("a link was written over")
	}
}
