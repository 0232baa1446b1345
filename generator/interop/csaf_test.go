//go:build interop

// Package interop runs programs that others wrote over what advgen publishes.
// They come from the Go module proxy and from npm, in fixed versions, and are
// kept in bin/. "make interop" runs it.
package interop

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
)

const gocsaf = "github.com/gocsaf/csaf/v3/cmd/"
const gocsafVersion = "@v3.7.0"

// TestCSAF publishes the sample on a TLS server on loopback and lets the
// programs of gocsaf/csaf and @secvisogram/csaf-validator-lib judge it. With
// INTEROP_CONTENT another content folder is taken instead of the sample.
func TestCSAF(t *testing.T) {
	checker, downloader, validator := program(t, "csaf_checker"), program(t, "csaf_downloader"), program(t, "csaf_validator")
	site := publish(t)
	documents := site.documents(t)
	t.Logf("%d documents", len(documents))

	t.Run("csaf_checker", func(t *testing.T) { site.check(t, checker) })
	t.Run("csaf_downloader", func(t *testing.T) { site.download(t, downloader, documents) })
	t.Run("csaf_validator", func(t *testing.T) {
		for chunk := range chunks(documents, 100) {
			out, err := exec.Command(validator, chunk...).CombinedOutput()
			var failed *exec.ExitError // 4 is that no remote validator is configured
			if err != nil && (!asExit(err, &failed) || failed.ExitCode()&^4 != 0) {
				t.Fatalf("%v\n%s", err, out)
			}
		}
	})
	t.Run("csaf-validator-lib", func(t *testing.T) { validate(t, site.out) })
}

// program installs a program of gocsaf/csaf into bin/.
func program(t *testing.T, name string) string {
	t.Helper()
	bin := filepath.Join(repository(t), "bin", "gocsaf"+gocsafVersion)
	at := filepath.Join(bin, name)
	if _, err := os.Stat(at); err == nil {
		return at
	}
	cmd := exec.Command("go", "install", gocsaf+name+gocsafVersion)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("install %s: %v\n%s", name, err, out)
	}
	return at
}

func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// provider is a published site on a server.
type provider struct {
	out, host, certificate string
}

// publish builds the content with a new key and serves it.
func publish(t *testing.T) *provider {
	t.Helper()
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	server := httptest.NewTLSServer(http.FileServer(http.Dir(out)))
	t.Cleanup(server.Close)
	p := &provider{out: out, host: strings.TrimPrefix(server.URL, "https://"), certificate: filepath.Join(dir, "server.pem")}
	write(t, p.certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	key := filepath.Join(dir, "key.asc")
	write(t, key, privateKey(t, "open sesame"))

	from := os.Getenv("INTEROP_CONTENT")
	if from == "" {
		from = filepath.Join(repository(t), "content")
	}
	content := filepath.Join(dir, "content")
	if err := os.CopyFS(content, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	configure(t, filepath.Join(content, "publisher.yaml"), server.URL+"/")

	cmd := exec.Command("go", "run", "./cmd/advgen", "build", "--content", content, "--out", out, "--quiet")
	cmd.Dir = repository(t)
	cmd.Env = append(os.Environ(), "ADVGEN_OPENPGP_KEY_FILE="+key, "ADVGEN_OPENPGP_PASSPHRASE=open sesame")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, said)
	}
	return p
}

var (
	baseURL = regexp.MustCompile(`(?m)^base_url:.*$`)
	formats = regexp.MustCompile(`(?m)^formats:.*$(\n[ ]+-.*$)*`)
)

