package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
)

type heldFlags struct {
	content, asOf, format string
	next                  bool
}

func newHeldCommand(env *environment) *cobra.Command {
	var f heldFlags
	cmd := &cobra.Command{
		Use:   "held",
		Short: "List what is under embargo, for the coordinator",
		Long: `held lists advisories, vendor records and staged updates that are not disclosed
yet, when each will be, and which notified vendors have not answered. What it
prints is confidential.`,
		Example: "  advgen held\n  advgen held --next",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runHeld(env, f)
		},
	}
	contentFlag(cmd, &f.content)
	asOfFlag(cmd, &f.asOf, "list what is held")
	cmd.Flags().StringVar(&f.format, "format", "text", "text or json")
	cmd.Flags().BoolVar(&f.next, "next", false, "print only the next instant at which something is disclosed")
	return cmd
}

func runHeld(env *environment, f heldFlags) error {
	if f.format != "text" && f.format != "json" {
		return usage(fmt.Errorf("--format is text or json"))
	}
	now := env.now()
	asOf, err := parseAsOf(f.asOf, now)
	if err != nil {
		return err
	}
	fsys, root, err := openContent(f.content)
	if err != nil {
		return err
	}
	c, list, err := catalog.Open(fsys, check.Options{Now: now, AsOf: asOf})
	if err != nil {
		return outside(err)
	}
	switch {
	case f.next:
		err = printNext(env, c, asOf)
	case f.format == "json":
		err = printHeldJSON(env, c.Held(asOf), asOf)
	default:
		err = printHeld(env, c.Held(asOf), asOf, c.Publisher().Zone)
	}
	if err != nil {
		return outside(err)
	}
	if list.Errors() > 0 {
		if err := env.printProblems(list.OnlyErrors(), root); err != nil {
			return outside(err)
		}
		return problemsFound()
	}
	return nil
}

func printNext(env *environment, c *catalog.Catalog, asOf time.Time) error {
	next, ok := c.Next(asOf)
	if !ok {
		return nil
	}
	_, err := fmt.Fprintln(env.stdout, advisory.Stamp(next))
	return err
}

// heldJSON is the shape that other programs rely on.
type heldJSON struct {
	AsOf string         `json:"as_of"`
	Held []heldItemJSON `json:"held"`
}

type heldItemJSON struct {
	Kind       string   `json:"kind"`
	ID         string   `json:"id"`
	Path       string   `json:"path"`
	DiscloseAt *string  `json:"disclose_at"`
	Silent     []string `json:"silent"`
}

func printHeldJSON(env *environment, held []catalog.Held, asOf time.Time) error {
	out := heldJSON{AsOf: asOf.UTC().Format(time.RFC3339Nano), Held: []heldItemJSON{}}
	for _, h := range held {
		item := heldItemJSON{Kind: h.Kind, ID: h.ID, Path: h.Path, Silent: append([]string{}, h.Silent...)}
		if at, ok := h.From.Agreed(); ok {
			stamp := advisory.Stamp(at)
			item.DiscloseAt = &stamp
		}
		out.Held = append(out.Held, item)
	}
	enc := json.NewEncoder(env.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func printHeld(env *environment, held []catalog.Held, asOf time.Time, zone *time.Location) error {
	if len(held) == 0 {
		_, err := fmt.Fprintln(env.stdout, "nothing is held")
		return err
	}
	w := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PUBLIC AT\tIN\tWHAT\tID\tSILENT VENDORS\tFILE")
	for _, h := range held {
		at, in := "no date agreed", "-"
		if t, ok := h.From.Agreed(); ok {
			at, in = t.In(zone).Format("2006-01-02 15:04:05 -07:00"), remaining(t.Sub(asOf))
		}
		silent := "-"
		if len(h.Silent) > 0 {
			silent = strings.Join(h.Silent, " ")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", at, in, h.Kind, h.ID, silent, h.Path)
	}
	return w.Flush()
}

// remaining words a duration as a coordinator counts it.
func remaining(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return count(int(d/(24*time.Hour)), "day")
	case d >= 2*time.Hour:
		return count(int(d/time.Hour), "hour")
	case d >= 2*time.Minute:
		return count(int(d/time.Minute), "minute")
	}
	return count(int(d/time.Second), "second")
}
