package store

import "strings"

// QueryRows runs any query on the transaction and returns the rows as lines of text.
func QueryRows(tx *Tx, query string, args ...any) ([]string, error) {
	var lines []string
	err := tx.db.Raw(query, args...).Scan(&lines).Error
	return lines, err
}

// ExecStatement runs any statement on the transaction.
func ExecStatement(tx *Tx, query string, args ...any) error { return tx.db.Exec(query, args...).Error }

// SealLock is the key of the lock of whoever seals.
const SealLock int64 = sealLock

// IsPostgres tells the engine of a transaction.
func IsPostgres(tx *Tx) bool { return tx.dialect == postgresDialect }

// QueryPlan returns the steps in which SQLite would run a query.
func QueryPlan(tx *Tx, query string) (steps []string, err error) {
	args := make([]any, strings.Count(query, "?"))
	rows, err := tx.db.Raw("EXPLAIN QUERY PLAN "+query, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, rows.Err()
}

// CloseEngine closes the engine as Close does while transactions are about to begin.
func CloseEngine(s *Store) error { return s.engine.Close() }

// FailedStatement runs a statement that fails, as the queries of a Tx run theirs.
func FailedStatement(tx *Tx) error {
	return tx.failed("try", "nothing", tx.db.Exec("SELECT nothing FROM nowhere").Error)
}
