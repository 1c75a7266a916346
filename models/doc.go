// Package models holds the nouns and the laws: the types every floor shares, the one error type, who may do what
// (Allow) and what an input must look like (Validate).
//
// It may import questionnaires and validator only. It never touches a database, HTTP or a clock, and its types
// carry no json or gorm tags: wire and stored shapes live with the door and the store.
package models
