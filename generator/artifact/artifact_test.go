package artifact

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestCheckPath(t *testing.T) {
	good := []string{
		"index.html", "a/b/c.json", ".well-known/security.txt", "JVN90055996/index.html", "en/a~b@c+d-e_f.g",
		".nojekyll", "..a", "console", "com", "com10", "a.con", strings.Repeat("a", 255),
		strings.Repeat(strings.Repeat("a", 31)+"/", 31) + strings.Repeat("a", 32),
	}
	for _, p := range good {
		if err := CheckPath(p); err != nil {
			t.Errorf("refused %q: %v", p, err)
		}
	}
	bad := []string{
		"", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/..", "a/../b", "a/./b", `a\b`, "a b", "a ", " a", "a.", "a./b",
		"a\x00b", "a\nb", "a\x7f", "é", "e\u0301", "\xff", "a:b", "a*b", "a?b", "a#b", "a%b", "a&b", "a<b", `a"b`, "a|b", "a$b",
		"con", "CON", "nul.txt", "a/Aux/b", "prn", "com1", "LPT9.html", "lpt0", "con.a.b",
		strings.Repeat("a", 256), strings.Repeat("a/", 512) + "a",
	}
	for _, p := range bad {
		err := CheckPath(p)
		if err == nil {
			t.Errorf("accepted %q", p)
		} else if len(err.Error()) > 300 {
			t.Errorf("long message: %v", err)
		}
	}
}

func FuzzCheckPath(f *testing.F) {
	for _, p := range []string{"a/b", "../a", "a/./b", `c:\x`, "a/.", "nul/x"} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if CheckPath(p) != nil {
			return
		}
		if !filepath.IsLocal(p) || strings.ContainsAny(p, "\\: \x00") || strings.HasPrefix(p, "/") || len(p) > 1024 {
			t.Fatalf("accepted %q", p)
		}
	})
}

func TestClassWords(t *testing.T) {
	for i, word := range []string{"notice", "asset", "record", "list", "redirect", "feed", "index"} {
		c := Classes()[i]
		if c.String() != word {
			t.Errorf("%d is %s", i, c)
		}
		if parsed, err := ParseClass(word); err != nil || parsed != c {
			t.Errorf("%s: %v, %v", word, parsed, err)
		}
	}
	for _, word := range []string{"", "Asset", "lists", "class 7"} {
		if _, err := ParseClass(word); err == nil {
			t.Errorf("accepted %q", word)
		}
	}
	if _, err := Class(7).MarshalText(); err == nil {
		t.Error("wrote a class that does not exist")
	}
}

func TestPathsConflicts(t *testing.T) {
	tests := []struct {
		have []string
		add  string
		want string // part of the message; empty: fits
	}{
		{nil, "a", ""},
		{[]string{"a"}, "b", ""},
		{[]string{"a/b"}, "a/c", ""},
		{[]string{"a/b/c"}, "a/b.c", ""},
		{[]string{"a"}, "a", "twice"},
		{[]string{"a"}, "A", "case"},
		{[]string{"a/b"}, "a", "file and a folder"},
		{[]string{"a/b/c"}, "a", "file and a folder"},
		{[]string{"a"}, "a/b", "file and the folder"},
		{[]string{"a"}, "a/b/c/d", "file and the folder"},
		{[]string{"A"}, "a/b", "file and the folder"},
		{[]string{"a/b"}, "A/c", "case"},
		{[]string{"a/b/c"}, "a/B/d", "case"},
		{[]string{"a/b"}, "A", "file and a folder"},
	}
	for _, tt := range tests {
		var s Paths
		for _, p := range tt.have {
			if err := s.Add(p); err != nil {
				t.Fatal(err)
			}
		}
		err := s.Add(tt.add)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v + %s: %v, want %q", tt.have, tt.add, err, tt.want)
		}
	}
}

// A set refuses a path exactly when a naive comparison with every member does,
// and a refused path leaves it as it was.
func TestPathsAgreesWithPairs(t *testing.T) {
	clash := func(a, b string) bool {
		x, y := strings.ToLower(a), strings.ToLower(b)
		if x == y || strings.HasPrefix(x, y+"/") || strings.HasPrefix(y, x+"/") {
			return true
		}
		as, bs := strings.Split(a, "/"), strings.Split(b, "/")
		for i := 0; i < len(as)-1 && i < len(bs)-1 && strings.EqualFold(as[i], bs[i]); i++ {
			if as[i] != bs[i] {
				return true
			}
		}
		return false
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var s Paths
		var members []string
		for range 8 {
			segments := make([]string, 1+rng.IntN(3))
			for i := range segments {
				segments[i] = []string{"a", "A", "b"}[rng.IntN(3)]
			}
			p, want := strings.Join(segments, "/"), false
			for _, m := range members {
				want = want || clash(m, p)
			}
			if got := s.Add(p) != nil; got != want {
				t.Fatalf("%v + %s: refused %v, want %v", members, p, got, want)
			}
			if !want {
				members = append(members, p)
			}
		}
	}
}

func sample() Manifest {
	return NewManifest([]Entry{
		EntryOf(File{Path: "b/index.html", Class: Record, Data: []byte("b")}),
		EntryOf(File{Path: "a.css", Class: Asset}),
		EntryOf(File{Path: "index.json", Class: Index, Data: []byte("[]")}),
	})
}

