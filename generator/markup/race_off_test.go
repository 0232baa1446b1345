//go:build !race

package markup

// raceDetector says that the tests run some ten times slower than usual.
const raceDetector = false
