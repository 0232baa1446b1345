// Package signature verifies detached SSH and OpenPGP signatures by keys that
// have a validity of their own.
//
// What counts is when a signature was received, which the caller knows, and
// never a date that the signer wrote: somebody who holds an expired key can
// write any date.
package signature

import (
	"errors"
	"strings"
	"time"
)

// Errors of Verify: why a signature does not count.
var (
	ErrMalformed  = errors.New("this is not a signature that can be read")
	ErrUnknownKey = errors.New("the signature is not by a key of the vendor")
	ErrInvalid    = errors.New("the signature does not fit the bytes")
	ErrNotYet     = errors.New("the key is not valid yet")
	ErrExpired    = errors.New("the key is not valid any more")
	ErrRevoked    = errors.New("the key has been revoked")
	ErrWeak       = errors.New("the key or the signature uses an algorithm that is too weak")
)

// Namespaces of SSH signatures (PROTOCOL.sshsig of OpenSSH): what a signature
// was made for.
const (
	NamespaceGit  = "git"
	NamespaceFile = "file"
)

// MaxSize bounds an armored signature, in bytes.
const MaxSize = 16 << 10

// The kinds of keys.
const (
	SSH     = "ssh"
	OpenPGP = "openpgp"
)

// Key is a public key and when it may be relied on: from From until, and not
// at, Until and Revoked. A zero time is no bound.
type Key struct {
	Kind                 string // SSH or OpenPGP
	Public               string // a line of authorized_keys, or an armored key
	From, Until, Revoked time.Time
}

// at says whether the key may be relied on at an instant.
func (k Key) at(received time.Time) error {
	switch {
	case !k.Revoked.IsZero() && !received.Before(k.Revoked):
		return ErrRevoked
	case !k.Until.IsZero() && !received.Before(k.Until):
		return ErrExpired
	case received.Before(k.From):
		return ErrNotYet
	}
	return nil
}

const (
	sshBegin = "-----BEGIN SSH SIGNATURE-----"
	sshEnd   = "-----END SSH SIGNATURE-----"
	pgpBegin = "-----BEGIN PGP SIGNATURE-----"
	pgpEnd   = "-----END PGP SIGNATURE-----"
)

// KindOf tells by its armor what a signature is, and "" if it is none: the
// armor has to be all there is, since a signature file is no place for a text.
func KindOf(armored string) string {
	if len(armored) > MaxSize {
		return ""
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(armored, "\r\n", "\n"), "\n"), "\n")
	if len(lines) < 3 {
		return ""
	}
	first, last := lines[0], lines[len(lines)-1]
	kind := ""
	switch {
	case first == sshBegin && last == sshEnd:
		kind = SSH
	case first == pgpBegin && last == pgpEnd:
		kind = OpenPGP
	}
	const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
	for i, line := range lines[1 : len(lines)-1] {
		armorHeader := kind == OpenPGP && i < 4 && (line == "" || strings.HasPrefix(line, "Version: GnuPG v2") && len(line) < 30)
		if !armorHeader && (strings.Trim(line, base64) != "" || line == "" || len(line) > 100) {
			return ""
		}
	}
	return kind
}

// Verify says whether armored is a signature over signed by one of the keys, and
// whether that key may be relied on at received. namespace is what an SSH
// signature must have been made for. The error is one of this package.
func Verify(keys []Key, signed []byte, armored, namespace string, received time.Time) error {
	switch KindOf(armored) {
	case SSH:
		return verifySSH(keys, signed, armored, namespace, received)
	case OpenPGP:
		return verifyOpenPGP(keys, signed, armored, received)
	}
	return ErrMalformed
}

// better keeps the error that says more: that of a key that was found, rather
// than that there is none.
func better(a, b error) error {
	if a == nil || errors.Is(a, ErrUnknownKey) {
		return b
	}
	return a
}
