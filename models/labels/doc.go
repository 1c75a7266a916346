// Package labels holds the words for what the program knows by a key: risks, reasons, states, environments, roles,
// amounts, and the sentences that say why a question has its risk. Every page, report and message of the API takes
// them from here, so that one thing has one name everywhere.
//
// A label begins with a capital letter, as it stands in a table or a form; InSentence gives it as it stands in a
// sentence. A key that this version does not know is its own label.
//
// It imports models and questionnaires only.
package labels
