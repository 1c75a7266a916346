//go:build !race

package apitest

// RaceDetector tells whether the tests run under the race detector.
const RaceDetector = false
