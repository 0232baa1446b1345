package signature

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// minRSA is the shortest RSA key that is relied on, in bits.
const minRSA = 2048

const sshMagic = "SSHSIG"

// sshSignature is the blob of PROTOCOL.sshsig, after its magic.
type sshSignature struct {
	Version   uint32
	PublicKey []byte
	Namespace string
	Reserved  string
	Hash      string
	Signature []byte
}

// verifySSH follows PROTOCOL.sshsig of OpenSSH.
func verifySSH(keys []Key, signed []byte, armored, namespace string, received time.Time) error {
	body := strings.TrimSpace(armored)
	body = strings.TrimSuffix(strings.TrimPrefix(body, sshBegin), sshEnd)
	raw, err := base64.StdEncoding.Strict().DecodeString(strings.NewReplacer("\n", "", "\r", "").Replace(body))
	if err != nil || !bytes.HasPrefix(raw, []byte(sshMagic)) {
		return ErrMalformed
	}
	var s sshSignature
	if err := ssh.Unmarshal(raw[len(sshMagic):], &s); err != nil || s.Version != 1 {
		return ErrMalformed
	}
	var sig ssh.Signature
	if err := ssh.Unmarshal(s.Signature, &sig); err != nil {
		return ErrMalformed
	}
	result := error(ErrUnknownKey)
	for _, key := range keys {
		public, ok := sshKey(key)
		if !ok || !bytes.Equal(public.Marshal(), s.PublicKey) {
			continue
		}
		err := sshVerify(public, s, &sig, signed, namespace)
		if err == nil {
			err = key.at(received)
		}
		if err == nil {
			return nil
		}
		result = better(result, err)
	}
	return result
}

// sshKey reads a line of authorized_keys. One with options (cert-authority,
// namespaces, …) or of a certificate is not understood, so not relied on.
func sshKey(key Key) (ssh.PublicKey, bool) {
	if key.Kind != SSH {
		return nil, false
	}
	public, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(key.Public))
	if err != nil || len(options) > 0 || len(bytes.TrimSpace(rest)) > 0 {
		return nil, false
	}
	_, certificate := public.(*ssh.Certificate)
	return public, !certificate
}

func sshVerify(public ssh.PublicKey, s sshSignature, sig *ssh.Signature, signed []byte, namespace string) error {
	if s.Namespace != namespace || s.Reserved != "" {
		return ErrInvalid
	}
	var digest []byte
	switch s.Hash {
	case "sha256":
		sum := sha256.Sum256(signed)
		digest = sum[:]
	case "sha512":
		sum := sha512.Sum512(signed)
		digest = sum[:]
	default:
		return ErrWeak
	}
	if weakSSH(public, sig.Format) {
		return ErrWeak
	}
	message := append([]byte(sshMagic), ssh.Marshal(struct {
		Namespace, Reserved, Hash string
		Digest                    []byte
	}{s.Namespace, s.Reserved, s.Hash, digest})...)
	if public.Verify(message, sig) != nil {
		return ErrInvalid
	}
	return nil
}

// weakSSH refuses DSA, short RSA keys and RSA with SHA-1.
func weakSSH(public ssh.PublicKey, format string) bool {
	switch public.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
		return false
	case ssh.KeyAlgoRSA:
		crypto, ok := public.(ssh.CryptoPublicKey)
		if !ok {
			return true
		}
		key, ok := crypto.CryptoPublicKey().(*rsa.PublicKey)
		return !ok || key.N.BitLen() < minRSA || format != ssh.KeyAlgoRSASHA256 && format != ssh.KeyAlgoRSASHA512
	}
	return true
}
