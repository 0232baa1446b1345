package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/continuity"
)

// nothing is what --against is given when nothing was ever published.
const nothing = "none"

// againstFlags are the flags of build about what was published before.
type againstFlags struct {
	against   string
	overrides continuity.Overrides
}

func (f *againstFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.against, "against", "", "compare with what is `live`: a folder, an index.json, the https address of the site, or none before the first publication")
	flags.IntVar(&f.overrides.MaxChange, "max-change", continuity.DefaultMaxChange, "refuse to change more than this `percent` of what is live at once (needs --against)")
	flags.IntVar(&f.overrides.Mass, "allow-mass", 0, "let exactly this `number` of advisories change at once (needs --against)")
	flags.StringArrayVar(&f.overrides.Lost, "allow-lost", nil, "let the published advisory `ID` vanish, which is not in the content (repeatable)")
	flags.StringArrayVar(&f.overrides.Embargo, "allow-embargo", nil, "let the published advisory `ID` vanish, which is held again (repeatable)")
	flags.StringArrayVar(&f.overrides.Published, "allow-published", nil, "let the instant of disclosure of `ID` change, or its recall end (repeatable)")
	flags.StringArrayVar(&f.overrides.Older, "allow-older", nil, "let the date of the last update of `ID` run backwards (repeatable)")
	flags.StringArrayVar(&f.overrides.Moved, "allow-moved", nil, "let the site leave the address `URL` (repeatable)")
}

// check refuses what makes no sense, before anything is read.
func (f *againstFlags) check(cmd *cobra.Command) error {
	o := f.overrides
	if o.MaxChange < 0 || o.MaxChange > 100 {
		return usage(errors.New("--max-change is a percentage from 0 to 100"))
	}
	if o.Mass < 0 {
		return usage(errors.New("--allow-mass is the number that the refusal named"))
	}
	for _, name := range []string{"against", "max-change", "allow-mass"} {
		if !cmd.Flags().Changed(name) || f.against != "" {
			continue
		}
		if name == "against" { // such as "$BASE_URL" where there is none
			return usage(fmt.Errorf("--against is empty; it names what is live, or %s before the first publication", nothing))
		}
		return usage(fmt.Errorf("--%s needs --against: without it the brake on mass changes is off", name))
	}
	return nil
}

// live loads what --against names; nil if there is nothing to compare with.
func (f *againstFlags) live(ctx context.Context) (*continuity.State, error) {
	if f.against == "" || f.against == nothing {
		return nil, nil
	}
	return loadLive(ctx, f.against)
}

// loadLive reads what is published. What cannot be read in full is a failure,
// never a state without advisories.
func loadLive(ctx context.Context, where string) (*continuity.State, error) {
	s, err := continuity.Load(ctx, where, nil)
	switch {
	case errors.Is(err, continuity.ErrAddress):
		return nil, &failure{code: exitUsage, err: fmt.Errorf("--against: %w", err), hint: "as in --against https://advisories.example.org/"}
	case errors.Is(err, fs.ErrNotExist):
		return nil, &failure{code: exitOutside, err: fmt.Errorf("--against: %w", err),
			hint: "look at the address; if nothing was ever published there, build once with --against none"}
	case err != nil:
		return nil, &failure{code: exitOutside, err: fmt.Errorf("--against: %w", err), hint: "nothing was written; try again when it can be read"}
	}
	return &s, nil
}
