//go:build !race

package main

// raceDetector says whether the tests were built with it.
const raceDetector = false
