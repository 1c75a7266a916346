package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"plumbline/models"
)

var testContext = context.Background()

// testEngine is an Engine on a file of its own with an empty table, and the events that it put.
type testEngine struct {
	*Engine
	events chan models.ReviewEvent
}

func openEngine(t *testing.T) testEngine {
	t.Helper()
	events := make(chan models.ReviewEvent, 1000)
	e, err := Open(filepath.Join(t.TempDir(), "test.db"), Options{Logger: slog.New(slog.DiscardHandler)},
		func(e models.ReviewEvent) { events <- e })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = e.Close() // tests of Close look at its error
	})
	te := testEngine{e, events}
	if err := te.write("CREATE TABLE words (word TEXT PRIMARY KEY)")(); err != nil {
		t.Fatal(err)
	}
	return te
}

// write returns a write of one statement, with an event of the version 0.
func (e testEngine) write(query string) func() error {
	return func() error { return e.Write(testContext, statement(query, 0)) }
}

func statement(query string, version int) func(gorm.ConnPool) ([]models.ReviewEvent, error) {
	return func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
		_, err := conn.ExecContext(testContext, query)
		return []models.ReviewEvent{{Version: version}}, err
	}
}

// tableRows lists the rows of the table.
func tableRows(t *testing.T, conn gorm.ConnPool) string {
	t.Helper()
	all, err := firstColumn(conn, "SELECT word FROM words ORDER BY word")
	if err != nil {
		t.Error(err)
	}
	return strings.Join(all, " ")
}

func firstColumn(conn gorm.ConnPool, query string) (all []string, err error) {
	rows, err := conn.QueryContext(testContext, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}

// committed lists the rows that another transaction sees.
func (e testEngine) committed(t *testing.T) (all string) {
	t.Helper()
	if err := e.Read(testContext, func(conn gorm.ConnPool) error { all = tableRows(t, conn); return nil }); err != nil {
		t.Error(err)
	}
	return all
}

func awaitTrue(t *testing.T, done func() bool) {
	t.Helper()
	for range 5000 {
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("waited in vain")
}

func TestExplain(t *testing.T) {
	e := openEngine(t)
	insert := e.write("INSERT INTO words VALUES ('a')")
	if err := insert(); err != nil {
		t.Fatal(err)
	}
	if code, _ := e.Explain(insert()); code != models.CodeConflict {
		t.Errorf("a row that exists already: %q", code)
	}
	if code, why := e.Explain(e.write("INSERT INTO nothing VALUES ('a')")()); code != "" || why != "" {
		t.Errorf("a table that is not there: %q, %q", code, why)
	}
	for err, want := range map[error]string{sql.ErrConnDone: "can't be reached", errors.New("no"): "", nil: ""} {
		if code, why := e.Explain(err); !strings.Contains(why, want) || (code == "") != (want == "") {
			t.Errorf("%v: %q, %q", err, code, why)
		}
	}
	if err := e.Read(testContext, func(conn gorm.ConnPool) error {
		_, err := conn.ExecContext(testContext, "INSERT INTO words VALUES ('b')")
		return err
	}); !hasCode(err, 8) {
		t.Errorf("a write in a read transaction: %v", err)
	} else if code, why := e.Explain(err); code != models.CodeUnavailable || why != "the database can't be written to" {
		t.Errorf("it means %q, %q", code, why)
	}
}

// A connection keeps the statements that it has prepared, up to a number.
func TestStatementsArePreparedOnce(t *testing.T) {
	e := openEngine(t)
	kept := func() int { return len(e.writer.connection.stmts) }
	repeat := e.write("DELETE FROM words")
	if err := repeat(); err != nil {
		t.Fatal(err)
	}
	before := kept()
	for range 20 {
		if err := repeat(); err != nil {
			t.Fatal(err)
		}
	}
	if n := kept(); n != before || n == 0 {
		t.Errorf("%d statements after one write, %d after 21", before, n)
	}
	for i := range 2 * maxStatements {
		query := "DELETE FROM words WHERE 1 = " + strings.Repeat("1+", i%100) + "1" + strings.Repeat(" ", i)
		if err := e.write(query)(); err != nil {
			t.Fatal(err)
		}
	}
	if n := kept(); n > maxStatements || n < maxStatements/2 {
		t.Errorf("the writer keeps %d statements", n)
	}
	if err := repeat(); err != nil {
		t.Error(err)
	}
}

// After Close, and while it waits for those who run, there are no new transactions.
func TestClose(t *testing.T) {
	e := openEngine(t)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.write("DELETE FROM words")(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a write: %v", err)
	}
	if err := e.Read(testContext, func(gorm.ConnPool) error { return nil }); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a read: %v", err)
	}
}
