package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/hosting"
)

// servers are the web servers that advgen writes a configuration for.
var servers = map[string]func(hosting.Site) []byte{"nginx": hosting.Nginx, "caddy": hosting.Caddy, "headers": hosting.Headers}

func newHostingCommand(env *environment) *cobra.Command {
	var content string
	cmd := &cobra.Command{
		Use:   "hosting nginx|caddy|headers",
		Short: "Print the configuration of a web server for the site",
		Long: `hosting prints the configuration of a web server for the site: content types,
cache times, security headers, the page for what is missing in each language, and
redirects. Print it again after redirects were added or became public.

headers prints _headers, as hosts such as Netlify and Cloudflare Pages read it.
With "formats: [netlify]" in publisher.yaml a build writes it, and _redirects,
into the output.`,
		Example:               "  advgen hosting nginx > /etc/nginx/conf.d/advisories.conf\n  advgen hosting caddy > Caddyfile",
		Args:                  cobra.ExactArgs(1),
		ValidArgs:             []string{"nginx", "caddy", "headers"},
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) error {
			write := servers[args[0]]
			if write == nil {
				return usage(fmt.Errorf("there is no configuration for %q; there are nginx, caddy and headers", args[0]))
			}
			return printHosting(env, content, write)
		},
	}
	contentFlag(cmd, &content)
	return cmd
}

func printHosting(env *environment, content string, write func(hosting.Site) []byte) error {
	fsys, root, err := openContent(content)
	if err != nil {
		return err
	}
	now := env.now()
	site, list, err := generator.Hosting(fsys, check.Options{Now: now, AsOf: now})
	if err != nil {
		return outside(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list, root); err != nil {
			return outside(err)
		}
		return problemsFound()
	}
	if _, err := env.stdout.Write(write(site)); err != nil {
		return outside(err)
	}
	return nil
}
