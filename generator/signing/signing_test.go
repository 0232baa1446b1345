package signing

import (
	"bytes"
	"crypto"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
)

var (
	born = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	now  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
)

// private makes an armored private key.
func private(t *testing.T, passphrase string, c packet.Config) []byte {
	t.Helper()
	c.Time = func() time.Time { return born }
	e, err := openpgp.NewEntity("Test Desk", "", "desk@example.org", &c)
	if err != nil {
		t.Fatal(err)
	}
	if passphrase != "" {
		if err := e.EncryptPrivateKeys([]byte(passphrase), &c); err != nil {
			t.Fatal(err)
		}
	}
	var raw, out bytes.Buffer
	if err := e.SerializePrivateWithoutSigning(&raw, &c); err != nil {
		t.Fatal(err)
	}
	if err := enarmor(&out, openpgp.PrivateKeyType, raw.Bytes()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSign(t *testing.T) {
	for name, c := range map[string]packet.Config{
		"legacy EdDSA": {Algorithm: packet.PubKeyAlgoEdDSA},
		"Ed25519":      {Algorithm: packet.PubKeyAlgoEd25519},
		"version 6":    {Algorithm: packet.PubKeyAlgoEd25519, V6Keys: true},
		"RSA":          {Algorithm: packet.PubKeyAlgoRSA, RSABits: 2048},
	} {
		t.Run(name, func(t *testing.T) {
			armored := private(t, "open sesame", c)
			key, err := Parse(armored, []byte("open sesame"), now)
			if err != nil {
				t.Fatal(err)
			}
			again, err := Parse(armored, []byte("open sesame"), now.AddDate(0, 0, 1))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(key.Public(), again.Public()) || key.Fingerprint() != again.Fingerprint() {
				t.Error("the same key is exported in two ways")
			}
			for _, at := range []time.Time{{}, born, now} {
				a, errA := key.Sign([]byte("words"), at)
				b, errB := again.Sign([]byte("words"), at)
				if errA != nil || errB != nil || !bytes.Equal(a, b) {
					t.Errorf("at %v: two signatures of the same differ (%v, %v)", at, errA, errB)
				}
				sig := verify(t, key, "words", a)
				if want := max(at.Unix(), born.Unix()); sig.CreationTime.Unix() != want {
					t.Errorf("at %v: dated %v", at, sig.CreationTime)
				}
				if strings.Contains(string(a), ": ") {
					t.Errorf("the armor has headers:\n%s", a)
				}
				if _, err := check(t, key, "other words", a); err == nil {
					t.Error("the signature fits other words")
				}
			}
		})
	}
}

func check(t *testing.T, key *Key, text string, sig []byte) (*packet.Signature, error) {
	t.Helper()
	ring, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(key.Public()))
	if err != nil {
		t.Fatal(err)
	}
	if ring[0].PrivateKey != nil {
		t.Fatal("the exported key has a private part")
	}
	got, _, err := openpgp.VerifyArmoredDetachedSignature(ring, strings.NewReader(text), bytes.NewReader(sig),
		&packet.Config{Time: func() time.Time { return now }})
	return got, err
}

func verify(t *testing.T, key *Key, text string, sig []byte) *packet.Signature {
	t.Helper()
	got, err := check(t, key, text, sig)
	if err != nil {
		t.Fatalf("the signature does not verify: %v\n%s", err, sig)
	}
	return got
}

func TestParseRefuses(t *testing.T) {
	ed := packet.Config{Algorithm: packet.PubKeyAlgoEdDSA}
	good := private(t, "secret words", ed)
	open, err := Parse(private(t, "", ed), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	expires := ed
	expires.KeyLifetimeSecs = 3600
	for name, c := range map[string]struct {
		key, passphrase string
		at              time.Time
		want            error
	}{
		"nothing":              {"", "", now, ErrFormat},
		"no key":               {"secret words", "secret words", now, ErrFormat},
		"half a key":           {string(good[:len(good)/2]), "secret words", now, ErrFormat},
		"more after the key":   {string(good) + string(good), "secret words", now, nil},
		"a public key":         {string(open.Public()), "", now, ErrPublic},
		"no passphrase":        {string(good), "", now, ErrPassphrase},
		"another passphrase":   {string(good), "secret word", now, ErrPassphrase},
		"a key of the future":  {string(good), "secret words", born.Add(-time.Hour), ErrUnusable},
		"an expired key":       {string(private(t, "", expires)), "", now, ErrUnusable},
		"one that is random":   {string(private(t, "", packet.Config{Algorithm: packet.PubKeyAlgoECDSA, Curve: packet.CurveNistP256, DefaultHash: crypto.SHA256})), "", now, ErrAlgorithm},
		"the right passphrase": {string(good), "secret words", now, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(c.key), []byte(c.passphrase), c.at)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the passphrase: %v", err)
			}
		})
	}
}
