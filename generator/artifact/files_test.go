package artifact

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
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

// What is wrong only where one block of lines meets the next is found too.
func TestManifestBetweenBlocks(t *testing.T) {
	var blocks []string
	text := ""
	for i := range 6000 {
		e := Entry{Path: fmt.Sprintf("vu/EX%08d/index.html", i), Size: int64(i)}
		text += "{" + string(e.AppendFields(nil)) + "},\n"
		if len(text) >= fileBlock {
			blocks, text = append(blocks, text), ""
		}
	}
	if len(blocks) < 3 {
		t.Fatalf("only %d blocks", len(blocks))
	}
	last := strings.TrimSuffix(blocks[2], ",\n") + "\n"
	for _, tt := range []struct {
		name string
		list []string
		ok   bool
	}{
		{"in order", []string{blocks[0], blocks[1], last}, true},
		{"out of order", []string{blocks[1], blocks[0], last}, false},
		{"twice", []string{blocks[0], blocks[0], last}, false},
		{"without a comma", []string{blocks[0], strings.TrimSuffix(blocks[1], ",\n") + " \n", last}, false},
		{"without a comma, in the very place", []string{blocks[0], strings.TrimSuffix(blocks[1], ",\n") + "\n", last}, false},
		{"a comma behind the last", blocks[:3], false},
	} {
		in := manifestStart + "[],\"advisories\":[\n" + manifestFiles + "\n" + strings.Join(tt.list, "") + manifestEnd + "\n"
		if _, err := ReadManifest(strings.NewReader(in)); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
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
