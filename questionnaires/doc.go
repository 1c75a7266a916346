// Package questionnaires holds the lens: its shape, Parse and export, the diff of two versions, and Rate.
//
// A lens is the AWS custom lens format ("2021-11-01"): pillars, questions, choices (best practices) and risk rules.
// The package is pure: no database, no clock, no network, nothing from outside the standard library, and the rate
// of an answer depends on the answer and the rules alone. It may import questionnaires/rules only.
package questionnaires
