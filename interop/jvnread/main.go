// Command jvnread lets go-cve-dictionary, which vuls takes JVN's data from, fetch
// the lists in a folder and convert them. go-cve-dictionary knows one address
// only, so that a proxy on loopback answers for it with the files.
//
// The arguments are the folder and what to fetch: recent, modified, or years. It
// prints the CVEs under the ids of the advisories, as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/viper"
	"github.com/vulsio/go-cve-dictionary/fetcher/jvn"
	"github.com/vulsio/go-cve-dictionary/models"
)

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: jvnread FOLDER recent|modified|YEAR..."))
	}
	files := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(os.Args[1], path.Base(r.URL.Path)))
	}))
	defer files.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tunnel(w, files.Listener.Addr().String())
	}))
	defer proxy.Close()
	viper.Set("http-proxy", proxy.URL)
	found := map[string]map[string]models.Jvn{}
	if err := jvn.FetchConvert(found, os.Args[2:]); err != nil {
		fail(err)
	}
	type advisory struct {
		CVE, Title, Link string
		CPEs             int
		CVSS2, CVSS3     float64
	}
	out := map[string][]advisory{}
	for _, list := range found {
		for _, v := range list {
			if v.PublishedDate.IsZero() || v.LastModifiedDate.Before(v.PublishedDate) {
				fail(fmt.Errorf("%s: dates", v.JvnID))
			}
			out[v.JvnID] = append(out[v.JvnID], advisory{v.CveID, v.Title, v.JvnLink, len(v.Cpes), v.Cvss2.BaseScore, v.Cvss3.BaseScore})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		fail(err)
	}
}

// tunnel answers CONNECT with a connection to the file server.
func tunnel(w http.ResponseWriter, to string) {
	server, err := net.Dial("tcp", to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	client, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		server.Close()
		return
	}
	io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { io.Copy(server, client); server.Close() }()
	go func() { io.Copy(client, server); client.Close() }()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
