package cache

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func open(t *testing.T, state string) *Store {
	t.Helper()
	s, err := Open(state)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func TestWhatIsNotWholeIsNothing(t *testing.T) {
	state := t.TempDir()
	inputs := [32]byte{1}
	s := open(t, state)
	if _, ok := s.Load("facts", inputs); ok {
		t.Error("loaded from nowhere")
	}
	if err := s.Save("facts", inputs, text("what is known")); err != nil {
		t.Fatal(err)
	}
	again := open(t, state)
	if got, ok := again.Load("facts", inputs); !ok || got != "what is known" || string(again.Key()) != string(s.Key()) {
		t.Errorf("%q %v", got, ok)
	}
	if _, ok := again.Load("facts", [32]byte{2}); ok {
		t.Error("loaded what is of other inputs")
	}
	name := filepath.Join(state, Folder, "facts")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		for _, bad := range []string{string(whole[:i]), string(whole[:i]) + string(whole[i]^4) + string(whole[i+1:])} {
			if err := os.WriteFile(name, []byte(bad), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, ok := open(t, state).Load("facts", inputs); ok {
				t.Fatalf("took %q", bad)
			}
		}
	}
	// A write that fails leaves what was there, and nothing else.
	if err := os.WriteFile(name, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := again.Save("facts", inputs, func(io.Writer) error { return errors.New("full") }); err == nil {
		t.Error("saved what could not be written")
	}
	if _, ok := again.Load("facts", inputs); !ok {
		t.Error("the old file is gone")
	}
	entries, _ := os.ReadDir(filepath.Join(state, Folder))
	if len(entries) != 2 {
		t.Errorf("left: %v", entries)
	}
	// Without its key, nothing is known.
	if err := os.Remove(filepath.Join(state, Folder, keyName)); err != nil {
		t.Fatal(err)
	}
	if _, ok := open(t, state).Load("facts", inputs); ok {
		t.Error("loaded without the key")
	}
}

func TestWhatACrashLeftGoes(t *testing.T) {
	state := t.TempDir()
	s := open(t, state)
	if err := s.Save("facts", [32]byte{}, text("x")); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(state, Folder, ".new-1")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, state).Save("facts", [32]byte{}, text("y")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("it is still there")
	}
}

func TestUnitsComeBack(t *testing.T) {
	units := []NamedUnit{{"a", Unit{[32]byte{1}, []uint32{0, 7, 1 << 31}}}, {"", Unit{Files: []uint32{}}}, {strings.Repeat("x", 300), Unit{[32]byte{2}, []uint32{5}}}}
	var out strings.Builder
	if err := WriteUnits(&out, units); err != nil {
		t.Fatal(err)
	}
	got, ok := ParseUnits(out.String())
	want := map[string]Unit{}
	for _, u := range units {
		want[u.Name] = u.Unit
	}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if _, ok := ParseUnits(out.String()[:out.Len()-1]); ok {
		t.Error("took what is cut short")
	}
}
