//go:build !race

package search

// large is how many advisories the budget is proved on.
const large = 100_000