func encoded(t *testing.T, m Manifest) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestManifestRoundTrip(t *testing.T) {
	for _, m := range []Manifest{sample(), NewManifest(nil)} {
		text := encoded(t, m)
		back, err := ReadManifest(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if !back.Equal(m) || encoded(t, back) != text {
			t.Errorf("%v came back as %v", m, back)
		}
	}
	if m := sample(); m.Files[0].Path != "a.css" || m.Files[2].Path != "index.json" {
		t.Errorf("not sorted: %v", m)
	}
	if err := (Manifest{Version: 2}).Encode(&bytes.Buffer{}); err == nil {
		t.Error("wrote a version that it does not know")
	}
}

func TestManifestIsReadStrictly(t *testing.T) {
	text := encoded(t, sample())
	swap := func(old, new string) string {
		changed := strings.Replace(text, old, new, 1)
		if changed == text {
			t.Fatalf("%q is not in the sample", old)
		}
		return changed
	}
	lines := strings.SplitAfter(text, "\n")
	tests := map[string]string{
		"empty":         "",
		"null":          "null",
		"version":       swap(`"version":1`, `"version":2`),
		"no version":    swap(`"version":1,`, ``),
		"unknown key":   swap(`"class"`, `"more":1,"class"`),
		"doubled key":   swap(`"class"`, `"size":0,"class"`),
		"unknown class": swap(`"record"`, `"page"`),
		"number class":  swap(`"record"`, `1`),
		"unsafe path":   swap(`"a.css"`, `"../a.css"`),
		"negative size": swap(`"size":1`, `"size":-1`),
		"digest":        swap(`"sha256":"`, `"sha256":"x`),
		"order":         strings.Join([]string{lines[0], lines[2], lines[1], lines[3], lines[4]}, ""),
		"twice":         strings.Join([]string{lines[0], lines[1], lines[1], lines[2], lines[3], lines[4]}, ""),
		"space":         swap(`{"path"`, ` {"path"`),
		"tail":          text + "\n",
		"torn":          text[:len(text)/2],
		"torn end":      text[:len(text)-1],
	}
	for name, bad := range tests {
		if _, err := ReadManifest(strings.NewReader(bad)); err == nil {
			t.Errorf("%s: accepted", name)
		} else if name == "version" && !strings.Contains(err.Error(), "version 2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMemory(t *testing.T) {
	var m Memory
	data := []byte("one")
	if err := m.Put(File{Path: "a/b", Class: Record, Data: data}); err != nil {
		t.Fatal(err)
	}
	data[0] = 'X'
	if f, ok := m.Get("a/b"); !ok || string(f.Data) != "one" {
		t.Errorf("kept a reference: %q", f.Data)
	}
	for _, f := range []File{{Path: "a/b"}, {Path: "A/b"}, {Path: "a"}, {Path: "a/b/c"}, {Path: "../x"}, {Path: "x", Class: 9}} {
		if m.Put(f) == nil {
			t.Errorf("accepted %v", f)
		}
	}
	if files := m.Files(); len(files) != 1 || len(m.Manifest().Files) != 1 {
		t.Errorf("%v", files)
	}
}

func TestMemoryConcurrently(t *testing.T) {
	var m Memory
	var wg sync.WaitGroup
	var mu sync.Mutex
	refused := 0
	for worker := range 8 {
		wg.Go(func() {
			for i := range 100 {
				if m.Put(File{Path: fmt.Sprintf("%d/%d", i%10, worker/2*100+i)}) != nil {
					mu.Lock()
					refused++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if len(m.Files()) != 400 || refused != 400 {
		t.Errorf("%d kept, %d refused", len(m.Files()), refused)
	}
}

// The paths of a set come back by their numbers, over many blocks of text, and
// one that was refused leaves no trace.
func TestPathsByNumber(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	var set Paths
	var want []string
	known := map[string]bool{}
	for range 3000 {
		var segments []string
		for range 1 + rng.IntN(5) {
			segments = append(segments, fmt.Sprintf("%c%s", 'A'+rng.IntN(26)+32*rng.IntN(2), strings.Repeat("x", rng.IntN(200))))
		}
		p := strings.Join(segments, "/")
		conflict := set.Conflict(p)
		if err := set.Add(p); (err == nil) != (conflict == nil) {
			t.Fatal(err, conflict)
		} else if err == nil {
			want = append(want, p)
			known[p] = true
		}
		if _, ok := set.Number(p); ok != known[p] {
			t.Fatalf("%s: found %t", p, ok)
		}
	}
	if set.Len() != len(want) || len(want) < 1000 {
		t.Fatalf("%d of %d", set.Len(), len(want))
	}
	for i, p := range want {
		if n, ok := set.Number(p); n != i || !ok || set.Path(i) != p || !set.HasFile(p) {
			t.Fatalf("%d: %s is %s, number %d", i, p, set.Path(i), n)
		}
		for dir := range Parents(p) {
			if !set.HasDir(dir) {
				t.Fatalf("%s is not there", dir)
			}
		}
	}
	if err := set.Add(strings.Repeat("x", 1<<17)); err == nil {
		t.Error("a path longer than any block was taken")
	}
}
