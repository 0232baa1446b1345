// Package signing makes detached OpenPGP signatures (RFC 9580) of published
// files. The same key, bytes and instant give the same signature, so that a
// build which changes nothing writes nothing.
package signing

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// Errors of Parse: why a key cannot sign. None of them quotes the key or the
// passphrase.
var (
	ErrFormat     = errors.New("it is not one armored OpenPGP private key")
	ErrPublic     = errors.New("it is a public key, and only a private one can sign")
	ErrPassphrase = errors.New("the key is locked, and the passphrase does not open it")
	ErrUnusable   = errors.New("the key cannot sign now: it is expired, revoked or not made for signing")
	ErrAlgorithm  = errors.New("signatures of this kind of key differ each time; use an Ed25519 or an RSA key")
)

// Key is a private key that can sign. It is safe for concurrent use.
type Key struct {
	entity *openpgp.Entity
	id     uint64    // of the key or subkey that signs
	since  time.Time // the first instant at which its signatures count
	public []byte
}

// Parse reads an armored private key and opens it with the passphrase, which
// may be empty if the key is not locked. now is when it has to be valid.
func Parse(armored, passphrase []byte, now time.Time) (*Key, error) {
	ring, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(armored))
	if err != nil || len(ring) != 1 {
		return nil, ErrFormat
	}
	entity := ring[0]
	if entity.PrivateKey == nil {
		return nil, ErrPublic
	}
	found, ok := entity.SigningKey(now, settings(now, nil))
	switch {
	case !ok:
		return nil, ErrUnusable
	case found.PrivateKey == nil || found.PrivateKey.Dummy():
		return nil, ErrPublic
	case !steady(found.PublicKey.PubKeyAlgo):
		return nil, ErrAlgorithm
	}
	if found.PrivateKey.Encrypted && found.PrivateKey.Decrypt(passphrase) != nil {
		return nil, ErrPassphrase
	}
	key := &Key{entity: entity, id: found.PublicKey.KeyId}
	key.since = key.first(now)
	if key.public, err = export(entity); err != nil {
		return nil, ErrFormat
	}
	if _, err := key.Sign([]byte("trial"), now); err != nil {
		return nil, ErrUnusable
	}
	return key, nil
}

// steady says whether an algorithm signs without random numbers.
func steady(a packet.PublicKeyAlgorithm) bool {
	switch a {
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSASignOnly, packet.PubKeyAlgoEdDSA, packet.PubKeyAlgoEd25519, packet.PubKeyAlgoEd448:
		return true
	}
	return false
}

// settings are those of a signature at an instant. random serves the salt of
// version 6 signatures only.
func settings(at time.Time, random io.Reader) *packet.Config {
	noSalt := false
	return &packet.Config{
		Time: func() time.Time { return at }, Rand: random,
		NonDeterministicSignaturesViaNotation: &noSalt,
	}
}

// first is the earliest instant at which the key is valid, which is not always
// when it was made: its own signatures may be newer.
func (k *Key) first(now time.Time) time.Time {
	instants := []time.Time{now, k.entity.PrimaryKey.CreationTime}
	add := func(list []*packet.VerifiableSignature) {
		for _, s := range list {
			instants = append(instants, s.Packet.CreationTime)
		}
	}
	add(k.entity.DirectSignatures)
	for _, identity := range k.entity.Identities {
		add(identity.SelfCertifications)
	}
	for _, sub := range k.entity.Subkeys {
		instants = append(instants, sub.PublicKey.CreationTime)
		add(sub.Bindings)
	}
	slices.SortFunc(instants, time.Time.Compare)
	for _, at := range instants {
		if _, ok := k.entity.SigningKeyById(at, k.id, settings(at, nil)); ok {
			return at
		}
	}
	return now
}

// Sign gives an armored detached signature over data. It is dated at, or when
// the key became valid if that is later, in whole seconds.
func (k *Key) Sign(data []byte, at time.Time) ([]byte, error) {
	if at.Before(k.since) {
		at = k.since
	}
	config := settings(at, &digestStream{seed: sha256.Sum256(data)})
	config.SigningKeyId = k.id
	var raw, out bytes.Buffer
	if err := openpgp.DetachSign(&raw, []*openpgp.Entity{k.entity}, bytes.NewReader(data), config); err != nil {
		return nil, fmt.Errorf("sign with the OpenPGP key: %w", err)
	}
	if err := enarmor(&out, openpgp.SignatureType, raw.Bytes()); err != nil {
		return nil, fmt.Errorf("sign with the OpenPGP key: %w", err)
	}
	return out.Bytes(), nil
}

// Fingerprint is that of the primary key, in upper-case hexadecimal digits.
func (k *Key) Fingerprint() string {
	return strings.ToUpper(fmt.Sprintf("%x", k.entity.PrimaryKey.Fingerprint))
}

// Since is the earliest date of a signature.
func (k *Key) Since() time.Time { return k.since }

// Public is the armored public key.
func (k *Key) Public() []byte { return bytes.Clone(k.public) }

// export writes the public key with its parts in an order that is always the
// same; the library keeps identities in a map.
func export(e *openpgp.Entity) ([]byte, error) {
	var raw, out bytes.Buffer
	err := e.PrimaryKey.Serialize(&raw)
	for _, list := range [][]*packet.VerifiableSignature{e.Revocations, e.DirectSignatures} {
		for _, s := range list {
			err = errors.Join(err, s.Packet.Serialize(&raw))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Identities)) {
		err = errors.Join(err, e.Identities[name].Serialize(&raw))
	}
	for i := range e.Subkeys {
		err = errors.Join(err, e.Subkeys[i].Serialize(&raw, false))
	}
	if err != nil {
		return nil, err
	}
	err = enarmor(&out, openpgp.PublicKeyType, raw.Bytes())
	return out.Bytes(), err
}

// enarmor writes armor without headers, which would differ between versions,
// and with a final line feed.
func enarmor(out *bytes.Buffer, kind string, data []byte) error {
	w, err := armor.EncodeWithChecksumOption(out, kind, nil, false)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	return out.WriteByte('\n')
}

// digestStream is a stream of bytes that depends on its seed alone. What is
// made of it is a salt, which is public, and never a key.
type digestStream struct {
	seed [32]byte
	n    uint64
	rest []byte
}

func (d *digestStream) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		block := sha256.Sum256(binary.BigEndian.AppendUint64(d.seed[:], d.n))
		d.n++
		d.rest = block[:]
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}
