package continuity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits of asking a site.
const (
	fetchTimeout = 5 * time.Minute // for all files together
	maxRedirects = 5
)

// fetch reads the index of a site and its years. The years are looked for
// beside the index: what a site says never leads to another one, but for a
// redirect of https to https.
func fetch(ctx context.Context, where string, transport http.RoundTripper) (State, error) {
	base, err := parseBase(where)
	if err != nil {
		return State{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	client := &http.Client{Transport: transport, CheckRedirect: checkRedirect}
	name := func(file string) string { return base.JoinPath(file).Redacted() }
	return read(name, indexFile, func(file string) (io.ReadCloser, error) {
		return get(ctx, client, base.JoinPath(file))
	})
}

// parseBase reads the address of a site, or of its index.json.
func parseBase(where string) (*url.URL, error) {
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || !safe(u) {
		return nil, ErrAddress
	}
	u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"+indexFile), ""
	return u, nil
}

// safe: https, or http that does not leave the machine.
func safe(u *url.URL) bool {
	return u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func checkRedirect(to *http.Request, via []*http.Request) error {
	if to.URL.Scheme != "https" && (via[len(via)-1].URL.Scheme == "https" || !safe(to.URL)) {
		return errors.New("it leads away from https")
	}
	if len(via) > maxRedirects {
		return errors.New("it leads from place to place")
	}
	return nil
}

func get(ctx context.Context, client *http.Client, u *url.URL) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "advgen")
	request.Header.Set("Cache-Control", "no-cache") // what is live, not what was
	response, err := client.Do(request)
	if err != nil {
		var urlError *url.Error // it repeats the address, which the caller says
		if errors.As(err, &urlError) {
			err = urlError.Err
		}
		return nil, err
	}
	if response.StatusCode == http.StatusOK {
		return response.Body, nil
	}
	response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return nil, fs.ErrNotExist
	}
	return nil, fmt.Errorf("the site answers %d", response.StatusCode)
}
