package csaf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"github.com/advgen/advgen/generator/artifact"
	"github.com/advgen/advgen/generator/disclosure"
	"github.com/advgen/advgen/generator/render/csaf"
	"github.com/advgen/advgen/generator/signing"
	"github.com/advgen/advgen/generator/testsite"
)

// newKey makes a key that signs.
func newKey(t testing.TB) *signing.Key {
	t.Helper()
	config := &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, Time: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }}
	e, err := openpgp.NewEntity("Example Desk", "", "desk@example.org", config)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := armor.EncodeWithChecksumOption(&out, openpgp.PrivateKeyType, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.SerializePrivateWithoutSigning(w, config); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	key, err := signing.Parse(out.Bytes(), nil, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// render gives the files of a site's provider.
func render(t testing.TB, site *disclosure.Site, key *signing.Key) *artifact.Memory {
	t.Helper()
	var files artifact.Memory
	p, err := csaf.New(site, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range testsite.Advisories(t, site) {
		if err := p.Advisory(a, &files); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Lists(&files); err != nil {
		t.Fatal(err)
	}
	return &files
}

// TestDump is for looking at things by hand: CSAF_CONTENT and CSAF_OUT.
func TestDump(t *testing.T) {
	content, out := os.Getenv("CSAF_CONTENT"), os.Getenv("CSAF_OUT")
	if content == "" {
		t.Skip("by hand")
	}
	site := testsite.FromFS(t, os.DirFS(content), "2026-11-23T00:00:00Z")
	for _, f := range render(t, site, newKey(t)).Files() {
		name := filepath.Join(out, f.Path)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
