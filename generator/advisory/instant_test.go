package advisory

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestParseInstantAccepts(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-24T12:00:00+09:00": "2026-11-24T03:00:00Z",
		"2026-11-24T12:00:00Z":      "2026-11-24T12:00:00Z",
		"2026-11-24T12:00:00+00:00": "2026-11-24T12:00:00Z",
		"2024-02-29T23:59:59-12:00": "2024-03-01T11:59:59Z",
		"2026-12-31T23:59:59+14:00": "2026-12-31T09:59:59Z",
		"2026-01-01T00:00:00+05:45": "2025-12-31T18:15:00Z",
		"2026-01-01T00:00:00-03:30": "2026-01-01T03:30:00Z",
		"2026-01-01T00:00:00+12:45": "2025-12-31T11:15:00Z",
	} {
		got, err := ParseInstant(in)
		if err != nil || Stamp(got) != want {
			t.Errorf("%s: %s, %v; want %s", in, Stamp(got), err, want)
		}
	}
}

func TestParseInstantRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                               ErrInstant,
		"soon":                           ErrInstant,
		"2026-11-24":                     ErrNoTime,
		"2026-11-24T12:00:00":            ErrNoOffset,
		"2026-11-24T12:00":               ErrInstant,
		"2026-11-24T12:00+09:00":         ErrInstant,
		"2026-11-24 12:00:00+09:00":      ErrInstant,
		"2026-11-24t12:00:00+09:00":      ErrInstant,
		"2026-11-24T12:00:00z":           ErrInstant,
		"2026-11-24T12:00:00 +09:00":     ErrInstant,
		"2026-11-24T12:00:00+0900":       ErrInstant,
		"2026-11-24T12:00:00+9:00":       ErrInstant,
		"2026-11-24T12:00:00-00:00":      ErrOffset,
		"2026-11-24T12:00:00+14:30":      ErrOffset,
		"2026-11-24T12:00:00-12:30":      ErrOffset,
		"2026-11-24T12:00:00+09:07":      ErrOffset,
		"2026-11-24T12:00:00+24:00":      ErrOffset,
		"2026-11-24T24:00:00Z":           ErrNoSuchTime,
		"2026-11-24T12:60:00Z":           ErrNoSuchTime,
		"2026-11-24T12:00:60Z":           ErrNoSuchTime,
		"2026-13-01T12:00:00Z":           ErrNoSuchTime,
		"2026-02-29T12:00:00Z":           ErrNoSuchTime,
		"0000-01-01T00:00:00Z":           ErrNoSuchTime,
		"1969-12-31T23:59:59Z":           ErrNoSuchTime,
		"2026-11-24T12:00:00.5Z":         ErrFraction,
		"２０２６-11-24T12:00:00Z":           ErrInstant,
		"2026-11-24T12:00:00Z ":          ErrInstant,
		" 2026-11-24T12:00:00Z":          ErrInstant,
		"2026-11-24T12:00:00+09:00[JST]": ErrInstant,
		"20261124T120000Z":               ErrInstant,
		"2026-W48-2T12:00:00Z":           ErrInstant,
		"1764000000":                     ErrInstant,
	} {
		if got, err := ParseInstant(in); err != want || !got.IsZero() {
			t.Errorf("%q: %v, %v; want %v", in, got, err, want)
		}
	}
}

func TestParseClockTakesFractions(t *testing.T) {
	got, err := ParseClock("2026-11-24T11:59:59.999999999+09:00")
	if err != nil || got.UnixNano()%1e9 != 999999999 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"2026-11-24T11:59:59.Z", "2026-11-24T11:59:59.1234567891Z", "2026-11-24T11:59:59,5Z", "2026-11-24"} {
		if _, err := ParseClock(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestParseDateBeginsTheDayInTheZone(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*3600)
	got, dayOnly, err := ParseDate("2026-11-24", tokyo)
	if err != nil || !dayOnly || Stamp(got) != "2026-11-23T15:00:00Z" {
		t.Errorf("%s %v %v", Stamp(got), dayOnly, err)
	}
	if _, _, err := ParseDate("2026-02-30", tokyo); err != ErrNoSuchTime {
		t.Errorf("a day that does not exist: %v", err)
	}
	if _, _, err := ParseDate("24.11.2026", tokyo); err != ErrDate {
		t.Errorf("another form: %v", err)
	}
}

// FuzzParseInstant holds what is accepted to being written back as it was read.
func FuzzParseInstant(f *testing.F) {
	f.Add("2026-11-24T12:00:00+09:00")
	f.Add("2026-11-24T12:00:00-00:00")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseInstant(s)
		if err != nil {
			return
		}
		again, err := time.Parse(time.RFC3339, s)
		if err != nil || !again.Equal(got) {
			t.Errorf("%q is read as %v, RFC 3339 says %v, %v", s, got, again, err)
		}
		if strings.ContainsAny(s, " tz.") || len(s) != 20 && len(s) != 25 {
			t.Errorf("%q should not be accepted", s)
		}
	})
}

func TestWhen(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func() When {
		if rng.IntN(4) == 0 {
			return When{}
		}
		return At(time.Unix(rng.Int64N(5), 0))
	}
	for range 2000 {
		a, b, asOf := random(), random(), time.Unix(rng.Int64N(5), 0)
		if Later(a, b).Reached(asOf) != (a.Reached(asOf) && b.Reached(asOf)) {
			t.Fatalf("later of %v and %v at %v", a, b, asOf)
		}
		if a.Reached(asOf) && !a.Reached(asOf.Add(1)) {
			t.Fatalf("%v was reached and is not any more", a)
		}
	}
	at := time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)
	if At(at).Reached(at.Add(-1)) || !At(at).Reached(at) || (When{}).Reached(at.AddDate(1000, 0, 0)) {
		t.Error("the boundary is wrong")
	}
}
