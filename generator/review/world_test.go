package review

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	"golang.org/x/crypto/ssh"

	"github.com/advgen/advgen/generator/review/gitobj"
)

var now = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// A file of a tree that is to be made; raw is an object that exists already.
type file struct {
	mode string
	data string
	raw  string
}

// world is one real git repository. Objects are written into it as git stores
// them, so that there is no tree or commit that cannot be made.
type world struct {
	t    testing.TB
	dir  string
	base string
	tree map[string]file
	mu   sync.Mutex
	made map[string]bool
}

// git runs the real git in the world, with an identity that is nobody's.
func (w *world) git(args ...string) string {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=c", "GIT_COMMITTER_EMAIL=c@example.com")
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// object writes a loose object and gives its id.
func (w *world) object(kind string, data []byte) string {
	whole := append(fmt.Appendf(nil, "%s %d\x00", kind, len(data)), data...)
	sum := sha1.Sum(whole)
	id := hex.EncodeToString(sum[:])
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.made[id] {
		return id
	}
	w.made[id] = true
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(whole)
	z.Close()
	dir := filepath.Join(w.dir, ".git", "objects", id[:2])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, id[2:]), packed.Bytes(), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// writeTree writes a tree of files by path.
func (w *world) writeTree(files map[string]file) string {
	folders := map[string]map[string]file{}
	var entries []rawEntry
	for name, f := range files {
		first, rest, deep := strings.Cut(name, "/")
		if deep {
			if folders[first] == nil {
				folders[first] = map[string]file{}
			}
			folders[first][rest] = f
			continue
		}
		id := f.raw
		if id == "" {
			id = w.object("blob", []byte(f.data))
		}
		entries = append(entries, rawEntry{f.mode, name, id})
	}
	for name, inner := range folders {
		entries = append(entries, rawEntry{"40000", name, w.writeTree(inner)})
	}
	return w.rawTree(entries, true)
}

type rawEntry struct{ mode, name, id string }

func (w *world) rawTree(entries []rawEntry, sorted bool) string {
	key := func(e rawEntry) string {
		if e.mode == "40000" {
			return e.name + "/"
		}
		return e.name
	}
	if sorted {
		slices.SortFunc(entries, func(a, b rawEntry) int { return strings.Compare(key(a), key(b)) })
	}
	var b bytes.Buffer
	for _, e := range entries {
		id, _ := hex.DecodeString(e.id)
		fmt.Fprintf(&b, "%s %s\x00%s", e.mode, e.name, id)
	}
	return w.object("tree", b.Bytes())
}

const someone = "A Name <a@example.com> 1 +0000"

func commitText(tree string, parents []string, who, message string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n\n%s\n", who, who, message)
	return b.String()
}

// pr is a pull request in the making.
type pr struct {
	*world
	t       testing.TB
	files   map[string]file
	head    string
	options Options
	who     string
	sign    func(signed string) string // gives an armored signature of a commit
}

func (w *world) pr() *pr {
	return &pr{world: w, t: w.t, files: maps.Clone(w.tree), head: w.base, who: someone,
		options: Options{Dir: w.dir, Base: w.base, As: "alpha", Now: now, Received: now}}
}

func (p *pr) put(name, data string)      { p.files[name] = file{mode: "100644", data: data} }
func (p *pr) as(mode, name, data string) { p.files[name] = file{mode: mode, data: data} }
func (p *pr) remove(name string)         { delete(p.files, name) }
func (p *pr) edit(name string, pairs ...string) {
	p.t.Helper()
	f, ok := p.files[name]
	after := strings.NewReplacer(pairs...).Replace(f.data)
	if !ok || after == f.data {
		p.t.Fatalf("nothing to edit in %s", name)
	}
	p.put(name, after)
}

func (p *pr) commit() { p.commitTree(p.writeTree(p.files)) }

func (p *pr) commitTree(tree string, parents ...string) {
	if len(parents) == 0 {
		parents = []string{p.head}
	}
	text := commitText(tree, parents, p.who, "a message")
	if p.sign != nil {
		text = withSignature(text, "gpgsig", p.sign(text))
	}
	p.head = p.object("commit", []byte(text))
}

// withSignature puts a header with a signature before the message.
func withSignature(text, header, armored string) string {
	head, message, _ := strings.Cut(text, "\n\n")
	return head + "\n" + header + " " + strings.ReplaceAll(strings.TrimRight(armored, "\n"), "\n", "\n ") + "\n\n" + message
}

func (p *pr) run() (*Verdict, error) {
	o := p.options
	if o.Head == "" {
		o.Head = p.head
	}
	return Run(context.Background(), o)
}

// Paths of the world.
const (
	publicAlpha = "content/advisories/2026/EX11111111/vendors/alpha.yaml"
	publicBeta  = "content/advisories/2026/EX11111111/vendors/beta.yaml"
	heldAlpha   = "content/advisories/2026/EX22222222/vendors/alpha.yaml"
	heldGamma   = "content/advisories/2026/EX22222222/vendors/gamma.yaml"
	foreign     = "content/advisories/2026/EX33333333/vendors/alpha.yaml"
	undated     = "content/advisories/2026/EX44444444/vendors/alpha.yaml"
	mdAlpha     = "content/advisories/2025/EX55555555/vendors/alpha.md"
	rootAlpha   = "content/advisories/EX66666666/vendors/alpha.yaml"
	stagedAlpha = "content/advisories/EX66666666/vendors/alpha.next.yaml"
)

const canary = "hush-canary-7351"

// keyring are the keys of the world.
type keyring struct {
	alpha, expired, revoked, early, beta, stranger ssh.Signer
	pgp, pgpExpired, pgpStranger                   *openpgp.Entity
}

func newKeys(t testing.TB) keyring {
	signer := func() ssh.Signer {
		_, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := ssh.NewSignerFromKey(private)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	entity := func(lifetime uint32) *openpgp.Entity {
		at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		e, err := openpgp.NewEntity("A Vendor", "", "psirt@example.com", &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, KeyLifetimeSecs: lifetime, Time: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	return keyring{signer(), signer(), signer(), signer(), signer(), signer(), entity(0), entity(3600 * 24 * 90), entity(0)}
}

func sshLine(s ssh.Signer) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.PublicKey())))
}

