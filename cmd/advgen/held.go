package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator"
	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/catalog"
	"github.com/advgen/advgen/generator/check"
	"github.com/advgen/advgen/generator/continuity"
	"github.com/advgen/advgen/generator/disclosure"
)

type heldFlags struct {
	content, asOf, format, against string
	next                           bool
}

func newHeldCommand(env *environment) *cobra.Command {
	var f heldFlags
	cmd := &cobra.Command{
		Use:   "held",
		Short: "List what is under embargo, for the coordinator",
		Long: `held lists advisories, vendor records and staged updates that are not disclosed
yet, when each will be, which notified vendors have not answered, and how many
days of handling are used. What it prints to stdout is confidential.

With --against it says on stderr, by id, what should be public there and is not,
and then ends with exit code 4: a machine asks so whether to publish.`,
		Example: `  advgen held
  advgen held --next
  advgen held --format ics > embargo.ics
  advgen held --against https://advisories.example.org/ > /dev/null`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.against == "" && cmd.Flags().Changed("against") {
				return usage(fmt.Errorf("--against is empty; it names what is live"))
			}
			return runHeld(cmd.Context(), env, f)
		},
	}
	contentFlag(cmd, &f.content)
	asOfFlag(cmd, &f.asOf, "list what is held")
	cmd.Flags().StringVar(&f.format, "format", "text", "text, json, or ics for a calendar")
	cmd.Flags().BoolVar(&f.next, "next", false, "print only the next instant at which something is disclosed")
	cmd.Flags().StringVar(&f.against, "against", "", "say what should be public and is not in what is `live`: a folder, an index.json, or the https address of the site")
	return cmd
}

func runHeld(ctx context.Context, env *environment, f heldFlags) error {
	if f.format != "text" && f.format != "json" && f.format != "ics" {
		return usage(fmt.Errorf("--format is text or json, or ics for a calendar"))
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
	var live *continuity.State
	if f.against != "" {
		if live, err = loadLive(ctx, f.against); err != nil {
			return err
		}
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
	case f.format == "ics":
		err = printHeldCalendar(env.stdout, c.Held(asOf), asOf, c.Publisher().BaseURL)
	case len(c.Held(asOf)) == 0 && !c.Sound():
		// Content that was not understood is held, but there is no list of it.
	default:
		err = printHeld(env, c.Held(asOf), asOf, c.Publisher())
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
	if live != nil {
		return printOverdue(env, c, asOf, *live)
	}
	return nil
}

// printOverdue says what should be public by now and is not. It names no held
// id: what is overdue is due for everybody.
func printOverdue(env *environment, c *catalog.Catalog, asOf time.Time, live continuity.State) error {
	site, err := disclosure.Gate(c, asOf)
	if err != nil {
		return outside(err)
	}
	next, _ := generator.Standing(c, site, asOf)
	list := continuity.Overdue(live, next)
	if len(list) == 0 {
		return nil
	}
	if err := env.printProblems(list, ""); err != nil {
		return outside(err)
	}
	return &failure{code: exitOverdue, err: fmt.Errorf("%d overdue", len(list))}
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

func printHeld(env *environment, held []catalog.Held, asOf time.Time, p *check.Publisher) error {
	if len(held) == 0 {
		_, err := fmt.Fprintln(env.stdout, "nothing is held")
		return err
	}
	w := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PUBLIC AT\tIN\tWHAT\tID\tSILENT VENDORS\tFILE\tHANDLING")
	for _, h := range held {
		at, in := "no date agreed", "-"
		if t, ok := h.From.Agreed(); ok {
			at, in = t.In(p.Zone).Format("2006-01-02 15:04:05 -07:00"), remaining(t.Sub(asOf))
		}
		silent := "-"
		if len(h.Silent) > 0 {
			silent = strings.Join(h.Silent, " ")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", at, in, h.Kind, h.ID, silent, h.Path, handling(h.Started, asOf, p.HandlingDays))
	}
	return w.Flush()
}

// handling words how many days a case has taken, and how many of those that the
// publisher allows are left. A day counts when it is over.
func handling(started, asOf time.Time, days int) string {
	if started.IsZero() {
		return "-"
	}
	used := max(0, int(asOf.Sub(started)/(24*time.Hour)))
	switch {
	case days == 0:
		return count(used, "day")
	case used > days:
		return fmt.Sprintf("%d of %s, %d over", used, count(days, "day"), used-days)
	}
	return fmt.Sprintf("%d of %s, %d left", used, count(days, "day"), days-used)
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
