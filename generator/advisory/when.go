package advisory

import "time"

// When is the public instant of something that may be held. The zero value is
// held without end: no instant is agreed, or the one given could not be read.
type When struct {
	at     time.Time
	agreed bool
}

// At is the When of an agreed instant.
func At(t time.Time) When { return When{at: t, agreed: true} }

// Agreed gives the instant; ok is false if none is agreed.
func (w When) Agreed() (at time.Time, ok bool) { return w.at, w.agreed }

// Reached says whether what is held until w may be seen at asOf. It is the one
// comparison on which every embargo rests.
func (w When) Reached(asOf time.Time) bool { return w.agreed && !w.at.After(asOf) }

// Later is the later of two instants. Held without end is later than any.
func Later(a, b When) When {
	switch {
	case !a.agreed:
		return a
	case !b.agreed:
		return b
	case b.at.After(a.at):
		return b
	}
	return a
}