func pgpPublic(t testing.TB, e *openpgp.Entity) string {
	var b bytes.Buffer
	a, err := armor.Encode(&b, openpgp.PublicKeyType, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Serialize(a); err != nil {
		t.Fatal(err)
	}
	a.Close()
	return b.String()
}

// sshSign makes a signature as ssh-keygen -Y sign does.
func sshSign(s ssh.Signer, namespace, signed string) string {
	return sshSignHash(s, namespace, signed, "sha512")
}

func sshSignHash(s ssh.Signer, namespace, signed, hash string) string {
	h := crypto.SHA512.New()
	h.Write([]byte(signed))
	message := append([]byte("SSHSIG"), ssh.Marshal(struct {
		Namespace, Reserved, Hash string
		Digest                    []byte
	}{namespace, "", hash, h.Sum(nil)})...)
	sig, err := s.Sign(nil, message)
	if err != nil {
		panic(err)
	}
	raw := append([]byte("SSHSIG"), ssh.Marshal(struct {
		Version                   uint32
		Key                       []byte
		Namespace, Reserved, Hash string
		Signature                 []byte
	}{1, s.PublicKey().Marshal(), namespace, "", hash, ssh.Marshal(sig)})...)
	text := base64.StdEncoding.EncodeToString(raw)
	var b strings.Builder
	for len(text) > 70 {
		b.WriteString(text[:70] + "\n")
		text = text[70:]
	}
	return "-----BEGIN SSH SIGNATURE-----\n" + b.String() + text + "\n-----END SSH SIGNATURE-----\n"
}

func pgpSign(t testing.TB, e *openpgp.Entity, signed string, at time.Time) string {
	var b bytes.Buffer
	err := openpgp.ArmoredDetachSign(&b, []*openpgp.Entity{e}, strings.NewReader(signed), &openpgp.SignParams{Config: &packet.Config{Time: func() time.Time { return at }}})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func indent(s string) string {
	return "      " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n      ")
}

func baseFiles(t testing.TB, k keyring) map[string]string {
	return map[string]string{
		"README.md":              "A repository.\n",
		".github/CODEOWNERS":     "* @desk\n",
		"content/publisher.yaml": "name: Notes\nbase_url: https://advisories.example.org/\nlanguages: [ja, en]\ntime_zone: Asia/Tokyo\nseries:\n  - {prefix: \"EX#\", pattern: \"[0-9]{8}\", path: ex, name: EX}\n",
		"content/vendors/alpha.yaml": "name: Alpha\nkeys:\n" +
			"  - {kind: ssh, key: \"" + sshLine(k.alpha) + "\", valid_from: 2026-01-01}\n" +
			"  - {kind: ssh, key: \"" + sshLine(k.expired) + "\", valid_until: 2026-06-01}\n" +
			"  - {kind: ssh, key: \"" + sshLine(k.revoked) + "\", revoked_at: 2026-11-01T00:00:00Z}\n" +
			"  - {kind: ssh, key: \"" + sshLine(k.early) + "\", valid_from: 2027-01-01}\n" +
			"  - kind: openpgp\n    key: |\n" + indent(pgpPublic(t, k.pgp)) + "\n" +
			"  - kind: openpgp\n    key: |\n" + indent(pgpPublic(t, k.pgpExpired)) + "\n",
		"content/vendors/beta.yaml":                      "name: Beta\nkeys:\n  - {kind: ssh, key: \"" + sshLine(k.beta) + "\"}\n",
		"content/vendors/gamma.yaml":                     "name: Gamma\n",
		"content/advisories/2026/EX11111111/advisory.md": "---\nid: EX#11111111\ntitle: A\ndisclose_at: 2026-03-01T12:00:00+09:00\naliases: [CVE-2026-11111]\nnotified: [alpha, beta]\n---\n## 概要\nText.\n",
		publicAlpha: "vendor: alpha\nstatus: affected_investigating\nupdated: 2026-03-01\nstatement: We look into it.\naddendum: The desk says so.\nrevisions:\n  - {number: 1, date: 2026-03-01, summary: First}\n",
		publicBeta:  "vendor: beta\nstatus: not_affected\nstatement: " + canary + "\n",
		"content/advisories/2026/EX22222222/advisory.md": "---\nid: EX#22222222\ntitle: " + canary + "\ndisclose_at: 2026-12-01T12:00:00+09:00\nnotified: [alpha, gamma]\n---\n## 概要\n" + canary + "\n",
		heldAlpha: "vendor: alpha\nstatus: affected\ndisclose_at: 2026-12-10T12:00:00+09:00\nstatement: " + canary + "\n",
		heldGamma: "vendor: gamma\nstatus: affected\nstatement: " + canary + "\n",
		"content/advisories/2026/EX33333333/advisory.md": "---\nid: EX#33333333\ntitle: " + canary + "\nnotified: [gamma]\n---\n## 概要\n" + canary + "\n",
		"content/advisories/EX77777776/advisory.md":      "---\nid: EX#77777776\ntitle: " + canary + "\nnotified: [gamma]\n---\n## 概要\n" + canary + "\n",
		"content/advisories/2026/EX44444444/advisory.md": "---\nid: EX#44444444\ntitle: D\nnotified: [alpha]\n---\n## 概要\nText.\n",
		"content/advisories/2025/EX55555555/advisory.md": "---\nid: EX#55555555\ntitle: E\ndisclose_at: 2025-03-01T12:00:00+09:00\nnotified: [alpha]\n---\n## 概要\nText.\n",
		"content/advisories/2026/EX88888888/advisory.md": "---\nid: EX#88888888\ntitle: H\ndisclose_at: 2026-12-15T12:00:00+09:00\nnotified: [alpha]\n---\n## 概要\nText.\n",
		mdAlpha: "---\nvendor: alpha\nstatus: not_affected\n---\nNothing of ours.\n",
		"content/advisories/EX66666666/advisory.md": "---\nid: EX#66666666\ntitle: F\ndisclose_at: 2026-02-01T12:00:00+09:00\nnotified: [alpha, beta]\n---\n## 概要\nText.\n",
		rootAlpha:   "vendor: alpha\nstatus: affected\nstatement: Update.\naddendum: Desk words.\n",
		stagedAlpha: "vendor: alpha\nstatus: not_affected\ndisclose_at: 2026-12-24T12:00:00+09:00\naddendum: Desk words.\n",
	}
}

// newWorld makes the repository that every pull request starts from.
func newWorld(t testing.TB) (*world, keyring) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	w := &world{t: t, dir: t.TempDir(), tree: map[string]file{}, made: map[string]bool{}}
	w.git("init", "-q", "-b", "main")
	k := newKeys(t)
	for name, data := range baseFiles(t, k) {
		w.tree[name] = file{mode: "100644", data: data}
	}
	old := maps.Clone(w.tree)
	old[publicAlpha] = file{mode: "100644", data: "vendor: alpha\nstatus: not_affected\naddendum: The desk says so.\nrevisions:\n  - {number: 1, date: 2026-03-01, summary: First}\n"}
	first := w.object("commit", []byte(commitText(w.writeTree(old), nil, someone, "first")))
	w.base = w.object("commit", []byte(commitText(w.writeTree(w.tree), []string{first}, someone, "base")))
	w.git("update-ref", "refs/heads/main", w.base)
	return w, k
}

func rulesOf(v *Verdict) []string {
	var out []string
	for _, f := range v.Findings {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

var _ = gitobj.File
