// Package remediation has the types of what follows a review, items and the settings of plans, and their rules: how the
// status of an item moves, when it is due, who owns it, what needs what first.
//
// It may import models and questionnaires. It knows no database, and no clock: what depends on the day is told the day.
package remediation
