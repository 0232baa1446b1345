package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// state is everything that can be seen of a folder: names, modes, bytes, and
// when and where each file was written.
func state(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			b.WriteString("absent")
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s", name, info.Mode())
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %s %q", info.ModTime(), data)
		}
		b.WriteString("\n")
		return nil
	})
	return b.String(), err
}

// snapshotCommand is "snapshot DIR": remember what the folder is like.
func snapshotCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: snapshot DIR")
	}
	s, err := state(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(snapshotName(ts, args[0]), []byte(s), 0o644))
}

// unchangedCommand is "unchanged DIR": it is as it was at the snapshot, byte
// for byte and file for file.
func unchangedCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: unchanged DIR")
	}
	want, err := os.ReadFile(snapshotName(ts, args[0]))
	ts.Check(err)
	got, err := state(ts.MkAbs(args[0]))
	ts.Check(err)
	if (got == string(want)) == neg {
		ts.Fatalf("%s: unchanged is %v", args[0], got == string(want))
	}
}

func snapshotName(ts *testscript.TestScript, dir string) string {
	return filepath.Join(ts.Getenv("TMPDIR"), "snapshot-"+strings.ReplaceAll(dir, "/", "-"))
}

// exitcodeCommand is "exitcode N CMD ARG…": run a command and hold it to its
// exit code. stdout and stderr are matched as after exec.
func exitcodeCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N CMD ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// editCommand is "edit FILE OLD NEW": replace the first occurrence of a text,
// which must be there.
func editCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	unquote := strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace
	if !strings.Contains(string(data), unquote(args[1])) {
		ts.Fatalf("%s: there is no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(name, []byte(strings.Replace(string(data), unquote(args[1]), unquote(args[2]), 1)), 0o644))
}

// soonCommand is "soon FILE OLD DURATION": replace a text by the instant that
// lies so far ahead, in whole seconds.
func soonCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: soon FILE OLD DURATION")
	}
	d, err := time.ParseDuration(args[2])
	ts.Check(err)
	at := time.Now().Add(d).Truncate(time.Second).UTC().Format("2006-01-02T15:04:05Z")
	editCommand(ts, false, []string{args[0], args[1], at})
}

// untilCommand is "until DURATION exists FILE": wait until the file is there.
func untilCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || args[1] != "exists" {
		ts.Fatalf("usage: until DURATION exists FILE")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[2])); err == nil {
			return
		}
	}
	ts.Fatalf("%s is not there after %s", args[2], args[0])
}
