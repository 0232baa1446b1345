package generator

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/advgen/advgen/generator/testsite/heldsite"
	"github.com/advgen/advgen/templates"
)

// A build that is told to stop leaves the output as it was, and does not stand
// in the way of the next one.
func TestInterrupted(t *testing.T) {
	r := heldsite.New(2)
	out := filepath.Join(t.TempDir(), "out")
	o := Options{Content: r.Files, Templates: templates.FS, Out: out, Now: r.Now, AsOf: r.AsOf, Program: "this"}
	for _, stage := range []string{"check", "render"} {
		ctx, stop := context.WithCancel(t.Context())
		o.Context = ctx
		o.Progress = func(p Progress) {
			if p.Stage == stage {
				stop()
			}
		}
		if _, list, err := Build(o); !errors.Is(err, ErrInterrupted) || len(list) > 0 {
			t.Fatalf("%s: %v %v", stage, err, list)
		}
		if _, err := os.Lstat(out); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("%s: the output: %v", stage, err)
		}
		if _, _, err := BuildArchive(withOut(o, out+".tar"), nil); !errors.Is(err, ErrInterrupted) {
			t.Fatalf("%s: archive: %v", stage, err)
		}
		if _, err := os.Lstat(out + ".tar"); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("%s: the archive: %v", stage, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	o.Context = ctx
	o.Progress = func(p Progress) {
		if p.Stage == "publish" {
			stop() // too late
		}
	}
	if result, list, err := Build(o); err != nil || len(list) > 0 || result.Written == 0 {
		t.Fatal(err, list, result)
	}
}

func withOut(o Options, out string) Options {
	o.Out = out
	return o
}
