package proof

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/problem"
	"github.com/advgen/advgen/generator/testsite/heldsite"
)

// TestCanary is proof 4: no word of a held thing, wherever it stands, is in
// any output, message, state, staging or temporary file, at any moment.
func TestCanary(t *testing.T) {
	canSeeLeaks(t)
	s := sweepOnce(t)
	for _, l := range s.leaked {
		t.Error(l)
	}
	var c canaryCount
	t.Run("command", func(t *testing.T) {
		command(t)
		parallel(size(2, 24), func(i int) { watched(t, uint64(50_000+i), &c) })
	})
	t.Run("broken", func(t *testing.T) {
		parallel(size(3, 60), func(i int) { brokenHeld(t, uint64(60_000+i), &c) })
	})
	figures(t, "4 canary: %s canaries in %s random catalogs; %d runs of the command watched (%s looks at state and temporary files), %d of them killed; messages on %s broken held files: none got out",
		thousands(s.canaries), thousands(s.catalogs), c.runs.Load(), thousands(c.looks.Load()), c.kills.Load(), thousands(c.broken.Load()))
}

type canaryCount struct{ runs, looks, kills, broken atomic.Int64 }

// canSeeLeaks: the search finds what is hidden in names and archives.
func canSeeLeaks(t *testing.T) {
	var packed bytes.Buffer
	zip := exec.Command("gzip", "-c")
	zip.Stdin, zip.Stdout = strings.NewReader("x canaryw1 x"), &packed
	cases := []files{{"a/canaryw1.html": ""}, {"a": "x CANARYW1 x"}, {"EX1234": ""}, {"a": "https://x/?id=EX%231234"}}
	if zip.Run() == nil {
		cases = append(cases, files{"a.gz": packed.String()})
	}
	for _, c := range cases {
		if leaks([]string{"canaryw1", "EX#1234"}, joined(c)) == "" {
			t.Errorf("the search finds nothing in %q", c)
		}
	}
}

// watched runs builds of the command: one that ends, looked at all the while,
// and some that are killed at a random moment and looked at afterwards.
func watched(t *testing.T, seed uint64, c *canaryCount) {
	r, dir := heldsite.At(seed, then), scratch(t)
	rng := rand.New(rand.NewPCG(seed, 1))
	content := filepath.Join(dir, "content")
	write(t, content, r.Files)
	look := func(what string) {
		for _, place := range []string{"out", "out.advgen", "tmp", "home"} {
			if l := leaks(r.Canaries, joined(glance(filepath.Join(dir, place)))); l != "" {
				t.Errorf("seed %d: %s, %s is in %s", seed, what, l, place)
			}
		}
		c.looks.Add(1)
	}
	for i := range 4 {
		var said bytes.Buffer
		cmd := exec.Command(command(t), "build", "--content", "content", "--out", "out", "--as-of", instant(r.AsOf))
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &said, &said
		cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"), "HOME="+filepath.Join(dir, "home"), "XDG_CACHE_HOME="+filepath.Join(dir, "home"))
		for _, place := range []string{"tmp", "home"} {
			if err := os.MkdirAll(filepath.Join(dir, place), 0o755); err != nil {
				t.Error(err)
			}
		}
		if err := cmd.Start(); err != nil {
			t.Error(err)
			return
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		if i < 3 {
			time.Sleep(time.Duration(rng.IntN(150)) * time.Millisecond)
			cmd.Process.Kill()
		}
		running := true
		for running {
			select {
			case err := <-ended:
				running = false
				switch {
				case err != nil && i < 3:
					c.kills.Add(1)
				case err != nil:
					t.Errorf("seed %d: %v\n%s", seed, err, said.String())
				}
			default:
				look("while running")
			}
		}
		look("afterwards")
		if l := leaks(r.Canaries, said.String()); l != "" {
			t.Errorf("seed %d: it says %s", seed, l)
		}
		if i == 2 {
			os.RemoveAll(filepath.Join(dir, "out"))
			os.RemoveAll(filepath.Join(dir, "out.advgen"))
		}
		c.runs.Add(1)
	}
	if len(read(t, content)) != len(r.Files) {
		t.Errorf("seed %d: the content was written to", seed)
	}
}

// glance reads a folder that changes while it is read.
func glance(dir string) files {
	out := files{}
	filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := os.ReadFile(name)
			out[name[len(dir):]] = string(data)
		}
		return nil
	})
	return out
}

