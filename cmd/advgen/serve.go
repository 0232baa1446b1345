package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/preview"
	"github.com/advgen/advgen/templates"
)

type serveFlags struct {
	content, listen, asOf, lang string
}

// asOfEverything is the instant of a preview that shows all there is.
const asOfEverything = "everything"

func newServeCommand(env *environment) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site on this machine, with what is held",
		Long: `serve shows the content as a site, on this machine only, and shows it anew
whenever a file changes. What is held is there too, and every page is marked as
under embargo. With --as-of it shows what the public will see, or saw, at an
instant, which may lie in the future. While the content has problems, the pages
show them instead. Nothing is written; "advgen build" publishes.

Whoever has an account on this machine can open the address.`,
		Example: `  advgen serve
  advgen serve --as-of 2026-12-01T12:00:00+09:00
  advgen serve --listen 127.0.0.1:0`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runServe(cmd.Context(), env, f)
		},
	}
	contentFlag(cmd, &f.content)
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8080", "a loopback `address` and port; port 0 takes a free one")
	cmd.Flags().StringVar(&f.asOf, "as-of", asOfEverything, "show what is public at this `instant`, as in 2026-11-24T12:00:00+09:00, or now")
	langFlag(cmd, &f.lang)
	return cmd
}

func runServe(ctx context.Context, env *environment, f serveFlags) error {
	lang, err := spoken(f.lang, "text")
	if err != nil {
		return err
	}
	var asOf time.Time
	if f.asOf != asOfEverything {
		if asOf, err = parseAsOf(f.asOf, env.now()); err != nil {
			return err
		}
	}
	fsys, root, err := openContent(f.content)
	if err != nil {
		return err
	}
	listener, err := listenHere(f.listen)
	if err != nil {
		return err
	}
	pages := preview.New(preview.Options{
		Content: fsys, Root: root, Templates: templates.FS, Now: env.now, AsOf: asOf, Lang: lang,
	})
	reload := func() {
		if n := pages.Reload().Errors(); n > 0 {
			fmt.Fprintf(env.stdout, "read again: %s\n", count(n, "error"))
			return
		}
		fmt.Fprintln(env.stdout, "read again")
	}
	if err := watch(ctx, contentDir(f.content), reload, func(err error) { env.printFailure(outside(err)) }); err != nil {
		fmt.Fprintf(env.stderr, "the content cannot be watched, so pages stay as they are until serve is started again: %s\n", err)
	}
	fmt.Fprintf(env.stdout, "http://%s/\n", listener.Addr())
	return serve(ctx, listener, pages)
}

// listenHere listens on an address that only this machine can reach.
func listenHere(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !preview.IsLoopback(host) {
		return nil, &failure{
			code: exitUsage, err: errors.New("--listen is not a loopback address with a port"),
			hint: "a preview shows what is under embargo, so it stays on this machine: --listen 127.0.0.1:8080",
		}
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &failure{code: exitOutside, err: err, hint: "--listen 127.0.0.1:0 takes a free port"}
	}
	if !preview.IsLoopback(listener.Addr().String()) { // localhost may be made to mean anything
		listener.Close()
		return nil, &failure{code: exitUsage, err: fmt.Errorf("--listen leads to %s, which is not a loopback address", listener.Addr())}
	}
	return listener, nil
}

// serve answers until ctx ends.
func serve(ctx context.Context, listener net.Listener, pages http.Handler) error {
	server := &http.Server{
		Handler: pages, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }, // open pages listen until ctx ends
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return outside(err)
	}
	return nil
}
