package advisory

import (
	"errors"
	"fmt"
	"time"
)

// Errors of ParseInstant and ParseDate, as what one says of the value.
var (
	ErrInstant     = errors.New("is not an instant")
	ErrNoTime      = errors.New("is a date without a time")
	ErrNoOffset    = errors.New("is a time without an offset")
	ErrOffset      = errors.New("has an offset that no place on earth uses")
	ErrFraction    = errors.New("has a fraction of a second")
	ErrNoSuchTime  = errors.New("is a day or time that does not exist")
	ErrDate        = errors.New("is neither a day nor an instant")
	instantExample = "2026-11-24T12:00:00+09:00"
)

// InstantHint shows what an instant looks like.
func InstantHint() string {
	return fmt.Sprintf("write date, time and offset, as in %s", instantExample)
}

// ParseInstant reads an instant of content: RFC 3339 with upper-case T and Z,
// whole seconds from 00 to 59 and an offset that exists (−12:00 to +14:00, not
// −00:00). Anything else is an error, so that a slip of the pen never becomes a
// date. The result is in UTC.
func ParseInstant(s string) (time.Time, error) {
	if len(s) > 19 && s[19] == '.' {
		return time.Time{}, ErrFraction
	}
	return parseInstant(s, "2006-01-02T15:04:05Z07:00")
}

// ParseClock reads an instant given on the command line: as ParseInstant, and
// fractions of a second are allowed.
func ParseClock(s string) (time.Time, error) {
	return parseInstant(s, time.RFC3339Nano)
}

func parseInstant(s, layout string) (time.Time, error) {
	if len(s) == 10 && dayShaped(s) {
		return time.Time{}, ErrNoTime
	}
	if len(s) < 19 || !dayShaped(s[:10]) || s[10] != 'T' || !clockShaped(s[11:19]) {
		return time.Time{}, ErrInstant
	}
	offset := s[19:]
	if len(offset) > 0 && offset[0] == '.' {
		i := 1
		for i < len(offset) && offset[i] >= '0' && offset[i] <= '9' {
			i++
		}
		if i == 1 || i > 10 {
			return time.Time{}, ErrFraction
		}
		offset = offset[i:]
	}
	if offset == "" {
		return time.Time{}, ErrNoOffset
	}
	if err := checkOffset(offset); err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1970 {
		return time.Time{}, ErrNoSuchTime
	}
	return t.UTC(), nil
}

func dayShaped(s string) bool { return shaped(s, "0000-00-00") }

func clockShaped(s string) bool { return shaped(s, "00:00:00") }

// shaped compares s with a pattern in which 0 stands for any ASCII digit.
func shaped(s, pattern string) bool {
	if len(s) != len(pattern) {
		return false
	}
	for i := range len(s) {
		digit := s[i] >= '0' && s[i] <= '9'
		if pattern[i] == '0' != digit || !digit && s[i] != pattern[i] {
			return false
		}
	}
	return true
}

// checkOffset accepts Z and the offsets that are in use today: whole hours,
// half hours and three quarters, from −12:00 to +14:00.
func checkOffset(s string) error {
	if s == "Z" {
		return nil
	}
	if !shaped(s, "+00:00") && !shaped(s, "-00:00") {
		return ErrInstant
	}
	hours := int(s[1]-'0')*10 + int(s[2]-'0')
	minutes := int(s[4]-'0')*10 + int(s[5]-'0')
	if minutes != 0 && minutes != 30 && minutes != 45 {
		return ErrOffset
	}
	total := hours*60 + minutes
	if s[0] == '-' && (total == 0 || total > 12*60) || total > 14*60 {
		return ErrOffset
	}
	return nil
}

// ParseDate reads a date of content that is not a gate: a day such as
// 2026-11-24, which begins at midnight in the publisher's time zone, or an
// instant. dayOnly tells which it was. The result is in UTC.
func ParseDate(s string, zone *time.Location) (t time.Time, dayOnly bool, err error) {
	if len(s) == 10 && dayShaped(s) {
		t, err := time.ParseInLocation(time.DateOnly, s, zone)
		if err != nil || t.Year() < 1970 {
			return time.Time{}, false, ErrNoSuchTime
		}
		return t.UTC(), true, nil
	}
	t, err = ParseInstant(s)
	if errors.Is(err, ErrInstant) {
		err = ErrDate
	}
	return t, false, err
}

// Stamp writes an instant as every output of advgen does: RFC 3339, UTC, whole
// seconds.
func Stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
