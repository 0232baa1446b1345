package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/advgen/advgen/generator/scaffold"
)

func newInitCommand(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a content repository to start from",
		Long: `init writes a content repository that checks and builds as it is: a publisher,
three vendors, an advisory that is public and one that is held, with settings for
editors and for the CI of GitHub and GitLab. DIR must be absent or empty; it may
have a .git in it.`,
		Example: "  advgen init my-advisories\n  advgen build --content my-advisories --out my-advisories/public",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runInit(env, args[0])
		},
	}
}

func runInit(env *environment, dir string) error {
	list, err := scaffold.Repository(scaffold.NewRepository{Now: env.now(), Version: version()}, rand.Reader)
	if err != nil {
		return outside(err)
	}
	root, err := scaffold.OpenEmpty(dir)
	if err != nil {
		return scaffoldFailure(env, err, dir)
	}
	defer root.Close()
	if err := scaffold.Write(root, list); err != nil {
		return scaffoldFailure(env, err, dir)
	}
	_, err = fmt.Fprintf(env.stdout, `%s: %s written. Next:
  edit %s: names, address, numbering
  advgen build --content %s --out %s, then open index.html there
  advgen new advisory --content %s
`, dir, count(len(list), "file"), filepath.Join(dir, "publisher.yaml"), dir, filepath.Join(dir, "public"), dir)
	if err != nil {
		return outside(err)
	}
	return nil
}

// scaffoldFailure says what kind of failure an error of scaffold is. The
// problems behind a refusal are printed here.
func scaffoldFailure(env *environment, err error, root string) error {
	var refused *scaffold.Refusal
	if !errors.As(err, &refused) {
		return outside(err)
	}
	if len(refused.Problems) > 0 {
		if err := env.printProblems(refused.Problems, root); err != nil {
			return outside(err)
		}
	}
	code := exitProblems
	if refused.Usage {
		code = exitUsage
	}
	return &failure{code: code, err: refused, hint: refused.Hint}
}
