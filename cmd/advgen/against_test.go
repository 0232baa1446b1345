package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestAgainstHTTPS runs the scripts of testdata/https: the folder live of a
// script is served at $URL over TLS, and nothing else is there.
func TestAgainstHTTPS(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only there Go takes the certificates of SSL_CERT_FILE")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/https",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"snapshot": snapshotCommand, "unchanged": unchangedCommand, "exitcode": exitcodeCommand, "edit": editCommand,
		},
		Setup: func(env *testscript.Env) error {
			server := httptest.NewTLSServer(liveSite(filepath.Join(env.WorkDir, "live")))
			env.Defer(server.Close)
			certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
			env.Setenv("URL", server.URL)
			env.Setenv("CERTIFICATE", filepath.Join(env.WorkDir, "certificate.pem"))
			env.Setenv("SSL_CERT_FILE", env.Getenv("CERTIFICATE"))
			return os.WriteFile(env.Getenv("CERTIFICATE"), certificate, 0o600)
		},
	})
}

// liveSite serves a folder, and breaks as the file "broken" in it says.
func liveSite(dir string) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch how, _ := os.ReadFile(filepath.Join(dir, "broken")); string(how) {
		case "error\n":
			http.Error(w, "out of order", http.StatusServiceUnavailable)
		case "http\n":
			http.Redirect(w, r, "http://127.0.0.1:1/index.json", http.StatusFound)
		default:
			http.FileServer(http.Dir(dir)).ServeHTTP(w, r)
		}
	})
}
