package check

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/advgen/advgen/generator/testsite/heldsite"
)

// What is read again, without being judged again, is what was read first; and a
// byte that changed in between stops everything.
func TestAgain(t *testing.T) {
	for seed := range uint64(8) {
		site := heldsite.New(seed)
		repo, list, err := Run(site.Files, Options{Now: site.Now, AsOf: site.Now})
		if err != nil || list.Errors() > 0 {
			t.Fatal(err, list)
		}
		for _, f := range repo.Advisories {
			in := listFolder(repo.fsys, f.folder)
			first, _ := repo.schemas.readFolder(readContent(repo.fsys, in, nil), repo, in, false)
			again, err := repo.Loader().Load(f.Folder)
			if err != nil || !reflect.DeepEqual(first, again) {
				t.Fatalf("seed %d: %s: %v\n%+v\nwas\n%+v", seed, f.Dir, err, again, first)
			}
		}
		for _, f := range repo.Advisories {
			name := f.Main.Path
			before := site.Files[name]
			for _, data := range [][]byte{
				bytes.Replace(before.Data, []byte("title: "), []byte("title:  "), 1),
				bytes.Replace(before.Data, []byte("title: "), []byte("title: [<!--], x: &"), 1),
				nil,
			} {
				site.Files[name] = &fstest.MapFile{Data: data}
				if _, err := repo.Loader().Load(f.Folder); !errors.Is(err, ErrChanged) {
					t.Errorf("seed %d: %s: %v", seed, name, err)
				}
			}
			site.Files[name] = before
		}
	}
}
