package advisory

// VendorStatus is what a vendor says of its products in one advisory, in the
// six values of the JPCERT/CC handling guideline and JVN.
type VendorStatus int

// The statuses in the order of vendor tables, which is JVN's.
const (
	Affected VendorStatus = iota
	AffectedInvestigating
	NotAffected
	NotAffectedInvestigating
	Informed
	Unknown
)

var statusNames = [...]string{
	Affected:                 "affected",
	AffectedInvestigating:    "affected_investigating",
	NotAffected:              "not_affected",
	NotAffectedInvestigating: "not_affected_investigating",
	Informed:                 "informed",
	Unknown:                  "unknown",
}

// Statuses lists all statuses in table order.
func Statuses() []VendorStatus {
	return []VendorStatus{Affected, AffectedInvestigating, NotAffected, NotAffectedInvestigating, Informed, Unknown}
}

// ParseStatus reads the value as it stands in a record.
func ParseStatus(s string) (VendorStatus, bool) {
	for v, name := range statusNames {
		if name == s {
			return VendorStatus(v), true
		}
	}
	return Unknown, false
}

// String is the value as it stands in records and in JSON.
func (s VendorStatus) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return statusNames[Unknown]
	}
	return statusNames[s]
}

// Worse picks the status that a careful reader should assume when a vendor is
// given twice: affected, then investigating, then silence, and not affected
// only when both say so.
func Worse(a, b VendorStatus) VendorStatus {
	for _, s := range []VendorStatus{Affected, AffectedInvestigating, NotAffectedInvestigating, Informed, Unknown} {
		if a == s || b == s {
			return s
		}
	}
	return NotAffected
}
