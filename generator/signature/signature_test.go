package signature

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	"golang.org/x/crypto/ssh"
)

var at = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// sshBlob builds a signature file with every part free to choose.
func sshBlob(t testing.TB, s ssh.Signer, version uint32, namespace, hash, algorithm string, signed []byte) string {
	t.Helper()
	digest := sha256.Sum256(signed)
	message := append([]byte(sshMagic), ssh.Marshal(struct {
		Namespace, Reserved, Hash string
		Digest                    []byte
	}{namespace, "", hash, digest[:]})...)
	sig, err := s.Sign(rand.Reader, message)
	if as, ok := s.(ssh.AlgorithmSigner); ok && algorithm != "" {
		sig, err = as.SignWithAlgorithm(rand.Reader, message, algorithm)
	}
	if err != nil {
		t.Fatal(err)
	}
	raw := append([]byte(sshMagic), ssh.Marshal(sshSignature{version, s.PublicKey().Marshal(), namespace, "", hash, ssh.Marshal(sig)})...)
	text := base64.StdEncoding.EncodeToString(raw)
	var b strings.Builder
	for ; len(text) > 70; text = text[70:] {
		b.WriteString(text[:70] + "\n")
	}
	return sshBegin + "\n" + b.String() + text + "\n" + sshEnd + "\n"
}

func newSSH(t testing.TB, private any) (ssh.Signer, string) {
	t.Helper()
	s, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s, string(ssh.MarshalAuthorizedKey(s.PublicKey()))
}

