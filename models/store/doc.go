// Package store is the memory: workspaces, tokens, lenses, workloads, reviews, answers, milestones, audit lines and
// idempotency keys in one SQLite file or one PostgreSQL database.
//
// Store opens transactions and nothing else; every query is a method of Tx, so none can run outside of one. Each verb
// of the service floor is one Read or one Write. Types of models go in and come out; how they are stored (private row
// structs, lists as JSON, times as microseconds) stays here. What leaves as an error is a models.Error where users
// may see it and a plain wrapped error otherwise; an outage is never NotFound.
//
// It may import models, questionnaires and migrations, and it is the only place that knows GORM and the drivers. It
// decides nothing about permissions, versions or counts, it never reads the clock for data, and it uses no GORM hooks,
// associations, AutoMigrate or Save.
package store
