package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/advgen/advgen/generator/signing"
)

// Where the key that signs CSAF documents is, and what opens it. They come from
// the environment, since a flag would stand in the list of processes.
const (
	keyVariable        = "ADVGEN_OPENPGP_KEY_FILE"
	passphraseVariable = "ADVGEN_OPENPGP_PASSPHRASE"
)

// signingKey reads the key that the environment names; nil if it names none. A
// key that cannot be used is a problem, since it was named on purpose.
func signingKey(now time.Time) (*signing.Key, error) {
	name := os.Getenv(keyVariable)
	if name == "" {
		return nil, nil
	}
	armored, err := os.ReadFile(name)
	if err != nil {
		return nil, &failure{code: exitProblems, err: fmt.Errorf("%s names a file that cannot be read: %w", keyVariable, err),
			hint: "name an armored OpenPGP private key, or unset the variable to publish without signatures; nothing was written"}
	}
	key, err := signing.Parse(armored, []byte(os.Getenv(passphraseVariable)), now)
	switch {
	case err == nil:
		return key, nil
	case errors.Is(err, signing.ErrPassphrase):
		return nil, &failure{code: exitProblems, err: fmt.Errorf("the OpenPGP key of %s cannot be used: %w", keyVariable, err),
			hint: "put the passphrase into " + passphraseVariable + "; nothing was written"}
	}
	return nil, &failure{code: exitProblems, err: fmt.Errorf("the OpenPGP key of %s cannot be used: %w", keyVariable, err),
		hint: "name an armored private key with an Ed25519 or RSA signing key, as gpg --export-secret-keys --armor writes it; nothing was written"}
}
