package signature

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// clockSkew is how far the clock of a signer may be ahead of ours.
const clockSkew = 10 * time.Minute

// verifyOpenPGP follows RFC 9580, sections 5.2 and 11.4. The library holds
// signing keys to the date in the signature, so the key is held to the instant
// of reception here, once more.
func verifyOpenPGP(keys []Key, signed []byte, armored string, received time.Time) error {
	block, err := armor.Decode(strings.NewReader(armored))
	if err != nil || block.Type != openpgp.SignatureType {
		return ErrMalformed
	}
	raw, err := io.ReadAll(io.LimitReader(block.Body, MaxSize))
	if err != nil {
		return ErrMalformed
	}
	if err := oneSignature(raw); err != nil {
		return err
	}
	result := error(ErrUnknownKey)
	for _, key := range keys {
		if key.Kind != OpenPGP {
			continue
		}
		ring, err := openpgp.ReadArmoredKeyRing(strings.NewReader(key.Public))
		if err != nil {
			continue
		}
		err = openpgpVerify(ring, signed, raw, received)
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

// oneSignature holds the bytes to a single signature packet over a file as it
// is: more could hide one that is not looked at.
func oneSignature(raw []byte) error {
	packets := packet.NewReader(bytes.NewReader(raw))
	p, err := packets.Next()
	sig, ok := p.(*packet.Signature)
	if err != nil || !ok || sig.SigType != packet.SigTypeBinary {
		return ErrMalformed
	}
	if _, err := packets.Next(); err != io.EOF {
		return ErrMalformed
	}
	return nil
}

func openpgpVerify(ring openpgp.EntityList, signed, raw []byte, received time.Time) error {
	config := &packet.Config{Time: func() time.Time { return received.Add(clockSkew) }, MinRSABits: minRSA - 1}
	sig, entity, err := openpgp.VerifyDetachedSignature(ring, bytes.NewReader(signed), bytes.NewReader(raw), config)
	var weak pgperrors.WeakAlgorithmError
	switch {
	case err == nil:
	case errors.Is(err, pgperrors.ErrUnknownIssuer):
		return ErrUnknownKey
	case errors.Is(err, pgperrors.ErrKeyRevoked):
		return ErrRevoked
	case errors.Is(err, pgperrors.ErrKeyExpired):
		return ErrExpired
	case errors.As(err, &weak):
		return ErrWeak
	default:
		return ErrInvalid
	}
	if sig.IssuerKeyId == nil || entity == nil {
		return ErrInvalid
	}
	if _, ok := entity.SigningKeyById(received, *sig.IssuerKeyId, config); !ok {
		if entity.Revoked(received) {
			return ErrRevoked
		}
		return ErrExpired
	}
	return nil
}
