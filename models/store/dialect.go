package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// sqlDialect is the kind of SQL that a database speaks; it indexes the texts of a statement.
type sqlDialect int

const (
	sqliteDialect sqlDialect = iota
	postgresDialect
)

func dialectOf(db *gorm.DB) sqlDialect {
	if db.Name() == "postgres" {
		return postgresDialect
	}
	return sqliteDialect
}

// textParameter is a text parameter in the condition of a hot query with a join or an order. SQLite guesses how many
// rows "column = ?" keeps from the value that is bound, and so plans and compiles the whole statement again at
// each execution (ten times the work of running it); from an expression it guesses nothing.
const textParameter = "CAST(? AS TEXT)"

// statement is SQL for the hot path, which goes around GORM: one text per dialect, with "?" for parameters.
type statement [2]string

func newStatement(text string) statement {
	var pg strings.Builder
	n := 0
	for _, r := range text {
		if r != '?' {
			pg.WriteRune(r)
			continue
		}
		n++
		pg.WriteString("$" + strconv.Itoa(n))
	}
	return statement{sqliteDialect: text, postgresDialect: pg.String()}
}

// forUpdate returns the statement with the row lock that a write transaction takes on PostgreSQL.
func (s statement) forUpdate() statement {
	s[postgresDialect] += " FOR NO KEY UPDATE"
	return s
}

// forUpdateOf locks the rows of one table of a join.
func (s statement) forUpdateOf(alias string) statement {
	s[postgresDialect] += " FOR NO KEY UPDATE OF " + alias
	return s
}

// run executes a hot statement and returns the number of rows it touched.
func (tx *Tx) run(s statement, args ...any) (int64, error) {
	res, err := tx.conn.ExecContext(tx.context(), s[tx.dialect], args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// laterRunner is a connection that keeps statements until the next one, or the commit, and sends them together.
type laterRunner interface {
	Later(query string, args ...any) error
}

// runLater runs a statement whose result nobody needs, at the latest with the commit. Where it fails, a later statement
// or the commit does.
func (tx *Tx) runLater(s statement, args ...any) error {
	if tx.later != nil {
		return tx.later.Later(s[tx.dialect], args...)
	}
	_, err := tx.conn.ExecContext(tx.context(), s[tx.dialect], args...)
	return err
}

// scan runs a hot query for one row; sql.ErrNoRows if there is none.
func (tx *Tx) scan(s statement, args []any, into ...any) (err error) {
	rows, err := tx.rows(s, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return cmp.Or(rows.Err(), sql.ErrNoRows)
	}
	return rows.Scan(into...)
}

// rows runs a hot query.
func (tx *Tx) rows(s statement, args ...any) (*sql.Rows, error) {
	return tx.conn.QueryContext(tx.context(), s[tx.dialect], args...)
}

func (tx *Tx) context() context.Context { return tx.db.Statement.Context }

// lock adds the row lock of a write transaction to a query. It keeps off other writers of the row, and lets
// through those who only point to it with a foreign key.
func (tx *Tx) lock(q *gorm.DB) *gorm.DB {
	if !tx.locks {
		return q
	}
	return q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
}

// among returns the condition that the column is one of the values. They go as one JSON parameter, so that lists of
// every length share one prepared statement and none is too long.
func (tx *Tx) among(column string, values []string) clause.Expr {
	list, err := json.Marshal(append([]string{}, values...)) // nil would be null
	if err != nil {
		panic(fmt.Sprintf("store: strings that do not encode: %v", err)) // a []string always does
	}
	elements := "SELECT value FROM json_each(?)"
	if tx.dialect == postgresDialect {
		elements = "SELECT jsonb_array_elements_text(CAST(? AS jsonb))"
	}
	return gorm.Expr(column+" IN ("+elements+")", string(list))
}

// takeTime lifts the limits of statements for the transaction, for what is long by its nature, such as migrations.
func (tx *Tx) takeTime() error {
	if tx.dialect != postgresDialect {
		return nil
	}
	return tx.failed("prepare", "migrations",
		tx.db.Exec("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").Error)
}

// Alone waits until no other transaction that called it for the same thing is open, on whichever server: for what must
// happen once, such as a first start. On SQLite a write transaction is alone by itself.
func (tx *Tx) Alone(with string) error {
	if !tx.locks {
		return nil
	}
	return tx.failed("wait", "lock", tx.db.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", with).Error)
}
