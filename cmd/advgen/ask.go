package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/advgen/advgen/generator/advisory"
	"github.com/advgen/advgen/generator/scaffold"
	"github.com/advgen/advgen/generator/words"
)

// locale is the language in which advgen asks: Japanese where the environment
// says so (POSIX: LC_ALL before LC_MESSAGES before LANG), else English.
func locale() advisory.Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "ja") {
				return advisory.Japanese
			}
			return advisory.English
		}
	}
	return advisory.English
}

// questions are what is asked of somebody who adds a vendor's record by hand.
type questions struct {
	advisory, vendor, status, number, statement, again string
}

var asked = map[advisory.Language]questions{
	advisory.English: {
		advisory:  "Number of the advisory, as in JVN#12345678: ",
		vendor:    "Your vendor id, as in the name of your file in vendors/: ",
		status:    "What is true of your products?",
		number:    "Number (empty: not yet decided): ",
		statement: "Your statement for readers, in Markdown. End with an empty line (at once: none).",
		again:     "Please answer with one of the numbers.",
	},
	advisory.Japanese: {
		advisory:  "脆弱性情報の番号（例：JVN#12345678）：",
		vendor:    "ベンダ ID（vendors/ にある自社のファイルの名前）：",
		status:    "自社製品の状況を選んでください。",
		number:    "番号（未定の場合は何も入力せずに Enter）：",
		statement: "読者へのコメントを Markdown で入力してください。空行で終わります（不要なら、そのまま Enter）。",
		again:     "番号で答えてください。",
	},
}

// errNoAnswer says that the input ended before the questions did.
var errNoAnswer = errors.New("the input ended before all was answered")

// askStatus asks for what was not given by flags. Nothing is written before all
// is answered.
func askStatus(env *environment, lang advisory.Language, want *scaffold.NewStatus) error {
	q, in := asked[lang], bufio.NewReader(env.stdin)
	ask := func(prompt string) (string, error) {
		fmt.Fprint(env.stderr, prompt)
		line, err := in.ReadString('\n')
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			return "", &failure{code: exitUsage, err: errNoAnswer, hint: "nothing was written"}
		}
		return strings.TrimSpace(line), nil
	}
	var err error
	if want.Advisory == "" {
		if want.Advisory, err = ask(q.advisory); err != nil {
			return err
		}
	}
	if want.Vendor == "" {
		if want.Vendor, err = ask(q.vendor); err != nil {
			return err
		}
	}
	if want.Status, err = askChoice(env, lang, q, ask); err != nil {
		return err
	}
	fmt.Fprintln(env.stderr, q.statement)
	var lines []string
	for {
		line, err := ask("> ")
		if errors.Is(err, errNoAnswer) || line == "" {
			break
		}
		lines = append(lines, line)
	}
	want.Statement = strings.Join(lines, "\n")
	want.Language = lang
	return nil
}

// askChoice asks for a status until there is one of the list, or none.
func askChoice(env *environment, lang advisory.Language, q questions, ask func(string) (string, error)) (string, error) {
	statuses := []advisory.VendorStatus{advisory.Affected, advisory.AffectedInvestigating, advisory.NotAffected, advisory.NotAffectedInvestigating}
	fmt.Fprintln(env.stderr, q.status)
	table := words.For(lang, nil)
	for i, s := range statuses {
		fmt.Fprintf(env.stderr, "  %d  %s\n", i+1, table.Status(s))
	}
	for {
		answer, err := ask(q.number)
		if err != nil || answer == "" {
			return "", err
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(statuses) {
			return statuses[n-1].String(), nil
		}
		fmt.Fprintln(env.stderr, q.again)
	}
}
