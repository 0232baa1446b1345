package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestServe runs the command on a copy of a small content folder: it shows what
// is held, sees an edit, a new folder and a mistake, and writes nothing.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("publisher.yaml", "name: Example\nbase_url: https://advisories.example.org/\nlanguages: [en]\ntime_zone: UTC\nseries: [{prefix: \"EX#\", pattern: \"[0-9]{8}\", path: ex}]\n")
	put("advisories/EX11111111/advisory.md", "---\nid: EX#11111111\ntitle: Held for now\n---\n")
	before := contentStamp(dir)

	reader, writer := io.Pipe()
	env := &environment{stdout: writer, stderr: io.Discard, now: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }}
	ctx, cancel := context.WithCancel(t.Context())
	code := make(chan int, 1)
	go func() {
		code <- execute(ctx, env, []string{"serve", "--content", dir, "--listen", "127.0.0.1:0", "--lang", "en"})
		writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	line := func() string {
		t.Helper()
		if !lines.Scan() {
			t.Fatal("serve ended")
		}
		return lines.Text()
	}
	url := line()
	page := func() string {
		t.Helper()
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	until := func(want string) {
		t.Helper()
		for !strings.Contains(page(), want) {
			line() // "read again"; an edit may be seen in two steps
		}
	}
	if !strings.Contains(page(), "Held for now") || contentStamp(dir) != before {
		t.Error("what is held is not shown, or something was written")
	}
	put("advisories/EX11111111/advisory.md", "---\nid: EX#11111111\ntitle: Edited\n---\n")
	until("Edited")
	put("advisories/2026/EX22222222/advisory.md", "---\nid: EX#22222222\ntitle: Another\n---\n")
	until("Another")
	put("advisories/2026/EX22222222/advisory.md", "---\nid: EX#22222222\n---\n")
	until("advisories/2026/EX22222222/advisory.md:")
	cancel()
	for lines.Scan() {
	}
	if got := <-code; got != exitFine {
		t.Errorf("exit code %d", got)
	}
}
