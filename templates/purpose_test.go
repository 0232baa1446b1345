package templates

import (
	"io/fs"
	"testing"
)

// Every file begins with a comment whose first sentence says what it is for:
// "advgen templates list" shows it.
func TestPurpose(t *testing.T) {
	err := fs.WalkDir(FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if p := Purpose(name); len(p) < 10 || len(p) > 90 {
			t.Errorf("%s: begin it with a comment whose first sentence says what it is for, in 10 to 90 characters; it is %q", name, p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