// breaks are mistakes that people make, around a canary.
var breaks = []func(lines []string, i int, token string){
	func(l []string, i int, token string) { l[i] += token + ": [" },
	func(l []string, i int, token string) { l[i] = token + ": " + token },
	func(l []string, i int, token string) { l[i] = "\t" + token },
	func(l []string, i int, token string) { l[i] = "id: " + token },
	func(l []string, i int, token string) { l[i] = "disclose_at: " + token },
	func(l []string, i int, token string) { l[i] = "disclose_at: 2021-01-01 # " + token },
	func(l []string, i int, token string) { l[i] = "notified: [" + token + "]" },
	func(l []string, i int, token string) { l[i] = "related: [" + token + "]" },
	func(l []string, i int, token string) { l[i] = "status: " + token },
	func(l []string, i int, token string) { l[i] = "## " + token },
	func(l []string, i int, token string) { l[i] = "<!-- " + token + " -->" },
	func(l []string, i int, token string) { l[i] = "[" + token + "](javascript:" + token + ")" },
	func(l []string, i int, token string) { l[i] += "\u202e" + token },
	func(l []string, i int, token string) { l[i] += "\xff" + token },
	func(l []string, i int, token string) {
		l[i] = "severity: [{vector: " + token + ", cve: " + token + "}]"
	},
	func(l []string, i int, token string) { l[i] = "by_cve: {" + token + ": " + token + "}" },
	func(l []string, i int, token string) { l[i] = "aliases: [CVE-" + token + "]" },
}

// brokenHeld breaks held files, one at a time, and searches what build, check
// and held say about them, in every form. The path of the broken file is said,
// since the coordinator must find it; nothing in it is.
func brokenHeld(t *testing.T, seed uint64, c *canaryCount) {
	r := heldsite.At(seed, then)
	rng := rand.New(rand.NewPCG(seed, 2))
	var held []string
	for _, name := range r.Held {
		if strings.HasSuffix(name, ".yaml") || strings.HasPrefix(filepath.Base(name), "advisory.") || strings.Contains(name, "/vendors/") {
			held = append(held, name)
		}
	}
	for n := range 20 {
		if len(held) == 0 {
			return
		}
		name := held[rng.IntN(len(held))]
		token := fmt.Sprintf("canarybroken%d", n)
		lines := strings.Split(string(r.Files[name].Data), "\n")
		at := 1 + rng.IntN(max(len(lines)-2, 1))
		breaks[rng.IntN(len(breaks))](lines, min(at, len(lines)-1), token)
		content := maps.Clone(r.Files)
		content[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n")), Mode: 0o644}
		said := messages(t, content, r)
		if n == 0 { // by the command, once each
			dir := scratch(t)
			write(t, filepath.Join(dir, "content"), content)
			for _, args := range [][]string{{"build", "--out", "out", "--as-of", instant(r.AsOf)}, {"check"}, {"check", "--format", "json"}, {"check", "--format", "sarif"}} {
				got := run(t, dir, nil, args...)
				said += got.stdout + got.stderr
			}
			said += joined(read(t, dir+"/out")) + joined(read(t, dir+"/out.advgen"))
		}
		if l := leaks(append(r.Secrets, token), said); l != "" {
			t.Errorf("seed %d: %s broken: it says %s in\n%s", seed, name, l, said)
		}
		c.broken.Add(1)
	}
}

// messages is all that is said about a repository, in every format.
func messages(t *testing.T, content fs.FS, r *heldsite.Repository) string {
	_, list, err := catalog.Open(content, check.Options{Now: time.Now(), AsOf: r.AsOf, Jobs: 1})
	if err != nil {
		t.Error(err)
	}
	var said strings.Builder
	for _, format := range []string{"text", "json", "github", "sarif"} {
		if err := problem.Write(&said, format, list, problem.Options{}); err != nil {
			t.Error(err)
		}
	}
	return said.String()
}
