// Package store keeps everything: workspaces, people, lenses, workloads, reviews, answers, milestones, audit
// lines and the rest, in one SQLite file or one PostgreSQL database.
//
// Store opens transactions and nothing else; every query is a method of Tx, so none can run outside of one.
// That is why Tx has so many methods: a file for each type of models holds those of that type. An operation
// of the service is one Read or one Write. Types of models go in and come out; how they are stored (private
// row structs, lists as JSON, times as microseconds) stays here. What leaves as an error is a models.Error
// where users may see it and a plain wrapped error otherwise; an outage is never NotFound.
//
// Audit lines are written in the transaction of their change. On SQLite, which has one writer, they are sealed into the
// chain there as well. On PostgreSQL they are sealed after the commit, within a second: see audit_seal.go.
//
// It may import models, questionnaires and the packages below it, one of which is an Engine for each kind of
// database. With those it is the only place that knows GORM; the drivers are known to the engines alone. It
// decides nothing about permissions, versions or counts, it never reads the clock for data, and it uses no
// GORM hooks, associations, AutoMigrate or Save.
package store
