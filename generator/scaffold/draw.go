package scaffold

import (
	"encoding/binary"
	"errors"
	"io"
	"regexp/syntax"
	"strings"
	"unicode"

	"github.com/advgen/advgen/generator/advisory"
)

const (
	// maxID bounds an id, in characters, as the schema does.
	maxID = 80
	// openLength is how long a repetition without an upper end becomes, as
	// long as JVN's numbers.
	openLength = 8
	// attempts bounds how often an id is drawn again because it is taken or
	// does not fit.
	attempts = 1000
)

var (
	errTooLong  = errors.New("longer than an id may be")
	errNoSample = errors.New("a pattern that nothing can be drawn from")
)

// drawID draws an id of the series that is not taken. The random bytes come
// from random, which should be crypto/rand.Reader.
func drawID(random io.Reader, s advisory.Series, taken func(id string) bool) (string, error) {
	expr, err := syntax.Parse(s.Pattern.String(), syntax.Perl)
	if err != nil {
		return "", err
	}
	found := false
	for range attempts {
		d := drawer{random: random, limit: maxID - len(s.Prefix)}
		err := d.draw(expr)
		switch {
		case errors.Is(err, errTooLong), errors.Is(err, errNoSample):
			continue
		case err != nil:
			return "", err
		}
		id := s.Prefix + d.out.String()
		if !s.Matches(id) || strings.Trim(advisory.Slug(id), ".") == "" {
			continue
		}
		found = true
		if !taken(id) {
			return id, nil
		}
	}
	if found {
		return "", refuse("name a free one with --id, or widen the pattern in publisher.yaml", "nearly every id of the series %q is taken", s.Path)
	}
	return "", refuse("name one with --id", "no id can be drawn from the pattern of the series %q", s.Path)
}

// drawer writes a random text that a regular expression describes. It knows
// nothing of anchors and word boundaries: the caller matches the result.
type drawer struct {
	random io.Reader
	limit  int
	out    strings.Builder
}

func (d *drawer) draw(e *syntax.Regexp) error {
	switch e.Op {
	case syntax.OpNoMatch:
		return errNoSample
	case syntax.OpLiteral:
		for _, r := range e.Rune {
			if err := d.write(r); err != nil {
				return err
			}
		}
	case syntax.OpCharClass:
		return d.class(e.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return d.class([]rune{0, unicode.MaxRune})
	case syntax.OpCapture:
		return d.draw(e.Sub[0])
	case syntax.OpConcat:
		for _, sub := range e.Sub {
			if err := d.draw(sub); err != nil {
				return err
			}
		}
	case syntax.OpAlternate:
		i, err := d.below(len(e.Sub))
		if err != nil {
			return err
		}
		return d.draw(e.Sub[i])
	case syntax.OpStar:
		return d.repeat(e.Sub[0], 0, -1)
	case syntax.OpPlus:
		return d.repeat(e.Sub[0], 1, -1)
	case syntax.OpQuest:
		return d.repeat(e.Sub[0], 0, 1)
	case syntax.OpRepeat:
		return d.repeat(e.Sub[0], e.Min, e.Max)
	}
	return nil
}

// repeat writes a repetition. One of single characters is made long, since
// short ids are easily guessed; one of groups may have any of a few lengths.
func (d *drawer) repeat(sub *syntax.Regexp, low, high int) error {
	for sub.Op == syntax.OpCapture {
		sub = sub.Sub[0]
	}
	single := sub.Op == syntax.OpCharClass || sub.Op == syntax.OpAnyChar || sub.Op == syntax.OpAnyCharNotNL
	n := low
	switch {
	case single && high < 0:
		n = max(low, openLength)
	case single && high > 1:
		n = max(low, min(high, openLength))
	default:
		if high < 0 || high > low+2 {
			high = low + 2
		}
		more, err := d.below(high - low + 1)
		if err != nil {
			return err
		}
		n = low + more
	}
	for range n {
		if err := d.draw(sub); err != nil {
			return err
		}
	}
	return nil
}

// Characters that a class is narrowed to: what stands in addresses as it is, or
// else anything that can be typed.
const (
	letters   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	typedFrom = '!'
	typedTo   = '~'
)

// class writes a character of a class, given as pairs of first and last rune.
func (d *drawer) class(pairs []rune) error {
	in := func(r rune) bool {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] <= r && r <= pairs[i+1] {
				return true
			}
		}
		return false
	}
	var choices []rune
	for _, r := range letters {
		if in(r) {
			choices = append(choices, r)
		}
	}
	for r := rune(typedFrom); r <= typedTo && !strings.ContainsFunc(letters, in); r++ {
		if in(r) {
			choices = append(choices, r)
		}
	}
	if len(choices) == 0 {
		return errNoSample
	}
	i, err := d.below(len(choices))
	if err != nil {
		return err
	}
	return d.write(choices[i])
}

func (d *drawer) write(r rune) error {
	if d.out.Len() >= d.limit {
		return errTooLong
	}
	d.out.WriteRune(r)
	return nil
}

// below draws a number from 0 to n-1, each as likely as the others; n is at
// most 65536.
func (d *drawer) below(n int) (int, error) {
	const span = 1 << 16
	for {
		var b [2]byte
		if _, err := io.ReadFull(d.random, b[:]); err != nil {
			return 0, err
		}
		if v := int(binary.BigEndian.Uint16(b[:])); v < span-span%n {
			return v % n, nil
		}
	}
}