func TestSSH(t *testing.T) {
	_, private, _ := ed25519.GenerateKey(nil)
	ed, edLine := newSSH(t, private)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	long, longLine := newSSH(t, rsaKey)
	signed := []byte("a record\n")
	good := sshBlob(t, ed, 1, "file", "sha256", "", signed)
	key := func(line string) []Key { return []Key{{Kind: SSH, Public: line}} }
	for _, c := range []struct {
		name    string
		keys    []Key
		armored string
		signed  string
		want    error
	}{
		{"good", key(edLine), good, "", nil},
		{"RSA with SHA-256", key(longLine), sshBlob(t, long, 1, "file", "sha256", ssh.KeyAlgoRSASHA256, signed), "", nil},
		{"RSA with SHA-1", key(longLine), sshBlob(t, long, 1, "file", "sha256", ssh.KeyAlgoRSA, signed), "", ErrWeak},
		{"SHA-1 of the bytes", key(edLine), sshBlob(t, ed, 1, "file", "sha1", "", signed), "", ErrWeak},
		{"another version", key(edLine), sshBlob(t, ed, 2, "file", "sha256", "", signed), "", ErrMalformed},
		{"another namespace", key(edLine), sshBlob(t, ed, 1, "git", "sha256", "", signed), "", ErrInvalid},
		{"other bytes", key(edLine), good, "another record\n", ErrInvalid},
		{"no keys", nil, good, "", ErrUnknownKey},
		{"a key of another kind", []Key{{Kind: OpenPGP, Public: edLine}}, good, "", ErrUnknownKey},
		{"a certificate authority", key("cert-authority " + edLine), good, "", ErrUnknownKey},
		{"two keys in one", key(edLine + longLine), good, "", ErrUnknownKey},
		{"from today", []Key{{Kind: SSH, Public: edLine, From: at}}, good, "", nil},
		{"from tomorrow", []Key{{Kind: SSH, Public: edLine, From: at.Add(time.Second)}}, good, "", ErrNotYet},
		{"until today", []Key{{Kind: SSH, Public: edLine, Until: at}}, good, "", ErrExpired},
		{"until tomorrow", []Key{{Kind: SSH, Public: edLine, Until: at.Add(time.Second)}}, good, "", nil},
		{"revoked today", []Key{{Kind: SSH, Public: edLine, Revoked: at}}, good, "", ErrRevoked},
		{"revoked tomorrow", []Key{{Kind: SSH, Public: edLine, Revoked: at.Add(time.Second)}}, good, "", nil},
		{"revoked and expired", []Key{{Kind: SSH, Public: edLine, Revoked: at, Until: at}}, good, "", ErrRevoked},
		{"an expired key and the same again", []Key{{Kind: SSH, Public: edLine, Until: at}, {Kind: SSH, Public: edLine}}, good, "", nil},
		{"CR LF", key(edLine), strings.ReplaceAll(good, "\n", "\r\n"), "", nil},
		{"a text before", key(edLine), "x\n" + good, "", ErrMalformed},
		{"a text after", key(edLine), good + "x\n", "", ErrMalformed},
		{"too long", key(edLine), sshBegin + "\n" + strings.Repeat("AAAA\n", MaxSize) + sshEnd, "", ErrMalformed},
		{"empty", key(edLine), "", "", ErrMalformed},
	} {
		bytes := signed
		if c.signed != "" {
			bytes = []byte(c.signed)
		}
		if err := Verify(c.keys, bytes, c.armored, NamespaceFile, at); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestOpenPGP(t *testing.T) {
	signed := []byte("a record\n")
	entity := func(made time.Time, seconds uint32) *openpgp.Entity {
		e, err := openpgp.NewEntity("A", "", "a@example.com", &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, KeyLifetimeSecs: seconds, Time: func() time.Time { return made }})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	public := func(e *openpgp.Entity) []Key {
		var b bytes.Buffer
		w, _ := armor.Encode(&b, openpgp.PublicKeyType, nil)
		if err := e.Serialize(w); err != nil {
			t.Fatal(err)
		}
		w.Close()
		return []Key{{Kind: OpenPGP, Public: b.String()}}
	}
	sign := func(when time.Time, entities ...*openpgp.Entity) string {
		var b bytes.Buffer
		if err := openpgp.ArmoredDetachSign(&b, entities, bytes.NewReader(signed), &openpgp.SignParams{Config: &packet.Config{Time: func() time.Time { return when }}}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	year := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	e, other, short := entity(year, 0), entity(year, 0), entity(year, 3600*24*30)
	gone := entity(year, 0)
	before := sign(year.Add(time.Hour), gone)
	if err := gone.Revoke(packet.KeyCompromised, "", &packet.Config{Time: func() time.Time { return at }}); err != nil {
		t.Fatal(err)
	}
	// A signature of a text, for which line ends do not count.
	var textual bytes.Buffer
	if err := openpgp.ArmoredDetachSign(&textual, []*openpgp.Entity{e}, bytes.NewReader(signed), &openpgp.SignParams{TextSig: true, Config: &packet.Config{Time: func() time.Time { return at }}}); err != nil {
		t.Fatal(err)
	}
	good := sign(at.Add(-time.Hour), e)
	for _, c := range []struct {
		name    string
		keys    []Key
		armored string
		signed  string
		want    error
	}{
		{"good", public(e), good, "", nil},
		{"a clock that is a little fast", public(e), sign(at.Add(5*time.Minute), e), "", nil},
		{"made in the future", public(e), sign(at.Add(time.Hour), e), "", ErrInvalid},
		{"other bytes", public(e), good, "another record\n", ErrInvalid},
		{"another key", public(other), good, "", ErrUnknownKey},
		{"no keys", nil, good, "", ErrUnknownKey},
		{"expired by itself, backdated", public(short), sign(year.Add(time.Hour), short), "", ErrExpired},
		{"revoked by itself, backdated", public(gone), before, "", ErrRevoked},
		{"expired in the register", []Key{{Kind: OpenPGP, Public: public(e)[0].Public, Until: at}}, good, "", ErrExpired},
		{"revoked in the register", []Key{{Kind: OpenPGP, Public: public(e)[0].Public, Revoked: at}}, good, "", ErrRevoked},
		{"two signatures", public(e), sign(at, other, e), "", ErrMalformed},
		{"of a text", public(e), textual.String(), "", ErrMalformed},
		{"garbage", public(e), pgpBegin + "\n\nAAAA\n" + pgpEnd, "", ErrMalformed},
		{"a key that cannot be read", []Key{{Kind: OpenPGP, Public: "x"}}, good, "", ErrUnknownKey},
	} {
		data := signed
		if c.signed != "" {
			data = []byte(c.signed)
		}
		if err := Verify(c.keys, data, c.armored, NamespaceFile, at); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// FuzzVerify: no signature makes it panic, and none that was not made by the key
// is accepted.
func FuzzVerify(f *testing.F) {
	_, private, _ := ed25519.GenerateKey(nil)
	s, line := newSSH(f, private)
	signed := []byte("a record\n")
	good := sshBlob(f, s, 1, "file", "sha256", "", signed)
	f.Add(good)
	f.Add(pgpBegin + "\n\nwnUEABYKACcFgmkAAAAJkA==\n" + pgpEnd)
	keys := []Key{{Kind: SSH, Public: line}}
	clean := strings.NewReplacer("\n", "", "\r", "")
	f.Fuzz(func(t *testing.T, armored string) {
		if err := Verify(keys, signed, armored, NamespaceFile, at); err == nil && clean.Replace(armored) != clean.Replace(good) {
			t.Errorf("accepted: %q", armored)
		}
	})
}
