//go:build race

package search

// The race detector makes everything some ten times slower, and what is counted
// here does not depend on it.
const large = 10_000
