//go:build prove

package proof

// whole says that the proofs are run in full.
const whole = true