// configure gives a publisher the address of the server, CSAF, and a
// security.txt.
func configure(t *testing.T, name, base string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := baseURL.ReplaceAllString(string(data), "base_url: "+base)
	s = formats.ReplaceAllString(s, "") + "\nformats: [csaf]\n"
	if !strings.Contains(s, "security_txt:") {
		s += "security_txt:\n  contact: [\"mailto:desk@example.org\"]\n  expires: 2036-01-01T00:00:00Z\n"
	}
	write(t, name, []byte(s))
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func privateKey(t *testing.T, passphrase string) []byte {
	t.Helper()
	config := &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, Time: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }}
	e, err := openpgp.NewEntity("Example Desk", "", "desk@example.org", config)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.EncryptPrivateKeys([]byte(passphrase), config); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := armor.Encode(&out, openpgp.PrivateKeyType, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.SerializePrivateWithoutSigning(w, config); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// documents lists the CSAF documents of the published folder.
func (p *provider) documents(t *testing.T) []string {
	t.Helper()
	white := filepath.Join(p.out, ".well-known", "csaf", "white")
	var out []string
	err := filepath.WalkDir(white, func(name string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".json" && filepath.Dir(name) != white {
			out = append(out, name)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d documents, %v", len(out), err)
	}
	return out
}

// run runs a program that trusts the server.
func (p *provider) run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+p.certificate, "HOME="+dir, "no_proxy=127.0.0.1", "NO_PROXY=127.0.0.1")
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !asExit(err, &failed) {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func asExit(err error, into **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*into = e
	return ok
}

// noDNS is the one requirement that cannot be met on loopback: a name
// csaf.data.security.<domain> in the DNS.
const noDNS = 10

// check fails on every message of type error. The exit code and "passed" of
// csaf_checker say less.
func (p *provider) check(t *testing.T, checker string) {
	dir := t.TempDir()
	said := p.run(t, dir, checker, "-o", "report.json", p.host)
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatalf("no report: %v\n%s", err, said)
	}
	var report struct {
		Domains []struct {
			Role         string
			Requirements []struct {
				Num         int
				Description string
				Messages    []struct {
					Type int
					Text string
				}
			}
		}
	}
	if err := json.Unmarshal(data, &report); err != nil || len(report.Domains) != 1 {
		t.Fatalf("a report that is no report: %v\n%s", err, data)
	}
	domain := report.Domains[0]
	if domain.Role != "csaf_trusted_provider" {
		t.Errorf("the role is %q", domain.Role)
	}
	seen := map[int]bool{}
	for _, r := range domain.Requirements {
		seen[r.Num] = true
		for _, m := range r.Messages {
			const info, warning, failure = 0, 1, 2
			switch {
			case m.Type == failure && r.Num != noDNS:
				t.Errorf("requirement %d, %s: %s", r.Num, r.Description, m.Text)
			case m.Type != info:
				t.Logf("requirement %d, %s: %s", r.Num, r.Description, m.Text)
			}
		}
	}
	for n := 1; n <= 20; n++ {
		if !seen[n] {
			t.Errorf("requirement %d was not judged", n)
		}
	}
}

// download compares what csaf_downloader stores with what was published.
func (p *provider) download(t *testing.T, downloader string, documents []string) {
	dir := t.TempDir()
	said := p.run(t, dir, downloader, "--trusted_only", "--directory", "got", p.host)
	got := map[string]string{}
	err := filepath.WalkDir(filepath.Join(dir, "got"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			got[d.Name()] = name
		}
		return err
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for _, name := range documents {
		for _, suffix := range []string{"", ".sha256", ".sha512", ".asc"} {
			want, err := os.ReadFile(name + suffix)
			if err != nil {
				t.Fatal(err)
			}
			at := got[filepath.Base(name)+suffix]
			if at == "" && suffix == ".sha256" && got[filepath.Base(name)+".sha512"] != "" {
				continue // it stores the hash that it compared with
			}
			if data, err := os.ReadFile(at); err != nil || suffix == "" && !bytes.Equal(data, want) {
				t.Errorf("%s was not fetched as it was published\n%s", filepath.Base(name)+suffix, said)
				return
			}
		}
	}
	if log, err := os.ReadFile(filepath.Join(dir, "got", "downloader.log")); err == nil && bytes.Contains(log, []byte("level=ERROR")) {
		t.Errorf("csaf_downloader logs errors:\n%s", log)
	}
}

// reasons are the optional tests that do not pass, each with why.
var reasons = map[string]string{
	"optionalTest_6_2_2":  "what the solution is (a fix, a workaround) stands in words; only a fixed version in ranges says that it is a fix",
	"optionalTest_6_2_3":  "authors need not give a CVSS vector",
	"optionalTest_6_2_16": "authors need not give a CPE name or a package URL, and all products of a vendor have none",
}

// validate runs every mandatory and optional test of csaf-validator-lib.
func validate(t *testing.T, out string) {
	bin := filepath.Join(repository(t), "bin", "csaf-validator")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "package-lock.json", "validate.mjs"} {
		data, err := os.ReadFile(filepath.Join(repository(t), "interop", "csaf-validator", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(bin, name), data)
	}
	install := exec.Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = bin
	if said, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, said)
	}
	run := exec.Command("node", "validate.mjs", filepath.Join(out, ".well-known", "csaf", "white"))
	run.Dir = bin
	var said bytes.Buffer
	run.Stderr = &said
	data, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var report struct {
		Documents int
		Failed    []struct{ Test, File, Path, Message string }
	}
	if err := json.Unmarshal(data, &report); err != nil || report.Documents == 0 {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, f := range report.Failed {
		if reasons[f.Test] == "" {
			t.Errorf("%s: %s %s: %s", f.File, f.Test, f.Path, f.Message)
		}
	}
}

// chunks cuts a list into parts of at most n.
func chunks(list []string, n int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for len(list) > 0 {
			m := min(n, len(list))
			if !yield(list[:m]) {
				return
			}
			list = list[m:]
		}
	}
}
