package artifact

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// A manifest of many blocks comes back as it was. With any damage it is either
// refused, or is the very bytes of another manifest.
func TestLargeManifest(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	files := make([]Entry, 6000)
	for i := range files {
		files[i] = Entry{Path: fmt.Sprintf("vu/EX%08d/index.html", i*7), Size: rng.Int64N(1 << 40), Class: Classes()[i%len(Classes())]}
		for k := range files[i].SHA256 {
			files[i].SHA256[k] = byte(rng.Uint32())
		}
	}
	m := NewManifest(files)
	var text bytes.Buffer
	if err := m.Encode(&text); err != nil {
		t.Fatal(err)
	}
	if text.Len() < 3*fileBlock {
		t.Fatalf("only %d bytes", text.Len())
	}
	got, err := ReadManifest(bytes.NewReader(text.Bytes()))
	if err != nil || !got.Equal(m) {
		t.Fatal(err, len(got.Files))
	}
	refused := 0
	for range 100 {
		bad := damage(rng, text.Bytes())
		got, err := ReadManifest(bytes.NewReader(bad))
		if err != nil {
			refused++
			continue
		}
		var again bytes.Buffer
		if err := got.Encode(&again); err != nil || !bytes.Equal(again.Bytes(), bad) {
			t.Fatalf("%v: %d bytes were read as %d others", err, len(bad), again.Len())
		}
	}
	if refused < 50 {
		t.Errorf("only %d were refused", refused)
	}
}

// damage changes a byte, leaves lines out, doubles one, swaps two, or cuts.
func damage(rng *rand.Rand, text []byte) []byte {
	lines := bytes.SplitAfter(bytes.Clone(text), []byte("\n"))
	i, k := rng.IntN(len(lines)), rng.IntN(len(lines))
	switch rng.IntN(6) {
	case 0:
		all := bytes.Join(lines, nil)
		all[rng.IntN(len(all))] = `,{}"0a/`[rng.IntN(7)]
		return all
	case 1:
		lines = append(lines[:min(i, k)], lines[max(i, k):]...)
	case 2:
		lines = append(lines[:i:i], append([][]byte{lines[k]}, lines[i:]...)...)
	case 3:
		lines[i], lines[k] = lines[k], lines[i]
	case 4:
		lines = lines[:i]
	case 5:
		lines[i] = bytes.Replace(lines[i], []byte("},"), []byte("}"), 1)
	}
	return bytes.Join(lines, nil)
}
