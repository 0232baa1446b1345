package scaffold

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/advgen/advgen/generator/check"
)

// settings reads a YAML file of a new repository.
func settings(t *testing.T, dir, name string) *yaml.Node {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return doc.Content[0]
}

// values finds the texts of a key anywhere in a YAML document.
func values(n *yaml.Node, key string) []string {
	var out []string
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == key {
			if child.Kind == yaml.ScalarNode {
				out = append(out, child.Value)
			}
			for _, item := range child.Content {
				if child.Kind == yaml.SequenceNode {
					out = append(out, item.Value)
				}
			}
		}
		out = append(out, values(child, key)...)
	}
	return out
}

// TestWorkflows: every action is pinned to a commit, and no expression stands
// in a script, where a text from outside would become a command.
func TestWorkflows(t *testing.T) {
	dir, _ := initialised(t, 1)
	files, err := filepath.Glob(filepath.Join(dir, ".github/workflows/*"))
	if err != nil || len(files) != 3 {
		t.Fatalf("workflows: %q, %v", files, err)
	}
	pinned := regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40}$`)
	for _, file := range files {
		name := ".github/workflows/" + filepath.Base(file)
		doc := settings(t, dir, name)
		uses, runs := values(doc, "uses"), values(doc, "run")
		if len(uses) < 2 || len(runs) < 2 {
			t.Errorf("%s: uses %q, runs %q", name, uses, runs)
		}
		for _, u := range uses {
			if !pinned.MatchString(u) {
				t.Errorf("%s: %s is not pinned to a commit", name, u)
			}
		}
		for _, r := range runs {
			if strings.Contains(r, "${{") {
				t.Errorf("%s: an expression in a script: %s", name, r)
			}
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		review := filepath.Base(file) == "review.yml" // reads ids and a login, as variables
		if strings.Contains(string(data), "github.event.") != review {
			t.Errorf("%s: it reads what others wrote", name)
		}
		if review && (!strings.Contains(string(data), "permissions:\n  contents: read\n") || strings.Contains(string(data), "secrets.")) {
			t.Errorf("%s: its token may do more than read", name)
		}
	}
}

// TestBaseURL: CI compares with the site that publisher.yaml names.
func TestBaseURL(t *testing.T) {
	dir, _ := initialised(t, 1)
	repo, _, err := check.Run(os.DirFS(dir), check.Options{Now: now, AsOf: now})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".github/workflows/publish.yml", ".gitlab-ci.yml"} {
		if got := values(settings(t, dir, name), "BASE_URL"); len(got) != 1 || got[0] != repo.Publisher.BaseURL {
			t.Errorf("%s: BASE_URL %q, want %s", name, got, repo.Publisher.BaseURL)
		}
	}
}

// runScript runs a script of CI with an advgen that notes how it was called,
// prints a secret to stdout where held does, and ends with a code.
func runScript(t *testing.T, script string, held, build int, env ...string) (calls, output string, code int) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	dir := t.TempDir()
	fake := fmt.Sprintf("#!/bin/sh\nprintf '%%s|' \"$@\" >> %[1]s/calls; echo >> %[1]s/calls\ncase \"$1\" in\nheld) echo SECRET; exit %d ;;\nbuild) exit %d ;;\nesac\n", dir, held, build)
	if err := os.WriteFile(filepath.Join(dir, "advgen"), []byte(fake), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bash, "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(env, "PATH="+dir+":"+os.Getenv("PATH"), "BASE_URL=https://x.example.org/", "GITHUB_OUTPUT="+filepath.Join(dir, "output"))
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if strings.Contains(log.String(), "SECRET") {
		t.Errorf("the log has what is held: %s", log.String())
	}
	noted, _ := os.ReadFile(filepath.Join(dir, "calls")) // absent if advgen was not called
	set, _ := os.ReadFile(filepath.Join(dir, "output"))
	return string(noted), string(set), cmd.ProcessState.ExitCode()
}

const (
	askCall   = "held|--content|.|--against|https://x.example.org/|\n"
	buildCall = "build|--content|.|--out|public|--quiet|--against|https://x.example.org/|\n"
	firstCall = "build|--content|.|--out|public|--quiet|--against|none|\n"
	allowCall = "build|--content|.|--out|public|--quiet|--against|https://x.example.org/|--allow-lost|X#*|--allow-mass|12|\n"
)

func TestGitHubPublishes(t *testing.T) {
	dir, _ := initialised(t, 1)
	runs := values(settings(t, dir, ".github/workflows/publish.yml"), "run")
	var due, build string
	for _, r := range runs {
		switch {
		case strings.Contains(r, "advgen held"):
			due = r
		case strings.Contains(r, "advgen build"):
			build = r
		}
	}
	for _, c := range []struct {
		event  string
		held   int
		calls  string
		output string
		code   int
	}{
		{"push", 1, "", "publish=yes\n", 0},
		{"workflow_dispatch", 1, "", "publish=yes\n", 0},
		{"schedule", 0, askCall, "publish=no\n", 0},
		{"schedule", 4, askCall, "publish=yes\n", 0},
		{"schedule", 1, askCall, "", 1},
		{"schedule", 3, askCall, "", 3},
	} {
		calls, output, code := runScript(t, due, c.held, 0, "EVENT="+c.event)
		if calls != c.calls || output != c.output || code != c.code {
			t.Errorf("%s, held ends with %d: called %q, set %q, ended with %d", c.event, c.held, calls, output, code)
		}
	}
	testBuildScript(t, build)
}

// testBuildScript holds a script to how it calls build.
func testBuildScript(t *testing.T, script string) {
	t.Helper()
	for _, c := range []struct {
		env  []string
		want string
	}{
		{nil, buildCall},
		{[]string{"FIRST=false", "ALLOW="}, buildCall},
		{[]string{"FIRST=true"}, firstCall},
		{[]string{"ALLOW=--allow-lost X#* --allow-mass 12"}, allowCall},
		{[]string{"ALLOW=; touch pwned"}, strings.TrimSuffix(buildCall, "\n") + ";|touch|pwned|\n"},
	} {
		if calls, _, code := runScript(t, script, 0, 1, c.env...); calls != c.want || code != 1 {
			t.Errorf("%q: called %q, ended with %d", c.env, calls, code)
		}
	}
}

func TestGitLabPublishes(t *testing.T) {
	dir, _ := initialised(t, 1)
	doc := settings(t, dir, ".gitlab-ci.yml")
	var job struct {
		Pages struct {
			AllowFailure struct {
				ExitCodes int `yaml:"exit_codes"`
			} `yaml:"allow_failure"`
			Script []string
		}
	}
	if err := doc.Decode(&job); err != nil {
		t.Fatal(err)
	}
	nothing := job.Pages.AllowFailure.ExitCodes
	whole := strings.Join(job.Pages.Script, "\n")
	for _, c := range []struct {
		source     string
		held, code int
		calls      string
	}{
		{"push", 1, 0, buildCall},
		{"schedule", 0, nothing, askCall},
		{"schedule", 4, 0, askCall + buildCall},
		{"schedule", 1, 1, askCall},
		{"schedule", 3, 3, askCall},
	} {
		if calls, _, code := runScript(t, whole, c.held, 0, "CI_PIPELINE_SOURCE="+c.source); calls != c.calls || code != c.code {
			t.Errorf("%s, held ends with %d: called %q, ended with %d", c.source, c.held, calls, code)
		}
	}
	if nothing < 5 {
		t.Errorf("%d is an exit code of advgen too", nothing)
	}
	testBuildScript(t, job.Pages.Script[len(job.Pages.Script)-1])
}

// TestSystemdUnits: the units name each other and only what is there.
func TestSystemdUnits(t *testing.T) {
	dir, _ := initialised(t, 1)
	for name, lines := range map[string][]string{
		"deploy/advgen-publish.service": {"Type=oneshot", "ReadWritePaths=/srv/www", "ProtectSystem=strict",
			"ExecStart=/usr/local/bin/advgen build --content /srv/advgen/content --out /srv/www/advisories --against /srv/www/advisories --quiet"},
		"deploy/advgen-publish.timer": {"OnCalendar=*:0/5", "WantedBy=timers.target"},
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if !strings.Contains(string(data), "\n"+line+"\n") {
				t.Errorf("%s: there is no line %s", name, line)
			}
		}
		for line := range strings.Lines(string(data)) {
			if !regexp.MustCompile(`^(#.*|\[[A-Z][a-z]+\]|[A-Za-z]+=.*|)\n$`).MatchString(line) {
				t.Errorf("%s: %q is no line of a unit", name, line)
			}
		}
	}
}
