package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
)

// Unit is a piece of rendering: the key of what it depends on, and the files
// that it made, by their places in the manifest of that build.
type Unit struct {
	Key   [sha256.Size]byte
	Files []uint32
}

// NamedUnit is a unit with its name, which no other of the build has.
type NamedUnit struct {
	Name string
	Unit
}

// WriteUnits writes what ParseUnits reads.
func WriteUnits(w io.Writer, units []NamedUnit) error {
	var line []byte
	for _, u := range units {
		line = binary.AppendUvarint(line[:0], uint64(len(u.Name)))
		line = append(append(line, u.Name...), u.Key[:]...)
		line = binary.AppendUvarint(line, uint64(len(u.Files)))
		for _, i := range u.Files {
			line = binary.AppendUvarint(line, uint64(i))
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// ParseUnits reads units by their names; false if the text is not of WriteUnits.
func ParseUnits(text string) (map[string]Unit, bool) {
	units := map[string]Unit{}
	data := []byte(text)
	number := func() (n uint64, ok bool) {
		n, size := binary.Uvarint(data)
		if size <= 0 {
			return 0, false
		}
		data = data[size:]
		return n, true
	}
	for len(data) > 0 {
		n, ok := number()
		if !ok || n > uint64(len(data)) || uint64(len(data))-n < sha256.Size {
			return nil, false
		}
		name := string(data[:n])
		u := Unit{Key: [sha256.Size]byte(data[n : n+sha256.Size])}
		data = data[n+sha256.Size:]
		if n, ok = number(); !ok || n > uint64(len(data)) {
			return nil, false
		}
		u.Files = make([]uint32, n)
		for i := range u.Files {
			at, ok := number()
			if !ok || at > 1<<32-1 {
				return nil, false
			}
			u.Files[i] = uint32(at)
		}
		units[name] = u
	}
	return units, true
}
