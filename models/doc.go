// Package models holds the domain types that every layer shares, and their rules: the one error type, who may do what
// (Allow) and what an input must look like (Validate).
//
// It may import questionnaires and validator only. It never touches a database, HTTP or a clock, and its types
// carry no json or gorm tags: JSON shapes belong to the API packages, stored shapes to the store.
package models
